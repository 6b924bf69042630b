"""What the page templates ask of the site: addresses, neighbours, languages. Knows no engine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hooks import feed, numbers
from hooks.models import Locale, Section
from hooks.render import Renderer
from hooks.staged import Staged, StagedPage, output_path, parent


@dataclass(frozen=True)
class NavLink:
    """A link in a menu or list."""

    href: str
    title: str
    lang: str | None
    """Set where the title is in another language than the page around it."""

    current: bool


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language list; it leads to the same page."""

    href: str
    locale: Locale
    current: bool
    real: bool
    """False if that language shows this page in the fallback language."""


def split_lead(html: str) -> tuple[str, str]:
    """Return the first paragraph of a page and the rest: the answer is shown large."""
    start = html.lstrip()
    if not start.startswith("<p>"):
        return "", html
    lead, _, rest = start.partition("</p>")
    return lead + "</p>", rest


def _folders(key: str) -> Iterator[str]:
    """Yield the folders above a page, the outermost first."""
    parts = key.split("/")[:-1]
    yield from ("/".join(parts[:end]) for end in range(1, len(parts) + 1))


class Site:
    """One language of the staged site, as its templates see it."""

    def __init__(self, staged: Staged, locale: str) -> None:
        self.staged = staged
        self.data = staged.data
        self.locale = self.data.locale(locale)
        self.default = self.data.site.fallback_locale
        self.words = self.data.words[locale]
        self.renderer = Renderer(self.data, locale)
        self.pages = staged.pages[locale]

    def page(self, key: str) -> StagedPage:
        return self.pages[key]

    def href(self, key: str, target: str, locale: str | None = None) -> str:
        """Return the address of page `target`, relative to page `key` of this language."""
        here = posixpath.dirname(output_path(self.locale.code, key, self.default))
        path, _, anchor = target.partition("#")
        there = output_path(locale or self.locale.code, path, self.default)
        return posixpath.relpath(there, here or ".") + (f"#{anchor}" if anchor else "")

    def file(self, key: str, name: str) -> str:
        """Return the address of a file at the site's root, relative to page `key` of this language."""
        here = posixpath.dirname(output_path(self.locale.code, key, self.default))
        return posixpath.relpath(name, here or ".")

    def feed(self, key: str) -> str | None:
        """Return the address of the feed on the page whose entries it carries."""
        return self.file(key, feed.NAME) if key == feed.PAGE else None

    def link(self, key: str, target: str, current: bool | None = None) -> NavLink:
        page = self.pages[target]
        title = self.words("interface.help_now") if target == "help" else page.title
        lang = None if target == "help" else page.shown_in
        return NavLink(self.href(key, target), title, lang, key == target if current is None else current)

    def menu(self, key: str) -> list[NavLink]:
        """Return the menu; an entry is current on every page of its section."""
        section = self.section(key)
        return [
            NavLink(
                self.href(key, target),
                self._menu_title(target),
                None,
                bool(section and target in section.pages),
            )
            for target in self.data.navigation.menu
        ]

    def _menu_title(self, target: str) -> str:
        section = self.section(target)
        return self.words(f"section.{section.id}") if section else self.pages[target].title

    def footer(self, key: str) -> list[NavLink]:
        return [self.link(key, target) for target in self.data.navigation.footer]

    def section(self, key: str) -> Section | None:
        """Return the section that holds the page, or the page beside which it was made."""
        own = parent(key)
        return next((s for s in self.staged.sections if own in s.pages), None)

    def siblings(self, key: str) -> list[NavLink]:
        section = self.section(key)
        return [self.link(key, target) for target in section.pages] if section else []

    def neighbours(self, key: str) -> tuple[NavLink | None, NavLink | None]:
        """Return the previous and the next page of the section."""
        section = self.section(key)
        if section is None or key not in section.pages:
            return None, None
        index = section.pages.index(key)
        before = self.link(key, section.pages[index - 1]) if index else None
        after = self.link(key, section.pages[index + 1]) if index + 1 < len(section.pages) else None
        return before, after

    def crumbs(self, key: str) -> Iterator[NavLink]:
        """Yield the way from the start to the page, without the page itself."""
        if key == "index":
            return
        yield NavLink(self.href(key, "index"), self.words("interface.home"), None, False)
        above = [self.section(f"{folder}/index") for folder in _folders(key)]
        for section in {s.id: s for s in [*above, self.section(key)] if s}.values():
            if section.pages[0] != key:
                yield NavLink(self.href(key, section.pages[0]), self.words(f"section.{section.id}"), None, False)
        if parent(key) != key:
            yield self.link(key, parent(key))

    def languages(self, key: str) -> list[LanguageLink]:
        real = self.staged.real(key)
        return [
            LanguageLink(self.href(key, key, locale.code), locale, locale.code == self.locale.code, locale.code in real)
            for locale in self.data.locales
        ]

    def alternates(self, key: str) -> list[LanguageLink]:
        """Return what search engines may be told: real translations, and only of a real page."""
        real = [language for language in self.languages(key) if language.real]
        return real if len(real) > 1 and self.locale.code in [r.locale.code for r in real] else []

    @cached_property
    def other_script(self) -> Locale | None:
        """Return a language in another script, so that the menu says its name to everybody."""
        latin = self.locale.name.isascii() or self.locale.code in ("fr", "vi", "es")
        return next(
            (o for o in self.data.locales if o.name.isascii() != latin and o.code not in ("fr", "vi", "es")),
            None,
        )

    @cached_property
    def legal_aid(self) -> tuple[str, str]:
        """Return (address, number) of the line at the foot of every page."""
        place = self.data.site.legal_aid
        phone = self.data.phone(place.organisation, place.phone)
        assert phone is not None, "checked when the data were loaded"
        return numbers.address(phone), numbers.display(phone)


def own_texts(overrides: Path) -> tuple[str, str]:
    """Return the site's style sheet and exit script, as they stand in every page.

    Comments and indentation stay out: every page carries both.
    """
    style = (overrides / "style.css").read_text(encoding="utf-8")
    script = (overrides / "exit.js").read_text(encoding="utf-8")
    return _slim(style, ("/*", "*/")), _slim(script, None)


def _slim(text: str, block: tuple[str, str] | None) -> str:
    lines = [line.strip() for line in text.splitlines()]
    if block:
        lines = [line for line in lines if not (line.startswith(block[0]) and line.endswith(block[1]))]
    else:
        lines = [line for line in lines if not line.startswith("//")]
    return "\n".join(line for line in lines if line)
