"""The build's command line, on a copy of the course."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lesson import NOTEBOOKS, all_lessons
from school import School


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


@pytest.fixture(scope="module")
def school(tmp_path_factory) -> School:
    """A class of which lesson 01 is released. No kernel runs in it."""
    folder = tmp_path_factory.mktemp("school")
    kernel = folder / "data" / "kernels" / "gonymede" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text('{"argv": ["false"], "display_name": "Go", "language": "go"}', "utf-8")
    school = School(folder, all_lessons()[0], {"JUPYTER_DATA_DIR": str(folder / "data")})
    school.start()
    return school


@pytest.mark.parametrize("command", ["--release", "--grade"])
def test_what_is_no_class_is_named_and_left_alone(school, tmp_path, command):
    for folder, reason in (
        (tmp_path / "nowhere", "there is no folder"),
        (Path(__file__), "is a file"),
        (tmp_path, "is not the folder of a class: it has no nbgrader_config.py"),
    ):
        said = school.build(command, str(folder), "01", expect=1)
        assert said.startswith("error: ") and str(folder) in said and reason in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--release"], "name the lessons to release; there are: 01-processes-threads-goroutines, 02"),
        (["--release", "13"], "'13' is no lesson of"),
        (["--grade", "lesson-one"], "'lesson-one' is no lesson of"),
        (["--grade", "01"], "there is nothing to grade: no "),
    ],
)
def test_what_cannot_be_done_says_what_there_is(school, arguments, reason):
    command, *lessons = arguments
    said = school.build(command, str(school.classroom), *lessons, expect=1)
    assert said.startswith("error: ") and reason in said


def test_a_lesson_that_was_not_released_and_an_unknown_student(school, tmp_path):
    copy = tmp_path / "class"
    shutil.copytree(school.classroom, copy)
    (copy / "submitted" / "ada" / "02-starting-work").mkdir(parents=True)
    said = school.build("--grade", str(copy), expect=1)
    assert "02-starting-work has not been released from this class" in said and f"--release '{copy}' 02-starting-work" in said
    said = school.build("--grade", str(copy), "--student", "adam", expect=1)
    assert "student 'adam' has handed in none of these lessons; those who have: ada" in said


def test_damaged_settings_and_gradebook_are_named(school, tmp_path):
    for name, text, reason in (
        ("nbgrader_config.py", "c = get_config(\n", "was never closed"),
        ("gradebook.db", "no database" * 100, "file is not a database"),
        ("exported", "a file, where a folder should be", "exported"),
    ):
        copy = tmp_path / name / "class"
        shutil.copytree(school.classroom, copy)
        (copy / name).write_text(text, "utf-8")
        (copy / "submitted" / "ada" / school.lesson.name).mkdir(parents=True)
        said = school.build("--grade", str(copy), expect=1)
        assert reason in said and f"{copy}" in said
        assert (copy / name).read_text("utf-8") == text, "nothing is lost"


def test_an_exchange_that_cannot_be_written_to_is_named(school, tmp_path):
    copy = tmp_path / "class"
    shutil.copytree(school.classroom, copy)
    with (copy / "nbgrader_config.py").open("a") as config:
        config.write('\nc.CourseDirectory.course_id = "go"\nc.Exchange.root = "/proc/exchange"\n')
    said = school.build("--release", str(copy), "01", expect=1)
    assert "/proc/exchange" in said and "c.Exchange.root in" in said


def test_without_the_kernel_nothing_is_graded(school, tmp_path):
    said = school.build("--grade", str(school.classroom), expect=1, JUPYTER_DATA_DIR=str(tmp_path), HOME=str(tmp_path))
    assert "Jupyter does not know the kernel 'gonymede'" in said


def test_a_wrong_option_says_what_there_is(course):
    ran = build(course, "--clas=x", "--nonsense")
    assert ran.returncode == 2 and "--class FOLDER" in " ".join(ran.stderr.split())
