"""A teacher and students for the tests: each with a folder, none with a home of the user's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from lesson import NOTEBOOKS, Lesson

BUILD = NOTEBOOKS / "build"


class School:
    """A class of one lesson, taught by the commands of the README."""

    def __init__(self, folder: Path, lesson: Lesson, kernel: dict[str, str]):
        self.folder, self.lesson = folder, lesson
        self.classroom = folder / "Klasse 1 ä"
        self.exchange = folder / "exchange"
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.environment = os.environ | kernel | {"PATH": programs, "JUPYTER_CONFIG_DIR": str(folder / "jupyter")}

    def run(self, *command: str, where: Path, expect: int = 0, **environment: str) -> str:
        """Runs a command and returns all that it said."""
        ran = subprocess.run(
            command,
            cwd=where,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert ran.returncode == expect, ran.stdout
        assert "Traceback" not in ran.stdout, ran.stdout
        return ran.stdout

    def build(self, *arguments: str, **options) -> str:
        return self.run(sys.executable, str(BUILD), *arguments, where=self.folder, **options)

    def start(self) -> None:
        """Makes the class and releases its lesson."""
        self.build("--class", str(self.classroom))
        self.build("--release", str(self.classroom), self.lesson.name)

    def configure(self, *lines: str) -> None:
        with (self.classroom / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write("\n" + "\n".join(lines) + "\n")

    def use_exchange(self) -> None:
        self.configure('c.CourseDirectory.course_id = "go"', f"c.Exchange.root = {str(self.exchange)!r}")

    def student(self, name: str, *command: str) -> str:
        """Runs a command of nbgrader's as a student with a folder of their own."""
        home = self.folder / "students" / name
        home.mkdir(parents=True, exist_ok=True)
        own = {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data")}
        settings = ("--course=go", f"--Exchange.root={self.exchange}", f"--CourseDirectory.student_id={name}")
        return self.run(sys.executable, "-m", "nbgrader", *command, self.lesson.name, *settings, where=home, **own)

    def hand_in_files(self, student: str, notebook) -> Path:
        """Puts a notebook, or the text of a file, where nbgrader looks for submissions."""
        path = self.classroom / "submitted" / student / self.lesson.name / (self.lesson.name + ".ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(notebook, str):
            path.write_text(notebook, "utf-8")
        else:
            nbformat.write(notebook, path)
        return path

    def page(self, student: str) -> Path:
        return self.classroom / "feedback" / student / self.lesson.name / (self.lesson.name + ".html")

    def pdf(self, student: str) -> Path:
        return self.classroom / "exported" / self.lesson.name / (student + ".pdf")


def without_chromium(folder: Path) -> str:
    """Returns a PATH with what the kernel needs, and no Chromium."""
    folder.mkdir()
    for program in ("sh", "ps", "top"):
        if found := shutil.which(program):
            (folder / program).symlink_to(found)
    return f"{Path(sys.executable).parent}{os.pathsep}{folder}"
