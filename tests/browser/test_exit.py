"""Leaving: with and without script, on a slow network, by keyboard, and coming back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import LOCALES, PHONE, WIDE

EXIT = "https://weather.gc.ca/"
HERE = "about/privacy.html"


def answer(route: Route) -> None:
    """Play the site that leaving opens."""
    route.fulfill(body="<title>weather</title>", content_type="text/html")


def open_page(world: Path, browser: Browser, script: bool = True) -> Page:
    """Open a page after another one, with the exit's site played by the test."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    context.route(EXIT, answer)
    page = context.new_page()
    page.goto(f"file://{world / 'index.html'}")
    page.goto(f"file://{world / HERE}")
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_leaving_opens_the_other_site(script: bool, world: Path, browser: Browser) -> None:
    page = open_page(world, browser, script)
    page.locator(".exit").click()
    page.wait_for_url(EXIT)
    assert page.title() == "weather"


def test_the_page_is_hidden_at_once_however_slow_the_network(world: Path, browser: Browser) -> None:
    page = open_page(world, browser)
    leave = "document.querySelector('.exit').click(); [document.documentElement.hidden, document.body.offsetHeight]"
    assert page.evaluate(leave) == [True, 0]  # in the same step: no network had time to answer
    page.wait_for_url(EXIT)


def test_back_does_not_show_the_page_that_was_left(world: Path, browser: Browser) -> None:
    page = open_page(world, browser)
    before = page.evaluate("history.length")
    page.locator(".exit").click()
    page.wait_for_url(EXIT)
    assert page.evaluate("history.length") == before
    page.go_back()
    assert page.url.endswith("/index.html")
    assert page.locator("main").is_visible()


def test_a_page_that_the_browser_kept_is_shown_again(world: Path, browser: Browser) -> None:
    page = open_page(world, browser)
    page.evaluate("document.documentElement.hidden = true; dispatchEvent(new Event('pageshow'))")
    assert page.locator("main").is_visible()


def test_shift_three_times_leaves(world: Path, browser: Browser) -> None:
    page = open_page(world, browser)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(EXIT)


@pytest.mark.parametrize(
    "keys",
    [["Shift", "Shift"], ["Shift+A", "a"] * 3, ["Shift", "a", "Shift", "b", "Shift"]],
    ids=["twice", "with letters", "between letters"],
)
def test_other_keys_do_not_leave(keys: list[str], world: Path, browser: Browser) -> None:
    page = open_page(world, browser)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url.startswith("file://")


def test_slow_shifts_do_not_leave(world: Path, browser: Browser) -> None:
    page = open_page(world, browser)
    for _ in range(3):
        page.keyboard.press("Shift")
        page.wait_for_timeout(1100)
    assert page.url.startswith("file://")


@pytest.mark.parametrize("folder", LOCALES.values(), ids=list(LOCALES))
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_it_comes_first_for_keyboard_and_screen_reader(
    folder: str, viewport: dict[str, int], world: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport=viewport)  # type: ignore[arg-type]
    page.goto(f"file://{world / folder / HERE}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "exit"
    links = page.locator("body").aria_snapshot().split("link ")
    assert [page.locator(".skip").inner_text(), page.locator(".exit").inner_text()] == [
        part.split('"')[1] for part in links[1:3]
    ]
    page.close()


def test_enter_on_it_leaves(world: Path, browser: Browser) -> None:
    page = open_page(world, browser)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(EXIT)


SCREENS = {"phone": PHONE, "phone across": {"width": 740, "height": 360}, "400 % zoom": {"width": 320, "height": 200}}


@pytest.mark.parametrize("screen", SCREENS)
def test_it_is_large_enough_and_never_over_what_is_read_or_focused(screen: str, world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=SCREENS[screen])  # type: ignore[arg-type]
    page.goto(f"file://{world / HERE}")
    box = page.locator(".exit").bounding_box()
    assert box
    assert box["height"] >= 44
    assert box["width"] >= 44
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator("footer li").last.bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert last
    assert bar
    assert last["y"] + last["height"] <= bar["y"]
    page.evaluate("scrollTo(0, 0)")
    for _ in range(page.locator("a:visible, summary:visible").count()):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const one = document.activeElement, bar = document.querySelector('.bar');
              if (bar.contains(one) || one.className === 'skip' || one === document.body) return false;
              const a = one.getBoundingClientRect(), b = bar.getBoundingClientRect();
              return a.bottom > b.top + 1 && a.top < b.bottom && a.right > b.left && a.left < b.right;
            }"""
        )
        assert not covered, page.evaluate("document.activeElement.outerHTML")
    page.close()


def test_it_is_not_printed(world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"file://{world / HERE}")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    page.close()


def test_the_address_stands_in_one_place(world: Path, browser: Browser) -> None:
    page = browser.new_page()
    hrefs = set()
    for folder in LOCALES.values():
        page.goto(f"file://{world / folder / HERE}")
        hrefs.add(page.locator(".exit").get_attribute("href"))
    assert hrefs == {EXIT}
    page.close()
