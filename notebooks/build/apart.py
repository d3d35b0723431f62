"""How the cells with checks begin: what they see of the session.

In a source that is a line "%%apart NAMES… with GRADE_IDS…". In a notebook each
grade id is followed by a hash of its cell, GRADE_ID:HASH, so that the kernel can
tell that it was this cell that ran, and not one that only has its name. The cell is
folded there, and its first line all that learners see of it; so it is a title.
"""

import hashlib

from fault import Fault
from nbformat import NotebookNode

MAGIC = "%%apart"
TITLE = "// The checks of this exercise: run this cell after your answer."
FORM = f"{MAGIC} NAMES… with GRADE_IDS…"


def seal(cells: list[NotebookNode], lesson: str) -> None:
    """Gives each cell with checks its title, and each grade id in it a hash."""
    above: dict[str, NotebookNode] = {}  # cells by their grade ids
    for cell in cells:
        settings = cell.metadata.get("nbgrader", {})
        name = settings.get("grade_id")
        if settings.get("grade") and cell.cell_type == "code":
            cell.source = sealed(cell.source, above, f"{lesson}, cell {name}")
        elif cell.cell_type == "code" and cell.source.startswith(MAGIC):
            raise Fault(f"{lesson}, cell {name or cell.id}: only a cell with checks begins with {MAGIC}; give it a grade id and points, or take the line away")
        if name:
            above[name] = cell


def sealed(source: str, above: dict[str, NotebookNode], where: str) -> str:
    """Returns the source of a cell with checks with its title, and with hashes."""
    names, grade_ids = line_of(source, where)
    pairs = []
    for grade_id in grade_ids:
        cell = above.get(grade_id)
        if cell is None:
            raise Fault(f"{where}: no cell above it has the grade id {grade_id}; correct the line {MAGIC}, or move the cell")
        if not is_given(cell):
            raise Fault(
                f"{where}: {grade_id} is a cell that learners may change, or has checks, or no code; "
                f"name only locked cells of code behind with, and what an exercise declares before it"
            )
        pairs.append(f"{grade_id}:{fingerprint(cell)}")
    _, _, rest = source.partition("\n")
    return "\n".join([TITLE, " ".join([MAGIC, *names, "with", *pairs]), rest])


def line_of(source: str, where: str) -> tuple[list[str], list[str]]:
    """Returns the names and the grade ids that a cell with checks begins with, with a title above or without."""
    words = source.removeprefix(TITLE + "\n").partition("\n")[0].split()
    if words[:1] != [MAGIC] or words.count("with") != 1:
        raise Fault(f"{where}: a cell with checks begins with {FORM}")
    at = words.index("with")
    names, grade_ids = words[1:at], words[at + 1 :]
    if not names or not grade_ids:
        raise Fault(f"{where}: {MAGIC} needs names before with, and grade ids behind it; a cell with checks begins with {FORM}")
    return names, grade_ids


def is_given(cell: NotebookNode) -> bool:
    """Tells whether a cell is locked code that only declares: no exercise, no checks."""
    settings = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and settings.get("locked", False) and not settings.get("grade") and not settings.get("solution")


def fingerprint(cell: NotebookNode) -> str:
    """Returns the first 12 hex digits of the SHA-256 of a cell's text, without white space around it."""
    return hashlib.sha256(cell.source.strip().encode("utf-8")).hexdigest()[:12]
