"""Translated text of records, laid over the English record: text only, never a number or an address.

A translation has the record's own shape and holds only what is text:

    # data/fr/organisations/butterfly.yml
    description: Réseau …
    phones:
      - {id: hotline, label: Ligne d'écoute}

List entries stand in the English order; an entry may repeat its `id` so that a person sees which it is.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from hooks.models import TEXT

Place = tuple[str | int, ...]
Overlays = dict[str, dict[tuple[str, str], dict[str, Any]]]
"""By locale, then by kind of record and id."""

NOT_TEXT = (
    "'{key}' is not text, and the same in every language. Remove it here; a correction belongs in the English record."
)


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _is_text(annotation: Any) -> bool:
    return get_origin(annotation) is Annotated and TEXT in annotation.__metadata__


def _branches(annotation: Any) -> tuple[Any, ...]:
    """Return the alternatives of a union, or the annotation alone."""
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(a for a in get_args(annotation) if a is not type(None))
    return (annotation,)


def problems(record: BaseModel, overlay: Any) -> Iterator[tuple[Place, str]]:
    """Yield (place, message) for everything in `overlay` that may not be laid over `record`."""
    if not isinstance(overlay, dict):
        yield (), "a translated record holds keys of the English record."
        return
    yield from _problems(record, overlay, ())


def _problems(record: BaseModel, overlay: dict[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    fields = _fields(type(record))
    for key, value in overlay.items():
        here = (*place, key)
        original = getattr(record, key, None)
        if key not in fields:
            yield here, f"the key '{key}' is not known here. Look for a typing mistake, or remove it."
        elif key == "id":
            if value != original:
                yield here, f"the id is '{original}' in every language."
        elif original is None:
            yield here, f"the English record has no '{key}'."
        else:
            yield from _value_problems(_branches(fields[key])[0], original, value, here)


def _value_problems(annotation: Any, original: Any, value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    key = next(str(p) for p in reversed(place) if isinstance(p, str))
    if _is_text(annotation):
        if not isinstance(value, str) or not value.strip():
            yield place, f"'{key}' must be text, and not empty."
    elif isinstance(original, BaseModel):
        if isinstance(value, dict):
            yield from _problems(original, value, place)
        else:
            yield place, f"'{key}' must hold keys of its own, each on a line, indented."
    elif isinstance(original, list) and _holds_text(annotation):
        if not isinstance(value, list) or len(value) != len(original):
            yield place, f"'{key}' has {len(original)} entries in English: write as many, in the same order."
            return
        inner = get_args(annotation)[0]
        for index, (entry, item) in enumerate(zip(original, value, strict=True)):
            yield from _value_problems(inner, entry, item, (*place, index))
    else:
        yield place, NOT_TEXT.format(key=key)


def _holds_text(annotation: Any) -> bool:
    """True for lists that hold text, or records that do."""
    if get_origin(annotation) is not list:
        return _is_text(annotation) or (isinstance(annotation, type) and issubclass(annotation, BaseModel))
    return _holds_text(get_args(annotation)[0])


def apply(record: BaseModel, overlay: dict[str, Any]) -> BaseModel:
    """Return `record` with the overlay's text in place. The overlay must have no problems."""
    return type(record).model_validate(_merged(record.model_dump(by_alias=True), overlay))


def _merged(original: Any, overlay: Any) -> Any:
    if isinstance(original, dict) and isinstance(overlay, dict):
        return {key: _merged(value, overlay[key]) if key in overlay else value for key, value in original.items()}
    if isinstance(original, list) and isinstance(overlay, list):
        return [_merged(a, b) for a, b in zip(original, overlay, strict=True)]
    return overlay


def missing(record: BaseModel, overlay: dict[str, Any] | None) -> list[Place]:
    """Return the places of all text in `record` that `overlay` does not translate."""
    return list(_missing(record, overlay or {}, ()))


def _missing(record: BaseModel, overlay: Any, place: Place) -> Iterator[Place]:
    for key, annotation in _fields(type(record)).items():
        original = getattr(record, key)
        value = overlay.get(key) if isinstance(overlay, dict) else None
        yield from _missing_value(_branches(annotation)[0], original, value, (*place, key))


def _missing_value(annotation: Any, original: Any, value: Any, place: Place) -> Iterator[Place]:
    if original is None:
        return
    if _is_text(annotation):
        if value is None:
            yield place
    elif isinstance(original, BaseModel):
        yield from _missing(original, value, place)
    elif isinstance(original, list) and _holds_text(annotation):
        for index, entry in enumerate(original):
            inner = value[index] if isinstance(value, list) and index < len(value) else None
            yield from _missing_value(get_args(annotation)[0], entry, inner, (*place, index))
