"""Cells with checks get a title and hashes, or the build says what is wrong with them."""

import hashlib

import pytest
from apart import TITLE, line_of, seal
from fault import Fault
from nbformat.v4 import new_code_cell, new_markdown_cell


def cell(grade_id: str, source: str = "x := 1", **settings: object):
    """Returns a cell of code, locked if nothing else is said."""
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id, "locked": True} | settings})


def checks(line: str):
    return cell("sum-checks", line + "\nmarks()", grade=True, points=3)


def marking():
    return cell("marking", "func marks() int { return 0 }\n")


def test_each_grade_id_is_followed_by_a_hash_of_its_cell():
    helper = cell("slow-motion", "// Ein Zähler.\ntype slow int")
    cells = [marking(), helper, cell("sum", locked=False, solution=True), checks("%%apart sum  total with marking slow-motion")]
    seal(cells, "01-sums")
    first, second = (hashlib.sha256(text.encode()).hexdigest()[:12] for text in ("func marks() int { return 0 }", helper.source))
    assert cells[-1].source == f"{TITLE}\n%%apart sum total with marking:{first} slow-motion:{second}\nmarks()"
    assert line_of(cells[-1].source, "") == (["sum", "total"], [f"marking:{first}", f"slow-motion:{second}"])


def test_what_has_no_checks_stays_as_it_is():
    cells = [marking(), new_markdown_cell("%%apart is explained here"), new_code_cell("x"), cell("sum", "y", locked=False, solution=True)]
    before = [c.source for c in cells]
    seal(cells, "01-sums")
    assert [c.source for c in cells] == before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("marks()", "a cell with checks begins with %%apart NAMES… with GRADE_IDS…"),
        ("%%apart sum", "begins with %%apart NAMES… with GRADE_IDS…"),
        ("%%apart sum marking", "begins with %%apart NAMES… with GRADE_IDS…"),
        ("%%apartment sum with marking", "begins with %%apart NAMES… with GRADE_IDS…"),
        ("%%apart sum with marking with sum", "begins with %%apart NAMES… with GRADE_IDS…"),
        ("%%apart with marking", "needs names before with"),
        ("%%apart sum with", "grade ids behind it"),
        ("%%apart sum with markin", "no cell above it has the grade id markin; correct the line"),
        ("%%apart sum with marking below", "no cell above it has the grade id below; correct the line %%apart, or move the cell"),
        ("%%apart sum with sum", "sum is a cell that learners may change"),
        ("%%apart sum with marking story", "story is a cell that learners may change, or has checks, or no code"),
        ("%%apart sum with other-checks", "other-checks is a cell that learners may change, or has checks"),
        ("%%apart sum with sum-checks", "no cell above it has the grade id sum-checks"),
    ],
)
def test_a_line_that_cannot_be_is_refused(line, says):
    story = new_markdown_cell("Once", metadata={"nbgrader": {"grade_id": "story", "locked": True}})
    other = cell("other-checks", "%%apart x with marking\nmarks()", grade=True, points=1)
    cells = [marking(), cell("sum", locked=False, solution=True), story, other, checks(line), cell("below")]
    with pytest.raises(Fault) as refused:
        seal(cells, "01-sums")
    assert str(refused.value).startswith("01-sums, cell sum-checks: ")
    assert says in str(refused.value)


def test_only_cells_with_checks_run_apart():
    cells = [marking(), new_code_cell("%%apart sum with marking\nmarks()", id="demo")]
    with pytest.raises(Fault, match="01-sums, cell demo: only a cell with checks begins with %%apart; give it a grade id and points"):
        seal(cells, "01-sums")
