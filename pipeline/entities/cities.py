"""The country of a city that no other table lists, by its name and by the countries that the text speaks of.

``cities.csv`` only tells the country of a name that is a place already: it finds no names, since half of the world's
towns are called as people and things are.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.entities.officials import plain
from pipeline.entities.tables import Problem

COLUMNS = ("name", "country", "inhabitants")
# From so many inhabitants on a city is meant without a word on its country; and of two, one so many times as large.
LARGE, LARGER = 200_000, 10


@dataclass(slots=True)
class Cities:
    """Cities by name (small letters, no accents): the countries that have one, with its inhabitants."""

    by_name: dict[str, dict[str, int]] = field(default_factory=dict)

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
    """Read ``cities.csv``; empty where there is none. What is wrong is added to ``problems``.

    :param codes: the countries that there are.
    """
    cities = Cities()
    if not path.is_file():
        return cities
    with path.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        if tuple(next(lines, ())) != COLUMNS:
            problems.append(Problem(str(path), 1, f"expected the columns {','.join(COLUMNS)}"))
            return cities
        by_name = cities.by_name
        for line in lines:
            if len(line) != len(COLUMNS) or line[1] not in codes or not line[2].isdecimal():
                told = f"{','.join(line)!r}: expected a name, the ISO alpha-3 code of a country in countries.csv, a number"
                problems.append(Problem(str(path), lines.line_num, told))
                continue
            held = by_name.setdefault(plain(line[0]), {})
            held[line[1]] = max(held.get(line[1], 0), int(line[2]))
    return cities
