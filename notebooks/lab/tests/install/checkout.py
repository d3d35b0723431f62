"""Runs install.sh of a copy of the checkout, as users of many machines would."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from machine import ROOT

PATIENCE = 300  # seconds; only guards against hangs

# What the fake machines lack unless they are given it.
PROGRAMS = (
    "go", "gofmt", "cc", "gcc", "clang", "c99", "c89",
    "python", "python3", "python3.11", "python3.12", "python3.13", "python3.14",
    "jupyter", "jupyter-lab", "chromium",
)  # fmt: skip


def copy_checkout(to: Path) -> Path:
    """A copy of the checkout, without what it ignores."""
    ignore = shutil.ignore_patterns(".git", ".artifacts", "__pycache__", "gonymede", ".ipynb_checkpoints")
    shutil.copytree(ROOT, to, ignore=lambda folder, names: ignore(folder, names) - {"kernel"})
    return to


def link_ordinary_programs(folder: Path):
    """Fills a folder for PATH with what every machine has."""
    folder.mkdir()
    for place in ("/usr/bin", "/bin"):
        for program in Path(place).iterdir():
            link = folder / program.name
            if program.name not in PROGRAMS and not link.is_symlink():
                link.symlink_to(program)


class Machine:
    """A home folder and a PATH with the ordinary programs, and what is added."""

    def __init__(self, folder: Path, checkout: Path, ordinary: Path):
        self.checkout = checkout
        self.home = folder / "a home"
        self.bin = folder / "programs"
        self.home.mkdir()
        self.bin.mkdir()
        keep = ("GOCACHE", "GOMODCACHE", "GOENV", "GOTOOLCHAIN", "GOFLAGS", "GOPROXY", "GOSUMDB", "LANG", "GONYMEDE_CACHE")
        self.env = {name: os.environ[name] for name in keep if name in os.environ}
        self.env.update(HOME=str(self.home), PATH=f"{self.bin}:{ordinary}")

    def add_go(self):
        # Through a link the go command finds its folder, and so does doctor.
        (self.bin / "go").symlink_to(Path(shutil.which("go")).resolve())

    def add_compiler(self):
        self.wrap("gcc", Path(shutil.which("gcc")).resolve())

    def add_python(self):
        self.wrap("python3", Path(sys._base_executable))

    def add_lab(self):
        self.wrap("jupyter-lab", Path(sys.executable).parent / "jupyter-lab")

    def wrap(self, name: str, program: Path):
        self.script(name, f'exec "{program}" "$@"')

    def script(self, name: str, body: str):
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def run(self, *args: str, **options) -> subprocess.CompletedProcess:
        """Runs install.sh to its end, without a terminal."""
        return subprocess.run(
            [self.checkout / "install.sh", *args],
            env=self.env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            **options,
        )

    def start(self, *args: str) -> subprocess.Popen:
        """Starts install.sh; its output is one stream."""
        return subprocess.Popen(
            [self.checkout / "install.sh", *args],
            env=self.env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def installed(self) -> dict[str, str]:
        """What is in each file of the home folder, caches left out."""
        return {
            str(path.relative_to(self.home)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.home.rglob("*")
            if path.is_file() and ".cache" not in path.parts
        }


def failed(result: subprocess.CompletedProcess, *parts: str):
    """Asserts that a run failed with a short message that has these parts."""
    assert result.returncode == 1, result.stdout + result.stderr
    for part in parts:
        assert part in result.stderr, result.stderr
    assert "Traceback" not in result.stderr and "unbound variable" not in result.stderr
