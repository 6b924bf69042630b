"""The shapes of the data files, and what a person is told when a file does not fit.

A field typed `Text` is translated; every other field (numbers, addresses, ids, dates) is the same in
every language and no translation may touch it. JSON Schemas for editors are made from these models.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

import phonenumbers
from phonenumbers import shortnumberinfo
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

TEXT = "text"
"""The mark of a translatable field."""

Text = Annotated[str, Field(min_length=1), TEXT]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Kebab case. An id never changes once it is published: addresses and links hold it."""

PARTIAL_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
MOBILE_CODES = {"#7233"}
"""Codes of the mobile networks, which no numbering plan lists."""


def _word_of_boolean(value: object) -> object:
    """YAML reads an unquoted yes as a boolean; the person meant the word."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _text_of_date(value: object) -> object:
    """YAML reads 2026-11-22 as a date and 2026 as a number; both are meant as written."""
    return str(value) if isinstance(value, (dt.date, int)) and not isinstance(value, bool) else value


def _partial_date(value: str) -> str:
    if not PARTIAL_DATE.match(value):
        raise ValueError("write a date as 2026-11-22, 2026-11 or 2026")
    return value


def _web_address(value: str) -> str:
    if not re.match(r"^https?://[^\s/]+\.[^\s]+$", value):
        raise ValueError("write a whole web address that starts with https:// or http://")
    return value


PartialDate = Annotated[str, BeforeValidator(_text_of_date), AfterValidator(_partial_date)]
LooseDate = Annotated[str, BeforeValidator(_text_of_date)]
"""A date as a source gives it, words included: "undated", "point in time 2026-06-17"."""
WebAddress = Annotated[str, AfterValidator(_web_address)]
Answer = Annotated[Literal["yes", "no", "may", "unknown"], BeforeValidator(_word_of_boolean)]
Citation = str
"""A source id, with a place after a comma where needed: `irpa, s. 57`."""


class Record(BaseModel):
    """A piece of a data file: unknown keys are errors, because they are mostly typing mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_number(value: str) -> str:
    """Accept E.164 numbers that can exist, and short numbers that Canada has (libphonenumber)."""
    if value in MOBILE_CODES:
        return value
    if value.isdigit():
        if shortnumberinfo.is_valid_short_number_for_region(phonenumbers.parse(value, "CA"), "CA"):
            return value
        raise ValueError("Canada has no such short number. A full number starts with + and the country")
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        raise ValueError("this is no phone number. Write it with + and the country: '+14169063098'") from None
    if not phonenumbers.is_valid_number(number):
        raise ValueError("no phone can have this number. Compare it with its source, digit by digit")
    if phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) != value:
        raise ValueError("write the number with + and digits only: '+14169063098'")
    return value


KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def _keypad(text: str) -> str:
    """Return what a person dials: digits, # and *, letters as the keypad has them, without the country."""
    return re.sub(r"[^\d#*]", "", text.upper().translate(KEYS)).removeprefix("1")


class Phone(Record):
    id: Id
    label: Text
    kind: Literal["voice", "tty", "text", "whatsapp", "short"]
    number: Annotated[str, AfterValidator(_known_number)]
    extension: Annotated[str, Field(pattern=r"^\d{1,6}$")] | None = None
    display: str | None = None
    """How people know the number, only where letters stand for digits (`#SAFE`)."""
    note: Text | None = None
    verified: bool
    source: Id
    checked: dt.date

    @model_validator(mode="after")
    def _display_is_the_number(self) -> Phone:
        """Letters stand for the digits of a keypad, and for no other number."""
        shown = (self.display or self.number).rstrip(")").split("(")  # "#SAFE (#7233)": both must dial it
        if any(_keypad(part) != _keypad(self.number) for part in shown):
            raise ValueError(f"'display' is {self.display!r}, which dials another number than {self.number!r}")
        return self


class Evidence(Record):
    """Which source says what of an organisation. For maintainers."""

    field: str
    source: Id
    date: LooseDate


class Organisation(Record):
    id: Id
    name: str
    former_names: list[str] = []
    category: Id
    status: Literal["verified", "changed", "unverified", "closed"]
    checked: dt.date
    origin: Literal["guide-2020", "part2-immigration-2017", "addition"]
    description: Text
    phones: list[Phone] = []
    website: WebAddress | None = None
    areas: list[Id]
    areas_note: Text | None = None
    languages: list[Id] = []
    languages_note: Text | None = None
    hours: Text | None = None
    cost: Text | None = None
    serves: list[Id]
    accepts_without_status: Answer
    anonymous: Answer
    police_involvement: Answer
    good_to_know: list[Text] = []
    evidence: list[Evidence] = []
    notes: str | None = None
    """What maintainers should know. Never shown."""

    @property
    def short_name(self) -> str:
        """The name without what stands in brackets at its end: on a small screen the number comes first."""
        return re.sub(r"\s*\([^()]*\)$", "", self.name)


class SourcePlace(Record):
    id: Id
    place: str | None = None


class Person(Record):
    name: str
    who: Text


class Items(Record):
    intro: Text | None = None
    items: list[Text] = Field(min_length=1)


class PromptGroup(Record):
    title: Text | None = None
    prompts: list[Text] = Field(min_length=1)


QuestionId = Literal[
    "needs", "risks", "support", "barriers", "detention", "remedies", "hearing", "after-release", "other"
]


class Question(Record):
    id: QuestionId
    title: Text
    intro: Text | None = None
    groups: list[PromptGroup] = Field(min_length=1)


class Point(Record):
    title: Text | None = None
    text: Text


class CaseChange(Record):
    date: PartialDate
    text: Text


class SeeAlso(Record):
    pages: list[str] = []
    organisations: list[Id] = []


