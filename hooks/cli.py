"""The command `pathway`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
from pydantic import BaseModel

from hooks import data, law_record, law_watch, models, page, seal, stage
from hooks.findings import Finding, FindingsError, errors

SCHEMAS: dict[str, type[BaseModel]] = {
    "organisation": models.Organisation,
    "case-study": models.CaseStudy,
    "figure": models.Figure,
    "source": models.Source,
    "change": models.Change,
    "term": models.Term,
    "coverage": models.Coverage,
    "topic": models.Topic,
    "fact-used": models.FactUsed,
    "fact-not-used": models.FactNotUsed,
    "site": models.Site,
    "front-matter": models.FrontMatter,
}


def project_root() -> Path:
    """Return the folder that holds mkdocs.yml, from here upwards. Ends the program if there is none."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "data").is_dir():
            return folder
    raise click.ClickException("No Pathway project here. Run this inside the folder that holds mkdocs.yml.")


def say(findings: Iterable[Finding]) -> None:
    for finding in sorted(set(findings)):
        click.echo(str(finding))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Build and check Pathway, a static site with legal information.

    \b
    data/    records: organisations, case studies, sources, changes, glossary
    docs/    the texts, one folder for each language; docs/en is the source
    site/    what was built: plain files that work at any address

    \b
    Typical work:
      pathway check                   is everything right? (seconds; changes nothing)
      pathway check docs/fr/help.md   only what concerns this file
      pathway build                   check, then build every language into site/
      pathway verify ~/copy           is this copy of the site whole?
      pathway report                  how hard the pages read, and how the sources are kept

    A finding reads FILE:LINE: RULE: what is wrong and what to do. The exit status is 0 if nothing
    must be mended, 1 if something must, 2 if the command itself was wrong.
    """


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Say everything that is wrong with the data and the texts, all at once.

    With PATHS, only findings in these files or folders are shown and counted; everything is still
    read, because a link or a source may be wrong at its other end.
    """
    root = project_root()
    found = list(_all_findings(root))
    if paths:
        wanted = [path.resolve() for path in paths]
        found = [f for f in found if any((root / f.path).resolve().is_relative_to(w) for w in wanted)]
    say(found)
    bad = len(errors(found))
    click.echo(f"{bad} to mend." if bad else "Nothing to mend.", err=True)
    sys.exit(1 if bad else 0)


def _all_findings(root: Path) -> list[Finding]:
    try:
        loaded, notices = data.load(root)
    except FindingsError as error:
        return [*error.findings, *_text_findings(root)]
    try:
        _, more = stage.stage(loaded)
    except FindingsError as error:
        more = error.findings
    return [*notices, *more]


def _text_findings(root: Path) -> Iterable[Finding]:
    """What can be said of the texts even while the data are broken."""
    for path in sorted((root / "docs").glob("*/**/*.md")):
        name = path.relative_to(root).as_posix()
        locale = path.relative_to(root / "docs").parts[0]
        found, more = page.read_page(path, name, name, locale)
        yield from more
        if found:
            yield from page.check_text(found)


@main.command()
@click.option("--quiet", "-q", is_flag=True, help="Say nothing unless something is wrong.")
def build(quiet: bool) -> None:
    """Check everything, then build every language into site/.

    The old site stays as it was until the new one is complete: a mistake, a warning or a stop in the
    middle changes nothing. The same commit gives the same bytes on every machine.
    """
    root = project_root()
    os.environ.setdefault("SOURCE_DATE_EPOCH", _last_commit(root))
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice of its end, printed on every run
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(root / "mkdocs.yml")]
    if not quiet:
        click.echo("Building every language ...", err=True)
    status = subprocess.run(command, cwd=root, check=False).returncode
    if status:
        click.echo("Nothing was changed: site/ is as it was.", err=True)
        sys.exit(1)
    if not quiet:
        pages = sum(1 for _ in (root / "site").rglob("*.html"))
        click.echo(f"{pages} pages in {root / 'site'}", err=True)


