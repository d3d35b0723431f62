"""Cells that fail, and what they say of it."""

from nbformat import NotebookNode


def failing(notebook: NotebookNode, *tags: str) -> list[tuple[str, str]]:
    """Returns the source and the error of each cell that failed without having one of the tags."""
    return [
        (cell.source, complaint)
        for cell in notebook.cells
        if (complaint := error_of(cell)) and not set(tags) & set(cell.metadata.get("tags", []))
    ]


def error_of(cell: NotebookNode) -> str:
    """Returns the error in a cell's outputs, "" where there is none."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    return f"{errors[0].ename}: {errors[0].evalue}" if errors else ""


def reason(cell: NotebookNode) -> str:
    """Returns why a cell did not do interpreted what it does compiled: its error, or its own words.

    It returns "" where the cell neither failed nor said anything of that.
    """
    printed = "".join(output.text for output in cell.get("outputs", []) if output.output_type == "stream")
    return error_of(cell) or (printed.strip() if "interpret" in printed else "")
