"""The gallery: all that cells can show, in both themes, untrusted, as a page and on paper."""

import copy
import re

import nbformat
import pytest
from lab import PATIENCE, SECONDS, Lab, Notebook
from machine import ARTIFACTS
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import Locator

PATH = "gallery/gallery.ipynb"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

# What is drawn of an output, by the tag of its cell: in JupyterLab, there in a
# notebook that is not trusted, and in a page of nbconvert's.
PICTURE = ".jp-RenderedImage img"
KINDS = {
    "text": (".jp-RenderedText pre", ".jp-RenderedText pre", ".jp-RenderedText pre"),
    "table": ("table", "table", "table"),
    "html": (".jp-RenderedHTML", ".jp-RenderedHTML", ".jp-RenderedHTML"),
    "markdown": ("ol li", "ol li", "ol li"),
    "latex": ("mjx-container", "mjx-container", ".jp-RenderedLatex"),
    "json": (".jp-RenderedJSON", ".jp-RenderedJSON", "pre"),
    "progress": (".jp-RenderedHTML", ".jp-RenderedHTML", ".jp-RenderedHTML"),
    "picture": (PICTURE, PICTURE, PICTURE),
    "svg": (".jp-RenderedHTML img", ".jp-RenderedHTML img", ".jp-RenderedHTML img"),
    "svg chart": (".jp-RenderedSVG :is(img, svg)", PICTURE, ".jp-RenderedSVG :is(img, svg)"),
    "vega": (".vega-embed :is(canvas, svg)", ".vega-embed :is(canvas, svg)", PICTURE),
}
LAB, UNTRUSTED, PAGE = range(3)

# The contrast of an element's text (WCAG 2.2, 1.4.3), with the backgrounds
# below it, of which some are see-through.
CONTRASTS = """elements => {
    const parse = text => {
        const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
        return {rgb: [r, g, b], a};
    };
    const over = (top, below) => top.rgb.map((c, i) => c * top.a + below[i] * (1 - top.a));
    const luminance = rgb => {
        const [r, g, b] = rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return elements.filter(e => e.textContent.trim()).map(e => {
        const layers = [];
        for (let p = e; p; p = p.parentElement) { layers.unshift(parse(getComputedStyle(p).backgroundColor)); }
        const ground = layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
        const ink = over(parse(getComputedStyle(e).color), ground);
        const [dark, light] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
        return [e.textContent.trim(), (light + 0.05) / (dark + 0.05)];
    });
}"""


@pytest.fixture(params=THEMES)
def theme(lab, request):
    """A theme of JupyterLab."""
    set_theme(lab, request.param)
    yield request.param
    set_theme(lab, "light")


def set_theme(lab: Lab, theme: str):
    lab.command("apputils:change-theme", {"theme": THEMES[theme]})
    lab.page.wait_for_function(
        "name => document.body.dataset.jpThemeName === name", arg=THEMES[theme], timeout=PATIENCE
    )


def test_all_is_drawn(lab, theme):
    notebook = lab.open(PATH)
    ok = notebook.run_all(120 * SECONDS)
    assert ok, [o for c in notebook.models() for o in c.get("outputs", []) if o["output_type"] == "error"]
    notebook.screenshots(ARTIFACTS, f"gallery-{theme}")
    look_at_all(notebook)
    for text, contrast in notebook.panel.locator(".jp-OutputArea :is(th, td)").evaluate_all(CONTRASTS):
        assert contrast >= 4.5, f"{text!r} is hard to read on a {theme} page: {contrast:.1f}"
    lab.command("docmanager:save")


@pytest.fixture(scope="module")
def executed(the_lab) -> NotebookNode:
    """The gallery as it was saved after it was run."""
    notebook = nbformat.read(the_lab.folder / PATH, as_version=4)
    if not any(cell.get("outputs") for cell in notebook.cells):  # this test runs alone
        opened = the_lab.open(PATH)
        assert opened.run_all(120 * SECONDS)
        the_lab.command("docmanager:save")
        the_lab.close_all()
        notebook = nbformat.read(the_lab.folder / PATH, as_version=4)
    return notebook


def look_at_all(notebook: Notebook, where: int = LAB):
    """Looks whether every code cell's outputs are drawn, each at a size of its own."""
    for index, cell in enumerate(cell for cell in notebook.models() if cell["cell_type"] == "code"):
        for kind in cell["metadata"]["tags"]:
            look(notebook.output(index), kind, where, cell)


def look(outputs: Locator, kind: str, where: int, cell: dict):
    """Looks whether a kind of output is drawn among those of a cell, at a size of its own."""
    selector, what = KINDS[kind][where], f"{kind} of {cell['source']}"
    drawn = outputs.locator(selector).first
    drawn.wait_for(timeout=PATIENCE)
    size = drawn.bounding_box()
    assert size["width"] > 5 and size["height"] > 5, what
    if selector != PICTURE:
        return
    assert drawn.evaluate("async e => { await e.decode(); return e.naturalWidth; }") > 0, what
    logical = next(o["metadata"]["image/png"] for o in cell["outputs"] if "image/png" in o.get("data", {}))
    assert (round(size["width"]), round(size["height"])) == (logical["width"], logical["height"]), what


def test_an_untrusted_notebook_shows_all_figures(lab, executed):
    # JupyterLab trusts the notebooks whose signature it knows; one more cell gives another.
    executed = copy.deepcopy(executed)
    executed.cells.append(new_markdown_cell("Somebody else's."))
    nbformat.write(executed, lab.folder / "gallery/untrusted.ipynb")
    notebook = lab.open("gallery/untrusted.ipynb")
    trusted = lab.page.evaluate(
        "() => [...jupyterapp.shell.currentWidget.content.model.cells].filter(c => c.type === 'code').map(c => c.trusted)"
    )
    assert trusted and not any(trusted)
    notebook.screenshots(ARTIFACTS, "gallery-untrusted")
    look_at_all(notebook, UNTRUSTED)


def test_html_export_and_pdf(executed, the_lab):
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    html, _ = HTMLExporter().from_notebook_node(executed)
    (ARTIFACTS / "gallery.html").write_text(html)
    page = the_lab.page.context.browser.new_page(viewport={"width": 1000, "height": 900})
    # The page asks the network for MathJax; without it formulas are LaTeX.
    page.route(re.compile("^https?:"), lambda route: route.abort())
    page.goto((ARTIFACTS / "gallery.html").as_uri())
    assert page.locator(".jp-CodeCell").count() == len(cells)
    for index, cell in enumerate(cells):
        for kind in cell.metadata.tags:
            outputs = page.locator(".jp-CodeCell").nth(index).locator(".jp-Cell-outputWrapper")
            look(outputs, kind, PAGE, cell)
            if kind == "progress":
                assert "80,000/80,000" in outputs.inner_text(), "the last state of a bar stays"
    page.screenshot(path=ARTIFACTS / "gallery-html.png", full_page=True)
    paper = page.pdf(path=ARTIFACTS / "gallery.pdf", format="A4", print_background=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) > 1
    pictures = {o.data["image/png"] for c in cells for o in c.outputs if PICTURE in exported(c) and "image/png" in o.get("data", {})}
    assert len(re.findall(rb"/Subtype\s*/Image\b", paper)) >= len(pictures), "figures are missing on paper"


def exported(cell: NotebookNode) -> set[str]:
    """What is drawn of a cell in a page of nbconvert's."""
    return {KINDS[kind][PAGE] for kind in cell.metadata.tags}
