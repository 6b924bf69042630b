"""Reads `docs/`: every page of every language, with all that can be said of a page by itself."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from hooks import page as pages
from hooks import statements
from hooks.data import Data
from hooks.findings import Finding, named
from hooks.page import Page

KEY = re.compile(r"^([a-z0-9]+(-[a-z0-9]+)*/)*[a-z0-9]+(-[a-z0-9]+)*$")


def read_pages(data: Data) -> tuple[dict[str, dict[str, Page]], list[Finding]]:
    """Read docs/<locale>/ for every locale."""
    found: dict[str, dict[str, Page]] = {}
    findings: list[Finding] = []
    for locale in data.locales:
        folder = data.root / "docs" / locale.code
        own = found[locale.code] = {}
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = named(path, data.root)
            key = path.relative_to(folder).with_suffix("").as_posix()
            if path.suffix != ".md" or not KEY.match(key):
                message = "a page is called in small letters, digits and hyphens, and ends in .md. Rename or move it."
                findings.append(Finding(name, 0, "address", message))
                continue
            page, more = pages.read_page(path, name, key, locale.code)
            findings += more
            if page:
                own[key] = page
                findings += pages.check_text(page)
                findings += _check_citations(data, page)
                findings += statements.check(page)
    source = found[data.site.fallback_locale]
    for locale in data.locales:
        for key, page in found[locale.code].items():
            if key not in source and locale.code != data.site.fallback_locale:
                message = f"there is no page docs/{data.site.fallback_locale}/{key}.md that this translates."
                findings.append(Finding(page.name, 0, "translation", message))
    folders = {posixpath.dirname(key) for key in source} | {"case-studies", "referrals"}
    for name in sorted(folders):
        if posixpath.join(name, "index") not in source:
            place = f"docs/{data.site.fallback_locale}/{name}".rstrip("/")
            message = "every folder needs an index.md: people shorten addresses by hand, and lost links lead there."
            findings.append(Finding(place, 0, "address", message))
    return found, findings


def _check_citations(data: Data, page: Page) -> Iterator[Finding]:
    for line, citation in pages.citations(page.body, page.body_line):
        id_ = pages.source_id(citation)
        if id_ not in data.sources:
            message = f"there is no source '{id_}' in data/sources.yml. Add it there, or correct the id."
            yield Finding(page.name, line, "source", message)
    for id_ in page.front.sources:
        if id_ not in data.sources:
            message = f"`sources` names '{id_}', which is not in data/sources.yml."
            yield Finding(page.name, 2, "source", message)
