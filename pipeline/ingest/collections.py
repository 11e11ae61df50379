"""Readers of collections (.jsonl, .csv): each record an article whose text is all body."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any, AnyStr, BinaryIO

from pipeline.ingest.characters import DecodingError, checked_text, find_encoding, tidy
from pipeline.ingest.dates import read_date
from pipeline.ingest.draft import BadRecord, Draft, Metadata, ReadError
from pipeline.ingest.lines import split_lines

FIELDS = ("text", "id", "title", "authors", "outlet", "published")
# A record may hold a book; what is longer is no record, and would have to be held in memory to say so.
_LONGEST = 32_000_000
# The encoding is found out from so much of a file.
_SAMPLE_BYTES = 1 << 20
_BETWEEN_AUTHORS = re.compile(r"\s*[;|]\s*")


def read_jsonl(file: BinaryIO, encoding: str) -> Iterator[Draft | BadRecord]:
    """A draft for each line that is a JSON object with a ``text``; a bad line is a ``BadRecord`` and the rest goes on.

    The file is read line by line, whatever its size.

    :raises DecodingError: if the bytes are no text.
    :raises ReadError: if it holds no line.
    """
    found = False
    for number, line in enumerate(_text_lines(file, encoding), 1):
        if isinstance(line, BadRecord):
            yield line
        elif line.strip():
            yield _json_record(line, str(number))
        else:
            continue
        found = True
    if not found:
        raise ReadError('the file is empty; write one JSON object a line, each with a "text"')


def _text_lines(file: BinaryIO, encoding: str) -> Iterator[str | BadRecord]:
    sample = file.read(_SAMPLE_BYTES)
    name, mark = _encoding_of(sample, encoding)
    file.seek(mark)
    if name.startswith(("utf-16", "utf-32")):
        # A line end's bytes are also parts of letters here: no cutting before decoding.
        text = io.TextIOWrapper(file, encoding=name)
        try:
            for number, line in enumerate(_bounded(text), 1):
                yield _too_long(number) if line is None else line
        except UnicodeDecodeError:
            raise DecodingError(f"a byte doesn't fit {name}; give the right one with --encoding") from None
        finally:
            text.detach()
        return
    for number, raw in enumerate(_bounded(file), 1):
        try:
            yield _too_long(number) if raw is None else raw.decode(name)
        except UnicodeDecodeError as error:
            yield BadRecord(
                str(number),
                f"byte {error.start} of the line doesn't fit {name}; save the file as UTF-8, or name its encoding",
            )


def _encoding_of(sample: bytes, encoding: str) -> tuple[str, int]:
    """The encoding of a file that begins so, and the length of its mark.

    :raises DecodingError: if it is no text.
    """
    name, mark = find_encoding(sample, encoding)
    checked_text(sample[mark:].decode(name, errors="ignore"))
    return name, mark


def _bounded(file: IO[AnyStr]) -> Iterator[AnyStr | None]:
    """The lines of a file; None for each that is too long, which is passed over piece by piece."""
    while line := file.readline(_LONGEST):
        if len(line) < _LONGEST:
            yield line
            continue
        while len(file.readline(_SAMPLE_BYTES)) == _SAMPLE_BYTES:
            pass
        yield None


def _too_long(number: int) -> BadRecord:
    return BadRecord(str(number), f"the line is longer than {_LONGEST:,} characters; write one article a line")


def _json_record(line: str, place: str) -> Draft | BadRecord:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        what = getattr(error, "msg", "nested too deeply, or a number too long")
        return BadRecord(place, f"the line is no JSON ({what}); write one JSON object a line")
    if not isinstance(value, dict):
        return BadRecord(place, 'the line is JSON but no object; write one object a line, with a "text"')
    return _draft({str(key).lower(): field for key, field in value.items()}, place)


def read_csv(file: BinaryIO, encoding: str) -> Iterator[Draft | BadRecord]:
    """A draft for each row of a table with a ``text`` column; its place is the line that the row begins on.

    :raises DecodingError: if the bytes are no text.
    :raises ReadError: if there is no ``text`` column, bytes don't fit the encoding, or a row has no end.
    """
    sample = file.read(_SAMPLE_BYTES)
    name, mark = _encoding_of(sample, encoding)
    file.seek(mark)
    text = io.TextIOWrapper(file, encoding=name, newline="")
    limit = csv.field_size_limit(_LONGEST)
    try:
        yield from _rows(_RowLines(text), sample[mark:].decode(name, errors="ignore"))
    except UnicodeDecodeError:
        raise ReadError(
            f"a byte doesn't fit {name}; save the file as UTF-8, or give its encoding with --encoding"
        ) from None
    finally:
        csv.field_size_limit(limit)
        text.detach()


class _RowLines:
    """The lines of a table; ``begin`` is called before each row, since only a row's length has a limit."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._left = _LONGEST

    def begin(self) -> None:
        """A row begins."""
        self._left = _LONGEST

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self._left + 1):
            self._left -= len(line)
            if self._left < 0:
                raise ReadError(
                    f"a row is longer than {_LONGEST:,} characters; check its quotation marks: it and what follows isn't read"
                )
            yield line.replace("\x00", "")


def _rows(lines: _RowLines, sample: str) -> Iterator[Draft | BadRecord]:
    first = sample.split("\n", 1)[0]
    reader = csv.reader(lines, delimiter=max(",;\t", key=first.count))
    header = [cell.strip().lower() for cell in next(reader, [])]
    if not any(header):
        raise ReadError("the file is empty; give it a header row with a column named text")
    if "text" not in header:
        raise ReadError(
            f"there is no column named text (the columns are {', '.join(header[:8])}); rename the one that holds the articles"
        )
    while True:
        place = str(reader.line_num + 1)
        lines.begin()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(place, f"the row can't be read ({error}); check its quotation marks")
            continue
        if len(row) > len(header):
            yield BadRecord(
                place,
                f"the row has {len(row)} cells and the header {len(header)}; put quotation marks around cells that hold commas",
            )
        elif any(cell.strip() for cell in row):
            yield _draft(dict(zip(header, row, strict=False)), place)


def _draft(fields: Mapping[str, Any], place: str) -> Draft | BadRecord:
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return BadRecord(place, 'the record has no text; fill its "text", or leave the record out')
    published = _line(fields.get("published"))
    return Draft(
        tuple(split_lines(tidy(text).replace("\f", "\n"))),
        Metadata(
            _line(fields.get("title")),
            _authors(fields.get("authors")),
            _line(fields.get("outlet")),
            read_date(published),
        ),
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
