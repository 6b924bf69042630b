"""The real build: the same bytes everywhere, nothing half-done, and another engine can take over."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hooks import build, seal
from tests.conftest import copy_project, replace, run_build, tree


def test_another_folder_time_zone_locale_and_hash_seed_give_the_same_bytes(tmp_path: Path, site: Path) -> None:
    other = copy_project(tmp_path / "elsewhere with spaces")
    result = run_build(other, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")
    assert result.returncode == 0, result.stdout + result.stderr
    assert tree(other / "site") == tree(site)


def test_properdocs_builds_the_same_site(tmp_path: Path, site: Path) -> None:
    other = copy_project(tmp_path / "other")
    engine = Path(sys.executable).with_name("properdocs")
    result = run_build(other, str(engine), "build", "--strict", "--quiet", "-f", "mkdocs.yml")
    assert result.returncode == 0, result.stdout + result.stderr
    assert tree(other / "site") == tree(site)


def test_a_killed_build_leaves_the_old_site_and_the_next_one_succeeds(project: Path, site: Path) -> None:
    shutil.copytree(site, project / "site")
    before = tree(project / "site")
    env = {**os.environ, "PYTHONPATH": str(project), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    running = subprocess.Popen(command, cwd=project, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not any((project / "site.new").rglob("*.html")):
        assert running.poll() is None and time.monotonic() < deadline, "the build ended before it could be killed"
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert (project / "site.new").exists()
    assert tree(project / "site") == before
    result = run_build(project)
    assert result.returncode == 0, result.stdout + result.stderr
    assert tree(project / "site") == before
    assert not (project / "site.new").exists()


def test_a_new_translation_changes_only_its_own_pages(project: Path, site: Path) -> None:
    replace("docs/fr/help.md", "heading: ", "heading: Aussi ")(project)
    assert run_build(project).returncode == 0
    before, after = tree(site), tree(project / "site")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {f"{name}{twin}" for name in ("fr/help.html", "manifest.json") for twin in ("", ".br", ".gz")}


def test_every_page_fits_its_budget(site: Path) -> None:
    assert [str(finding) for finding in build.check_weights(site)] == []


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<a href="tel:+14165550100">', "'tel:+14165550100' is in no file of data/organisations"),
        ('<a href="help.html#nowhere">', "'help.html#nowhere' leads to no page, or to no place in one"),
        ('<a href="gone.html">', "'gone.html' leads to no page"),
        ('<a href="tel:+14169063098">', None),
        ('<a href="help.html#ask">', None),
    ],
)
def test_a_finished_link_dials_a_number_of_the_data_and_leads_to_a_place(
    link: str, found: str | None, tmp_path: Path, site: Path
) -> None:
    shutil.copytree(site, tmp_path / "copy")
    page = tmp_path / "copy" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<main", f"{link}x</a><main", 1), encoding="utf-8")
    said = [finding.message for finding in build.check_addresses(tmp_path / "copy", {"tel:+14169063098"})]
    mine = [message for message in said if link.split('"')[1] in message]
    assert (not mine) if found is None else (mine and found in mine[0])


def test_footnotes_of_sections_that_look_alike_stay_apart(site: Path) -> None:
    page = (site / "series/part-2/criminal/custody.html").read_text(encoding="utf-8")
    assert 'id="fn:cc-s-495.1"' in page


def test_the_first_page_keeps_every_paragraph(site: Path) -> None:
    assert "Everyone in Canada is protected" in (site / "index.html").read_text(encoding="utf-8")


def test_a_page_without_translation_says_so_and_claims_nothing(site: Path) -> None:
    page = (site / "fr/about/privacy.html").read_text(encoding="utf-8")
    assert '<html lang="fr"' in page
    assert '<article class="path" lang="en" dir="ltr">' in page
    assert "pas encore traduite" in page
    assert 'rel="alternate"' not in page


def test_a_translated_page_names_its_alternates(site: Path) -> None:
    page = (site / "fr/help.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" hreflang="en" href="../help.html">' in page
    assert "brouillon" in page


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda s: (s / "help.html").write_text("changed"), "help.html: was changed."),
        (lambda s: (s / "help.html").unlink(), "help.html: is missing."),
        (lambda s: (s / "extra.html").write_text("x"), "extra.html: is not part of the site."),
        (lambda s: (s / "help.html.gz").write_bytes(b"x"), "help.html.gz: cannot be unpacked."),
        (
            lambda s: shutil.copy(s / "index.html.br", s / "help.html.br"),
            "help.html.br: does not hold the same as the file beside it.",
        ),
        (
            lambda s: (s / "manifest.json").write_text("{"),
            "manifest.json: the manifest cannot be read: it was changed or cut off.",
        ),
    ],
)
def test_a_damaged_copy_is_told_from_a_true_one(damage: object, message: str, tmp_path: Path, site: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    assert list(seal.verify(copy)) == []
    damage(copy)  # type: ignore[operator]
    assert message in [f"{name}: {text}" for name, text in seal.verify(copy)]
