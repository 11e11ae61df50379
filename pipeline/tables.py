"""Records -> CSV and data package, and back to data frames.

An article's rows become text at once (:func:`lines`), so that a table is written by putting the articles'
lines one after the other, and memory stays flat however many there are.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.dyads import find_dyads
from pipeline.records import Article, Event, Mention, Participant, Reject, Sentence, Stance, columns
from pipeline.schema import TABLE, TABLES, ArticleRow, Table

if TYPE_CHECKING:
    import pandas as pd

_DECIMALS = 6
ROWS_A_PART = 5_000


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found in one article."""

    article: Article
    words: int
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]
    stances: tuple[Stance, ...]


@dataclass(slots=True)
class Rows:
    """One input's part of the tables, as text, or a part of it: what a worker sends back and the cache keeps, packed.

    ``lines`` holds the CSV lines of each table, ``texts`` the cleaned text of each article, ``counts`` what
    the summary says, ``tallies`` what the profiles add up.
    """

    lines: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    tallies: list[dict[str, Any]] = field(default_factory=list)


def joined(parts: Iterable[Rows]) -> Rows:
    """Parts of the tables as one, in their order."""
    parts, rows = list(parts), Rows()
    names = {name: None for part in parts for name in part.lines}
    rows.lines = {name: "".join(part.lines.get(name, "") for part in parts) for name in names}
    counts: Counter[str] = Counter()
    for part in parts:
        rows.texts.update(part.texts)
        counts.update(part.counts)
        rows.tallies += part.tallies
    rows.counts = dict(counts)
    return rows


def article_rows(analysis: Analysis) -> dict[str, list[Any]]:
    """The rows of one article for each table but profiles and rejects, as records in their order."""
    article = analysis.article
    row = ArticleRow(
        article_id=article.article_id,
        path=article.path,
        format=article.format,
        title=article.title,
        authors=article.authors,
        outlet=article.outlet,
        published=article.published,
        language=article.language,
        words=analysis.words,
        sentences=len(analysis.sentences),
        sha256=article.sha256,
    )
    return {
        "articles": [row],
        "sentences": list(analysis.sentences),
        "entities": list(analysis.mentions),
        "events": list(analysis.events),
        "participants": [one for event in analysis.events for one in _distinct(event.participants)],
        "dyads": [dyad for event in analysis.events for dyad in find_dyads(article, event)],
        "stances": list(analysis.stances),
    }


def _distinct(participants: Iterable[Participant]) -> Iterator[Participant]:
    """Each actor once in each role, as first met."""
    seen: set[tuple[str, str]] = set()
    for one in participants:
        if (one.role, one.name) not in seen:
            seen.add((one.role, one.name))
            yield one


def cell(value: Any) -> str:
    """A value as a CSV cell: lists joined by ``; ``, truth as ``true`` and ``false``, the unknown empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{round(value, _DECIMALS) + 0.0:g}"
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)


def csv_line(cells: Iterable[str]) -> str:
    """The cells as one line by RFC 4180, closed by ``\\n``; a cell is quoted only where it has to be."""
    return ",".join(_quoted(text) for text in cells) + "\n"


def _quoted(text: str) -> str:
    # The csv module leaves "\r" bare in some versions of Python; readers take it for a line's end.
    if any(character in text for character in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def lines(table: Table, records: Iterable[Any]) -> str:
    """The records as CSV lines of their table, without the header."""
    names = columns(table.record)
    return "".join(csv_line(cell(getattr(record, name)) for name in names) for record in records)


def header(table: Table) -> str:
    """The header line of a table."""
    return csv_line(table.header)


def encode(text: str) -> bytes:
    """UTF-8; half of a surrogate pair, which no file can hold, becomes one ``?``, so that offsets stay."""
    return text.encode("utf-8", errors="replace")


def frame(table: Table, text: str | Path) -> pd.DataFrame:
    """A table's CSV (its text, or the file) as a typed data frame: the same rows, an unknown cell missing.

    Dates stay text, since they are as precise as the article is: a day, a month or a year.

    :raises FileNotFoundError: if the file isn't there.
    """
    import pandas as pd

    types = {column.name: _PANDAS[column.type] for column in table.columns}
    source = text if isinstance(text, Path) else io.StringIO(text)
    return pd.read_csv(source, dtype=types, keep_default_na=False, na_values=[""], encoding="utf-8")


_PANDAS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


def frames(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of an output folder as a typed data frame, by name."""
    return {table.name: frame(table, folder / f"{table.name}.csv") for table in TABLES}


def add_sha256(rows: Rows, sha256: str) -> None:
    """Put the hash of the file around a record into the record's line of articles, whose last cell is still empty."""
    if "articles" in rows.lines:
        rows.lines["articles"] = f"{rows.lines['articles'].removesuffix(chr(10))}{sha256}\n"


def reject_line(reject: Reject) -> str:
    """A line of rejects.csv."""
    return csv_line(cell(value) for value in astuple(reject))


def rows_of(analysis: Analysis) -> Iterator[Rows]:
    """An article's part of the tables, ready to be kept and written: one for most articles, several for a very long one.

    Each holds up to ``ROWS_A_PART`` rows of each table, so that all of them never stand in memory as text at once.
    """
    records = article_rows(analysis)
    for start in range(0, max(map(len, records.values())), ROWS_A_PART):
        rows = Rows()
        if not start:
            rows.texts[analysis.article.article_id] = analysis.article.text
        for name, found in records.items():
            part = found[start : start + ROWS_A_PART]
            if part or not start:
                rows.lines[name] = lines(TABLE[name], part)
                rows.counts[name] = len(part)
        for event in records["events"][start : start + ROWS_A_PART]:
            kind = f"events {event.event_type}"
            rows.counts[kind] = rows.counts.get(kind, 0) + 1
        yield rows
