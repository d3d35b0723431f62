# Installs what the tests need and runs all of them. Sourced by install.sh.

passed=0 failed=0 skipped=0

test_all() {
	mkdir -p "$artifacts" "$cache_dir"
	log=$artifacts/install.log
	: >"$log"
	install_debian_packages
	find_go
	find_python || fail "the tests need Python: $why"
	make_venv requirements.lock requirements-test.lock
	build_for_tests
	export GONYMEDE_CACHE=${GONYMEDE_CACHE:-$cache_dir/native} # tests have homes of their own

	# A missing thing is a failure from here on: all of it has just been installed.
	export CI=true STATICCHECK_CACHE=$cache_dir/staticcheck
	cd "$root"
	check "native engine" run_native prepare
	check "gofmt" check_format
	check "go vet" run_go_as_built vet ./...
	check "staticcheck" run_go_as_built run "honnef.co/go/tools/cmd/staticcheck@$staticcheck" ./...
	test_go
	test_python install notebooks/lab/tests/install
	test_python kernel notebooks/lab/tests/kernel
	test_python course notebooks/build/tests
	test_python benchmark kernel/bench
	test_python browser notebooks/lab/tests/browser

	say "all took $SECONDS s; logs and screenshots are in $artifacts"
	summary
	[ "$failed" -eq 0 ]
}

staticcheck=v0.8.2

summary() {
	local line="$passed passed, $failed failed"
	[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
	printf '%s\n' "$line"
}

# install_debian_packages gets the tests' programs that are missing.
install_debian_packages() {
	local -a missing=()
	command -v chromium >/dev/null || missing+=(chromium)
	command -v cc >/dev/null || missing+=(gcc libc6-dev)
	command -v git >/dev/null || missing+=(git)
	find_python || missing+=(python3 python3-venv)
	[ "${#missing[@]}" -gt 0 ] || return 0
	command -v apt-get >/dev/null ||
		fail "the tests need what is not on PATH: ${missing[*]}" "Install it with this system's package manager, then run this again."
	if [ "$(id -u)" -eq 0 ]; then
		root_command=
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
		root_command="sudo -n"
	else
		fail "the tests need Debian's ${missing[*]}, and only root can install that" \
			"Run: sudo apt-get install ${missing[*]}"
	fi
	# A list of packages that cannot be renewed may still do.
	step "renewing Debian's list of packages" "$log" $root_command apt-get update || true
	step "installing Debian's ${missing[*]}" "$log" $root_command env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends "${missing[@]}" ||
		fail "apt-get cannot install ${missing[*]}: $(first_match "$log" '^E: ')" "Everything it said is in '$log'."
}

# build_for_tests builds the binary that the Python tests use. It is not the
# installed one: tests change nothing that the user has.
build_for_tests() {
	bin_dir=$artifacts/bin
	bin=$bin_dir/gonymede
	build_gonymede
	export GONYMEDE_BIN=$bin GONYMEDE_ARTIFACTS=$artifacts GONYMEDE_VENV=$venv
}

# check NAME COMMAND… counts a command as one test.
check() {
	local name=$1 out
	shift
	out=$artifacts/${name// /-}.log
	if step "$name" "$out" "$@"; then
		passed=$((passed + 1))
		say "$name: passed"
		return
	fi
	failed=$((failed + 1))
	cat "$out"
	say "$name: FAILED"
}

# run_go_as_built runs the go command with the settings of the build, so that it
# finds in Go's cache what the build has compiled.
run_go_as_built() {
	local flags
	flags=$(run_go env GOFLAGS)
	CGO_ENABLED=0 GOFLAGS="${flags:+$flags }-trimpath" run_go "$@"
}

check_format() {
	local unformatted
	unformatted=$(find . -name '*.go' -not -path '*/testdata/*' -not -path './.*' -print0 |
		xargs -0 env ${go_settings[@]+"${go_settings[@]}"} "$(run_go env GOROOT)/bin/gofmt" -l)
	[ -z "$unformatted" ] || {
		printf 'run gofmt -w on:\n%s\n' "$unformatted"
		return 1
	}
}

# test_go runs the Go tests under the race detector and counts the top-level ones.
test_go() {
	local out=$artifacts/go-test.log status=0 ok bad
	step "go test -race" "$out" run_go test -race -vet=off -timeout 20m -v ./... || status=$?
	grep -E '^(ok|FAIL)[[:space:]]' "$out" || true
	ok=$(grep -c '^--- PASS: ' "$out") || true
	bad=$(grep -c '^--- FAIL: ' "$out") || true
	skipped=$((skipped + $(grep -c '^--- SKIP: ' "$out" || true)))
	if [ "$status" -ne 0 ]; then
		# A package that does not build or dies has no failed test to count.
		[ "$bad" -gt 0 ] || bad=1
		show_failures "$out"
	fi
	passed=$((passed + ok)) failed=$((failed + bad))
	say "go test -race: $ok passed, $bad failed"
}

# show_failures prints what the packages said that failed, the last 150 lines of
# each, without the tests that passed.
show_failures() {
	awk -v most=150 '
		/^ *(=== (RUN|PAUSE|CONT|NAME)|--- PASS)/ { next }
		{ lines[n++] = $0 }
		/^(ok|FAIL|\?)[ \t]/ {
			if ($1 == "FAIL") for (i = n > most ? n - most : 0; i < n; i++) print lines[i]
			n = 0
		}' "$1"
}

# test_python NAME FOLDER runs a folder of pytest tests and counts them.
test_python() {
	local name=$1 report=$artifacts/$1.xml status=0 counts
	rm -f "$report"
	say "tests: $name"
	env ${go_settings[@]+"${go_settings[@]}"} \
		"$venv/bin/python" -m pytest -q -rfEs --junitxml="$report" "$2" </dev/null || status=$?
	counts=$(count_python "$report") || counts="0 1 0"
	set -- $counts
	[ "$status" -eq 0 ] || [ "$2" -gt 0 ] || set -- "$1" 1 "$3"
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
	say "tests: $name: $1 passed, $2 failed"
}

# count_python REPORT prints how many tests passed, failed and were skipped. A
# test and its subtests count as one.
count_python() {
	"$venv/bin/python" - "$1" <<'END'
import sys, xml.etree.ElementTree as tree

worst = {}
for case in tree.parse(sys.argv[1]).getroot().iter("testcase"):
    kinds = {child.tag for child in case}
    grade = 2 if kinds & {"failure", "error"} else 1 if "skipped" in kinds else 0
    name = case.get("classname"), case.get("name")
    worst[name] = max(grade, worst.get(name, 0))
grades = list(worst.values())
print(grades.count(0), grades.count(2), grades.count(1))
END
}