class CaseStudy(Record):
    id: Id
    order: int
    title: Text
    summary: Text
    source: SourcePlace
    people: list[Person] = Field(min_length=1)
    story: Text
    law_first: Text | None = None
    """The law on people under 18, where one is in the story: shown before anything else."""
    law_checked: dt.date | None = None
    may_ask_for: Items | None = None
    questions: list[Question] = []
    sources_of_harm: Items | None = None
    understand: list[Point] = []
    changed: list[CaseChange] = []
    see: SeeAlso = SeeAlso()


class Stop(Record):
    """One step or box of a figure."""

    title: Text
    text: Text
    points: list[Text] = []
    mark: Text | None = None
    """What stands inside the ring of a clock: up to four characters."""
    days: Annotated[int, Field(ge=1, le=30)] | None = None
    """How much of the ring, which is a month, is filled."""
    repeats: bool = False
    next: Text | None = None
    """Words on the arrow to the next box."""


class Figure(Record):
    """A drawing whose words are the text itself: nothing in it is for eyes alone."""

    id: Id
    kind: Literal["clock", "chain"]
    caption: Text
    """What it shows, with the footnotes of everything in it."""
    stops: list[Stop] = Field(min_length=2)


class ActSection(Record):
    """One section of law that the texts rely on, as it was read."""

    section: Annotated[str, Field(pattern=r"^\d+(\.\d+)*$")]
    address: WebAddress
    read: dt.date
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Of the normalised text (hooks/law_watch.py); none while nobody has read the official file."""


class Act(Record):
    """Where the official text of an act is found again, and which of its sections count."""

    file: str
    """Its name in a folder of official acts: `I-2.5.xml`."""
    number: str
    """What the act calls itself: `I-2.5`, `SOR/2002-227`, or an Ontario act's title."""
    sections: list[ActSection] = []


class Source(Record):
    id: Id
    title: str
    authors: str | None = None
    publisher: str | None = None
    date: LooseDate | None = None
    address: WebAddress | None = None
    archived: WebAddress | None = None
    read_from: str | None = None
    """Where the text was read, if that was not the address itself."""
    kind: str | None = None
    act: Act | None = None
    checked: dt.date


class Change(Record):
    id: Id
    date: PartialDate
    area: Literal["criminal", "immigration", "municipal", "labour", "services", "referrals"]
    importance: Literal["high", "medium", "low"]
    old_text: Text
    now: Text
    pages: list[str] = Field(min_length=1)
    sources: list[Citation] = Field(min_length=1)


class Place(Record):
    """Where a section of a source is kept."""

    page: str
    headings: list[str] = Field(min_length=1)
    """Ids of the headings that hold it."""


class Coverage(Record):
    """One section of a source document, and the pages that say all that it says."""

    id: Id
    source: Id
    section: str
    words: Annotated[int, Field(gt=0)]
    """Length of the section in the source."""
    places: list[Place] = Field(min_length=1)
    reason: str | None = None
    """Why it is under half as long here, if it is."""


class Topic(Record):
    """A word that somebody would look for, and where its answer stands."""

    topic: Annotated[str, Field(min_length=1)]
    to: list[str] = Field(min_length=1)
    """Pages without ending, each with the id of a heading where that is closer: `tools/safety-plan#money`."""


class FactUsed(Record):
    """Where one checked fact stands on the site."""

    fact: Id
    page: str
    heading: str


class FactNotUsed(Record):
    """A checked fact that stands nowhere, and why."""

    fact: Id
    reason: Annotated[str, Field(min_length=1)]


class Avoid(Record):
    term: str
    why: str


class Term(Record):
    id: Id
    term: Text
    meaning: Text
    law: Citation | None = None
    translations: dict[str, str] = {}
    avoid: list[Avoid] = []


class Locale(Record):
    code: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
    """Folder name: two letters, optional script, optional region (the engine takes no others)."""
    tag: str
    """What stands in `<html lang>`."""
    name: str
    """The language's name in itself."""
    direction: Literal["ltr", "rtl"] = "ltr"


class NumberPlace(Record):
    organisation: Id
    phone: Id


class Report(Record):
    """Where a reader can tell of a mistake; the operator of a copy fills in what it has."""

    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    address: WebAddress | None = None


class Site(Record):
    name: str
    exit_address: WebAddress
    legal_aid: NumberPlace
    report: Report = Report()
    unconfirmed_everywhere: list[Id] = []
    """Organisations whose unconfirmed number may stand on any page; each needs a reason beside it."""
    fallback_locale: str = "en"


class Lists(Record):
    """The closed lists. Their words stand in `data/<locale>/words.yml`."""

    categories: list[Id]
    areas: list[Id]
    groups: list[Id]
    languages: list[Id]


class Section(Record):
    id: Id
    pages: list[str] = Field(min_length=1)
    """Pages without ending, in reading order. `case-studies/*` stands for the pages made from records."""


class Navigation(Record):
    menu: list[str]
    footer: list[str]
    sections: list[Section]


class Review(Record):
    name: str
    date: dt.date


class Translation(Record):
    status: Literal["draft", "reviewed"]
    by: str | None = None
    reviewed_on: dt.date | None = None
    from_: dict[str, str] = Field(default={}, alias="from")
    """Section id to the hash of the English section that was translated."""


class Door(Record):
    to: str
    title: Text
    text: Text


class FrontMatter(Record):
    title: Text
    heading: Text | None = None
    layout: Literal["chapter", "home", "help", "form", "case", "list"] = "chapter"
    sources: list[Id] = []
    law_checked: dt.date | None = None
    review: Literal["unreviewed"] | Review
    translation: Translation | None = None
    doors: list[Door] = []
