"""Loads `data/`: every file into its model, every cross-reference checked, all findings at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from hooks import page, yamlfile
from hooks.findings import Finding, FindingsError, errors, named
from hooks.models import (
    CaseStudy,
    Change,
    Coverage,
    FactNotUsed,
    FactUsed,
    Figure,
    Lists,
    Locale,
    Navigation,
    Organisation,
    Phone,
    Site,
    Source,
    Term,
    messages,
)
from hooks.overlay import Overlays, problems
from hooks.words import Words, check_words

OVERDUE_DAYS = 365

T = TypeVar("T")
M = TypeVar("M", Organisation, CaseStudy, Figure)


@dataclass
class Data:
    """Everything in `data/`, checked. Record ids are unique and every reference leads somewhere."""

    root: Path
    site: Site
    lists: Lists
    navigation: Navigation
    locales: list[Locale]
    organisations: dict[str, Organisation]
    cases: dict[str, CaseStudy]
    """In the order of their `order`."""
    figures: dict[str, Figure]
    sources: dict[str, Source]
    changes: list[Change]
    """Newest first."""
    glossary: list[Term]
    coverage: list[Coverage]
    facts_used: list[FactUsed]
    facts_not_used: list[FactNotUsed]
    words: dict[str, Words]
    """Interface words by locale."""
    telling: dict[str, list[str]]
    """Words that no title and no address may hold, by locale."""
    overlays: Overlays
    """Translated text of records by locale."""
    lines: dict[str, yamlfile.YamlFile] = field(default_factory=dict)
    """Parsed files by name, to find the line of a value again."""

    def phone(self, organisation: str, phone: str | None = None) -> Phone | None:
        """Return one number of an organisation, the first if `phone` is None; None if there is none."""
        record = self.organisations.get(organisation)
        if record is None:
            return None
        return next((p for p in record.phones if phone in (None, p.id)), None)

    def locale(self, code: str) -> Locale:
        """Return the locale with this code. Raises StopIteration if it is not configured."""
        return next(locale for locale in self.locales if locale.code == code)


class _Reader:
    """Reads files below one project folder and collects findings instead of raising them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.files: dict[str, yamlfile.YamlFile] = {}

    def add(self, name: str, place: yamlfile.Place, rule: str, message: str) -> None:
        self.findings.append(Finding(name, self.files[name].line_of(place), rule, message))

    def raw(self, path: Path) -> tuple[str, Any]:
        """Return the file's name and its plain value, None if it could not be read."""
        name = named(path, self.root)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self.findings.append(Finding(name, 0, "file", "this file is missing. Bring it back."))
            return name, None
        except UnicodeDecodeError as error:
            self.findings.append(Finding(name, 0, "file", f"this file is not UTF-8 text ({error.reason})."))
            return name, None
        self.files[name] = parsed = yamlfile.parse(text)
        self.findings += [Finding(name, line, "yaml", message) for line, message in parsed.problems]
        return name, parsed.value

    def model(self, path: Path, shape: type[T]) -> T | None:
        """Read one file that is one record, or one list of records."""
        name, value = self.raw(path)
        if value is None:
            if name in self.files and not self.files[name].problems:
                self.findings.append(Finding(name, 1, "shape", "this file is empty."))
            return None
        try:
            return TypeAdapter(shape).validate_python(value)
        except ValidationError as error:
            for place, message in messages(error):
                self.add(name, place, "shape", message)
            return None

    def folder(self, folder: Path, shape: type[M]) -> dict[str, M]:
        """Read a folder of one record a file; the file's name is the record's id."""
        records: dict[str, M] = {}
        for path in sorted(folder.glob("*")):
            if path.suffix != ".yml":
                name = named(path, self.root)
                self.findings.append(Finding(name, 0, "file", "only .yml files belong here. Move or rename it."))
                continue
            record = self.model(path, shape)
            if record is None:
                continue
            name = named(path, self.root)
            if record.id in records:
                message = f"another file already has the id '{record.id}'. Give this record its own."
                self.add(name, ("id",), "id", message)
            elif record.id != path.stem:
                self.add(name, ("id",), "id", f"the id is '{record.id}', but the file is called '{path.name}'.")
            records.setdefault(record.id, record)
        return records


