"""The gates' command line, with little tests in place of those that take minutes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gates import FILES
from lesson import NOTEBOOKS

PASSES = "def test_passes(lesson, record_property):\n    record_property('interpreted', 7)\n"
FAILS = "def test_all_is_well(lesson):\n    assert lesson.name.startswith('01-')\n"


@pytest.fixture
def course(tmp_path) -> Path:
    """A copy of the course whose tests pass, and take no time."""
    copy = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, copy, ignore=shutil.ignore_patterns("lab", "test_*.py", ".*", "__pycache__"))
    for file in FILES:
        (copy / "build/tests" / file).write_text(PASSES, "utf-8")
    return copy


def gates(course: Path, *words: str, **environment: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"GONYMEDE_BIN": sys.executable} | environment
    return subprocess.run(
        [sys.executable, str(course / "build"), "--gates", *words],
        env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )


def test_a_lesson_that_passes(course):
    ran = gates(course, "01")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    table = [line.split() for line in ran.stdout.splitlines() if line.startswith("0")]
    assert [(line[0][:2], line[5], line[-1]) for line in table] == [("01", "7", "passed")]
    assert "FAILED" not in ran.stdout


def test_what_failed_is_named(course):
    (course / "build/tests" / FILES[0]).write_text(FAILS, "utf-8")
    ran = gates(course, "01", "02")
    assert ran.returncode == 1
    verdicts = [line.split()[-1] for line in ran.stdout.splitlines() if line.startswith("0")]
    assert verdicts == ["passed", "FAILED"]
    assert ran.stdout.splitlines()[-1] == "FAILED 02-starting-work: all is well"


def test_tests_that_cannot_be_read_are_a_failure(course):
    (course / "build/tests" / FILES[1]).write_text("import nothing_of_that_name\n", "utf-8")
    ran = gates(course, "01")
    assert ran.returncode == 1 and f"{FILES[1]} cannot be read" in ran.stdout


@pytest.mark.parametrize(
    ("words", "environment", "says"),
    [
        (["99"], {}, "'99' is no lesson; there are: 01-processes"),
        ([], {"GONYMEDE_BIN": "/no/such/program"}, "GONYMEDE_BIN names /no/such/program, which is no program"),
        ([], {"GONYMEDE_BIN": "", "JUPYTER_DATA_DIR": "/no/such/folder"}, "install.sh' --private"),
    ],
)
def test_what_is_missing_is_said(course, words, environment, says):
    ran = gates(course, *words, **environment, HOME=str(course))
    assert ran.returncode == 1 and says in ran.stderr and "Traceback" not in ran.stderr, ran.stderr
