"""The law watch, on small acts in the official forms: what changed, what was repealed, what moved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hooks import citations, cli, law_watch
from hooks.models import Source
from tests.conftest import replace

XML = """<?xml version="1.0" encoding="utf-8"?>
<Statute xmlns:lims="http://justice.gc.ca/lims" lims:pit-date="2026-06-17" xml:lang="en">
<Identification><LongTitle>An Act about doors</LongTitle>
<Chapter><ConsolidatedNumber official="yes">D-0.5</ConsolidatedNumber></Chapter></Identification>
<Body>
<Section lims:id="1"><MarginalNote>Doors</MarginalNote><Label>1</Label>
<Subsection><Label>(1)</Label><Text>Every <XRefExternal link="D">door</XRefExternal> stays open.</Text></Subsection>
<HistoricalNote><HistoricalNoteSubItem>2014, c. 25, s. 1</HistoricalNoteSubItem></HistoricalNote></Section>
<Section lims:id="2"><Label>2.1</Label><Text>A key is free.</Text></Section>
<Section lims:id="3"><Label>3</Label><Text>A bell rings twice.</Text></Section>
</Body></Statute>
"""
BELL = '<Section lims:id="3"><Label>3</Label><Text>A bell rings twice.</Text></Section>'
HTML = """<!doctype html><html><head><title>Doors Act, 2000, S.O. 2000, c. 41 | ontario.ca</title></head><body>
<p class="shorttitle">Doors Act, 2000</p>
<p class="headnote">Doors</p><p class="section"><b>1</b> (1) Every door stays open.</p>
<p class="clause">(a) by day; and</p><p class="clause">(b) by night.</p>
<p class="headnote">Keys</p><p class="section"><b>2.0.1</b> A key is free.</p></body></html>
"""


def source(path: Path, number: str) -> Source:
    """Return a source whose hashes are those of the act in `path`."""
    sections = law_watch.read_act(path, number)
    rows = [
        {"section": s, "address": "https://example.org/act", "read": "2026-11-22", "sha256": law_watch.digest(text)}
        for s, text in sections.items()
    ]
    act = {"file": path.name, "number": number, "sections": rows}
    return Source.model_validate({"id": "doors", "title": "Doors Act", "act": act, "checked": "2026-11-22"})


def states(before: str, after: str, tmp_path: Path) -> dict[str, str]:
    """Return section -> state, after the act's text `before` in XML became `after`."""
    path = tmp_path / "D-0.5.xml"
    path.write_text(before, encoding="utf-8")
    read = source(path, "D-0.5")
    path.write_text(after, encoding="utf-8")
    sections = law_watch.read_act(path, "D-0.5")
    return {row.section: row.state + (f" {row.now}" if row.now else "") for row in law_watch.compare(read, sections)}


SAME = {"1": "same", "2.1": "same", "3": "same"}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("stays open", "stays open", SAME),
        ("stays open.", "may be closed.", SAME | {"1": "changed"}),
        ("A key is free.", "<Repealed>[Repealed, 2026, c. 3, s. 1]</Repealed>", SAME | {"2.1": "repealed"}),
        ("<Label>3</Label>", "<Label>4</Label>", SAME | {"3": "renumbered 4"}),
        (BELL, "", SAME | {"3": "missing"}),
        # A new layout, a new note on history, new ids: not the law.
        ("2014, c. 25, s. 1", "2014, c. 25, s. 1; 2026, c. 3, s. 9", SAME),
        ("Every <XRefExternal", "Every\n  <XRefExternal", SAME),
        ('lims:id="2"', 'lims:id="99" lims:lastAmendedDate="2026-01-01"', SAME),
        ("<MarginalNote>Doors", "<MarginalNote>On doors", SAME),
    ],
)
def test_what_became_of_a_section(old: str, new: str, found: dict[str, str], tmp_path: Path) -> None:
    assert old in XML
    assert states(XML, XML.replace(old, new), tmp_path) == found


