"""Dates of publication, in any usual form, to ISO 8601 as precise as the text.

A parser of its own: general date parsers take "may" and "march on" for dates and add a day to "May 2023".
"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?<!(?i:no)\.\s)(?<!(?i:no)\s)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WORDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}(?:\s+of)?[\s./-]+{_MONTH},?[\s./-]+{_YEAR}\b",
        rf"\b{_MONTH}[\s.-]+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_YEAR}[\s,./-]+{_MONTH}[\s./-]+{_DAY}\b",
    )
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>\s?[/.|-]\s?)(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)"
)
_MONTH_ONLY = re.compile(rf"\b{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
# Who writes the month first, where a date of numbers leaves it open.
_MONTH_FIRST = re.compile(r"\b(?:E[SD]?T|P[SD]T|C[SD]T|M[SD]T|U\.?S\.?A?)\b")
_EARLIEST = 1900


def find_date(text: str, month_first: bool = False) -> str:
    """The first date in ``text`` as YYYY-MM-DD or YYYY-MM, or an empty string.

    A date of numbers that can be read two ways is read day first, unless ``month_first`` or an American time zone
    stands beside it. A date without a year, or a year alone, is none.
    """
    found: list[tuple[int, str]] = []
    for pattern in _WORDS:
        for match in pattern.finditer(text):
            found.append((match.start(), _iso(int(match["year"]), _month(match["month"]), int(match["day"]))))
    for match in _ISO.finditer(text):
        found.append((match.start(), _iso(int(match["year"]), int(match["month"]), int(match["day"]))))
    for match in _NUMBERS.finditer(text):
        day, month = int(match["first"]), int(match["second"])
        if month > 12 or (day <= 12 and (month_first or _MONTH_FIRST.search(text))):
            day, month = month, day
        found.append((match.start(), _iso(int(match["year"]), month, day)))
    days = sorted(place for place in found if place[1])
    if days:
        return days[0][1]
    only = _MONTH_ONLY.search(text)
    if only:
        return f"{int(only['year']):04}-{_month(only['month']):02}"
    return ""


def read_date(value: str) -> str:
    """A metadata field's date: what ``find_date`` finds, or a bare year, or 20240131.

    Used where somebody has said that this is a date, so that more may be believed.
    """
    value = value.strip()
    if re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", value):
        return value
    compact = _COMPACT.fullmatch(value[:8]) if value[:8].isdigit() else None
    if compact:
        return _iso(int(compact["year"]), int(compact["month"]), int(compact["day"]))
    return find_date(value)


def without_dates(text: str) -> str:
    """``text`` with its dates, times, time zones and the bars between them cut out."""
    for pattern in (*_WORDS, _ISO, _NUMBERS, _MONTH_ONLY):
        text = pattern.sub(" | ", text)
    text = _TIME.sub(" | ", text)
    text = _LABEL.sub(" | ", text)
    return re.sub(r"\s*(?:[|•·@]\s*)+", " | ", text).strip(" |,;:-–—/()")


_TIME = re.compile(
    r"(?i:\b(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\b\.?|hrs?\b|h\b)?|\b\d{1,2}\s?[ap]\.?m\b\.?)\s?"
    r"(?:\(?(?:[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d{2})?)?)\)?)?"
)
_LABEL = re.compile(
    r"(?i:\b(?:first |last )?(?:published|updated|posted|modified|created|date|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b(?:\s(?:on|at|date))?\s?[:,.]?)"
)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _iso(year: int, month: int, day: int) -> str:
    try:
        made = date(year, month, day)
    except ValueError:
        return ""
    return made.isoformat() if made.year >= _EARLIEST else ""
