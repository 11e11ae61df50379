"""What is asked to be explained: a text, a sentence of the last run, or a row of its tables -> an article to read again."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.api import plain_article
from pipeline.outputs import TEXTS
from pipeline.records import Article, Paragraph

_ROW_ID = re.compile(r"(ev|st)_[0-9a-f]{12}(-\d+)?")
_SENTENCE_ID = re.compile(r"(?P<article>\S+):(?P<position>\d+)")
_TABLES = {"ev": ("events", "event_id"), "st": ("stances", "stance_id")}


class AskedError(ValueError):
    """What is asked can't be found; the message says where it was looked for and what would be right."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An article, and which of its sentences (None: all) and rows (empty: all of the sentence) to explain."""

    article: Article
    sentence_id: str | None = None
    row_id: str = ""


def find_asked(what: str, out: Path, published: str = "") -> Asked:
    """Find what is meant: an id of a row, ``article:number`` of a sentence, or else the text itself.

    :param out: folder with the tables of a run, in which ids are looked up.
    :param published: ISO date of a text.
    :raises AskedError: if there is no such row or sentence, or no run, or the date is none.
    """
    what = what.strip()
    if published and not _is_day(published):
        raise AskedError(f"--published {published}: no day; write it as 2022-03-12")
    if not what:
        raise AskedError("nothing to explain: give a text in quotes, an id of a row, or article:number")
    if row := _ROW_ID.fullmatch(what):
        table, column = _TABLES[row.group(1)]
        found = next((one for one in _rows(out, table) if one[column] == what), None)
        if found is None:
            raise AskedError(
                f"{what}: no such row in {out / table}.csv; name the folder of its run with --out"
            )
        return Asked(_article(out, found["article_id"]), found["sentence_id"], what)
    sentence = _SENTENCE_ID.fullmatch(what)
    if sentence is None:
        return Asked(plain_article(what, published))
    article = _article(out, sentence["article"])
    count = sum(one["article_id"] == sentence["article"] for one in _rows(out, "sentences"))
    if not 0 < int(sentence["position"]) <= count:
        raise AskedError(f"{what}: {sentence['article']} has the sentences 1 to {count}")
    return Asked(article, what)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _rows(out: Path, table: str) -> Iterator[dict[str, str]]:
    path = out / f"{table}.csv"
    if not path.is_file():
        raise AskedError(
            f"{path} isn't there; run commentariat extract first, or name the folder of its tables with --out"
        )
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _article(out: Path, article_id: str) -> Article:
    """An article of a run as it was read: its cleaned text, whose lines without sentences are headings."""
    row = next((one for one in _rows(out, "articles") if one["article_id"] == article_id), None)
    if row is None:
        known = sorted(one["article_id"] for one in _rows(out, "articles"))
        near = [name for name in known if name.startswith(article_id[:4])][:5] or known[:5]
        raise AskedError(f"{article_id}: no such article in {out}; there are {', '.join(near)} …")
    text = (out / TEXTS / f"{article_id}.txt").read_text(encoding="utf-8")
    sections = {
        int(one["start"]): one["section"]
        for one in _rows(out, "sentences")
        if one["article_id"] == article_id
    }
    paragraphs, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            own = [section for at, section in sections.items() if start <= at < end]
            paragraphs.append(Paragraph(start, end, own[0] if own else "", heading=not own))
        start = end + 1
    return Article(
        article_id=article_id, path=row["path"], format=row["format"], title=row["title"],
        authors=tuple(row["authors"].split("; ")), outlet=row["outlet"], published=row["published"],
        language=row["language"], sha256=row["sha256"], text=text, paragraphs=tuple(paragraphs),
    )  # fmt: skip
