"""A JupyterLab server for the tests, with the settings of install.sh --lab."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from machine import ARTIFACTS, ROOT

PATIENCE = 90  # seconds; only guards against hangs


class Server:
    """Runs JupyterLab on a free port, with its files in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = (ARTIFACTS / "jupyterlab.log").open("w")
        environment = dict(os.environ, JUPYTER_CONFIG_PATH=str(ROOT / "notebooks/lab/config"))
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyterlab",
                "--allow-root",
                "--no-browser",
                "--ip=127.0.0.1",
                f"--port={self.port}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={folder}",
                "--IdentityProvider.token=",
                "--ServerApp.password=",
                "--ServerApp.disable_check_xsrf=True",
                # Gives the page a variable through which tests run commands.
                "--LabApp.expose_app_in_browser=True",
            ],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.wait_until_up()

    def wait_until_up(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"JupyterLab ended; see {self.log.name}"
            try:
                urllib.request.urlopen(self.url + "/api/status", timeout=5)
                return
            except (urllib.error.URLError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(f"JupyterLab does not answer; see {self.log.name}")

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
