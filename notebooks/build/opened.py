"""A class that is open: its folder, and nbgrader with its teacher's settings."""

import glob
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from classroom import CONFIG
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader
from nbgrader.auth import Authenticator
from nbgrader.converters import NbGraderException
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.utils import temp_attrs
from sqlalchemy.exc import SAWarning
from traitlets.config import LoggingConfigurable

LOG = "nbgrader.log"
# The line of a traceback that names the error; more lines of it may follow.
RAISED = re.compile(r"^([A-Za-z_][\w.]*)(?:: (.*))?$", re.M)


class ClassError(Exception):
    """Something that the teacher of a class can mend; the text says how."""


class StepFailed(Exception):
    """A step of nbgrader's did not work for one lesson or student; the text says why."""


class Settings(NbGrader):
    """Reads nbgrader's settings as its own commands do, but a mistake in them ends it."""

    name = "nbgrader"
    raise_config_file_errors = True


class OpenClass:
    """A class, by the absolute path of its folder, which becomes the current one: nbgrader reads settings there."""

    def __init__(self, folder: Path):
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's gradebook gives some that mean nothing to a teacher
        self.folder = folder
        must_be_class(self.folder)
        os.chdir(self.folder)
        self.app = settings(self.folder)
        self.course = self.app.coursedir

    @property
    def gradebook(self) -> Gradebook:
        """A new connection to the gradebook; close it."""
        return Gradebook(self.course.db_url, self.course.course_id)

    def path(self, step: str, student: str, lesson: str) -> Path:
        """Returns a folder of nbgrader's: step is source, release, submitted, autograded or feedback."""
        return Path(self.course.format_path(getattr(self.course, step + "_directory"), student, lesson))

    def lessons(self) -> list[str]:
        """Returns the names of the lessons, and of other assignments, that have sources."""
        return sorted(p.name for p in self.path("source", ".", "x").parent.glob("*") if p.is_dir())

    def chosen(self, wanted: list[str]) -> list[str]:
        """Returns the lessons by name or number, or all of them if none is named."""
        there, found = self.lessons(), []
        for word in wanted:
            fit = [name for name in there if name == word or name.startswith(f"{word}-")]
            if len(fit) != 1:
                raise ClassError(
                    f"'{word}' is no lesson of {self.folder}; there are: {', '.join(there) or 'none'}. "
                    "New ones come with: python notebooks/build --class FOLDER"
                )
            found += [name for name in fit if name not in found]
        return found or there

    def run(self, step: LoggingConfigurable, lesson: str, student: str = "*", notebook: str = "*") -> None:
        """Runs a converter or a part of the exchange, or raises StepFailed."""
        said = Errors()
        step.log.addHandler(said)
        try:
            with temp_attrs(self.course, assignment_id=lesson, student_id=student, notebook_id=notebook):
                step.start()
        except (NbGraderException, ExchangeError) as error:
            raise StepFailed(said.reason() or str(error)) from error
        finally:
            step.log.removeHandler(said)

    def exchange(self, kind: str) -> LoggingConfigurable:
        """Returns a part of nbgrader's exchange, such as ReleaseAssignment."""
        part = getattr(self.app.exchange, kind)
        return part(coursedir=self.course, authenticator=self.app.authenticator, parent=self.app)


class Errors(logging.Handler):
    """Remembers the errors that nbgrader logs: what it raises tells too little."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage().strip())

    def reason(self) -> str:
        """Returns the error of the first traceback, without the name of its kind."""
        for text in self.texts:
            if text.startswith("Traceback") and (found := RAISED.findall(text)):
                kind, words = found[-1]
                return words.strip() or kind
        return self.texts[0].splitlines()[0] if self.texts else ""


def must_be_class(folder: Path) -> None:
    make = f"Make a class with: python notebooks/build --class '{folder}'"
    if not folder.exists():
        raise ClassError(f"there is no folder {folder}. {make}")
    if not folder.is_dir():
        raise ClassError(f"{folder} is a file, not the folder of a class")
    if glob.has_magic(str(folder)):
        raise ClassError(f"nbgrader does not find files below {folder}: rename what has *, ? or [ in its name")
    for needed in (CONFIG, "source"):
        if not (folder / needed).exists():
            raise ClassError(f"{folder} is not the folder of a class: it has no {needed}. {make}")


def settings(folder: Path) -> Settings:
    app = Settings()
    try:
        app.initialize([], root=str(folder))
    except SystemExit as error:  # nbgrader has just said what is wrong
        raise ClassError(f"nbgrader does not accept the settings in {folder / CONFIG}, or in your own in ~/.jupyter") from error
    except Exception as error:  # a settings file is a program: it can fail in every way
        raise ClassError(f"the settings in {folder / CONFIG}, or your own in ~/.jupyter, are wrong: {error}") from error
    # What nbgrader says is much, and interesting only when something fails.
    for handler in list(app.log.handlers):
        app.log.removeHandler(handler)
    to_file = logging.FileHandler(folder / LOG, mode="w", encoding="utf-8")
    to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    app.log.addHandler(to_file)
    app.log.propagate = False
    app.authenticator, app.exchange = Authenticator(parent=app), ExchangeFactory(parent=app)
    return app


@contextmanager
def replacing(folder: Path) -> Iterator[None]:
    """Puts a folder aside while it is made anew, and back if that fails."""
    aside = folder.with_name(f".{folder.name}.before")
    if aside.exists():  # from a run that was killed: whatever it made is not finished
        remove(folder)
        aside.rename(folder)
    if folder.exists():
        folder.rename(aside)
    try:
        yield
    except BaseException:
        remove(folder)
        if aside.exists():
            aside.rename(folder)
        raise
    remove(aside)


def remove(folder: Path) -> None:
    """Removes a folder of nbgrader's, whose files may be read-only."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    if folder.exists():
        folder.rmdir()
