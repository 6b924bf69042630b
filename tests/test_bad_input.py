"""Everything that a person can get wrong: one message, with file and line, that says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hooks.cli import _all_findings
from hooks.findings import errors
from tests.conftest import Edit, replace, run_build, tree, write

ORGANISATION = "data/organisations/butterfly.yml"
PAGE = "docs/en/about/privacy.md"
FRONT = "---\ntitle: A page\nreview: unreviewed\n---\n\n"

CASES: dict[str, tuple[Edit, str, str]] = {
    "broken YAML": (
        replace(ORGANISATION, "id: butterfly", "id: 'butterfly"),
        f"{ORGANISATION}:",
        "this is not valid YAML",
    ),
    "a key that stands twice": (
        replace(ORGANISATION, "id: butterfly", "id: butterfly\nid: butterfly"),
        f"{ORGANISATION}:2: yaml",
        "the key 'id' stands here twice",
    ),
    "an unknown field": (
        replace(ORGANISATION, "name: ", "nickname: B\nname: "),
        f"{ORGANISATION}:2: shape",
        "the key 'nickname' is not known here",
    ),
    "a missing field": (
        replace(ORGANISATION, "name: ", "former_names: []\nx: "),
        f"{ORGANISATION}:",
        "the key 'name' is missing",
    ),
    "a number that no phone can have": (
        replace(ORGANISATION, "+14169063098", "+11169063098"),
        f"{ORGANISATION}:",
        "no phone can have this number",
    ),
    "a short number that Canada does not have": (
        replace("data/organisations/emergency-911.yml", "'911'", "'912'"),
        "data/organisations/emergency-911.yml:",
        "Canada has no such short number",
    ),
    "a number that is shown otherwise than it is dialled": (
        replace(ORGANISATION, "  number: '+14169063098'", "  number: '+14169063098'\n  display: 416-555-0100"),
        f"{ORGANISATION}:",
        "which dials another number than",
    ),
    "two records with one id": (
        replace("data/organisations/csalc.yml", "id: csalc", "id: butterfly"),
        "data/organisations/csalc.yml:1: id",
        "another file already has the id 'butterfly'",
    ),
    "a category that is not in the list": (
        replace("data/organisations/csalc.yml", "category: legal-clinics", "category: clinics"),
        "data/organisations/csalc.yml:",
        "'clinics' is not in the list of category",
    ),
    "an unknown source in a footnote": (
        write("docs/en/about/new.md", f"{FRONT}Text.[^no-such-source, s. 1]\n"),
        "docs/en/about/new.md:6: source",
        "there is no source 'no-such-source'",
    ),
    "a page without front matter": (
        write("docs/en/about/new.md", "# Title\n"),
        "docs/en/about/new.md:1: front-matter",
        "the page must start with front matter",
    ),
    "a page without a review state": (
        write("docs/en/about/new.md", "---\ntitle: A\n---\n\nText.\n"),
        "docs/en/about/new.md:",
        "the key 'review' is missing",
    ),
    "an unknown language folder": (
        write("docs/fx/help.md", FRONT),
        "docs/fx: locale",
        "'fx' is no language of this site (en, fr, zh)",
    ),
    "a translation of no page": (
        write("docs/fr/nothing.md", FRONT),
        "docs/fr/nothing.md: translation",
        "there is no page docs/en/nothing.md",
    ),
    "two pages with one address": (
        write("docs/en/referrals/legal-clinics.md", FRONT),
        "docs/en/referrals/legal-clinics.md: address",
        "has the address of the page made from data/organisations",
    ),
    "a file name that is no address": (
        write("docs/en/about/README.md", FRONT),
        "docs/en/about/README.md: address",
        "a page is called in small letters",
    ),
    "a dead link": (
        replace(PAGE, "## ", "[gone](gone.md)\n\n## "),
        f"{PAGE}:",
        "the link to 'gone.md' leads to no page",
    ),
    "a link to a heading that does not exist": (
        replace(PAGE, "## ", "[gone](../help.md#gone)\n\n## "),
        f"{PAGE}:",
        "has no heading or record '#gone'",
    ),
    "a door that leads nowhere": (
        replace("docs/en/index.md", "- to: help.md", "- to: halp.md"),
        "docs/en/index.md:6: link",
        "the door to 'halp.md' leads to no page",
    ),
    "an unconfirmed number outside its own card": (
        replace(PAGE, "## ", "{{ phone barbra-schlifer-clinic tty }}\n\n## "),
        f"{PAGE}:",
        "was never confirmed",
    ),
    "a directive that does not exist": (
        replace(PAGE, "## ", "{{ fone butterfly }}\n\n## "),
        f"{PAGE}:",
        "is no directive. Known:",
    ),
    "a phone number typed into a text": (
        replace(PAGE, "## ", "Call 416-555-0100.\n\n## "),
        f"{PAGE}:",
        "no phone numbers in a text",
    ),
    "an outside picture": (
        replace(PAGE, "## ", "![x](https://example.org/x.png)\n\n## "),
        f"{PAGE}:",
        "pictures are not allowed",
    ),
    "an outside link": (
        replace(PAGE, "## ", "[x](https://example.org/)\n\n## "),
        f"{PAGE}:",
        "a text links only inside the site",
    ),
    "HTML in a text": (
        replace(PAGE, "## ", "<b onclick='x()'>x</b>\n\n## "),
        f"{PAGE}:",
        "HTML is not allowed",
    ),
    "a character that nobody sees": (
        replace(PAGE, "## ", "x\u202ey\n\n## "),
        f"{PAGE}:",
        "U+202E",
    ),
    "a translated record that changes a number": (
        write("data/fr/organisations/butterfly.yml", "phones:\n  - number: '+14165550100'\n"),
        "data/fr/organisations/butterfly.yml:2: translation",
        "'number' is not text, and the same in every language",
    ),
    "a translated record that changes an address": (
        write("data/fr/organisations/butterfly.yml", "website: https://example.org\n"),
        "data/fr/organisations/butterfly.yml:1: translation",
        "'website' is not text",
    ),
    "a translation of no record": (
        write("data/fr/organisations/nobody.yml", "description: x\n"),
        "data/fr/organisations/nobody.yml: translation",
        "there is no record 'nobody'",
    ),
    "a case that names no such organisation": (
        replace("data/case-studies/michelle.yml", "  organisations:\n", "  organisations:\n    - nobody\n"),
        "data/case-studies/michelle.yml:",
        "there is no organisation 'nobody'",
    ),
    "a case that names no such page or tool": (
        replace("data/case-studies/michelle.yml", "see:\n  pages:\n", "see:\n  pages:\n    - tools/hammer\n"),
        "data/case-studies/michelle.yml:",
        "there is no page 'tools/hammer'",
    ),
    "an unknown source in a case": (
        replace("data/case-studies/michelle.yml", "story: |\n  ", "story: |\n  [^no-such-source, s. 1] "),
        "data/case-studies/michelle.yml:",
        "there is no source 'no-such-source'",
    ),
    "an unknown source in a figure": (
        replace("data/figures/detention-clock.yml", "[^irpa", "[^irpaa"),
        "data/figures/detention-clock.yml:3: reference",
        "there is no source 'irpaa'",
    ),
    "a figure that does not exist": (
        replace(PAGE, "## ", "{{ figure nothing }}\n\n## "),
        f"{PAGE}:",
        "there is no figure 'nothing'",
    ),
    "a case with an unknown group of questions": (
        replace("data/case-studies/lina.yml", "- id: needs", "- id: wishes"),
        "data/case-studies/lina.yml:",
        "'id' is 'wishes', but must be one of: 'needs'",
    ),
    "a source section without a heading that keeps it": (
        replace("data/coverage.yml", "    headings:\n    - why\n    - aims", "    headings: []\n    x:\n    - aims"),
        "data/coverage.yml:",
        "'headings' is an empty list",
    ),
    "a source section kept under a heading that is gone": (
        replace("docs/en/pathway-2020/index.md", "{ #aims }", "{ #goals }"),
        "data/coverage.yml:",
        "'g-purpose' is kept under '#aims', but docs/en/pathway-2020/index.md has no such heading",
    ),
    "a source section kept on a page that is gone": (
        replace("data/coverage.yml", "  - page: pathway-2020/index", "  - page: pathway-2020/gone"),
        "data/coverage.yml:",
        "'g-purpose' names the page 'pathway-2020/gone', which does not exist",
    ),
    "a title that tells": (
        replace(PAGE, "title: ", "title: Police and "),
        f"{PAGE}:2: discreet",
        "the title holds 'Police'",
    ),
    "a translated title that tells": (
        replace("docs/fr/help.md", "title: ", "title: Expulsions et "),
        "docs/fr/help.md:2: discreet",
        "the title holds 'Expulsions'",
    ),
    "an address that tells": (
        write("docs/en/about/after-a-raid.md", FRONT),
        "docs/en/about/after-a-raid.md: discreet",
        "the address 'about/after-a-raid' holds 'raid'",
    ),
    "a source without a check date": (
        replace("data/sources.yml", "  checked: 2026-11-22\n", ""),
        "data/sources.yml:",
        "the key 'checked' is missing",
    ),
    "a change without a source": (
        replace("data/changes.yml", '  sources: ["kl-text"', '  sources: []\n  x: ["kl-text"'),
        "data/changes.yml:",
        "'sources' is an empty list",
    ),
    "a change that lies in the future": (
        replace("data/changes.yml", "date: 2025-07-24", "date: 2999-07-24"),
        "data/changes.yml:",
        "'2999-07-24' lies in the future",
    ),
    "a statement of law without a source": (
        write("docs/en/series/part-2/labour/new.md", f"{FRONT}Answer within 30 days.\n"),
        "docs/en/series/part-2/labour/new.md:6: unsourced",
        "this names a time limit and cites no source",
    ),
    "a section of law that the law watch does not know": (
        replace(PAGE, "## ", "Law.[^irpa, s. 9999]\n\n## "),
        f"{PAGE}:",
        "[^irpa, s. 9999] relies on a section that the law watch does not know",
    ),
    "a topic that leads nowhere": (
        replace("data/topics.yml", "to: [", "to: [tools/hammer, "),
        "data/topics.yml:",
        "'tools/hammer' is no page, or no heading of one",
    ),
    "a footnote mark that a line breaks in two": (
        replace(PAGE, "## ", "Law.[^irpa,\ns. 57]\n\n## "),
        f"{PAGE}:",
        "a footnote mark goes on in the next line",
    ),
    "a footnote mark of a record that a line breaks in two": (
        replace("data/case-studies/michelle.yml", "story: |\n  ", "story: |\n  [^irpa,\n  s. 57] "),
        "data/case-studies/michelle.yml:",
        "a footnote mark goes on in the next line",
    ),
    "a fact under a heading that is gone": (
        replace("data/facts-used.yml", "heading: buying", "heading: selling"),
        "data/facts-used.yml:",
        "has no such heading. Name the heading that holds it now",
    ),
    "a fact that is used and not used": (
        replace("data/facts-not-used.yml", "fact: crim-084", "fact: crim-001"),
        "data/facts-not-used.yml:2: facts",
        "'crim-001' stands elsewhere too",
    ),
    "a word without its translation": (
        replace("data/fr/words.yml", "  leave: ", "  live: "),
        "data/fr/words.yml: words",
        "the word 'interface.leave' is missing",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_named_with_its_place(case: str, project: Path) -> None:
    edit, place, message = CASES[case]
    edit(project)
    found = [str(finding) for finding in errors(_all_findings(project))]
    assert any(line.startswith(place) and message in line for line in found), found


def test_the_project_itself_has_nothing_to_mend(project: Path) -> None:
    assert [str(finding) for finding in errors(_all_findings(project))] == []


def test_all_mistakes_are_named_at_once_and_the_old_site_stays(project: Path) -> None:
    write("site/index.html", "the old site")(project)
    before = tree(project / "site")
    replace(PAGE, "## ", "[gone](gone.md)\n\n## ")(project)
    replace("docs/en/about/index.md", "## ", "[lost](lost.md)\n\n## ")(project)
    result = run_build(project)
    assert result.returncode == 1
    said = result.stdout + result.stderr
    assert "gone.md" in said and "lost.md" in said
    assert "Traceback" not in said
    assert tree(project / "site") == before


def test_a_second_script_in_a_template_stops_the_build_and_is_named(project: Path) -> None:
    replace("overrides/partials/footer.html", "<footer>", '<footer><img src="https://example.org/a.png">')(project)
    result = run_build(project)
    assert result.returncode == 1
    assert "overrides/partials/footer.html:1: active-content" in result.stdout + result.stderr
    assert not (project / "site").exists()
