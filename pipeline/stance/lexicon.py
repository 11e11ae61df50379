"""What the stance stage knows beside its cues: word lists (``lexicon.yml``), rival pairs (``rivals.csv``), names of states."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.rulefile import RuleError, read_yaml


@dataclass(frozen=True)
class Lexicon:
    """Word lists by name, rival pairs with the years they hold, and the name of each state by its code."""

    words: dict[str, frozenset[str]] = field(default_factory=dict)
    rivals: dict[frozenset[str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def list(self, name: str) -> frozenset[str]:
        """The word list of this name, empty where there is none."""
        return self.words.get(name, frozenset())

    def camp(self, word: str) -> frozenset[str]:
        """The codes that a word for a camp ("western") counts as, for rivalries only."""
        return self._camps.get(word, frozenset())

    @cached_property
    def _camps(self) -> dict[str, frozenset[str]]:
        named = {name: words for name, words in self.words.items() if name.startswith("camp_")}
        return {
            word: frozenset(name.removeprefix("camp_") for name, words in named.items() if word in words)
            for word in frozenset().union(*named.values())
        }

    def are_rivals(self, a: str, b: str, year: str = "") -> bool:
        """Whether two states are rivals, in this year or, where none is given, to this day; so far as the pairs' file says."""
        spans = self.rivals.get(frozenset((a, b)), ())
        return any(
            (not start or not year or start <= year) and (not end or (bool(year) and year <= end))
            for start, end in spans
        )


def read_lexicon(folder: Path, own: Path | None = None) -> Lexicon:
    """Read the lists that stand in the folder of cue files; a file that isn't there gives an empty list.

    :param own: a folder of further cue files, beside which further states may stand.
    :raises RuleError: naming file, line and list, where ``lexicon.yml`` holds anything but lists of words.
    """
    words: dict[str, frozenset[str]] = {}
    path = folder / "lexicon.yml"
    if path.exists():
        words = _word_lists(path)
    rivals: dict[frozenset[str], list[tuple[str, str]]] = {}
    for row in _rows(folder / "rivals.csv"):
        if row.get("a") and row.get("b"):
            span = ((row.get("from") or "")[:4], (row.get("to") or "")[:4])
            rivals.setdefault(frozenset((row["a"], row["b"])), []).append(span)
    states: dict[str, str] = {}
    for where in (folder, own) if own is not None else (folder,):
        for row in _states(where.parent / "entities"):
            if row.get("kb_id") and row.get("name"):
                states[row["kb_id"]] = row["name"]
    return Lexicon(words, {pair: tuple(spans) for pair, spans in rivals.items()}, states)


def _states(entities: Path) -> Iterator[dict[str, str]]:
    for name in ("countries.csv", "invented.csv"):
        yield from _rows(entities / name)


def _word_lists(path: Path) -> dict[str, frozenset[str]]:
    raw = read_yaml(path)
    for name, listed in raw.items():
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            message = f"{name}: should be a list of words; put quotes around numbers, true and false"
            raise RuleError(path, raw.key_lines[name], message)
    return {name: frozenset(listed) for name, listed in raw.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RuleError(path, 1, f"not readable as CSV in UTF-8 ({error}); save it as that") from error
