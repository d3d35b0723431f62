"""The notebooks that learners open: nbgrader makes them out of the instructor's."""

import tempfile
from pathlib import Path

import nbformat
from classroom import make_classroom, nbgrader
from lesson import Lesson, text_of


def built(lessons: list[Lesson]) -> dict[Path, str]:
    """Returns the text of every built file, by its path below notebooks/."""
    files = {Path("instructor", lesson.name + ".ipynb"): text_of(lesson.instructor()) for lesson in lessons}
    with tempfile.TemporaryDirectory(prefix="gonymede-build-") as folder:
        classroom = Path(folder)
        make_classroom(classroom, lessons)
        for lesson in lessons:
            nbgrader(classroom, "generate_assignment", lesson.name)
            released = classroom / "release" / lesson.name / (lesson.name + ".ipynb")
            notebook = nbformat.read(released, as_version=4)
            files[Path("course", lesson.name + ".ipynb")] = text_of(notebook)
    return files
