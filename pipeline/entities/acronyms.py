"""Short forms that a text defines itself: "Norland Armed Forces (NAF)", "the NAF (Norland Armed Forces)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.entities.candidates import NAMED, Candidate

_IN_BRACKETS = re.compile(
    r"\s?\(\s?(?:the\s|or\s|better known as\s|known as\s)?[“\"'‘]?([A-Z][A-Za-z0-9&.\-]{1,11})[”\"'’]?\s?(?:[,;][^()]{0,40})?\)"
)
_SMALL_WORDS = frozenset("of the and for on in to de la du des e y a".split())


def find_definitions(text: str, candidates: Iterable[Candidate]) -> Iterator[tuple[str, int, int, Candidate]]:
    """For each candidate that a bracket right behind it abbreviates: the short form, its start and end, the candidate."""
    for candidate in candidates:
        if candidate.label not in NAMED:
            continue
        bracket = _IN_BRACKETS.match(text, candidate.end)
        if bracket is None:
            continue
        short = bracket.group(1)
        if abbreviates(short, text[candidate.start : candidate.end]):
            yield short, bracket.start(1), bracket.end(1), candidate


def find_spelt_out(text: str, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Capitalised words before a bracket that they spell out: starts and ends of the words and of the short form."""
    for bracket in _IN_BRACKETS.finditer(text, start, end):
        short = bracket.group(1)
        if sum(letter.isupper() for letter in short) < 2:
            continue
        words = list(re.finditer(r"[\w&'’.-]+", text[start : bracket.start()]))[-12:]
        for first in range(len(words) - 1, -1, -1):
            name = text[start + words[first].start() : bracket.start()].rstrip()
            if name[0].isupper() and abbreviates(short, name):
                yield (
                    start + words[first].start(),
                    start + words[first].start() + len(name),
                    bracket.start(1),
                    bracket.end(1),
                )
                break


def abbreviates(short: str, name: str) -> bool:
    """Whether the letters of ``short`` are the first letters of the words of ``name``, small words left out or not."""
    letters = [letter for letter in short.rstrip("s") if letter.isupper()]
    if len(letters) < 2:
        return False
    words = [word for word in re.split(r"[\s\-–/]+", name) if word]
    wanted = "".join(letters)
    full = [word for word in words if word.lower() not in _SMALL_WORDS]
    if len(full) < 2:
        return False
    if re.fullmatch(_initials_pattern(words), wanted):
        return True
    return len(wanted) >= 3 and _in_order(wanted, full)


def _initials_pattern(words: Sequence[str]) -> str:
    """The first letters of the words, those of small words as may be: "Movement for the Rights of X" is MRX, MROX …"""
    return "".join(
        re.escape(word[0].upper()) + ("?" if word.lower() in _SMALL_WORDS else "") for word in words
    )


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words).upper()


def _in_order(wanted: str, words: Sequence[str]) -> bool:
    """Whether the letters stand in the words in order, at least the first of the first and last word among them."""
    initials = _initials(words)
    if wanted[0] != initials[0] or abs(len(wanted) - len(words)) > 2:
        return False
    found = iter("".join(words).upper())
    return (
        all(letter in found for letter in wanted)
        and sum(letter in initials for letter in wanted) >= len(wanted) - 1
    )
