"""Statements of law without a source: what must be caught, and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooks import statements


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Buying is a crime under section 286.1.", "a section"),
        ("See IRPA s. 57.", "a section"),
        ("This is 286.1(2).", "a section"),
        ("The fine is $5,000.", "an amount"),
        ("Up to five years in prison.", "a penalty"),
        ("It can end with imprisonment.", "a penalty"),
        ("A review comes within 48 hours.", "a time limit"),
        ("Answer within fifteen days.", "a time limit"),
        ("| Buying | up to 5 years in prison |", "a penalty"),
        ("- within 30 days", "a time limit"),
        ("    A box says within 30 days.", "a time limit"),
        ("Two lines\nthat name section 213.", "a section"),
    ],
)
def test_a_claim_without_a_source_is_caught(text: str, names: str) -> None:
    assert list(statements.unsourced(f"First.\n\n{text}\n\nLast.")) == [(3, names)]


@pytest.mark.parametrize(
    "text",
    [
        "Buying is a crime under section 286.1.[^cc, s. 286.1]",
        "She called us 2 times.",
        "## The first 48 hours { #first }",
        '!!! changed "Within 30 days"',
        "The law says:[^cc, s. 213]\n\n- section 213;\n- within 30 days.",
        "| what | how long |[^cc]\n|---|---|\n| review | 48 hours |[^irpa, s. 57]",
        '!!! lawyer "Ask a lawyer about this"\n\n    Do the 30 days count?\n\n    Does section 213 reach her?',
        "{{ call legal-aid-ontario toll-free \"Within 24 hours\" }}",
    ],
)  # fmt: skip
def test_what_has_its_source_or_claims_nothing_is_left_alone(text: str) -> None:
    assert list(statements.unsourced(text)) == []


def test_a_list_is_covered_by_the_line_that_introduces_it_and_by_no_other() -> None:
    text = "The law says:[^cc]\n\n- within 30 days.\n\nAnother matter:\n\n- within 60 days."
    assert list(statements.unsourced(text)) == [(7, "a time limit")]


def test_a_box_of_questions_ends_where_its_indent_ends() -> None:
    text = '!!! lawyer "Ask"\n\n    Do the 30 days count?\n\nThey are 30 days.'
    assert list(statements.unsourced(text)) == [(5, "a time limit")]


@given(st.text(max_size=300))
def test_blocks_hold_every_line_that_holds_anything(text: str) -> None:
    kept = [line for _, block in statements.blocks(text) for line in block.split("\n")]
    assert kept == [line for line in text.split("\n") if line.strip()]
