"""The measures of the texts, and the texts against their bounds."""

from __future__ import annotations

import pytest

from hooks import data, report, stage
from hooks.staged import Staged
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def staged() -> Staged:
    return stage.stage(data.load(ROOT)[0])[0]


@pytest.mark.parametrize(
    ("markdown", "sentences"),
    [
        ("## A heading { #id }\n\nOne. Two.[^irpa, s. 57]", "A heading.\nOne. Two."),
        ("- first point;\n- [a link](x.md)", "first point.\na link."),
        ('!!! changed "What has changed"\n\n    - **2025**: *text*', "What has changed.\n2025: text."),
        ("| a | b |\n|---|---|\n| c | d |", "a   b.\nc   d."),
        ("[^irpa]: IRPA.", ""),
        ("<ul><li>Call</li></ul>", "Call."),
    ],
)
def test_prose_is_what_a_reader_reads(markdown: str, sentences: str) -> None:
    assert [" ".join(line.split()) for line in report.prose(markdown).split("\n")] == [
        " ".join(line.split()) for line in sentences.split("\n")
    ]


def test_a_section_ends_at_the_next_heading_of_its_level() -> None:
    text = "## A { #a }\n\none\n\n### B { #b }\n\ntwo\n\n## C { #c }\n\nthree"
    assert "two" in report.section(text, "a")
    assert "three" not in report.section(text, "a")
    assert report.section(text, "b").split() == ["###", "B", "{", "#b", "}", "two"]
    assert report.section(text, "none") == ""


def test_no_page_reads_harder_than_its_reader_can(staged: Staged) -> None:
    assert [(g.key, g.grade, g.bound) for g in report.grades(staged) if g.too_hard] == []


def test_every_section_of_the_sources_is_kept_or_its_loss_explained(staged: Staged) -> None:
    assert [(k.row.id, round(k.share, 2)) for k in report.kept(staged) if k.unexplained] == []