def _last_commit(root: Path) -> str:
    """Return the time of the last commit in seconds, "0" outside a git checkout."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        found = ""
    return found or "0"


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify(folder: Path) -> None:
    """Compare the site in FOLDER with its manifest, file by file."""
    differences = list(seal.verify(folder))
    for name, message in differences:
        click.echo(f"{name}: {message}")
    click.echo(
        f"{len(differences)} differences. Do not trust this copy."
        if differences
        else "Every file is as the manifest beside it says. This does not show who made the copy.",
        err=True,
    )
    sys.exit(1 if differences else 0)


@main.command("law-watch")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--record", is_flag=True, help="Write the hashes of what FOLDER holds into data/sources.yml.")
def watch(folder: Path, record: bool) -> None:
    """Compare the sections of law that the texts rely on with the official acts in FOLDER.

    FOLDER holds acts and regulations as Justice Canada publishes them (XML) and as Ontario's e-Laws shows
    them (HTML), anywhere below it, under the names that `act: file:` gives in data/sources.yml. Nothing is
    fetched. Each section that is no longer as it was read is listed with the pages and headings that cite it.

    With --record, run after somebody has compared the texts with the new law, the new hashes are written down.
    The exit status is 1 if a section has changed, or could not be compared.
    """
    root = project_root()
    try:
        loaded, _ = data.load(root)
        staged, _ = stage.stage(loaded)
    except FindingsError as error:
        say(error.findings)
        sys.exit(1)
    acts, problems = law_watch.read_acts(loaded.sources, folder)
    say(problems)
    if record:
        wanted = law_watch.wanted(staged)
        text = (root / "data" / "sources.yml").read_text(encoding="utf-8")
        try:
            new = law_record.recorded(text, loaded.sources, acts, wanted, date.today())
        except law_watch.ActError as error:
            raise click.ClickException(f"data/sources.yml: {error}") from None
        (root / "data" / "sources.yml").write_text(new, encoding="utf-8")
        click.echo(f"{len(acts)} acts recorded.", err=True)
        sys.exit(1 if problems else 0)
    compared = [row for id_, act in acts.items() for row in law_watch.compare(loaded.sources[id_], act)]
    for row in compared:
        if row.state != "same":
            message = law_watch.MESSAGES[row.state].format(now=row.now)
            click.echo(f"{loaded.sources[row.source].title}, s. {row.section}: {message}")
            for cited in law_watch.cited(staged, row.source, row.section):
                click.echo(f"  {cited.page}#{cited.heading} cites [{cited.citation}]")
    same = sum(row.state == "same" for row in compared)
    click.echo(f"{same} of {len(compared)} sections are as they were read.", err=True)
    sys.exit(1 if problems or same < len(compared) else 0)


@main.command()
def report() -> None:
    """Say how hard each English page reads, and where each section of the sources is kept.

    The grade is Flesch-Kincaid: years of school. A page above its bound, and a section with under half
    the words of its source and no reason given in data/coverage.yml, are marked "!". The exit status is 1
    if anything is marked.
    """
    try:
        from hooks import report as measures
    except ImportError:
        raise click.ClickException("The report needs what the tests need. Run: make report") from None
    try:
        loaded, _ = data.load(project_root())
        staged, _ = stage.stage(loaded)
    except FindingsError as error:
        say(error.findings)
        sys.exit(1)
    grades, kept = list(measures.grades(staged)), list(measures.kept(staged))
    click.echo(f"{'page':44} {'words':>6} {'grade':>6} {'bound':>6}")
    for g in grades:
        click.echo(f"{g.key:44} {g.words:6} {g.grade:6} {g.bound:6}{' !' if g.too_hard else ''}")
    click.echo(f"\n{'section of a source':24} {'words':>6} {'here':>6} {'share':>6}  kept on")
    for k in kept:
        where = ", ".join(f"{p.page}#{h}" for p in k.row.places for h in p.headings)
        mark = " !" if k.unexplained else f" ({k.row.reason})" if k.row.reason else ""
        click.echo(f"{k.row.id:24} {k.row.words:6} {k.words:6} {k.share:6.0%}  {where}{mark}")
    sys.exit(1 if any(g.too_hard for g in grades) or any(k.unexplained for k in kept) else 0)


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit status 1 if one is out of date.")
def schemas(only_check: bool) -> None:
    """Write data/schema/*.json, which editors use to complete and check the data files."""
    folder = project_root() / "data" / "schema"
    stale = []
    for name, model in SCHEMAS.items():
        text = json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        path = folder / f"{name}.json"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not only_check:
                folder.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for name in stale:
        click.echo(
            f"data/schema/{name}.json: schema: {'is out of date. Run: pathway schemas' if only_check else 'written'}"
        )
    sys.exit(1 if stale and only_check else 0)


if __name__ == "__main__":
    main()
