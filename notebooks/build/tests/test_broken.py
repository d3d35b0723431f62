"""Broken submissions: each is told by name and reason, and stops no other."""

import json

import pytest
from answers import checks, filled, solutions
from lesson import all_lessons
from school import School

PATIENCE = 15  # seconds for one cell; all but the endless loop need far less


@pytest.fixture(scope="module")
def graded(kernel, tmp_path_factory) -> tuple[School, str]:
    """Grades a class of broken submissions, and one that is right."""
    school = School(tmp_path_factory.mktemp("school"), all_lessons()[0], kernel)
    school.start()
    school.configure(f"c.Execute.timeout = {PATIENCE}")
    lesson, right = school.lesson, solutions(school.lesson)
    first = next(iter(right))
    (school.classroom / "submitted" / "empty" / lesson.name).mkdir(parents=True)
    school.hand_in_files("scrap", '{"cells": [')
    school.hand_in_files("list", "[1, 2]")
    school.hand_in_files("picture", "\ufffd\ufffd\ufffd")
    renamed = school.hand_in_files("renamed", filled(lesson, right))
    renamed.rename(renamed.with_name("my solution (1).ipynb"))
    school.hand_in_files("stranger", filled(all_lessons()[1], {}))
    school.hand_in_files("deleted", without(filled(lesson, right), checks(lesson.instructor())[first].id))
    school.hand_in_files("killer", filled(lesson, right | {first: "syscall.Kill(os.Getppid(), syscall.SIGKILL)"}))
    school.hand_in_files("loop", filled(lesson, right | {first: "for {\n}"}))
    school.hand_in_files("[magic]", filled(lesson, right))
    school.hand_in_files("right", filled(lesson, right))
    return school, school.build("--grade", str(school.classroom), expect=1)


def without(notebook, grade_id: str):
    notebook.cells = [cell for cell in notebook.cells if cell.id != grade_id]
    return notebook


def line(said: str, student: str) -> str:
    """Returns what the table says of a student."""
    [found] = [row.strip() for row in said.splitlines() if row.startswith(f"  {student} ")]
    return " ".join(found.split())


def test_the_right_one_is_graded_among_the_broken(graded):
    school, said = graded
    assert line(said, "right") == "right 12 of 12"
    assert school.page("right").exists() and school.pdf("right").exists()


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("empty", "the folder is empty"),
        ("scrap", "is no notebook: Expecting value"),
        ("list", "is no notebook: it is JSON, but of something else"),
        ("picture", "is no notebook: Expecting value"),
        ("renamed", "but 'my solution (1).ipynb': is that it? Rename it, then grade again"),
        ("[magic]", "rename the folder"),
        ("stranger", "is another notebook: none of the lesson's exercises is in it"),
        ("killer", "Kernel died"),
    ],
)
def test_what_cannot_be_graded_says_why(graded, student, reason):
    school, said = graded
    assert "– NOT GRADED: " in line(said, student) and reason in line(said, student)
    assert not school.page(student).exists()


def test_an_endless_loop_costs_only_its_exercise(graded):
    school, said = graded
    first = next(iter(checks(school.lesson.instructor()).values())).metadata.nbgrader.points
    assert line(said, "loop") == f"loop {12 - first} of 12"


def test_deleted_checks_are_told_and_left_to_the_teacher(graded):
    school, said = graded
    [cell, *_] = checks(school.lesson.instructor()).values()
    told = line(said, "deleted")
    assert f"{12 - cell.metadata.nbgrader.points} of 12" in told
    assert f"deleted cells, which nbgrader does not put back: {cell.id}" in told
    assert f"to be looked at by hand: {cell.id}" in told


def test_a_broken_second_submission_leaves_the_first_as_it_was(graded):
    school, _ = graded
    page, pdf = school.page("right"), school.pdf("right")
    before = page.read_bytes(), pdf.read_bytes()
    school.hand_in_files("right", json.dumps({"cells": "gone"}))
    said = school.build("--grade", str(school.classroom), "--student", "right", expect=1)
    assert "NOT GRADED" in line(said, "right") and "the points of the submission before stand" in said
    assert (page.read_bytes(), pdf.read_bytes()) == before
