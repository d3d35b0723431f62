"""What is committed is what the sources give, and keeps the course's promises."""

import re

import nbformat
import pytest
from answers import checks, is_exercise, stub, wrong_answers
from apart import TITLE
from lesson import NOTEBOOKS
from release import OUTPUTS, built
from sources import text_of


@pytest.fixture(scope="module")
def files(lessons):
    return built(lessons)


def test_committed_notebooks_are_built_from_the_sources(files):
    there = {p.relative_to(NOTEBOOKS) for folder in OUTPUTS for p in (NOTEBOOKS / folder).glob("*.ipynb")}
    assert there == set(files), "run: python notebooks/build"
    differ = [str(path) for path, text in files.items() if (NOTEBOOKS / path).read_text("utf-8") != text]
    assert not differ, "run: python notebooks/build"


def test_two_builds_are_the_same_to_the_byte(files, lessons):
    assert built(lessons) == files


def test_cells_have_lasting_ids_and_no_outputs(lesson):
    for notebook in (lesson.instructor(), stub(lesson)):
        ids = [cell.id for cell in notebook.cells]
        assert len(set(ids)) == len(ids)
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            assert cell.id == grade_id or re.fullmatch(r"[0-9a-f]{12}(-\d+)?", cell.id)
            if cell.cell_type == "code":
                assert cell.outputs == [] and cell.execution_count is None


def test_every_cell_of_the_gallery_says_what_it_shows():
    notebook = nbformat.read(NOTEBOOKS / "gallery" / "gallery.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.metadata.tags, cell.source
            assert cell.outputs == [] and cell.execution_count is None


def test_a_change_in_one_cell_changes_no_other_id(lesson, tmp_path):
    copy = tmp_path / lesson.source.name
    copy.write_text(lesson.source.read_text("utf-8").replace("## Summary", "## In short"), "utf-8")
    before = [cell.id for cell in lesson.instructor().cells]
    after = [cell.id for cell in type(lesson)(copy).instructor().cells]
    assert len(set(before) - set(after)) == 1 and len(before) == len(after)


def test_learners_see_neither_solutions_nor_hidden_checks(lesson):
    text = text_of(stub(lesson))
    for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS"):
        assert word not in text
    for cell in lesson.instructor().cells:
        for secret in re.findall(r"// BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\n\s*// END ", cell.source, re.S):
            assert secret not in "\n".join(c.source for c in stub(lesson).cells)


def test_every_exercise_has_what_the_course_promises(lesson):
    notebook = lesson.instructor()
    graded = checks(notebook)
    exercises = [cell.id for cell in notebook.cells if is_exercise(cell)]
    assert len(exercises) >= 3 and exercises == list(graded)
    for number, exercise in enumerate(exercises, 1):
        source, points = graded[exercise].source, graded[exercise].metadata.nbgrader.points
        title, first, rest = source.split("\n", 2)
        assert title == TITLE and graded[exercise].metadata.jupyter.source_hidden
        assert re.fullmatch(r"%%apart( \w+)+ with( [\w-]+:[0-9a-f]{12})+", first)
        assert rest.startswith(f'marks("Exercise {number}", {points},\n'), "the checks name other points than their cell"
        assert sum(map(int, re.findall(r"^\tcheck\{(\d+),", source, re.M))) == points
        assert "// BEGIN HIDDEN TESTS" in source
        faults = {answer.fault for answer in wrong_answers(lesson) if answer.exercise == exercise}
        assert len(faults) >= 2, f"{exercise} needs two wrong answers on file"
    text = lesson.source.read_text("utf-8")
    assert text.count("<details><summary>Hint") == 3 * len(exercises)
    assert text.count("**Predict:**") >= 3
    assert "**In Python" in text


def test_the_course_page_tells_the_points(lesson):
    number, title = re.search(r"^# Lesson (\d\d): (.+)$", lesson.source.read_text("utf-8"), re.M).groups()
    rows = (NOTEBOOKS / "README.md").read_text("utf-8").splitlines()
    row = next((row for row in rows if row.startswith(f"| {number} |")), None)
    assert row, f"the course page has no row for lesson {number}"
    assert title in row and f"course/{lesson.name}.ipynb" in row
    assert f"| {lesson.points()} |" in row, f"lesson {number} is worth {lesson.points()} points"
    assert f"{lesson.points()} points in all" in lesson.source.read_text("utf-8")
