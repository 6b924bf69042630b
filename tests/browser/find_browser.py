"""Finds the browser that the tests drive: Chromium or Chrome, whatever the machine has.

Usage: find_browser.py [--install]

Prints its path. With --install, Debian's package is installed first if none was found and this user may
install packages. Exit status 1 and one message if there is no browser: the tests never skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """Return the path of a browser: $PATHWAY_BROWSER first, then what is on the path."""
    named = os.environ.get("PATHWAY_BROWSER")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's Chromium for the tests (once) ...", file=sys.stderr)
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    if find_browser() is None and "--install" in sys.argv:
        install()
    path = find_browser()
    if path is None:
        print(
            "The tests need Chromium or Chrome, and none was found. Install one (Debian: apt-get install chromium), "
            "or set PATHWAY_BROWSER to its path.",
            file=sys.stderr,
        )
        return 1
    print(f"Browser: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
