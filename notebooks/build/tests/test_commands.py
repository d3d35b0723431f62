"""The build's command line, on a copy of the course."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lesson import NOTEBOOKS


@pytest.fixture
def course(tmp_path) -> Path:
    """A copy of the course without what tests and JupyterLab need."""
    copy = tmp_path / "with a space" / "notebooks"
    shutil.copytree(NOTEBOOKS, copy, ignore=shutil.ignore_patterns("lab", "tests", ".*", "__pycache__"))
    return copy


def build(course: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(course / "build"), *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def test_a_forgotten_build_is_found_and_mended(course):
    first = sorted((course / "course").glob("*.ipynb"))[0]
    wanted = first.read_text("utf-8")
    first.write_text(wanted.replace("not solved yet", "solved"), "utf-8")
    (course / "instructor" / "99-gone.ipynb").write_text("{}", "utf-8")

    checked = build(course, "--check")
    assert checked.returncode == 1
    for name in (f"course/{first.name}", "instructor/99-gone.ipynb"):
        assert f"notebooks/{name} is not what its source gives" in checked.stdout
    assert first.read_text("utf-8") != wanted, "--check changes nothing"

    built = build(course)
    assert built.returncode == 0, built.stderr
    assert sorted(built.stdout.splitlines()) == ["removed instructor/99-gone.ipynb", f"wrote course/{first.name}"]
    assert first.read_text("utf-8") == wanted


def test_a_class_keeps_what_the_teacher_made(course, tmp_path):
    folder = tmp_path / "my class"
    assert build(course, "--class", str(folder)).returncode == 0
    sources = sorted(path.relative_to(folder) for path in folder.glob("source/*/*.ipynb"))
    assert sources == [Path("source", p.stem, p.name) for p in sorted((course / "instructor").glob("*.ipynb"))]

    (folder / "nbgrader_config.py").write_text("# mine", "utf-8")
    (folder / sources[0]).write_text("old", "utf-8")
    assert build(course, "--class", str(folder)).returncode == 0
    assert (folder / "nbgrader_config.py").read_text("utf-8") == "# mine"
    assert (folder / sources[0]).read_text("utf-8") != "old", "sources are renewed"


def test_a_wrong_option_says_what_there_is(course):
    ran = build(course, "--clas=x", "--nonsense")
    assert ran.returncode == 2 and "--class FOLDER" in ran.stderr
