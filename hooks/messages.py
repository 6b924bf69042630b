"""What pydantic finds, in words for a person who is no programmer."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

PLAIN = {
    "missing": "the key '{key}' is missing. Add it.",
    "extra_forbidden": "the key '{key}' is not known here. Look for a typing mistake, or remove it.",
    "string_type": "'{key}' must be text. Put it in quotation marks.",
    "string_too_short": "'{key}' is empty. Write it, or remove the key.",
    "list_type": "'{key}' must be a list: one '- ' line for each.",
    "too_short": "'{key}' is an empty list. Add an entry, or remove the key.",
    "bool_type": "'{key}' must be true or false.",
    "bool_parsing": "'{key}' must be true or false.",
    "int_parsing": "'{key}' must be a whole number.",
    "int_type": "'{key}' must be a whole number.",
    "date_type": "'{key}' must be a date such as 2026-11-22.",
    "date_parsing": "'{key}' must be a date such as 2026-11-22.",
    "date_from_datetime_parsing": "'{key}' must be a date such as 2026-11-22.",
    "model_type": "'{key}' must hold keys of its own, each on a line, indented.",
    "model_attributes_type": "'{key}' must hold keys of its own, each on a line, indented.",
    "dict_type": "'{key}' must hold keys of its own, each on a line, indented.",
}


def messages(error: ValidationError) -> list[tuple[tuple[str | int, ...], str]]:
    """Return (place, message) for each thing that pydantic found, in words for a non-programmer."""
    found: dict[tuple[str | int, ...], str] = {}
    for item in error.errors():
        place = tuple(p for p in item["loc"] if not _is_union_branch(p))
        key = next((str(p) for p in reversed(place) if isinstance(p, str)), "this file")
        found.setdefault(place, _message(item, key))  # one message for all branches of a union
    return list(found.items())


def _is_union_branch(part: str | int) -> bool:
    """pydantic names the branch of a union (`literal['unreviewed']`) as if it were a key."""
    return isinstance(part, str) and (part[:1].isupper() or "[" in part)


def _message(item: Any, key: str) -> str:
    kind, context = item["type"], item.get("ctx", {})
    if kind in PLAIN:
        return PLAIN[kind].format(key=key)
    if kind in ("literal_error", "enum"):
        return f"'{key}' is '{item['input']}', but must be one of: {context['expected']}."
    if kind == "string_pattern_mismatch" and context["pattern"].startswith("^[a-z0-9]+"):
        return f"'{key}' is '{item['input']}', but an id has small letters, digits and single hyphens only."
    reason = str(context.get("error", item["msg"]))
    return f"'{key}' is {item['input']!r}: {reason}."
