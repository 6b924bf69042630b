"""Records and directives into Markdown, in the words of one language.

A directive is a line or a word in a page that stands for data: `{{ phone butterfly }}`. It keeps
numbers and names in one place and out of translations. Templates stand in `overrides/records/`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import babel.dates
from babel import Locale as BabelLocale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from hooks import numbers, overlay
from hooks.data import Data
from hooks.models import CaseStudy, Change, Organisation, Phone

T = TypeVar("T")

DAY_PATTERNS = {"en": "d MMMM y"}
"""Where the texts write a day otherwise than the locale's long form."""

ARGUMENTS = re.compile(r"^\s*(\w+)((?:\s+[\w-]+)*)\s*(?:\"([^\"]*)\")?\s*$")


NOT_SHORT = "".join(rf"(?<!\b{word})" for word in ("s", "ss", "v", "R", "O", "Reg", "No", "para"))
"""No full stop after one of these ends a sentence."""


class DirectiveError(ValueError):
    """A directive that cannot be expanded; the message says why."""


@dataclass(frozen=True)
class Call:
    """One row to tap: a number, whose it is, and a few words."""

    organisation: Organisation
    phone: Phone
    note: str
    note_lang: str | None
    """Set where the words are in another language than the page."""


@dataclass(frozen=True)
class Card:
    """What an organisation's card shows, and how."""

    shown: list[Phone]
    """Numbers to tap."""

    unconfirmed: list[Phone]
    """Numbers that rest on an old guide alone: in words, without a link."""

    unknown: list[str]
    """What no source says."""


