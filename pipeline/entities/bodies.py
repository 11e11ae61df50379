"""Bodies that a text calls by their last word once it has named them: "the Commission", "the Fund"."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.entities.candidates import Candidate

_LABELS = frozenset({"ORG", "ALLIANCE"})


class Bodies:
    """The bodies of one text, the last of each kind, by the word for what it is."""

    def __init__(self) -> None:
        self._last: dict[str, Candidate] = {}

    def remember(self, candidate: Candidate) -> None:
        """Keep a body that is named by more than one word."""
        if candidate.label in _LABELS and " " in candidate.name:
            self._last[_kind(candidate.name)] = candidate

    def meant(self, candidate: Candidate, text: str) -> Candidate | None:
        """The candidate as the body that the word ``text`` stands for; None where it is no such word."""
        body = self._last.get(text.lower()) if candidate.label in _LABELS else None
        if body is None:
            return None
        return replace(
            candidate, name=body.name, kb_id=body.kb_id, country=body.country, sector=body.sector, rule=body.rule
        )


def _kind(name: str) -> str:
    """The word for what a body is: "council" in "Security Council", "commission" in "Election Commission of Norland"."""
    return re.split(r" (?:of|for|on) ", name, maxsplit=1)[0].rsplit(" ", 1)[-1].lower()
