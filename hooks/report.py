"""Measures of the English texts: how hard each page reads, and how each source section is kept.

Works on the staged tree, so that pages made from records count as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import textstat

from hooks import page as pages
from hooks.models import Coverage
from hooks.staged import Staged

GRADES = (("help", 6), ("tools/", 8), ("about/privacy", 8), ("about/clear-traces", 8), ("series/part-3/", 8), ("", 10))
"""Highest Flesch-Kincaid grade by start of the page's key; the first that fits counts."""

HALF = 0.5
"""A section with fewer words than this share of its source's needs a reason."""

BOX = re.compile(r'^\s*(?:!!!|\?\?\?)\s*\w+\s*(?:"(.*)")?\s*$')
LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
TAG = re.compile(r"<[^>]+>")
ATTRIBUTES = re.compile(r"\{[^}]*\}")
NOTE = re.compile(r"^\[\^[^\]]+\]:")


@dataclass(frozen=True)
class Grade:
    """How hard one page reads."""

    key: str
    words: int
    grade: float
    """Flesch-Kincaid grade: years of school in English."""
    bound: int

    @property
    def too_hard(self) -> bool:
        return self.grade > self.bound


@dataclass(frozen=True)
class Kept:
    """How one section of a source is kept on the site."""

    row: Coverage
    words: int
    """Words of the headings that hold it, each counted once."""

    @property
    def share(self) -> float:
        return self.words / self.row.words

    @property
    def unexplained(self) -> bool:
        return self.share < HALF and self.row.reason is None


def prose(markdown: str) -> str:
    """Return the sentences of a staged page's body or section, one line each, without marks and notes."""
    lines = []
    for line in markdown.split("\n"):
        if NOTE.match(line):
            continue
        box = BOX.match(line)
        text = (box[1] or "") if box else re.sub(r"^\s*#+\s+", "", line)
        text = TAG.sub(" ", ATTRIBUTES.sub("", LIST_MARK.sub("", text)))
        text = pages.plain(text).replace("|", " ").replace(">", "").strip(" :;,-")
        if any(character.isalpha() for character in text):
            lines.append(text if text[-1] in ".?!" else f"{text}.")
    return "\n".join(lines)


def body(text: str) -> str:
    """Return a staged file without its front matter and its list of sources."""
    whole = pages.FRONT_MATTER.sub("", text)
    return re.split(r"^## .*\{ #sources \}$", whole, maxsplit=1, flags=re.M)[0]


def section(markdown: str, id_: str) -> str:
    """Return the Markdown below one heading, up to the next of its level or higher; "" if there is none."""
    lines = markdown.split("\n")
    found = list(pages.headings(markdown))
    for index, heading in enumerate(found):
        if heading.id == id_:
            ends = (other.line for other in found[index + 1 :] if other.level <= heading.level)
            return "\n".join(lines[heading.line - 1 : next(ends, len(lines) + 1) - 1])
    return ""


def grades(staged: Staged) -> Iterator[Grade]:
    """Yield the grade of every page of the source language."""
    for key, page in staged.source.items():
        text = prose(body(page.text))
        bound = next(bound for start, bound in GRADES if key.startswith(start))
        yield Grade(key, len(text.split()), round(textstat.flesch_kincaid_grade(text), 1), bound)


def kept(staged: Staged) -> Iterator[Kept]:
    """Yield every row of `data/coverage.yml` with the words that keep it."""
    own = staged.source
    for row in staged.data.coverage:
        words = 0
        for place in row.places:
            text = body(own[place.page].text)
            # A heading inside another one that is listed too is counted once.
            parts = sorted((section(text, id_) for id_ in place.headings), key=len, reverse=True)
            outer: list[str] = []
            for part in parts:
                if not any(part in other for other in outer):
                    outer.append(part)
            words += sum(len(prose(part).split()) for part in outer)
        yield Kept(row, words)
