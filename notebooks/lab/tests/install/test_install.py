"""install.sh from the first run to the last."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

from checkout import PATIENCE


def test_install_again_and_uninstall(machine):
    """In a path with spaces, without a C compiler, with JupyterLab on PATH."""
    machine.add_lab()
    first = machine.run()
    assert (first.returncode, first.stderr) == (0, "")
    assert re.search(r'cells are interpreted: .*the C compiler "\w+" was not found', first.stdout), first.stdout
    assert re.search(r"JupyterLab \d+\.\d+\.\d+ at " + re.escape(str(machine.bin)), first.stdout)
    assert "already up to date" not in first.stdout

    binary = machine.home / ".local/bin/gonymede"
    spec = json.loads((machine.home / ".local/share/jupyter/kernels/gonymede/kernel.json").read_text())
    assert spec["argv"] == [str(binary), "kernel", "--connection-file", "{connection_file}"]
    assert (spec["display_name"], spec["language"]) == ("Go (Gonymede)", "go")
    assert spec["interrupt_mode"] == "message"
    version = subprocess.run([binary, "version"], env=machine.env, capture_output=True, text=True)
    assert version.stdout.startswith("gonymede "), version

    doctor = subprocess.run([binary, "doctor"], env=machine.env, capture_output=True, text=True)
    assert doctor.returncode == 0, doctor.stdout
    assert "MISSING" not in doctor.stdout
    assert re.search(r"optional +native cells +cells are interpreted: the C compiler", doctor.stdout), doctor.stdout
    assert "Install gcc or set CC." in doctor.stdout

    before = machine.installed()
    second = machine.run()
    assert second.returncode == 0, second.stderr
    assert "already up to date" in second.stdout
    assert machine.installed() == before, "the second run changed files"

    last = machine.run("--uninstall")
    assert last.returncode == 0, last.stderr
    for gone in (binary, machine.home / ".local/share/jupyter/kernels/gonymede", machine.home / ".cache/gonymede"):
        assert f"removed {gone}\n" in last.stdout
    assert os.listdir(machine.home) == [], "something is left behind"
    assert "nothing is installed" in machine.run("--uninstall").stdout


def test_another_prefix(machine):
    machine.env["GONYMEDE_PREFIX"] = str(machine.home / "else where")
    machine.env["JUPYTER_DATA_DIR"] = str(machine.home / "jupyter data")
    machine.add_lab()
    assert machine.run().returncode == 0
    binary = machine.home / "else where/bin/gonymede"
    spec = json.loads((machine.home / "jupyter data/kernels/gonymede/kernel.json").read_text())
    assert spec["argv"][0] == str(binary) and binary.exists()
    assert not (machine.home / ".local").exists()
    assert machine.run("--uninstall").returncode == 0
    assert os.listdir(machine.home) == ["jupyter data"] or os.listdir(machine.home) == []


def test_native_cells_are_prepared(machine):
    """The tests' own engine is found; a cache that cannot be written is no failure."""
    machine.add_lab()
    machine.add_compiler()
    assert "native cells are ready" in machine.run().stdout
    binary = machine.home / ".local/bin/gonymede"
    doctor = subprocess.run([binary, "doctor"], env=machine.env, capture_output=True, text=True)
    assert re.search(r"ok +native cells +their engine was built with go1\.", doctor.stdout), doctor.stdout
    assert f"left '{machine.env['GONYMEDE_CACHE']}'" in machine.run("--uninstall").stdout

    machine.env["GONYMEDE_CACHE"] = "/proc/native"
    result = machine.run()
    assert result.returncode == 0, result.stderr
    assert "preparing native cells" in result.stdout
    assert re.search("cells are interpreted: .*/proc/native.*doctor", result.stdout), result.stdout


def test_uninstall_removes_the_engine(machine):
    """The cache of native cells is among Gonymede's files, where nothing else is said."""
    del machine.env["GONYMEDE_CACHE"]
    engine = machine.home / ".cache/gonymede/native/engine-0/engine"
    engine.parent.mkdir(parents=True)
    engine.write_text("built")
    engine.parent.chmod(0o555)  # as the module cache has it
    assert machine.run("--uninstall").returncode == 0
    assert os.listdir(machine.home) == []


def test_uninstall_leaves_other_kernels(machine):
    other = machine.home / ".local/share/jupyter/kernels/gonymede/kernel.json"
    other.parent.mkdir(parents=True)
    other.write_text('{"argv": ["python3"], "language": "python"}')
    assert machine.run("--uninstall").returncode == 0
    assert other.exists()


def test_lab_opens_a_lesson(machine):
    """Without a display: the address is printed, and the notebook is there."""
    machine.add_lab()
    process = machine.start("--lab", "--", "--port=0", "--ServerApp.port_retries=0")
    try:
        url, said = wait_for_url(process)
        assert ".ipynb" in url and "token=" in url, said
        assert re.search(r"opening .*01.*\.ipynb", said), said
        base, token = re.match(r"(http://[^/]+)/.*token=(\w+)", url).groups()
        settings = ask(base + "/lab/api/settings/@jupyterlab/notebook-extension:tracker", token)
        editor = settings["schema"]["properties"]["codeCellConfig"]["default"]
        assert editor.items() >= {"autoClosingBrackets": True, "indentUnit": "Tab", "tabSize": 4}.items()
        assert "gonymede" in ask(base + "/api/kernelspecs", token)["kernelspecs"]
        lesson = re.search(r"/lab/tree/(.*\.ipynb)", url).group(1)
        assert ask(f"{base}/api/contents/{lesson}?content=0", token)["type"] == "notebook"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def wait_for_url(process: subprocess.Popen) -> tuple[str, str]:
    """Reads until JupyterLab has printed its address with a token."""
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"http://127\.0\.0\.1:\d+/\S+", line):
            return found.group(0), said
    raise AssertionError(said)


def ask(url: str, token: str) -> dict:
    request = urllib.request.Request(url, headers={"Authorization": f"token {token}"})
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError:
            raise
        except (ConnectionError, urllib.error.URLError):  # it does not listen yet
            assert time.monotonic() < deadline, url
            time.sleep(0.1)
