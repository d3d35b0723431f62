"""nbgrader grades each lesson: solved, unsolved, wrong, tampered with, and unlucky.

All submissions of a lesson are graded in one run of nbgrader, each by an
imaginary student. Two of them are whole notebooks. The others come without the
demonstrations: checks see nothing of those, and alone take a few seconds.
"""

import os
import re
from collections import defaultdict
from datetime import datetime, timedelta
from unittest import mock

import nbformat
import pytest
import submissions
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
        self.submit("solution", submissions.checked_again(lesson))
        self.submit("cells-changed", submissions.with_cells_changed(lesson))
        self.submit("checks-skipped", submissions.with_checks_skipped(lesson))
        self.submit("cells-added", submissions.with_cells_added(lesson))
        self.submit("own-marks", submissions.with_marks_of_ones_own(lesson))
        self.submit("no-marking", submissions.without_marking(lesson))
        self.submit("endings", submissions.with_endings(lesson))
        self.submit("names-taken", submissions.with_names_taken(lesson))
        helpers, self.spoiled = submissions.with_helpers_of_ones_own(lesson)
        self.submit("own-helpers", helpers)
        untidy, self.lost = submissions.untidy(lesson)
        self.submit("untidy", untidy)
        self.by_student: dict[str, list[WrongAnswer]] = defaultdict(list)
        count: dict[str, int] = defaultdict(int)
        for answer in wrong_answers(lesson):  # the n-th of each exercise go into one notebook
            count[answer.exercise] += 1
            self.by_student[f"wrong-{count[answer.exercise]}"].append(answer)
        for student, answers in self.by_student.items():
            answered = filled(lesson, solutions(lesson) | {a.exercise: a.code for a in answers})
            self.submit(student, submissions.lean(answered))
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

    def full(self) -> dict[str, float]:
        """Returns the most that can be had, by the grade id of the checks."""
        return {cell.id: cell.metadata.nbgrader.points for cell in checks(self.lesson.instructor()).values()}

    def notebook(self, student: str):
        """Returns the notebook of a student as it was when it had been graded."""
        path = self.folder / "autograded" / student / self.lesson.name / (self.lesson.name + ".ipynb")
        return nbformat.read(path, as_version=4)

    def outputs(self, student: str) -> dict[str, list]:
        """Returns the outputs of the checks by the grade id of their exercise."""
        exercises = {cell.id: exercise for exercise, cell in checks(self.lesson.instructor()).items()}
        return {exercises[cell.id]: cell.outputs for cell in self.notebook(student).cells if cell.id in exercises}


@pytest.fixture(scope="session")
def graded(lesson, kernel, tmp_path_factory) -> Graded:
    with mock.patch.dict(os.environ, kernel):
        return Graded(tmp_path_factory.mktemp("class"), lesson)


def test_solutions_earn_full_marks(graded):
    assert graded.scores("solution") == graded.full(), told(graded, "solution")


def test_checks_say_the_same_once_more_when_all_has_run(graded):
    full = graded.full()
    again = {cell.id.removeprefix("again-"): cell.outputs for cell in graded.notebook("solution").cells if cell.id.startswith("again-")}
    assert list(again) == list(full)
    for grade_id, outputs in again.items():
        results = [o.data["text/plain"] for o in outputs if o.output_type == "execute_result"]
        assert results == [str(full[grade_id])], text_of_outputs(outputs)


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
    for student in ("cells-changed", "checks-skipped", "cells-added", "own-marks", "no-marking"):
        assert graded.scores(student) == dict.fromkeys(graded.full(), 0), told(graded, student)


def test_functions_that_end_the_goroutine_or_the_process_earn_nothing(graded):
    assert graded.scores("endings") == dict.fromkeys(graded.full(), 0), told(graded, "endings")


def test_names_of_the_learners_change_no_mark(graded):
    assert graded.scores("names-taken") == graded.full(), told(graded, "names-taken")


def test_who_declares_anew_what_the_checks_use_is_told_so(graded):
    expected = {grade_id: 0 if grade_id in graded.spoiled else points for grade_id, points in graded.full().items()}
    assert graded.scores("own-helpers") == expected, told(graded, "own-helpers")
    for cell in graded.notebook("own-helpers").cells:
        if cell.id in graded.spoiled:
            names = "|".join(graded.spoiled[cell.id])
            assert re.search(rf"({names}) of the cell [\w-]+ was declared anew by cell", text_of_outputs(cell.outputs))


def test_notes_and_copies_change_no_mark_and_lost_checks_earn_nothing(graded):
    assert graded.scores("untidy") == graded.full() | {graded.lost: 0}, told(graded, "untidy")


def told(graded, student) -> str:
    """Returns what the checks have said to a student."""
    return "\n".join(f"{exercise}: {text_of_outputs(outputs)}" for exercise, outputs in graded.outputs(student).items())


def seconds(notebook) -> float:
    """Returns how long the cells of a notebook ran."""
    moments = [cell.metadata.execution for cell in notebook.cells if "execution" in cell.metadata]
    ran = [datetime.fromisoformat(m["iopub.status.idle"]) - datetime.fromisoformat(m["iopub.status.busy"]) for m in moments]
    return sum(ran, timedelta()).total_seconds()


def text_of_outputs(outputs) -> str:
    return "\n".join(o.text if o.output_type == "stream" else str(o) for o in outputs)
