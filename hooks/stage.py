"""Writes one complete, plain Markdown tree for each language: what the engine builds.

Every page stands in every language: the page itself, its translation, or the English text marked as
such (`shown_in`). Records become pages, directives become text, citations become footnotes. All links
are checked here, on the text, so that every finding comes at once and with its line.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hooks import discreet, statements
from hooks import page as pages
from hooks.data import Data
from hooks.findings import Finding, FindingsError, errors, named
from hooks.models import FrontMatter, Section
from hooks.page import Page
from hooks.render import Call, DirectiveError, Renderer

KEY = re.compile(r"^([a-z0-9]+(-[a-z0-9]+)*/)*[a-z0-9]+(-[a-z0-9]+)*$")
HTML_ID = re.compile(r"\bid=\"([\w-]+)\"")
ATTRIBUTE_ID = re.compile(r"\{[^}]*#([\w-]+)[^}]*\}")
TICK = re.compile(r"^(\s*)- \[ \] (.*)$")


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

    def real(self, key: str) -> list[str]:
        """Return the locales in which this page is not a fallback, in the configured order."""
        return [
            locale.code
            for locale in self.data.locales
            if (found := self.pages[locale.code].get(key)) and found.shown_in is None
        ]


@dataclass(frozen=True)
class _Draft:
    """A page before its text is finished."""

    key: str
    front: dict[str, Any]
    body: str
    origin: str
    body_line: int
    """Line of the origin on which the body starts; 0 for pages made from records."""


def stage(data: Data) -> tuple[Staged, list[Finding]]:
    """Return the staged site and its notices. Raises FindingsError with all errors."""
    source_locale = data.site.fallback_locale
    renderers = {locale.code: Renderer(data, locale.code) for locale in data.locales}
    written, findings = _read_pages(data)
    drafts: dict[str, dict[str, _Draft]] = {}
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
            finish = _Finisher(renderer, titles[source_locale] | titles[locale])
            own[key] = finish.page(draft or original, shown_in)
            if shown_in is None or locale == source_locale:
                findings += finish.findings
    findings += _check_discretion(data, drafts)
    findings += _check_links(staged)
    findings += _check_doors(staged)
    staged.sections, more = _sections(data, set(drafts[source_locale]))
    findings += more
    findings += _check_places(data, set(drafts[source_locale]))
    findings += _check_coverage(data, staged.pages[source_locale])
    findings += _check_facts(data, staged.pages[source_locale])
    if errors(findings):
        raise FindingsError(findings)
    return staged, sorted(set(findings))


def _read_pages(data: Data) -> tuple[dict[str, dict[str, Page]], list[Finding]]:
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


def _drafts(renderer: Renderer, written: dict[str, Page], is_source: bool) -> tuple[dict[str, _Draft], list[Finding]]:
    """Join the written pages of one language with those made from its records."""
    findings = []
    drafts = {}
    for key, page in written.items():
        drafts[key] = _Draft(key, _front(page.front), page.body, page.name, page.body_line)
    for key, (front, body, origin, translated) in renderer.record_pages().items():
        if key in drafts:
            message = f"this page has the address of the page made from {origin}. Rename one of them."
            findings.append(Finding(drafts[key].origin, 0, "address", message))
        if translated or is_source:
            drafts[key] = _Draft(key, front, body, origin, 0)
    return drafts, findings


def _front(front: FrontMatter) -> dict[str, Any]:
    return front.model_dump(exclude_none=True, exclude_defaults=True) | {"layout": front.layout}


def _cited(data: Data, drafts: dict[str, _Draft]) -> set[str]:
    """Return the ids of all sources that a page, case, change or term cites."""
    cited = {pages.source_id(c) for draft in drafts.values() for _, c in pages.citations(draft.body)}
    cited |= {id_ for draft in drafts.values() for id_ in draft.front.get("sources", [])}
    cited |= {pages.source_id(c) for figure in data.figures.values() for _, c in pages.citations(figure.caption)}
    cited |= {pages.source_id(c) for change in data.changes for c in change.sources}
    return cited | {pages.source_id(term.law) for term in data.glossary if term.law}


def _change_pages(renderer: Renderer, drafts: dict[str, _Draft]) -> tuple[dict[str, str], list[Finding]]:
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


class _Finisher:
    """Finishes the text of one page for one language."""

    def __init__(self, renderer: Renderer, titles: dict[str, str]) -> None:
        self.renderer = renderer
        self.titles = titles
        self.findings: list[Finding] = []

    def page(self, draft: _Draft, shown_in: str | None) -> StagedPage:
        written = list(pages.links(draft.body, draft.body_line))
        body = self._directives(draft)
        cited = tuple(_citations(body))
        body = self._cite(body)
        body = self._relative(body, draft.key)
        body = "\n".join(TICK.sub(r"\1- \2\n\1  { .tick }", line) for line in body.split("\n"))
        body = _with_ids(body)
        links = written if draft.body_line else list(pages.links(body))
        ids = frozenset(HTML_ID.findall(body)) | frozenset(ATTRIBUTE_ID.findall(body))
        front = draft.front | {"key": draft.key, "origin": draft.origin}
        if shown_in:
            front["shown_in"] = shown_in
        header = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1000)
        text = f"---\n{header}---\n\n{body.strip()}\n"
        return StagedPage(
            draft.key,
            self.renderer.locale,
            str(draft.front["title"]),
            shown_in,
            draft.origin,
            text,
            ids,
            tuple(links),
            cited,
            tuple(door["to"] for door in draft.front.get("doors", [])),
        )

    def _directives(self, draft: _Draft) -> str:
        """Expand every directive; neighbouring `call` lines become one list."""
        lines: list[str] = []
        calls: list[Call] = []

        def finish_calls() -> None:
            if calls:
                lines.extend([self.renderer.calls(calls).rstrip(), ""])
                calls.clear()

        first = draft.body_line or 1
        for number, line in enumerate(draft.body.split("\n"), start=first):
            try:
                match = re.fullmatch(r"\s*\{\{\s*(call\b.*?)\s*\}\}\s*", line)
                if match:
                    calls.append(self.renderer.call(match[1]))
                    continue
                if line.strip():
                    finish_calls()
                lines.append(pages.DIRECTIVE.sub(self._expand, line))
            except DirectiveError as error:
                line_number = number if draft.body_line else 0
                self.findings.append(Finding(draft.origin, line_number, "directive", str(error)))
        finish_calls()
        text = "\n".join(lines)
        # A list of records holds directives and citations of its own.
        return pages.DIRECTIVE.sub(self._expand, text)

    def _expand(self, match: re.Match[str]) -> str:
        inside = match[1].strip()
        if inside.startswith("title "):
            key = inside.removeprefix("title ").strip()
            if key not in self.titles:
                raise DirectiveError(f"there is no page '{key}'.")
            return self.titles[key]
        return self.renderer.expand(inside).rstrip("\n")

    def _cite(self, body: str) -> str:
        """Turn `[^irpa, s. 57]` into an ordinary footnote and write its text at the end."""
        notes: dict[str, str] = {}

        def mark(match: re.Match[str]) -> str:
            citation = match[1].strip()
            if pages.source_id(citation) not in self.renderer.data.sources:
                return ""  # said already, with its line
            # The id becomes an address in the page: letters, digits and hyphens only.
            id_ = re.sub(r"[^a-z0-9]+", "-", citation.lower()).strip("-")
            notes.setdefault(id_, citation)
            return f"[^{id_}]"

        body = pages.CITATION.sub(mark, body)
        if not notes:
            return body
        definitions = "\n\n".join(f"[^{id_}]: {self.renderer.citation(c)}" for id_, c in notes.items())
        return f"{body.rstrip()}\n\n## {self.renderer.words('interface.sources')} {{ #sources }}\n\n{definitions}\n"

    @staticmethod
    def _relative(body: str, key: str) -> str:
        """Make links that start at the language's root (`/help.md`) relative to the page."""
        folder = posixpath.dirname(key)

        def turn(match: re.Match[str]) -> str:
            target = match["target"]
            if not target.startswith("/"):
                return match[0]
            path, _, anchor = target[1:].partition("#")
            relative = posixpath.relpath(path, folder or ".") + (f"#{anchor}" if anchor else "")
            return match[0].replace(f"]({target}", f"]({relative}")

        return pages.LINK.sub(turn, body)


