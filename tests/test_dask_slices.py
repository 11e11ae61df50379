"""A collection read by slices is the collection read from end to end, whatever stands in it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cluster.slices import look_through, read_slice
from pipeline.ingest import read
from pipeline.inputs import Source
from pipeline.records import Article, Reject
from pipeline.settings import Settings

SENTENCE = "The ministers of Norland met those of Ostia, and nobody said what they had agreed upon."
ODD_LINES = [
    f'{{"text": "{SENTENCE}"}}\n'.encode(),
    f'{{"text": "{SENTENCE}", "id": "one"}}\r\n'.encode(),
    f'  {{"text": "{SENTENCE} Norland’s café", "id": "two", "title": "A “title”"}}\n'.encode(),
    f'{{"text": "{SENTENCE} caf\u00e9"}}\n'.encode("cp1252"),
    b"\n",
    b"\r\n",
    b" \t\x1c\x85 \n",
    "\u00a0\u2003\n".encode(),
    b"{bad\n",
    b"[1, 2]\n",
    b'{"text": ""}\n',
    b'\xef\xbb\xbf{"text": "A mark of byte order stands before this line, and not before others."}\n',
]  # fmt: skip


def whole(path: Path) -> list[Article | Reject]:
    return list(read(path, path.parent, Settings()))


def by_slices(path: Path, size: int) -> list[Article | Reject]:
    source = Source(path, path.parent, path.name)
    look = look_through(source, Settings(), size)
    assert b"".join(path.read_bytes()[part.start : part.end] for part in look.slices) == path.read_bytes()
    return [found for part in look.slices for found in read_slice(part, Settings())]


@pytest.mark.parametrize("seed", range(12))
def test_slices_give_what_the_whole_gives(seed: int, tmp_path: Path):
    chance = random.Random(seed)
    path = tmp_path / "lines.jsonl"
    lines = [ODD_LINES[0], *(chance.choice(ODD_LINES) for _ in range(30))]
    path.write_bytes((b"\xef\xbb\xbf" if seed % 3 == 0 else b"") + b"".join(lines))
    found = whole(path)
    assert by_slices(path, chance.choice([1, 200, 1000])) == found
    assert by_slices(path, 1_000_000) == found


@pytest.mark.parametrize("data", [b"", b"\n\n", ODD_LINES[0].decode().encode("utf-16"), b"\x89\x00\xff\x00" * 400])
def test_what_cannot_be_cut_is_left_whole(data: bytes, tmp_path: Path):
    path = tmp_path / "lines.jsonl"
    path.write_bytes(data)
    look = look_through(Source(path, tmp_path, path.name), Settings(), 1)
    assert look.slices == ()
    assert look.size == len(data)


def test_a_table_is_left_whole(tmp_path: Path):
    path = tmp_path / "table.csv"
    path.write_text(f'text\n"{SENTENCE}\n{SENTENCE}"\n')
    assert look_through(Source(path, tmp_path, path.name), Settings(), 1).slices == ()


def test_each_slice_knows_the_hash_of_the_whole(tmp_path: Path):
    path = tmp_path / "lines.jsonl"
    path.write_bytes(ODD_LINES[0] * 5)
    (sha256,) = {found.sha256 for found in whole(path) if isinstance(found, Article)}
    look = look_through(Source(path, tmp_path, path.name), Settings(), 100)
    assert {part.sha256 for part in look.slices} == {sha256} == {look.sha256}
    assert len({replace(part, names=()) for part in look.slices}) == 5
