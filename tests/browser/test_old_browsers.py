"""The style sheet as an old browser reads it: what Chromium 70 (2018) does not know is taken out of it.

Two rewrites of a built page: OLD drops what came after Chromium 70, and a few things that it knows but other
phones of that year do not; OLDER drops grid as well. Only what the style sheet says is rewritten; the browser's
own defaults stay those of today.

What degrades, and may: colours are the light ones, whatever the phone asks for; headings break unevenly; lists
have dark marks; the outline of the keyboard's focus is the browser's own; the footer does not stand in line with
the text on a wide screen; the names of facts stand above what they name, not beside it; in OLDER pairs and the
links to the pages before and after do so too, and on a wide screen the three doors, the halves of the first page
and the columns beside the text. Nothing is lost, covered, or wider than the screen.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hooks.harden import POLICY_MARK
from tests.browser.conftest import KINDS, LOCALES, PHONE, WIDE

DECLARATIONS = {
    r"inset(-inline|-block)?(-start|-end)?\s*:": "inset and its logical forms: Chromium 87",
    r"text-wrap\s*:": "114",
    r"overflow-wrap\s*:\s*anywhere": "80",
    r"text-(underline-offset|decoration-thickness)\s*:": "87",
    r"(padding|margin)-(inline|block)\s*:": "shorthands: 87; the forms with -start and -end: 69",
    r"[\w-]+\s*:[^;]*\b(min|max|clamp)\(": "79; minmax() of grid is older and stays",
    r"[\w-]+\s*:[^;]*\bfit-content\(": "as a track of grid it is old, but phones' own browsers lag",
    r"clip-path\s*:": "Chromium knows it; other old browsers only with a prefix",
    r"aspect-ratio\s*:": "88",
    r"accent-color\s*:": "93",
    r"color-scheme\s*:": "81",
    r"scroll-padding[\w-]*\s*:": "69, but not in other browsers of that year",
    r"content-visibility\s*:": "85",
    r"text-align\s*:\s*(start|end)": "old in Chromium; dropped to prove that nothing hangs on it",
}
"""Declarations that are dropped, each with the reason: the version that brought it."""

FLEX_GAP = r"(row-|column-)?gap\s*:[^;]*"
"""Dropped in a rule that makes a flex row: 84. In grid, `gap` is known since 66."""

SELECTORS = {
    r":has\(": "105",
    r":focus-visible": "86",
    r":is\(|:where\(": "88",
    r"::marker": "86",
    r"\bdialog\b|::backdrop": "37 in Chromium, 98 elsewhere",
}
"""Rules whose selector holds one of these are dropped whole, as the browser does."""

MEDIA = {
    r"prefers-color-scheme": "76",
    r"prefers-reduced-motion": "74",
    r"forced-colors": "89",
}
"""At-rules that are dropped with all they hold."""

GRID = r"display\s*:\s*(inline-)?grid|grid-[\w-]+\s*:[^;]*|(row-|column-)?gap\s*:[^;]*"
"""Dropped as well in OLDER."""

REWRITES = ("old", "older")


def rewrite(style: str, older: bool) -> str:
    """Return the style sheet without what an old browser does not know."""
    out = []
    for head, body in _blocks(style):
        if head.startswith("@"):
            if not any(re.search(mark, head) for mark in MEDIA):
                out.append(f"{head}{{{rewrite(body, older)}}}")
        elif not any(re.search(mark, head) for mark in SELECTORS):
            out.append(f"{head}{{{_known(body, older)}}}")
    return "\n".join(out)


def _blocks(style: str) -> list[tuple[str, str]]:
    """Return (selector or at-rule, what its braces hold) of one level, in order."""
    style, blocks, depth, start, head = re.sub(r"/\*.*?\*/", "", style, flags=re.S), [], 0, 0, ""
    for match in re.finditer(r"[{}]", style):
        if match[0] == "{":
            if depth == 0:
                head, start = style[start : match.start()].strip(), match.end()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                blocks.append((head, style[start : match.start()]))
                start = match.end()
    return blocks


def _known(body: str, older: bool) -> str:
    dropped = list(DECLARATIONS)
    if re.search(r"display\s*:\s*(inline-)?flex", body):
        dropped.append(FLEX_GAP)
    if older:
        dropped.append(GRID)
    return ";".join(one for one in body.split(";") if not any(re.match(rf"\s*({mark})", one) for mark in dropped))


def as_old(page: str, older: bool) -> str:
    """Return a finished page as an old browser reads it; its policy goes, for the style is another."""
    without = re.sub(re.escape(POLICY_MARK) + r"[^>]*>", "", page)
    return re.sub(r"(?<=<style>).*?(?=</style>)", lambda match: rewrite(match[0], older), without, flags=re.S)


VISIBLE = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), found = [];
  for (let node; (node = walker.nextNode()); ) {
    const range = document.createRange(), text = node.textContent.trim();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect(), style = getComputedStyle(node.parentElement);
    if (text && box.width > 1 && box.height > 1 && style.visibility === 'visible') found.push(text);
  }
  return found;
}"""
"""Every piece of text in main that takes room; details are open."""

