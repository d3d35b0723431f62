"""Every notebook runs from top to bottom, and can be exported."""

import re

import nbformat
import pytest
from machine import ARTIFACTS
from nbclient import NotebookClient
from nbconvert import HTMLExporter


def test_notebooks_run(kernelspec, notebooks):
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        client = NotebookClient(
            notebook,
            kernel_name=kernelspec,
            timeout=300,
            resources={"metadata": {"path": str(path.parent)}},
        )
        client.execute()
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            for output in cell.outputs:
                # nbgrader scores a cell that writes to stderr 0.
                assert output.get("name") != "stderr", f"{path.name}: {output}"


def test_notebooks_name_the_kernel(notebooks):
    for path in notebooks:
        metadata = nbformat.read(path, as_version=4).metadata
        assert metadata.kernelspec.name == "gonymede", path
        assert metadata.language_info.name == "go", path


def test_export_as_html(kernelspec, notebooks):
    path = notebooks[0]
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, kernel_name=kernelspec, timeout=300, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (ARTIFACTS / "lesson.html").write_text(page)
    sources = [c.source for c in notebook.cells if c.cell_type == "code"]
    assert page.count('class="highlight') >= len(sources)
    # Pygments marks Go's keywords: the notebook's lexer is known.
    assert re.search(r'<span class="k[a-z]*">', page), "no Go highlighting in the page"
