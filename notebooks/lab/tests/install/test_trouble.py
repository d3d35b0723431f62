"""Each thing that can be missing or wrong gets a clear message."""

import os

import pytest
from checkout import failed

NOWHERE = "http://127.0.0.1:9"  # nothing listens there


def test_no_go(machine_without_anything):
    failed(machine_without_anything.run(), "no go on PATH", "PATH")


@pytest.mark.parametrize("version", ["go1.19.8", "go1.25.3"])
def test_old_go(machine, version):
    machine.script("go", OLD_GO.format(version=version, setting="local"))
    failed(machine.run(), f"Go {version[2:]}", "1.26", "https://go.dev/dl/")


def test_old_go_without_network(machine):
    machine.script("go", OLD_GO.format(version="go1.25.3", setting="auto"))
    failed(machine.run(), "Go 1.25.3", "connection refused", "GOPROXY")


# Only a fake can be of another version than the one that runs the tests.
OLD_GO = """\
case "$*:$GOTOOLCHAIN" in
"env GOVERSION:"*) echo {version} ;;
"env GOTOOLCHAIN:"*) echo {setting} ;;
"env GOPROXY:"*) echo proxy ;;
"version:go1.26"*) echo "dial tcp: connection refused" >&2; exit 1 ;;
"version:"*) echo "go version {version} linux/amd64" ;;
*) exit 2 ;;
esac"""


def test_no_network_for_modules(machine):
    machine.env.update(GOPROXY=NOWHERE, GOMODCACHE=str(machine.home / "modules"), GOFLAGS="-modcacherw")
    failed(machine.run(), "cannot download the modules", "127.0.0.1:9", NOWHERE)


def test_no_network_for_pip(machine):
    machine.add_python()
    machine.env.update(PIP_INDEX_URL=NOWHERE, PIP_RETRIES="0", PIP_CONFIG_FILE="/dev/null")
    failed(machine.run(), "the kernel is installed", "pip cannot download JupyterLab", "Check the network")
    assert (machine.home / ".local/share/jupyter/kernels/gonymede/kernel.json").exists()


def test_build_error(machine):
    machine.script("go", FAILING_GO)
    failed(machine.run(), "undefined: nonsense", "cannot build gonymede")


FAILING_GO = """\
case "$*" in
"env GOVERSION") echo go1.99.0 ;;
install*) echo "./main.go:1:1: undefined: nonsense"; exit 1 ;;
esac"""


def test_no_python(machine):
    result = machine.run()
    assert result.returncode == 0, result.stderr
    assert "the kernel is installed, JupyterLab is not: no python3 on PATH" in result.stdout
    assert "apt-get install python3" in result.stdout
    assert (machine.home / ".local/share/jupyter/kernels/gonymede/kernel.json").exists()
    failed(machine.run("--lab"), "without JupyterLab", "no python3 on PATH")


def test_python_and_lab_too_old(machine):
    machine.script("python3", 'case "$1" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac')
    machine.script("jupyter-lab", "echo 4.1.8")
    result = machine.run()
    assert result.returncode == 0, result.stderr
    assert "JupyterLab 4.1.8 at" in result.stdout and "older than 4.2" in result.stdout
    assert "Python 3.9.2 at" in result.stdout and "older than 3.11" in result.stdout


def test_python_without_venv(machine):
    machine.script("python3", 'case "$2" in "import ensurepip"*) exit 1 ;; esac')
    result = machine.run()
    assert result.returncode == 0, result.stderr
    assert "has no venv (Debian: apt-get install python3-venv)" in result.stdout


def test_read_only_home(machine):
    machine.home.chmod(0o555)
    other = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    failed(machine.run(**other), f"cannot write to '{machine.home}/.local/bin'", "GONYMEDE_PREFIX=")


def test_read_only_jupyter_folder(machine):
    machine.env["JUPYTER_DATA_DIR"] = "/proc/jupyter"
    failed(machine.run(), "cannot write to '/proc/jupyter'", "JUPYTER_DATA_DIR=")


def test_home_not_set(machine):
    del machine.env["HOME"]
    failed(machine.run(), "HOME is not set")


def test_wrong_option(machine):
    result = machine.run("--nope")
    assert result.returncode == 2
    assert result.stderr == "gonymede: '--nope' is not an option; ./install.sh --help lists them\n"


def test_wrong_notebook(machine):
    failed(machine.run("--lab", "nowhere.ipynb"), "there is no notebook 'nowhere.ipynb'")
    failed(machine.run("--lab", "lesson.txt"), "'lesson.txt' is not a notebook")


def test_help(machine):
    result = machine.run("--help")
    assert result.returncode == 0
    for option in ("--lab", "--private", "--test", "--uninstall", "GONYMEDE_PREFIX"):
        assert option in result.stdout
