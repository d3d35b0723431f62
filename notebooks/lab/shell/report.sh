# What install.sh says, and how it runs what takes long. Sourced by install.sh.

say() { printf 'gonymede: %s\n' "$*"; }

# fail MESSAGE [ADVICE…] ends the script: what is wrong, then what to do.
fail() {
	printf 'gonymede: %s\n' "$1" >&2
	shift
	[ $# -eq 0 ] || printf '  %s\n' "$@" >&2
	exit 1
}

# wrong MESSAGE ends the script because of its command line.
wrong() {
	printf 'gonymede: %s\n' "$1" >&2
	exit 2
}

step_pid=
stop_step() {
	[ -z "$step_pid" ] || kill "$step_pid" 2>/dev/null || true
	[ ! -t 1 ] || printf '\n'
	exit 130
}
trap stop_step INT TERM HUP

# step WHAT LOG COMMAND… runs a command with its output in a log. It says what
# is being done once that takes over two seconds, then how long it has taken:
# beside a spinner on a terminal, else in a line now and then.
step() {
	local what=$1 log=$2 status=0 start=$SECONDS next=2 spent
	shift 2
	"$@" >"$log" 2>&1 </dev/null &
	step_pid=$!
	while kill -0 "$step_pid" 2>/dev/null; do
		spent=$((SECONDS - start))
		if [ -t 1 ]; then
			[ "$spent" -lt 2 ] || spin "$what" "$spent"
		elif [ "$spent" -ge "$next" ]; then
			say "$what … $spent s"
			next=$((spent < 30 ? spent + 10 : spent + 30))
		fi
		sleep 0.1
	done
	wait "$step_pid" || status=$?
	step_pid=
	spent=$((SECONDS - start))
	if [ "$spent" -ge 2 ] && [ "$status" -eq 0 ]; then
		[ ! -t 1 ] || printf '\r\033[K'
		say "$what: done in $spent s"
	elif [ -t 1 ]; then
		printf '\r\033[K'
	fi
	return "$status"
}

spin_at=0
spin() {
	local marks='-\|/'
	spin_at=$(((spin_at + 1) % 4))
	printf '\rgonymede: %s %s … %s s' "${marks:spin_at:1}" "$1" "$2"
}

# first_match LOG PATTERN prints the first line of a log that matches.
first_match() { grep -m1 -E "$2" "$1" || true; }
