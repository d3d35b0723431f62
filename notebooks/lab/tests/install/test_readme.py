"""The README's commands do what it says."""

import os
import re
import signal
import subprocess

from checkout import PATIENCE
from machine import ROOT
from test_install import ask, wait_for_url

README = (ROOT / "README.md").read_text()
COMMANDS = re.findall(r"^```sh\n(.*?)\n```$", README, flags=re.M | re.S)


def test_commands_are_known():
    assert COMMANDS == [
        "./install.sh --lab",
        "./install.sh --test",
        "./install.sh",
        "~/.local/bin/gonymede doctor",
        "./install.sh --uninstall",
    ]
    # This test is part of what `./install.sh --test` runs, so that one is run.
    assert os.environ.get("GONYMEDE_BIN"), "run the tests with ./install.sh --test"


def test_commands_work(machine):
    machine.add_lab()
    for command in COMMANDS:
        if command == "./install.sh --test":
            continue
        process = subprocess.Popen(
            ["bash", "-c", command],
            env=machine.env,
            cwd=machine.checkout,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if command == "./install.sh --lab":
            # The address is printed before the server listens, and Jupyter
            # Server hangs on a SIGTERM between the two: wait for an answer.
            url, _ = wait_for_url(process)
            base, token = re.match(r"(http://[^/]+)/.*token=(\w+)", url).groups()
            assert "version" in ask(f"{base}/api", token)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
            continue
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, f"{command}\n{said}"
    assert not (machine.home / ".local/bin").exists(), "uninstalled at last"


def test_files_that_are_named_exist():
    for path in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / path).exists(), path
    for package in re.findall(r"go doc (\./\S+?)`", README):
        assert list((ROOT / package).glob("*.go")), package
