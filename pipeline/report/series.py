"""Dyads -> series: how much of what passed from one actor to another in each month or year.

Only events that are actual and affirmed count. Those who act for a state count as the state; everybody else stands
under their own name. An event belongs to the period of its own date; where the text doesn't date it that
precisely, to the period in which its article was published.

The score is Goldstein-like: each event type has the mean weight of the CAMEO codes that it covers, on the scale of
Goldstein (1992, Journal of Conflict Resolution 36:369-385) as carried over to CAMEO by Schrodt; the weights stand in
``models/goldstein.csv``, and the column ``goldstein_table`` names the file with its hash.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Literal

from pipeline.report.source import ReportError, check_tables, records_of
from pipeline.report.states import StateCodes, load_state_codes
from pipeline.schema import EVENT_TYPES, QUAD_CLASSES
from pipeline.tables import cell, csv_line

Period = Literal["month", "year"]
WEIGHTS = "goldstein.csv"
_LENGTH = {"year": 4, "month": 7}
_SIDE = ("source", "target")
HEADER = (
    *(f"{side}{part}" for side in _SIDE for part in ("", "_iso", "_cow", "_gw")),
    "period", "articles", "coverage", "events",
    *(quad.replace(" ", "_") for quad in QUAD_CLASSES), *EVENT_TYPES,
    "goldstein_sum", "goldstein_mean", "goldstein_table",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What a series is made of: ``actors`` and ``types`` are all that occur where they are empty."""

    by: Period = "year"
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    once_a_day: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each event type, and the name of the table that they stand in."""

    by_type: dict[str, float]
    table: str


@dataclass(slots=True)
class Series:
    """A series: its rows as cells, and how many events had no period that could be told."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    undated: int = 0


def make_series(folder: Path, models: Path, choice: Choice) -> Series:
    """The series of an output folder's dyads.

    A dyad has a row for each period from the first to the last in which an article was published. ``coverage``
    tells a true zero from no coverage: ``articles`` (something was published, so 0 is 0), ``none`` (nothing was, the
    counts are unknown and empty), ``retrospect`` (nothing was, but later or earlier articles tell of events then).

    :raises ReportError: if the folder has no tables, or an actor or type isn't known.
    """
    check_tables(folder)
    states = load_state_codes(models)
    weights = load_weights(models)
    unknown = [one for one in choice.types if one not in EVENT_TYPES]
    if unknown:
        raise ReportError(f"no event type: {', '.join(unknown)}; known are {', '.join(EVENT_TYPES)}")
    dyads = list(records_of(folder, "dyads"))
    actors = _actors(choice.actors, dyads, states)
    series = Series()
    counts: dict[tuple[str, str], dict[str, Counter[str]]] = {}
    for pair, period, event_type, quad in _counted(dyads, choice, actors, states, series):
        counts.setdefault(pair, {}).setdefault(period, Counter()).update((event_type, quad))
    length = _LENGTH[choice.by]
    covered = Counter(
        one["published"][:length]
        for one in records_of(folder, "articles")
        if len(one["published"]) >= length
    )
    pairs = sorted(permutations(actors, 2)) if actors else sorted(counts)
    for pair in pairs:
        found = counts.get(pair, {})
        for period in sorted({*_all_periods(covered, choice.by), *found}):
            series.rows.append(_row(pair, period, covered[period], found.get(period), choice, states, weights))
    return series


def write_series(series: Series, path: Path) -> None:
    """Write a series as CSV, like the other tables.

    :raises ReportError: if the file can't be written.
    """
    lines = [csv_line(HEADER), *(csv_line(row) for row in series.rows)]
    try:
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReportError(f"{path}: can't be written ({error.strerror}); name another file with --out") from None


def load_weights(models: Path) -> Weights:
    """The weights of ``goldstein.csv``.

    :raises ReportError: if it can't be read, or doesn't give each event type a number.
    """
    path = models / WEIGHTS
    try:
        data = path.read_bytes()
        found = {row["event_type"]: float(row["weight"]) for row in csv.DictReader(data.decode().splitlines())}
    except OSError as error:
        raise ReportError(f"{path}: can't be read ({error.strerror}); name a whole folder of models") from None
    except (KeyError, TypeError, ValueError):
        raise ReportError(f"{path}: each line is event_type,cameo,weight, the weight a number") from None
    lacking = [one for one in EVENT_TYPES if one not in found]
    if lacking:
        raise ReportError(f"{path}: has no weight for {', '.join(lacking)}; add a line for each")
    return Weights(found, f"{WEIGHTS} {hashlib.sha256(data).hexdigest()[:12]}")


