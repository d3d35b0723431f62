# Removes what install.sh and the kernel have made. Sourced by install.sh.

uninstall_all() {
	local gone=
	if is_ours "$jupyter_data_dir/kernels/gonymede/kernel.json"; then
		remove "$jupyter_data_dir/kernels/gonymede"
	fi
	remove "$bin"
	remove "$data_dir"
	# The kernel keeps its history there, whatever GONYMEDE_PREFIX is.
	remove "${XDG_DATA_HOME:-$HOME/.local/share}/gonymede"
	remove "$cache_dir"
	remove "$artifacts"
	[ ! -d "${GONYMEDE_CACHE:-}" ] || say "left '$GONYMEDE_CACHE', the place that GONYMEDE_CACHE chooses for native cells"
	remove_empty "$jupyter_data_dir/kernels"
	remove_empty "$bin_dir"
	remove_empty "$(dirname -- "$data_dir")"
	remove_empty "$(dirname -- "$cache_dir")"
	[ -n "$gone" ] || say "nothing is installed"
}

is_ours() { [ -f "$1" ] && grep -q '"--connection-file"' "$1" && grep -q '"language": "go"' "$1"; }

remove() {
	[ -e "$1" ] || return 0
	remove_tree "$1" || fail "cannot remove '$1'"
	gone=yes
	say "removed $1"
}

# remove_empty removes a folder that is left empty, and empty ones above it
# that are below the home folder.
remove_empty() {
	local dir=$1
	while case $dir in "$HOME"/*) true ;; *) false ;; esac && rmdir -- "$dir" 2>/dev/null; do
		dir=$(dirname -- "$dir")
	done
}