def _citations(body: str) -> Iterator[tuple[str, str]]:
    """Yield each citation with the id of the heading that it stands under."""
    headings = list(pages.headings(body))
    for line, citation in pages.citations(body):
        above = [heading.id for heading in headings if heading.line <= line]
        yield (above[-1] if above else ""), citation


def _with_ids(body: str) -> str:
    """Write every heading's id beside it, so that no engine has to agree with us on slugs."""
    lines = body.split("\n")
    for heading in pages.headings(body):
        line = lines[heading.line - 1]
        if not pages.EXPLICIT_ID.search(line.rpartition("{")[2]) or not line.rstrip().endswith("}"):
            lines[heading.line - 1] = f"{line.rstrip()} {{ #{heading.id} }}"
    return "\n".join(lines)


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


def _check_discretion(data: Data, drafts: dict[str, dict[str, _Draft]]) -> Iterator[Finding]:
    """No title in any language and no address tells what the site is about."""
    words = {locale: discreet.pattern(entries) for locale, entries in data.telling.items()}
    for locale, own in drafts.items():
        for key, draft in own.items():
            for word in discreet.telling(str(draft.front["title"]), words[locale]):
                message = f"the title holds '{word}', which a tab and the history show. `heading` may be plain."
                line = _line_of(data, draft.origin, str(draft.front["title"]))
                yield Finding(draft.origin, line, "discreet", message)
            for word in discreet.telling(key, words[data.site.fallback_locale]):
                message = f"the address '{key}' holds '{word}', which the history shows. Choose another name."
                yield Finding(draft.origin, 0, "discreet", message)


