"""Sentences with labels, as every labelling tool has them: spans, links between spans, or choices.

Of an event the trigger is a span whose label is the type, with what isn't affirmed and actual behind it
(``SANCTION:negated:planned``); the actors are spans ``ACTOR``, linked from the trigger as ``source`` and ``target``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from spacy.tokens import Span as Tokens

from pipeline.analysis import Stages, read_passage
from pipeline.entities import ActorIndex, find_actors
from pipeline.events.find import decide
from pipeline.events.match import match_patterns
from pipeline.events.party import Party
from pipeline.events.told import Told
from pipeline.language import Passage, parse
from pipeline.records import Event, Mention, Stance
from pipeline.run import load
from pipeline.settings import Settings
from pipeline.workbench.corpus import each_article
from pipeline.workbench.evaluate_gold import ENTITY_LABELS

Kind = Literal["entities", "events", "stance"]
KINDS: tuple[Kind, ...] = ("entities", "events", "stance")
ACTOR = "ACTOR"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled stretch of a sentence, by its characters."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A labelled link between two spans, by their numbers in the item."""

    head: int
    child: int
    label: str


@dataclass(slots=True)
class Item:
    """A sentence to label, or labelled.

    ``details`` holds, by ``start-end`` of a span or by choice, what no tool shows: names, dates, holders.
    """

    text: str
    article_id: str
    published: str = ""
    spans: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    details: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: list[tuple[int, int]] = field(default_factory=list)


def place(start: int, end: int) -> str:
    """The key of a span in an item's details."""
    return f"{start}-{end}"


def predicted(kind: Kind, paths: Sequence[Path], settings: Settings) -> Iterator[Item]:
    """The sentences of articles with what the present rules find in them.

    :raises InputError: if a path isn't there or holds no file.
    :raises RunError: if the model or a rule can't be read.
    """
    stages = load(settings)[0]
    for article in each_article(paths, settings):
        items: list[Item] = []
        with stages.nlp.memory_zone():
            number = 1
            for passage in parse(article, stages.nlp):
                found = list(_items(kind, passage, stages, number))
                number += len(found)
                items += found
        yield from items


def _items(kind: Kind, passage: Passage, stages: Stages, number: int) -> Iterator[Item]:
    doc, offset, article = passage.doc, passage.offset, passage.article
    found = read_passage(passage, stages, number)
    # Here everything counts in the Doc.
    sentences = [replace(one, start=one.start - offset, end=one.end - offset) for one in found.sentences]
    mentions = [replace(one, start=one.start - offset, end=one.end - offset) for one in found.mentions]
    events = [replace(one, start=one.start - offset, end=one.end - offset) for one in found.events]
    actors = find_actors(doc, sentences, mentions, stages.gazetteer, article.published)
    patterned = match_patterns(doc, stages.rules)
    told = Told(actors)
    for sentence in sentences:
        item = Item(sentence.text, article.article_id, article.published)
        span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
        if span is not None:
            item.tokens = [(t.idx - span.start_char, t.idx + len(t) - span.start_char) for t in span]
        if kind == "entities":
            _add_mentions(item, [m for m in mentions if m.sentence_id == sentence.sentence_id], sentence.start)
        elif kind == "stance":
            _add_stances(item, [s for s in found.stances if s.sentence_id == sentence.sentence_id])
        elif span is not None:
            rows = [e for e in events if e.sentence_id == sentence.sentence_id]
            decided = [c for c, _ in decide(span, actors, stages.rules, patterned, told)]
            sides = {(c.trigger.idx, c.rule.id): (c.sources, c.targets) for c in decided}
            for row in rows:
                _add_event(item, row, sides.get((row.start, row.rule), ([], [])), span, actors)
        yield item


def _add_mentions(item: Item, mentions: Sequence[Mention], start: int) -> None:
    for one in mentions:
        if one.label in ENTITY_LABELS:
            item.spans.append(Span(one.start - start, one.end - start, one.label))
            item.details[place(one.start - start, one.end - start)] = {"name": one.name, "country": one.country}


def _add_stances(item: Item, stances: Sequence[Stance]) -> None:
    for one in sorted(stances, key=lambda stance: not stance.primary):
        if one.stance not in item.choices:
            item.choices.append(one.stance)
        holders = item.details.setdefault(one.stance, {"holders": []})["holders"]
        holders.append({
            "holder": {"name": one.holder, "country": one.holder_country}, "toward": list(one.toward),
            "polarity": one.polarity, "modality": one.modality,
        })  # fmt: skip


def _add_event(
    item: Item, row: Event, sides: tuple[list[Party], list[Party]], sentence: Tokens, actors: ActorIndex
) -> None:
    first = sentence.start_char
    qualifiers = [one for one in (row.polarity, row.modality) if one not in {"affirmed", "actual"}]
    trigger = _number(item, Span(row.start - first, row.end - first, ":".join([row.event_type, *qualifiers])))
    item.details[place(row.start - first, row.end - first)] = {
        "date": row.date, "speaker": row.speaker, "mutual": row.mutual,
    }  # fmt: skip
    for role, parties in zip(("source", "target"), sides, strict=True):
        for party in parties:
            start, end = _words(party, sentence, actors)
            if start == row.start - first:
                continue
            item.details.setdefault(place(start, end), {"name": party.actor.name, "country": party.actor.country})
            item.links.append(Link(trigger, _number(item, Span(start, end, ACTOR)), role))


def _number(item: Item, span: Span) -> int:
    if span not in item.spans:
        item.spans.append(span)
    return item.spans.index(span)


def _words(party: Party, sentence: Tokens, actors: ActorIndex) -> tuple[int, int]:
    """The characters of the sentence that stand for an actor: its name, or the word by itself."""
    token, mention = party.token, actors.mention_at(party.token)
    first = sentence.start_char
    if mention is not None:
        return mention.start - first, mention.end - first
    return token.idx - first, token.idx + len(token) - first
