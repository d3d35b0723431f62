"""Scores on the way out of the gradebook: tables for people and CSV files for programs."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin, ExportPlugin

COLUMNS = (
    "assignment", "student_id", "last_name", "first_name", "exercise",
    "auto_score", "manual_score", "extra_credit", "score", "max_score", "needs_manual_grade",
)  # fmt: skip


class ExercisesExportPlugin(ExportPlugin):
    """Exports the points of each exercise; nbgrader's own CSV has only their sum."""

    def export(self, gradebook: Gradebook) -> None:
        with open(self.to, "w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            rows.writeheader()
            for assignment in gradebook.assignments:
                for submission in sorted(assignment.submissions, key=lambda s: s.student.id):
                    for notebook in submission.notebooks:
                        for grade in in_order(notebook):
                            rows.writerow(row_of(submission.student, assignment.name, grade))


def row_of(student, assignment: str, grade) -> dict:
    return {
        "assignment": assignment,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "exercise": grade.name,
        "auto_score": grade.auto_score,
        "manual_score": grade.manual_score,
        "extra_credit": grade.extra_credit,
        "score": grade.score,
        "max_score": grade.max_score,
        "needs_manual_grade": "yes" if grade.needs_manual_grade else "no",
    }


def in_order(notebook) -> list:
    """Returns the grades of a submitted notebook in the order of its cells."""
    place = {cell.name: number for number, cell in enumerate(notebook.notebook.source_cells)}
    return sorted(notebook.grades, key=lambda grade: (place.get(grade.name, len(place)), grade.name))


def write_csv(gradebook: Gradebook, folder: Path) -> None:
    """Writes grades.csv, which is nbgrader's own export, and exercises.csv."""
    folder.mkdir(exist_ok=True)
    for plugin, name in ((CsvExportPlugin, "grades.csv"), (ExercisesExportPlugin, "exercises.csv")):
        plugin(to=str(folder / name)).export(gradebook)


@dataclass
class Result:
    """What became of one submission."""

    student: str
    lesson: str
    fault: str = ""  # why it could not be graded
    notes: list[str] = field(default_factory=list)
    handed_in: bool = True

    def line(self, gradebook: Gradebook) -> tuple[str, str, str]:
        """Returns the student, the points, and what is to be said."""
        points = "–"
        if not self.fault and self.handed_in:
            submission = gradebook.find_submission(self.lesson, self.student)
            score = max(0.0, submission.score - (submission.late_submission_penalty or 0))
            points = f"{score:g} of {submission.max_score:g}"
            by_hand = [g.name for n in submission.notebooks for g in in_order(n) if g.needs_manual_grade]
            if by_hand:
                self.notes.append("to be looked at by hand: " + ", ".join(by_hand))
        said = [f"NOT GRADED: {self.fault}"] if self.fault else self.notes
        return self.student, points, "; ".join(said)


def table(gradebook: Gradebook, results: list[Result]) -> str:
    """Returns the results as text, lesson by lesson."""
    lines = []
    for lesson in sorted({result.lesson for result in results}):
        rows = [result.line(gradebook) for result in results if result.lesson == lesson]
        wide, points = (max(len(row[i]) for row in rows) for i in (0, 1))
        lines += ["", lesson]
        lines += [f"  {student:{wide}}  {score:>{points}}  {said}".rstrip() for student, score, said in rows]
    return "\n".join(lines)


def students_of(gradebook: Gradebook) -> set[str]:
    return {student.id for student in gradebook.students}


def graded_before(gradebook: Gradebook, lesson: str, student: str) -> bool:
    """Tells whether the gradebook has points for a submission."""
    try:
        submission = gradebook.find_submission(lesson, student)
    except MissingEntry:
        return False
    return any(g.auto_score is not None or g.manual_score is not None for n in submission.notebooks for g in n.grades)
