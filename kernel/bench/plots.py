#!/usr/bin/env python3
"""Measures charts beside matplotlib's in ipykernel: from the cell to the picture. README.md explains the rows."""

import argparse
import base64
import importlib.metadata
import statistics
import struct
import sys
from string import Template

from bench import IPYKERNEL, OURS, machine, number, progress, ratio
from kernelprocess import Failed, Kernel

POINTS = 1_000_000
BARS = 8

# A chart's cells in each language: what is done once before, and the cell that
# is measured. $n differs from cell to cell, so that none is the one before it
# again; $width and $height are the size of our picture in pixels of the page.
BAR_CHART = {
    "go": (
        f"""heights := make([]plotting.Bar, {BARS})
for i := range heights {{
	v := 10 + float64(i*i)
	heights[i] = plotting.Bar{{Label: fmt.Sprint(i+1, " workers"), Value: v, Low: v - 2, High: v + 3}}
}}""",
        'plotting.Bars{Title: "Run $n", Axis: "time, ms", Bars: heights}',
    ),
    "python": (
        f"""heights = [10 + i*i for i in range({BARS})]
names = [f"{{i + 1}} workers" for i in range({BARS})]
errors = [[2] * {BARS}, [3] * {BARS}]""",
        """fig, ax = plt.subplots(figsize=($width / 96, $height / 96))
ax.barh(names, heights, xerr=errors, capsize=3)
ax.bar_label(ax.containers[1], fmt="%.3g")
ax.invert_yaxis()
ax.set(title="Run $n", xlabel="time, ms")
plt.show()""",
    ),
}
SCATTER = {
    "go": (
        f"""cloud := make([]plotting.Point, {POINTS})
for i := range cloud {{
	x := math.Mod(float64(i)*0.6180339887, 1)
	cloud[i] = plotting.Point{{X: x, Y: math.Sin(7*x) + math.Mod(float64(i)*0.4142135623, 1)}}
}}""",
        'plotting.Scatter{Title: "Run $n", XAxis: "x", YAxis: "y", Series: []plotting.Series{{Label: "points", Points: cloud}}}',
    ),
    "python": (
        f"""import numpy as np
i = np.arange({POINTS})
x = i * 0.6180339887 % 1
y = np.sin(7 * x) + i * 0.4142135623 % 1""",
        """fig, ax = plt.subplots(figsize=($width / 96, $height / 96))
ax.scatter(x, y, s=1, rasterized=True, label="points")
ax.set(title="Run $n", xlabel="x", ylabel="y")
plt.show()""",
    ),
}
# What a Python session runs before its first chart, in the same cell. The
# pictures get our resolution, 192 dpi, and their size is not cut to the content.
MATPLOTLIB = """%config InlineBackend.figure_format = 'retina'
%config InlineBackend.print_figure_kwargs = {'bbox_inches': None}
import matplotlib.pyplot as plt
plt.rcParams['figure.dpi'] = 96
"""

FIRST, BAR, CLOUD = "first bar chart of a session", "bar chart", f"scatter of {POINTS:,} points"
BAR_SIZE, CLOUD_SIZE = "PNG of the bar chart", "PNG of the scatter"
# Row, unit, and the most that it may be, None for no goal.
ROWS = [(FIRST, "ms", None), (BAR, "ms", None), (CLOUD, "ms", 2000), (BAR_SIZE, "kB", None), (CLOUD_SIZE, "kB", 2000)]


