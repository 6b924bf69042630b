"""Pages in a real browser, as files from a disk: the strictest place that a copy can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.find_browser import find_browser

PAGES = ["index.html", "help.html", "about/privacy.html", "referrals/legal-clinics.html", "fr/help.html", "404.html"]
PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
EXIT = "https://weather.gc.ca/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_browser()
    assert path, "run tests/browser/find_browser.py --install"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_leaves_nothing(name: str, site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    requests: list[str] = []
    console: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    page.goto(f"file://{site / name}")
    page.mouse.wheel(0, 2000)
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert requests == [f"file://{site / name}"]
    assert console == []
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(name: str, viewport: dict[str, int], scheme: str, site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"file://{site / name}")
    results = Axe().run(page, options={"rules": {"color-contrast-enhanced": {"enabled": True}}})
    assert [v["id"] + ": " + v["nodes"][0]["html"] for v in results.response["violations"]] == []
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(name: str, width: int, site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.goto(f"file://{site / name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def exit_page(site: Path, browser: Browser, script: bool) -> Page:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)
    context.route(EXIT, lambda route: route.fulfill(body="<title>weather</title>", content_type="text/html"))
    page = context.new_page()
    page.goto(f"file://{site / 'about/privacy.html'}")
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_leaving_opens_the_other_site(script: bool, site: Path, browser: Browser) -> None:
    page = exit_page(site, browser, script)
    page.locator(".exit").click()
    page.wait_for_url(EXIT)
    assert page.title() == "weather"


def test_shift_three_times_leaves_and_the_history_does_not_grow(site: Path, browser: Browser) -> None:
    page = exit_page(site, browser, script=True)
    before = page.evaluate("history.length")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(EXIT)
    assert page.evaluate("history.length") == before


def test_shift_with_letters_does_not_leave(site: Path, browser: Browser) -> None:
    page = exit_page(site, browser, script=True)
    for _ in range(3):
        page.keyboard.press("Shift+A")
        page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert page.url.startswith("file://")


def test_the_first_number_stands_on_the_first_screen(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(f"file://{site / 'help.html'}")
    box = page.locator(".call").first.bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert box and bar and box["y"] + box["height"] <= bar["y"]
    page.close()
