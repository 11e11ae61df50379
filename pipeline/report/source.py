"""The tables of an output folder, checked, for what is made of them afterwards."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipeline.outputs import RUN, TEXTS
from pipeline.schema import TABLE, TABLES


class ReportError(ValueError):
    """The folder can't be read from or written into; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One article with its text and all its rows; each row a list of cells in the order of the table's header."""

    article: dict[str, str]
    text: str
    rows: dict[str, list[list[str]]]


def check_tables(folder: Path) -> None:
    """See that a folder holds all tables with all columns that this version knows.

    :raises ReportError: if one is missing or was written by another version.
    """
    if not folder.is_dir():
        raise ReportError(f"{folder}: no such folder; name the one that `commentariat extract --out` wrote")
    missing = [f"{table.name}.csv" for table in TABLES if not (folder / f"{table.name}.csv").is_file()]
    if len(missing) == len(TABLES):
        raise ReportError(f"{folder}: holds no tables; run `commentariat extract ARTICLES --out {folder}` first")
    if missing:
        raise ReportError(
            f"{folder}: {', '.join(missing)} is not there; the tables are of an older version or not whole:"
            f" run `commentariat extract ARTICLES --out {folder}` again"
        )
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        with _opened(path) as stream:
            header = next(csv.reader(stream), [])
        lacking = [name for name in table.header if name not in header]
        if lacking:
            raise ReportError(
                f"{path}: has no column {', '.join(lacking)}; the table is of another version:"
                f" run `commentariat extract ARTICLES --out {folder}` again"
            )


def _opened(path: Path) -> IO[str]:
    return path.open(encoding="utf-8", errors="replace", newline="")


def rows_of(folder: Path, name: str) -> Iterator[list[str]]:
    """The rows of a table, their cells in the order of the header that this version knows."""
    csv.field_size_limit(2**31 - 1)
    wanted = TABLE[name].header
    with _opened(folder / f"{name}.csv") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        places = [header.index(column) for column in wanted]
        plain = places == list(range(len(header)))
        for row in reader:
            if len(row) == len(header):
                yield row if plain else [row[place] for place in places]


def records_of(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a table as dictionaries."""
    header = TABLE[name].header
    for row in rows_of(folder, name):
        yield dict(zip(header, row, strict=True))


def run_of(folder: Path) -> dict[str, Any]:
    """What ``run.json`` says of versions, model and rules; empty where it isn't there or can't be read."""
    try:
        found = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


_BY_ARTICLE = ("sentences", "entities", "events", "dyads", "stances")


def bundles(folder: Path) -> Iterator[Bundle]:
    """Each article with its rows, one after the other, so that memory stays flat.

    :raises ReportError: if a table isn't in the order of the articles (sorted anew by somebody).
    """
    streams = {name: _Stream(folder, name, "article_id") for name in _BY_ARTICLE}
    participants = _Stream(folder, "participants", "event_id")
    event_id = TABLE["events"].header.index("event_id")
    for article in records_of(folder, "articles"):
        rows = {name: stream.take(article["article_id"]) for name, stream in streams.items()}
        rows["participants"] = [one for event in rows["events"] for one in participants.take(event[event_id])]
        yield Bundle(article, _text(folder, article["article_id"]), rows)
    for stream in (*streams.values(), participants):
        stream.expect_end()


class _Stream:
    """The rows of a table, taken key by key in the order in which they stand."""

    def __init__(self, folder: Path, name: str, key: str) -> None:
        self._path = folder / f"{name}.csv"
        self._rows = rows_of(folder, name)
        self._place = TABLE[name].header.index(key)
        self._next = next(self._rows, None)

    def take(self, key: str) -> list[list[str]]:
        found = []
        while self._next is not None and self._next[self._place] == key:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found

    def expect_end(self) -> None:
        if self._next is not None:
            raise ReportError(
                f"{self._path}: its rows are not in the order of articles.csv (see {self._next[self._place]!r});"
                " run `commentariat extract` again"
            )


def _text(folder: Path, article_id: str) -> str:
    path = folder / TEXTS / f"{article_id}.txt"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(
            f"{path}: can't be read, but is the text that articles.csv names; run `commentariat extract` again"
        ) from error