class Renderer:
    """Turns records into Markdown for one locale."""

    def __init__(self, data: Data, locale: str) -> None:
        self.data = data
        self.locale = locale
        self.words = data.words[locale]
        self.babel = BabelLocale.parse(locale, sep="-")
        self.env = Environment(
            loader=FileSystemLoader(data.root / "overrides" / "records"),
            autoescape=select_autoescape(["html.j2", "xml.j2"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.env.globals.update(
            w=self.words,
            data=data,
            renderer=self,
            lang=locale,
            display=numbers.display,
            dial=numbers.address,
            day=self.day,
        )
        self.env.filters["first_sentence"] = first_sentence
        self.env.filters["deep"] = lambda text, width=4: text.strip().replace("\n", "\n" + " " * width)
        self.directives: dict[str, Callable[[list[str], str | None], str]] = {
            "phone": self._phone,
            "org": self._org,
            "lines": self._lines,
            "cases": lambda *_: self.template("cases.md.j2", cases=self.cases()),
            "categories": lambda *_: self.template("categories.md.j2", counts=self._category_counts()),
            "sources": self._sources,
            "changes": self._changes,
            "glossary": self._glossary,
            "figure": self._figure,
            "topics": self._topics,
        }
        self.cited: set[str] = set()
        """Ids of the sources that some text cites; filled by staging before `{{ sources }}`."""
        self.change_pages: dict[str, str] = {}
        """The page on which each change stands; filled by staging before `{{ changes }}`."""

    def template(self, name: str, **values: object) -> str:
        text = self.env.get_template(name).render(**values)
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"

    def day(self, value: date | str) -> str:
        """Write a date as the language does; years and months alone stay as they are known."""
        if isinstance(value, date):
            return babel.dates.format_date(value, DAY_PATTERNS.get(self.locale, "long"), locale=self.babel)
        parts = [int(part) for part in value.split("-")]
        if len(parts) == 3:
            return self.day(date.fromisoformat(value))
        if len(parts) == 2:
            return babel.dates.format_skeleton("yMMMM", date(parts[0], parts[1], 1), locale=self.babel)
        return value

    def organisation(self, id_: str) -> tuple[Organisation, bool]:
        """Return the record in this language, and whether all its text is translated."""
        return self._translated("organisations", self.data.organisations[id_])

    def case(self, id_: str) -> tuple[CaseStudy, bool]:
        return self._translated("case-studies", self.data.cases[id_])

    def cases(self) -> list[CaseStudy]:
        return [self.case(id_)[0] for id_ in self.data.cases]

    def _translated(self, kind: str, record: Any) -> tuple[Any, bool]:
        if self.locale == self.data.site.fallback_locale:
            return record, True
        layer = self.data.overlays[self.locale].get((kind, record.id))
        if layer is None:
            return record, False
        return overlay.apply(record, layer), not overlay.missing(record, layer)

    def members(self, category: str) -> list[Organisation]:
        """Return the organisations of a category, open ones first, by name."""
        found = [self.organisation(o.id)[0] for o in self.data.organisations.values() if o.category == category]
        return sorted(found, key=lambda o: (o.status == "closed", o.name.casefold()))

    def _category_counts(self) -> dict[str, int]:
        return {category: len(self.members(category)) for category in self.data.lists.categories}

    def _changes(self, arguments: list[str], _: str | None) -> str:
        """List what has changed in one area of law, newest first; years bound it, both included.

        Without an area: all changes of all areas, each as one line that leads to its place.
        """
        if not arguments:
            return self.template("all-changes.md.j2", changes=self.data.changes, where=self.change_pages)
        return self.template("changes.md.j2", changes=self.changes(arguments))

    def changes(self, arguments: list[str]) -> list[Change]:
        """Return the changes that `{{ changes area first-year last-year }}` lists. Raises DirectiveError.

        Without a last year, all since the first; without years, all of the area.
        """
        area, *years = arguments
        found = [change for change in self.data.changes if change.area == area]
        if not found or len(years) > 2 or not all(re.fullmatch(r"\d{4}", year) for year in years):
            raise DirectiveError(
                "write {{ changes }}, {{ changes immigration }} or {{ changes immigration 2017 2022 }}."
            )
        first, last = [*years, "0000", "9999"][:2] if len(years) != 1 else (years[0], "9999")
        return [change for change in found if first <= change.date[:4] <= last]

    def _glossary(self, arguments: list[str], _: str | None) -> str:
        return self.template("glossary.md.j2", terms=_between(arguments, self.data.glossary, lambda t: t.term))

    def _topics(self, arguments: list[str], _: str | None) -> str:
        """List the topics between two letters, each below its first letter; without letters all."""
        topics = _between(arguments, self.data.topics, lambda topic: topic.topic)
        letters = itertools.groupby(topics, lambda topic: topic.topic[0].upper())
        return self.template("topics.md.j2", letters=[(letter, list(group)) for letter, group in letters])

    def _figure(self, arguments: list[str], _: str | None) -> str:
        if len(arguments) != 1 or arguments[0] not in self.data.figures:
            raise DirectiveError(f"there is no figure '{' '.join(arguments)}' in data/figures.")
        figure, translated = self._translated("figures", self.data.figures[arguments[0]])
        lang = None if translated else self.data.site.fallback_locale
        return self.template("figure.html.j2", figure=figure, text_lang=lang)

    def _sources(self, arguments: list[str], _: str | None) -> str:
        """List what the texts cite; `{{ sources services }}`: what only the records of services cite."""
        services = self.data.organisations.values()
        of_services = {phone.source for o in services for phone in o.phones}
        of_services |= {evidence.source for o in services for evidence in o.evidence}
        wanted = of_services - self.cited if arguments == ["services"] else self.cited
        known = [source for id_, source in self.data.sources.items() if id_ in wanted]
        listed = sorted(known, key=lambda source: source.title.casefold())
        if arguments != ["services"]:
            listed = _between(arguments, listed, lambda source: source.title)
        return self.template("sources.md.j2", sources=listed)

    def card(self, organisation: Organisation) -> Card:
        """Sort what is sure about an organisation from what is not."""
        questions = {
            "status": organisation.accepts_without_status,
            "anonymous": organisation.anonymous,
            "police": organisation.police_involvement,
        }
        return Card(
            shown=[p for p in organisation.phones if self.shown_elsewhere(organisation, p)],
            unconfirmed=[p for p in organisation.phones if not self.shown_elsewhere(organisation, p)],
            unknown=[self.words(f"record.unknown_{key}") for key, answer in questions.items() if answer == "unknown"],
        )

    def shown_elsewhere(self, organisation: Organisation, phone: Phone) -> bool:
        """A number that was not confirmed stands on its organisation's own card alone."""
        return phone.verified or organisation.id in self.data.site.unconfirmed_everywhere

    def expand(self, inside: str) -> str:
        """Return the Markdown for what stands between the braces. Raises DirectiveError."""
        match = ARGUMENTS.match(inside)
        if match is None or match[1] not in self.directives:
            known = ", ".join(sorted([*self.directives, "call"]))
            raise DirectiveError(f"'{{{{{inside}}}}}' is no directive. Known: {known}.")
        return self.directives[match[1]](match[2].split(), match[3])

    def _number(self, arguments: list[str]) -> tuple[Organisation, Phone, bool]:
        if not arguments or arguments[0] not in self.data.organisations:
            raise DirectiveError(f"there is no organisation '{' '.join(arguments)}' in data/organisations.")
        organisation, translated = self.organisation(arguments[0])
        phone = next((p for p in organisation.phones if arguments[1:] in ([], [p.id])), None)
        if phone is None:
            ids = ", ".join(p.id for p in organisation.phones) or "none"
            raise DirectiveError(f"'{arguments[0]}' has no such number. It has: {ids}.")
        if not self.shown_elsewhere(organisation, phone):
            raise DirectiveError(
                f"the number '{phone.id}' of '{organisation.id}' was never confirmed: only its own card may show it."
            )
        return organisation, phone, translated

    def _phone(self, arguments: list[str], _: str | None) -> str:
        _organisation, phone, _translated = self._number(arguments)
        return f"[{numbers.display(phone)}]({numbers.address(phone)}){{ .tel }}"

    def _org(self, arguments: list[str], _: str | None) -> str:
        if len(arguments) != 1 or arguments[0] not in self.data.organisations:
            raise DirectiveError(f"there is no organisation '{' '.join(arguments)}' in data/organisations.")
        record = self.data.organisations[arguments[0]]
        return f"[{record.name}](/referrals/{record.category}.md#{record.id})"

    def _lines(self, arguments: list[str], _: str | None) -> str:
        if len(arguments) != 1 or not arguments[0].isdigit() or not 1 <= int(arguments[0]) <= 12:
            raise DirectiveError("write {{ lines 3 }}, with a number from 1 to 12.")
        return '<div class="lines">' + '<div class="line"></div>' * int(arguments[0]) + "</div>"

    def call(self, inside: str) -> Call:
        """Return the row for `call organisation phone "words"`. Raises DirectiveError."""
        match = ARGUMENTS.match(inside)
        if match is None:
            raise DirectiveError('write {{ call organisation-id phone-id "a few words" }}.')
        organisation, phone, translated = self._number(match[2].split())
        if match[3] is not None:
            return Call(organisation, phone, match[3], None)
        note = ". ".join(part.rstrip(".") for part in (phone.label, phone.note or organisation.hours) if part)
        return Call(organisation, phone, note, None if translated else self.data.site.fallback_locale)

    def calls(self, rows: list[Call]) -> str:
        """Return the rows as one list."""
        return self.template("calls.html.j2", rows=rows)

    def citation(self, citation: str) -> str:
        """Return the text of a footnote."""
        id_, _, place = citation.partition(",")
        return self.template("footnote.html.j2", source=self.data.sources[id_.strip()], place=place.strip()).strip()

    def record_pages(self) -> dict[str, tuple[dict[str, Any], str, str, bool]]:
        """Return key -> (front matter, Markdown, the record's file, translated) for every page made from data."""
        pages: dict[str, tuple[dict[str, Any], str, str, bool]] = {}
        for id_ in self.data.cases:
            case, translated = self.case(id_)
            name = f"data/case-studies/{id_}.yml"
            front = {
                "title": case.title,
                "layout": "case",
                "sources": [case.source.id],
                "law_checked": case.law_checked,
                "review": "unreviewed",
            }
            pages[f"case-studies/{id_}"] = (front, self.template("case.md.j2", case=case), name, translated)
            sheet = front | {"title": self.words("record.sheet_title", case=case.title), "layout": "form"}
            pages[f"case-studies/{id_}-sheet"] = (sheet, self.template("case-sheet.md.j2", case=case), name, translated)
            if case.questions:  # on a page of their own: with them a long case is too heavy for one
                asked = front | {"title": self.words("record.questions_title", case=case.title)}
                markdown = self.template("case-questions.md.j2", case=case)
                pages[f"case-studies/{id_}-questions"] = (asked, markdown, name, translated)
        for category in self.data.lists.categories:
            members = self.members(category)
            translated = all(self.organisation(o.id)[1] for o in members)
            front = {"title": self.words(f"category.{category}"), "layout": "list", "review": "unreviewed"}
            markdown = self.template("category.md.j2", category=category, members=members)
            pages[f"referrals/{category}"] = (front, markdown, "data/organisations", translated)
        return pages


def first_sentence(text: str) -> str:
    """Return the first sentence: it ends before a capital letter, and not after "s." or "v."."""
    joined = " ".join(text.split())
    match = re.match(rf".+?{NOT_SHORT}[.?](?=\s+[A-Z“(]|$)", joined)
    return match[0] if match else joined


def _between(letters: list[str], records: list[T], name: Callable[[T], str]) -> list[T]:
    """Return the records whose name starts between two letters, both included; all if none are given.

    What starts with no letter stands with "a". Raises DirectiveError if `letters` are not two.
    """
    if not letters:
        return records
    if len(letters) != 2 or not all(len(letter) == 1 and letter.isalpha() for letter in letters):
        raise DirectiveError("write two letters, such as a h.")
    first, last = letters

    def initial(record: T) -> str:
        start = name(record).casefold()[:1]
        return start if start.isalpha() and start.isascii() else "a"

    return [record for record in records if first <= initial(record) <= last]
