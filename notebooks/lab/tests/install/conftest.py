"""Machines to install on."""

import shutil
import tempfile
from pathlib import Path

import pytest
from checkout import Machine, copy_checkout, link_ordinary_programs


@pytest.fixture(scope="session")
def open_folder():
    """A folder in a path with spaces that every user may look into; pytest's are closed."""
    folder = Path(tempfile.mkdtemp(prefix="gonymede install "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def checkout(open_folder):
    """One copy of the checkout for all tests."""
    return copy_checkout(open_folder / "check out")


@pytest.fixture(scope="session")
def ordinary(open_folder):
    link_ordinary_programs(open_folder / "ordinary programs")
    return open_folder / "ordinary programs"


@pytest.fixture
def machine_without_anything(open_folder, checkout, ordinary, request):
    folder = open_folder / request.node.name
    folder.mkdir()
    machine = Machine(folder, checkout, ordinary)
    yield machine
    machine.home.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def machine(machine_without_anything):
    """A machine with Go."""
    machine_without_anything.add_go()
    return machine_without_anything
