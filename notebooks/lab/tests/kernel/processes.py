"""Which processes a kernel has."""

import os
import time

import psutil


def descendants(pid: int) -> list[psutil.Process]:
    """The process, its children, and so on."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that have neither ended nor wait to be reaped."""
    return [
        p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE
    ]


def wait_until_gone(processes: list[psutil.Process], seconds: float = 10) -> list[psutil.Process]:
    """Waits for the processes' end and returns those that are still there."""
    deadline = time.monotonic() + seconds
    while (left := still_there(processes)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def still_there(processes: list[psutil.Process]) -> list[psutil.Process]:
    left = []
    for p in processes:
        try:
            left += alive([p])
        except psutil.NoSuchProcess:
            pass
    return left


def session_processes(kernel_pid: int) -> list[psutil.Process]:
    """Processes that inherited the session's mark, wherever their parent is."""
    marks = {p.environ().get("GONYMEDE_SESSION") for p in descendants(kernel_pid)[1:]} - {None}
    found = []
    for p in psutil.process_iter():
        try:
            if p.pid != os.getpid() and p.environ().get("GONYMEDE_SESSION") in marks:
                found.append(p)
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return found