COVERED = """() => {
  const bar = document.querySelector('.bar').getBoundingClientRect();
  return [...document.querySelectorAll('main *, footer *')].filter(one => {
    const box = one.getBoundingClientRect();
    return one.childElementCount === 0 && one.textContent.trim() && box.height && box.bottom > bar.top + 1;
  }).map(one => one.textContent.slice(0, 60));
}"""
"""Text under the bar when the page is scrolled to its end: nothing may be, for it could never be read."""


def open_old(page: Page, world: Path, name: str, rewritten: str | None) -> None:
    """Open a page, rewritten unless `rewritten` is None, with everything that opens opened."""
    path = world / name
    if rewritten:
        text = as_old(path.read_text(encoding="utf-8"), rewritten == "older")
        path = path.with_name(f"{rewritten}-{path.name}")
        path.write_text(text, encoding="utf-8")
    page.goto(f"file://{path}")
    if rewritten:
        path.unlink()
    page.eval_on_selector_all("main details", "all => all.forEach(one => one.open = true)")


@pytest.mark.parametrize("rewritten", REWRITES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_old_browser_shows_all_of_a_page(kind: str, rewritten: str, world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    for folder in LOCALES.values():
        name = f"{folder}{KINDS[kind]}.html"
        open_old(page, world, name, None)
        expected = page.evaluate(VISIBLE)
        open_old(page, world, name, rewritten)
        assert page.evaluate(VISIBLE) == expected, name
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        leave = page.locator(".exit").bounding_box()
        assert leave and leave["height"] >= 44 and leave["width"] >= 44, name
        assert leave["y"] + leave["height"] <= PHONE["height"], name
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert page.evaluate(COVERED) == [], name
    page.close()


@pytest.mark.parametrize("rewritten", REWRITES)
@pytest.mark.parametrize("folder", LOCALES.values(), ids=list(LOCALES))
def test_the_first_number_stays_on_the_first_screen(folder: str, rewritten: str, world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    open_old(page, world, f"{folder}help.html", rewritten)
    call, bar = page.locator(".call").first.bounding_box(), page.locator(".bar").bounding_box()
    assert call and bar
    assert call["y"] + call["height"] <= bar["y"]
    assert call["height"] >= 44
    page.close()


@pytest.mark.parametrize("folder", LOCALES.values(), ids=list(LOCALES))
def test_the_exit_stands_apart_from_the_header_on_a_wide_screen(folder: str, world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    open_old(page, world, f"{folder}about/privacy.html", "old")
    for link in [*page.locator("header a:visible, header summary:visible").all(), page.locator(".exit")]:
        link.click(trial=True)  # fails if something else would get the click
    page.close()


@pytest.mark.parametrize("rewritten", REWRITES)
def test_the_menu_and_the_languages_open_over_the_page(rewritten: str, world: Path, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    for kind in ("lang", "menu"):
        open_old(page, world, "about/privacy.html", rewritten)
        page.locator(f"header .{kind} summary").click()
        for link in page.locator(f"header .{kind} a").all():
            link.click(trial=True)  # fails if something else would get the tap
    page.close()


@pytest.mark.parametrize(
    ("style", "old", "older"),
    [
        ("a{color:red;text-wrap:balance}", "a{color:red}", "a{color:red}"),
        ("a{overflow-wrap:anywhere}b{overflow-wrap:break-word}", "a{}\nb{overflow-wrap:break-word}", None),
        (".x{display:grid;gap:1rem}", ".x{display:grid;gap:1rem}", ".x{}"),
        (".x{display:flex;gap:1rem}", ".x{display:flex}", ".x{display:flex}"),
        (":focus-visible{outline:0}p{margin:0}", "p{margin:0}", "p{margin:0}"),
        ("footer{padding:1rem max(1rem,2%)}", "footer{}", "footer{}"),
        ("x{grid-template-columns:minmax(0,1fr)}", "x{grid-template-columns:minmax(0,1fr)}", "x{}"),
        ("@media (prefers-color-scheme:dark){a{color:#fff}}p{margin:0}", "p{margin:0}", "p{margin:0}"),
        ("@media print{a{inset:0;color:#000}}", "@media print{a{color:#000}}", None),
    ],
)
def test_the_rewrite_takes_out_what_is_new(style: str, old: str, older: str | None) -> None:
    assert rewrite(style, older=False) == old
    assert rewrite(style, older=True) == (old if older is None else older)
