"""Builds the notebooks of the course and the gallery out of their sources.

python notebooks/build                 builds what learners and teachers open
python notebooks/build --check         says which notebooks are not as built
python notebooks/build --gates [LESSON…]  tests lessons before a release: all of them, or those named
python notebooks/build --class FOLDER  makes or renews the folder of a class

In such a class, by a teacher:

python notebooks/build --release FOLDER LESSON…  makes what students get
python notebooks/build --grade FOLDER [LESSON…]  grades what they hand in
"""

import argparse
import sys
from pathlib import Path

from classroom import make_classroom
from fault import Fault
from lesson import NOTEBOOKS, all_lessons
from release import OUTPUTS, built


def main() -> int:
    parser = argparse.ArgumentParser(prog="python notebooks/build", description=__doc__.splitlines()[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="change nothing; fail when a notebook is not as built")
    what.add_argument("--gates", nargs="*", metavar="LESSON", help="test all lessons, or these, before a release")
    what.add_argument("--class", dest="classroom", metavar="FOLDER", type=Path, help="make or renew the folder of a class")
    what.add_argument("--release", nargs="+", metavar=("FOLDER", "LESSON"), help="make the notebooks of these lessons that students get")
    what.add_argument("--grade", nargs="+", metavar=("FOLDER", "LESSON"), help="grade what is new in all lessons, or in these, and export it")
    parser.add_argument("--student", action="append", default=[], metavar="NAME", help="with --grade: only this student; may be repeated")
    parser.add_argument("--again", action="store_true", help="with --grade: also what was graded and has not changed")
    arguments = parser.parse_args()
    if (arguments.student or arguments.again) and not arguments.grade:
        parser.error("--student and --again go with --grade FOLDER")
    if arguments.classroom:
        return start_class(arguments.classroom)
    if arguments.release or arguments.grade:
        return teach(arguments)
    if arguments.gates is not None:
        return test(arguments.gates)
    if arguments.check:
        return check()
    return build()


def build() -> int:
    files = built(all_lessons())
    for path in stale(files):
        (NOTEBOOKS / path).unlink()
        print("removed", path)
    for path, text in files.items():
        target = NOTEBOOKS / path
        if target.exists() and target.read_text("utf-8") == text:
            continue
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, "utf-8")
        print("wrote", path)
    return 0


def check() -> int:
    files = built(all_lessons())
    wrong = stale(files) + [p for p, text in files.items() if not (NOTEBOOKS / p).exists() or (NOTEBOOKS / p).read_text("utf-8") != text]
    for path in wrong:
        print(f"notebooks/{path} is not what its source gives; run: python notebooks/build")
    return 1 if wrong else 0


def test(lessons: list[str]) -> int:
    from gates import check_gates  # needs what only the tests need

    return check_gates(lessons, all_lessons())


def stale(files: dict[Path, str]) -> list[Path]:
    """Returns the built notebooks whose source is gone."""
    there = (path.relative_to(NOTEBOOKS) for folder in OUTPUTS for path in sorted((NOTEBOOKS / folder).glob("*.ipynb")))
    return [path for path in there if path not in files]


def start_class(folder: Path) -> int:
    lessons = all_lessons()
    try:
        make_classroom(folder, lessons)
    except OSError as error:
        print(f"error: there can be no class in {folder}: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{folder}: {len(lessons)} lesson(s). Go on with: python notebooks/build --release '{folder}' LESSON")
    return 0


def teach(arguments: argparse.Namespace) -> int:
    import teacher  # nbgrader takes seconds to import

    folder, *lessons = arguments.release or arguments.grade
    folder = Path(folder).expanduser().absolute()
    if arguments.release:
        return teacher.told(folder, lambda: teacher.release(folder, lessons))
    return teacher.told(folder, lambda: teacher.grade(folder, lessons, arguments.student, arguments.again))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Fault as fault:  # a wrong source, or a wrong word
        sys.exit(f"error: {fault}")