def main():
    arguments = read_arguments()
    try:
        matplotlib = importlib.metadata.version("matplotlib")
    except importlib.metadata.PackageNotFoundError:
        sys.exit(f"plots.py: {sys.executable} has no matplotlib; install it there: {sys.executable} -m pip install matplotlib")
    print(f"{machine()}; matplotlib {matplotlib}", flush=True)
    samples = {name: {} for name in (OURS, IPYKERNEL)}
    sizes = {}  # of our pictures, which the others are given
    for n in range(arguments.rounds):
        # Ours begins, as the peer's pictures are as large as ours.
        for name in (OURS, IPYKERNEL):
            progress(f"round {n + 1} of {arguments.rounds}: {name}")
            measure(name, samples[name], sizes, arguments)
    progress("")
    print(f"{arguments.rounds} sessions each, {arguments.rounds * arguments.charts} bar charts and "
          f"{arguments.rounds * arguments.clouds} scatters; medians\n")  # fmt: skip
    missed = print_table({name: {row: statistics.median(all) for row, all in s.items()} for name, s in samples.items()})
    for chart, (width, height) in sizes.items():
        print(f"{chart}: {width} × {height} pixels of the page, twice as many in the PNG, of both")
    if arguments.check and missed:
        sys.exit(1)


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="sessions of each kernel (%(default)s)")
    parser.add_argument("--charts", type=int, default=20, help="bar charts of a session, after the first (%(default)s)")
    parser.add_argument("--clouds", type=int, default=2, help="scatters of a session, after a warm-up (%(default)s)")
    parser.add_argument("--check", action="store_true", help="end with status 1 where a goal is missed")
    return parser.parse_args()


def measure(name, samples, sizes, arguments):
    """Draws all charts in a new session of a kernel and adds what they took."""
    kernel = Kernel(name)
    try:
        kernel.wait_ready()
        kernel.run("1+1").check_ok()
        before = MATPLOTLIB if kernel.language == "python" else ""
        data, cell = BAR_CHART[kernel.language]
        kernel.run(data).check_ok()
        take(samples, FIRST, draw(kernel, before + cell, 0, BAR, sizes))
        for n in range(arguments.charts):
            take(samples, BAR, draw(kernel, cell, n + 1, BAR, sizes), BAR_SIZE)
        data, cell = SCATTER[kernel.language]
        kernel.run(data).check_ok()
        draw(kernel, cell, 0, CLOUD, sizes)
        for n in range(arguments.clouds):
            take(samples, CLOUD, draw(kernel, cell, n + 1, CLOUD, sizes), CLOUD_SIZE)
    finally:
        kernel.close()


def take(samples, row, drawn, size_row=None):
    seconds, size = drawn
    samples.setdefault(row, []).append(1e3 * seconds)
    if size_row:
        samples.setdefault(size_row, []).append(size / 1e3)


def draw(kernel, cell, n, chart, sizes):
    """Runs a cell that draws. Returns the seconds until the picture, the reply and
    idle were there, and the bytes of the picture.
    """
    width, height = sizes.get(chart, (0, 0))
    run = kernel.run(Template(cell).substitute(n=n, width=width, height=height)).check_ok()
    shown = [m.content for m in run.output if m.type in ("display_data", "execute_result")]
    pictures = [content for content in shown if "image/png" in content["data"]]
    if len(pictures) != 1:
        raise Failed(f"{kernel.name} drew {len(pictures)} pictures: {run.text or shown}")
    picture = pictures[0]
    logical = picture["metadata"]["image/png"]
    size = sizes.setdefault(chart, (logical["width"], logical["height"]))
    data = base64.b64decode(picture["data"]["image/png"])
    pixels = struct.unpack(">2I", data[16:24])  # PNG specification, section 11.2.2
    if pixels != (2 * size[0], 2 * size[1]):
        raise Failed(f"{kernel.name} drew {pixels} pixels for {size} of the page; only pictures of one size compare")
    return run.seconds, len(data)


def print_table(measured):
    """Prints a row for each measure and returns whether a goal was missed."""
    missed = False
    print(f"{'':32}{'unit':6}{OURS:>12}{IPYKERNEL:>12}{'ratio':>9}")
    for row, unit, goal in ROWS:
        ours, theirs = measured[OURS][row], measured[IPYKERNEL][row]
        verdict = "" if goal is None else f"   goal <= {goal:,}: {'met' if ours <= goal else 'MISSED'}"
        missed |= goal is not None and ours > goal
        print(f"{row:32}{unit:6}{number(ours):>12}{number(theirs):>12}{ratio(ours, theirs):>9}{verdict}")
    return missed


if __name__ == "__main__":
    main()
