"""From a finished engine run to the site: harden, seal, look at everything once more, swap.

Nothing is published unless every step succeeded; the old site stays as it was until the last one.
"""

from __future__ import annotations

import fcntl
import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from hooks import feed, harden, numbers, seal, swap
from hooks.data import Data
from hooks.findings import Finding, FindingsError, named
from hooks.staged import Staged, output_path

FIRST_WINDOW = 14_000  # bytes of a page with gzip: one initial TCP window, RFC 6928
FIRST_WINDOW_SHARE = 0.95  # of all pages
HEAVIEST = 30_000  # bytes of any page with gzip
SCRIPT = 1_000  # bytes of script on a page


class Lock:
    """Keeps two builds of one checkout apart: they share the staged tree. The system frees it at exit."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[str] = path.open("w")

    def take(self) -> bool:
        """Return False if another build holds it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def finish(new: Path, site: Path, staged: Staged, script: str) -> None:
    """Turn the engine's output in `new` into the site at `site`.

    `script` is the text of the one inline script. Raises FindingsError, and leaves `site` alone, if
    anything in the output is not as it must be.
    """
    findings = list(_harden_all(new, staged, script))
    findings += _unexpected(new, staged)
    findings += check_addresses(new, dialled(staged.data))
    if findings:
        raise FindingsError(findings)
    (new / feed.NAME).write_text(feed.feed(staged), encoding="utf-8")
    seal.seal(new)
    findings = list(check_weights(new))
    if findings:
        raise FindingsError(findings)
    swap.swap(new, site)


def _origins(staged: Staged) -> dict[str, str]:
    """Return output file -> the file that holds its text."""
    default = staged.data.site.fallback_locale
    return {
        output_path(locale, key, default): page.origin
        for locale, own in staged.pages.items()
        for key, page in own.items()
    }


def _harden_all(new: Path, staged: Staged, script: str) -> Iterator[Finding]:
    origins = _origins(staged)
    allowed = frozenset({script})
    for path in sorted(new.rglob("*.html")):
        name = path.relative_to(new).as_posix()
        hardened, problems = harden.harden(path.read_text(encoding="utf-8"), allowed)
        path.write_text(hardened, encoding="utf-8")
        for problem in problems:
            where, line = _locate(staged.data.root, origins.get(name, name), problem.excerpt)
            yield Finding(where, line, "active-content", f"{problem.message} It reads: {problem.excerpt}")


def _locate(root: Path, origin: str, excerpt: str) -> tuple[str, int]:
    """Return the file and line that hold the tag: the page's own file, or a template."""
    needle = excerpt.partition(" ")[2].partition(">")[0].split('" ')[0] or excerpt
    for path in [root / origin, *sorted((root / "overrides").rglob("*"))]:
        if path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
                if needle in line:
                    return named(path, root), number
    return origin, 0


def _unexpected(new: Path, staged: Staged) -> Iterator[Finding]:
    """The output is the staged pages and the 404 page, no more and no less."""
    expected = {*_origins(staged), "404.html"}
    present = {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()}
    for name in sorted(present - expected):
        yield Finding(f"site/{name}", 0, "output", "nobody asked for this file. Look which part of the build wrote it.")
    for name in sorted(expected - present):
        yield Finding(f"site/{name}", 0, "output", "the engine did not write this page.")


HREF = re.compile(r'\bhref="([^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')


def dialled(data: Data) -> set[str]:
    """Return every address that calls, texts or writes to somebody: those of the data, and no other."""
    report = {f"mailto:{data.site.report.email}"} if data.site.report.email else set()
    return report | {numbers.address(phone) for record in data.organisations.values() for phone in record.phones}


def check_addresses(site: Path, dialled: set[str]) -> Iterator[Finding]:
    """Yield finished links that dial what the data do not hold, or lead to no page or no place in one."""
    pages = {p.relative_to(site).as_posix(): p.read_text(encoding="utf-8") for p in sorted(site.rglob("*.html"))}
    ids = {name: set(ID.findall(text)) for name, text in pages.items()}
    for name, text in pages.items():
        for address in sorted(set(map(html.unescape, HREF.findall(text)))):
            scheme, colon, _ = address.partition(":")
            if colon and scheme in ("tel", "sms", "mailto"):
                if address not in dialled:
                    message = f"'{address}' is in no file of data/organisations. Use {{{{ phone … }}}}."
                    yield Finding(f"site/{name}", 0, "number", message)
                continue
            path, _, anchor = address.partition("#")
            if ":" in path or path in ("./", feed.NAME) or path.endswith(f"/{feed.NAME}"):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if target not in pages or (anchor and anchor not in ids[target]):
                yield Finding(f"site/{name}", 0, "link", f"'{address}' leads to no page, or to no place in one.")


def check_weights(site: Path) -> Iterator[Finding]:
    """Every page fits the budget of bytes over the network."""
    sizes = {path: path.stat().st_size for path in sorted(site.rglob("*.html.gz"))}
    heavy = {path: size for path, size in sizes.items() if size > FIRST_WINDOW}
    for path, size in heavy.items():
        if size > HEAVIEST:
            yield _weight(site, path, size, HEAVIEST)
    if len(heavy) > len(sizes) * (1 - FIRST_WINDOW_SHARE):
        for path, size in heavy.items():
            yield _weight(site, path, size, FIRST_WINDOW)


def _weight(site: Path, path: Path, size: int, bound: int) -> Finding:
    name = "site/" + path.with_suffix("").relative_to(site).as_posix()
    return Finding(name, 0, "weight", f"{size} bytes with gzip, more than {bound}. Split it where a reader would stop.")