def _check_links(staged: Staged) -> Iterator[Finding]:
    """Every link leads to a page of the same language, and to an id that this page has."""
    for own in staged.pages.values():
        for page in own.values():
            for link in page.links:
                if ":" in link.target.split("/")[0] or link.target.startswith("//"):
                    continue
                key, anchor = resolve(page.key, link.target)
                line = link.line if page.origin.endswith(".md") else _line_of(staged.data, page.origin, link.target)
                path = link.target.partition("#")[0]
                if key not in own or (path and not path.endswith(".md")):
                    message = (
                        f"the link to '{link.target}' leads to no page. Write the path to a .md file, from this page."
                    )
                    yield Finding(page.origin, line, "link", message)
                elif anchor and anchor not in own[key].ids:
                    message = (
                        f"the link to '{link.target}': the page {own[key].origin} has no heading or record '#{anchor}'."
                    )
                    yield Finding(page.origin, line, "link", message)


def _check_doors(staged: Staged) -> Iterator[Finding]:
    """The doors of a home page lead somewhere, as its links do."""
    for own in staged.pages.values():
        for page in own.values():
            for door in page.doors:
                if resolve(page.key, door)[0] not in own:
                    line = _line_of(staged.data, page.origin, door)
                    yield Finding(page.origin, line, "link", f"the door to '{door}' leads to no page.")


def _line_of(data: Data, origin: str, target: str) -> int:
    """Return the line of a data file that holds `target`, 0 if it stands in none."""
    path = data.root / origin
    if path.is_file():
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if target.removeprefix("/").removesuffix(".md") in line:
                return number
    return 0


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
            line = _line_of(data, name, key)
            findings.append(Finding(name, line, "navigation", f"there is no page '{key}'. Write it, or take it out."))
    for key in sorted(keys - set(placed) - {"index", "help"}):
        if not key.endswith("-sheet"):
            findings.append(Finding(name, 0, "navigation", f"the page '{key}' is in no section: nobody would find it."))
    return sections, findings


def _check_places(data: Data, keys: set[str]) -> Iterator[Finding]:
    """Pages that records name exist."""
    for case in data.cases.values():
        name = f"data/case-studies/{case.id}.yml"
        for index, key in enumerate(case.see.pages):
            if key not in keys:
                line = data.lines[name].line_of(("see", "pages", index))
                yield Finding(name, line, "reference", f"there is no page '{key}'.")
    for index, change in enumerate(data.lines["data/changes.yml"].value or []):
        for number, key in enumerate(change.get("pages") or []):
            if key not in keys:
                line = data.lines["data/changes.yml"].line_of((index, "pages", number))
                yield Finding("data/changes.yml", line, "reference", f"there is no page '{key}'.")


def _check_coverage(data: Data, own: dict[str, StagedPage]) -> Iterator[Finding]:
    """Every section of the sources still stands under the headings that keep it."""
    name = "data/coverage.yml"
    for index, row in enumerate(data.coverage):
        for number, place in enumerate(row.places):
            at = (index, "places", number)
            if place.page not in own:
                line = data.lines[name].line_of((*at, "page"))
                yield Finding(
                    name, line, "coverage", f"'{row.id}' names the page '{place.page}', which does not exist."
                )
                continue
            for nth, id_ in enumerate(place.headings):
                if id_ not in own[place.page].ids:
                    message = (
                        f"'{row.id}' is kept under '#{id_}', but {own[place.page].origin} has no such heading. "
                        "Name the heading that holds it now."
                    )
                    yield Finding(name, data.lines[name].line_of((*at, "headings", nth)), "coverage", message)


def _check_facts(data: Data, own: dict[str, StagedPage]) -> Iterator[Finding]:
    """Every checked fact still stands under the heading that holds it."""
    name = "data/facts-used.yml"
    for index, row in enumerate(data.facts_used):
        line = data.lines[name].line_of((index,))
        if row.page not in own:
            yield Finding(name, line, "facts", f"'{row.fact}' names the page '{row.page}', which does not exist.")
        elif row.heading not in own[row.page].ids:
            message = f"'{row.fact}' stands under '#{row.heading}', but {own[row.page].origin} has no such heading."
            yield Finding(name, line, "facts", f"{message} Name the heading that holds it now.")


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
