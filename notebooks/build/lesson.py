"""A lesson: its source, and the notebook that teachers use."""

from dataclasses import dataclass
from pathlib import Path

from apart import seal
from included import include
from nbformat import NotebookNode
from sources import notebook_of

NOTEBOOKS = Path(__file__).resolve().parents[1]
SOURCES = NOTEBOOKS / "lessons"


@dataclass(frozen=True)
class Lesson:
    """A lesson, by the path of its source: lessons/NN-name.md."""

    source: Path

    @property
    def name(self) -> str:
        return self.source.stem

    def instructor(self) -> NotebookNode:
        """Returns the notebook with solutions and hidden tests."""
        notebook = notebook_of(self.source)
        include(notebook.cells, NOTEBOOKS, self.name)
        seal(notebook.cells, self.name)
        return notebook

    def points(self) -> int:
        """Returns how many points the lesson's exercises are worth."""
        return sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in self.instructor().cells)


def all_lessons() -> list[Lesson]:
    """Returns the lessons, in the order in which they are taught."""
    return [Lesson(path) for path in sorted(SOURCES.glob("[0-9][0-9]-*.md"))]
