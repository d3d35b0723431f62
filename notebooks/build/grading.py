"""Grading: from what students have handed in to pages, PDF files and scores."""

import hashlib
import json
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde
from opened import ClassError, OpenClass, StepFailed, replacing

from feedback import GradedPage
from paper import NotPrinted, print_page
from scores import Result, graded_before
from submission import Expected, Submission

RECORD = ".graded.json"


class Record:
    """What was graded and printed, by hashes: what has not changed is not done again."""

    def __init__(self, path: Path):
        self.path = path
        try:
            self.hashes: dict[str, str] = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            self.hashes = {}
        except ValueError:  # damaged: then everything is graded again, and nothing is lost
            self.hashes = {}

    def has(self, what: str, value: str) -> bool:
        return self.hashes.get(what) == value

    def keep(self, what: str, value: str) -> None:
        """Writes at once, so that an interrupted run loses nothing."""
        self.hashes[what] = value
        new = self.path.with_name(self.path.name + ".new")
        new.write_text(json.dumps(self.hashes, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
        new.replace(self.path)


class Grader:
    """Grades the submissions of an open class."""

    def __init__(self, opened: OpenClass, again: bool):
        self.opened, self.again = opened, again
        self.record = Record(opened.folder / RECORD)

    def expected(self, lesson: str) -> Expected:
        """Returns what a submission has to have, as nbgrader remembers it from the release."""
        with self.opened.gradebook as gradebook:
            try:
                notebooks = gradebook.find_assignment(lesson).notebooks
            except MissingEntry:
                notebooks = []
            hashes = {n.name: {cell.name: cell.checksum for cell in n.source_cells} for n in notebooks}
            answers = {n.name: {cell.name for cell in (*n.solution_cells, *n.grade_cells, *n.task_cells)} for n in notebooks}
        if not hashes:
            raise ClassError(
                f"{lesson} has not been released from this class, so nbgrader does not know its checks. "
                f"Run: python notebooks/build --release '{self.opened.folder}' {lesson}"
            )
        checks = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()
        return Expected({name: set(ids) for name, ids in hashes.items()}, answers, checks)

    def grade(self, submission: Submission) -> Result:
        """Grades a submission, unless it has been, and makes its page."""
        result = Result(submission.student, submission.lesson)
        expected = self.expected(submission.lesson)
        what = f"graded {submission.lesson}/{submission.student}"
        try:
            if fault := submission.fault(expected):
                raise StepFailed(fault)
            state = submission.digest() + expected.checks
            if missing := submission.missing(expected):
                result.notes.append(f"deleted cells, which nbgrader does not put back: {', '.join(missing)}")
            if not self.again and self.record.has(what, state) and self.graded(submission).exists():
                result.notes.insert(0, "as before")
            else:
                print(f"grading {submission.lesson}: {submission.student}", flush=True)
                self.autograde(submission)
                self.record.keep(what, state)
            self.make_pages(submission, list(expected.cells))
        except (StepFailed, OSError) as error:
            result.fault = str(error)
            with self.opened.gradebook as gradebook:
                if graded_before(gradebook, submission.lesson, submission.student):
                    result.fault += " (the points of the submission before stand)"
        return result

    def graded(self, submission: Submission) -> Path:
        return self.opened.path("autograded", submission.student, submission.lesson)

    def autograde(self, submission: Submission) -> None:
        step = Autograde(coursedir=self.opened.course, parent=self.opened.app)
        with replacing(self.graded(submission)):
            self.opened.run(step, submission.lesson, submission.student)

    def make_pages(self, submission: Submission, notebooks: list[str]) -> None:
        """Makes the pages anew: comments and points may have been given by hand."""
        for name in notebooks:
            if not (self.graded(submission) / (name + ".ipynb")).exists():
                continue
            step = GradedPage(coursedir=self.opened.course, parent=self.opened.app, force=True)
            self.opened.run(step, submission.lesson, submission.student, name)

    def pages(self, submission: Submission) -> list[Path]:
        return sorted(self.opened.path("feedback", submission.student, submission.lesson).glob("*.html"))

    def print_pages(self, submission: Submission, chromium: str, folder: Path) -> str:
        """Prints the pages that have changed; returns what went wrong, or ""."""
        for page in self.pages(submission):
            pdf = folder / submission.lesson / f"{submission.student}.pdf"
            if page.stem != submission.lesson:  # a lesson of several notebooks
                pdf = pdf.with_name(f"{submission.student} {page.stem}.pdf")
            what, state = f"printed {pdf.relative_to(folder)}", hashlib.sha256(page.read_bytes()).hexdigest()
            if pdf.exists() and self.record.has(what, state):
                continue
            try:
                print_page(chromium, page, pdf)
            except NotPrinted as error:
                return f"no PDF: {error}"
            self.record.keep(what, state)
        return ""
