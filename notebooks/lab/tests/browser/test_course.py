"""Every notebook of the course: Run All Cells ends with every output in place."""

from machine import ARTIFACTS, ROOT

MINUTES = 60 * 1000


def test_run_all(lab, notebooks, folder):
    for path in notebooks:
        if path.parent.name == "gallery":  # test_gallery.py looks closer
            continue
        relative = path.relative_to(ROOT / "notebooks")
        notebook = lab.open(str(relative))
        ok = notebook.run_all(5 * MINUTES)
        notebook.screenshots(ARTIFACTS, f"{path.parent.name}-{path.stem}")
        cells = [c for c in notebook.models() if c["cell_type"] == "code"]
        failed = [c["source"] for c in cells for o in c["outputs"] if o["output_type"] == "error"]
        assert ok and not failed, f"{relative}: {failed}"
        counts = [c["execution_count"] for c in cells if "".join(c["source"]).strip()]
        assert counts == list(range(1, len(counts) + 1)), f"{relative}: a cell did not run"
        assert lab.errors == [], relative
        lab.close_all()
