"""A class: the folder in which a teacher releases, collects and grades."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from lesson import NOTEBOOKS, Lesson
from sources import text_of

CONFIG = "nbgrader_config.py"


def make_classroom(folder: Path, lessons: list[Lesson]) -> None:
    """Makes or renews the folder of a class, as nbgrader wants it.

    Each lesson is an assignment of one notebook: source/LESSON/LESSON.ipynb.
    What else is in the folder (releases, submissions, the gradebook, a
    changed configuration) stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / CONFIG).exists():
        shutil.copyfile(NOTEBOOKS / CONFIG, folder / CONFIG)
    for lesson in lessons:
        source = folder / "source" / lesson.name / (lesson.name + ".ipynb")
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(text_of(lesson.instructor()), "utf-8")


def nbgrader(classroom: Path, *arguments: str) -> str:
    """Runs nbgrader in the folder of a class and returns what it said."""
    environment = dict(
        os.environ,
        # nbgrader starts alembic, which is beside this Python.
        PATH=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        # The user's own Jupyter settings must not change what is built.
        JUPYTER_CONFIG_DIR=str(classroom / ".jupyter"),
        JUPYTER_CONFIG_PATH="",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=classroom,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if ran.returncode != 0:
        raise RuntimeError(f"nbgrader {' '.join(arguments)} fails:\n{ran.stdout}")
    return ran.stdout
