"""What is read: documents of a folder that ``BENCH_ARTICLES`` names, else the corpus; whole, and in pieces."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.programs import ROOT

FOLDER = "BENCH_ARTICLES"


def documents() -> list[str]:
    """Texts to read, the same each time.

    :raises SystemExit: if the folder that is named holds no text.
    """
    folder = Path(os.environ.get(FOLDER) or ROOT / "corpus" / "articles")
    paths = sorted(folder.rglob("*.txt"))
    if not paths:
        raise SystemExit(f"{FOLDER}={folder}: no .txt file there; name a folder of documents, or leave it out")
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def spread(texts: Sequence[str], number: int) -> list[str]:
    """So many of the texts, evenly from first to last; all where there are fewer."""
    return list(texts[:: max(1, len(texts) // number)][:number])


def written(folder: Path, texts: Iterable[str]) -> Path:
    """A folder of the texts as files."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def pieces(texts: Sequence[str], number: int, length: int) -> Iterator[str]:
    """So many short articles of about ``length`` characters, cut from the texts at spaces.

    Each has a number in it, so that no two are alike.
    """
    made = 0
    while made < number:
        before = made
        for text in texts:
            for start in range(0, len(text) - length, length):
                if made < number:
                    yield f"Report {made}. {text[start : start + length].split(' ', 1)[-1]}"
                    made += 1
        if made == before:
            raise SystemExit(f"no text is longer than {length} characters; name a smaller --characters")
