"""The Atom feed of what has changed in the law and the services (RFC 4287): one static file.

Its links are relative to the feed itself, so that it is true on every mirror; its ids are the same everywhere.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from hooks.models import Change
from hooks.render import Renderer, first_sentence
from hooks.staged import Staged, output_path

NAME = "feed.xml"
IDS = uuid.UUID("6f3c1f0e-6d3e-5d0b-9a55-2f0e8d5f4c11")
"""Where the ids of entries are made from (RFC 9562, version 5). Never changes."""

PAGE = "about/changes"


@dataclass(frozen=True)
class Entry:
    id: str
    title: str
    updated: str
    href: str
    change: Change


def feed(staged: Staged) -> str:
    """Return the feed of all changes, newest first, in the fallback language."""
    locale = staged.data.site.fallback_locale
    renderer = Renderer(staged.data, locale)
    own = staged.pages[locale]
    entries = []
    for change in staged.data.changes:
        href = f"{output_path(locale, staged.change_pages[change.id], locale)}#{change.id}"
        entries.append(Entry(_id(change.id), first_sentence(change.now), _moment(change.date), href, change))
    return renderer.template(
        "feed.xml.j2",
        id=_id(PAGE),
        title=own[PAGE].title,
        page=output_path(locale, PAGE, locale),
        locale=staged.data.locale(locale),
        entries=entries,
    )


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(IDS, name)}"


def _moment(day: str) -> str:
    """Return an Atom time; a change of which only the month or year is known counts from its first day."""
    return f"{day}{'-01' * (2 - day.count('-'))}T00:00:00Z"
