"""Articles and rows in no time, by stages that need no model, for the tests of the run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.profiles import States, tally
from pipeline.records import (
    Article,
    Event,
    Mention,
    Paragraph,
    Participant,
    Reject,
    Sentence,
    content_id,
)  # fmt: skip
from pipeline.tables import Analysis, Rows, article_rows, rows_of

STATES = States({"XNL": "Norland", "XOS": "Ostia", "XSU": "Sudria"}, ())


def make_article(text: str, article_id: str = "a", path: str = "a.txt", **more: Any) -> Article:
    """An article whose lines are its paragraphs."""
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(start, start + len(line)))
        start += len(line) + 1
    given: dict[str, Any] = {
        "format": "txt", "title": "", "authors": (), "outlet": "", "published": "2022-03-02", "language": "en",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip
    return Article(article_id=article_id, path=path, text=text, paragraphs=tuple(paragraphs), **(given | more))


def make_event(sentence: Sentence, trigger: str, source: str = "", target: str = "", **more: Any) -> Event:
    """An event in a sentence; ``source`` and ``target`` are country codes of STATES, ``;`` between."""
    start = sentence.start + sentence.text.index(trigger)
    event_id = content_id("ev", sentence.article_id, sentence.text, start - sentence.start)
    participants = tuple(
        Participant(event_id, role, "", STATES.names[code], code, code, "GOV", "implied")
        for role, codes in (("source", source), ("target", target))
        for code in codes.split(";")
        if code
    )
    given: dict[str, Any] = {
        "event_type": "SUPPORT", "plover_type": "SUPPORT", "mode": "", "quad_class": "verbal cooperation",
        "polarity": "affirmed", "modality": "actual", "date": "", "date_text": "", "location": "", "speaker": "",
        "rule": "support.sign",
    }  # fmt: skip
    return Event(
        event_id, sentence.article_id, sentence.sentence_id, start, start + len(trigger), trigger,
        participants=participants, **(given | more),
    )  # fmt: skip


def analyse_simply(article: Article) -> Analysis:
    """A sentence a line; "Norland" is a mention and "signed" an event of Norland toward Ostia."""
    sentences, mentions, events = [], [], []
    for number, line in enumerate(article.paragraphs, start=1):
        text = article.text[line.start : line.end]
        sentence = Sentence(
            f"{article.article_id}:{number}", article.article_id, number, number, "", line.start, line.end, text
        )
        sentences.append(sentence)
        if "Norland" in text:
            start = line.start + text.index("Norland")
            mention_id = content_id("ent", article.article_id, text, text.index("Norland"))
            place = (start, start + 7, "Norland", "GPE", "Norland", "XNL", "XNL", "countries", "GOV")
            mentions.append(Mention(mention_id, article.article_id, sentence.sentence_id, *place))
        if "signed" in text:
            events.append(make_event(sentence, "signed", "XNL", "XOS"))
    words = len(article.text.split())
    return Analysis(article, words, tuple(sentences), tuple(mentions), tuple(events), ())


def rows_simply(article: Article, stages: Any = None, states: States = STATES) -> list[Rows]:
    """The rows of :func:`analyse_simply`."""
    analysis = analyse_simply(article)
    parts = list(rows_of(analysis))
    parts[0].tallies = tally(article_rows(analysis)["dyads"], (), analysis.mentions, states)
    return parts


def read_simply(path: Path, root: Path, settings: Any) -> Iterator[Article | Reject]:
    """A text file is an article, each line of a .jsonl file too; an empty one is a reject."""
    text = path.read_text(encoding="utf-8")
    shown = path.relative_to(root).as_posix()
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.splitlines(), start=1):
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            yield make_article(line, f"record-{number % 2}", shown, sha256=sha256)
    elif text.strip():
        yield make_article(text, path.stem, shown)
    else:
        yield Reject(shown, "read", "the file is empty; leave it out")
