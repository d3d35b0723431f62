# Prepares the engine of native cells. Sourced by install.sh.

# run_native runs `gonymede native` with the settings of the build.
run_native() { env ${go_settings[@]+"${go_settings[@]}"} "$bin" native "$@"; }

# prepare_native builds the engine of native cells where that is possible. Where
# it is not, cells are interpreted: that is no failure.
prepare_native() {
	local status=0
	if run_native status >"$log" 2>&1; then
		say "native cells are ready"
		return
	fi
	if grep -q 'not possible here' "$log"; then
		say "cells are interpreted: $(sed -n 's/^native cells are not possible here: //p' "$log" | head -n1) ('$bin doctor' says what to do)"
		return
	fi
	say "preparing native cells, which takes a minute or two, once for each Go version"
	show_native_progress || status=$?
	if [ "$status" -ne 0 ]; then
		say "cells are interpreted: $(sed 's/^gonymede: //' "$log" | head -n1) ('$bin doctor' says what to do)"
		return
	fi
	changed=yes
}

# show_native_progress builds the engine: in one line on a terminal, which the
# program itself renews, and elsewhere in a line for each step.
show_native_progress() {
	if [ -t 1 ]; then
		run_native prepare 2>"$log"
		return
	fi
	run_native prepare 2>"$log" </dev/null | while IFS= read -r line; do say "$line"; done
}
