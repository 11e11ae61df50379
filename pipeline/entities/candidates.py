"""What may be a mention, before it is decided: spans with a label, how sure they are, and which of them stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.entities.senses import Sense

# How sure a source is: a model's guess, a single word of the tables, a name with a shape of its own.
GUESS, KNOWN, SURE = 1, 2, 3
NAMED = frozenset(
    "PERSON NORP GPE LOC ORG FAC EVENT PRODUCT LAW WORK_OF_ART MILITARY ALLIANCE EXERCISE TREATY PROGRAMME SUMMIT".split()
)
# Names of these kinds may hold the states that made them: "the Norland–Ostia Defence Treaty".
HOLDING = frozenset({"TREATY", "EXERCISE", "PROGRAMME", "SUMMIT", "EVENT", "LAW"})
AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of characters that may be a mention."""

    start: int
    end: int
    label: str
    rule: str
    certainty: int
    senses: tuple[Sense, ...] = ()
    name: str = ""
    kb_id: str = ""
    country: str = ""
    sector: str = ""
    guessed: bool = False
    """Whether only the model says so."""
    pair: bool = False
    """Whether it is one of two names that a hyphen or slash joins."""

    def overlaps(self, other: Candidate) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Candidate) -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def moved(self, start: int, end: int) -> Candidate:
        """The same with other ends."""
        return replace(self, start=start, end=end)


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that stay, in the order of the text: the most certain, then the longest, none overlapping.

    States in a pair stay within the name of what they made together.
    """
    ranked = sorted(
        candidates,
        key=lambda c: (
            -c.certainty,
            -(c.end - c.start),
            c.guessed,
            not c.senses,
            not c.country,
            c.start,
            c.label,
        ),
    )
    kept: list[Candidate] = []
    for candidate in ranked:
        rivals = [other for other in kept if candidate.overlaps(other)]
        if all(_may_share(candidate, other) for other in rivals):
            kept.append(candidate)
    return sorted(kept, key=lambda c: (c.start, -c.end))


def _may_share(inner: Candidate, outer: Candidate) -> bool:
    """Whether a state may stay inside a kept name: only one of a joined pair, in what the two made together."""
    return inner.pair and outer.holds(inner) and outer.label in HOLDING
