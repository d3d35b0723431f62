"""Submissions of learners who are dishonest, or unlucky, or untidy."""

import re
from copy import deepcopy
from itertools import cycle, islice

from answers import checks, filled, is_exercise, solutions, stub
from apart import is_given, line_of
from lesson import Lesson
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

NOT_SOLVED = 'panic("not solved yet")'

# Ways in which a function ends without a result. A check that says nothing would
# earn full marks from nbgrader.
ENDINGS = (
    "os.Exit(0)",
    "runtime.Goexit()",
    "syscall.Kill(os.Getpid(), syscall.SIGKILL)",
    'panic("")',
    'syscall.Exec("/bin/true", []string{"true"}, nil)',
    "os.Stdout.Close(); os.Stderr.Close()",
    "for fd := range 64 { syscall.Close(fd) }",
    'go func() { panic("later") }(); select {}',
    "var mu sync.Mutex; mu.Unlock()",
)

# Names of Go and of its library, with what a learner may use them for.
NAMES = {
    "fmt": 'fmt := "%d"',
    "len": "func len(v string) int { return 0 }",
    "true": "const true = false",
    "max": "func max(a, b int) int { return a }",
    "append": "func append(a, b int) int { return a }",
    "string": "type string struct{}",
    "slices": "slices := 1",
    "strings": "strings := []int{1}",
    "time": "time := 60",
    "sync": "var sync bool",
    "exec": "exec := 1",
}

MARKS_OF_ONES_OWN = """
type check struct {
	points int
	run    func() string
}

func marks(exercise string, worth int, checks ...check) int { return worth }

func meeting(n int) func() bool { return func() bool { return true } }

func outcome(run func() string) string { return "" }
"""


def bare(notebook: NotebookNode) -> NotebookNode:
    """Returns a notebook without demonstrations: locked cells, exercises and checks."""
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code" and "grade_id" in cell.metadata.get("nbgrader", {})]
    return notebook


def lean(notebook: NotebookNode) -> NotebookNode:
    """Returns a notebook without demonstrations, unless an exercise calls a function of theirs."""
    demonstrations = [cell for cell in notebook.cells if cell.cell_type == "code" and "grade_id" not in cell.metadata.get("nbgrader", {})]
    functions = {name for cell in demonstrations for name in re.findall(r"^func (\w+)\(", cell.source, re.M)}
    answers = "\n".join(cell.source for cell in notebook.cells if is_exercise(cell))
    parameters = re.findall(r"\b(\w+) func\(", answers)
    called = set(re.findall(r"\b(\w+)\(", answers)) - set(parameters)
    return notebook if functions & called else bare(notebook)


def in_order(notebook: NotebookNode, *scratch: str) -> NotebookNode:
    """Returns a bare notebook with all exercises first, then cells of the learner's, then all checks."""
    cells = bare(notebook).cells
    graded = list(checks(notebook).values())
    notebook.cells = [cell for cell in cells if cell not in graded] + [new_code_cell(text) for text in scratch] + graded
    return notebook


