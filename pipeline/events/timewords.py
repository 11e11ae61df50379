"""The words of ``models/events/time.yml``, made ready for matching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.grammar import grammar
from pipeline.rulefile import checked, read_yaml


class TimeWords(BaseModel):
    """What ``models/events/time.yml`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    loose: tuple[str, ...]
    vague: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    same: tuple[str, ...]
    ahead: tuple[str, ...]
    before_name: frozenset[str]
    day_parts: frozenset[str]
    said_for: dict[str, str]
    period_nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class TimeReader:
    """The words of ``time.yml`` made ready for matching."""

    loose: re.Pattern[str]
    vague: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    same: re.Pattern[str]
    pointed: frozenset[str]
    """What may stand behind the first word of ``same``: few words of "the" and "that" are looked at further."""
    ahead: re.Pattern[str]
    counted: re.Pattern[str]
    """A number and a unit: "a week", "thirteen years", "180 days"."""
    month: re.Pattern[str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    before_name: frozenset[str]
    day_parts: frozenset[str]
    said_for: dict[str, str]
    period_nouns: frozenset[str]


def load_time(path: Path) -> TimeReader:
    """Read ``time.yml``.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    words, names = checked(path, read_yaml(path), TimeWords), grammar()

    def any_of(phrases: tuple[str, ...], anchor: str = "") -> re.Pattern[str]:
        alternatives = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
        return re.compile(rf"{anchor}(?<!\w)(?:{alternatives})(?:(?<=-)|(?!\w))\s*", re.IGNORECASE)

    return TimeReader(
        any_of(words.loose, "^"),
        any_of(words.vague),
        any_of(words.after),
        any_of(words.before),
        any_of(words.same),
        frozenset(word for phrase in words.same for word in phrase.lower().split()[1:2]),
        any_of(words.ahead, "^"),
        re.compile(rf"\b(an?|{'|'.join(names.numbers)}|\d{{1,3}})\s+(day|week|month|year)s?\b"),
        re.compile(
            rf"(?:(\d{{1,2}}) )?\b({'|'.join(names.months)})\b(?: (\d{{1,2}})\b)?(?:,? (\d{{4}})\b)?",
            re.IGNORECASE,
        ),
        names.months,
        names.weekdays,
        words.before_name,
        words.day_parts,
        words.said_for,
        words.period_nouns,
    )


def names_a_day(text: str, reader: TimeReader) -> bool:
    """Whether an expression of time tells the day too: "last night", "Friday evening"."""
    words = text.lower().split()
    return text.lower() in reader.said_for or any(word in reader.weekdays for word in words)
