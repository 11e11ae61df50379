"""Names found by their form: the token patterns of ``patterns.yml``, written as for spaCy's EntityRuler.

Read here and not by spaCy's Matcher, because thousands of texts share one vocabulary that a Matcher would fill, and
because a first word decides at once which patterns are worth trying. Of spaCy's language TEXT, LOWER, LENGTH, SPACY and
``OP: "?"`` are known; anything else is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from spacy.tokens import Token

from pipeline.bounds import check_expression
from pipeline.entities.tables import LABELS, SECTORS, Problem, has_shape, line_of, read_yaml_file

Test = Callable[[str], bool]
_OPERATORS = {">=": int.__ge__, ">": int.__gt__, "<=": int.__le__, "<": int.__lt__, "==": int.__eq__}
_KEYS = frozenset({"id", "label", "country", "sector", "patterns", "match", "no_match", "about", "makers"})


@dataclass(frozen=True, slots=True)
class Step:
    """One token of a pattern: its tests, whether a space follows (None: either), whether it may be left out."""

    tests: tuple[Test, ...]
    spaced: bool | None
    optional: bool
    words: frozenset[str] | None

    def fits(self, token: Token) -> bool:
        """Whether the token passes."""
        if self.words is not None and token.text not in self.words:
            return False
        if self.spaced is not None and bool(token.whitespace_) != self.spaced:
            return False
        return all(test(token.text) for test in self.tests)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern with what it makes of its matches."""

    rule: str
    label: str
    country: str
    sector: str
    steps: tuple[Step, ...]
    makers: tuple[tuple[str, str], ...] = ()
    """How the names of a country's makes begin, the longest first, and the country."""

    def country_of(self, text: str) -> str:
        """The country of what matched: the pattern's, or that of the maker whose name it begins with."""
        return self.country or next((code for start, code in self.makers if text.startswith(start)), "")


@dataclass(slots=True)
class Patterns:
    """All patterns, by their first word where that is one of a list."""

    by_word: dict[str, list[Pattern]] = field(default_factory=dict)
    others: list[Pattern] = field(default_factory=list)
    _first: dict[str, list[Pattern]] = field(default_factory=dict)

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, Pattern]]:
        """The longest match at each position: first and last position in ``tokens``, and the pattern."""
        for at, token in enumerate(tokens):
            best: tuple[int, Pattern] | None = None
            for pattern in self._candidates(token.text):
                end = _match(pattern.steps, 0, tokens, at)
                if end > at and (best is None or end > best[0]):
                    best = (end, pattern)
            if best is not None:
                yield at, best[0] - 1, best[1]

    def _candidates(self, text: str) -> list[Pattern]:
        if not (text[:1].isupper() or text in self.by_word or text[:1].isdigit()):
            return []
        found = self._first.get(text)
        if found is None:
            found = self.by_word.get(text, []) + [
                p for p in self.others if p.steps[0].optional or all(t(text) for t in p.steps[0].tests)
            ]
            if len(self._first) < 100_000:
                self._first[text] = found
        return found


def _match(steps: tuple[Step, ...], step: int, tokens: Sequence[Token], at: int) -> int:
    """Where the steps from ``step`` on end when they begin at ``at``.

    -1 where they don't fit. Optional tokens are taken if they can be.
    """
    if step == len(steps):
        return at
    one = steps[step]
    if at < len(tokens) and one.fits(tokens[at]):
        end = _match(steps, step + 1, tokens, at + 1)
        if end >= 0:
            return end
    return _match(steps, step + 1, tokens, at) if one.optional else -1


class _Entry(BaseModel):
    """Of which kind the values of a pattern are; its keys are checked by name."""

    id: str = ""
    label: str = ""
    country: str | None = None
    sector: str | None = None
    patterns: tuple[tuple[dict[str, Any], ...], ...] = ()
    makers: dict[str, tuple[str, ...]] | None = None


class _PatternFile(BaseModel):
    """Of which kind the values of ``patterns.yml`` are."""

    patterns: tuple[_Entry, ...] = ()


