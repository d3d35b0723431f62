"""What is measured of a kernel. Each round starts one, measures all, and ends it."""

import time
from collections import namedtuple

import processes
from cells import CELLS, DISPLAYS, GOROUTINES, INPUTS, LINES, MEGABYTES
from kernelprocess import Failed, Kernel

Share = namedtuple("Share", "of_ipykernel")

READY = "spawn to ready"
FIRST = "first cell"
TRIVIAL = "trivial cell, p50"
TRIVIAL_P99 = "trivial cell, p99"
COMPLETE_FIRST = "first completion"
COMPLETE = "completion, p50"
LINES_LOOP = f"lines, one loop of {LINES:,}"
LINES_MANY = f"lines, {GOROUTINES} goroutines or threads"
SHOWN = f"displays, {DISPLAYS:,} in a loop"
PRINTED = f"{MEGABYTES} MB printed at once"
STDIN = "stdin round trip"
INTERRUPT = "interrupt of a busy loop"
IDLE_PSS = "idle memory, sum of PSS"
IDLE_RSS = "idle memory, sum of RSS"
IDLE_CPU = "idle CPU"
USED_PSS = "PSS after all of this"
SHUTDOWN = "shutdown"

# Row, unit, goal: a relation and a value, or a share of ipykernel's value.
ROWS = [
    (READY, "ms", ("<=", 100)),
    (FIRST, "ms", None),
    (IDLE_PSS, "MB", ("<=", 40)),
    (IDLE_RSS, "MB", None),
    (IDLE_CPU, "%", ("<=", 0.05)),  # prints as 0.0
    (TRIVIAL, "ms", ("<=", Share(0.25))),
    (TRIVIAL_P99, "ms", None),
    (COMPLETE_FIRST, "ms", None),
    (COMPLETE, "ms", None),
    (LINES_LOOP, "1/s", (">=", 1_000_000)),
    (LINES_MANY, "1/s", None),
    (SHOWN, "1/s", (">=", 6_000)),
    (PRINTED, "ms", None),
    (STDIN, "ms", None),
    (INTERRUPT, "ms", ("<=", 20)),
    (USED_PSS, "MB", None),
    (SHUTDOWN, "ms", ("<=", 100)),
]

WARM_UPS = 20


class Samples(dict):
    """The values of each row, in its unit, over all rounds."""

    def add(self, row, value):
        self.setdefault(row, []).append(value)


def measure_start(name, samples):
    """Starts a kernel, measures that, and ends it."""
    kernel = Kernel(name)
    try:
        samples.add(READY, 1e3 * kernel.wait_ready())
        samples.add(SHUTDOWN, 1e3 * kernel.shutdown())
    finally:
        kernel.close()


def measure_all(name, samples, trivial, idle_seconds):
    """Measures everything of one kernel process; returns what failed."""
    kernel = Kernel(name)
    failures = []
    try:
        if kernel.language not in CELLS:
            raise Failed(f"cells.py has no cells in {kernel.language}")
        cells = CELLS[kernel.language]
        samples.add(READY, 1e3 * kernel.wait_ready())
        samples.add(FIRST, 1e3 * kernel.run(cells["trivial"]).check_ok().seconds)
        for measure in (
            lambda: idle(kernel, samples, idle_seconds),
            lambda: trivial_cells(kernel, cells, samples, trivial),
            lambda: completions(kernel, cells, samples),
            lambda: lines(kernel, cells["lines"], samples, LINES_LOOP),
            lambda: lines(kernel, cells["parallel lines"], samples, LINES_MANY),
            lambda: displays(kernel, cells, samples),
            lambda: printed(kernel, cells, samples),
            lambda: inputs(kernel, cells, samples),
            lambda: interrupts(kernel, cells, samples),
            lambda: memory_after(kernel, samples),
        ):
            try:
                measure()
            except Failed as failure:
                # The rows after this one are still worth having.
                failures.append(failure)
        samples.add(SHUTDOWN, 1e3 * kernel.shutdown())
    except Failed as failure:
        failures.append(failure)
    finally:
        kernel.close()
    return failures


def trivial_cells(kernel, cells, samples, count):
    for i in range(WARM_UPS + count):
        seconds = kernel.run(cells["trivial"]).check_ok().seconds
        if i >= WARM_UPS:
            samples.add(TRIVIAL, 1e3 * seconds)


def completions(kernel, cells, samples, count=30):
    code = cells["complete"]
    for i in range(1 + count):
        reply, seconds = kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})
        if not any(cells["completion"] in match for match in reply.content["matches"]):
            raise Failed(f"{cells['completion']} is no completion of {code!r}")
        samples.add(COMPLETE if i else COMPLETE_FIRST, 1e3 * seconds)


def idle(kernel, samples, seconds):
    """Memory and CPU of a kernel that has run a cell and has nothing to do."""
    if not processes.available():
        return
    time.sleep(1)  # for what runs late
    pids = processes.tree(kernel.process.pid)
    before = processes.cpu(pids)
    time.sleep(seconds)
    samples.add(IDLE_CPU, 100 * (processes.cpu(pids) - before) / seconds)
    pss, rss = processes.memory(pids)
    samples.add(IDLE_PSS, pss / 1e6)
    samples.add(IDLE_RSS, rss / 1e6)


def lines(kernel, code, samples, row):
    printed = kernel.run(code).check_ok()
    expect(printed.text.count("\n"), LINES, "lines")
    samples.add(row, LINES / printed.seconds)


def displays(kernel, cells, samples):
    shown = kernel.run(cells["displays"]).check_ok()
    expect(shown.count("display_data"), DISPLAYS, "displays")
    samples.add(SHOWN, DISPLAYS / shown.seconds)


def printed(kernel, cells, samples):
    run = kernel.run(cells["bytes"]).check_ok()
    expect(len(run.text), MEGABYTES * 1_000_000, "bytes")
    samples.add(PRINTED, 1e3 * run.seconds)


def inputs(kernel, cells, samples):
    asked = []

    def answer(request):
        asked.append(request.at)
        return "word"

    kernel.run(cells["inputs"], answer=answer).check_ok()
    expect(len(asked), INPUTS, "input requests")
    for before, after in zip(asked, asked[1:]):
        samples.add(STDIN, 1e3 * (after - before))


def interrupts(kernel, cells, samples, count=3):
    for _ in range(count):
        sent = []

        def interrupt():
            time.sleep(0.2)  # the loop is running
            sent.append(time.perf_counter())
            kernel.interrupt()

        run = kernel.run(cells["busy"], on_start=interrupt)
        if run.reply.content["status"] != "error":
            raise Failed("an interrupted cell did not fail")
        samples.add(INTERRUPT, 1e3 * (max(run.reply.at, run.idle.at) - sent[0]))
        kernel.run(cells["trivial"]).check_ok()


def memory_after(kernel, samples):
    if processes.available():
        time.sleep(0.5)
        samples.add(USED_PSS, processes.memory(processes.tree(kernel.process.pid))[0] / 1e6)


def expect(got, want, what):
    if got != want:
        raise Failed(f"{got:,} of {want:,} {what} arrived")
