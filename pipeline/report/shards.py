"""Tables as scripts that a page loads when it needs them: packed, in parts, without a server.

A page that was opened from a disk may load no data file, but it may load a script. So each part of a table is a
script that hands over its rows as JSON, packed by gzip and written in base 64 (which leaves nothing in it that a
browser could take for code).
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROWS_A_PART = 10_000


def pack(value: Any) -> str:
    """A value as JSON, packed and in base 64; the same value gives the same text."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")
    return base64.b64encode(gzip.compress(data, compresslevel=5, mtime=0)).decode("ascii")


class Shards:
    """Writes one table in parts."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._waiting: list[Sequence[str]] = []
        self.rows = 0
        self.parts = 0

    def add(self, row: Sequence[str]) -> None:
        """Take one more row."""
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) == ROWS_A_PART:
            self.close()

    def close(self) -> None:
        """Write what is waiting."""
        if self._waiting:
            script = f'commentariat.take("{self._name}",{self.parts},"{pack(self._waiting)}");\n'
            (self._folder / f"{self._name}-{self.parts}.js").write_text(script, encoding="ascii")
            self.parts += 1
            self._waiting = []
