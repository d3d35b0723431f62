"""A learner at an exercise: reads hints, types answers, runs them, looks at the marks."""

import re
import sys

import nbformat
from lab import PATIENCE, Lab, Notebook
from machine import ARTIFACTS, ROOT

sys.path.insert(0, str(ROOT / "notebooks/build"))

from answers import checks, is_exercise, solutions, wrong_answers  # noqa: E402: needs the path above
from lesson import SOURCES, Lesson  # noqa: E402


class Exercise:
    """An exercise in a copy of its lesson, opened for one test."""

    def __init__(self, lab: Lab, lesson: str, name: str):
        self.lab, self.lesson, self.name = lab, Lesson(SOURCES / f"{lesson}.md"), name
        self.path = f"{lesson}-{name}.ipynb"  # other tests look at the lesson as it was
        original = lab.folder / "course" / f"{lesson}.ipynb"
        (lab.folder / self.path).write_bytes(original.read_bytes())
        self.notebook: Notebook = lab.open(self.path)
        cells = [cell for cell in nbformat.read(original, as_version=4).cells if cell.cell_type == "code"]
        ids = [cell.id for cell in cells]
        exercises = [cell.id for cell in cells if is_exercise(cell)]
        self.number = exercises.index(name) + 1
        self.answer = ids.index(name)
        self.check = ids.index(checks(self.lesson.instructor())[name].id)
        assert self.check == self.answer + 1, "the checks stand under their exercise"
        self.pictures = 0

    @property
    def solution(self) -> str:
        """The instructor's answer."""
        lines = solutions(self.lesson)[self.name].splitlines()
        return "\n".join(line for line in lines if not re.match(r"\s*// (BEGIN|END) SOLUTION", line))

    def wrong(self, fault: str) -> tuple[str, str]:
        """Returns a wrong answer on file, and what the checks say to it."""
        found = next(a for a in wrong_answers(self.lesson) if (a.exercise, a.fault) == (self.name, fault))
        return found.code.rstrip(), found.says

    def run_above(self):
        """Run All Above Selected Cell."""
        self.notebook.cell(self.answer).locator(".jp-InputPrompt").click()
        self.lab.command("notebook:run-all-above", timeout=5 * PATIENCE)

    def write(self, code: str):
        """Types an answer in place of what the cell has."""
        self.notebook.rewrite(self.answer, code)

    def run(self) -> tuple[str, str]:
        """Runs the answer and the checks by Shift+Enter, and returns what each of them shows."""
        counts = [self.notebook.count(index) for index in (self.answer, self.check)]
        self.notebook.cell(self.answer).locator(".cm-content").click()
        self.lab.page.keyboard.press("Shift+Enter")
        self.notebook.wait_until_run(self.answer, counts[0])
        self.lab.page.keyboard.press("Shift+Enter")  # the next cell is selected now
        self.notebook.wait_until_run(self.check, counts[1])
        return self.said(self.answer), self.said(self.check)

    def said(self, index: int) -> str:
        """Returns the output of a cell as one line: where it is broken does not matter."""
        return " ".join(self.notebook.output(index).inner_text().split())

    def marks(self) -> tuple[int, int]:
        """Returns the points earned and those that there were to earn, as the check says them."""
        found = re.search(rf"Exercise {self.number}: (\d+) of (\d+) points", self.said(self.check))
        assert found, self.said(self.check)
        return int(found[1]), int(found[2])

    def hint(self, level: int):
        """Returns a hint, a folded part of a cell of text."""
        summary = self.notebook.panel.locator("details summary", has_text=f"Hint {level}").nth(self.number - 1)
        return summary.locator("xpath=..")

    def picture(self, stage: str):
        """Takes a picture of the exercise: its hints, the answer, the checks and what they say."""
        self.pictures += 1
        page, size = self.lab.page, self.lab.page.viewport_size
        page.set_viewport_size(size | {"height": 1600})
        self.hint(1).evaluate("e => e.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(300)  # for the layout to settle
        page.screenshot(path=ARTIFACTS / f"exercise-{self.lesson.name[:2]}-{self.name}-{self.pictures}-{stage}.png")
        page.set_viewport_size(size)

    def saved(self):
        """Saves the notebook by the keyboard, and returns the cells of the file."""
        self.lab.page.keyboard.press("Control+s")
        self.lab.page.wait_for_function(
            "() => !jupyterapp.shell.currentWidget.context.model.dirty", timeout=PATIENCE
        )
        cells = nbformat.read(self.lab.folder / self.path, as_version=4).cells
        return [cell for cell in cells if cell.cell_type == "code"]
