"""What a check found: where, which rule, and what the person who wrote it can do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, or (as a notice) that somebody should look at."""

    path: str
    """The file as a person would name it: relative to the project."""

    line: int
    """1 for the first line, 0 if the finding is about the file as a whole."""

    rule: str
    """Short kebab-case name of the rule."""

    message: str
    """What is wrong and how to mend it, in plain words."""

    notice: bool = False
    """True if it stops nothing."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {'notice: ' if self.notice else ''}{self.rule}: {self.message}"


class FindingsError(Exception):
    """Raised where work cannot go on; carries everything that was found, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(map(str, self.findings)))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that must stop a build, sorted, each once."""
    return sorted({f for f in findings if not f.notice})


def named(path: Path, root: Path) -> str:
    """Return `path` as a person would name it: relative to `root` where it lies inside."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
