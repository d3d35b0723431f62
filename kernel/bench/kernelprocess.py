"""One kernel process and a client that adds as little time as it can.

The client talks to the kernel's sockets itself, through jupyter_client's
Session for the signatures. It looks into the headers of what it receives only,
and into the contents when the clock has stopped.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.session import Session

# How long anything may take before the run is given up, in seconds.
PATIENCE = 180

# libzmq tries a port again 100 ms after it found nobody there, and a client
# always comes before the kernel listens. The benchmark asks every millisecond,
# or else it would measure that pause.
RECONNECT_MS = 1


class Failed(Exception):
    """A kernel did not do what was to be measured; the text says what."""


class Message:
    """A received message, whose content is decoded on demand."""

    __slots__ = ("at", "frames", "type", "parent_id")

    def __init__(self, frames):
        self.at = time.perf_counter()
        start = frames.index(b"<IDS|MSG>")
        self.frames = frames[start + 2 :]
        self.type = json.loads(self.frames[0])["msg_type"]
        self.parent_id = json.loads(self.frames[1]).get("msg_id")

    @property
    def content(self):
        return json.loads(self.frames[3])


class Kernel:
    """A running kernel. All its methods block; times are in seconds."""

    def __init__(self, name):
        spec = KernelSpecManager().get_kernel_spec(name)
        self.name, self.language = name, spec.language
        self.by_signal = spec.interrupt_mode == "signal"
        self.folder = Path(tempfile.mkdtemp(prefix="kernel-bench-"))
        file, info = write_connection_file(str(self.folder / "connection.json"))
        self.session = Session(key=info["key"].encode(), signature_scheme=info["signature_scheme"])
        self.context = zmq.Context()
        self.shell = self._connect(zmq.DEALER, info, "shell")
        self.control = self._connect(zmq.DEALER, info, "control")
        self.stdin = self._connect(zmq.DEALER, info, "stdin")
        self.iopub = self._connect(zmq.SUB, info, "iopub")
        self.log = open(self.folder / "log", "wb")
        values = {"{connection_file}": file, "{resource_dir}": spec.resource_dir}
        argv = list(spec.argv)
        for key, value in values.items():
            argv = [word.replace(key, value) for word in argv]
        if argv[0] in ("python", "python3"):
            argv[0] = sys.executable  # as jupyter_client does
        env = os.environ | (spec.env or {}) | {"JPY_PARENT_PID": str(os.getpid())}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            argv, env=env, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip

    def _connect(self, kind, info, channel):
        socket = self.context.socket(kind)
        socket.linger = 0
        socket.rcvhwm = socket.sndhwm = 0  # nothing is lost on the client's side
        socket.reconnect_ivl = RECONNECT_MS
        if kind == zmq.DEALER:
            socket.routing_id = self.session.bsession
        else:
            socket.subscribe(b"")
        socket.connect(f"tcp://{info['ip']}:{info[channel + '_port']}")
        return socket

    def wait_ready(self):
        """Waits for the first kernel_info_reply, then until iopub is there."""
        self.ask("kernel_info_request", {})
        took = time.perf_counter() - self.started
        # A subscription may arrive after a reply did; what runs after this is
        # seen in full.
        deadline = time.perf_counter() + PATIENCE
        while True:
            parent = self.send(self.shell, "kernel_info_request", {})
            self._receive(self.shell, parent, deadline)
            if self.iopub.poll(200):
                break
        self.drain()
        return took

    def drain(self):
        """Forgets messages that nobody waited for."""
        while self.iopub.poll(100):
            self.iopub.recv_multipart()

    def send(self, socket, kind, content, parent=None):
        return self.session.send(socket, kind, content, parent=parent)["header"]["msg_id"]

    def ask(self, kind, content, channel="shell"):
        """Sends a request and returns its reply and how long it took."""
        socket = getattr(self, channel)
        start = time.perf_counter()
        parent = self.send(socket, kind, content)
        reply = self._receive(socket, parent, start + PATIENCE)
        return reply, reply.at - start

    def _receive(self, socket, parent, deadline):
        while True:
            if socket.poll(100):
                message = Message(socket.recv_multipart())
                if message.parent_id == parent:
                    return message
            elif self.process.poll() is not None:
                raise Failed(f"the kernel ended with status {self.process.returncode}")
            elif time.perf_counter() > deadline:
                raise Failed(f"no reply within {PATIENCE} s")

    def run(self, code, on_start=None, answer=None):
        """Runs a cell until its reply and its idle were received.

        on_start is called once, when the kernel is busy with the cell; answer
        is called for each input request and gives the line to send.
        """
        start = time.perf_counter()
        parent = self.send(self.shell, "execute_request", {
            "code": code, "silent": False, "store_history": True, "user_expressions": {},
            "allow_stdin": answer is not None, "stop_on_error": False,
        })  # fmt: skip
        result = Run(start)
        poller = zmq.Poller()
        for socket in (self.shell, self.iopub, self.stdin):
            poller.register(socket, zmq.POLLIN)
        while result.reply is None or result.idle is None:
            ready = dict(poller.poll(1000))
            if not ready and time.perf_counter() - start > PATIENCE:
                raise Failed(f"a cell did not end within {PATIENCE} s: {code[:60]!r}")
            if not ready and self.process.poll() is not None:
                raise Failed(f"the kernel ended with status {self.process.returncode}")
            if self.iopub in ready:
                message = Message(self.iopub.recv_multipart())
                if message.parent_id != parent:
                    continue
                result.take(message)
                if on_start and message.type == "execute_input":
                    on_start()
            if self.stdin in ready:
                request = Message(self.stdin.recv_multipart())
                self.send(self.stdin, "input_reply", {"value": answer(request)})
            if self.shell in ready:
                message = Message(self.shell.recv_multipart())
                if message.parent_id == parent:
                    result.reply = message
        return result

    def interrupt(self):
        """Interrupts the running cell, without waiting for a reply."""
        if self.by_signal:
            os.killpg(self.process.pid, signal.SIGINT)
        else:
            self.send(self.control, "interrupt_request", {})

    def shutdown(self):
        """Asks the kernel to end; returns how long its process lived on."""
        exited = os.pidfd_open(self.process.pid)
        try:
            start = time.perf_counter()
            self.send(self.control, "shutdown_request", {"restart": False})
            if not select.select([exited], [], [], PATIENCE)[0]:
                raise Failed(f"the process lived on for {PATIENCE} s")
            took = time.perf_counter() - start
            self.process.wait()
            return took
        finally:
            os.close(exited)

    def close(self):
        """Kills what is left of the kernel and forgets its files."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.context.destroy(linger=0)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Run:
    """What came of a cell."""

    def __init__(self, start):
        self.start = start
        self.reply = self.idle = None
        self.output = []  # messages between busy and idle

    def take(self, message):
        if message.type == "status":
            if message.content["execution_state"] == "idle":
                self.idle = message
        else:
            self.output.append(message)

    @property
    def seconds(self):
        """From the request to the later of reply and idle."""
        return max(self.reply.at, self.idle.at) - self.start

    @property
    def text(self):
        return "".join(m.content["text"] for m in self.output if m.type == "stream")

    def count(self, kind):
        return sum(m.type == kind for m in self.output)

    def check_ok(self):
        content = self.reply.content
        if content["status"] != "ok":
            raise Failed(f"a cell failed: {content.get('ename')}: {content.get('evalue')}")
        return self
