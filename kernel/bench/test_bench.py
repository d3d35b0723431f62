"""The benchmark runs, in a short form, and measures every row."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def test_every_row_of_both_kernels_has_a_value(tmp_path):
    binary = os.environ.get("GONYMEDE_BIN")
    if not binary:
        pytest.fail("GONYMEDE_BIN names no binary; run the tests with ./install.sh --test")
    env = os.environ | {"JUPYTER_DATA_DIR": str(tmp_path), "GONYMEDE_HISTORY": str(tmp_path / "history.sqlite")}
    subprocess.run([binary, "install"], check=True, env=env, capture_output=True)
    bench = Path(__file__).with_name("bench.py")
    run = subprocess.run(
        [sys.executable, bench, "--rounds", "1", "--starts", "1", "--cells", "5", "--idle", "0.5"],
        capture_output=True, text=True, timeout=600, env=env,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "failed:" not in run.stdout, run.stdout
    header, *rows = run.stdout.split("\n\n")[1].splitlines()
    assert header.split()[1:3] == ["gonymede", "python3"]
    assert len(rows) == 17
    for row in rows:
        name, _, values = row.partition("  ")
        ours, theirs = values.split()[1:3]
        assert float(ours.replace(",", "")) >= 0, name
        assert float(theirs.replace(",", "")) >= 0, name
