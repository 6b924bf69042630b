"""The feed of changes: every change once, the newest first, with links that hold on any mirror."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hooks import data, stage
from hooks.feed import feed
from hooks.render import first_sentence
from tests.conftest import ROOT, replace

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def root() -> ET.Element:
    loaded, _ = data.load(ROOT)
    staged, _ = stage.stage(loaded)
    return ET.fromstring(feed(staged))


def test_every_change_is_there_once_and_the_newest_first(root: ET.Element) -> None:
    ids = [node.text for node in root.iterfind("a:entry/a:id", ATOM)]
    times = [node.text or "" for node in root.iterfind("a:entry/a:updated", ATOM)]
    assert len(ids) == len(set(ids)) == len(data.load(ROOT)[0].changes)
    assert times == sorted(times, reverse=True)
    assert root.findtext("a:updated", namespaces=ATOM) == times[0]


def test_links_are_relative_and_lead_to_the_change(root: ET.Element, site: Path) -> None:
    for link in root.iterfind("a:entry/a:link", ATOM):
        name, _, anchor = link.attrib["href"].partition("#")
        assert f'id="{anchor}"' in (site / name).read_text(encoding="utf-8")


def test_the_page_of_changes_leads_to_the_feed_from_every_language(site: Path) -> None:
    for folder, address in (("", "../feed.xml"), ("fr/", "../../feed.xml")):
        page = (site / folder / "about/changes.html").read_text(encoding="utf-8")
        assert f'href="{address}"' in page
    assert (site / "feed.xml.gz").is_file()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("R. v. Kloubakov upheld s. 286.2. More.", "R. v. Kloubakov upheld s. 286.2."),
        ("Under O. Reg. 400/23 it changed.\nThen more.", "Under O. Reg. 400/23 it changed."),
        ("No end", "No end"),
    ],
)
def test_the_title_of_an_entry_is_its_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_change_that_no_page_lists_stops_the_build(project: Path) -> None:
    replace("docs/en/about/changes-labour.md", "{{ changes labour }}", "Nothing.")(project)
    with pytest.raises(data.FindingsError, match=r"no page lists the change '[\w-]+': write \{\{ changes labour"):
        stage.stage(data.load(project)[0])
