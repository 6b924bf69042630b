"""Writes one complete, plain Markdown tree for each language: what the engine builds.

Every page stands in every language: the page itself, its translation, or the English text marked as
such (`shown_in`). Records become pages; `finish` turns directives into text and citations into footnotes;
`checks` looks at the text of all pages, so that every finding comes at once and with its line.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from hooks import checks
from hooks import page as pages
from hooks.data import Data
from hooks.findings import Finding, FindingsError, errors
from hooks.finish import Draft, Finisher
from hooks.models import FrontMatter, Section
from hooks.page import Page
from hooks.read import read_pages
from hooks.render import DirectiveError, Renderer
from hooks.staged import Staged, parent


def stage(data: Data) -> tuple[Staged, list[Finding]]:
    """Return the staged site and its notices. Raises FindingsError with all errors."""
    source_locale = data.site.fallback_locale
    renderers = {locale.code: Renderer(data, locale.code) for locale in data.locales}
    written, findings = read_pages(data)
    drafts: dict[str, dict[str, Draft]] = {}
    for locale, renderer in renderers.items():
        drafts[locale], more = _drafts(renderer, written[locale], is_source=locale == source_locale)
        findings += more
    titles = {locale: {key: str(draft.front["title"]) for key, draft in own.items()} for locale, own in drafts.items()}
    cited = _cited(data, drafts[source_locale])
    change_pages, more = _change_pages(renderers[source_locale], drafts[source_locale])
    findings += more
    staged = Staged(data, {}, [], change_pages)
    for locale, renderer in renderers.items():
        renderer.cited = cited
        renderer.change_pages = change_pages
        own = staged.pages[locale] = {}
        for key, original in drafts[source_locale].items():
            draft = drafts[locale].get(key)
            shown_in = None if draft else source_locale
            finish = Finisher(renderer, titles[source_locale] | titles[locale])
            own[key] = finish.page(draft or original, shown_in)
            if shown_in is None or locale == source_locale:
                findings += finish.findings
    staged.sections, more = _sections(data, set(drafts[source_locale]))
    findings += more
    findings += checks.every(staged)
    if errors(findings):
        raise FindingsError(findings)
    return staged, sorted(set(findings))


def _drafts(renderer: Renderer, written: dict[str, Page], is_source: bool) -> tuple[dict[str, Draft], list[Finding]]:
    """Join the written pages of one language with those made from its records."""
    findings = []
    drafts = {}
    for key, page in written.items():
        drafts[key] = Draft(key, _front(page.front), page.body, page.name, page.body_line)
    for key, (front, body, origin, translated) in renderer.record_pages().items():
        if key in drafts:
            message = f"this page has the address of the page made from {origin}. Rename one of them."
            findings.append(Finding(drafts[key].origin, 0, "address", message))
        if translated or is_source:
            drafts[key] = Draft(key, front, body, origin, 0)
    return drafts, findings


def _front(front: FrontMatter) -> dict[str, Any]:
    return front.model_dump(exclude_none=True, exclude_defaults=True) | {"layout": front.layout}


def _cited(data: Data, drafts: dict[str, Draft]) -> set[str]:
    """Return the ids of all sources that a page, case, change or term cites."""
    cited = {pages.source_id(c) for draft in drafts.values() for _, c in pages.citations(draft.body)}
    cited |= {id_ for draft in drafts.values() for id_ in draft.front.get("sources", [])}
    cited |= {pages.source_id(c) for figure in data.figures.values() for _, c in pages.citations(figure.caption)}
    cited |= {pages.source_id(c) for change in data.changes for c in change.sources}
    return cited | {pages.source_id(term.law) for term in data.glossary if term.law}


def _change_pages(renderer: Renderer, drafts: dict[str, Draft]) -> tuple[dict[str, str], list[Finding]]:
    """Return change id -> the page whose `{{ changes … }}` lists it; a change that no page lists is an error."""
    where: dict[str, str] = {}
    for key, draft in drafts.items():
        for match in pages.DIRECTIVE.finditer(draft.body):
            name, *arguments = match[1].split() or [""]
            if name == "changes" and arguments:
                with contextlib.suppress(DirectiveError):  # said where it stands
                    where |= {change.id: key for change in renderer.changes(arguments)}
    findings = []
    for change in renderer.data.changes:
        if change.id not in where:
            message = (
                f"no page lists the change '{change.id}': write {{{{ changes {change.area} }}}} on a page of changes."
            )
            findings.append(Finding("data/changes.yml", 0, "changes", message))
            where[change.id] = "about/changes"
    return where, findings


def _sections(data: Data, keys: set[str]) -> tuple[list[Section], list[Finding]]:
    """Resolve `folder/*` in the navigation, and see that every page has its place."""
    made = {
        "case-studies/*": [f"case-studies/{id_}" for id_ in data.cases],
        "referrals/*": [f"referrals/{id_}" for id_ in data.lists.categories],
    }
    sections = [
        section.model_copy(update={"pages": [key for entry in section.pages for key in made.get(entry, [entry])]})
        for section in data.navigation.sections
    ]
    name = "data/navigation.yml"
    findings = []
    placed = [key for section in sections for key in section.pages]
    for key in [*data.navigation.menu, *data.navigation.footer, *placed]:
        if key not in keys:
            line = checks.line_of(data, name, key)
            findings.append(Finding(name, line, "navigation", f"there is no page '{key}'. Write it, or take it out."))
    for key in sorted(keys - set(placed) - {"index", "help"}):
        if parent(key) == key:
            findings.append(Finding(name, 0, "navigation", f"the page '{key}' is in no section: nobody would find it."))
    return sections, findings


def write(staged: Staged, folder: Path) -> int:
    """Make `folder` hold exactly the staged pages. Returns how many files changed.

    A file is written only if its bytes changed, by rename, so that a live preview stays fast and a
    second build never reads half a page.
    """
    wanted = {f"{locale}/{key}.md": page.text for locale, own in staged.pages.items() for key, page in own.items()}
    changed = 0
    for name, text in wanted.items():
        path = folder / name
        content = text.encode()
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".new")
        temporary.write_bytes(content)
        temporary.replace(path)
        changed += 1
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
            changed += 1
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return changed
