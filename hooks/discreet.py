"""Titles and addresses that say nothing to a person who looks over a shoulder or into a browser's history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def pattern(entries: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of the telling words, None if there are none.

    An entry is a whole word in either case; a `*` at its end stands for any ending.
    """
    words = [re.escape(entry.removesuffix("*")) + (r"\w*" if entry.endswith("*") else "") for entry in entries]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None


def telling(text: str, words: re.Pattern[str] | None) -> Iterator[str]:
    """Yield each telling word in a title or an address; the parts of an address count as words."""
    if words:
        yield from (match[0] for match in words.finditer(re.sub(r"[/_.-]", " ", text)))
        if "-" in text:  # an entry may itself hold a hyphen
            yield from (match[0] for match in words.finditer(text) if "-" in match[0])
