"""Which engine runs the cells, what the user sees of it, and that lesson 01 runs in each."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from machine import ROOT
from nbclient import NotebookClient

PATIENCE = 120  # seconds; only guards against hangs
LESSON = next((ROOT / "notebooks/course").rglob("01*.ipynb"))

# What the interpreter cannot run.
GOTO = "i := 0\nagain:\n\ti++\n\tif i < 3 {\n\t\tgoto again\n\t}\ni"


def hide_go(monkeypatch, _):
    """No Go toolchain."""
    monkeypatch.setenv("GONYMEDE_GO", "/no/such/go")


def unknown_go(monkeypatch, folder: Path):
    """A Go version whose sources are not those that the overlay knows."""
    root = folder / "goroot"
    root.mkdir()
    variables = {"GOVERSION": "go1.99.0", "GOROOT": str(root), "GOTOOLCHAIN": "local", "CC": "gcc"}
    go = folder / "go"
    go.write_text(f"#!/bin/sh\necho '{json.dumps(variables)}'\n")
    go.chmod(0o755)
    monkeypatch.setenv("GONYMEDE_GO", str(go))


def ask_for_interp(monkeypatch, _):
    """The user wants none."""
    monkeypatch.setenv("GONYMEDE_ENGINE", "interp")


WITHOUT = {
    hide_go: ("the Go command /no/such/go was not found", "Set GONYMEDE_GO to a go command"),
    unknown_go: ("native cells do not work with go1.99.0", "Get Go 1.26"),
    ask_for_interp: ("GONYMEDE_ENGINE=interp asks for it", ""),
}


@pytest.fixture
def run(kernelspec):
    """Runs a cell in a new kernel: its error, if any, and the kernel's banner."""
    running = []

    def run(code: str):
        manager, client = start_new_kernel(kernel_name=kernelspec, startup_timeout=PATIENCE)
        running.append((manager, client))
        messages = []
        client.execute_interactive(code, timeout=PATIENCE, output_hook=messages.append)
        error = next((m["content"] for m in messages if m["msg_type"] == "error"), None)
        return error, client.kernel_info(reply=True, timeout=PATIENCE)["content"]["banner"]

    yield run
    for manager, client in running:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("hide", WITHOUT, ids=lambda hide: hide.__name__)
def test_lesson_runs_without_native_cells(kernelspec, monkeypatch, tmp_path, hide):
    hide(monkeypatch, tmp_path)
    run_lesson(kernelspec)


@pytest.mark.parametrize("hide", WITHOUT, ids=lambda hide: hide.__name__)
def test_what_the_user_sees_without_native_cells(run, monkeypatch, tmp_path, hide):
    hide(monkeypatch, tmp_path)
    why, advice = WITHOUT[hide]
    error, banner = run(GOTO)
    assert f"interpreted cells: {why}" in banner
    assert error["ename"] == "UnsupportedError", error
    text = plain("\n".join(error["traceback"]))
    assert "goto" in text and f"This session is interpreted: {why}" in text and advice in text, text


def test_native_cells_that_are_asked_for_in_vain(run, monkeypatch):
    hide_go(monkeypatch, None)
    monkeypatch.setenv("GONYMEDE_ENGINE", "native")
    error, banner = run("1 + 1")
    assert error["ename"] == "EngineStart"
    assert "GONYMEDE_ENGINE=native asks for native cells, but the Go command /no/such/go was not found" in error["evalue"]
    assert "no cells" in banner


def test_native_cells(run, kernelspec):
    error, banner = run(GOTO)
    assert error is None, error
    assert banner.endswith("native cells")
    run_lesson(kernelspec)


def run_lesson(kernelspec: str):
    notebook = nbformat.read(LESSON, as_version=4)
    NotebookClient(
        notebook, kernel_name=kernelspec, timeout=PATIENCE, resources={"metadata": {"path": str(LESSON.parent)}}
    ).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output


def plain(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)
