"""Compares the sections of law that the texts rely on with a folder of the official acts.

`data/sources.yml` keeps, for each section, the SHA-256 of the text that was read. Nothing is fetched: the
folder holds the files as Justice Canada publishes them (XML, one act or regulation a file) or as Ontario's
e-Laws shows them (HTML). A text is normalised before it is hashed: the words of the section with single
spaces between them, without notes on its history, so that a new layout or a new date changes nothing.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from hooks.citations import NUMBER, cited_sections, order, relies_on
from hooks.findings import Finding
from hooks.models import Source
from hooks.staged import Staged

HISTORY = {"HistoricalNote", "MarginalNote"}
"""Elements of Justice Canada's XML that are not the text of the law itself."""

NOT_TEXT = {"headnote", "heading1", "heading2", "heading3", "partnum", "footnote"}
"""Classes of e-Laws' paragraphs that are not the text of the law itself."""

REPEALED = re.compile(r"^\W*Repealed\b", re.I)
ONTARIO_SECTION = re.compile(rf"^\s*({NUMBER.pattern})\b\s*")

State = Literal["same", "changed", "repealed", "renumbered", "missing", "never read"]


MESSAGES: dict[State, str] = {
    "changed": "the text has changed since it was read. Compare what the pages below say with the new text.",
    "repealed": "was repealed. Say so on the pages below.",
    "renumbered": "stands now as s. {now}. Cite the new number on the pages below.",
    "missing": "is no longer in the act. Look where its rule stands now, and mend the pages below.",
    "never read": "was never compared with the official text. Read it, then run this with --record.",
}


class ActError(ValueError):
    """A file that is not the act it should be; the message says why."""


@dataclass(frozen=True)
class Compared:
    """One section that the texts rely on, and how it stands in the folder."""

    source: str
    section: str
    state: State
    now: str | None = None
    """The number under which the text stands now, if it was renumbered."""


@dataclass(frozen=True)
class Cited:
    """A place on the site that relies on a source."""

    page: str
    heading: str
    citation: str


def digest(text: str) -> str:
    """Return the SHA-256 of a section's text, normalised."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()


def normalised(text: str) -> str:
    return " ".join(text.split())


def read_act(path: Path, number: str) -> dict[str, str]:
    """Return section number -> text of an act file.

    `number` is what the act calls itself: `I-2.5`, `SOR/2002-227`, or an Ontario act's title. Raises
    ActError for a file that cannot be read or is another act.
    """
    try:
        content = path.read_bytes()
        sections, own = _read_xml(content) if path.suffix == ".xml" else _read_html(content.decode("utf-8"))
    except (ET.ParseError, UnicodeDecodeError) as error:
        raise ActError(f"this file is damaged ({error}). Fetch it again.") from None
    if number not in own:
        raise ActError(f"this file is {own[0] if own else 'no act'}, not {number}. Put the right file in its place.")
    if not sections:
        raise ActError("this file holds no sections. Fetch it again.")
    return sections


def _read_xml(content: bytes) -> tuple[dict[str, str], list[str]]:
    root = ET.fromstring(content)
    own = [
        normalised("".join(node.itertext()))
        for tag in ("ConsolidatedNumber", "InstrumentNumber")
        for node in root.iterfind(f"./Identification//{tag}")
    ]
    sections: dict[str, str] = {}
    for section in root.iterfind("./Body//Section"):
        label = section.find("Label")
        number = (label.text or "").strip() if label is not None else ""
        if label is not None and NUMBER.fullmatch(number):
            section.remove(label)  # a section that only got another number keeps its text
            sections[number] = normalised(" ".join(_words(section)))
    return sections, own


def _words(node: ET.Element) -> Iterator[str]:
    if node.tag not in HISTORY:
        if node.text:
            yield node.text
        for child in node:
            yield from _words(child)
            if child.tail:
                yield child.tail


def _read_html(html: str) -> tuple[dict[str, str], list[str]]:
    """e-Laws: a paragraph of class `section` starts a section, the paragraphs that follow belong to it."""
    tree = LexborHTMLParser(html)
    titles = [normalised(node.text()) for node in tree.css("title, h1, p.shorttitle, p.shorttitle-e")]
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for node in tree.css("p, td"):
        kinds = {kind.removesuffix("-e") for kind in (node.attributes.get("class") or "").split()}
        text = node.text(separator=" ")
        start = ONTARIO_SECTION.match(text) if "section" in kinds else None
        if start:
            current = sections.setdefault(start[1], [])
            text = text[start.end() :]
        if not kinds & NOT_TEXT:
            current.append(text)
    own = [part for title in titles for part in (title, title.split(", S.O.")[0], title.split(", R.S.O.")[0])]
    return {number: normalised(" ".join(words)) for number, words in sections.items()}, own


def compare(source: Source, sections: dict[str, str]) -> Iterator[Compared]:
    """Yield how each recorded section of one act stands now."""
    numbers = {digest(text): number for number, text in sections.items()}
    for row in source.act.sections if source.act else []:
        text = sections.get(row.section)
        if row.sha256 is None:
            yield Compared(source.id, row.section, "never read")
        elif text is not None and digest(text) == row.sha256:
            yield Compared(source.id, row.section, "same")
        elif row.sha256 in numbers:
            yield Compared(source.id, row.section, "renumbered", numbers[row.sha256])
        elif text is None:
            yield Compared(source.id, row.section, "missing")
        else:
            yield Compared(source.id, row.section, "repealed" if REPEALED.search(text) else "changed")


def find(folder: Path, name: str) -> Path | None:
    """Return the act's file anywhere below `folder`."""
    return next(iter(sorted(folder.rglob(name))), None)


def read_acts(sources: dict[str, Source], folder: Path) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """Return source id -> sections of every act that the folder holds, and what is wrong with the folder."""
    acts, findings = {}, []
    for id_, source in sources.items():
        if source.act is None:
            continue
        path = find(folder, source.act.file)
        if path is None:
            message = f"'{id_}' ({source.act.number}) is not in the folder: its sections were not compared."
            findings.append(Finding(source.act.file, 0, "law-watch", message))
            continue
        try:
            acts[id_] = read_act(path, source.act.number)
        except ActError as error:
            findings.append(Finding(str(path), 0, "law-watch", str(error)))
    return acts, findings


def cited(staged: Staged, source: str, section: str) -> Iterator[Cited]:
    """Yield each place of the source language that relies on a section, once."""
    seen = set()
    for key, page in staged.source.items():
        for heading, citation in page.citations:
            place = Cited(key, heading, citation)
            if place not in seen and relies_on(citation, source, section):
                seen.add(place)
                yield place


def wanted(staged: Staged) -> dict[str, list[tuple[str, str]]]:
    """Return source id -> the (first, last) section numbers that some page cites."""
    found: dict[str, set[tuple[str, str]]] = {}
    for page in staged.source.values():
        for _, citation in page.citations:
            id_, _, place = citation.partition(",")
            found.setdefault(id_.strip(), set()).update(cited_sections(place))
    return {id_: sorted(pairs, key=lambda pair: order(pair[0])) for id_, pairs in found.items()}
