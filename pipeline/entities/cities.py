"""The country of a city that no other table lists, by its name and by the countries that the text speaks of.

``cities.csv`` only tells the country of a name that is a place already: it finds no names, since half of the world's
towns are called as people and things are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.compiled import key_by, known
from pipeline.entities.officials import plain
from pipeline.entities.tables import Problem

COLUMNS = ("name", "country", "inhabitants")
# From so many inhabitants on a city is meant without a word on its country; and of two, one so many times as large.
LARGE, LARGER = 200_000, 10


@dataclass
class Cities:
    """Cities by name (small letters, no accents): the countries that have one, with its inhabitants.

    ``data`` is the table as it stands in its file, read when the first city is asked for; ``codes`` are the countries that
    there are.
    """

    data: bytes = b""
    codes: frozenset[str] = frozenset()

    @cached_property
    def by_name(self) -> dict[str, dict[str, int]]:
        """The inhabitants by name and country."""
        found: dict[str, dict[str, int]] = {}
        for _, line in self.lines():
            if self.is_right(line):
                held = found.setdefault(plain(line[0]), {})
                held[line[1]] = max(held.get(line[1], 0), int(line[2]))
        return found

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """The lines with their numbers, the header first."""
        lines = csv.reader(io.StringIO(self.data.decode("utf-8"), newline=""))
        for line in lines:
            yield lines.line_num, line

    def is_right(self, line: list[str]) -> bool:
        """Whether a line is a name, the code of a country and a number."""
        return len(line) == len(COLUMNS) and line[1] in self.codes and line[2].isdecimal()

    def country_of(self, name: str, told: Collection[str]) -> str:
        """The country of a city, or empty where several may be meant, or a small town of a country not spoken of.

        :param told: ISO codes of the countries that the text names.
        """
        found = self.by_name.get(plain(name), {})
        near = [code for code in found if code in told]
        if len(near) == 1:
            return near[0]
        ranked = sorted(found, key=lambda code: (-found[code], code))
        if near or not ranked or found[ranked[0]] < LARGE:
            return ""
        if len(ranked) > 1 and found[ranked[0]] < LARGER * found[ranked[1]]:
            return ""
        return ranked[0]


def load_cities(path: Path, codes: Collection[str], problems: list[Problem]) -> Cities:
    """The cities of ``cities.csv``; none where it isn't there. What is wrong is added to ``problems``.

    :param codes: the countries that there are.
    """
    if not path.is_file():
        return Cities()
    cities = Cities(path.read_bytes(), frozenset(codes))
    if known(key_of_cities(cities)) is not True:
        problems.extend(_problems(cities, path))
    return cities


def key_of_cities(cities: Cities) -> str:
    """Under what it stands that nothing is wrong with a table of cities."""
    return key_by(__file__, cities.data, " ".join(sorted(cities.codes)).encode())


def _problems(cities: Cities, path: Path) -> Iterator[Problem]:
    lines = cities.lines()
    _, header = next(lines, (1, []))
    if tuple(header) != COLUMNS:
        yield Problem(str(path), 1, f"expected the columns {','.join(COLUMNS)}")
        return
    for number, line in lines:
        if not cities.is_right(line):
            told = f"{','.join(line)!r}: expected a name, the ISO alpha-3 code of a country in countries.csv, a number"
            yield Problem(str(path), number, told)
