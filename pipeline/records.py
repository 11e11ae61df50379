"""The records that the stages hand on to each other; their public fields are the tables' columns.

A field marked ``internal`` carries what a later stage needs and no table shows. All offsets count Unicode
characters of the cleaned text of an article, so that ``article.text[record.start:record.end]`` is the
record's own surface text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from typing import Any

INTERNAL = {"internal": True}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the cleaned text: a paragraph of the body, or a heading (never part of a sentence)."""

    start: int
    end: int
    section: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read and cleaned.

    ``text`` holds the paragraphs and headings of the body, one a line, in reading order; ``paragraphs`` says
    which line is which and under which heading it stands. ``published`` is an ISO 8601 date or empty.
    """

    article_id: str
    path: str
    format: str
    title: str
    authors: tuple[str, ...]
    outlet: str
    published: str
    language: str
    sha256: str
    text: str = field(metadata=INTERNAL)
    paragraphs: tuple[Paragraph, ...] = field(metadata=INTERNAL)


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be used: where it stands, the stage that gave up, and why (one line, with what to do)."""

    path: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the body. ``position`` and ``paragraph`` count from 1 within the article."""

    sentence_id: str
    article_id: str
    position: int
    paragraph: int
    section: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A named actor, place, force, pact, programme … where it stands in a sentence."""

    entity_id: str
    article_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    label: str
    name: str
    kb_id: str
    country: str
    rule: str
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands behind a noun phrase: an answer of the actor stage, before it has a role in an event.

    ``resolved_by`` is ``mention``, ``coreference`` or ``implied``; ``entity_id`` is empty where no mention stands for it.
    """

    entity_id: str
    name: str
    kb_id: str
    country: str
    sector: str
    resolved_by: str = "mention"


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in its role (``source`` or ``target``) in an event."""

    event_id: str
    role: str
    entity_id: str
    name: str
    kb_id: str
    country: str
    sector: str
    resolved_by: str


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, as one happening; the columns are explained with the tables."""

    event_id: str
    article_id: str
    sentence_id: str
    start: int
    end: int
    trigger: str
    event_type: str
    plover_type: str
    mode: str
    quad_class: str
    polarity: str
    modality: str
    date: str
    date_text: str
    location: str
    speaker: str
    rule: str
    participants: tuple[Participant, ...] = field(default=(), metadata=INTERNAL)
    mutual: bool = field(default=False, metadata=INTERNAL)
    # In a mutual event that has two sides ("A kept ties with B and C"): so many of the first actors are one side.
    first_side: int = field(default=0, metadata=INTERNAL)


@dataclass(frozen=True, slots=True)
class Stance:
    """The position of a holder in one sentence."""

    stance_id: str
    article_id: str
    sentence_id: str
    holder: str
    holder_country: str
    toward: tuple[str, ...]
    stance: str
    polarity: str
    modality: str
    score: float
    primary: bool
    cue: str
    method: str
    rule: str


def columns(record: type) -> list[str]:
    """The public field names of a record class, in order: the columns of its table."""
    return [f.name for f in fields(record) if not f.metadata.get("internal")]


def content_id(prefix: str, *parts: Any) -> str:
    """An id made of what a row says: ``prefix`` and 12 hex digits of the SHA-256 of ``parts``.

    The same parts give the same id on every machine, and rows of other articles have no part in it.
    """
    joined = "\x1f".join(str(part) for part in parts)
    return f"{prefix}_{hashlib.sha256(joined.encode()).hexdigest()[:12]}"