def checked_again(lesson: Lesson) -> NotebookNode:
    """Returns the lesson solved, with all checks made once more when all else has run.

    The last cell of code tidies up, unless it is a check.
    """
    notebook = filled(lesson, solutions(lesson))
    again = [new_code_cell(cell.source, id="again-" + cell.id) for cell in checks(lesson.instructor()).values()]
    last = max(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    at = last + 1 if notebook.cells[last] in checks(notebook).values() else last
    notebook.cells[at:at] = again
    return notebook


def with_names_taken(lesson: Lesson) -> NotebookNode:
    """Returns the lesson solved by somebody who uses names that the checks use, too.

    Names that the solutions use are left alone.
    """
    text = "\n".join(solutions(lesson).values())
    taken = [declaration for name, declaration in NAMES.items() if not re.search(rf"\b{name}\b", text)]
    assert len(taken) >= 3, "the solutions use most of the names"
    notebook = in_order(filled(lesson, solutions(lesson)), *taken)
    notebook.cells.insert(0, new_code_cell('fmt, sync := "%d", 1'))  # the marking cell imports them
    return notebook


def with_helpers_of_ones_own(lesson: Lesson) -> tuple[NotebookNode, dict[str, list[str]]]:
    """Returns the lesson solved by somebody who declares anew what the checks use.

    The names are told by the grade ids of the checks that use them.
    """
    notebook = filled(lesson, solutions(lesson))
    anew = {cell.id: found for cell in notebook.cells if is_given(cell) and cell.id != "marking" and (found := declared_anew(cell.source))}
    spoiled = {}
    for cell in checks(notebook).values():
        helpers = [pair.partition(":")[0] for pair in line_of(cell.source, cell.id)[1]]
        if names := [anew[helper][0] for helper in helpers if helper in anew]:
            spoiled[cell.id] = names
    return in_order(notebook, *[declaration for _, declaration in anew.values()]), spoiled


def declared_anew(source: str) -> tuple[str, str] | None:
    """Returns a function or variable that a cell declares, and another declaration of it."""
    if function := re.search(r"^func (\w+)\(.*\{$", source, re.M):
        return function[1], function[0] + ' panic("mine") }'
    if variable := re.search(r"^(\w+) := ", source, re.M):
        return variable[1], f"{variable[1]} := 0"
    return None


def with_marks_of_ones_own(lesson: Lesson) -> NotebookNode:
    """Returns the lesson unsolved, with exercises that bring their own marking code."""
    notebook = bare(stub(lesson))
    for cell in notebook.cells:
        if is_exercise(cell):
            cell.source += "\n" + MARKS_OF_ONES_OWN
    return notebook


def with_cells_changed(lesson: Lesson) -> NotebookNode:
    """Returns the lesson unsolved, with locked cells and checks that award everything."""
    notebook = bare(stub(lesson))
    for cell in notebook.cells:
        if cell.id == "marking":
            cell.source += "\nfunc marks(exercise string, worth int, checks ...check) int { return worth }"
        elif not is_exercise(cell) and not is_given(cell):
            cell.source = "99"
    return notebook


def with_checks_skipped(lesson: Lesson) -> NotebookNode:
    """Returns the lesson unsolved, with checks that ask not to be run."""
    notebook = bare(stub(lesson))
    for cell in checks(notebook).values():
        cell.metadata.tags = ["skip-execution"]
    return notebook


def with_cells_added(lesson: Lesson) -> NotebookNode:
    """Returns the lesson unsolved, with each check there three times: two of them award everything."""
    notebook = bare(stub(lesson))
    cells = []
    for cell in notebook.cells:
        if cell.metadata.nbgrader.get("grade"):
            forged = [deepcopy(cell), deepcopy(cell)]
            for copy, name in zip(forged, ("before", "after"), strict=True):
                copy.id, copy.source = f"{cell.id}-{name}", str(cell.metadata.nbgrader.points)
            cells += [forged[0], cell, forged[1]]
        else:
            cells.append(cell)
    notebook.cells = cells
    return notebook


def without_marking(lesson: Lesson) -> NotebookNode:
    """Returns the lesson unsolved, with marking code of one's own instead of the cell that has it."""
    notebook = bare(stub(lesson))
    notebook.cells = [new_code_cell(MARKS_OF_ONES_OWN), *(cell for cell in notebook.cells if cell.id != "marking")]
    return notebook


def untidy(lesson: Lesson) -> tuple[NotebookNode, str]:
    """Returns the lesson solved, with notes, tries, copies and forgotten prints, and without the checks of one exercise.

    The other value is the grade id of those checks.
    """
    notebook = bare(filled(lesson, solutions(lesson)))
    lost = list(checks(notebook).values())[-1].id
    cells = [new_markdown_cell("# My notes")]
    for number, cell in enumerate(notebook.cells):
        if cell.id == lost:
            continue
        if is_exercise(cell):  # copied in JupyterLab, metadata and all, and solved in the copy
            attempt = deepcopy(cell)
            attempt.id, attempt.source = f"{cell.id}-attempt", "// I do not know yet.\n"
            cells.append(attempt)
            cell.source = re.sub(r"^(func .*\{)$", r"\1" + '\n\tprintln("I am here")', cell.source, count=1, flags=re.M)
        cells += [cell, new_code_cell(f"try{number} := {number}\ntry{number} * 2"), new_markdown_cell("Aha.")]
    notebook.cells = cells
    return notebook, lost


def with_endings(lesson: Lesson) -> NotebookNode:
    """Returns the lesson with exercises that end the goroutine or the process, each in another way."""
    ways = islice(cycle(ENDINGS), int(lesson.name[:2]), None)
    notebook = bare(stub(lesson))
    for cell in notebook.cells:
        if is_exercise(cell):
            cell.source = cell.source.replace(NOT_SOLVED, f'{next(ways)}; panic("not reached")')
    return notebook
