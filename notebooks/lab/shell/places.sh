# Where things go. Sourced by install.sh.

# find_places sets the folders that the other files use.
find_places() {
	if [ -z "${HOME:-}" ]; then
		[ "$mode" = test ] || fail "HOME is not set" "Set it to your home folder: HOME=/home/you ./install.sh"
		use_checkout "HOME is not set"
	elif [ "$mode" = test ] && [ -z "${GONYMEDE_PREFIX:-}" ] && ! can_write "$HOME/.local/share/gonymede"; then
		use_checkout "cannot write to '$HOME'"
	fi
	prefix=${GONYMEDE_PREFIX:-$HOME/.local}
	case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
	bin_dir=$prefix/bin
	bin=$bin_dir/gonymede
	if [ -n "${GONYMEDE_PREFIX:-}" ]; then
		data_dir=$prefix/share/gonymede
	else
		data_dir=${XDG_DATA_HOME:-$HOME/.local/share}/gonymede
	fi
	venv=$data_dir/venv
	cache_dir=${XDG_CACHE_HOME:-$HOME/.cache}/gonymede
	find_jupyter_data_dir
	artifacts=$root/.artifacts
}

# use_checkout REASON puts everything into the checkout. Only tests do that: a
# kernel that vanished with its checkout would be no use to anyone.
use_checkout() {
	say "$1: the tests use '$root/.artifacts/home'"
	export HOME=$root/.artifacts/home
	mkdir -p "$HOME" || fail "cannot write to '$root' either" "Run the tests in a checkout that you may write to."
}

# find_jupyter_data_dir follows jupyter_core.paths.jupyter_data_dir.
find_jupyter_data_dir() {
	if [ -n "${JUPYTER_DATA_DIR:-}" ]; then
		jupyter_data_dir=$JUPYTER_DATA_DIR
	elif [ "$(uname -s)" = Darwin ]; then
		jupyter_data_dir=$HOME/Library/Jupyter
	else
		jupyter_data_dir=${XDG_DATA_HOME:-$HOME/.local/share}/jupyter
	fi
}

# can_write DIR says whether files can be made in a folder, or in the nearest
# existing one above it.
can_write() {
	local dir=$1
	while [ ! -e "$dir" ]; do dir=$(dirname -- "$dir"); done
	[ -d "$dir" ] && [ -w "$dir" ] && [ -x "$dir" ]
}

# need_writable DIR FOR VARIABLE makes a folder and fails where that, or to write
# to it, is not possible.
need_writable() {
	{ can_write "$1" && mkdir -p -- "$1" 2>/dev/null; } || fail "cannot write to '$1', the folder for $2" \
		"Make it writable, or choose another one: $3=/some/folder ./install.sh"
}
