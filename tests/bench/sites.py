"""The sites that are compared: this one, the same text as bare HTML, the same Markdown with Material."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from hooks import seal
from tests.conftest import copy_project, run_build

HERE = Path(__file__).parent

OURS, BARE, MATERIAL = "this site", "bare HTML", "Material as it comes"


def make_sites(folder: Path, pages: list[str]) -> dict[str, Path]:
    """Build every site below `folder` and return its root by its name. `pages` have no ending.

    Ends the program if one of them cannot be built.
    """
    project = copy_project(folder / "project")
    built = run_build(project)
    _demand(built, "This site")
    material = _make_material(folder / "material", project / ".cache" / "staged" / "en")
    bare = folder / "bare"
    for page in pages:
        ours = project / "site" / f"{page}.html"
        if not ours.is_file():
            sys.exit(f"There is no page {page!r}. Name it as in docs/en, without its ending, such as: help")
        target = bare / f"{page}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(bare_html(ours.read_text(encoding="utf-8")), encoding="utf-8")
        seal.write_twins(target)
    return {OURS: project / "site", BARE: bare, MATERIAL: material}


def bare_html(page: str) -> str:
    """Return the article of a finished page alone: no style, script, picture or class.

    The icon stays empty as in the page, for else the browser asks for one.
    """
    tree = LexborHTMLParser(page)
    article, title, html = tree.css_first("article"), tree.css_first("title"), tree.css_first("html")
    assert article and title and html, "a finished page has all three"
    for node in article.css("svg, script, style"):
        node.decompose()
    for node in [article, *article.css("[class]")]:
        if "class" in node.attributes:
            del node.attrs["class"]
    template = (HERE / "bare.html").read_text(encoding="utf-8")
    for mark, text in (
        ("{lang}", html.attributes["lang"]),
        ("{title}", title.text()),
        ("{article}", article.html),
    ):
        template = template.replace(mark, text or "", 1)
    return template


def _make_material(folder: Path, markdown: Path) -> Path:
    shutil.copytree(markdown, folder / "docs")
    shutil.copy(HERE / "material.yml", folder / "mkdocs.yml")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    _demand(subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False), MATERIAL)
    for path in sorted((folder / "site").rglob("*")):
        if path.suffix in seal.COMPRESSED:
            seal.write_twins(path)
    return folder / "site"


def _demand(result: subprocess.CompletedProcess[str], name: str) -> None:
    if result.returncode:
        sys.exit(f"{name} could not be built:\n{result.stdout}{result.stderr}")
