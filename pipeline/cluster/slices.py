"""A collection of JSON lines -> slices: consecutive lines that a worker reads by themselves, as if with the whole file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from pipeline.cluster.urls import opened, told_as_os_errors
from pipeline.ingest import read
from pipeline.ingest.characters import DecodingError, find_encoding
from pipeline.ingest.read import Stretch
from pipeline.inputs import Source
from pipeline.records import Article, Reject
from pipeline.settings import Settings
from pipeline.tasks import Task, record_task

_SLICED = frozenset({".jsonl", ".ndjson"})
_SAMPLE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Slice:
    """Bytes ``start`` to ``end`` of a collection: whole lines, before which stand so many lines and records.

    ``names`` are the ids of its articles, empty for a record that can't be used; they are given when all slices have
    been read once, since no two articles of a run may share one.
    """

    source: Source
    start: int
    end: int
    lines: int
    records: int
    encoding: str
    sha256: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a source once it was looked through: its hash and size, and its slices if it can be cut."""

    sha256: str = ""
    size: int = 0
    slices: tuple[Slice, ...] = ()
    unreadable: Reject | None = None


def look_through(source: Source, settings: Settings, size: int) -> Look:
    """Read a file once from end to end, and cut it at lines into slices of about ``size`` bytes, if it is one of JSON lines.

    Whatever needs the whole file to be read (a table, wide letters) isn't cut.

    :raises OSError: if it can't be read.
    """
    with opened(source) as file, told_as_os_errors():
        encoding, mark = "", 0
        if source.path.suffix.lower() in _SLICED:
            encoding, mark = _encoding_of_lines(file, settings.encoding)
        if encoding:
            return _cut(source, file, encoding, mark, size)
        digest, length = hashlib.sha256(), 0
        while data := file.read(_SAMPLE_BYTES):
            digest.update(data)
            length += len(data)
        return Look(digest.hexdigest(), length)


def _encoding_of_lines(file: BinaryIO, wished: str) -> tuple[str, int]:
    """The encoding, and the length of the mark before the text; no encoding where lines can't be told before decoding."""
    sample = file.read(_SAMPLE_BYTES)
    file.seek(0)
    try:
        name, mark = find_encoding(sample, wished)
    except DecodingError:
        return "", 0
    return ("", 0) if name.startswith(("utf-16", "utf-32")) else (name, mark)


def _cut(source: Source, file: BinaryIO, encoding: str, mark: int, size: int) -> Look:
    digest = hashlib.sha256()
    slices: list[Slice] = []
    start = end = records = first_line = first_record = 0
    for lines, raw in enumerate(file):
        # A mark before a line in the middle is a letter there, and would be none at the start of a slice.
        if end - start >= size and records > first_record and not find_encoding(raw, encoding)[1]:
            slices.append(Slice(source, start, end, first_line, first_record, encoding, ""))
            start, first_line, first_record = end, lines, records
        digest.update(raw)
        records += _holds_record(raw[mark:] if lines == 0 else raw, encoding)
        end += len(raw)
    if records > first_record:
        slices.append(Slice(source, start, end, first_line, first_record, encoding, ""))
    elif slices:
        slices[-1] = replace(slices[-1], end=end)
    sha256 = digest.hexdigest()
    return Look(sha256, end, tuple(replace(one, sha256=sha256) for one in slices))


def _holds_record(raw: bytes, encoding: str) -> bool:
    """Whether the reader makes a record, good or bad, of the line."""
    if raw[:1] == b"{":
        return True
    try:
        return bool(raw.decode(encoding).strip())
    except UnicodeDecodeError:
        return True


def read_slice(part: Slice, settings: Settings) -> Iterator[Article | Reject]:
    """What is found in a slice, just as when the whole file is read.

    :raises OSError: if its file can't be read.
    """
    with opened(part.source) as file, told_as_os_errors():
        file.seek(part.start)
        stretch = Stretch(file.read(part.end - part.start), part.lines, part.records, part.sha256)
    settings = settings.model_copy(update={"encoding": part.encoding})
    yield from read(part.source.path, part.source.root, settings, stretch)


def names_in(part: Slice, settings: Settings) -> tuple[str, ...]:
    """The ids that the slice's articles would have if they were alone; empty for a record that can't be used.

    :raises OSError: if its file can't be read.
    """
    return tuple(
        "" if isinstance(found, Reject) else found.article_id for found in read_slice(part, settings)
    )


def slice_tasks(number: int, part: Slice, fingerprint: str, settings: Settings) -> Iterator[Task | Reject]:
    """A task for each record of a slice whose names are known, or why there is none, in its order.

    :raises OSError: if its file can't be read.
    """
    for place, (found, name) in enumerate(zip(read_slice(part, settings), part.names, strict=True)):
        if isinstance(found, Reject):
            yield found
        else:
            yield record_task(number, part.records + place, part.source.shown, found, name, fingerprint)
