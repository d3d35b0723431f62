# Finds Go, builds the binary, installs the kernelspec. Sourced by install.sh.

# Signs of a network that is not there, in what go and pip print.
no_network='dial tcp|no such host|connection refused|Connection refused|i/o timeout|proxyconnect|TLS handshake|server misbehaving|Network is unreachable|Temporary failure in name resolution|Failed to establish a new connection|Max retries exceeded|ProxyError|ReadTimeout|ConnectTimeout|\(from versions: none\)'

go_line() { sed -n "s/^$1 \(go\)\{0,1\}//p" "$root/go.mod"; }

go_settings=() # environment variables of the go command

run_go() { env ${go_settings[@]+"${go_settings[@]}"} "$go" "$@"; }

# find_go sets go, the command, or fails. A toolchain is only downloaded where
# the one at hand is too old.
find_go() {
	local need pinned have
	need=$(go_line go)
	pinned=$(go_line toolchain)
	if ! go=$(command -v go); then
		[ ! -x /usr/local/go/bin/go ] ||
			fail "no go on PATH, but there is '/usr/local/go/bin/go'" 'Put it on PATH: export PATH="$PATH:/usr/local/go/bin"'
		fail "no go on PATH; Gonymede is built with Go $need or newer" \
			"Get Go $pinned from https://go.dev/dl/, put its bin folder on PATH, and run this again."
	fi
	use_go_folders
	have=$(GOTOOLCHAIN=local run_go env GOVERSION 2>/dev/null) || have=
	# Old ones cannot read this go.mod, or do not know GOVERSION.
	[ -n "$have" ] || have=$(cd / && run_go version 2>/dev/null | sed 's/.*\(go[0-9][^ ]*\).*/\1/') || have=
	have=${have#go}
	if version_at_least "$have" "$need"; then
		go_settings+=(GOTOOLCHAIN=local)
		return
	fi
	if ! version_at_least "$have" 1.21 || [ "$(cd / && run_go env GOTOOLCHAIN 2>/dev/null)" = local ]; then
		fail "'$go' is Go ${have:-of an unknown version}; Gonymede is built with Go $need or newer" \
			"Get Go $pinned from https://go.dev/dl/, or let Go 1.21 and newer fetch it: GOTOOLCHAIN=auto ./install.sh"
	fi
	go_settings+=(GOTOOLCHAIN=go$pinned)
	step "getting Go $pinned ('$go' is Go $have)" "$log" run_go version ||
		fail "cannot get Go $pinned, which '$go' (Go $have) must download: $(tail -n1 "$log")" \
			"Check the network and GOPROXY (now '$(go_proxy)'), or install Go $pinned from https://go.dev/dl/"
}

go_proxy() { cd / && GOTOOLCHAIN=local "$go" env GOPROXY 2>/dev/null || true; }

# use_go_folders keeps Go's caches among Gonymede's where the user has never
# used Go, so that --uninstall can remove them. A Go user's caches are used as
# they are.
use_go_folders() {
	local dir
	for dir in "$HOME/go" "${XDG_CACHE_HOME:-$HOME/.cache}/go-build" "${XDG_CONFIG_HOME:-$HOME/.config}/go" "$HOME/Library/Caches/go-build"; do
		[ ! -d "$dir" ] || return 0
	done
	go_settings+=(
		GOCACHE="${GOCACHE:-$cache_dir/go/build}"
		GOPATH="${GOPATH:-$cache_dir/go/path}"
		XDG_CONFIG_HOME="$cache_dir/go/config" # for Go's own settings and counters
	)
}

# version_at_least A B compares dotted versions; what follows digits is ignored.
version_at_least() {
	local IFS=. i have need
	local -a a=($1) b=($2)
	[ -n "$1" ] || return 1
	for i in 0 1 2; do
		have=${a[i]:-0} need=${b[i]:-0}
		have=${have%%[!0-9]*} need=${need%%[!0-9]*}
		[ "${have:-0}" -eq "${need:-0}" ] || {
			[ "${have:-0}" -gt "${need:-0}" ]
			return
		}
	done
}

# build_gonymede builds the binary into bin_dir.
build_gonymede() {
	local before after cause
	mkdir -p "$bin_dir" "$cache_dir" || fail "cannot make the folders '$bin_dir' and '$cache_dir'"
	log=$cache_dir/install.log
	find_go
	before=$(file_state "$bin")
	step "building gonymede" "$log" compile || {
		cause=$(first_match "$log" "$no_network")
		[ -z "$cause" ] || fail "cannot download the modules that go.mod names: $cause" \
			"Check the network and GOPROXY (now '$(go_proxy)'), then run this again; what is downloaded is kept."
		tail -n 20 "$log" >&2
		fail "cannot build gonymede from '$root'; the compiler's last words are above" "All of them are in '$log'."
	}
	after=$(file_state "$bin")
	[ "$before" = "$after" ] || changed=yes
	say "$("$bin" version)"
	say "program    $bin"
}

# compile needs no C compiler and no git, and never relinks what is up to date.
compile() {
	local vcs=false
	! git -C "$root" rev-parse HEAD >/dev/null 2>&1 || vcs=auto
	cd "$root"
	GOBIN=$bin_dir CGO_ENABLED=0 run_go install -trimpath -buildvcs=$vcs .
}

# file_state says what is in a file, or nothing where there is none. The go
# command sets a new time of change even where it changes nothing.
file_state() { { cksum <"$1"; } 2>/dev/null || true; }

install_kernelspec() {
	local said
	said=$("$bin" install --user) || fail "cannot tell Jupyter about the kernel"
	case $said in *"up to date"*) ;; *) changed=yes ;; esac
	say "kernelspec $jupyter_data_dir/kernels/gonymede"
}
