"""The country of office-holders and organs of state that nothing beside their names tells: the one that the whole text is
about, unless their sentence speaks of others alone. And what is told of a person once holds each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.entities.candidates import Candidate

# Whose office is one of a state.
OF_STATES = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "OPP"})
# A text is about a state that has so large a part of all its mentions of states, and so many more than the next.
PART, LEAD = 0.4, 1.8
_STATES = frozenset({"GPE", "NORP"})
_ORGANS = frozenset({"ORG", "MILITARY"})


def with_implied_countries(sentences: Sequence[list[Candidate]]) -> list[list[Candidate]]:
    """The candidates of a text with countries for its office-holders and for all who bear their names."""
    matter = _matter(sentences)
    known: dict[str, str] = {}
    for kept in sentences:
        for candidate in kept:
            if candidate.label == "PERSON":
                known.setdefault(candidate.name, "")
                known[candidate.name] = known[candidate.name] or candidate.country
    for kept in sentences:
        told = {c.country for c in kept if c.label in _STATES and c.country}
        for candidate in kept:
            if candidate.label == "PERSON" and not known[candidate.name] and candidate.sector in OF_STATES:
                # Who speaks of another country, or goes there, isn't of it.
                known[candidate.name] = matter if not told or matter in told else ""
    return [[_with_country(c, known, matter) for c in kept] for kept in sentences]


def _with_country(candidate: Candidate, known: dict[str, str], matter: str) -> Candidate:
    if candidate.label == "PERSON":
        return replace(candidate, country=candidate.country or known[candidate.name])
    if candidate.label in _ORGANS and not candidate.kb_id and candidate.sector in OF_STATES:
        # "the Constitutional Court": every state has one
        return replace(candidate, country=candidate.country or matter)
    return candidate


def _matter(sentences: Sequence[list[Candidate]]) -> str:
    counts = Counter(c.country for kept in sentences for c in kept if c.label in _STATES and c.country)
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    first, second = ranked[0], ranked[1]
    clear = first[1] >= PART * max(1, sum(counts.values())) and first[1] >= LEAD * second[1]
    return first[0] if clear else ""
