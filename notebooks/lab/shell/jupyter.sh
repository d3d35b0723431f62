# Finds or makes JupyterLab, and opens it. Sourced by install.sh.

# Tabs, brackets and so on for the course.
lab_defaults=config/labconfig/default_setting_overrides.json

# prepare_lab sets lab, the jupyter-lab command, or leaves it empty where there
# is no Python to make one with.
prepare_lab() {
	local have
	lab=
	if [ -z "$private" ] && lab=$(command -v jupyter-lab); then
		have=$("$lab" --version 2>/dev/null </dev/null | head -n1) || have=
		if version_at_least "$have" 4.2; then
			say "JupyterLab $have at $lab (nbgrader and jupytext for teachers: --private)"
			return
		fi
		say "JupyterLab ${have:-of an unknown version} at $lab is older than 4.2: making a private one"
		lab=
	fi
	if ! find_python; then
		say "the kernel is installed, JupyterLab is not: $why"
		say "install Python 3.11 or newer (Debian: apt-get install python3 python3-venv) and run this again;"
		say "VS Code's Jupyter extension finds the kernel as it is"
		return
	fi
	make_venv requirements.lock
	lab=$venv/bin/jupyter-lab
	say "JupyterLab $(lock_version jupyterlab) at $lab"
}

lock_version() { sed -n "s/^$1==//p" "$root/notebooks/lab/requirements.lock"; }

# find_python sets python, a Python that venv works with, else why there is none.
find_python() {
	local name
	why="no python3 on PATH"
	for name in python3 python3.14 python3.13 python3.12 python3.11; do
		python=$(command -v $name) || continue
		if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
			why="$("$python" --version 2>&1) at $python is older than 3.11"
			continue
		fi
		"$python" -c 'import ensurepip, venv' 2>/dev/null && return
		why="the Python at $python has no venv (Debian: apt-get install python3-venv)"
	done
	return 1
}

# make_venv LOCK… makes the private environment with exactly what the locks
# name. A stamp says which locks it was made from.
make_venv() {
	local lock cause want
	local -a requirements=()
	# pip asks rustc for its version, and rustup then makes a folder of its own.
	[ -d "$HOME/.rustup" ] || local -x RUSTUP_HOME=$cache_dir/rustup
	for lock; do requirements+=(-r "$root/notebooks/lab/$lock"); done
	want=$(cd "$root/notebooks/lab" && cksum "$@" "$lab_defaults")
	if "$venv/bin/python" -c '' 2>/dev/null; then
		! contains "$(cat "$venv/gonymede.stamp" 2>/dev/null)" "$want" || return 0
	else
		remove_tree "$venv"
		mkdir -p "$data_dir"
		step "making a Python environment" "$log" "$python" -m venv "$venv" ||
			fail "'$python' -m venv fails: $(tail -n1 "$log")" "Everything it said is in '$log'."
	fi
	changed=yes
	step "installing JupyterLab $(lock_version jupyterlab) and the course's tools" "$log" pip_install "${requirements[@]}" || {
		cause=$(first_match "$log" "$no_network")
		[ -z "$cause" ] || fail "the kernel is installed, but pip cannot download JupyterLab: $cause" \
			"Check the network and pip's index (pip config list), then run this again."
		fail "the kernel is installed, but pip cannot install JupyterLab: $(first_match "$log" '^ *(ERROR|error)')" \
			"Everything pip said is in '$log'."
	}
	mkdir -p "$venv/share/jupyter/lab/settings"
	cp "$root/notebooks/lab/$lab_defaults" "$venv/share/jupyter/lab/settings/overrides.json"
	printf '%s\n' "$want" >"$venv/gonymede.stamp"
}

# pip_install leaves nothing in the home folder, and heeds no setting that
# would put packages elsewhere.
pip_install() {
	env -u PYTHONPATH -u PYTHONHOME PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 \
		"$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-cache-dir --progress-bar off "$@"
}

# contains TEXT PART says whether each line of PART is a line of TEXT.
contains() {
	local line
	while IFS= read -r line; do
		printf '%s\n' "$1" | grep -qxF -- "$line" || return 1
	done <<END
$2
END
}

# remove_tree removes a folder, Go's read-only modules in it too.
remove_tree() {
	[ -e "$1" ] || return 0
	chmod -R u+w -- "$1" 2>/dev/null || true
	rm -rf -- "$1"
}

# find_notebook makes notebook an absolute path: the one asked for, else the
# first lesson.
find_notebook() {
	if [ -n "$notebook" ]; then
		case $notebook in *.ipynb) ;; *) fail "'$notebook' is not a notebook: its name does not end in .ipynb" ;; esac
		[ -f "$notebook" ] || fail "there is no notebook '$notebook'" "Give a path, or no name for the first lesson: ./install.sh --lab"
		notebook=$(cd -- "$(dirname -- "$notebook")" && pwd -P)/$(basename -- "$notebook")
		return
	fi
	notebook=$(find "$root/notebooks/course" -name '*.ipynb' -not -path '*/.*' | sort | head -n1)
	[ -n "$notebook" ] || fail "there is no lesson in '$root/notebooks/course'" "Is the checkout complete? git status tells."
}

# open_lab becomes JupyterLab, with the notebook open.
open_lab() {
	local folder=$root/notebooks
	local -a args=()
	[ -n "$lab" ] || fail "cannot open '$notebook' without JupyterLab: $why"
	case $notebook in "$folder"/*) ;; *) folder=$(dirname -- "$notebook") ;; esac
	[ -n "$browser" ] && has_display || args+=(--no-browser)
	[ "$(id -u)" -ne 0 ] || args+=(--allow-root)
	say "opening $notebook; stop JupyterLab with Ctrl-C"
	# The folder holds defaults for this run only, below the user's own settings.
	export JUPYTER_CONFIG_PATH=$root/notebooks/lab/config${JUPYTER_CONFIG_PATH:+:$JUPYTER_CONFIG_PATH}
	[ "$lab" != "$venv/bin/jupyter-lab" ] || keep_private
	cd -- "$folder"
	exec "$lab" --ServerApp.root_dir="$folder" --LabApp.default_url="/lab/tree/$(percent_encode "${notebook#"$folder"/}")" \
		--log-level=WARN ${args[@]+"${args[@]}"} ${lab_args[@]+"${lab_args[@]}"}
}

# keep_private has the private JupyterLab keep settings, trust and the like
# among Gonymede's files. It still finds all kernels of the user.
keep_private() {
	export JUPYTER_PATH=$jupyter_data_dir${JUPYTER_PATH:+:$JUPYTER_PATH}
	export JUPYTER_CONFIG_DIR=$data_dir/jupyter/config
	export JUPYTER_DATA_DIR=$data_dir/jupyter/data
	export JUPYTER_RUNTIME_DIR=$data_dir/jupyter/runtime
	[ -d "$HOME/.ipython" ] || export IPYTHONDIR=$data_dir/jupyter/ipython
}

# percent_encode PATH writes a path as part of a URL.
percent_encode() {
	local LC_ALL=C i char
	for ((i = 0; i < ${#1}; i++)); do
		char=${1:i:1}
		case $char in
		[a-zA-Z0-9._~/-]) printf '%s' "$char" ;;
		*) printf '%%%02X' "'$char" ;;
		esac
	done
}

# has_display says whether a browser can show anything.
has_display() {
	[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${BROWSER:-}" ] || [ "$(uname -s)" = Darwin ]
}
