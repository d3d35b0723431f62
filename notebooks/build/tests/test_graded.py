"""nbgrader grades each lesson: solved, unsolved, wrong, and tampered with.

All submissions of a lesson are graded in one run of nbgrader, each by an
imaginary student. Wrong answers and tampering come without the demonstrations:
checks see nothing of those, and a lesson's checks alone take a few seconds.
"""

import os
from collections import defaultdict
from datetime import datetime, timedelta
from unittest import mock

import nbformat
import pytest
from answers import WrongAnswer, checks, filled, solutions, stub, wrong_answers
from classroom import make_classroom, nbgrader
from failing import error_of, failing
from lesson import Lesson
from nbgrader.api import Gradebook


class Graded:
    """A class in which every submission of a lesson has been graded."""

    def __init__(self, folder, lesson: Lesson):
        self.folder, self.lesson = folder, lesson
        make_classroom(folder, [lesson])
        nbgrader(folder, "generate_assignment", lesson.name)
        self.submit("stub", stub(lesson))
        self.submit("solution", filled(lesson, solutions(lesson)))
        self.submit("cheat", only_graded(tampered(lesson)))
        self.by_student: dict[str, list[WrongAnswer]] = defaultdict(list)
        count: dict[str, int] = defaultdict(int)
        for answer in wrong_answers(lesson):  # the n-th of each exercise go into one notebook
            count[answer.exercise] += 1
            self.by_student[f"wrong-{count[answer.exercise]}"].append(answer)
        for student, answers in self.by_student.items():
            wrong = filled(lesson, solutions(lesson) | {a.exercise: a.code for a in answers})
            self.submit(student, only_graded(wrong))
        self.log = nbgrader(folder, "autograde", lesson.name)

    def submit(self, student: str, notebook):
        folder = self.folder / "submitted" / student / self.lesson.name
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / (self.lesson.name + ".ipynb"))

    def scores(self, student: str) -> dict[str, float]:
        """Returns the points of a student by the grade id of the checks."""
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            submission = gradebook.find_submission(self.lesson.name, student)
            return {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}

    def notebook(self, student: str):
        """Returns the notebook of a student as it was when it had been graded."""
        path = self.folder / "autograded" / student / self.lesson.name / (self.lesson.name + ".ipynb")
        return nbformat.read(path, as_version=4)

    def outputs(self, student: str) -> dict[str, list]:
        """Returns the outputs of the checks by the grade id of their exercise."""
        return {exercise: cell.outputs for exercise, cell in checks(self.notebook(student)).items()}


def tampered(lesson: Lesson):
    """Returns a submission that awards itself everything."""
    notebook = stub(lesson)
    for cell in notebook.cells:
        if cell.id == "marking":
            cell.source += "\nfunc marks(exercise string, worth int, checks ...check) int { return worth }"
        elif cell.metadata.get("nbgrader", {}).get("grade", False):
            cell.source = "99"
    return notebook


def only_graded(notebook):
    """Leaves a submission its exercises, its checks, and the locked cells that checks use."""
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return notebook


@pytest.fixture(scope="session")
def graded(lesson, kernel, tmp_path_factory) -> Graded:
    with mock.patch.dict(os.environ, kernel):
        return Graded(tmp_path_factory.mktemp("class"), lesson)


def test_solutions_earn_full_marks(graded):
    scores = graded.scores("solution")
    full = {cell.id: cell.metadata.nbgrader.points for cell in checks(graded.lesson.instructor()).values()}
    assert scores == full, text_of_outputs(graded.outputs("solution"))


def test_solving_reveals_the_explanation(graded):
    for exercise, outputs in graded.outputs("solution").items():
        shown = [o.data["text/markdown"] for o in outputs if o.output_type == "display_data"]
        assert len(shown) == 1 and "Why it works" in shown[0] and len(shown[0]) > 100, exercise
    for exercise, outputs in graded.outputs("stub").items():
        assert not [o for o in outputs if o.output_type == "display_data"], exercise


def test_stubs_run_through_and_earn_nothing(graded):
    assert set(graded.scores("stub").values()) == {0}
    for exercise, outputs in graded.outputs("stub").items():
        assert not [o for o in outputs if o.output_type == "error"], f"{exercise}: Run All Cells would stop here"
        assert "not solved yet" in text_of_outputs(outputs)


def test_every_cell_runs_or_is_meant_to_fail(graded, record_property):
    record_property("compiled seconds", seconds(graded.notebook("solution")))
    for student in ("solution", "stub"):
        notebook = graded.notebook(student)
        assert not failing(notebook, "raises-exception"), student
        for cell in notebook.cells:
            if "raises-exception" in cell.metadata.get("tags", []):
                assert error_of(cell), f"{student}: this cell does not fail:\n{cell.source}"


def test_wrong_answers_do_not_earn_full_marks_and_learn_why(graded):
    for student, answers in graded.by_student.items():
        scores, outputs = graded.scores(student), graded.outputs(student)
        for answer in answers:
            cell = checks(graded.lesson.instructor())[answer.exercise]
            said = text_of_outputs(outputs[answer.exercise])
            assert scores[cell.id] < cell.metadata.nbgrader.points, f"{answer.fault}: {said}"
            assert answer.says in said, answer.fault


def test_tampering_earns_nothing(graded):
    assert set(graded.scores("cheat").values()) == {0}


def seconds(notebook) -> float:
    """Returns how long the cells of a notebook ran."""
    moments = [cell.metadata.execution for cell in notebook.cells if "execution" in cell.metadata]
    ran = [datetime.fromisoformat(m["iopub.status.idle"]) - datetime.fromisoformat(m["iopub.status.busy"]) for m in moments]
    return sum(ran, timedelta()).total_seconds()


def text_of_outputs(outputs) -> str:
    return "\n".join(o.text if o.output_type == "stream" else str(o) for o in outputs)
