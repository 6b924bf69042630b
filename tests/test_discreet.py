"""Which titles and addresses tell."""

from __future__ import annotations

import pytest

from hooks import discreet

WORDS = discreet.pattern(["sex*", "police", "sans-papiers", "警察"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your files, your consent", []),
        ("Sex work and the law", ["Sex"]),
        ("Sexual health", ["Sexual"]),
        ("Essex County", []),
        ("The police", ["police"]),
        ("Policed", []),
        ("referrals/sex-workers", ["sex"]),
        ("Pour les sans-papiers", ["sans-papiers"]),
        ("如果警察来", ["警察"]),  # no space stands between Chinese words
    ],
)
def test_a_telling_word_is_found_as_a_word(text: str, found: list[str]) -> None:
    assert list(discreet.telling(text, WORDS)) == found


def test_no_list_finds_nothing() -> None:
    assert list(discreet.telling("police", discreet.pattern([]))) == []
