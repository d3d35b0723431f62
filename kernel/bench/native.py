#!/usr/bin/env python3
"""Measures native cells beside ipykernel, `go build` and `go run`. README.md explains the rows."""

import argparse
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import processes
from bench import machine
from kernelprocess import Failed, Kernel

OURS, IPYKERNEL = "gonymede", "python3"
# Seconds: our processes give back what starting took two seconds after their start.
SETTLING = 4
LOOPS = Path(__file__).with_name("loops") / "main.go"
FUNCTION = {
    "go": "func f{i}(n int) int {{ return n*{i} + 1 }}\nf{i}(2)",
    "python": "def f{i}(n): return n*{i} + 1\nf{i}(2)",
}
STATEMENT = {"go": "x{i} := {i}\nx{i} + 1", "python": "x{i} = {i}\nx{i} + 1"}


def main():
    arguments = read_arguments()
    print(machine(), flush=True)
    print(f"{arguments.cells} cells of each kind, {arguments.many} native cells in one session, {arguments.rounds} rounds of loops\n")
    ok = report_cells(arguments)
    ok &= report_many(arguments)
    ok &= report_loops(arguments)
    if arguments.check and not ok:
        sys.exit(1)


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=60, help="cells of each kind (%(default)s)")
    parser.add_argument("--many", type=int, default=500, help="native cells in one session (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often the loops run (%(default)s)")
    parser.add_argument("--check", action="store_true", help="end with status 1 where a goal is missed")
    return parser.parse_args()


def started(name):
    """A kernel that has run a cell, or for ours one that was compiled."""
    kernel = Kernel(name)
    kernel.wait_ready()
    kernel.run("1+1").check_ok()
    kernel.run(FUNCTION[kernel.language].format(i=0)).check_ok()
    return kernel


def line(name, unit, ours, theirs, goal=None, peer=IPYKERNEL):
    """Prints a row and returns whether the goal is met."""
    met = goal is None or ours <= goal
    verdict = "" if goal is None else f"goal <= {goal:g}: {'met' if met else 'MISSED'}"
    other = "" if theirs is None else f"{peer} {theirs:.1f}"
    print(f"{name:44} {unit:5} {ours:10.2f}   {other:20} {verdict}", flush=True)
    return met


def report_cells(arguments):
    """Cells, completion and memory beside ipykernel, which take turns."""
    kernels = {name: started(name) for name in (OURS, IPYKERNEL)}
    seconds = {}
    try:
        for i in range(1, arguments.cells + 1):
            for name, kernel in kernels.items():
                for kind, text in (("function", FUNCTION), ("statement", STATEMENT)):
                    run = kernel.run(text[kernel.language].format(i=i)).check_ok()
                    seconds.setdefault((name, kind), []).append(1e3 * run.seconds)
        for name, kernel in kernels.items():
            code = {"go": "strings.Has", "python": "import os\nos.pa"}[kernel.language]
            for i in range(21):
                _, took = kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})
                seconds.setdefault((name, "completion" if i else "first completion"), []).append(1e3 * took)
    finally:
        for kernel in kernels.values():
            kernel.close()
    ok = True
    for kind, goal in (("function", 40), ("statement", 2), ("first completion", 300), ("completion", 10)):
        ours, theirs = (statistics.median(seconds[name, kind]) for name in (OURS, IPYKERNEL))
        ok &= line(f"{kind}, p50", "ms", ours, theirs, goal)
    line("the same function cell with go run", "ms", go_run(5), None)
    memory = {}
    for name in (OURS, IPYKERNEL):
        kernel = Kernel(name)
        try:
            kernel.wait_ready()
            kernel.run("1+1").check_ok()
            time.sleep(SETTLING)
            memory[name] = processes.memory(processes.tree(kernel.process.pid))[0] / 1e6
        finally:
            kernel.close()
    return ok & line("idle memory of all processes, PSS", "MB", memory[OURS], memory[IPYKERNEL], 50)


def go_run(times):
    """The median time of `go run` for new programs of one small function."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(times):
            file = Path(folder) / f"f{i}.go"
            file.write_text(f"package main\n\nfunc f(n int) int {{ return n*{i} + 1 }}\n\nfunc main() {{ println(f(2)) }}\n")
            start = time.perf_counter()
            subprocess.run(["go", "run", file], check=True, capture_output=True)
            taken.append(1e3 * (time.perf_counter() - start))
    return statistics.median(taken)


def report_many(arguments):
    """Latency and memory of many native cells in one session, chained."""
    kernel = started(OURS)
    try:
        tree = processes.tree(kernel.process.pid)
        warm = 20
        for i in range(warm):
            kernel.run(chained(i)).check_ok()
        time.sleep(SETTLING)
        kernel.run("runtime.GC()\ndebug.FreeOSMemory()").check_ok()
        before = processes.memory(tree)[0]
        taken = []
        for i in range(warm, warm + arguments.many):
            taken.append(1e3 * kernel.run(chained(i)).check_ok().seconds)
        kernel.run("runtime.GC()\ndebug.FreeOSMemory()").check_ok()
        after = processes.memory(tree)[0]
    finally:
        kernel.close()
    tenth = max(1, len(taken) // 10)
    first, last = statistics.median(taken[:tenth]), statistics.median(taken[-tenth:])
    print()
    line(f"cell of {len(taken)} chained ones, first tenth, p50", "ms", first, None)
    line(f"cell of {len(taken)} chained ones, last tenth, p50", "ms", last, None)
    return line("memory of a native cell, PSS", "kB", (after - before) / 1e3 / len(taken), None, 100)


def chained(i):
    """A cell that declares a type, a method and a variable, and uses the cell before it."""
    before = "0" if i == 0 else f"v{i - 1}.get()"
    return (
        f"type t{i} struct {{ n int; s string }}\n"
        f"func (t t{i}) get() int {{ return t.n + 1 }}\n"
        f"var v{i} = t{i}{{n: {before}}}"
    )


def report_loops(arguments):
    """Hot loops as cells, with the checkpoints that an interrupt needs, beside go build."""
    text = LOOPS.read_text()
    cell = text[text.index("import (") :]
    ours, built = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "loops"
        subprocess.run(["go", "build", "-o", program, LOOPS], check=True)
        kernel = started(OURS)
        try:
            kernel.run(cell).check_ok()
            for _ in range(arguments.rounds):
                take(built, subprocess.run([program], check=True, capture_output=True, text=True).stdout)
                take(ours, kernel.run("main()").check_ok().text)
        finally:
            kernel.close()
    print()
    if ours.keys() != built.keys() or not ours:
        raise Failed("the loops did not print the same names")
    ratios = []
    for name in ours:
        ratios.append(ours[name] / built[name])
        print(f"{name:44} {'ms':5} {ours[name] / 1e6:10.2f}   go build {built[name] / 1e6:<11.2f} ratio {ratios[-1]:.3f}")
    mean = math.exp(statistics.fmean(map(math.log, ratios[1:])))
    ok = line("fib(30) by go build's", "ratio", ratios[0], None, 1.1)
    return ok & line(f"geometric mean of the {len(ratios) - 1} others", "ratio", mean, None, 1.05)


def take(least, text):
    for row in text.splitlines():
        name, nanoseconds = row.rsplit(" ", 1)
        least[name] = min(least.get(name, math.inf), int(nanoseconds))


if __name__ == "__main__":
    if not shutil.which("go"):
        sys.exit("native.py: the go command is not on PATH; native cells and their peers need it")
    main()
