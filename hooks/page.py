"""One Markdown page as its author wrote it: front matter, headings, links and footnotes, with lines.

This reads Markdown only as far as the checks need: the engine alone turns it into HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify
from pydantic import ValidationError

from hooks import yamlfile
from hooks.findings import Finding
from hooks.messages import messages
from hooks.models import FrontMatter

FRONT_MATTER = re.compile(r"\A---\n(.*?)^---[ \t]*\n", re.S | re.M)
HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*(?:\{([^}]*)\})?[ \t]*$")
EXPLICIT_ID = re.compile(r"#([\w-]+)")
LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]*)(?:\s+\"[^\"]*\")?\)")
CITATION = re.compile(r"\[\^([^\]\n]+)\]")
DIRECTIVE = re.compile(r"\{\{(.*?)\}\}")
RAW_HTML = re.compile(r"<\s*[/!]?[A-Za-z-]")
HIDDEN = {
    "\u00ad": "soft hyphen",
    "\u200b": "zero width space",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
    **{chr(c): "direction mark" for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}
"""Characters that nobody sees and that can turn a number or an address into another."""


@dataclass(frozen=True)
class Heading:
    line: int
    level: int
    text: str
    id: str


@dataclass(frozen=True)
class Link:
    line: int
    text: str
    target: str
    image: bool


@dataclass(frozen=True)
class Page:
    """A page of one language. `key` is its path inside the language folder, without ending."""

    key: str
    locale: str
    name: str
    """The file as a person would name it: `docs/en/help.md`."""
    front: FrontMatter
    body: str
    body_line: int
    """The line of the file on which `body` starts."""

    def lines(self) -> Iterator[tuple[int, str]]:
        return enumerate(self.body.split("\n"), start=self.body_line)

    def headings(self) -> list[Heading]:
        return list(headings(self.body, self.body_line))


def headings(body: str, first_line: int = 1) -> Iterator[Heading]:
    """Yield the headings of Markdown `body`; an id is the explicit one or the slug of the text."""
    for number, line in enumerate(body.split("\n"), start=first_line):
        match = HEADING.match(line)
        if match:
            text = plain(match[2])
            explicit = EXPLICIT_ID.search(match[3] or "")
            yield Heading(number, len(match[1]), text, explicit[1] if explicit else slugify(text, "-"))


def plain(markdown: str) -> str:
    """Return a line of Markdown without its marks: the words that a reader sees."""
    text = CITATION.sub("", markdown)
    text = LINK.sub(lambda match: match["text"], text)
    return re.sub(r"[*_`]", "", text).strip()


def links(body: str, first_line: int = 1) -> Iterator[Link]:
    """Yield the inline links and images of Markdown `body`."""
    for number, line in enumerate(body.split("\n"), start=first_line):
        for match in LINK.finditer(line):
            yield Link(number, match["text"], match["target"], match[0].startswith("!"))


def citations(body: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """Yield (line, citation) for each footnote mark: `irpa, s. 57`."""
    for number, line in enumerate(body.split("\n"), start=first_line):
        for match in CITATION.finditer(line):
            yield number, match[1]


def source_id(citation: str) -> str:
    return citation.split(",")[0].strip()


def read_page(path: Path, name: str, key: str, locale: str) -> tuple[Page | None, list[Finding]]:
    """Read one file. Returns no page if its front matter cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return None, [Finding(name, 0, "file", f"this file is not UTF-8 text ({error.reason}).")]
    match = FRONT_MATTER.match(text)
    if match is None:
        message = "the page must start with front matter: a line '---', at least title and review, a line '---'."
        return None, [Finding(name, 1, "front-matter", message)]
    parsed = yamlfile.parse(match[1], first_line=2)
    findings = [Finding(name, line, "yaml", message) for line, message in parsed.problems]
    if findings:
        return None, findings
    try:
        front = FrontMatter.model_validate(parsed.value or {})
    except ValidationError as error:
        return None, [Finding(name, parsed.line_of(p), "front-matter", m) for p, m in messages(error)]
    body = text[match.end() :]
    return Page(key, locale, name, front, body, text[: match.end()].count("\n") + 1), findings


def check_text(page: Page) -> Iterator[Finding]:
    """Nothing in the text can act, hide, or reach outside the site."""
    seen: set[str] = set()
    for heading in page.headings():
        if heading.level == 1:
            message = "the page's heading comes from `heading:` in the front matter. Use ## here."
            yield Finding(page.name, heading.line, "heading", message)
        if heading.id in seen:
            message = f"two headings have the address #{heading.id}. Give one its own: `{{ #another-id }}`."
            yield Finding(page.name, heading.line, "heading", message)
        seen.add(heading.id)
    for number, line in page.lines():
        yield from ((Finding(page.name, number, rule, message)) for rule, message in _line_problems(line))


BROKEN = re.compile(r"\[\^[^\]]*$")
BROKEN_MESSAGE = "a footnote mark goes on in the next line, and would be shown as it stands. Keep it on one line."


def _line_problems(line: str) -> Iterator[tuple[str, str]]:
    if BROKEN.search(line):
        yield "footnote", BROKEN_MESSAGE
    for mark, what in HIDDEN.items():
        if mark in line:
            yield (
                "hidden-character",
                f"this line holds a {what} (U+{ord(mark):04X}), which nobody sees. Remove it.",
            )
    if RAW_HTML.search(line):
        yield "raw-html", "HTML is not allowed in a text, because it can act. Use Markdown or a directive."
    for link in links(line):
        if link.image:
            yield (
                "outside",
                "pictures are not allowed in a text: each would be one more request. Use a figure.",
            )
        elif ":" in link.target.split("/")[0] or link.target.startswith("//"):
            message = (
                "a text links only inside the site. Cite the address as a source (a footnote), or use {{ org … }}."
            )
            yield "outside", message
    if re.search(r"(?:https?:)?//[\w-]+\.[a-z]", LINK.sub("", line)):
        yield "outside", "no web addresses in a text: put it into data/sources.yml and cite it."
    if re.search(r"(?<![\w-])(?:\+?1[- .])?\(?\d{3}\)?[- .]\d{3}[- .]\d{4}(?![\w-])", line):
        yield "number", "no phone numbers in a text: use {{ phone … }}, so that a number stands in one place."
