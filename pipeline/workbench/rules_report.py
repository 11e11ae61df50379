"""What a check of the rules found: problems and warnings with their places, for a person and for a program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong, or worth a look: where, what, and what to do; with the rule and example where it is about one."""

    file: str
    line: int
    message: str
    rule: str = ""
    example: str = ""

    def __str__(self) -> str:
        about = f"{self.rule}: " if self.rule else ""
        example = f"{self.example!r}: " if self.example else ""
        return f"{shown(self.file)}:{self.line}: {about}{example}{self.message}"


@dataclass(slots=True)
class Report:
    """All that was found, and how much was looked at (in the order in which it is told)."""

    folder: Path
    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong; warnings don't count."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """Everything, for a program."""
        return {
            "folder": str(self.folder),
            "passed": self.passed,
            "problems": [asdict(one) for one in self.problems],
            "warnings": [asdict(one) for one in self.warnings],
            "counts": self.counts,
            "seconds": round(self.seconds, 2),
        }


def shown(path: str) -> str:
    """A path as a person who works here would write it."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def describe(report: Report, verbose: bool = False) -> Iterator[str]:
    """The lines that a person reads: problems, warnings (how many, or with ``verbose`` all), what was looked at."""
    for one in report.problems[:MOST_SHOWN]:
        yield str(one)
    if len(report.problems) > MOST_SHOWN:
        yield f"... and {len(report.problems) - MOST_SHOWN:,} more; --json lists all of them"
    if verbose:
        for one in report.warnings:
            yield f"warning: {one}"
    looked_at = ", ".join(f"{number:,} {name}" for name, number in report.counts.items())
    yield f"looked at {looked_at or 'nothing'} in {shown(str(report.folder))} ({report.seconds:.1f} s)"
    if report.warnings and not verbose:
        yield f"{_several(len(report.warnings), 'warning')}; --verbose lists them"
    yield "all is well" if report.passed else f"{_several(len(report.problems), 'problem')} to mend"


def _several(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
