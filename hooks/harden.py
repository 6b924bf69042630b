"""Makes finished HTML safe to open anywhere: one strict policy, nothing from outside, nothing that acts.

Works on whole files after the engine, so it holds for any engine.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

POLICY_MARK = '<meta http-equiv="Content-Security-Policy"'
CHARSET = '<meta charset="utf-8">'
FETCHING = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "input": ("src",),
    "form": ("action",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "link": ("href",),
}
"""Elements that make the browser ask for something, and the attributes that say for what."""

HARMLESS_LINKS = {"alternate", "canonical", "prev", "next", "license", "help"}
"""`rel` values of <link> that browsers do not fetch."""


@dataclass(frozen=True)
class Problem:
    """Something in a finished page that must not be there."""

    excerpt: str
    """The tag as it stands, shortened, to find it again."""

    message: str


def digest(text: str) -> str:
    """Return the source expression of an inline script or style (CSP level 3, section 2.3.1)."""
    hashed = hashlib.sha256(text.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(hashed).decode()}'"


def policy(styles: list[str], scripts: list[str]) -> str:
    """Return the Content-Security-Policy that allows exactly these inline texts and no request."""
    parts = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data:"]
    if styles:
        parts.append("style-src " + " ".join(map(digest, styles)))
    if scripts:
        parts.append("script-src " + " ".join(map(digest, scripts)))
    return "; ".join(parts)


def harden(html: str, allowed_scripts: frozenset[str]) -> tuple[str, list[Problem]]:
    """Return the page with its policy and safe links, and everything that may not be in it.

    `allowed_scripts` are the exact texts of the site's own inline scripts.
    """
    tree = LexborHTMLParser(html)
    problems = list(_problems(tree, allowed_scripts))
    for link in tree.css("a[href]"):
        if re.match(r"https?://", link.attributes["href"] or ""):
            link.attrs["rel"] = "noreferrer noopener"
    for old in tree.css('meta[http-equiv="Content-Security-Policy"]'):
        old.decompose()
    written = tree.html or ""
    styles, scripts = inline_texts(tree)
    meta = f'{POLICY_MARK} content="{policy(styles, scripts)}">'
    safe = written.replace(CHARSET, CHARSET + meta, 1)
    if safe == written:
        problems.append(Problem("<head>", f"the policy stands after {CHARSET}, and the page has none. Add it."))
    return safe, problems


def inline_texts(tree: LexborHTMLParser) -> tuple[list[str], list[str]]:
    """Return the texts of the page's inline styles and scripts, each once."""
    styles = [node.text(deep=True) for node in tree.css("style")]
    scripts = [node.text(deep=True) for node in tree.css("script")]
    return list(dict.fromkeys(styles)), list(dict.fromkeys(scripts))


def _problems(tree: LexborHTMLParser, allowed_scripts: frozenset[str]) -> Iterator[Problem]:
    for node in tree.css("*"):
        yield from (Problem(_excerpt(node), message) for message in _node_problems(node, allowed_scripts))


def _node_problems(node: LexborNode, allowed_scripts: frozenset[str]) -> Iterator[str]:
    tag, attributes = node.tag or "", node.attributes
    for name, value in attributes.items():
        if name.startswith("on"):
            yield f"the attribute {name} would run a script. Remove it."
        if name == "style":
            yield "a style attribute is blocked by the policy. Use a class of the style sheet."
        acts = name in ("href", "src", "action") and re.match(r"\s*(javascript|vbscript|data):", value or "", re.I)
        if acts and not (tag == "link" and (value or "").startswith("data:")):
            yield "this address would run or show something that is not a page. Remove it."
    for name in FETCHING.get(tag, ()):
        value = attributes.get(name)
        if value is None or value.startswith("#") or (tag == "link" and value.startswith("data:")):
            continue
        if tag == "link" and (attributes.get("rel") or "") in HARMLESS_LINKS:
            continue
        yield f"<{tag} {name}> would ask for '{value[:60]}'. A page is one file and asks for nothing."
    if tag == "script" and "src" not in attributes and node.text(deep=True) not in allowed_scripts:
        yield "this script is not one of the site's own. Remove it."
    if tag in ("iframe", "object", "embed", "base", "form", "applet", "frame"):
        yield f"<{tag}> is not allowed on any page."
    if tag == "meta" and (attributes.get("http-equiv") or "").lower() == "refresh":
        yield "a page may not send the reader elsewhere by itself."


def _excerpt(node: LexborNode) -> str:
    return re.sub(r"\s+", " ", (node.html or "")[:120]).partition(">")[0] + ">"
