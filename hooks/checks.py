"""What must hold between pages and records, once all of them are staged: each check yields its findings."""

from __future__ import annotations

from collections.abc import Iterator

from hooks import citations, discreet
from hooks.data import Data
from hooks.findings import Finding
from hooks.staged import Staged, resolve


def every(staged: Staged) -> Iterator[Finding]:
    """Yield what every check finds."""
    for check in (discretion, links, doors, places, coverage, topics, acts, facts):
        yield from check(staged)


def discretion(staged: Staged) -> Iterator[Finding]:
    """No title in any language and no address tells what the site is about."""
    data = staged.data
    words = {locale: discreet.pattern(entries) for locale, entries in data.telling.items()}
    for locale, own in staged.pages.items():
        for key, page in own.items():
            for word in discreet.telling(page.title, words[page.shown_in or locale]):
                message = f"the title holds '{word}', which a tab and the history show. `heading` may be plain."
                yield Finding(page.origin, line_of(data, page.origin, page.title), "discreet", message)
            for word in discreet.telling(key, words[data.site.fallback_locale]):
                message = f"the address '{key}' holds '{word}', which the history shows. Choose another name."
                yield Finding(page.origin, 0, "discreet", message)


def links(staged: Staged) -> Iterator[Finding]:
    """Every link leads to a page of the same language, and to an id that this page has."""
    for own in staged.pages.values():
        for page in own.values():
            for link in page.links:
                if ":" in link.target.split("/")[0] or link.target.startswith("//"):
                    continue
                key, anchor = resolve(page.key, link.target)
                line = link.line if page.origin.endswith(".md") else line_of(staged.data, page.origin, link.target)
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


def doors(staged: Staged) -> Iterator[Finding]:
    """The doors of a home page lead somewhere, as its links do."""
    for own in staged.pages.values():
        for page in own.values():
            for door in page.doors:
                if resolve(page.key, door)[0] not in own:
                    line = line_of(staged.data, page.origin, door)
                    yield Finding(page.origin, line, "link", f"the door to '{door}' leads to no page.")


def places(staged: Staged) -> Iterator[Finding]:
    """Pages that records name exist."""
    data, own = staged.data, staged.source
    for case in data.cases.values():
        name = f"data/case-studies/{case.id}.yml"
        for index, key in enumerate(case.see.pages):
            if key not in own:
                line = data.lines[name].line_of(("see", "pages", index))
                yield Finding(name, line, "reference", f"there is no page '{key}'.")
    for index, change in enumerate(data.lines["data/changes.yml"].value or []):
        for number, key in enumerate(change.get("pages") or []):
            if key not in own:
                line = data.lines["data/changes.yml"].line_of((index, "pages", number))
                yield Finding("data/changes.yml", line, "reference", f"there is no page '{key}'.")


def coverage(staged: Staged) -> Iterator[Finding]:
    """Every section of the sources still stands under the headings that keep it."""
    data, own = staged.data, staged.source
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


def topics(staged: Staged) -> Iterator[Finding]:
    """Every topic leads to a page, and to a heading or record that it has."""
    name = "data/topics.yml"
    for index, topic in enumerate(staged.data.lines[name].value or []):
        for number, target in enumerate(topic.get("to") or []):
            key, _, anchor = target.partition("#")
            page = staged.source.get(key)
            if page is None or (anchor and anchor not in page.ids):
                line = staged.data.lines[name].line_of((index, "to", number))
                yield Finding(name, line, "topics", f"'{target}' is no page, or no heading of one. Mend it.")


def acts(staged: Staged) -> Iterator[Finding]:
    """The law watch has a row for every section that a page cites."""
    data, own = staged.data, staged.source
    for page in own.values():
        for _, citation in page.citations:
            id_, _, place = citation.partition(",")
            source = data.sources.get(id_.strip())
            if source is None or source.act is None:
                continue
            known = {row.section for row in source.act.sections}
            for section in sorted({end for pair in citations.cited_sections(place) for end in pair} - known):
                message = (
                    f"[^{citation}] relies on a section that the law watch does not know. Write below '{source.id}' in "
                    f"data/sources.yml: - {{section: '{section}', read: (day), address: {source.address}}}"
                )
                yield Finding(page.origin, line_of(data, page.origin, citation), "law-watch", message)


def facts(staged: Staged) -> Iterator[Finding]:
    """Every checked fact still stands under the heading that holds it."""
    data, own = staged.data, staged.source
    name = "data/facts-used.yml"
    for index, row in enumerate(data.facts_used):
        line = data.lines[name].line_of((index,))
        if row.page not in own:
            yield Finding(name, line, "facts", f"'{row.fact}' names the page '{row.page}', which does not exist.")
        elif row.heading not in own[row.page].ids:
            message = f"'{row.fact}' stands under '#{row.heading}', but {own[row.page].origin} has no such heading."
            yield Finding(name, line, "facts", f"{message} Name the heading that holds it now.")


def line_of(data: Data, origin: str, target: str) -> int:
    """Return the line of a data file that holds `target`, 0 if it stands in none."""
    path = data.root / origin
    if path.is_file():
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if target.removeprefix("/").removesuffix(".md") in line:
                return number
    return 0
