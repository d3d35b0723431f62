"""jupyter_client starts, interrupts, restarts and ends the kernel."""

import queue
import time

import psutil
import pytest
from jupyter_client.manager import start_new_kernel
from processes import descendants, session_processes, wait_until_gone

PATIENCE = 60  # seconds; only guards against hangs


@pytest.fixture
def kernel(kernelspec):
    manager, client = start_new_kernel(kernel_name=kernelspec, startup_timeout=PATIENCE)
    yield manager, client
    client.stop_channels()
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)


def run(client, code: str) -> tuple[dict, str, list[dict]]:
    """Runs a cell: its reply, what it printed, and all messages."""
    messages = []
    reply = client.execute_interactive(
        code, timeout=PATIENCE, output_hook=messages.append, allow_stdin=False
    )
    text = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    return reply["content"], text, messages


def start(client, code: str, until: str) -> str:
    """Starts a cell and waits until it has printed a text; returns its id."""
    seen, cell = "", client.execute(code)
    while until not in seen:
        message = client.get_iopub_msg(timeout=PATIENCE)
        if message["msg_type"] == "stream":
            seen += message["content"]["text"]
    return cell


def reply_to(client, cell: str) -> dict:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            reply = client.get_shell_msg(timeout=1)
        except queue.Empty:
            continue
        if reply["parent_header"].get("msg_id") == cell:
            return reply["content"]
    raise AssertionError("the cell never replied")


LOOPS = {
    "a busy loop": "for {\n}",
    "a select": "select {\ncase <-time.After(time.Hour):\n}",
    "a sleep": "time.Sleep(time.Hour)",
}


@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS.keys())
def test_interrupt_keeps_the_state(kernel, loop):
    manager, client = kernel
    assert run(client, "kept := 7")[0]["status"] == "ok"
    cell = start(client, 'fmt.Println("started")\n' + loop, until="started")
    manager.interrupt_kernel()
    reply = reply_to(client, cell)
    assert reply["status"] == "error"
    assert "nterrupt" in reply["ename"] + reply["evalue"]
    reply, text, _ = run(client, "fmt.Println(kept * 6)")
    assert (reply["status"], text) == ("ok", "42\n")


CHILDREN = """\
grandparent := exec.Command("sh", "-c", "sleep 1000 & sleep 1000")
err := grandparent.Start()
go func() { for { } }()
fmt.Println("children started", err)
"""


def test_shutdown_leaves_no_process(kernel):
    manager, client = kernel
    pid = manager.provisioner.process.pid
    assert "children started <nil>" in run(client, CHILDREN)[1]
    deadline = time.monotonic() + PATIENCE
    while len(processes := {p.pid: p for p in descendants(pid) + session_processes(pid)}) < 4:
        assert time.monotonic() < deadline, "kernel, engine, sh and sleep"
    manager.shutdown_kernel()
    assert wait_until_gone(list(processes.values())) == []


def test_restart_leaves_no_old_process(kernel):
    manager, client = kernel
    pid = manager.provisioner.process.pid
    assert "children started <nil>" in run(client, CHILDREN)[1]
    old = descendants(pid) + session_processes(pid)
    manager.restart_kernel()
    client.wait_for_ready(timeout=PATIENCE)
    assert manager.provisioner.process.pid != pid
    assert wait_until_gone(old) == []
    reply, _, _ = run(client, "grandparent")
    assert reply["status"] == "error", "the restarted session still has its variable"
    assert run(client, "fmt.Println(1 + 1)")[1] == "2\n"


def test_death_of_the_engine_is_told(kernel):
    manager, client = kernel
    engine = psutil.Process(manager.provisioner.process.pid).children()
    assert len(engine) == 1
    # A cell that waits for nothing would be ended as a deadlock.
    cell = start(client, 'fmt.Println("started")\ntime.Sleep(time.Hour)', until="started")
    engine[0].kill()
    reply = reply_to(client, cell)
    assert reply["status"] == "error"
    assert "kill" in (reply["ename"] + reply["evalue"]).lower()
    assert run(client, "fmt.Println(1 + 1)")[1] == "2\n"


def test_input_is_asked_and_given(kernel):
    _, client = kernel
    asked = []

    def answer(message):
        asked.append(message["content"])
        client.input("gopher")

    messages = []
    reply = client.execute_interactive(
        'name := display.Input("who? ")\nfmt.Println("hello,", name)',
        timeout=PATIENCE,
        allow_stdin=True,
        stdin_hook=answer,
        output_hook=messages.append,
    )
    assert reply["content"]["status"] == "ok"
    assert [a["prompt"] for a in asked] == ["who? "]
    assert [a["password"] for a in asked] == [False]
    text = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    assert text == "hello, gopher\n"
    assert run(client, 'display.Input("who? ")')[0]["status"] == "error"


def test_no_line_is_lost(kernel):
    _, client = kernel
    reply, text, messages = run(client, 'for i := 0; i < 20000; i++ {\n\tfmt.Println("line", i)\n}')
    assert reply["status"] == "ok"
    assert text.splitlines() == [f"line {i}" for i in range(20000)]
    assert len(messages) < 1000, "20,000 lines are batched"
