#!/usr/bin/env python3
"""Measures this kernel beside ipykernel and others. README.md explains the rows."""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from importlib.metadata import version

from jupyter_client.kernelspec import NoSuchKernel

from kernelprocess import Failed
from measures import ROWS, TRIVIAL, TRIVIAL_P99, Samples, Share, measure_all, measure_start

OURS, IPYKERNEL = "gonymede", "python3"


def main():
    arguments = read_arguments()
    kernels = list(dict.fromkeys([OURS, IPYKERNEL, *arguments.kernel]))
    print(machine(), flush=True)
    samples = {name: Samples() for name in kernels}
    failures = {}  # a set that keeps its order
    absent = set()
    for round in range(arguments.rounds):
        # Rounds take turns, so that a busy moment of the machine hits all alike.
        for name in kernels[round % len(kernels) :] + kernels[: round % len(kernels)]:
            if name in absent:
                continue
            progress(f"round {round + 1} of {arguments.rounds}: {name}")
            try:
                for _ in range(arguments.starts - 1):
                    measure_start(name, samples[name])
                for failure in measure_all(name, samples[name], arguments.cells, arguments.idle):
                    failures.setdefault(f"{name}: {failure}")
            except (Failed, NoSuchKernel) as failure:
                absent.add(name)
                failures.setdefault(f"{name}: {failure}")
    progress("")
    print(f"{arguments.rounds} rounds, {arguments.rounds * arguments.starts} starts, "
          f"{arguments.rounds * arguments.cells} trivial cells; medians over all rounds\n")  # fmt: skip
    missed = print_table(kernels, {name: values(s) for name, s in samples.items()})
    for failure in failures:
        print(f"failed: {failure}")
    if arguments.check and (missed or failures):
        sys.exit(1)


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kernel", action="append", default=[], metavar="NAME",
                        help="measure another installed kernel as well; may be repeated")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=5, help="kernel processes that everything is measured of (%(default)s)")
    parser.add_argument("--starts", type=int, default=4, help="starts and shutdowns in each round (%(default)s)")
    parser.add_argument("--cells", type=int, default=200, help="trivial cells in each round (%(default)s)")
    parser.add_argument("--idle", type=float, default=5, help="seconds over which idle CPU is measured (%(default)s)")
    parser.add_argument("--check", action="store_true", help="end with status 1 where a goal is missed")
    return parser.parse_args()


def values(samples):
    """The value of each row: medians, and a percentile."""
    row = {name: statistics.median(all) for name, all in samples.items()}
    if len(samples.get(TRIVIAL, ())) > 1:
        row[TRIVIAL_P99] = statistics.quantiles(samples[TRIVIAL], n=100)[98]
    return row


def print_table(kernels, measured):
    """Prints a row for each measure and returns how many goals were missed."""
    theirs = measured[IPYKERNEL]
    header = ["", "unit", *kernels, "goal", "", f"{OURS} : {IPYKERNEL}"]
    table, missed = [header], 0
    for name, unit, goal in ROWS:
        ours = measured[OURS].get(name)
        words, met = judge(goal, ours, theirs.get(name))
        missed += met is False
        table.append([
            name, unit, *(number(measured[k].get(name)) for k in kernels),
            words, {True: "met", False: "MISSED", None: ""}[met], ratio(ours, theirs.get(name)),
        ])  # fmt: skip
    widths = [max(len(line[i]) for line in table) for i in range(len(header))]
    for line in table:
        cells = [c.ljust(w) if i in (0, 1) else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())
    return missed


def judge(goal, ours, theirs):
    """The goal in words and whether it was met, None where that is unknown."""
    if goal is None:
        return "", None
    relation, limit = goal
    words = f"{relation} {limit.of_ipykernel:g} x" if isinstance(limit, Share) else f"{relation} {limit:,}"
    if isinstance(limit, Share):
        limit = None if theirs is None else limit.of_ipykernel * theirs
    if ours is None or limit is None:
        return words, None
    return words, ours <= limit if relation == "<=" else ours >= limit


def number(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}"


def ratio(ours, theirs):
    """How many times theirs ours is, with two digits that count."""
    if ours is None or theirs is None:
        return "-"
    if not theirs:
        return "1" if not ours else "-"
    return f"{float(f'{ours / theirs:.2g}'):g}"


def machine():
    go = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True).stdout.strip() if shutil.which("go") else "no Go"
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs ({cpu_name()}), load {os.getloadavg()[0]:.1f}; "
        f"{go}, Python {platform.python_version()}, ipykernel {version('ipykernel')}, "
        f"jupyter_client {version('jupyter_client')}; {time.strftime('%Y-%m-%d')}"
    )


def cpu_name():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "?"


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
