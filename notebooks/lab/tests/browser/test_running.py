"""Cells at work in JupyterLab: floods, interrupt, restart, input, progress."""

from lab import PATIENCE, READY, SECONDS


def test_flood_is_shown_whole(lab):
    notebook = lab.new('for i := 0; i < 20000; i++ {\n\tfmt.Println("line", i)\n}')
    assert notebook.run_all()
    assert notebook.prompt(0) == "[1]:"
    text = notebook.output(0).locator("pre").evaluate_all("all => all.map(e => e.textContent).join('')")
    assert text.splitlines() == [f"line {i}" for i in range(20000)]


def test_interrupt_by_keys(lab):
    notebook = lab.new('kept := 7\nfmt.Println("started")\nfor {\n}', "kept * 6")
    notebook.cell(0).locator(".cm-content").click()
    lab.page.keyboard.press("Control+Enter")
    notebook.wait_for_text(0, "started")
    assert notebook.prompt(0) == "[*]:"
    notebook.leave_editor()
    lab.page.keyboard.type("ii")
    lab.page.wait_for_function(READY, timeout=PATIENCE)
    assert notebook.prompt(0) == "[1]:"
    assert "nterrupt" in notebook.output(0).inner_text()
    notebook.cell(1).locator(".cm-content").click()
    lab.page.keyboard.press("Control+Enter")
    notebook.wait_for_text(1, "42")


def test_restart_by_keys(lab):
    notebook = lab.new("kept := 7", "kept")
    assert notebook.run_all()
    notebook.cell(1).locator(".cm-content").click()
    notebook.leave_editor()
    lab.page.keyboard.type("00")
    lab.page.locator(".jp-Dialog button.jp-mod-accept").click()
    lab.page.wait_for_function(READY, timeout=PATIENCE)
    notebook.cell(1).locator(".cm-content").click()
    lab.page.keyboard.press("Control+Enter")
    notebook.wait_for_text(1, "undefined: kept")
    assert notebook.prompt(1) == "[1]:", "the restarted session counts anew"


def test_input_box(lab):
    notebook = lab.new('name := display.Input("who? ")\nfmt.Println("hello,", name)')
    notebook.start_all()
    box = notebook.cell(0).locator("input.jp-Stdin-input")
    box.wait_for(timeout=PATIENCE)
    assert notebook.cell(0).locator(".jp-Stdin-prompt").inner_text().strip() == "who?"
    box.fill("gopher")
    box.press("Enter")
    assert notebook.finish()
    assert "hello, gopher" in notebook.output(0).inner_text()


PROGRESS = """\
h := display.Show("0 of 5")
for i := 1; i <= 5; i++ {
	time.Sleep(200 * time.Millisecond)
	h.Update(fmt.Sprint(i, " of 5"))
}"""


def test_progress_is_drawn_while_the_cell_runs(lab):
    notebook = lab.new(PROGRESS)
    lab.page.evaluate(
        """() => {
            window.seen = [];
            const look = () => {
                for (const e of document.querySelectorAll('.jp-Cell-outputArea pre')) {
                    const text = e.textContent.trim();
                    if (text && window.seen.at(-1) !== text) { window.seen.push(text); }
                }
            };
            new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
        }"""
    )
    assert notebook.run_all()
    seen = lab.page.evaluate("() => window.seen")
    assert seen == [f"{i} of 5" for i in range(6)], "every step was drawn, in order"
    assert len(notebook.models()[0]["outputs"]) == 1


LATE = """\
go func() {
	time.Sleep(time.Second)
	display.Show("shown late")
	fmt.Println("printed late")
}()
fmt.Println("started")"""


def test_late_output_is_shown(lab):
    notebook = lab.new(LATE, "1 + 1")
    assert notebook.run_all()
    notebook.wait_for_text(0, "shown late")
    # What is printed has no mark of its goroutine; it is shown with some cell.
    notebook.panel.get_by_text("printed late").first.wait_for(timeout=PATIENCE)


def test_queued_cells_stop_after_an_error(lab):
    # The second cell takes its time: JupyterLab must have sent the third when it fails.
    notebook = lab.new("1 + 1", 'time.Sleep(time.Second)\npanic("on purpose")', "2 + 2")
    assert notebook.run_all(20 * SECONDS) is False
    assert notebook.prompt(0) == "[1]:"
    assert "on purpose" in notebook.output(1).inner_text()
    assert notebook.models()[2]["outputs"] == []
