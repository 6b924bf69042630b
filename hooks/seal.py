"""The manifest of a finished site: the SHA-256 of every file, so that a copy can be proved true.

`manifest.json` lists every file but itself and the compressed twins, which say the same in fewer bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import deflate

MANIFEST = "manifest.json"
TWINS = (".br", ".gz")
COMPRESSED = {".html", ".json", ".xml", ".txt", ".svg", ".js", ".css"}
BROTLI_QUALITY = 10  # 11 saves 3 % more and takes three times as long
GZIP_LEVEL = 12  # libdeflate: within 1 % of zopfli, twenty times as fast, the same bytes everywhere


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files(site: Path) -> Iterator[Path]:
    """Yield every file that the manifest lists, in the order of its address."""
    for path in sorted(site.rglob("*"), key=lambda p: p.relative_to(site).as_posix()):
        if path.is_file() and path.name != MANIFEST and path.suffix not in TWINS:
            yield path


def manifest(site: Path) -> str:
    """Return the manifest's text: address, size in bytes and SHA-256 of every file, sorted."""
    entries = {
        path.relative_to(site).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256(path)}
        for path in files(site)
    }
    return json.dumps({"version": 1, "files": entries}, indent=1, ensure_ascii=False) + "\n"


def write_twins(path: Path) -> None:
    """Write `path`.br and `path`.gz, the same bytes on every machine."""
    content = path.read_bytes()
    path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=BROTLI_QUALITY))
    path.with_name(path.name + ".gz").write_bytes(deflate.gzip_compress(content, GZIP_LEVEL))


def seal(site: Path) -> None:
    """Write the manifest and the compressed twins into a finished site."""
    (site / MANIFEST).write_text(manifest(site), encoding="utf-8")
    wanted = [path for path in [*files(site), site / MANIFEST] if path.suffix in COMPRESSED]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both compressors work outside Python's lock
        list(pool.map(write_twins, wanted))


def verify(site: Path) -> Iterator[tuple[str, str]]:
    """Yield (address, message) for everything in which `site` differs from its manifest.

    A damaged manifest is one message; the files are then not looked at.
    """
    try:
        listed = json.loads((site / MANIFEST).read_text(encoding="utf-8"))["files"]
        expected = {str(name): str(entry["sha256"]) for name, entry in listed.items()}
    except FileNotFoundError:
        yield MANIFEST, "there is no manifest: this is no copy of the site, or not a whole one."
        return
    except (ValueError, KeyError, TypeError, AttributeError):
        yield MANIFEST, "the manifest cannot be read: it was changed or cut off."
        return
    present = {path.relative_to(site).as_posix(): path for path in files(site)}
    for name in sorted(expected.keys() | present.keys()):
        if name not in present:
            yield name, "is missing."
        elif name not in expected:
            yield name, "is not part of the site."
        elif sha256(present[name]) != expected[name]:
            yield name, "was changed."
    yield from _twin_differences(site, present)


def _twin_differences(site: Path, present: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """A twin is what a server sends instead of the file: it must unpack to the file's own bytes."""
    unpack = {".br": brotli.decompress, ".gz": gzip.decompress}
    for twin in sorted(p for p in site.rglob("*") if p.suffix in TWINS):
        name = twin.relative_to(site).as_posix()
        original = twin.with_suffix("")
        try:
            content = unpack[twin.suffix](twin.read_bytes())
        except (brotli.error, OSError, EOFError):
            yield name, "cannot be unpacked."
            continue
        if not original.is_file() or original.read_bytes() != content:
            yield name, "does not hold the same as the file beside it."
