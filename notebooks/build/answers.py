"""Submissions for the tests: a lesson solved, and solved wrong in known ways."""

import re
from dataclasses import dataclass

import nbformat
from lesson import NOTEBOOKS, SOURCES, Lesson
from nbformat import NotebookNode

WRONG = re.compile(r"^## (?P<exercise>[\w-]+): (?P<fault>[^\n]+)\n\n> (?P<says>[^\n]+)\n\n```go\n(?P<code>.+?)```$", re.M | re.S)


@dataclass(frozen=True)
class WrongAnswer:
    """A plausible wrong answer to an exercise."""

    exercise: str  # the grade id of the cell that it goes into
    fault: str
    says: str  # what the checks say to it
    code: str


def wrong_answers(lesson: Lesson) -> list[WrongAnswer]:
    """Returns the wrong answers on file: lessons/answers/NN-name.md."""
    text = (SOURCES / "answers" / (lesson.name + ".md")).read_text("utf-8")
    found = [WrongAnswer(**match.groupdict()) for match in WRONG.finditer(text)]
    assert len(found) == text.count("\n## "), "an answer is not written as: heading, quote, code"
    return found


def stub(lesson: Lesson) -> NotebookNode:
    """Returns the lesson as learners get it."""
    return nbformat.read(NOTEBOOKS / "course" / (lesson.name + ".ipynb"), as_version=4)


def solutions(lesson: Lesson) -> dict[str, str]:
    """Returns the right answers by grade id."""
    return {cell.id: cell.source for cell in lesson.instructor().cells if is_exercise(cell)}


def filled(lesson: Lesson, answers: dict[str, str]) -> NotebookNode:
    """Returns the lesson with answers by grade id; the other exercises stay unsolved."""
    notebook = stub(lesson)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    return notebook


def is_exercise(cell: NotebookNode) -> bool:
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def checks(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Returns the cells with the checks, by the grade id of their exercise.

    The checks of an exercise are the next graded cell after it.
    """
    found, exercise = {}, None
    for cell in notebook.cells:
        if is_exercise(cell):
            exercise = cell.id
        if cell.metadata.get("nbgrader", {}).get("grade", False):
            found[exercise] = cell
    return found