def _actors(wanted: Sequence[str], dyads: Iterable[dict[str, str]], states: StateCodes) -> list[str]:
    """Those who were named, as they stand in the series.

    :raises ReportError: for one who is neither a state nor in the dyads; the message names who is near.
    """
    if not wanted:
        return []
    others = {dyad[side] for dyad in dyads for side in _SIDE if dyad[side]}
    found = []
    for one in wanted:
        actor = states.find(one) or (one if one in others else None)
        if actor is None:
            raise ReportError(f"no actor {one!r}: name a state by its ISO code or name, or an actor as dyads.csv"
                              f" writes it{_near(one, [*states.names, *states.names.values(), *others])}")  # fmt: skip
        if actor not in found:
            found.append(actor)
    if len(found) < 2:
        raise ReportError("a series needs at least two actors: --actors MYS,USA,CHN")
    return found


def _near(wanted: str, known: Iterable[str]) -> str:
    from rapidfuzz import process, utils

    near = process.extract(wanted, sorted(set(known)), processor=utils.default_process, limit=3, score_cutoff=70)
    return f"; near it are {', '.join(name for name, *_ in near)}" if near else ""


def _counted(
    dyads: Iterable[dict[str, str]], choice: Choice, actors: Sequence[str], states: StateCodes, series: Series
) -> Iterator[tuple[tuple[str, str], str, str, str]]:
    """Source and target, period, type and quad class of each dyad that counts."""
    seen: set[tuple[str, ...]] = set()
    for dyad in dyads:
        if (dyad["polarity"], dyad["modality"]) != ("affirmed", "actual") or not (dyad["source"] and dyad["target"]):
            continue
        if choice.types and dyad["event_type"] not in choice.types:
            continue
        source, target = (states.side(dyad[side], dyad[f"{side}_country"], dyad[f"{side}_sector"]) for side in _SIDE)
        if source == target or (actors and not (source in actors and target in actors)):
            continue
        period = _period(dyad, _LENGTH[choice.by])
        if not period:
            series.undated += 1
            continue
        if choice.once_a_day:
            day = (source, target, dyad["event_type"], dyad["date"] or dyad["published"])
            if day in seen:
                continue
            seen.add(day)
        yield (source, target), period, dyad["event_type"], dyad["quad_class"]


def _period(dyad: dict[str, str], length: int) -> str:
    # Of a span of time, the event is counted where it begins.
    date = dyad["date"].split("/")[0]
    if len(date) >= length:
        return date[:length]
    published = dyad["published"]
    return published[:length] if len(published) >= length and published.startswith(date) else ""


def _all_periods(covered: Iterable[str], by: Period) -> list[str]:
    """Every month or year from the first to the last."""
    known = sorted(covered)
    if not known:
        return []
    if by == "year":
        return [f"{year:04}" for year in range(int(known[0]), int(known[-1]) + 1)]
    first, last = (int(one[:4]) * 12 + int(one[5:]) - 1 for one in (known[0], known[-1]))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def _row(
    pair: tuple[str, str],
    period: str,
    articles: int,
    counter: Counter[str] | None,
    choice: Choice,
    states: StateCodes,
    weights: Weights,
) -> tuple[str, ...]:
    cells: list[object] = []
    for actor in pair:
        state = actor in states.names
        codes = states.codes(actor, int(period[:4])) if state else ("", "")
        cells += [states.names.get(actor, actor), actor if state else "", *codes]
    coverage = "articles" if articles else "retrospect" if counter else "none"
    cells += [period, articles, coverage]
    counts = counter or Counter()
    types = choice.types or EVENT_TYPES
    events = sum(counts[one] for one in types)
    total = sum(counts[one] * weights.by_type[one] for one in types)
    numbers: list[object] = [events, *(counts[quad] for quad in QUAD_CLASSES)]
    numbers += [counts[one] if one in types else None for one in EVENT_TYPES]
    numbers += [total, total / events if events else None]
    if coverage == "none":
        numbers = [None] * len(numbers)
    return tuple(cell(one) for one in (*cells, *numbers, weights.table))
