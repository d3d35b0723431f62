"""Every notebook of the course: Run All Cells ends with every output in place."""

from machine import ARTIFACTS, ROOT

MINUTES = 60 * 1000


def test_run_all(lab, notebooks, folder):
    for path in notebooks:
        # test_gallery.py looks closer at the gallery; test_notebooks.py runs the instructor's.
        if path.parent.name != "course":
            continue
        relative = path.relative_to(ROOT / "notebooks")
        notebook = lab.open(str(relative))
        ok = notebook.run_all(5 * MINUTES)
        notebook.screenshots(ARTIFACTS, f"{path.parent.name}-{path.stem}")
        cells = [c for c in notebook.models() if c["cell_type"] == "code"]
        failing = [c for c in cells if any(o["output_type"] == "error" for o in c["outputs"])]
        failed = [c["source"] for c in failing if "raises-exception" not in c["metadata"].get("tags", [])]
        assert not failed, f"{relative}: {failed}"
        assert ok == (not failing), relative  # Run All goes on behind an error that a cell is meant to show
        counts = [c["execution_count"] for c in cells if "".join(c["source"]).strip()]
        assert counts == list(range(1, len(counts) + 1)), f"{relative}: a cell did not run"
        assert lab.errors == [], relative
        lab.close_all()