def test_ontario_html_is_read_section_by_section(tmp_path: Path) -> None:
    path = tmp_path / "00d41.html"
    path.write_text(HTML, encoding="utf-8")
    sections = law_watch.read_act(path, "Doors Act, 2000")
    assert sections == {
        "1": "(1) Every door stays open. (a) by day; and (b) by night.",
        "2.0.1": "A key is free.",
    }


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("D-0.5.xml", XML[:400], "this file is damaged"),
        ("D-0.5.xml", XML.replace("D-0.5", "E-1"), "this file is E-1, not D-0.5"),
        ("D-0.5.xml", "<html/>", "this file is no act, not D-0.5"),
        ("D-0.5.xml", XML.replace("<Section", "<X").replace("</Section", "</X"), "holds no sections"),
        ("D-0.5.html", HTML, "this file is Doors Act, 2000"),
    ],
)
def test_a_file_that_is_not_the_act_is_named(name: str, text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(law_watch.ActError, match=message):
        law_watch.read_act(path, "D-0.5")


@pytest.mark.parametrize(
    ("place", "sections"),
    [
        ("s. 57", [("57", "57")]),
        ("s. 286.1(2)", [("286.1", "286.1")]),
        ("ss. 213, 286.1 to 286.5", [("213", "213"), ("286.1", "286.5")]),
        ("ss. 286.2-286.4", [("286.2", "286.4")]),
        ("s. 487(1), (2.1), (2.2)", [("487", "487")]),
        ("ss. 24(3.1), 25(1.2)(b.1)", [("24", "24"), ("25", "25")]),
        ("CYFSA s. 125(1)", [("125", "125")]),
        ("2014, c. 25, s. 49", [("49", "49")]),
        ("para. 110", []),
        ("", []),
    ],
)
def test_the_sections_that_a_citation_names(place: str, sections: list[tuple[str, str]]) -> None:
    assert citations.cited_sections(place) == sections


@pytest.mark.parametrize(
    ("citation", "section", "relied_on"),
    [
        ("cc, ss. 279.01 to 279.04", "279.011", True),
        ("cc, ss. 279.01 to 279.04", "279.1", False),
        ("cc, s. 286.1(2)", "286.1", True),
        ("cc, s. 286.1(2)", "286.11", False),
        ("irpa, s. 57", "57", False),
        ("cc", "57", False),
    ],
)
def test_a_range_counts_as_drafters_count(citation: str, section: str, relied_on: bool) -> None:
    assert citations.relies_on(citation, "cc", section) is relied_on


@given(st.text(max_size=100))
def test_any_place_of_a_citation_can_be_read(place: str) -> None:
    for first, last in citations.cited_sections(place):
        citations.order(first), citations.order(last)


@pytest.fixture
def watched(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The project with a made act that two of its pages cite, and the folder that holds the act."""
    folder = tmp_path / "acts" / "eng"
    folder.mkdir(parents=True)
    (folder / "D-0.5.xml").write_text(XML, encoding="utf-8")
    sources = project / "data" / "sources.yml"
    text = sources.read_text(encoding="utf-8")
    text = "\n".join(line for line in _without_acts(text))
    made = (
        "- id: aaa-doors\n  title: Doors Act\n  address: https://laws-lois.justice.gc.ca/eng/acts/D-0.5/\n"
        "  act:\n    file: D-0.5.xml\n    number: D-0.5\n    sections:\n"
        + "".join(
            f"    - {{section: '{n}', read: 2026-11-22, address: https://example.org/{n}}}\n" for n in ("1", "2.1", "3")
        )
        + "  checked: 2026-11-22\n"
    )
    sources.write_text(text.replace("- id:", f"{made}- id:", 1), encoding="utf-8")
    replace("docs/en/about/privacy.md", "## ", "Doors.[^aaa-doors, ss. 1 to 2.1]\n\n## ")(project)
    monkeypatch.chdir(project)
    return project, folder.parent


def _without_acts(text: str) -> list[str]:
    kept, inside = [], False
    for line in text.split("\n"):
        inside = line == "  act:" or (inside and line.startswith("    "))
        if not inside:
            kept.append(line)
    return kept


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, ["law-watch", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_a_changed_section_is_named_with_the_pages_that_cite_it(watched: tuple[Path, Path]) -> None:
    _, folder = watched
    assert run(str(folder), "--record")[0] == 0
    status, said = run(str(folder))
    assert status == 0
    assert "3 of 3 sections are as they were read" in said
    act = folder / "eng" / "D-0.5.xml"
    act.write_text(XML.replace("A key is free.", "A key costs $5."), encoding="utf-8")
    status, said = run(str(folder))
    assert status == 1
    assert "Doors Act, s. 2.1: the text has changed" in said
    assert "  about/privacy# cites [aaa-doors, ss. 1 to 2.1]" in said
    assert "2 of 3 sections" in said


def test_recording_changes_only_the_rows_of_the_act(watched: tuple[Path, Path]) -> None:
    project, folder = watched
    before = (project / "data/sources.yml").read_text(encoding="utf-8").split("\n")
    run(str(folder), "--record")
    after = (project / "data/sources.yml").read_text(encoding="utf-8").split("\n")
    assert [line for line in after if not line.startswith("    - {section")] == [
        line for line in before if not line.startswith("    - {section")
    ]
    rows = [line for line in after if line.startswith("    - {section")]
    assert [row.split("'")[1] for row in rows] == ["1", "2.1", "3"]
    assert all("sha256: " in row for row in rows)
    assert f"read: {date.today()}" in rows[0]


def test_an_act_whose_block_cannot_be_found_again_is_named(watched: tuple[Path, Path]) -> None:
    project, folder = watched
    sources = project / "data/sources.yml"
    text = sources.read_text(encoding="utf-8")
    before = text.replace("  act:\n    file: D-0.5.xml", "  act:  # here\n    file: D-0.5.xml")
    sources.write_text(before, encoding="utf-8")
    status, said = run(str(folder), "--record")
    assert status == 1
    assert "'aaa-doors' has no block `act:` that can be written anew" in said
    assert sources.read_text(encoding="utf-8") == before


def test_a_missing_or_damaged_act_is_one_message_each(watched: tuple[Path, Path]) -> None:
    _, folder = watched
    act = folder / "eng" / "D-0.5.xml"
    act.write_text(XML[:300], encoding="utf-8")
    status, said = run(str(folder))
    assert status == 1
    assert "D-0.5.xml: law-watch: this file is damaged" in said
    act.unlink()
    status, said = run(str(folder))
    assert status == 1
    assert "'aaa-doors' (D-0.5) is not in the folder: its sections were not compared" in said
