"""What JupyterLab draws of what cells show."""

import pytest
from lab import PATIENCE

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18"/></svg>'

FORMS = {
    "html": ('display.HTML("<b class=mark>bold</b>")', "text/html", "b.mark"),
    "markdown": ('display.Markdown("some *slanted* text")', "text/markdown", "em"),
    "latex": ('display.LaTeX("$\\\\frac{1}{2}$")', "text/latex", "mjx-container"),
    "svg": (f"display.SVG(`{SVG}`)", "text/html", "img"),  # also drawn where it is not trusted
    "png": ("image.NewGray(image.Rect(0, 0, 30, 20))", "image/png", "img"),
}


@pytest.mark.parametrize("form", FORMS)
def test_form_is_drawn(lab, form):
    source, mime, drawn = FORMS[form]
    notebook = lab.new(source, f"display.Show({source})")
    assert notebook.run_all()
    for index in (0, 1):
        output = notebook.output(index).locator(f'.jp-OutputArea-output[data-mime-type="{mime}"]')
        output.locator(drawn).first.wait_for(timeout=PATIENCE)
        assert len(notebook.models()[index]["outputs"]) == 1, "what is shown is not echoed"
    if form == "png":
        size = notebook.output(0).locator("img").evaluate("e => [e.naturalWidth > 0, e.complete]")
        assert size == [True, True]


def test_prints_and_displays_keep_their_order(lab):
    source = 'for i := range 3 {\n\tfmt.Println("print", i)\n\tdisplay.Show(display.HTML(fmt.Sprintf("<i>show %d</i>", i)))\n}'
    notebook = lab.new(source)
    assert notebook.run_all()
    lines = notebook.output(0).inner_text().split("\n")
    assert [line.strip() for line in lines if line.strip()] == [
        word for i in range(3) for word in (f"print {i}", f"show {i}")
    ]


def test_error_points_into_the_cell(lab):
    notebook = lab.new("x := 1\ny := x + nothing")
    assert notebook.run_all() is False
    text = notebook.output(0).inner_text()
    assert "undefined: nothing" in text
    assert "2:10" in text, "the message names line and column"
    assert "y := x + nothing" in text, "the source line is shown"
    assert notebook.output(0).locator('[class*="ansi-"]').count() > 0, "the message has colours"


def test_panic_shows_lines_of_the_cell_only(lab):
    notebook = lab.new("var empty map[string]int\nfunc fill() {\n\tempty[\"a\"] = 1\n}\nfill()")
    assert notebook.run_all() is False
    text = notebook.output(0).inner_text()
    assert "assignment to entry in nil map" in text
    assert "reflect" not in text and "yaegi" not in text


def test_pager(lab):
    notebook = lab.new("?strings.ToUpper")
    assert notebook.run_all()
    lab.page.get_by_text("ToUpper returns s with all Unicode letters").first.wait_for(timeout=PATIENCE)
