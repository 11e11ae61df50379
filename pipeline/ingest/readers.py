"""The readers by file ending: a new format is added here, as one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.ingest.collections import read_csv, read_jsonl
from pipeline.ingest.docx import read_docx
from pipeline.ingest.draft import BadRecord, Draft
from pipeline.ingest.html import read_html
from pipeline.ingest.markdown import read_markdown
from pipeline.ingest.pdf import read_pdf
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


_PLAIN = Reader("txt", read_plain)
_MARKDOWN = Reader("md", read_markdown)
_HTML = Reader("html", read_html)
_JSONL = Reader("jsonl", read_many=read_jsonl)

READERS: dict[str, Reader] = {
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".docx": Reader("docx", read_docx),
    ".pdf": Reader("pdf", read_pdf),
    ".jsonl": _JSONL,
    ".ndjson": _JSONL,
    ".csv": Reader("csv", read_many=read_csv),
}


def known_endings() -> str:
    """The endings that can be read, for a message."""
    return ", ".join(sorted(READERS))
