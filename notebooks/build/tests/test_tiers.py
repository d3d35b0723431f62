"""Each lesson where nothing can be compiled: every cell interpreted, solved and unsolved.

A lesson may name the cells that need compiled code to show what they show, by
the tag "compiled". Interpreted, such a cell fails, or says that it is interpreted.
"""

import os
import time
from pathlib import Path
from unittest import mock

import pytest
from answers import checks, stub
from failing import failing, reason
from lesson import Lesson
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

PATIENCE = 180  # seconds for one cell; only a guard against hangs


class Run:
    """A notebook that has been run from top to bottom by a kernel that compiles nothing."""

    def __init__(self, notebook: NotebookNode, kernel: dict[str, str], folder: Path):
        self.notebook = notebook
        began = time.monotonic()
        with mock.patch.dict(os.environ, kernel | {"GONYMEDE_ENGINE": "interp"}):
            NotebookClient(
                notebook,
                kernel_name="gonymede",
                timeout=PATIENCE,
                allow_errors=True,
                resources={"metadata": {"path": str(folder)}},
            ).execute()
        self.seconds = time.monotonic() - began

    def scores(self) -> dict[str, float]:
        """Returns what nbgrader would give, by the grade id of the exercise."""
        return {exercise: determine_grade(cell)[0] for exercise, cell in checks(self.notebook).items()}


@pytest.fixture(scope="session")
def solved(lesson: Lesson, kernel, tmp_path_factory) -> Run:
    return Run(lesson.instructor(), kernel, tmp_path_factory.mktemp("solved"))


@pytest.fixture(scope="session")
def unsolved(lesson: Lesson, kernel, tmp_path_factory) -> Run:
    return Run(stub(lesson), kernel, tmp_path_factory.mktemp("unsolved"))


def test_solutions_earn_full_marks_interpreted(lesson, solved):
    worth = {exercise: cell.metadata.nbgrader.points for exercise, cell in checks(lesson.instructor()).items()}
    said = {exercise: cell.outputs for exercise, cell in checks(solved.notebook).items()}
    assert solved.scores() == worth, said


def test_cells_run_interpreted_or_are_named(solved, record_property):
    unnamed = failing(solved.notebook, "compiled", "raises-exception")
    assert not unnamed, "a cell that needs compiled code has the tag compiled"
    code = [cell for cell in solved.notebook.cells if cell.cell_type == "code"]
    named = [cell for cell in code if "compiled" in cell.metadata.get("tags", [])]
    for cell in named:
        assert reason(cell), f"this cell runs interpreted as well, so the tag compiled is wrong:\n{cell.source}"
    record_property("interpreted", len(code) - len(named))
    record_property("interpreted seconds", solved.seconds)
    record_property("not interpreted", [(cell.source.splitlines()[0], reason(cell)) for cell in named])


def test_the_learners_notebook_runs_through_interpreted(unsolved):
    assert not failing(unsolved.notebook, "compiled", "raises-exception"), "Run All Cells would stop here"
    assert set(unsolved.scores().values()) == {0}
