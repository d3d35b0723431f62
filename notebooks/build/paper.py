"""Graded pages on paper: Chromium prints them to PDF."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 120  # seconds for one page; only a guard against hangs


class NotPrinted(Exception):
    """Chromium did not print a page; the text says why."""


def find_chromium() -> str | None:
    """Returns the path of a Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def print_page(chromium: str, page: Path, pdf: Path) -> None:
    """Prints a page of HTML to a PDF file, or raises NotPrinted and leaves the file as it was.

    The page can reach no network.
    """
    pdf.parent.mkdir(parents=True, exist_ok=True)
    # Beside the PDF: a Chromium that is packed as a snap may not write to /tmp.
    with tempfile.TemporaryDirectory(prefix=".printing-", dir=pdf.parent) as folder:
        made = Path(folder, "page.pdf").absolute()
        command = [
            chromium,
            "--headless",
            "--disable-gpu",
            "--disable-dev-shm-usage",  # it is small in containers
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder}/profile",  # a Chromium that is open has the usual one
            "--no-pdf-header-footer",
            f"--print-to-pdf={made}",
        ]
        if os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium has none for root
        try:
            ran = subprocess.run(
                [*command, page.as_uri()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired as error:
            raise NotPrinted(f"Chromium has not printed {page.name} within {PATIENCE} s") from error
        if ran.returncode != 0 or not made.exists():
            last = (ran.stderr.strip().splitlines() or [f"it ended with status {ran.returncode}"])[-1]
            raise NotPrinted(f"Chromium does not print {page.name}: {last}")
        made.replace(pdf)
