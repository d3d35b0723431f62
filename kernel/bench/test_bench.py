"""The benchmark runs, in a short form, and measures every row."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def kernels(tmp_path) -> dict[str, str]:
    """The environment in which Jupyter finds the kernel under test."""
    binary = os.environ.get("GONYMEDE_BIN")
    if not binary:
        pytest.fail("GONYMEDE_BIN names no binary; run the tests with ./install.sh --test")
    env = os.environ | {"JUPYTER_DATA_DIR": str(tmp_path), "GONYMEDE_HISTORY": str(tmp_path / "history.sqlite")}
    subprocess.run([binary, "install"], check=True, env=env, capture_output=True)
    return env


def run(script: str, env: dict[str, str], *arguments: str) -> str:
    """Runs a script of this folder and returns what it printed."""
    ran = subprocess.run(
        [sys.executable, Path(__file__).with_name(script), *arguments],
        capture_output=True, text=True, timeout=600, env=env,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_every_row_of_both_kernels_has_a_value(kernels):
    printed = run("bench.py", kernels, "--rounds", "1", "--starts", "1", "--cells", "5", "--idle", "0.5")
    assert "failed:" not in printed, printed
    header, *rows = printed.split("\n\n")[1].splitlines()
    assert header.split()[1:3] == ["gonymede", "python3"]
    assert len(rows) == 17
    for row in rows:
        name, _, values = row.partition("  ")
        ours, theirs = values.split()[1:3]
        assert float(ours.replace(",", "")) >= 0, name
        assert float(theirs.replace(",", "")) >= 0, name


def test_charts_are_drawn_by_both_kernels_at_one_size(kernels):
    printed = run("plots.py", kernels, "--rounds", "1", "--charts", "1", "--clouds", "1")
    header, *rows = printed.split("\n\n")[1].splitlines()
    assert header.split()[1:3] == ["gonymede", "python3"]
    *rows, bars, scatter = rows
    assert len(rows) == 5
    for row in rows:
        name, _, values = row.partition("  ")
        ours, theirs = values.split()[1:3]
        assert float(ours.replace(",", "")) > 0, name
        assert float(theirs.replace(",", "")) > 0, name
    for size in (bars, scatter):
        assert "pixels of the page" in size


def test_a_bar_sends_few_messages_and_its_last_state(kernels):
    printed = run("progress.py", kernels, "--seconds", "1", "--check")
    assert "not installed" not in printed, printed
    loads, header, *rows = printed.split("\n\n")[1].splitlines()
    assert [row.split()[0] for row in rows] == ["gonymede"] * 2 + ["python3"] * 3
