"""What staging makes: every page of every language, and what the later steps need to know of the site."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from hooks import page as pages
from hooks.data import Data
from hooks.models import Section


@dataclass(frozen=True)
class StagedPage:
    """One page of one language, ready for the engine."""

    key: str
    locale: str
    title: str
    shown_in: str | None
    """The locale of the text, if it is not the page's own: the page is a fallback."""

    origin: str
    """The file that holds the text."""

    text: str
    """The whole file: front matter and Markdown."""

    ids: frozenset[str] = field(repr=False)
    """Every id that a link may name."""

    links: tuple[pages.Link, ...] = field(repr=False)
    """The links of the text as written, with the lines of `origin` (0 if unknown)."""

    citations: tuple[tuple[str, str], ...] = ()
    """(id of the heading, citation) for each footnote mark; the id is "" above the first heading."""

    doors: tuple[str, ...] = ()
    """Where the doors of a home page lead."""


@dataclass
class Staged:
    """The result of staging, and everything that the templates need to know of the site."""

    data: Data
    pages: dict[str, dict[str, StagedPage]]
    """By locale, then by key."""

    sections: list[Section]
    """With `*` resolved into pages."""

    change_pages: dict[str, str] = field(default_factory=dict)
    """The page on which each change stands, by its id."""

    @property
    def source(self) -> dict[str, StagedPage]:
        """The pages of the language in which the texts are written."""
        return self.pages[self.data.site.fallback_locale]

    def real(self, key: str) -> list[str]:
        """Return the locales in which this page is not a fallback, in the configured order."""
        return [
            locale.code
            for locale in self.data.locales
            if (found := self.pages[locale.code].get(key)) and found.shown_in is None
        ]


SUBPAGES = re.compile(r"-(?:sheet|questions)$")
"""Pages made beside a case: they stand in its section and lead back to it."""


def parent(key: str) -> str:
    """Return the page beside which this page was made, or the page itself."""
    return SUBPAGES.sub("", key) if key.startswith("case-studies/") else key


def output_path(locale: str, key: str, default: str) -> str:
    """Return the file of a page below the site's root: the default language has no folder."""
    return f"{key}.html" if locale == default else f"{locale}/{key}.html"


def resolve(key: str, target: str) -> tuple[str, str]:
    """Return (page key, anchor) that `target` names when it stands on page `key`."""
    path, _, anchor = target.partition("#")
    if not path:
        return key, anchor
    base = path[1:] if path.startswith("/") else posixpath.join(posixpath.dirname(key), path)
    return posixpath.normpath(base).removesuffix(".md"), anchor
