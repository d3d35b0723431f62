"""A machine of its own for these tests: no test touches the user's home folder."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

BUILD = Path(__file__).resolve().parents[1]
ROOT = BUILD.parents[1]
sys.path.insert(0, str(BUILD))

from lesson import Lesson, all_lessons  # noqa: E402: needs the path above


def pytest_addoption(parser):
    parser.addoption("--lesson", action="append", default=[], metavar="NAME", help="look at this lesson only; may be repeated")


def pytest_generate_tests(metafunc):
    if "lesson" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("lesson")
        lessons = [lesson for lesson in all_lessons() if not wanted or lesson.name in wanted]
        metafunc.parametrize("lesson", lessons, ids=[lesson.name for lesson in lessons], scope="session")


class ByLesson(LoadScopeScheduling):
    """Gives each process whole lessons of a file of tests, so that nothing is graded or run twice."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        lesson = re.search(r"\[(\d\d-[\w-]+)", test)
        return f"{file} {lesson[1] if lesson else ''}"


def pytest_xdist_make_scheduler(config, log):
    return ByLesson(config, log)


@pytest.fixture(scope="session")
def lessons() -> list[Lesson]:
    return all_lessons()


@pytest.fixture(scope="session")
def kernel(tmp_path_factory) -> dict[str, str]:
    """Installs the kernel where only these tests find it.

    Returns the environment variables with which Jupyter finds it.
    """
    home = tmp_path_factory.mktemp("home")
    binary = os.environ.get("GONYMEDE_BIN")
    if not binary:
        assert shutil.which("go"), "no Go on PATH to build the kernel with, and GONYMEDE_BIN names none"
        binary = str(home / "gonymede")
        subprocess.run(["go", "build", "-o", binary, "."], cwd=ROOT, check=True)
    found = {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_RUNTIME_DIR": str(home / "runtime")}
    # What is compiled already need not be compiled again, wherever HOME is.
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    found["GONYMEDE_CACHE"] = os.environ.get("GONYMEDE_CACHE") or str(cache / "gonymede" / "native")
    if go := shutil.which("go"):
        names = ("GOCACHE", "GOMODCACHE", "GOENV", "GOTOOLCHAIN", "GOFLAGS")
        values = subprocess.run([go, "env", *names], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
        found |= dict(zip(names, values))
    subprocess.run([binary, "install"], check=True, stdout=subprocess.DEVNULL, env=os.environ | found)
    return found
