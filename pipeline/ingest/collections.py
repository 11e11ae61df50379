"""Readers of collections (.jsonl, .csv): each record an article whose text is all body."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.ingest.characters import decode, tidy
from pipeline.ingest.dates import read_date
from pipeline.ingest.draft import BadRecord, Draft, Metadata, ReadError
from pipeline.ingest.lines import split_lines

FIELDS = ("text", "id", "title", "authors", "outlet", "published")
# A cell may hold a whole article, or a book.
_LONGEST_CELL = 1 << 30
_BETWEEN_AUTHORS = re.compile(r"\s*[;|]\s*")


def read_jsonl(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
    """A draft for each line that is a JSON object with a ``text``; a bad line is a ``BadRecord`` and the rest goes on.

    :raises DecodingError: if the bytes are no text.
    """
    found = False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", decode(data, encoding)), 1):
        if not line.strip():
            continue
        found = True
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            what = getattr(error, "msg", "nested too deeply")
            yield BadRecord(str(number), f"the line is no JSON ({what}); write one JSON object a line")
            continue
        if not isinstance(value, dict):
            yield BadRecord(str(number), "the line is JSON but no object; write one object a line, with a \"text\"")
            continue
        yield _draft({str(key).lower(): field for key, field in value.items()}, str(number))
    if not found:
        raise ReadError("the file is empty; write one JSON object a line, each with a \"text\"")


def read_csv(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
    """A draft for each row of a table with a ``text`` column; its place is the line that the row begins on.

    :raises DecodingError: if the bytes are no text.
    :raises ReadError: if there is no ``text`` column.
    """
    text = decode(data, encoding)
    if not text.strip():
        raise ReadError("the file is empty; give it a header row with a column named text")
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield from _rows(text)
    finally:
        csv.field_size_limit(limit)


def _rows(text: str) -> Iterator[Draft | BadRecord]:
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    header = [name.strip().strip("\ufeff").lower() for name in next(reader)]
    if "text" not in header:
        raise ReadError(f"there is no column named text (the columns are {', '.join(header[:8])}); rename the one that holds the articles")
    begins = reader.line_num + 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(str(begins), f"the row can't be read ({error}); check its quotation marks")
            begins = reader.line_num + 1
            continue
        place, begins = str(begins), reader.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header):
            yield BadRecord(place, f"the row has {len(row)} cells and the header {len(header)}; put quotation marks around cells with {delimiter!r} in them")
            continue
        yield _draft(dict(zip(header, row, strict=False)), place)


def _draft(fields: Mapping[str, Any], place: str) -> Draft | BadRecord:
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return BadRecord(place, "the record has no text; fill its \"text\", or leave the record out")
    published = _line(fields.get("published"))
    return Draft(
        tuple(split_lines(tidy(text).replace("\f", "\n"))),
        Metadata(_line(fields.get("title")), _authors(fields.get("authors")), _line(fields.get("outlet")), read_date(published)),
        whole=True,
        record=_line(fields.get("id")),
        place=place,
    )


def _authors(value: Any) -> tuple[str, ...]:
    """Names as given: a list, or one string with semicolons or bars between."""
    names = value if isinstance(value, list) else _BETWEEN_AUTHORS.split(_line(value))
    return tuple(name for name in (_line(name) for name in names) if name)


def _line(value: Any) -> str:
    """A field as one tidy line; nothing for null, and for what is no plain value."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    return " ".join(tidy(str(value)).split())
