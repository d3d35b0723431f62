"""What the checks use stands in locked cells, which need nothing else in the notebook."""

import json
import re
import shutil
import subprocess

from answers import checks, stub
from apart import fingerprint, is_given, line_of
from lesson import NOTEBOOKS
from nbformat import NotebookNode

RAW_STRING = re.compile(r"`[^`]*`")


def given(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if is_given(cell)]


def declared(source: str) -> set[str]:
    """Returns the names that a cell declares at its top level, where Go is formatted as gofmt does it."""
    source = RAW_STRING.sub("``", source)
    names = set(re.findall(r"^(?:func|type|var|const) (\w+)", source, re.M))
    for several in re.findall(r"^(\w+(?:, \w+)*) :=", source, re.M):
        names |= set(several.split(", "))
    for block in re.findall(r"^(?:var|const|type) \((.*?)^\)", source, re.M | re.S):
        names |= set(re.findall(r"^\t(\w+)\b", block, re.M))
    return names


def test_declared_names_are_found():
    source = 'type a struct {\n\tx int\n}\n\nfunc (a) method() {}\n\nfunc b(n int) int {\n\tc := 1\n}\n\nconst (\n\td = `\nvar no = 1\n`\n\t// e is\n\tf = 2\n)\ng, h := 1, 2\nvar i, _ = 1, 2'
    assert declared(source) == {"a", "b", "d", "f", "g", "h", "i"}


def test_cells_with_checks_name_what_their_exercise_declares(lesson):
    notebook = lesson.instructor()
    for exercise, cell in checks(notebook).items():
        names, grade_ids = line_of(cell.source, cell.id)
        solution = next(c.source for c in notebook.cells if c.id == exercise)
        assert set(names) <= declared(solution), f"{cell.id} names what {exercise} does not declare"
        assert grade_ids[0].startswith("marking:")


def test_learners_get_the_very_cells_that_the_checks_know_by_hash(lesson):
    released = stub(lesson)
    hashes = {cell.id: fingerprint(cell) for cell in given(released)}
    for cell in checks(released).values():
        for pair in line_of(cell.source, cell.id)[1]:
            grade_id, _, hash = pair.partition(":")
            assert hashes[grade_id] == hash


def test_nothing_else_declares_the_names_of_locked_cells(lesson):
    notebook = lesson.instructor()
    taken = {name: cell.id for cell in given(notebook) for name in declared(cell.source)}
    for cell in notebook.cells:
        if cell.cell_type == "code" and not is_given(cell):
            clash = {name: taken[name] for name in declared(cell.source) & set(taken)}
            assert not clash, f"{cell.id} declares anew what the checks use: {clash}"


def test_locked_cells_import_what_they_use_and_use_only_each_other(lessons, tmp_path):
    """Each locked cell is a file of a package: Go says what is not imported, or not declared."""
    go = shutil.which("go")
    assert go, "the tests need Go on PATH"
    files, packages = {}, []
    for lesson in lessons:
        folder = NOTEBOOKS / ("locked" + lesson.name[:2])
        packages.append(f"./{folder.relative_to(NOTEBOOKS.parent)}")
        for cell in given(lesson.instructor()):
            file = tmp_path / f"{lesson.name}-{cell.id}.go"
            file.write_text("package locked\n\n" + as_declarations(cell.source), "utf-8")
            files[str(folder / (cell.id + ".go"))] = str(file)
    overlay = tmp_path / "overlay.json"
    overlay.write_text(json.dumps({"Replace": files}), "utf-8")
    built = subprocess.run([go, "build", "-overlay", str(overlay), *packages], cwd=NOTEBOOKS.parent, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr


def as_declarations(source: str) -> str:
    """Returns a cell as a file has it, in which variables are declared with var."""
    return re.sub(r"^(\w+(?:, \w+)*) :=", r"var \1 =", source, flags=re.M)
