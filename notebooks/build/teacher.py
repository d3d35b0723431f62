"""What a teacher does with a class: hands out lessons, grades what comes back."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbgrader.converters import GenerateAssignment
from opened import LOG, ClassError, OpenClass, StepFailed, replacing
from sqlalchemy.exc import DatabaseError

from grading import Grader
from paper import find_chromium
from scores import Result, students_of, table, write_csv
from sources import KERNEL
from submission import Submission

EXPORTED = "exported"


def told(folder: Path, command: Callable[[], int]) -> int:
    """Runs a command for a class; says what went wrong in a sentence and returns 1."""
    try:
        return command()
    except DatabaseError as error:
        reason = str(error.orig)
        text = (
            f"the gradebook of the class {folder} cannot be used: {reason}. If another version of nbgrader has made it: "
            "copy gradebook.db to a safe place, then run in that folder: nbgrader db upgrade"
        )
    except OSError as error:
        text = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    except ClassError as error:
        text = str(error)
    except KeyboardInterrupt:
        text = "interrupted; what was graded is kept, and the same command goes on from there"
    print(f"error: {text}", file=sys.stderr)
    return 1


def release(folder: Path, lessons: list[str]) -> int:
    """Makes the notebooks that students get, and puts them into nbgrader's exchange if there is one."""
    opened = OpenClass(folder)
    if not lessons:
        raise ClassError(f"name the lessons to release; there are: {', '.join(opened.lessons())}")
    for lesson in opened.chosen(lessons):
        step = GenerateAssignment(coursedir=opened.course, parent=opened.app)
        try:
            with replacing(opened.path("release", ".", lesson)):
                opened.run(step, lesson)
        except StepFailed as error:
            hint = ""
            if "submissions associated" in str(error):
                hint = " Students have already handed in another version of this lesson: go on with that one, or make a new class."
            raise ClassError(f"{lesson} is not released, and nothing has changed: {error}.{hint}") from error
        print(f"{lesson}: hand out {opened.path('release', '.', lesson)}")
        if opened.course.course_id:
            hand_out(opened, lesson)
    if not opened.course.course_id:
        print("nbgrader's exchange is not used; to use it, set its two lines in", opened.folder / "nbgrader_config.py")
    return 0


def hand_out(opened: OpenClass, lesson: str) -> None:
    step = opened.exchange("ReleaseAssignment")
    step.force = True  # a second release renews the first
    try:
        opened.run(step, lesson)
    except (StepFailed, OSError) as error:
        raise ClassError(
            f"{lesson} does not reach nbgrader's exchange: {error}. "
            f"c.Exchange.root in {opened.folder / 'nbgrader_config.py'} names a folder that all may write to."
        ) from error
    course = opened.course.course_id
    print(f"{lesson}: students get it with: nbgrader fetch_assignment {lesson} --course {course}")


def grade(folder: Path, lessons: list[str], students: list[str], again: bool) -> int:
    """Collects, grades, and exports; returns 1 if something could not be graded."""
    opened = OpenClass(folder)
    must_have_kernel()
    chosen = opened.chosen(lessons)
    complaints = collect(opened, chosen) if opened.course.course_id else []
    submissions = handed_in(opened, chosen)
    if lessons and not submissions and not complaints:
        raise ClassError(f"there is nothing to grade: no {opened.path('submitted', 'STUDENT', chosen[0])}")
    must_know(opened, students, submissions)

    grader, results = Grader(opened, again), []
    exported, chromium = opened.folder / EXPORTED, find_chromium()
    for submission in submissions:
        if students and submission.student not in students:
            continue
        result = grader.grade(submission)
        if chromium and not result.fault and (fault := grader.print_pages(submission, chromium, exported)):
            result.notes.append(fault)
        results.append(result)
    with opened.gradebook as gradebook:
        if not students:
            results += absent(students_of(gradebook), submissions)
        results.sort(key=lambda result: (result.lesson, result.student))
        print(table(gradebook, results), flush=True)
        write_csv(gradebook, exported)
    tell_where(opened, exported, chromium)
    for complaint in complaints:
        print(f"error: {complaint}", file=sys.stderr)
    return 1 if complaints or any(result.fault for result in results) else 0


def must_have_kernel() -> None:
    try:
        KernelSpecManager().get_kernel_spec(KERNEL["name"])
    except NoSuchKernel as error:
        raise ClassError(f"Jupyter does not know the kernel '{KERNEL['name']}', which runs the notebooks. Run: ./install.sh --private") from error


def collect(opened: OpenClass, lessons: list[str]) -> list[str]:
    """Gets what students have submitted to the exchange; returns what went wrong."""
    for lesson in lessons:
        step = opened.exchange("Collect")
        step.update = True
        try:
            opened.run(step, lesson)
        except (StepFailed, OSError) as error:
            return [f"nothing is collected from nbgrader's exchange: {error}; what is in submitted/ has been graded"]
    return []


def handed_in(opened: OpenClass, lessons: list[str]) -> list[Submission]:
    found = []
    for folder in sorted(opened.path("submitted", "x", "y").parents[1].glob("*/*")):
        if folder.is_dir() and folder.name in lessons:
            found.append(Submission(folder, folder.parent.name, folder.name))
    return sorted(found, key=lambda submission: (submission.lesson, submission.student))


def must_know(opened: OpenClass, students: list[str], submissions: list[Submission]) -> None:
    there = sorted({submission.student for submission in submissions})
    for student in students:
        if student not in there:
            raise ClassError(f"student '{student}' has handed in none of these lessons; those who have: {', '.join(there) or 'nobody'}")


def absent(students: set[str], submissions: list[Submission]) -> list[Result]:
    """Returns the students of the gradebook who have handed in nothing of a lesson that others have."""
    there = {(submission.lesson, submission.student) for submission in submissions}
    lessons = {submission.lesson for submission in submissions}
    return [
        Result(student, lesson, notes=["nothing handed in"], handed_in=False)
        for lesson in lessons
        for student in students
        if (lesson, student) not in there
    ]


def tell_where(opened: OpenClass, exported: Path, chromium: str | None) -> None:
    print(f"\npages:  {opened.path('feedback', 'STUDENT', 'LESSON')}\nscores: {exported}/grades.csv, {exported}/exercises.csv")
    if chromium:
        print(f"PDF:    {exported}/LESSON/STUDENT.pdf")
    else:
        install = "sudo apt-get install chromium" if shutil.which("apt-get") else "install it with this system's package manager"
        print(f"PDF:    none, as there is no Chromium on PATH; {install}, then run this again")
    print(f"log:    {opened.folder / LOG}")
