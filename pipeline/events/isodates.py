"""ISO dates as precise as what they are read from, and no more: ``2022-03-02``, ``2021-04``, ``1982``."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from dateparser.date import DateDataParser
from dateutil.relativedelta import relativedelta

FULL, MONTH, YEAR = "%Y-%m-%d", "%Y-%m", "%Y"
PRECISION = {"day": FULL, "week": MONTH, "month": MONTH, "year": YEAR}
BARE_YEAR = re.compile(r"(?:1[789]|20)\d\d")


def shift(anchor: str, number: int, unit: str) -> str:
    """The anchor moved by days, weeks, months or years, no more precise than the anchor or the unit."""
    precision = {4: YEAR, 7: MONTH, 10: FULL}[len(anchor)]
    moved = datetime.strptime(anchor, precision) + relativedelta(**{unit + "s": number})  # type: ignore[arg-type]
    coarser = {"day": FULL, "week": FULL, "month": MONTH, "year": YEAR}[unit]
    return moved.strftime(min(precision, coarser, key=len))


@lru_cache(maxsize=64)
def _parser(published: str) -> Any:
    settings: dict[str, Any] = {
        "PREFER_DATES_FROM": "past",
        "PARSERS": ["relative-time", "absolute-time"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    base = (
        datetime.strptime(
            (published + "-07-01")[:10] if len(published) == 4 else (published + "-15")[:10], FULL
        )
        if published
        else datetime(2000, 1, 1)
    )
    return DateDataParser(languages=["en"], settings={**settings, "RELATIVE_BASE": base})


@lru_cache(maxsize=4096)
def read_date(text: str, published: str) -> str:
    """dateparser's reading at the precision of the text; without ``published`` only what carries its own year."""
    if BARE_YEAR.fullmatch(text):
        return text
    year = BARE_YEAR.search(text)
    if not re.search(r"[A-Za-z]", text) or len(text) > 40 or (not published and not year):
        return ""
    data = _parser(published).get_date_data(text)
    if data.date_obj is None:
        return year.group() if year else ""
    if year and data.date_obj.year != int(year.group()):
        return year.group()
    return str(data.date_obj.strftime(PRECISION[data.period]))
