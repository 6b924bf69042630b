"""Every page is valid HTML by the standard's own checker."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.html.find_checker import JAR, command


def messages(*paths: Path) -> list[str]:
    """Return what the checker says of files or folders, one line each."""
    assert JAR.is_file(), "run tests/html/find_checker.py --install"
    run = [*command(), "--skip-non-html", "--format", "json", "--exit-zero-always", *map(str, paths)]
    result = subprocess.run(run, capture_output=True, text=True, check=True)
    found = json.loads(result.stderr)["messages"]
    return [f"{m['url'].rpartition('/')[2]}:{m.get('lastLine', 0)}: {m['message']}" for m in found]


def test_every_page_is_valid(site: Path) -> None:
    assert messages(site) == []


def test_the_checker_sees_mistakes(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text('<!doctype html><html lang="en"><title>x</title><p id="a"><img src="x.png"><p id="a">', "utf-8")
    found = messages(bad)
    assert any("Duplicate ID" in line for line in found), found
    assert any("alt" in line for line in found), found
