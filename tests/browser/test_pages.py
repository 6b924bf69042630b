"""Layout and accessibility of every kind of page, in three languages."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import KINDS, LOCALES, PAGES, PHONE, WIDE

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]}
"""WCAG 2.2 A and AA, and of AAA what axe can see: contrast of 7:1 above all."""

SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
"""Text spacing that a reader may set (WCAG 2.2, success criterion 1.4.12)."""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(name: str, scheme: str, world: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"file://{world / name}")
    page.eval_on_selector_all("main details", "all => all.forEach(one => one.open = true)")
    for viewport in (PHONE, WIDE):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        results = Axe().run(page, options=RULES)
        assert [v["id"] + ": " + v["nodes"][0]["html"] for v in results.response["violations"]] == []
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(name: str, world: Path, browser: Browser) -> None:
    """From a small phone to a wide screen, 400 % zoom (320 px), and with the reader's own text spacing."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"file://{world / name}")
    page.eval_on_selector_all("main details", "all => all.forEach(one => one.open = true)")
    for spaced in (False, True):
        if spaced:
            page.add_style_tag(content=SPACING)
        for width in (320, 360, 768, 1024, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_an_outline(name: str, world: Path, browser: Browser) -> None:
    """One h1, no level left out, and every part inside a landmark; the page says its language."""
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"file://{world / name}")
    levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(h => Number(h.tagName[1]))")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert page.locator("main").count() == 1
    locale = next((code for code, folder in LOCALES.items() if folder and name.startswith(folder)), "en")
    assert page.locator("html").get_attribute("lang") == locale
    assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_acts_can_be_reached_by_keyboard(kind: str, world: Path, browser: Browser) -> None:
    """Tab meets every visible link and summary once, in the order of the page, and shows where it is."""
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"file://{world / KINDS[kind]}.html")
    expected = page.eval_on_selector_all(
        "a[href], summary",
        "all => all.filter(e => e.className === 'skip' || e.checkVisibility()).map(e => e.outerHTML)",
    )
    met = []
    for _ in expected:
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.outerHTML"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert met == expected
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_forced_colours_keep_every_word_and_control(kind: str, world: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, forced_colors="active")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"file://{world / KINDS[kind]}.html")
    assert page.locator("h1").is_visible()
    assert page.locator(".exit").is_visible()
    border = page.evaluate("getComputedStyle(document.querySelector('.exit')).borderTopStyle")
    assert border == "solid"  # a control that is told from text by its edge, not by its ground
    context.close()


def test_the_first_number_stands_on_the_first_screen(world: Path, browser: Browser) -> None:
    for folder in LOCALES.values():
        page = browser.new_page(viewport={"width": 360, "height": 640})
        page.goto(f"file://{world / folder / 'help.html'}")
        box = page.locator(".call").first.bounding_box()
        bar = page.locator(".bar").bounding_box()
        assert box
        assert bar
        assert box["y"] + box["height"] <= bar["y"]
        assert box["height"] >= 44
        page.close()


def test_every_language_is_named_in_itself_on_every_kind_of_page(world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    for key in KINDS.values():
        page.goto(f"file://{world / key}.html")
        names = page.eval_on_selector_all("[hreflang]:not(link)", "all => all.map(a => a.textContent)")
        assert {"English", "Français", "العربية"} <= set(names), key
    page.close()
