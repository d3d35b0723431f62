"""How Go is written in JupyterLab: tabs, brackets, colours, completion, docs."""

from lab import PATIENCE
from machine import ARTIFACTS


def test_tabs_and_brackets(lab):
    notebook = lab.new("")
    notebook.write("func f(")
    assert notebook.source() == "func f()", "the bracket is closed"
    notebook.write(") {")
    assert notebook.source() == "func f() {}", "typing over a closed bracket, then the next"
    lab.page.keyboard.press("Enter")
    assert notebook.source() == "func f() {\n\t\n}", "a line between brackets is indented by a tab"
    width = notebook.cell(0).locator(".cm-content").evaluate("e => getComputedStyle(e).tabSize")
    assert width == "4"


def test_go_is_highlighted(lab):
    notebook = lab.new('func double(n int) int { // a comment\n\treturn 2 * n + len("text")\n}')
    tokens = notebook.cell(0).locator(".cm-line span")
    tokens.first.wait_for(timeout=PATIENCE)
    plain = notebook.cell(0).locator(".cm-content").evaluate("e => getComputedStyle(e).color")
    colours = dict(tokens.evaluate_all("spans => spans.map(s => [s.textContent, getComputedStyle(s).color])"))
    kinds = {kind: colours.get(kind) for kind in ("func", "return", '"text"', "// a comment", "2")}
    assert None not in kinds.values(), f"these are no tokens: {kinds} in {colours}"
    assert plain not in kinds.values()
    assert kinds["func"] == kinds["return"]
    assert len({kinds["func"], kinds['"text"'], kinds["// a comment"]}) == 3


def test_completion_popup(lab):
    notebook = lab.new("")
    notebook.write("strings.ToUpp")
    lab.page.keyboard.press("Tab")
    items = lab.page.locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item")
    items.first.wait_for(timeout=PATIENCE)
    names = [text.strip() for text in items.locator(".jp-Completer-match").all_inner_texts()]
    assert len(names) == 2 and names[0].endswith("ToUpper") and names[1].endswith("ToUpperSpecial"), names
    lab.page.screenshot(path=ARTIFACTS / "completion.png")
    lab.page.keyboard.press("Enter")
    assert notebook.source().startswith("strings.ToUpper")


def test_completion_knows_the_session(lab):
    notebook = lab.new("type gopher struct{ Burrows int }\nvar digger gopher", "")
    assert notebook.run_all()
    notebook.write("digger.Bur", 1)
    lab.page.keyboard.press("Tab")
    lab.page.wait_for_function(
        "() => jupyterapp.shell.currentWidget.model.toJSON().cells[1].source.includes('digger.Burrows')"
        " || document.querySelector('.jp-Completer:not(.lm-mod-hidden) .jp-Completer-item')",
        timeout=PATIENCE,
    )
    if notebook.source(1) == "digger.Bur":
        lab.page.keyboard.press("Enter")
    assert notebook.source(1) == "digger.Burrows"


def test_tooltip(lab):
    notebook = lab.new("")
    notebook.write("strings.ToUpper")
    lab.page.keyboard.press("Shift+Tab")
    tooltip = lab.page.locator(".jp-Tooltip")
    tooltip.wait_for(timeout=PATIENCE)
    assert "ToUpper returns s with all Unicode letters mapped to their upper case" in tooltip.inner_text()
    lab.page.screenshot(path=ARTIFACTS / "tooltip.png")
    lab.page.keyboard.press("Escape")
