"""Titles and addresses that say nothing to a person who looks over a shoulder or into a browser's history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Japanese and Chinese letters: these scripts put no space between words."""


def pattern(entries: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of the telling words, None if there are none.

    An entry is a whole word in either case; a `*` at its end stands for any ending. In a script without
    spaces an entry is found wherever it stands.
    """
    words = [_word(entry) for entry in entries]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


def _word(entry: str) -> str:
    word = re.escape(entry.removesuffix("*"))
    if UNSPACED.search(word):
        return word
    ending = r"\w*" if entry.endswith("*") else ""
    return rf"(?<!\w){word}{ending}(?!\w)"


def telling(text: str, words: re.Pattern[str] | None) -> Iterator[str]:
    """Yield each telling word in a title or an address; the parts of an address count as words."""
    if words:
        yield from (match[0] for match in words.finditer(re.sub(r"[/_.-]", " ", text)))
        if "-" in text:  # an entry may itself hold a hyphen
            yield from (match[0] for match in words.finditer(text) if "-" in match[0])
