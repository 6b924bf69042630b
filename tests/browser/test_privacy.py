"""A reader leaves nothing and nobody is told: every kind of page, as a file from a disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PAGES, PHONE, WIDE

LEFT = """async () => [
  localStorage.length, sessionStorage.length, document.cookie.length,
  'caches' in self ? (await caches.keys()).length : 0,
  (await indexedDB.databases()).length,
]"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_leaves_nothing(name: str, world: Path, browser: Browser) -> None:
    """Load, scroll, open everything that opens, print, leave: one request, and no trace."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    seen: list[str] = []
    console: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    page.on("worker", lambda worker: console.append(f"worker {worker.url}"))
    page.goto(f"file://{world / name}")
    page.mouse.wheel(0, 3000)
    for summary in page.locator("summary:visible").all():
        summary.click()
    page.emulate_media(media="print")
    page.set_viewport_size(WIDE)
    assert seen == [f"file://{world / name}"]
    assert console == []
    assert context.cookies() == []
    assert page.evaluate(LEFT) == [0, 0, 0, 0, 0]
    context.close()


@pytest.mark.parametrize("key", ["index", "help"])
def test_the_way_to_another_page_or_language_asks_for_that_page_alone(key: str, world: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"file://{world / key}.html")
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    inside = sorted({href.partition("#")[0] for href in hrefs if href.startswith("file:")} - {page.url})
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    for address in inside:
        page.goto(address)
    assert seen == inside
    assert len(inside) > 10
    context.close()
