"""The gates of the lessons: the tests that each of them passes before it is released, and a table of what was found."""

import importlib.util
import os
import re
from collections import defaultdict
from pathlib import Path

from answers import is_exercise, wrong_answers
from fault import Fault
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from lesson import NOTEBOOKS, Lesson

TESTS = Path(__file__).parent / "tests"
# The tests that look at lessons. The others look at the build.
FILES = ("test_built.py", "test_locked.py", "test_graded.py", "test_tiers.py")
INSTALL = f"run: '{NOTEBOOKS.parent / 'install.sh'}' --private"
HEADINGS = ("lesson", "points", "exercises", "wrong answers", "cells", "interpreted", "compiled s", "interpreted s", "")


class Findings:
    """A plugin of pytest's that takes down, by lesson, what tests found. "" is what concerns all lessons."""

    def __init__(self):
        self.facts: dict[str, dict] = defaultdict(dict)
        self.failures: dict[str, list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report):
        test, _, lesson = report.nodeid.rpartition("::")[2].partition("[")
        lesson = lesson.removesuffix("]")
        self.facts[lesson] |= dict(report.user_properties)
        words = test.removeprefix("test_").replace("_", " ")
        if report.failed and words not in self.failures[lesson]:
            self.failures[lesson].append(words)

    def pytest_collectreport(self, report):
        if report.failed:
            self.failures[""].append(f"{report.nodeid} cannot be read")


def check_gates(words: list[str], lessons: list[Lesson]) -> int:
    """Runs the gates of the lessons, or of those named by words, and prints what was found.

    Returns 0 if all are passed, else 1.
    """
    chosen = named(words, lessons)
    for module in ("pytest", "xdist"):
        if importlib.util.find_spec(module) is None:
            raise Fault(f"this Python has no {module}; {INSTALL}, and use its Python: ~/.local/share/gonymede/venv/bin/python")
    os.environ["GONYMEDE_BIN"] = kernel()
    print(f"the kernel is {os.environ['GONYMEDE_BIN']}", flush=True)

    import pytest

    findings = Findings()
    files = [str(TESTS / file) for file in FILES]
    options = ["-q", "--tb=short", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    status = pytest.main([*files, *options, *(f"--lesson={lesson.name}" for lesson in chosen)], plugins=[findings])
    report(chosen, findings)
    failed = [f"{lesson or 'all lessons'}: {words}" for lesson, failures in findings.failures.items() for words in failures]
    for line in failed:
        print("FAILED", line)
    if status != pytest.ExitCode.OK and not failed:
        print(f"FAILED the tests could not be run: {pytest.ExitCode(status).name}")
    return int(status != pytest.ExitCode.OK)


def named(words: list[str], lessons: list[Lesson]) -> list[Lesson]:
    """Returns the lessons by name or number; all of them for no words."""
    for word in words:
        if not any(fits(word, lesson) for lesson in lessons):
            raise Fault(f"'{word}' is no lesson; there are: {', '.join(lesson.name for lesson in lessons)}")
    return [lesson for lesson in lessons if not words or any(fits(word, lesson) for word in words)]


def fits(word: str, lesson: Lesson) -> bool:
    return lesson.name == word or lesson.name.startswith(f"{word}-")


def kernel() -> str:
    """Returns the path of the kernel to test: GONYMEDE_BIN, or the one that Jupyter knows."""
    binary = os.environ.get("GONYMEDE_BIN")
    if binary and not os.access(binary, os.X_OK):
        raise Fault(f"GONYMEDE_BIN names {binary}, which is no program; correct it, or unset it to use the kernel that is installed")
    if not binary:
        try:
            binary = KernelSpecManager().get_kernel_spec("gonymede").argv[0]
        except NoSuchKernel as error:
            raise Fault(f"Jupyter knows no kernel gonymede; {INSTALL}") from error
        if not os.access(binary, os.X_OK):
            raise Fault(f"Jupyter's kernel gonymede is {binary}, which is no program (any more); {INSTALL}")
    return binary


def report(lessons: list[Lesson], findings: Findings) -> None:
    """Prints a table of the lessons, and the cells that need compiled code."""
    rows = [HEADINGS] + [row(lesson, findings) for lesson in lessons]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    print()
    for name, *figures, verdict in rows:
        cells = [name.ljust(widths[0]), *(figure.rjust(width) for figure, width in zip(figures, widths[1:])), verdict]
        print("  ".join(cells).rstrip())
    for lesson in lessons:
        for title, why in findings.facts[lesson.name].get("not interpreted", []):
            print(f"\n{lesson.name}, a cell that needs compiled code: {title}\n" + re.sub("^", "    ", why, flags=re.M))
    print()


def row(lesson: Lesson, findings: Findings) -> tuple[str, ...]:
    code = [cell for cell in lesson.instructor().cells if cell.cell_type == "code"]
    facts = findings.facts[lesson.name]
    return (
        lesson.name,
        str(lesson.points()),
        str(sum(map(is_exercise, code))),
        str(len(wrong_answers(lesson))),
        str(len(code)),
        str(facts.get("interpreted", "?")),
        f"{facts['compiled seconds']:.1f}" if "compiled seconds" in facts else "?",
        f"{facts['interpreted seconds']:.1f}" if "interpreted seconds" in facts else "?",
        "FAILED" if findings.failures[lesson.name] else "passed",
    )
