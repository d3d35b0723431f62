"""Builds the notebooks of the course and the gallery out of their sources.

python notebooks/build                 builds what learners and teachers open
python notebooks/build --check         says which notebooks are not as built
python notebooks/build --class FOLDER  makes or renews the folder of a class
"""

import argparse
import sys
from pathlib import Path

from classroom import make_classroom
from lesson import NOTEBOOKS, all_lessons
from release import OUTPUTS, built


def main() -> int:
    parser = argparse.ArgumentParser(prog="python notebooks/build", description=__doc__.splitlines()[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="change nothing; fail when a notebook is not as built")
    what.add_argument("--class", dest="classroom", metavar="FOLDER", type=Path, help="make or renew the folder of a class")
    arguments = parser.parse_args()
    if arguments.classroom:
        return start_class(arguments.classroom)
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


def stale(files: dict[Path, str]) -> list[Path]:
    """Returns the built notebooks whose source is gone."""
    there = (path.relative_to(NOTEBOOKS) for folder in OUTPUTS for path in sorted((NOTEBOOKS / folder).glob("*.ipynb")))
    return [path for path in there if path not in files]


def start_class(folder: Path) -> int:
    lessons = all_lessons()
    make_classroom(folder, lessons)
    print(f"{folder}: {len(lessons)} lesson(s). Go on in that folder with: nbgrader generate_assignment LESSON")
    return 0


if __name__ == "__main__":
    sys.exit(main())
