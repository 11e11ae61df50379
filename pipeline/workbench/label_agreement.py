"""How far two coders agree: Cohen's kappa by label over the sentences (or words) that both labelled.

Kappa is (p − e) / (1 − e), p the share on which both say the same and e the share to be expected if each labelled at
random as often as they do (Cohen 1960). It is empty where neither ever uses the label, or both always.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.workbench.evaluate_gold import ENTITY_LABELS, EVENT_TYPES, GoldError, check_line
from pipeline.workbench.label_formats import Tool
from pipeline.workbench.label_gold import FILES, Lookup, read_labelled, read_objects
from pipeline.workbench.label_items import KINDS, Kind

_WORD = re.compile(r"\w+")
_LISTS: dict[str, Kind] = {"mentions": "entities", "events": "events", "stances": "stance"}
ALL = "all labels"
NONE = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two coders gave a label: both, only one, neither; over units that both labelled."""

    label: str
    both: int
    only_first: int
    only_second: int
    neither: int
    share: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """The agreement on each label, and on the labels together; ``unit`` is what was counted."""

    kind: Kind
    unit: str
    sentences: int
    apart: int
    rows: tuple[Agreement, ...]


def agreement(first: Path, second: Path, kind: Kind | None, lookup: Lookup, tool: Tool | None = None) -> Report:
    """Compare two coders' files: gold, or exports of a labelling tool.

    :param kind: what was labelled; found out from gold files, and needed for exports.
    :raises GoldError: naming file and line of what is wrong, or if the files have no sentence in common.
    """
    kind = kind or _kind_of(first)
    one, other = (_sentences(path, kind, lookup, tool) for path in (first, second))
    common = [key for key in one if key in other]
    if not common:
        raise GoldError(f"{first} and {second} have no sentence of one article in common; name two codings of the same text")
    pairs = [(one[key], other[key]) for key in common]
    units = [unit for a, b in pairs for unit in zip(_UNITS[kind](a), _UNITS[kind](b), strict=True)]
    labels = sorted({label for a, b in units for label in (*a, *b)}, key=_order(kind))
    rows = [_binary(label, units) for label in labels]
    rows.append(_together(units))
    unit = "word" if kind == "entities" else "sentence"
    return Report(kind, unit, len(common), len(one) + len(other) - 2 * len(common), tuple(rows))


def _kind_of(path: Path) -> Kind:
    for _, raw in read_objects(path):
        for name, kind in _LISTS.items():
            if name in raw:
                return kind
        break
    raise GoldError(f"{path}: no gold; say with --kind what was labelled: {', '.join(KINDS)}")


def _sentences(path: Path, kind: Kind, lookup: Lookup, tool: Tool | None) -> dict[tuple[str, str, int], Any]:
    met: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, str, int], Any] = {}
    listed = next(name for name, one in _LISTS.items() if one == kind)
    objects = list(read_objects(path))
    if objects and listed in objects[0][1] and "sentence" in objects[0][1]:
        read: Iterator[Any] = (check_line(raw, FILES[kind][1], f"{path}:{number}") for number, raw in objects)
    else:
        read = read_labelled(path, kind, tool, lookup)
    for sentence in read:
        if sentence is not None:
            own = (sentence.article_id, sentence.sentence)
            met[own] = met.get(own, 0) + 1
            found[(*own, met[own])] = sentence
    return found


Unit = tuple[str, ...]


def _stance_units(sentence: Any) -> list[Unit]:
    return [tuple(dict.fromkeys(one.stance for one in sorted(sentence.stances, key=lambda s: not s.primary)))]


def _event_units(sentence: Any) -> list[Unit]:
    return [tuple(sorted({one.event_type for one in sentence.events}))]


def _entity_units(sentence: Any) -> list[Unit]:
    words = [(word.start(), word.end()) for word in _WORD.finditer(sentence.sentence)]
    return [
        tuple(sorted({m.label for m in sentence.mentions if m.start < end and start < m.end})) for start, end in words
    ]


_UNITS: dict[Kind, Callable[[Any], list[Unit]]] = {
    "stance": _stance_units,
    "events": _event_units,
    "entities": _entity_units,
}


def _order(kind: Kind) -> Callable[[str], tuple[int, str]]:
    known = {"entities": ENTITY_LABELS, "events": EVENT_TYPES, "stance": ("hedging", "non-alignment", "cooperation")}[kind]
    return lambda label: (known.index(label) if label in known else len(known), label)


def _binary(label: str, units: Sequence[tuple[Unit, Unit]]) -> Agreement:
    both = sum(label in a and label in b for a, b in units)
    first = sum(label in a and label not in b for a, b in units)
    second = sum(label not in a and label in b for a, b in units)
    neither = len(units) - both - first - second
    share = (both + neither) / len(units)
    yes = (both + first) * (both + second) / len(units) ** 2
    no = (neither + first) * (neither + second) / len(units) ** 2
    return Agreement(label, both, first, second, neither, share, kappa(share, yes + no))


def _together(units: Sequence[tuple[Unit, Unit]]) -> Agreement:
    """One label a unit, the leading one, and none as a label of its own."""
    pairs = [((a or (NONE,))[0], (b or (NONE,))[0]) for a, b in units]
    same = sum(a == b for a, b in pairs)
    expected = sum(
        sum(a == label for a, _ in pairs) * sum(b == label for _, b in pairs)
        for label in {label for pair in pairs for label in pair}
    ) / len(pairs) ** 2
    both = sum(a == b != NONE for a, b in pairs)
    neither = sum(a == b == NONE for a, b in pairs)
    first, second = sum(a != b and a != NONE for a, b in pairs), sum(a != b and b != NONE for a, b in pairs)
    share = same / len(pairs)
    return Agreement(ALL, both, first, second, neither, share, kappa(share, expected))


def kappa(share: float, expected: float) -> float | None:
    """Cohen's kappa; None where chance alone would make the coders agree always."""
    return None if expected >= 1 else (share - expected) / (1 - expected)
