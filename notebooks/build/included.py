"""Go files that the build copies into cells: a line "//include FILE" becomes the file."""

import re
from pathlib import Path

from fault import Fault
from nbformat import NotebookNode

INCLUDE = re.compile(r"^//include[ \t]*(?P<file>.*)$", re.M)
# A package clause with the comment above it, which a cell has no use for.
PACKAGE = re.compile(r"\A(?://[^\n]*\n)*package \w+\n+")


def include(cells: list[NotebookNode], folder: Path, lesson: str) -> None:
    """Puts Go files, named as seen from a folder, in place of the lines that include them.

    Only a locked cell with a grade id may have such a line: nbgrader restores
    those before it grades.
    """
    for cell in cells:
        if cell.cell_type != "code" or not INCLUDE.search(cell.source):
            continue
        settings = cell.metadata.get("nbgrader", {})
        name = settings.get("grade_id")
        if not name or not settings.get("locked"):
            line = INCLUDE.search(cell.source).group()
            raise Fault(f'{lesson}: a cell has the line "{line}", but no grade id, or is not locked; give it nbgrader metadata with both')
        cell.source = INCLUDE.sub(lambda line: text_of_go(folder / line["file"].strip(), f"{lesson}, cell {name}"), cell.source)


def text_of_go(file: Path, where: str) -> str:
    """Returns a Go file as a cell has it: imports and all, without the package clause."""
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise Fault(f"{where}: cannot include {file}: {error.strerror}; write //include and a file as seen from notebooks/") from error
    inside, clauses = PACKAGE.subn("", text)
    if not clauses:
        raise Fault(f"{where}: {file} does not begin with a comment and a package clause; only Go files can be included")
    return inside.strip()
