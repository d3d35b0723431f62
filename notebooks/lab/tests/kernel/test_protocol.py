"""jupyter_kernel_test: every test of it, none skipped."""

import jupyter_kernel_test
import pytest

DISPLAYS = {
    'display.Show(display.HTML("<b>x</b>"))': "text/html",
    'display.Show(display.Markdown("*x*"))': "text/markdown",
    'display.Show(display.LaTeX("$x^2$"))': "text/latex",
    'display.Show(display.SVG(`<svg xmlns="http://www.w3.org/2000/svg"/>`))': "image/svg+xml",
    'display.Show(display.JSON{Value: map[string]int{"x": 1}})': "application/json",
    'display.Show(image.NewGray(image.Rect(0, 0, 2, 2)))': "image/png",
}


@pytest.fixture(scope="class", autouse=True)
def _installed(kernelspec):
    pass


class TestKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "gonymede"
    language_name = "go"
    file_extension = ".go"
    code_hello_world = 'fmt.Println("hello, world")'
    code_stderr = 'fmt.Fprintln(os.Stderr, "to stderr")'
    completion_samples = [
        {"text": "strings.ToUpp", "matches": {"ToUpper", "ToUpperSpecial"}},
        {"text": "fmt.Fprint", "matches": {"Fprint", "Fprintf", "Fprintln"}},
    ]
    complete_code_samples = ["1 + 1", 'fmt.Println("x")', "func f() {\n}", "x := []int{\n\t1,\n}", ""]
    incomplete_code_samples = ["func f() {", 'fmt.Println("x",', "x := []int{", "`raw", "if true {\n\tx := 1"]
    invalid_code_samples = ["func )", "x := }", 'fmt.Println("x"))']
    code_page_something = "?strings.ToUpper"
    code_generate_error = 'panic("on purpose")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"go" + "ny"', "result": "gony"},
        {"code": "[]int{1, 2, 3}", "result": "[1 2 3]"},
        {"code": "struct{ X, Y int }{1, 2}", "result": "{X:1 Y:2}"},
    ]
    code_display_data = [{"code": code, "mime": mime} for code, mime in DISPLAYS.items()]
    code_history_pattern = "6 [*]*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "strings.ToUpper"
    code_clear_output = "display.ClearOutput(false)"


class TestIopubWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "gonymede"
    support_iopub_welcome = True


def test_none_is_left_out():
    """A later version of jupyter_kernel_test may bring more tests to enable."""
    names = [
        name
        for suite in (jupyter_kernel_test.KernelTests, jupyter_kernel_test.IopubWelcomeTests)
        for name in vars(suite)
        if name.startswith("test_")
    ]
    assert len(names) == 13, names
