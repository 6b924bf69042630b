"""YAML files with the line of every value, so that a message can say where to look.

Keys must be unique: YAML itself lets the last of two equal keys win, which has hidden a wrong
phone number behind a right one before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

# The C loader is ten times faster; wheels of PyYAML bring it, builds from source may not.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str | int, ...]
"""The way to a value: keys and list positions, as pydantic writes them."""


@dataclass
class YamlFile:
    """One parsed file."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    """First line of the value at each place, counted from 1."""

    problems: list[tuple[int, str]] = field(default_factory=list)
    """Line and message of what could not be read; `value` is None if the whole file is broken."""

    def line_of(self, place: Place) -> int:
        """Return the line of `place`, or of its nearest parent that the file holds."""
        for end in range(len(place), -1, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return 1


def parse(text: str, first_line: int = 1) -> YamlFile:
    """Parse YAML `text`; `first_line` is where it starts in its file (front matter starts at 2)."""
    file = YamlFile()
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            _record(node, (), file, first_line)
            if not file.problems:
                file.value = loader.construct_document(node)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2026-02-31
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        hint = " Text that holds ': ' or starts with a special mark needs quotation marks."
        file.problems.append(((mark.line if mark else 0) + first_line, f"this is not valid YAML ({what}).{hint}"))
        file.value = None
    finally:
        loader.dispose()
    return file


def _record(node: yaml.Node, place: Place, file: YamlFile, first_line: int) -> None:
    file.lines.setdefault(place, node.start_mark.line + first_line)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            line = key.start_mark.line + first_line
            if name in seen:
                file.problems.append((line, f"the key '{name}' stands here twice. Keep one."))
            seen.add(name)
            file.lines[(*place, name)] = line
            _record(value, (*place, name), file, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _record(value, (*place, index), file, first_line)
