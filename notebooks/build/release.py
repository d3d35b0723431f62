"""Every built notebook: the lessons, of which nbgrader makes what learners open, and the gallery."""

import tempfile
from pathlib import Path

import nbformat
from classroom import make_classroom, nbgrader
from lesson import NOTEBOOKS, Lesson
from sources import notebook_of, text_of

# Folders whose notebooks are all built.
OUTPUTS = ("course", "instructor", "gallery")


def built(lessons: list[Lesson]) -> dict[Path, str]:
    """Returns the text of every built file, by its path below notebooks/."""
    return teaching(lessons) | learning(lessons) | gallery()


def teaching(lessons: list[Lesson]) -> dict[Path, str]:
    """Returns the lessons with solutions."""
    return {Path("instructor", lesson.name + ".ipynb"): text_of(lesson.instructor()) for lesson in lessons}


def learning(lessons: list[Lesson]) -> dict[Path, str]:
    """Returns the lessons as learners open them: nbgrader makes them out of the instructor's."""
    files = {}
    with tempfile.TemporaryDirectory(prefix="gonymede-build-") as folder:
        classroom = Path(folder)
        make_classroom(classroom, lessons)
        for lesson in lessons:
            nbgrader(classroom, "generate_assignment", lesson.name)
            released = classroom / "release" / lesson.name / (lesson.name + ".ipynb")
            files[Path("course", lesson.name + ".ipynb")] = text_of(nbformat.read(released, as_version=4))
    return files


def gallery() -> dict[Path, str]:
    """Returns the gallery, which stands beside its source."""
    sources = sorted((NOTEBOOKS / "gallery").glob("*.md"))
    return {Path("gallery", source.stem + ".ipynb"): text_of(notebook_of(source)) for source in sources}
