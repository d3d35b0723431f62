"""What ./install.sh --test installs before it runs the tests."""

import subprocess

import pytest

SCRIPT = """\
set -euo pipefail
for part in report places build jupyter test; do . "$CHECKOUT/notebooks/lab/shell/$part.sh"; done
log=$HOME/log
install_debian_packages
"""


@pytest.fixture
def install_packages(machine):
    """Runs that part of install.sh as root or not, and says what apt-get got."""
    calls = machine.home / "calls"

    def run(user: int) -> tuple[subprocess.CompletedProcess, list[str]]:
        machine.script("apt-get", f'echo "$@" >>"{calls}"')
        machine.script("id", f"echo {user}")
        result = subprocess.run(
            ["bash", "-c", SCRIPT],
            env={**machine.env, "CHECKOUT": str(machine.checkout)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        return result, calls.read_text().splitlines() if calls.exists() else []

    return run


def test_root_gets_what_is_missing(machine, install_packages):
    machine.add_python()
    machine.script("cc", "true")
    result, calls = install_packages(user=0)
    assert result.returncode == 0, result.stderr
    assert calls == ["update", "install -y --no-install-recommends chromium"]


def test_nothing_is_missing(machine, install_packages):
    machine.add_python()
    machine.script("cc", "true")
    machine.script("chromium", "true")
    result, calls = install_packages(user=0)
    assert (result.returncode, calls) == (0, [])


def test_sudo_without_a_password(machine, install_packages):
    machine.script("sudo", 'shift; exec "$@"')
    result, calls = install_packages(user=1000)
    assert result.returncode == 0, result.stderr
    assert calls[-1] == "install -y --no-install-recommends chromium gcc libc6-dev python3 python3-venv"


def test_others_are_told(machine, install_packages):
    machine.script("sudo", "exit 1")
    result, calls = install_packages(user=1000)
    assert (result.returncode, calls) == (1, [])
    assert "sudo apt-get install chromium gcc libc6-dev python3 python3-venv" in result.stderr
