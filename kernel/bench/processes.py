"""What a process and all it started take of the machine, from Linux's /proc."""

from pathlib import Path


def available():
    return Path("/proc/self/smaps_rollup").exists()


def tree(pid):
    """The process IDs of pid and all its descendants."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue  # it has ended
        parent = int(stat[stat.rindex(")") + 2 :].split()[1])
        children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for parent in found:
        found += children.get(parent, [])
    return found


def memory(pids):
    """The sums of PSS and RSS, in bytes. PSS divides shared pages by their users."""
    sums = {"Pss": 0, "Rss": 0}
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            key, _, value = line.partition(":")
            if key in sums:
                sums[key] += int(value.split()[0]) * 1024
    return sums["Pss"], sums["Rss"]


def cpu(pids):
    """The processor time used so far, in seconds."""
    nanoseconds = 0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            nanoseconds += int((thread / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9
