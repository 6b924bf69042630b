"""What a citation such as `irpa, ss. 55, 57 to 58` names: a source, and sections of an act."""

from __future__ import annotations

import re

NUMBER = re.compile(r"\d+(?:\.\d+)*")
PLACE = re.compile(r"\bss?\. (?=\d)")
RANGE = re.compile(rf"({NUMBER.pattern})\s*(?:to|-|–)\s*({NUMBER.pattern})")


def order(section: str) -> tuple[int, str]:
    """Return the sort key of a section number: 279.01 < 279.011 < 279.02 (a decimal, as drafters count)."""
    whole, _, fraction = section.partition(".")
    return int(whole), fraction


def cited_sections(place: str) -> list[tuple[str, str]]:
    """Return the (first, last) section numbers that a citation's place names: `ss. 213, 286.1 to 286.5`.

    Subsections in brackets do not count; a place without "s." or "ss." names no section.
    """
    parts = PLACE.split(place)
    if len(parts) == 1:
        return []
    text = re.sub(r"\([^)]*\)", "", parts[-1])
    ranges = [(match[1], match[2]) for match in RANGE.finditer(text)]
    singles = [(number, number) for number in NUMBER.findall(RANGE.sub("", text))]
    return sorted([*ranges, *singles], key=lambda pair: order(pair[0]))


def relies_on(citation: str, source: str, section: str) -> bool:
    """True if a citation names this section of this source, alone or inside a range."""
    id_, _, place = citation.partition(",")
    return id_.strip() == source and any(
        order(first) <= order(section) <= order(last) for first, last in cited_sections(place)
    )