def load_patterns(
    path: Path, codes: frozenset[str], problems: list[Problem], own: Path | None = None
) -> Patterns:
    """Read ``patterns.yml``; empty where there is none. What is wrong is added to ``problems``.

    :param own: a further such file, whose patterns take the place of those that have the same id.
    """
    found = Patterns()
    entries: dict[str, tuple[Path, Any]] = {}
    for file in (path, own) if own is not None else (path,):
        raw = read_yaml_file(file, problems)
        if has_shape(file, raw, _PatternFile, problems):
            entries.update({str(entry.get("id", "")): (file, entry) for entry in raw.get("patterns") or ()})
    for path, entry in entries.values():
        line = line_of(entry)
        wrong = _wrong(entry, codes)
        if wrong:
            problems.append(Problem(str(path), line, wrong))
            continue
        for number, steps in enumerate(entry["patterns"], 1):
            try:
                made = tuple(_step(step) for step in steps)
            except (ValueError, TypeError, re.error) as error:
                problems.append(Problem(str(path), line, f"{entry['id']}: pattern {number}: {error}"))
                continue
            pattern = Pattern(
                entry["id"],
                entry["label"],
                entry.get("country") or "",
                entry.get("sector") or "",
                made,
                _makers(entry.get("makers") or {}),
            )
            first = made[0]
            if first.words is not None and not first.optional:
                for word in first.words:
                    found.by_word.setdefault(word, []).append(pattern)
            else:
                found.others.append(pattern)
    return found


def _makers(raw: dict[str, list[Any]]) -> tuple[tuple[str, str], ...]:
    found = [(str(start), code) for code, starts in raw.items() for start in starts]
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one[0])))


def _wrong(entry: Any, codes: frozenset[str]) -> str:
    if not isinstance(entry, dict) or not entry.get("id") or not entry.get("patterns"):
        return "a pattern needs an id, a label and patterns"
    unknown = set(entry) - _KEYS
    if unknown:
        return (
            f"{entry['id']}: unknown key {', '.join(sorted(unknown))}; known keys: {', '.join(sorted(_KEYS))}"
        )
    if entry.get("label") not in LABELS:
        return (
            f"{entry['id']}: unknown label {entry.get('label')!r}; known labels: {', '.join(sorted(LABELS))}"
        )
    if entry.get("country") and entry["country"] not in codes:
        return f"{entry['id']}: country {entry['country']!r} is no ISO 3166-1 alpha-3 code of countries.csv"
    makers = entry.get("makers") or {}
    if not isinstance(makers, dict) or any(not isinstance(starts, list) for starts in makers.values()):
        return f"{entry['id']}: makers are lists of beginnings of names by country: {{USA: [F-, B-]}}"
    strange = [str(code) for code in makers if code not in codes]
    if strange:
        return f"{entry['id']}: maker {', '.join(strange)} is no ISO 3166-1 alpha-3 code of countries.csv"
    if entry.get("sector") and entry["sector"] not in SECTORS:
        return (
            f"{entry['id']}: unknown sector {entry['sector']!r}; known sectors: {', '.join(sorted(SECTORS))}"
        )
    return ""


def _step(raw: dict[str, Any]) -> Step:
    unknown = set(raw) - {"TEXT", "LOWER", "LENGTH", "SPACY", "OP"}
    if unknown:
        raise ValueError(
            f"{', '.join(sorted(unknown))} isn't understood here; use TEXT, LOWER, LENGTH, SPACY and OP"
        )
    if raw.get("OP", "?") != "?":
        raise ValueError(f'OP {raw["OP"]!r} isn\'t understood here; use "?" or leave it out')
    tests: list[Test] = []
    words: frozenset[str] | None = None
    for key in ("TEXT", "LOWER"):
        if key not in raw:
            continue
        own, listed = _text_tests(raw[key])
        if key == "TEXT":
            words = listed
            tests.extend(own)
        else:
            tests.extend(
                _lowered(test) for test in (*own, *([listed.__contains__] if listed is not None else []))
            )
    for operator, length in (raw.get("LENGTH") or {}).items() if isinstance(raw.get("LENGTH"), dict) else ():
        tests.append(_length_test(operator, length))
    return Step(tuple(tests), raw.get("SPACY"), raw.get("OP") == "?", words)


def _text_tests(value: Any) -> tuple[list[Test], frozenset[str] | None]:
    if not isinstance(value, dict):
        return [], frozenset({str(value)})
    unknown = set(value) - {"REGEX", "IN", "NOT_IN"}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} isn't understood here; use REGEX, IN and NOT_IN")
    tests: list[Test] = []
    if "REGEX" in value:
        check_expression(value["REGEX"])
        search = re.compile(value["REGEX"]).search
        tests.append(lambda text: search(text) is not None)
    if "NOT_IN" in value:
        barred = frozenset(map(str, value["NOT_IN"]))
        tests.append(lambda text: text not in barred)
    return tests, frozenset(map(str, value["IN"])) if "IN" in value else None


def _lowered(test: Test) -> Test:
    return lambda text: test(text.lower())


def _length_test(operator: str, length: int) -> Test:
    if operator not in _OPERATORS:
        raise ValueError(f"LENGTH {operator!r} isn't understood here; use {', '.join(_OPERATORS)}")
    compare = _OPERATORS[operator]
    return lambda text: compare(len(text), length)
