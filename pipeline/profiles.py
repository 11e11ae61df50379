"""Dyads and stances -> profiles: what an actor says and does toward each counterpart, over all articles.

Only events that are actual and affirmed count, and sentences whose stance is. With V+ and V- for the verbal
cooperation and conflict from actor to counterpart, M+ and M- for the material:

- ``says`` = (V+ - V-) / (V+ + V-), from -1 (only quarrels in words) to 1 (only friendly words);
- ``does`` = (M+ - M-) / (M+ + M-), likewise for deeds;
- ``say_do_gap`` = says - does, from -2 to 2: positive where words are friendlier than deeds;
- ``hedging_index`` = 1 - |E1 - E2| / (E1 + E2), from 0 (cooperates with one side only) to 1 (with both
  alike), where E1 counts cooperative events, verbal and material, with the counterpart, and E2 those with the
  counterpart's main rival, both in the years of the rivalry.

An index is unknown where its denominator is 0; so a rival has no hedging index toward its own rival. Those who
act for a state (its government, forces, courts, police, spies and parliament) count as the state; everybody else
stands under their own name.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.records import Mention, Stance
from pipeline.schema import QUAD_CLASSES, Dyad, Profile

STATE_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
_PAIR = ("actor", "actor_country", "counterpart", "counterpart_country")
_COOPERATION = frozenset(quad for quad in QUAD_CLASSES if quad.endswith("cooperation"))


class RivalsError(ValueError):
    """A line of the rivals' table that can't be; the message names file, line and what would be right."""


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Two states, by country code, and the years of their rivalry (``until`` None: it lasts)."""

    a: str
    b: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class States:
    """Names of states by country code, and the rivalries among them, the weightier first."""

    names: Mapping[str, str]
    rivalries: tuple[Rivalry, ...]

    def main_rival(self, country: str, year: int | None) -> str:
        """The country code of the state's main rival in a year (None: now); empty where it has none.

        The first rivalry of the table that names the state and holds in that year.
        """
        for rivalry in self.rivalries:
            if country in (rivalry.a, rivalry.b) and _holds(rivalry, year):
                return rivalry.b if country == rivalry.a else rivalry.a
        return ""

    def rivals_of(self, country: str, year: int | None) -> Iterator[str]:
        """The states whose main rival in that year is ``country``."""
        for rivalry in self.rivalries:
            if country in (rivalry.a, rivalry.b) and _holds(rivalry, year):
                other = rivalry.b if country == rivalry.a else rivalry.a
                if self.main_rival(other, year) == country:
                    yield other


def _holds(rivalry: Rivalry, year: int | None) -> bool:
    if year is None:
        return rivalry.until is None
    return rivalry.since <= year and (rivalry.until is None or year <= rivalry.until)


def load_states(folder: Path, own: Path | None = None) -> States:
    """Names of states and their rivalries from a folder of models.

    :param own: a folder of somebody's own rules, in which further states may stand.
    :raises RivalsError: for a line of ``stance/rivals.csv`` with unknown states or years that can't be.
    """
    names: dict[str, str] = {}
    folders = (folder,) if own is None else (folder, own)
    for path in (one / "entities" / name for one in folders for name in ("invented.csv", "countries.csv")):
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    # A state of the past has today's code in `country`, and lends it no name.
                    if row["kb_id"] == (row.get("country") or row["kb_id"]):
                        names[row["kb_id"]] = row["name"]
    return States(names, tuple(_rivalries(folder / "stance" / "rivals.csv", names)))


def _rivalries(path: Path, names: Mapping[str, str]) -> Iterator[Rivalry]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            where = f"{path}, line {number}"
            unknown = [row[side] for side in ("a", "b") if names and row[side] not in names]
            if unknown:
                raise RivalsError(f"{where}: no country of entities/countries.csv: {', '.join(unknown)}")
            try:
                since, until = int(row["from"]), int(row["to"]) if row["to"] else None
            except ValueError:
                raise RivalsError(f"{where}: `from` and `to` are years, `to` empty while it lasts") from None
            if until is not None and until < since:
                raise RivalsError(f"{where}: the rivalry ends in {until}, before it begins in {since}")
            yield Rivalry(row["a"], row["b"], since, until)


def tally(
    dyads: Iterable[Dyad], stances: Iterable[Stance], mentions: Iterable[Mention], states: States
) -> list[dict[str, Any]]:
    """What one article adds to the profiles: counts by actor and counterpart.

    :return: plain dictionaries, so that they can be kept and sent; :func:`make_profiles` adds them up.
    """
    counts: dict[tuple[str, str, str, str], Counter[str]] = {}
    for dyad in dyads:
        if dyad.source and (dyad.polarity, dyad.modality) == ("affirmed", "actual"):
            _count_event(counts, dyad, states)
    countries = {mention.name: mention.country for mention in mentions if _is_state(mention, states)}
    countries |= {name: code for code, name in states.names.items()}
    for stance in stances:
        if stance.holder and (stance.polarity, stance.modality) == ("affirmed", "actual"):
            _count_stance(counts, stance, countries, states)
    met: set[tuple[str, str]] = set()
    for (actor, _, counterpart, _), counter in counts.items():
        if counter.keys() - {"E2"} and (actor, counterpart) not in met:
            met.add((actor, counterpart))
            counter["articles"] = 1
    return [{**dict(zip(_PAIR, key, strict=True)), **counter} for key, counter in counts.items()]


