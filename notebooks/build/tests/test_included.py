"""A Go file comes into a cell whole, but for its package clause, or the build says why not."""

import pytest
from fault import Fault
from included import include
from lesson import NOTEBOOKS
from nbformat.v4 import new_code_cell

GO = '// Package marking marks.\n//\n// It is copied.\npackage marking\n\nimport "fmt"\n\n// marks marks.\nfunc marks() { fmt.Println("package x") }\n'
BODY = 'import "fmt"\n\n// marks marks.\nfunc marks() { fmt.Println("package x") }'


def locked(source: str):
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": "marking", "locked": True}})


@pytest.mark.parametrize("go", [GO, GO[GO.index("package") :]])
def test_the_file_stands_where_the_line_stood(tmp_path, go):
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "marking.go").write_text(go, "utf-8")
    cells = [locked("// Nothing to change here.\n\n//include some/marking.go\n\nvar why = 1"), new_code_cell("x := 1")]
    include(cells, tmp_path, "01-sums")
    assert [cell.source for cell in cells] == [f"// Nothing to change here.\n\n{BODY}\n\nvar why = 1", "x := 1"]


def test_the_marking_code_can_be_included():
    cells = [locked("//include marking/marking.go")]
    include(cells, NOTEBOOKS, "01-sums")
    assert cells[0].source.startswith('import (\n\t"fmt"\n')
    assert "\nfunc marks(" in cells[0].source and "package marking" not in cells[0].source


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("//include marking.go", "cannot include {folder}/marking.go: No such file or directory; write //include and a file as seen from notebooks/"),
        ("//include", "cannot include {folder}: Is a directory"),
        ("//include notes.txt", "{folder}/notes.txt does not begin with a comment and a package clause; only Go files can be included"),
    ],
)
def test_what_cannot_be_included_is_told(tmp_path, line, says):
    (tmp_path / "notes.txt").write_text("no Go", "utf-8")
    with pytest.raises(Fault) as refused:
        include([locked(line)], tmp_path, "01-sums")
    assert str(refused.value).startswith("01-sums, cell marking: " + says.format(folder=tmp_path))


@pytest.mark.parametrize("settings", [{}, {"nbgrader": {"grade_id": "sum", "locked": False, "solution": True}}])
def test_only_locked_cells_include(tmp_path, settings):
    cell = new_code_cell("//include marking.go", metadata=settings)
    with pytest.raises(Fault, match='01-sums: a cell has the line "//include marking.go", but no grade id, or is not locked'):
        include([cell], tmp_path, "01-sums")
