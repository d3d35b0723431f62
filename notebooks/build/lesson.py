"""A lesson: its source, and the notebook that teachers use."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).resolve().parents[1]
SOURCES = NOTEBOOKS / "lessons"

KERNEL = {"display_name": "Go (Gonymede)", "language": "go", "name": "gonymede"}
# What the kernel says of its language, but for the version, which changes.
LANGUAGE = {
    "codemirror_mode": "go",
    "file_extension": ".go",
    "mimetype": "text/x-go",
    "name": "go",
    "pygments_lexer": "go",
}


@dataclass(frozen=True)
class Lesson:
    """A lesson, by the path of its source: lessons/NN-name.md."""

    source: Path

    @property
    def name(self) -> str:
        return self.source.stem

    def instructor(self) -> NotebookNode:
        """Returns the notebook with solutions and hidden tests.

        The same source always gives the same notebook: what changes from run
        to run, as random cell ids, is replaced or left out.
        """
        notebook = jupytext.read(self.source)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        identify(notebook.cells)
        notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
        notebook.nbformat, notebook.nbformat_minor = 4, 5
        nbformat.validate(notebook)
        return notebook

    def points(self) -> int:
        """Returns how many points the lesson's exercises are worth."""
        return sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in self.instructor().cells)


def all_lessons() -> list[Lesson]:
    """Returns the lessons, in the order in which they are taught."""
    return [Lesson(path) for path in sorted(SOURCES.glob("[0-9][0-9]-*.md"))]


def identify(cells: list[NotebookNode]) -> None:
    """Gives each cell an id: its grade id, or a hash of its text.

    Front ends compare and merge notebooks by these ids, so a cell keeps its id
    while others around it change.
    """
    taken = set()
    for cell in cells:
        wanted = cell.metadata.get("nbgrader", {}).get("grade_id") or hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        cell.id, copies = wanted, 1
        while cell.id in taken:  # the same text twice
            copies += 1
            cell.id = f"{wanted}-{copies}"
        taken.add(cell.id)


def text_of(notebook: NotebookNode) -> str:
    """Returns a notebook as the text of its file."""
    return json.dumps(notebook, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