def _is_state(mention: Mention, states: States) -> bool:
    return mention.country in states.names and (
        mention.sector in STATE_SECTORS or mention.kb_id == mention.country
    )


def _who(name: str, country: str, acts_for_state: bool, states: States) -> tuple[str, str]:
    if acts_for_state and country in states.names:
        return states.names[country], country
    return name, country


def _count_event(counts: dict[tuple[str, str, str, str], Counter[str]], dyad: Dyad, states: States) -> None:
    actor = _who(dyad.source, dyad.source_country, dyad.source_sector in STATE_SECTORS, states)
    counterpart = _who(dyad.target, dyad.target_country, dyad.target_sector in STATE_SECTORS, states)
    if actor == counterpart:
        return
    counter = counts.setdefault((*actor, *counterpart), Counter())
    counter["events"] += 1
    counter[dyad.quad_class] += 1
    name, country = counterpart
    if dyad.quad_class not in _COOPERATION or states.names.get(country) != name:
        return
    year = _year(dyad)
    rival = states.names.get(states.main_rival(country, year))
    if rival and rival != actor[0]:
        counter["E1"] += 1
    for other in states.rivals_of(country, year):
        if states.names[other] != actor[0]:
            counts.setdefault((*actor, states.names[other], other), Counter())["E2"] += 1


def _year(dyad: Dyad) -> int | None:
    date = dyad.date or dyad.published
    return int(date[:4]) if date[:4].isdigit() else None


def _count_stance(
    counts: dict[tuple[str, str, str, str], Counter[str]],
    stance: Stance,
    countries: Mapping[str, str],
    states: States,
) -> None:
    actor = _who(stance.holder, stance.holder_country, True, states)
    for name in stance.toward or ("",):
        counterpart = _who(name, countries.get(name, ""), True, states)
        if counterpart != actor:
            counts.setdefault((*actor, *counterpart), Counter())[stance.stance] += 1


class ProfileSums:
    """Adds up the articles' tallies; holds one counter a pair of actors, however many articles there are."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], Counter[str]] = {}
        self._countries: dict[tuple[str, str], tuple[str, str]] = {}

    def add(self, tallies: Iterable[Mapping[str, Any]]) -> None:
        """Add the tallies of one article or of several."""
        for one in tallies:
            pair = one["actor"], one["counterpart"]
            countries = one["actor_country"], one["counterpart_country"]
            self._countries[pair] = max(self._countries.get(pair, countries), countries)
            counter = self._counts.setdefault(pair, Counter())
            numbers = {name: value for name, value in one.items() if isinstance(value, int)}
            counter.update(numbers)

    def profiles(self) -> Iterator[Profile]:
        """The profiles, in the order of actor and counterpart."""
        for pair in sorted(self._counts):
            counter = self._counts[pair]
            if counter["articles"]:
                yield _profile(pair, self._countries[pair], counter)


def _profile(pair: tuple[str, str], countries: tuple[str, str], counter: Counter[str]) -> Profile:
    says = balance(counter["verbal cooperation"], counter["verbal conflict"])
    does = balance(counter["material cooperation"], counter["material conflict"])
    return Profile(
        actor=pair[0],
        counterpart=pair[1],
        articles=counter["articles"],
        events=counter["events"],
        verbal_cooperation=counter["verbal cooperation"],
        material_cooperation=counter["material cooperation"],
        verbal_conflict=counter["verbal conflict"],
        material_conflict=counter["material conflict"],
        hedging=counter["hedging"],
        non_alignment=counter["non-alignment"],
        cooperation=counter["cooperation"],
        says=says,
        does=does,
        say_do_gap=None if says is None or does is None else says - does,
        hedging_index=hedging_index(counter["E1"], counter["E2"]),
        actor_country=countries[0],
        counterpart_country=countries[1],
    )


def balance(cooperation: int, conflict: int) -> float | None:
    """(cooperation - conflict) / (cooperation + conflict), from -1 to 1; None where there are no events."""
    total = cooperation + conflict
    return (cooperation - conflict) / total if total else None


def hedging_index(with_counterpart: int, with_rival: int) -> float | None:
    """1 - |E1 - E2| / (E1 + E2), from 0 (one side only) to 1 (both alike); None where there are no events."""
    total = with_counterpart + with_rival
    return 1 - abs(with_counterpart - with_rival) / total if total else None
