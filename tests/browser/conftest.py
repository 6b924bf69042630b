"""A browser, the kinds of pages, and a site with a language that runs from right to left."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright

from tests.browser.find_browser import find_browser
from tests.conftest import copy_project, run_build

PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}

KINDS = {
    "home": "index",
    "help": "help",
    "chapter": "pathway-2020/laws",
    "pairs": "pathway-2020/confidentiality",
    "case": "case-studies/lina",
    "sheet": "case-studies/mona-and-lucy-sheet",
    "list of services": "referrals/emergency",
    "list": "about/sources",
    "words": "about/glossary",
    "form": "tools/safety-plan",
    "plain": "about/privacy",
}
"""One page of every kind, without its ending."""

LOCALES = {"en": "", "fr": "fr/", "ar": "ar/"}
"""The languages that the browser tests walk through, with their folders; "ar" is a made one."""

PAGES = [f"{folder}{key}.html" for folder in LOCALES.values() for key in KINDS.values()] + ["404.html"]

DUMMY = ["هذا", "نص", "تجريبي", "يقرأ", "من", "اليمين", "إلى", "اليسار", "ولا", "يعني", "شيئا"]


def dummy(text: str) -> str:
    """Return right-to-left words as many as `text` has, with its {placeholders} kept."""
    parts = re.split(r"(\{[^}]*\})", text)
    return "".join(part if part.startswith("{") else _words(part) for part in parts)


def _words(text: str) -> str:
    return re.sub(r"[A-Za-z’]+", lambda match: DUMMY[zlib.crc32(match[0].encode()) % len(DUMMY)], text)


def add_right_to_left(root: Path) -> None:
    """Add the made language to a copy of the project: every interface word and one translated page."""
    locales = root / "data" / "locales.yml"
    added = "- {code: ar, tag: ar, name: العربية, direction: rtl}\n"
    locales.write_text(locales.read_text(encoding="utf-8") + added, encoding="utf-8")
    words = yaml.safe_load((root / "data" / "en" / "words.yml").read_text(encoding="utf-8"))
    made = {group: {key: dummy(text) for key, text in own.items()} for group, own in words.items()}
    folder = root / "data" / "ar"
    folder.mkdir()
    (folder / "words.yml").write_text(yaml.safe_dump(made, allow_unicode=True), encoding="utf-8")
    (folder / "telling.yml").write_text("- سر\n", encoding="utf-8")
    for key in ("help", "about/privacy"):
        page = root / "docs" / "ar" / f"{key}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_dummy_page((root / "docs" / "en" / f"{key}.md").read_text(encoding="utf-8")), encoding="utf-8")


def _dummy_page(text: str) -> str:
    """Turn the plain lines of a page into right-to-left words; marks, links and directives stay."""
    lines = []
    for line in text.split("\n"):
        plain = line and not re.search(r"[{}\[\]|!?]|^---|^\w+:", line)
        lines.append(re.sub(r"^(title|heading): .*", rf"\1: {_words('a bcd')}", line) if not plain else _words(line))
    return "\n".join(lines).replace("review: ", "translation: {status: draft, by: machine}\nreview: ", 1)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with one more language, which runs from right to left."""
    root = copy_project(tmp_path_factory.mktemp("world"))
    add_right_to_left(root)
    result = run_build(root)
    assert result.returncode == 0, result.stdout + result.stderr
    return root / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    assert path, "run tests/browser/find_browser.py --install"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
