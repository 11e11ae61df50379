"""States by code: their names, and the codes of Correlates of War and Gleditsch and Ward in a year."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.profiles import STATE_SECTORS
from pipeline.report.source import ReportError


@dataclass(frozen=True, slots=True)
class _Term:
    """One state's codes over some years; several may follow each other under one country code."""

    own: bool
    since: int
    until: int
    cow: str
    gw: str


class StateCodes:
    """Names and codes of states, from the tables of names."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self.names: dict[str, str] = {}
        self._terms: dict[str, list[_Term]] = {}
        for row in rows:
            code = row["country"] or row["kb_id"]
            own = code == row["kb_id"]
            if own:
                self.names[code] = row["name"]
            term = _Term(own, int(row["from"] or 0), int(row["to"] or 9999), row["cow"], row["gw"])
            self._terms.setdefault(code, []).append(term)

    def codes(self, code: str, year: int) -> tuple[str, str]:
        """COW's and Gleditsch and Ward's code of a state (ISO alpha-3) in a year; empty where it has none."""
        terms = [one for one in self._terms.get(code, []) if one.since <= year <= one.until]
        terms.sort(key=lambda one: (not one.own, -one.since))
        return (terms[0].cow, terms[0].gw) if terms else ("", "")

    def side(self, name: str, country: str, sector: str) -> str:
        """Who an actor counts as: the state's code for those who act for a state, else their own name."""
        return country if sector in STATE_SECTORS and country in self.names else name

    def counted_as(self, name: str, country: str, sector: str) -> str:
        """The name of who an actor counts as."""
        side = self.side(name, country, sector)
        return self.names[side] if side != name and side in self.names else told_apart(name, country)

    def find(self, wanted: str) -> str | None:
        """The code of a state named by its code or its name, in any case."""
        if wanted.upper() in self.names:
            return wanted.upper()
        folded = wanted.casefold()
        return next((code for code, name in self.names.items() if name.casefold() == folded), None)


def load_state_codes(models: Path) -> StateCodes:
    """The states of a folder of models.

    :raises ReportError: if its table of countries isn't there.
    """
    rows: list[dict[str, str]] = []
    for file in ("countries.csv", "invented.csv"):
        path = models / "entities" / file
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                rows += csv.DictReader(stream)
        except OSError as error:
            raise ReportError(f"{path}: can't be read ({error.strerror}); name a whole folder of models") from None
    return StateCodes(rows)


def told_apart(name: str, country: str) -> str:
    """An actor's name; one without a name of its own ("government") with its country."""
    return f"{name} ({country})" if country and name[:1].islower() else name
