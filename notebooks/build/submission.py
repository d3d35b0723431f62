"""What a student has handed in, looked at before nbgrader grades it."""

import glob
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jsonschema import ValidationError


@dataclass(frozen=True)
class Expected:
    """What a submission of a lesson has to have, by the names of the lesson's notebooks."""

    cells: dict[str, set[str]]  # all grade ids
    answers: dict[str, set[str]]  # those of cells that students fill in, or that have points
    checks: str  # a hash of the cells that nbgrader puts back


@dataclass(frozen=True)
class Submission:
    """A submission, by its folder: submitted/STUDENT/LESSON."""

    folder: Path
    student: str
    lesson: str

    def fault(self, expected: Expected) -> str:
        """Returns why this cannot be graded, or ""."""
        if glob.has_magic(self.student):
            return "nbgrader does not find files of students with *, ? or [ in their names: rename the folder"
        files = [path.relative_to(self.folder).as_posix() for path in self.files() if path.name != "timestamp.txt"]
        there = [name for name in expected.cells if name + ".ipynb" in files]
        if not files:
            return "the folder is empty"
        if not there:
            name = next(iter(expected.cells)) + ".ipynb"
            others = [file for file in files if file.endswith(".ipynb")]
            hint = f", but '{others[0]}': is that it? Rename it, then grade again" if others else ""
            return f"there is no {name}{hint}"
        for name in there:
            try:
                ids = self.grade_ids(name)
            except OSError as error:
                return f"{name}.ipynb cannot be read: {error.strerror}"
            except (ValueError, TypeError, LookupError, AttributeError, ValidationError) as error:
                return f"{name}.ipynb is no notebook: {str(error).splitlines()[0]}"
            if not ids & expected.answers[name]:
                return f"{name}.ipynb is another notebook: none of the lesson's exercises is in it"
        return ""

    def missing(self, expected: Expected) -> list[str]:
        """Returns the grade ids of the cells that the student has deleted. There is no fault."""
        return [
            grade_id
            for name, ids in expected.cells.items()
            if (self.folder / (name + ".ipynb")).exists()
            for grade_id in sorted(ids - self.grade_ids(name))
        ]

    def grade_ids(self, name: str) -> set[str]:
        """Returns the grade ids in a notebook. Raises what nbformat does for a broken one."""
        text = (self.folder / (name + ".ipynb")).read_text("utf-8")
        if not isinstance(json.loads(text), dict):
            raise ValueError("it is JSON, but of something else")
        notebook = nbformat.reads(text, as_version=4)
        return {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells} - {None}

    def digest(self) -> str:
        """Returns a hash of all that was handed in."""
        found = hashlib.sha256()
        for path in self.files():
            found.update(f"{path.relative_to(self.folder)}\0{path.stat().st_size}\0".encode())
            found.update(path.read_bytes())
        return found.hexdigest()

    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if not path.is_dir())
