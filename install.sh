#!/usr/bin/env bash
# Builds and installs Gonymede for the user who runs it. See --help.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
. "$root/notebooks/lab/shell/report.sh"
. "$root/notebooks/lab/shell/places.sh"
. "$root/notebooks/lab/shell/build.sh"
. "$root/notebooks/lab/shell/native.sh"
. "$root/notebooks/lab/shell/jupyter.sh"

usage() {
	cat <<'END'
Usage: ./install.sh [option]

Builds Gonymede, tells Jupyter about it, prepares native cells where there is a
C compiler, and prepares JupyterLab: the one on PATH if it is 4.2 or newer, else
a private one. Asks nothing; running it again is quick and changes nothing.

  (none)             install, open nothing
  --lab [notebook]   install, then open the course, or a notebook, in JupyterLab;
                     --no-browser only prints the address, and what follows
                     '--' goes to JupyterLab (as in: --lab -- --port=9000)
  --private          use the private JupyterLab even if one is on PATH; it has
                     nbgrader, nbconvert and jupytext, which teachers need
  --test             install what the tests need, and run all of them
  --uninstall        remove everything that this script and the kernel made
  --help             this text

Where things go (set these to choose other places):
  GONYMEDE_PREFIX    bin/gonymede and share/gonymede   (default: ~/.local)
  JUPYTER_DATA_DIR   Jupyter's folder, for the kernel's name and logo
  GONYMEDE_CACHE     what native cells need, 400 MB   (default: ~/.cache/gonymede/native)
  XDG_DATA_HOME, XDG_CACHE_HOME   as usual
END
}

mode=install private= notebook= browser=yes lab_args=()

read_arguments() {
	while [ $# -gt 0 ]; do
		case $1 in
		--lab)
			mode=lab
			case ${2:-} in '' | -*) ;; *) notebook=$2 && shift ;; esac
			;;
		--no-browser) browser= ;;
		--private) private=yes ;;
		--test) mode=test ;;
		--uninstall) mode=uninstall ;;
		-h | --help) usage && exit 0 ;;
		--) shift && lab_args=("$@") && return ;;
		*) wrong "'$1' is not an option; ./install.sh --help lists them" ;;
		esac
		shift
	done
}

install_all() {
	need_writable "$bin_dir" "the program" GONYMEDE_PREFIX
	need_writable "$data_dir" "JupyterLab and history" GONYMEDE_PREFIX
	need_writable "$jupyter_data_dir" "the kernel's name and logo" JUPYTER_DATA_DIR
	changed=
	build_gonymede
	install_kernelspec
	prepare_native
	prepare_lab
	[ -n "$changed" ] || say "already up to date"
}

main() {
	read_arguments "$@"
	find_places
	case $mode in
	uninstall)
		. "$root/notebooks/lab/shell/uninstall.sh"
		uninstall_all
		;;
	test)
		. "$root/notebooks/lab/shell/test.sh"
		test_all
		;;
	install)
		install_all
		[ -z "$lab" ] || say "open the course with: ./install.sh --lab"
		;;
	lab)
		find_notebook
		install_all
		open_lab
		;;
	esac
}

main "$@"
