"""Reader of plain text (.txt, .text, standard input)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.characters import decode, tidy
from pipeline.ingest.draft import BadRecord, Draft
from pipeline.ingest.lines import split_lines


def read_plain(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
    """One draft: the text's lines.

    :raises DecodingError: if the bytes are no text.
    """
    yield Draft(tuple(split_lines(tidy(decode(data, encoding)))))
