"""JupyterLab as a test sees it: notebooks, cells and their outputs."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page

SECONDS = 1000  # Playwright counts milliseconds
PATIENCE = 60 * SECONDS  # only guards against hangs

# The status line's "idle" is true before there is a session; this is not.
READY = """() => {
    const context = jupyterapp.shell.currentWidget?.sessionContext;
    const kernel = context?.session?.kernel;
    return context?.isReady && kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""


class Lab:
    """One page with JupyterLab in it, and what its console has said."""

    def __init__(self, page: Page, url: str, folder: Path, kernel: str):
        self.page, self.folder, self.kernel = page, folder, kernel
        self.errors: list[str] = []
        self.opened = 0
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._on_console)
        page.goto(url + "/lab?reset")
        page.wait_for_function("() => window.jupyterapp?.started", timeout=PATIENCE)
        page.evaluate("() => jupyterapp.restored")

    def _on_console(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def new(self, *sources: str) -> "Notebook":
        """Opens a new notebook with these cells."""
        spec = {"name": self.kernel, "display_name": "Go (Gonymede)", "language": "go"}
        notebook = new_notebook(
            cells=[new_code_cell(source) for source in sources], metadata={"kernelspec": spec}
        )
        self.opened += 1
        path = f"test-{self.opened}.ipynb"
        nbformat.write(notebook, self.folder / path)
        return self.open(path)

    def open(self, path: str) -> "Notebook":
        """Opens a notebook of the server's folder and waits for its kernel."""
        self.command("docmanager:open", {"path": path, "factory": "Notebook"})
        self.page.wait_for_function(
            "path => jupyterapp.shell.currentWidget?.context?.path === path", arg=path, timeout=PATIENCE
        )
        self.page.wait_for_function(READY, timeout=PATIENCE)
        return Notebook(self)

    def command(self, name: str, args: dict | None = None, timeout: float = PATIENCE):
        """Runs one of JupyterLab's commands to its end."""
        self.call("([name, args]) => jupyterapp.commands.execute(name, args)", [name, args or {}], timeout)

    def call(self, function: str, argument=None, timeout: float = PATIENCE):
        """Calls an asynchronous function in the page, and does not wait for ever."""
        self.page.evaluate(
            f"""argument => {{
                window.called = undefined;
                Promise.resolve(({function})(argument)).then(
                    () => {{ window.called = 'well'; }}, error => {{ window.called = String(error); }});
            }}""",
            argument,
        )
        self.page.wait_for_function("() => window.called !== undefined", timeout=timeout)
        ended = self.page.evaluate("() => window.called")
        assert ended == "well", ended

    def close_all(self):
        """Closes what is open and ends all kernels, so that tests share nothing."""
        self.call(
            """async () => {
                for (const widget of [...jupyterapp.shell.widgets('main')]) {
                    if (widget.context) { widget.context.model.dirty = false; }
                    widget.close();
                }
                await jupyterapp.serviceManager.sessions.shutdownAll();
            }"""
        )


class Notebook:
    """The notebook that is open."""

    def __init__(self, lab: Lab):
        self.lab, self.page = lab, lab.page
        self.panel = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def run_all(self, timeout: float = PATIENCE) -> bool:
        """Run All Cells; says whether all of them succeeded."""
        self.start_all()
        return self.finish(timeout)

    def start_all(self):
        self.page.evaluate(
            """() => {
                window.ran = undefined;
                jupyterapp.commands.execute('notebook:run-all-cells').then(ok => { window.ran = ok; });
            }"""
        )

    def finish(self, timeout: float = PATIENCE) -> bool:
        self.page.wait_for_function("() => window.ran !== undefined", timeout=timeout)
        self.page.wait_for_function(READY, timeout=timeout)
        return self.page.evaluate("() => window.ran")

    def cell(self, index: int) -> Locator:
        return self.panel.locator(".jp-CodeCell").nth(index)

    def prompt(self, index: int) -> str:
        return self.cell(index).locator(".jp-InputPrompt").inner_text()

    def count(self, index: int) -> int:
        """The number of a cell's last run, 0 where it has not run."""
        return [c for c in self.models() if c["cell_type"] == "code"][index]["execution_count"] or 0

    def wait_until_run(self, index: int, before: int):
        """Waits until a cell has run again, which had this number before."""
        self.page.wait_for_function(
            """([index, before]) => {
                const cells = jupyterapp.shell.currentWidget.model.toJSON().cells.filter(c => c.cell_type === 'code');
                return (cells[index].execution_count ?? before) !== before;
            }""",
            arg=[index, before],
            timeout=PATIENCE,
        )
        self.page.wait_for_function(READY, timeout=PATIENCE)

    def output(self, index: int) -> Locator:
        return self.cell(index).locator(".jp-Cell-outputArea")

    def models(self) -> list[dict]:
        """The notebook's cells as they would be saved."""
        return self.page.evaluate("() => jupyterapp.shell.currentWidget.model.toJSON().cells")

    def write(self, text: str, index: int = 0):
        """Types into a cell, key by key, and goes on where the last write ended."""
        editor = self.cell(index).locator(".cm-content")
        if not editor.evaluate("e => e === document.activeElement"):
            editor.click()
        self.page.keyboard.type(text, delay=5)

    def rewrite(self, index: int, code: str):
        """Types Go in place of what a cell has. The editor indents, and closes brackets.

        A closing bracket is taken out where it would stand behind the end of
        the line: the code has it further down.
        """
        self.cell(index).locator(".cm-content").click()
        keyboard = self.page.keyboard
        keyboard.press("Control+a")
        keyboard.press("Delete")
        for number, line in enumerate(code.split("\n")):
            if number > 0:
                keyboard.press("Enter")
            keyboard.type(line.lstrip("\t"))
            keyboard.press("Shift+End")
            keyboard.press("Delete")

    def source(self, index: int = 0) -> str:
        return "".join(self.models()[index]["source"])

    def wait_for_text(self, index: int, text: str):
        self.output(index).get_by_text(text).first.wait_for(timeout=PATIENCE)

    def leave_editor(self):
        """Command mode: what is typed now are shortcuts."""
        self.page.keyboard.press("Escape")

    def screenshots(self, folder: Path, name: str):
        """Pictures of the whole notebook, from top to bottom: name-1.png, name-2.png, …"""
        old = self.page.viewport_size
        self.page.set_viewport_size({"width": old["width"], "height": 2400})
        scroller = self.panel.locator(".jp-WindowedPanel-outer")
        top, number, end = 0, 1, False
        while not end:
            scroller.evaluate("(e, top) => { e.scrollTop = top; }", top)
            self.page.wait_for_timeout(300)  # for pictures and mathematics to be laid out
            self.page.screenshot(path=folder / f"{name}-{number}.png")
            page_height, end = scroller.evaluate(
                "e => [e.clientHeight, e.scrollTop + e.clientHeight >= e.scrollHeight - 1]"
            )
            top, number = top + page_height - 100, number + 1
        self.page.set_viewport_size(old)
