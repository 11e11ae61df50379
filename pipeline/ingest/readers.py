"""The readers by file ending: a new format is added here, as one line. What a format needs is imported when it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from pipeline.ingest.collections import read_csv, read_jsonl
from pipeline.ingest.draft import BadRecord, Draft
from pipeline.ingest.plain import read_plain


@dataclass(frozen=True, slots=True)
class Reader:
    """How a format is read: its name in the tables, and the function for one article's bytes or for a file of many.

    Both functions take the encoding that was asked for (empty: find it out).
    """

    format: str
    read: Callable[[bytes, str], Iterator[Draft | BadRecord]] | None = None
    read_many: Callable[[BinaryIO, str], Iterator[Draft | BadRecord]] | None = None

    @property
    def collection(self) -> bool:
        """Whether each record of a file is an article."""
        return self.read_many is not None


def _when_met(format: str) -> Reader:
    """The reader ``read_<format>`` of the module of that name, whose libraries take a while to import."""

    def read(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
        module = import_module(f"pipeline.ingest.{format}")
        yield from getattr(module, f"read_{format}")(data, encoding)

    return Reader(format, read)


_PLAIN = Reader("txt", read_plain)
_MARKDOWN = Reader("md", _when_met("markdown").read)
_HTML = _when_met("html")
_JSONL = Reader("jsonl", read_many=read_jsonl)

READERS: dict[str, Reader] = {
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".docx": _when_met("docx"),
    ".pdf": _when_met("pdf"),
    ".jsonl": _JSONL,
    ".ndjson": _JSONL,
    ".csv": Reader("csv", read_many=read_csv),
}


def known_endings() -> str:
    """The endings that can be read, for a message."""
    return ", ".join(sorted(READERS))
