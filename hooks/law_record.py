"""Writes down, in `data/sources.yml`, the hashes of the sections of law that somebody has read."""

from __future__ import annotations

import re
from datetime import date

import yaml

from hooks.citations import order
from hooks.law_watch import ActError, digest
from hooks.models import Act, ActSection, Source


def recorded(
    text: str,
    sources: dict[str, Source],
    acts: dict[str, dict[str, str]],
    wanted: dict[str, list[tuple[str, str]]],
    today: date,
) -> str:
    """Return the text of `data/sources.yml` with the rows of every act written anew. Raises ActError."""
    for id_, sections in acts.items():
        source = sources[id_]
        assert source.act is not None, "only sources with an act are read"
        pairs = wanted.get(id_, [])
        ends = {end for pair in pairs for end in pair}
        inside = {s for s in sections if any(order(a) <= order(s) <= order(b) for a, b in pairs)}
        act = record(source, source.act, sections, ends | inside, today)
        text = _with_act(text, id_, act)
    return text


def _with_act(text: str, id_: str, act: Act) -> str:
    """Return the file's text with `act:` of one source replaced; every other line stays as it is."""
    rows = "".join(
        f"    - {{section: '{row.section}', read: {row.read}, address: {row.address}"
        + (f", sha256: {row.sha256}" if row.sha256 else "")
        + "}\n"
        for row in act.sections
    )
    block = f"  act:\n    file: {_scalar(act.file)}\n    number: {_scalar(act.number)}\n    sections:\n{rows}"
    start = rf"^(- id: ['\"]?{re.escape(id_)}['\"]?\n(?:(?!- id: ).*\n)*?)"
    text, count = re.subn(rf"(?m){start}  act:\n(?:    .*\n)+", lambda m: m[1] + block, text)
    if count != 1:
        raise ActError(f"'{id_}' has no block `act:` that can be written anew: write it as the other acts do.")
    return text


def _scalar(text: str) -> str:
    """Return a text as YAML writes it: quoted only if it would be read as something else, such as 2.5."""
    return yaml.safe_dump(text, allow_unicode=True, width=1000).split("\n")[0]


def record(source: Source, act: Act, sections: dict[str, str], wanted: set[str], today: date) -> Act:
    """Return the act with the hash of every wanted section that the file holds.

    Rows whose text is the same keep the day on which it was first read.
    """
    old = {row.section: row for row in act.sections}
    rows = []
    for section in sorted(wanted | set(old), key=order):
        text = sections.get(section)
        row = old.get(section) or ActSection(section=section, address=_address(source, section), read=today)
        hashed = digest(text) if text is not None else row.sha256
        if hashed != row.sha256:
            row = row.model_copy(update={"sha256": hashed, "read": today})
        rows.append(row)
    return act.model_copy(update={"sections": rows})


def _address(source: Source, section: str) -> str:
    """Return the official page of a section: Justice Canada has one for each, e-Laws one for the act."""
    base = source.address or ""
    return f"{base.rstrip('/')}/section-{section}.html" if "laws-lois" in base else base
