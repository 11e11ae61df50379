"""Reader of plain text (.txt, .text, standard input)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.characters import decode, tidy
from pipeline.ingest.draft import BadRecord, Draft
from pipeline.ingest.lines import split_lines

# Text that a program made from web pages may hold Markdown's links.
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(https?://[^()\s]{1,1000}\)")


def read_plain(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
    """One draft: the text's lines.

    :raises DecodingError: if the bytes are no text.
    """
    yield Draft(tuple(split_lines(_LINK.sub(r"\1", tidy(decode(data, encoding))))))
