"""Finishes the text of a page: directives become text, citations become footnotes, links become relative."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from hooks import page as pages
from hooks.findings import Finding
from hooks.render import Call, DirectiveError, Renderer
from hooks.staged import StagedPage

HTML_ID = re.compile(r"\bid=\"([\w-]+)\"")
ATTRIBUTE_ID = re.compile(r"\{[^}]*#([\w-]+)[^}]*\}")
TICK = re.compile(r"^(\s*)- \[ \] (.*)$")


@dataclass(frozen=True)
class Draft:
    """A page before its text is finished."""

    key: str
    front: dict[str, Any]
    body: str
    origin: str
    body_line: int
    """Line of the origin on which the body starts; 0 for pages made from records."""


class Finisher:
    """Finishes the text of one page for one language."""

    def __init__(self, renderer: Renderer, titles: dict[str, str]) -> None:
        self.renderer = renderer
        self.titles = titles
        self.findings: list[Finding] = []

    def page(self, draft: Draft, shown_in: str | None) -> StagedPage:
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

    def _directives(self, draft: Draft) -> str:
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
        try:  # a list of records holds directives and citations of its own
            return pages.DIRECTIVE.sub(self._expand, text)
        except DirectiveError as error:
            self.findings.append(Finding(draft.origin, 0, "directive", str(error)))
            return text

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
            # The id becomes an address in the page. The dot stays: s. 495.1 is not s. 495(1).
            id_ = re.sub(r"[^a-z0-9.]+", "-", citation.lower().replace(". ", " ")).strip("-")
            while notes.setdefault(id_, citation) != citation:
                id_ += "-"
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
