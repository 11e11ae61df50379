"""Where a compiled pattern stands in a sentence: spaCy's Matcher for what cues ask, in a tenth of the time.

The Matcher asks Python of each token and each state whether a word is in a set; a cue's pattern is a run of such sets,
some of which may be left out. So the positions that are reached step by step tell all its places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Span

# What a token's row holds, in this order.
_ATTRIBUTES = ("LOWER", "LEMMA", "POS", "TAG", "ENT_TYPE")
Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One token of a pattern: for each attribute asked for, the values and whether it has one of them or none."""

    tests: tuple[tuple[int, frozenset[str], bool], ...]
    optional: bool

    def fits(self, row: Row) -> bool:
        """Whether a token passes."""
        for index, values, wanted in self.tests:  # noqa: SIM110 (asked very often: a generator takes twice as long)
            if (row[index] in values) is not wanted:
                return False
        return True


def steps_of(tokens: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of a pattern written for spaCy's Matcher.

    :raises ValueError: if it asks for anything that no cue can ask.
    """
    return tuple(Step(tuple(_tests(token)), token.get("OP") == "?") for token in tokens)


def _tests(token: Mapping[str, Any]) -> Iterator[tuple[int, frozenset[str], bool]]:
    for name, asked in token.items():
        if name == "OP" and asked == "?":
            continue
        values = {"IN": [asked]} if isinstance(asked, str) else asked
        if name not in _ATTRIBUTES or len(values) != 1 or not values.keys() <= {"IN", "NOT_IN"}:
            raise ValueError(f"{name}: {asked!r} is nothing that a cue asks")
        (kind, listed), = values.items()
        yield _ATTRIBUTES.index(name), frozenset(listed), kind == "IN"


def rows_of(sentence: Span) -> list[Row]:
    """A row for each token of a sentence."""
    return [(token.lower_, token.lemma_, token.pos_, token.tag_, token.ent_type_) for token in sentence]


def places(steps: Sequence[Step], rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Everywhere that the pattern stands: its first token and the one after its last, of none less than one."""
    first, *others = steps
    for start, row in enumerate(rows):
        reached = {start + 1} if first.fits(row) else set()
        if first.optional:
            reached.add(start)
        if not reached:
            continue
        for step in others:
            further = {at + 1 for at in reached if at < len(rows) and step.fits(rows[at])}
            reached = reached | further if step.optional else further
            if not reached:
                break
        for end in reached:
            if end > start:
                yield start, end
