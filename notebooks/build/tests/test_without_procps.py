"""Lesson 01 lists processes and threads also where ps and top are missing."""

import shutil

import nbformat
from lesson import NOTEBOOKS
from nbclient import NotebookClient

PATIENCE = 120  # seconds for one cell; only a guard against hangs


def test_lesson_01_needs_only_a_shell(kernel, tmp_path, monkeypatch):
    (tmp_path / "sh").symlink_to(shutil.which("sh"))
    for name, value in kernel.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", str(tmp_path))
    notebook = nbformat.read(NOTEBOOKS / "course" / "01-processes-threads-goroutines.ipynb", as_version=4)
    NotebookClient(notebook, kernel_name="gonymede", timeout=PATIENCE).execute()
    text = "\n".join(o.text for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "stream")
    assert "no ps here" in text and "Tasks:" not in text
    assert "THREADS" in text, "the list made from /proc"
    assert "child:   my PID is" in text
