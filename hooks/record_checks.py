"""What must hold inside `data/`: every id leads somewhere, dates make sense, and old checks are named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from hooks import page, yamlfile
from hooks.findings import Finding, named

if TYPE_CHECKING:
    from hooks.data import Data

OVERDUE_DAYS = 365


def folders(data: Data) -> Iterator[Finding]:
    """Every language folder is a configured language: a typing mistake would hide its pages."""
    known = {locale.code for locale in data.locales}
    for top, others in (
        (data.root / "docs", set()),
        (data.root / "data", {"organisations", "case-studies", "figures", "schema"}),
    ):
        for path in sorted(top.glob("*")):
            if path.is_dir() and path.name not in known | others:
                message = (
                    f"'{path.name}' is no language of this site ({', '.join(sorted(known))}). "
                    "Rename the folder, or add the language to data/locales.yml."
                )
                yield Finding(named(path, data.root), 0, "locale", message)
            elif path.is_file() and top.name == "docs":
                yield Finding(
                    named(path, data.root),
                    0,
                    "locale",
                    "a page belongs in a language folder, such as docs/en.",
                )


def references(data: Data) -> Iterator[tuple[str, yamlfile.Place, str]]:
    """Yield (file, place, message) for each id that leads nowhere."""
    for record in data.organisations.values():
        name = f"data/organisations/{record.id}.yml"
        for key, ids, known in (
            ("category", [record.category], data.lists.categories),
            ("areas", record.areas, data.lists.areas),
            ("languages", record.languages, data.lists.languages),
            ("serves", record.serves, data.lists.groups),
        ):
            for index, id_ in enumerate(ids):
                if id_ not in known:
                    place = (key,) if key == "category" else (key, index)
                    yield name, place, f"'{id_}' is not in the list of {key} in data/lists.yml."
        for index, phone in enumerate(record.phones):
            if phone.source not in data.sources:
                yield name, ("phones", index, "source"), _no_source(phone.source)
            if phone.id in [p.id for p in record.phones[:index]]:
                yield name, ("phones", index, "id"), f"two numbers here have the id '{phone.id}'."
        for index, evidence in enumerate(record.evidence):
            if evidence.source not in data.sources:
                yield name, ("evidence", index, "source"), _no_source(evidence.source)
    for case in data.cases.values():
        name = f"data/case-studies/{case.id}.yml"
        if case.source.id not in data.sources:
            yield name, ("source", "id"), _no_source(case.source.id)
        for index, id_ in enumerate(case.see.organisations):
            if id_ not in data.organisations:
                yield (
                    name,
                    ("see", "organisations", index),
                    f"there is no organisation '{id_}' in data/organisations.",
                )
    for index, change in enumerate(_as_written(data, "changes")):
        for number, citation in enumerate(change.get("sources") or []):
            if citation.split(",")[0].strip() not in data.sources:
                yield "data/changes.yml", (index, "sources", number), _no_source(citation.split(",")[0])
    for index, term in enumerate(_as_written(data, "glossary")):
        law = (term.get("law") or "").split(",")[0].strip()
        if law and law not in data.sources:
            yield "data/glossary.yml", (index, "law"), _no_source(law)
    for index, row in enumerate(data.coverage):
        if row.source not in data.sources:
            yield "data/coverage.yml", (index, "source"), _no_source(row.source)
    for name in sorted(n for n in data.lines if n.count("/") > 1):  # one record, or its translation, a file
        for spot, text in _texts(data.lines[name].value, ()):
            if any(page.BROKEN.search(line) for line in text.split("\n")):
                yield name, spot, page.BROKEN_MESSAGE
            for _, citation in page.citations(text):
                if page.source_id(citation) not in data.sources:
                    yield name, spot, _no_source(page.source_id(citation))
    legal_aid = data.site.legal_aid
    if data.phone(legal_aid.organisation, legal_aid.phone) is None:
        yield "data/site.yml", ("legal_aid",), "this number is not in data/organisations."


def facts(data: Data) -> Iterator[tuple[str, yamlfile.Place, str]]:
    """A fact is used, or it is not: no row of the second list names a fact of the first, or one twice."""
    seen = {row.fact for row in data.facts_used}
    for index, row in enumerate(data.facts_not_used):
        if row.fact in seen:
            yield "data/facts-not-used.yml", (index, "fact"), f"'{row.fact}' stands elsewhere too. Keep one row."
        seen.add(row.fact)


def _texts(value: Any, place: yamlfile.Place) -> Iterator[tuple[yamlfile.Place, str]]:
    """Yield every text inside a plain YAML value, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*place, index))


def _as_written(data: Data, name: str) -> list[dict[str, Any]]:
    """Return a list file in the order of its lines (the models are sorted otherwise)."""
    value = data.lines[f"data/{name}.yml"].value
    return value if isinstance(value, list) else []


def _no_source(id_: str) -> str:
    return f"there is no source '{id_}' in data/sources.yml. Add it there, or correct the id."


def overdue(data: Data, today: date) -> Iterator[Finding]:
    """Notices of what nobody has compared with its source for a year."""
    for index, source in enumerate(_as_written(data, "sources")):
        if (today - data.sources[source["id"]].checked).days > OVERDUE_DAYS:
            line = data.lines["data/sources.yml"].line_of((index, "checked"))
            message = f"'{source['id']}' was last checked on {source['checked']}, over a year ago. Look again."
            yield Finding("data/sources.yml", line, "overdue", message, notice=True)
    for record in data.organisations.values():
        name = f"data/organisations/{record.id}.yml"
        for number, phone in enumerate(record.phones):
            if (today - phone.checked).days > OVERDUE_DAYS:
                line = data.lines[name].line_of(("phones", number, "checked"))
                message = f"the number '{phone.id}' was last checked on {phone.checked}, over a year ago. Look again."
                yield Finding(name, line, "overdue", message, notice=True)


def dates(data: Data, today: date) -> Iterator[tuple[str, yamlfile.Place, str]]:
    for index, change in enumerate(_as_written(data, "changes")):
        if str(change.get("date")) > today.isoformat():
            message = f"'{change['date']}' lies in the future. A change is written down when it holds."
            yield "data/changes.yml", (index, "date"), message
    for index, source in enumerate(_as_written(data, "sources")):
        if str(source.get("checked")) > today.isoformat():
            yield "data/sources.yml", (index, "checked"), f"'{source['checked']}' lies in the future."
