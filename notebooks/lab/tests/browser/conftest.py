"""One server, one browser and one page for all tests of this folder."""

import json
import os
import shutil
from pathlib import Path

import pytest
from lab import Lab
from machine import ARTIFACTS, ROOT
from playwright.sync_api import sync_playwright
from server import Server

TRACKER = "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The server's files: a copy of the course, which tests may change."""
    folder = tmp_path_factory.mktemp("lab") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns("lab", ".*", "__pycache__"))
    return folder


@pytest.fixture(scope="session")
def server(folder, kernelspec):
    settings = Path(os.environ["JUPYTERLAB_SETTINGS_DIR"]) / TRACKER
    settings.parent.mkdir(parents=True)
    # All cells are in the page, not only those in view.
    settings.write_text(json.dumps({"windowingMode": "none"}))
    server = Server(folder)
    yield server
    server.close()


@pytest.fixture(scope="session")
def page(server):
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert chromium, "no Chromium on PATH; ./install.sh --test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


@pytest.fixture(scope="session")
def the_lab(page, server, folder, kernelspec) -> Lab:
    return Lab(page, server.url, folder, kernelspec)


@pytest.fixture
def lab(the_lab, request):
    """JupyterLab with nothing open. The console must stay free of errors."""
    the_lab.errors.clear()
    yield the_lab
    the_lab.page.screenshot(path=ARTIFACTS / f"{request.node.name}.png")
    the_lab.close_all()
    assert the_lab.errors == []
