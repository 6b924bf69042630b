"""Finds statements of law that name no source.

On the pages of the four areas of law, a paragraph, list item or table row that names a section, a penalty, a
time limit or an amount needs a footnote: its own, or that of the line that introduces its list or table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hooks import page as pages
from hooks.findings import Finding

FOLDER = "series/part-2/"
"""Where the rule holds: pages that say what the law is."""

COUNT = r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|thirty|several)"
CLAIMS = {
    "a section": re.compile(r"\b(?:sub)?(?:sections?|paragraphs?|ss?\.)\s*\d|\b\d+(?:\.\d+)*\(\d", re.I),
    "an amount": re.compile(r"\$\s?\d"),
    "a penalty": re.compile(r"\b(?:life|years?|months?|days?) in (?:prison|jail)|\bimprisonment\b|\bfine of\b", re.I),
    "a time limit": re.compile(rf"\b{COUNT}[\s-](?:hours?|days?|weeks?|months?|years?)\b", re.I),
}
ITEM = re.compile(r"^(\s*)(?:[-*]|\d+\.)\s+")
BOX = re.compile(r"^\s*(?:!!!|\?\?\?)")
LAWYER = re.compile(r"^!!! lawyer\b")
ROW = re.compile(r"^\s*\|")


def unsourced(body: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """Yield (line, what it names) for each block of Markdown that makes a claim and has no footnote."""
    introduced = asked = False
    for line, block in blocks(body, first_line):
        # What a box tells people to ask a lawyer is a question, not a statement.
        asked = bool(LAWYER.match(block)) or (asked and block.startswith("    "))
        if asked:
            continue
        cited = bool(pages.CITATION.search(block))
        listed = bool(ITEM.match(block) or ROW.match(block))
        if not listed:
            introduced = cited and not pages.HEADING.match(block)
        if cited or (listed and introduced) or BOX.match(block) or pages.HEADING.match(block):
            continue
        text = pages.plain(pages.DIRECTIVE.sub("", block))
        for what, pattern in CLAIMS.items():
            if pattern.search(text):
                yield line, what
                break


def blocks(body: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of each paragraph, list item, table row, heading and box title."""
    start, lines = 0, list[str]()
    for number, line in enumerate([*body.split("\n"), ""], start=first_line):
        begins = not line.strip() or ITEM.match(line) or ROW.match(line) or BOX.match(line) or pages.HEADING.match(line)
        if begins and lines:
            yield start, "\n".join(lines)
            lines = []
        if line.strip():
            start = start if lines else number
            lines.append(line)


def check(page: pages.Page) -> Iterator[Finding]:
    """Yield a finding for each statement of law on a page of the four areas that has no source."""
    if page.key.startswith(FOLDER):
        for line, what in unsourced(page.body, page.body_line):
            message = f"this names {what} and cites no source. Add a footnote: [^irpa, s. 57]."
            yield Finding(page.name, line, "unsourced", message)
