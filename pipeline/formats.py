"""The formats by file ending: a new one is added here, as one line.

What reads a format is imported when a file of it is met: to know which files hold many articles a run needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pipeline.ingest.draft import BadRecord, Draft


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


def _one(format: str, module: str) -> Reader:
    """The reader of a format that holds one article: ``read_<module>`` of that module."""

    def read(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
        yield from getattr(import_module(f"pipeline.ingest.{module}"), f"read_{module}")(data, encoding)

    return Reader(format, read)


def _many(format: str) -> Reader:
    """The reader of a format that holds many: ``read_<format>`` of the module of collections."""

    def read_many(file: BinaryIO, encoding: str) -> Iterator[Draft | BadRecord]:
        yield from getattr(import_module("pipeline.ingest.collections"), f"read_{format}")(file, encoding)

    return Reader(format, read_many=read_many)


_PLAIN = _one("txt", "plain")
_MARKDOWN = _one("md", "markdown")
_HTML = _one("html", "html")
_JSONL = _many("jsonl")

READERS: dict[str, Reader] = {
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".docx": _one("docx", "docx"),
    ".pdf": _one("pdf", "pdf"),
    ".jsonl": _JSONL,
    ".ndjson": _JSONL,
    ".csv": _many("csv"),
}


def known_endings() -> str:
    """The endings that can be read, for a message."""
    return ", ".join(sorted(READERS))
