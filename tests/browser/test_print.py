"""Paper: pages print clean, with addresses; sheets have room to write and say nothing that tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import KINDS, LOCALES, PHONE


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_prints(kind: str, paper: str, world: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"file://{world / KINDS[kind]}.html")
    pdf = page.pdf(format=paper)
    assert pdf.startswith(b"%PDF")
    page.close()


@pytest.mark.parametrize("folder", LOCALES.values(), ids=list(LOCALES))
def test_paper_holds_the_text_and_not_the_furniture(folder: str, world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"file://{world / folder / 'pathway-2020/laws.html'}")
    page.emulate_media(media="print")
    for furniture in (".bar", "header", "footer nav", ".turn", ".crumb", ".toc"):
        assert not page.locator(furniture).first.is_visible(), furniture
    assert page.locator("article").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgba(0, 0, 0, 0)",
        "rgb(255, 255, 255)",
    )
    page.close()


def test_paper_shows_the_addresses_of_outside_links(world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"file://{world / 'about/sources.html'}")
    page.emulate_media(media="print")
    link = page.locator("article li a[href^=http]").first
    shown = link.evaluate("one => getComputedStyle(one, '::after').content")
    assert link.get_attribute("href") in shown
    page.close()


def test_a_printed_sheet_has_lines_to_write_on_and_no_sources(world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"file://{world / 'tools/safety-plan.html'}")
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all(".line", "all => all.map(one => one.getBoundingClientRect().height)")
    assert len(heights) >= 10
    assert min(heights) >= 30  # 8 mm and more
    assert not page.locator(".footnote").is_visible()
    page.close()
