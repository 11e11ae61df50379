"""The text of an article cut into pieces that carry marks: mentions, events, and the stances of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.report.source import Bundle
from pipeline.schema import TABLE


class Span(NamedTuple):
    """The place of a row in the text: ``kind`` is ``m`` for a mention, ``e`` for an event."""

    start: int
    end: int
    kind: str
    row_id: str
    label: str


class Piece(NamedTuple):
    """A stretch of text under the same marks: their kinds, the rows (events first) and the labels that begin."""

    text: str
    kinds: str = ""
    rows: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence in pieces, with its stances as pairs of row id and stance."""

    position: str
    pieces: tuple[Piece, ...]
    stances: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the cleaned text: a paragraph in sentences, or (without any) a heading or what else was left out."""

    text: str
    sentences: tuple[MarkedSentence, ...]


def mark(bundle: Bundle) -> list[Line]:
    """The article's lines, each sentence cut where a mention or an event begins or ends.

    The pieces of a sentence, put together, are its text; rows may overlap in any way.
    """
    sentences = [_as_dict("sentences", row) for row in bundle.rows["sentences"]]
    spans = sorted(_spans(bundle), key=lambda span: (span.start, span.end))
    stances: dict[str, list[tuple[str, str]]] = {}
    for row in bundle.rows["stances"]:
        stance = _as_dict("stances", row)
        stances.setdefault(stance["sentence_id"], []).append((stance["stance_id"], stance["stance"]))
    lines, start, place, first = [], 0, 0, 0
    for text in bundle.text.split("\n"):
        end = start + len(text)
        marked = []
        while place < len(sentences) and int(sentences[place]["start"]) <= end:
            one = sentences[place]
            begin, stop = int(one["start"]), int(one["end"])
            while first < len(spans) and spans[first].start < begin:
                first += 1
            last = first
            while last < len(spans) and spans[last].start < stop:
                last += 1
            pieces = tuple(cut(bundle.text, begin, stop, spans[first:last]))
            marked.append(MarkedSentence(one["position"], pieces, tuple(stances.get(one["sentence_id"], ()))))
            place += 1
        lines.append(Line(text, tuple(marked)))
        start = end + 1
    return lines


def cut(text: str, begin: int, end: int, spans: Iterable[Span]) -> Iterator[Piece]:
    """The pieces of ``text[begin:end]`` under the spans; their texts together are that stretch."""
    spans = [span for span in spans if span.start < end and span.end > begin and span.start < span.end]
    borders = {begin, end}
    for span in spans:
        borders |= {max(begin, span.start), min(end, span.end)}
    ordered = sorted(borders)
    for start, stop in zip(ordered, ordered[1:], strict=False):
        over = [span for span in spans if span.start <= start and span.end >= stop]
        if not over:
            yield Piece(text[start:stop])
            continue
        over.sort(key=lambda span: (span.kind != "e", span.end - span.start))
        kinds = " ".join(dict.fromkeys(span.kind for span in over))
        label = " ".join(span.label for span in over if span.kind == "e" and span.start == start)
        yield Piece(text[start:stop], kinds, tuple(span.row_id for span in over), label)


def _spans(bundle: Bundle) -> Iterator[Span]:
    for name, kind, key, label in (("entities", "m", "entity_id", "label"), ("events", "e", "event_id", "event_type")):
        header = TABLE[name].header
        start, end, row_id, shown = (header.index(column) for column in ("start", "end", key, label))
        for row in bundle.rows[name]:
            yield Span(int(row[start]), int(row[end]), kind, row[row_id], row[shown])


def _as_dict(name: str, row: list[str]) -> dict[str, str]:
    return dict(zip(TABLE[name].header, row, strict=True))