def load(root: Path, today: date | None = None) -> tuple[Data, list[Finding]]:
    """Read `root`/data. Returns the data and its notices.

    Raises FindingsError with every error in every file. `today` bounds the dates of changes.
    """
    reader = _Reader(root)
    folder = root / "data"
    parts: dict[str, Any] = {
        "site": reader.model(folder / "site.yml", Site),
        "lists": reader.model(folder / "lists.yml", Lists),
        "navigation": reader.model(folder / "navigation.yml", Navigation),
        "locales": reader.model(folder / "locales.yml", list[Locale]),
        "sources": reader.model(folder / "sources.yml", list[Source]),
        "changes": reader.model(folder / "changes.yml", list[Change]),
        "glossary": reader.model(folder / "glossary.yml", list[Term]),
        "coverage": reader.model(folder / "coverage.yml", list[Coverage]),
        "facts_used": reader.model(folder / "facts-used.yml", list[FactUsed]),
        "facts_not_used": reader.model(folder / "facts-not-used.yml", list[FactNotUsed]),
        "organisations": reader.folder(folder / "organisations", Organisation),
        "cases": reader.folder(folder / "case-studies", CaseStudy),
        "figures": reader.folder(folder / "figures", Figure),
    }
    if any(part is None for part in parts.values()):
        raise FindingsError(reader.findings)
    for name in ("sources", "changes", "glossary", "coverage"):
        _unique_ids(reader, f"data/{name}.yml", [record.id for record in parts[name]])
    parts["sources"] = {source.id: source for source in parts["sources"]}
    parts["changes"].sort(key=lambda change: (change.date, change.id), reverse=True)
    parts["glossary"].sort(key=lambda term: term.term.casefold())
    parts["cases"] = {c.id: c for c in sorted(parts["cases"].values(), key=lambda case: case.order)}

    words: dict[str, Words] = {}
    telling: dict[str, list[str]] = {}
    overlays: Overlays = {}
    records = {"organisations": parts["organisations"], "case-studies": parts["cases"], "figures": parts["figures"]}
    for locale in parts["locales"]:
        _, value = reader.raw(folder / locale.code / "words.yml")
        words[locale.code] = Words(value if isinstance(value, dict) else {})
        telling[locale.code] = reader.model(folder / locale.code / "telling.yml", list[str]) or []
        overlays[locale.code] = {}
        for kind, originals in records.items():
            for path in sorted((folder / locale.code / kind).glob("*")):
                name, value = reader.raw(path)
                reader.findings += _overlay_findings(reader, name, path.stem, value, originals, locale.code)
                if isinstance(value, dict):
                    overlays[locale.code][kind, path.stem] = value

    data = Data(root=root, words=words, telling=telling, overlays=overlays, lines=reader.files, **parts)
    reader.findings += _check_folders(data)
    if all(words.flat for words in data.words.values()):  # a broken file has been named already
        reader.findings += check_words(data.words, data.lists, data.navigation, data.site.fallback_locale)
    for name, place, message in _facts(data):
        reader.add(name, place, "facts", message)
    for name, place, message in _references(data):
        reader.add(name, place, "reference", message)
    today = today or date.today()
    for name, place, message in _dates(data, today):
        reader.add(name, place, "date", message)
    reader.findings += _overdue(data, today)
    if errors(reader.findings):
        raise FindingsError(reader.findings)
    return data, reader.findings


def _unique_ids(reader: _Reader, name: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            reader.add(name, (index, "id"), "id", f"the id '{id_}' stands here twice. Give each its own.")
        seen.add(id_)


def _overlay_findings(
    reader: _Reader, name: str, stem: str, value: Any, originals: dict[str, Any], locale: str
) -> Iterator[Finding]:
    if stem not in originals:
        yield Finding(name, 0, "translation", f"there is no record '{stem}' to translate. Look at the file's name.")
    elif value is not None:
        for place, message in problems(originals[stem], value):
            yield Finding(name, reader.files[name].line_of(place), "translation", message)


def _check_folders(data: Data) -> Iterator[Finding]:
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


def _references(data: Data) -> Iterator[tuple[str, yamlfile.Place, str]]:
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
            for _, citation in page.citations(text):
                if page.source_id(citation) not in data.sources:
                    yield name, spot, _no_source(page.source_id(citation))
    legal_aid = data.site.legal_aid
    if data.phone(legal_aid.organisation, legal_aid.phone) is None:
        yield "data/site.yml", ("legal_aid",), "this number is not in data/organisations."


def _facts(data: Data) -> Iterator[tuple[str, yamlfile.Place, str]]:
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


def _overdue(data: Data, today: date) -> Iterator[Finding]:
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


def _dates(data: Data, today: date) -> Iterator[tuple[str, yamlfile.Place, str]]:
    for index, change in enumerate(_as_written(data, "changes")):
        if str(change.get("date")) > today.isoformat():
            message = f"'{change['date']}' lies in the future. A change is written down when it holds."
            yield "data/changes.yml", (index, "date"), message
    for index, source in enumerate(_as_written(data, "sources")):
        if str(source.get("checked")) > today.isoformat():
            yield "data/sources.yml", (index, "checked"), f"'{source['checked']}' lies in the future."
