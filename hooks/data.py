"""Loads `data/`: every file into its model, every cross-reference checked, all findings at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from hooks import record_checks, yamlfile
from hooks.findings import Finding, FindingsError, errors, named
from hooks.messages import messages
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
    Topic,
)
from hooks.overlay import Overlays, problems
from hooks.words import Words, check_words

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
    topics: list[Topic]
    """By their words."""
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
        "topics": reader.model(folder / "topics.yml", list[Topic]),
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
    parts["topics"].sort(key=lambda topic: topic.topic.casefold())
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
    reader.findings += record_checks.folders(data)
    if all(words.flat for words in data.words.values()):  # a broken file has been named already
        reader.findings += check_words(data.words, data.lists, data.navigation, data.site.fallback_locale)
    for name, place, message in record_checks.facts(data):
        reader.add(name, place, "facts", message)
    for name, place, message in record_checks.references(data):
        reader.add(name, place, "reference", message)
    today = today or date.today()
    for name, place, message in record_checks.dates(data, today):
        reader.add(name, place, "date", message)
    reader.findings += record_checks.overdue(data, today)
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
