"""Plots of gonum's own API show themselves, whatever version the session has, beside plotting or without it."""

import base64
import re
import struct

import pytest
from jupyter_client.manager import start_new_kernel

PATIENCE = 300  # seconds; guards against hangs, as modules are fetched and compiled

PLOT = """import "gonum.org/v1/plot"
p := plot.New()
p.Title.Text = "Speed"
p.X.Label.Text = "workers"
p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 1, 8, 0, 5.5
"""
TEXT = "plot: Speed\nx (workers): 1 to 8\ny: 0 to 5.5"
BARS = 'plotting.Bars{Title: "Times", Bars: []plotting.Bar{{Label: "a", Value: 1}}}'


class Session:
    """A kernel; run gives what a cell shows, and the text of its error."""

    def __init__(self, kernelspec: str):
        self.manager, self.client = start_new_kernel(kernel_name=kernelspec, startup_timeout=PATIENCE)

    def run(self, code: str) -> tuple[list[dict], str]:
        shown, error = [], []

        def hook(message):
            content = message["content"]
            if message["msg_type"] in ("execute_result", "display_data", "update_display_data"):
                shown.append(content)
            elif message["msg_type"] == "error":
                error.append(re.sub("\x1b\\[[0-9;]*m", "", "\n".join([content["ename"], *content["traceback"]])))

        self.client.execute_interactive(code, timeout=PATIENCE, output_hook=hook)
        return shown, "".join(error)

    def good(self, code: str) -> list[dict]:
        shown, error = self.run(code)
        assert not error, error
        return shown

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def session(kernelspec):
    """A new session."""
    started = Session(kernelspec)
    yield started
    started.close()


def dots(shown: dict) -> tuple[int, int]:
    """The size of a PNG."""
    return struct.unpack(">II", base64.b64decode(shown["data"]["image/png"])[16:24])


def check_plot(shown: dict):
    assert shown["data"]["text/plain"] == TEXT
    assert dots(shown) == (960, 640)
    assert shown["metadata"]["image/png"] == {"width": 480, "height": 320, "alt": "plot: Speed"}


@pytest.mark.parametrize("version", ["v0.10.1", "v0.14.0", "v0.16.0"])
def test_plot_of_the_version_that_was_got(session, version):
    session.good(f"%get gonum.org/v1/plot@{version}")
    check_plot(session.good(PLOT + "p")[-1])
    check_plot(session.good("display.Show(*p)")[-1])
    assert f"gonum.org/v1/plot {version}" in session.good("%mod")[-1]["data"]["text/plain"]

    # What cannot be drawn says why, and the session goes on.
    shown = session.good("p.X.Min = 0\np.X.Scale = plot.LogScale{}\np")[-1]
    assert "image/png" not in shown["data"]
    assert "the plot cannot be drawn: Values must be greater than 0" in shown["data"]["text/plain"]
    check_plot(session.good("p.X.Min, p.X.Scale = 1, plot.LinearScale{}\np")[-1])


def test_plot_beside_plotting(session):
    assert "gonum" not in session.good("%mod")[-1]["data"]["text/plain"].replace("gonumplot", "")
    assert dots(session.good(BARS)[-1])[0] > 0
    check_plot(session.good(PLOT + "p")[-1])

    _, error = session.run("%get gonum.org/v1/plot@v0.14.0")
    assert "plotting, which this session uses, needs the one that is loaded" in error
    assert "%get -restart gonum.org/v1/plot@v0.14.0" in error


def test_plotting_where_an_old_gonum_is_loaded(session):
    session.good("%get gonum.org/v1/plot@v0.14.0")
    check_plot(session.good(PLOT + "p")[-1])
    shown, error = session.run(BARS)
    assert "plotting needs higher versions" in shown[0]["data"]["text/plain"]
    assert "VersionConflict" in error and "%get -restart gonymede/plotting" in error
    session.good("%get -restart gonymede/plotting")
    assert dots(session.good(BARS)[-1])[0] > 0
    check_plot(session.good(PLOT + "p")[-1])


def test_plotting_is_interpreted_too_where_that_is_asked_for(session):
    session.good("%engine interp")
    assert session.good("chart := " + BARS + '\nfor range 2 { chart.Title += "!" }\nchart')[-1]["data"]["text/plain"].startswith("Times!!")
    session.good("%engine native")
    assert session.good("chart")[-1]["data"]["text/plain"].startswith("Times!!")


def test_gonum_where_there_is_no_toolchain(kernelspec, monkeypatch):
    monkeypatch.setenv("GONYMEDE_GO", "/no/such/go")
    session = Session(kernelspec)
    try:
        _, error = session.run(PLOT + "p")
        assert "modules need native cells" in error and "plotting.Bars" in error
        assert dots(session.good(BARS)[-1])[0] > 0
    finally:
        session.close()
