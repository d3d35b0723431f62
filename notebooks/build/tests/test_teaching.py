"""A lesson's whole round, by nbgrader and the commands of the README: released, handed in, graded, exported."""

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from answers import checks, filled, solutions, stub
from lesson import all_lessons
from nbgrader.api import Gradebook
from pypdf import PdfReader
from school import School, without_chromium

STUDENTS = ("ada", "grace hopper", "zoë")


def answered(student: str, lesson) -> object:
    """Returns what a student hands in: everything solved, half of it, nothing."""
    right = solutions(lesson)
    half = dict(list(right.items())[: len(right) // 2])
    return {"ada": filled(lesson, right), "grace hopper": filled(lesson, half), "zoë": stub(lesson)}[student]


def points_of(student: str, lesson) -> dict[str, float]:
    """Returns the points that a student should get, by the grade id of the checks."""
    graded = list(checks(lesson.instructor()).values())
    solved = {"ada": len(graded), "grace hopper": len(graded) // 2, "zoë": 0}[student]
    return {cell.id: cell.metadata.nbgrader.points if n < solved else 0 for n, cell in enumerate(graded)}


@pytest.fixture(scope="module")
def round_trip(kernel, tmp_path_factory) -> tuple[School, str]:
    """Takes lesson 01 once around; returns the school and what grading said."""
    school = School(tmp_path_factory.mktemp("school"), all_lessons()[0], kernel)
    school.build("--class", str(school.classroom))
    school.use_exchange()
    said = school.build("--release", str(school.classroom), "01")
    assert f"nbgrader fetch_assignment {school.lesson.name} --course go" in said
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda student: fetch_solve_submit(school, student), STUDENTS))
    return school, school.build("--grade", str(school.classroom), "01")


def fetch_solve_submit(school: School, student: str) -> None:
    school.student(student, "fetch_assignment")
    fetched = school.folder / "students" / student / school.lesson.name / (school.lesson.name + ".ipynb")
    assert nbformat.read(fetched, as_version=4).cells == stub(school.lesson).cells
    nbformat.write(answered(student, school.lesson), fetched)
    school.student(student, "submit")


def test_everybody_gets_what_they_earned(round_trip):
    school, said = round_trip
    most = school.lesson.points()
    for student in STUDENTS:
        wanted = points_of(student, school.lesson)
        rows = [row for row in table(school, "exercises.csv") if row["student_id"] == student]
        assert {row["exercise"]: float(row["score"]) for row in rows} == wanted
        assert [row["exercise"] for row in rows] == list(wanted), "in the order of the lesson"
        assert {row["needs_manual_grade"] for row in rows} == {"no"}
        [row] = [row for row in table(school, "grades.csv") if row["student_id"] == student]
        assert (float(row["score"]), float(row["max_score"])) == (sum(wanted.values()), most)
        assert f"  {student:12}  {sum(wanted.values()):>2} of {most}\n" in said


def test_pages_and_pdf_files_show_points_and_figures(round_trip):
    school, _ = round_trip
    for student in STUDENTS:
        points = f"{sum(points_of(student, school.lesson).values())} of {school.lesson.points()}"
        page = school.page(student).read_text("utf-8")
        assert student in page and f'<tr class="sum"><td>points</td><td>{points}</td>' in page
        assert 'src="data:image/png' in page
        assert "<script" not in page and "http-equiv=\"Content-Security-Policy\"" in page
        pdf = PdfReader(school.pdf(student))
        assert all(abs(page.mediabox.width - 595) < 2 for page in pdf.pages), "A4 is 595 points wide"
        first = pdf.pages[0].extract_text()
        assert student in first and f"points {points}" in " ".join(first.split())
        assert all(f"{points} points" in page.extract_text() for page in pdf.pages), "each page tells whose it is"
        assert sum(len(page.images) for page in pdf.pages) >= 3


def test_feedback_goes_back_through_the_exchange(round_trip):
    school, _ = round_trip
    school.run("nbgrader", "release_feedback", school.lesson.name, where=school.classroom)
    school.student("ada", "fetch_feedback")
    [page] = (school.folder / "students" / "ada" / school.lesson.name / "feedback").glob("*/*.html")
    assert page.read_bytes() == school.page("ada").read_bytes()


def test_only_what_changed_is_graded_again_and_grades_by_hand_stay(round_trip):
    school, _ = round_trip
    pdf_files = {student: school.pdf(student).stat().st_mtime_ns for student in STUDENTS}
    with Gradebook(f"sqlite:///{school.classroom / 'gradebook.db'}") as gradebook:
        cell = list(checks(school.lesson.instructor()))[-1]
        grade = gradebook.find_grade(cell + "-checks", school.lesson.name, school.lesson.name, "grace hopper")
        grade.manual_score, grade.needs_manual_grade = 1, False
        comment = gradebook.find_comment(cell, school.lesson.name, school.lesson.name, "grace hopper")
        comment.manual_comment = "A good idea, but not finished."
        gradebook.update_or_create_student("grace hopper", first_name="Grace", last_name="Hopper")
        gradebook.db.commit()
    half = sum(points_of("grace hopper", school.lesson).values())

    said = school.build("--grade", str(school.classroom))
    assert "grading" not in said and said.count("as before") == 3
    assert f"{half + 1} of {school.lesson.points()}  as before" in said
    page = school.page("grace hopper").read_text("utf-8")
    assert "A good idea, but not finished." in page and "Grace Hopper" in page
    changed = [student for student in STUDENTS if school.pdf(student).stat().st_mtime_ns != pdf_files[student]]
    assert changed == ["grace hopper"], "only her page is different"

    # She hands in more, and what the teacher gave by hand is kept and pointed out.
    school.hand_in_files("grace hopper", answered("ada", school.lesson))
    said = school.build("--grade", str(school.classroom), "--student", "grace hopper")
    assert said.count("grading") == 1
    points = dict(points_of("ada", school.lesson)) | {cell + "-checks": 1}
    assert f"{sum(points.values())} of {school.lesson.points()}  to be looked at by hand: {cell}-checks" in said
    assert "A good idea" in school.page("grace hopper").read_text("utf-8")


def test_without_chromium_there_is_all_but_the_pdf(round_trip, tmp_path):
    school, _ = round_trip
    school.pdf("zoë").unlink()
    said = school.build("--grade", str(school.classroom), "--again", "--student", "zoë", PATH=without_chromium(tmp_path / "bin"))
    assert "grading" in said and "no Chromium on PATH" in said
    assert school.page("zoë").exists() and not school.pdf("zoë").exists()


def test_a_lesson_with_other_cells_is_not_released_over_submissions(round_trip):
    school, _ = round_trip
    source = school.classroom / "source" / school.lesson.name / (school.lesson.name + ".ipynb")
    released = school.classroom / "release" / school.lesson.name / (school.lesson.name + ".ipynb")
    before = released.read_bytes(), source.read_bytes()
    notebook = nbformat.read(source, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "marking"]
    nbformat.write(notebook, source)
    said = school.build("--release", str(school.classroom), "01", expect=1)
    source.write_bytes(before[1])
    assert "is not released, and nothing has changed" in said and "make a new class" in said
    assert released.read_bytes() == before[0]


def table(school: School, name: str) -> list[dict[str, str]]:
    with Path(school.classroom, "exported", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
