"""What all tests share."""

import os
import subprocess
from pathlib import Path

import machine  # first: it sets the environment
import pytest


@pytest.fixture(scope="session")
def gonymede() -> str:
    """The path of the binary under test."""
    binary = os.environ.get("GONYMEDE_BIN")
    if not binary:
        pytest.fail("GONYMEDE_BIN names no binary; run the tests with ./install.sh --test")
    return binary


@pytest.fixture(scope="session")
def kernelspec(gonymede: str) -> str:
    """The name of the kernel, installed for the tests' user."""
    subprocess.run([gonymede, "install"], check=True, capture_output=True)
    return "gonymede"


@pytest.fixture(scope="session")
def notebooks() -> list[Path]:
    """Every notebook of the project."""
    found = sorted(
        path
        for path in (machine.ROOT / "notebooks").rglob("*.ipynb")
        if not any(part.startswith(".") for part in path.relative_to(machine.ROOT).parts)
    )
    assert found, "the project has no notebook"
    return found
