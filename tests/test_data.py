"""The records, their translations and their schemas."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooks import cli, data, numbers, overlay, yamlfile
from hooks.models import Organisation, Phone
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def loaded() -> data.Data:
    return data.load(ROOT)[0]


def phone(number: str, **more: object) -> Phone:
    fields = {"id": "main", "label": "Main", "kind": "voice", "verified": True, "source": "x", "checked": "2026-11-22"}
    return Phone.model_validate(fields | {"number": number} | more)


@pytest.mark.parametrize(
    ("record", "shown", "dialled"),
    [
        (phone("+14169063098"), "416-906-3098", "tel:+14169063098"),
        (phone("+18668630511"), "1-866-863-0511", "tel:+18668630511"),
        (phone("911", kind="short"), "911", "tel:911"),
        (phone("#7233", kind="short", display="#SAFE"), "#SAFE", "tel:%237233"),
        (phone("+18664822724", extension="0"), "1-866-482-2724", "tel:+18664822724;ext=0"),
        (phone("+14165978808", kind="text"), "416-597-8808", "sms:+14165978808"),
    ],
)
def test_a_number_is_shown_as_people_dial_it(record: Phone, shown: str, dialled: str) -> None:
    assert (numbers.display(record), numbers.address(record)) == (shown, dialled)


def test_all_organisations_are_there(loaded: data.Data) -> None:
    assert len(loaded.organisations) == 93


def test_schemas_for_editors_are_current() -> None:
    for name, model in cli.SCHEMAS.items():
        text = (ROOT / "data" / "schema" / f"{name}.json").read_text(encoding="utf-8")
        assert json.loads(text) == model.model_json_schema(), "run: pathway schemas"


def test_a_translation_replaces_text_and_nothing_else(loaded: data.Data) -> None:
    record = loaded.organisations["butterfly"]
    layer = {"description": "Réseau.", "phones": [{"id": "hotline", "label": "Ligne"}]}
    assert list(overlay.problems(record, layer)) == []
    translated = overlay.apply(record, layer)
    assert isinstance(translated, Organisation)
    assert (translated.description, translated.phones[0].label) == ("Réseau.", "Ligne")
    assert translated.phones[0].number == record.phones[0].number
    assert ("hours",) in overlay.missing(record, layer)
    assert ("description",) not in overlay.missing(record, layer)


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_named_never_a_traceback(text: str) -> None:
    parsed = yamlfile.parse(text)
    assert parsed.problems == [] or parsed.value is None


@given(st.recursive(st.text() | st.integers() | st.booleans(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)))
def test_no_overlay_can_change_a_number(layer: object) -> None:
    record = Organisation.model_validate(
        {
            "id": "x", "name": "X", "category": "c", "status": "verified", "checked": "2026-11-22",
            "origin": "addition", "description": "D", "areas": ["a"], "serves": ["s"], "phones": [phone("911")],
            "accepts_without_status": "yes", "anonymous": "no", "police_involvement": "may",
        }
    )  # fmt: skip
    if not list(overlay.problems(record, layer)):
        changed = overlay.apply(record, layer)  # type: ignore[arg-type]
        assert isinstance(changed, Organisation)
        assert changed.phones[0].number == "911"
        assert changed.website == record.website


def test_what_was_not_checked_for_a_year_is_a_notice_and_stops_nothing() -> None:
    _, notices = data.load(ROOT, today=date(2028, 1, 1))
    rules = {(notice.rule, notice.notice, notice.path.partition("/")[0]) for notice in notices}
    assert rules == {("overdue", True, "data")}
    assert any(notice.path == "data/organisations/butterfly.yml" and notice.line for notice in notices)
