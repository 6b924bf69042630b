"""The site's own words in each language: `data/<locale>/words.yml`, one key for each word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hooks.findings import Finding

if TYPE_CHECKING:
    from hooks.models import Lists, Navigation

GROUPS = ("interface", "record", "category", "area", "group", "language", "section")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Words:
    """Words of one language, by dotted key: `words("interface.leave")`."""

    def __init__(self, nested: dict[str, Any]) -> None:
        self.flat: dict[str, str] = {}
        for group, entries in nested.items():
            for key, text in (entries if isinstance(entries, dict) else {}).items():
                self.flat[f"{group}.{key}"] = str(text)

    def __call__(self, key: str, **values: object) -> str:
        """Return the words for `key`, with `{name}` replaced. Raises KeyError for an unknown key."""
        return PLACEHOLDER.sub(lambda match: str(values[match[1]]), self.flat[key])

    def has(self, key: str) -> bool:
        return key in self.flat


def check_words(words: dict[str, Words], lists: Lists, navigation: Navigation, fallback: str) -> Iterator[Finding]:
    """Every language has every word of the fallback language, with the same placeholders, and no other."""
    needed = set(words[fallback].flat) | {
        f"{group}.{id_}"
        for group, ids in (
            ("category", lists.categories),
            ("area", lists.areas),
            ("group", lists.groups),
            ("language", lists.languages),
            ("section", [section.id for section in navigation.sections]),
        )
        for id_ in ids
    }
    for locale, own in words.items():
        name = f"data/{locale}/words.yml"
        for key in sorted(needed - set(own.flat)):
            yield Finding(name, 0, "words", f"the word '{key}' is missing. Add it below '{key.split('.')[0]}:'.")
        for key in sorted(set(own.flat) - needed):
            yield Finding(name, 0, "words", f"nothing uses the word '{key}'. Remove it.")
        for key in sorted(needed & set(own.flat) & set(words[fallback].flat)):
            expected = sorted(PLACEHOLDER.findall(words[fallback].flat[key]))
            if sorted(PLACEHOLDER.findall(own.flat[key])) != expected:
                message = f"'{key}' must hold {', '.join('{' + e + '}' for e in expected) or 'no {…}'}, as in English."
                yield Finding(name, 0, "words", message)
