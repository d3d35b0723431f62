#!/usr/bin/env python3
"""Measures progress bars that eight goroutines or threads move: what reaches the front end. README.md explains the rows."""

import argparse
import importlib.util
import sys
from collections import namedtuple
from string import Template

from bench import IPYKERNEL, OURS, machine, number, progress
from kernelprocess import Failed, Kernel

WORKERS = 8
RATE = 1000  # updates a second of all workers together
BURST = 4_000_000  # updates as fast as they go

# The most messages a second that one bar may send.
MOST = 20

# The cells. $bar makes a bar for $total updates, $move moves it by one, $end
# closes it. In the even load each worker moves it $each times, $pause apart.
EVEN = {
    "go": """$bar
var workers sync.WaitGroup
for range $workers {
	workers.Go(func() {
		ticks := time.NewTicker($pause * time.Microsecond)
		defer ticks.Stop()
		for range $each {
			<-ticks.C
			$move
		}
	})
}
workers.Wait()
$end""",
    "python": """import threading, time
$bar
def work():
    due = time.perf_counter()
    for _ in range($each):
        due += $pause / 1e6
        time.sleep(max(0, due - time.perf_counter()))
        $move
workers = [threading.Thread(target=work) for _ in range($workers)]
for w in workers: w.start()
for w in workers: w.join()
$end""",
}
FAST = {
    "go": """$bar
var workers sync.WaitGroup
for range $workers {
	workers.Go(func() {
		for range $each {
			$move
		}
	})
}
workers.Wait()
$end""",
    "python": """import threading
$bar
def work():
    for _ in range($each):
        $move
workers = [threading.Thread(target=work) for _ in range($workers)]
for w in workers: w.start()
for w in workers: w.join()
$end""",
}

# A way of showing progress: the lines for $bar, $move and $end, and whether its
# updates are few enough for the fast load.
Way = namedtuple("Way", "kernel name needs bar move end fast")
WAYS = [
    Way(OURS, "display.Progress", None, 'p := display.NewProgress("bench", $total)', "p.Add(1)", "p.Done()", True),
    Way(OURS, "an update each time", None,
        'var n atomic.Int64\nh := display.Show("0/$total")', 'h.Update(fmt.Sprint(n.Add(1), "/$total"))', "", False),
    Way(IPYKERNEL, "tqdm.notebook", ("tqdm", "ipywidgets"),
        "from tqdm.notebook import tqdm\np = tqdm(total=$total)", "p.update(1)", "p.close()", True),
    Way(IPYKERNEL, "tqdm", ("tqdm",), "from tqdm import tqdm\np = tqdm(total=$total)", "p.update(1)", "p.close()", True),
    Way(IPYKERNEL, "an update each time", None,
        'import itertools\nfrom IPython.display import display\nn = itertools.count(1)\nh = display("0/$total", display_id=True)',
        'h.update(f"{next(n)}/$total")', "", False),
]  # fmt: skip


def main():
    arguments = read_arguments()
    print(machine(), flush=True)
    print(f"{WORKERS} goroutines or threads move one bar: {RATE:,} times a second for {arguments.seconds} s, "
          f"and {BURST:,} times as fast as they can\n")  # fmt: skip
    rows, met = [], True
    for way in WAYS:
        absent = [name for name in way.needs or () if importlib.util.find_spec(name) is None]
        progress(f"{way.kernel}: {way.name}")
        if absent:
            rows.append((way.kernel, way.name, f"not measured: {' and '.join(absent)} is not installed"))
            continue
        even, fast = measure(way, arguments.seconds)
        met &= way is not WAYS[0] or (even.good() and fast.good())
        rows.append((way.kernel, way.name, *even.words(), *(fast.words() if fast else "----")))
    progress("")
    print_table(rows)
    if arguments.check and not met:
        sys.exit(f"progress.py: {WAYS[0].name} sent more than {MOST} messages a second, or lost its last state")


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="how long the even load goes on (%(default)s)")
    parser.add_argument("--check", action="store_true", help="end with status 1 where display.Progress sends too much, or not its last state")
    return parser.parse_args()


class Load(namedtuple("Load", "updates seconds messages arrived")):
    """What came of a load: how many updates in how many seconds, what was sent, and whether the last state was."""

    def words(self):
        return (
            number(self.updates / self.seconds), number(self.messages),
            number(self.messages / self.seconds), "yes" if self.arrived else "NO",
        )  # fmt: skip

    def good(self):
        """Few messages beside the first and the last, and the last."""
        return self.arrived and self.messages <= 2 + MOST * self.seconds


def measure(way, seconds):
    """Runs the loads in a new session."""
    kernel = Kernel(way.kernel)
    try:
        kernel.wait_ready()
        # The first bar pays for compilers and imports.
        run(kernel, way, EVEN, WORKERS, RATE)
        even = run(kernel, way, EVEN, RATE * seconds, RATE)
        return even, run(kernel, way, FAST, BURST, RATE) if way.fast else None
    finally:
        kernel.close()


def run(kernel, way, load, total, rate):
    each = total // WORKERS
    values = {"total": total, "workers": WORKERS, "each": each, "pause": 1_000_000 * WORKERS // rate}
    lines = {name: Template(getattr(way, name)).substitute(values) for name in ("bar", "move", "end")}
    result = kernel.run(Template(load[kernel.language]).substitute(values, **lines)).check_ok()
    started = next((m.at for m in result.output if m.type == "execute_input"), result.start)
    took = result.idle.at - started
    shown = [m for m in result.output if m.type != "execute_input"]
    if not shown:
        raise Failed(f"{way.name} showed nothing")
    last = f"{total}/{total}"
    arrived = any(last in text(m.content).replace(",", "") for m in shown[-3:])
    return Load(total, took, len(shown), arrived)


def text(content):
    """All strings of a message's content."""
    if isinstance(content, dict):
        return "\n".join(map(text, content.values()))
    return content if isinstance(content, str) else ""


def print_table(rows):
    loads = ["updates/s", "messages", "messages/s", "last came"]
    table = [("", "", *loads, *loads), *(row for row in rows if len(row) > 3)]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    before = widths[0] + widths[1] + 4
    even = sum(widths[2:6]) + 2 * 3
    print(" " * before + f"{RATE:,} a second".ljust(even + 2) + "as fast as they can")
    for row in table:
        print("  ".join(word.ljust(w) if i < 2 else word.rjust(w) for i, (word, w) in enumerate(zip(row, widths))).rstrip())
    for kernel, name, why in (row for row in rows if len(row) == 3):
        print(f"{kernel}  {name}  {why}")


if __name__ == "__main__":
    main()
