"""A machine of its own for the tests: no test touches the user's home folder.

The environment variables are set when this file is imported, which conftest.py
does before any test imports Jupyter: it reads some of them at import.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ARTIFACTS = Path(os.environ.get("GONYMEDE_ARTIFACTS", ROOT / ".artifacts"))


def own_machine() -> Path:
    """Makes an empty home folder and points everything of Jupyter's into it."""
    home = Path(tempfile.mkdtemp(prefix="gonymede-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    # Tests build with the Go caches that there are, wherever HOME is.
    if go := shutil.which("go"):
        names = ("GOCACHE", "GOMODCACHE", "GOENV", "GOTOOLCHAIN", "GOFLAGS")
        values = subprocess.run(
            [go, "env", *names], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.splitlines()
        os.environ.update(zip(names, values))
    # And they run native cells with the engine that there is.
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    os.environ.setdefault("GONYMEDE_CACHE", str(cache / "gonymede" / "native"))
    for name in list(os.environ):
        if name.startswith(("JUPYTER", "XDG_", "IPYTHON", "GONYMEDE_PREFIX")):
            del os.environ[name]
    os.environ.update(
        HOME=str(home),
        JUPYTER_CONFIG_DIR=str(home / "config"),
        JUPYTER_DATA_DIR=str(home / "data"),
        JUPYTER_RUNTIME_DIR=str(home / "runtime"),
        JUPYTERLAB_SETTINGS_DIR=str(home / "settings"),
        JUPYTERLAB_WORKSPACES_DIR=str(home / "workspaces"),
        PATH=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    )
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    return home


HOME = own_machine()
