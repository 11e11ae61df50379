"""``commentariat explain``: a sentence read once more, with the reasons for each of its rows.

It asks the stages' own functions for their steps, one by one; nothing of it runs in an extraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from spacy.tokens import Span

from pipeline.analysis import Stages, read_passage
from pipeline.entities import ActorIndex, find_actors
from pipeline.events.find import dated_text, decide
from pipeline.events.match import match_patterns
from pipeline.events.participants import Parties
from pipeline.events.told import Told
from pipeline.language import Passage, parse
from pipeline.records import Event, Mention, Sentence
from pipeline.run import load
from pipeline.settings import Settings
from pipeline.stance.reading import read_sentences
from pipeline.tables import Analysis
from pipeline.workbench.explain_asked import Asked, find_asked
from pipeline.workbench.explain_events import EventTrace, Unused, trace_events
from pipeline.workbench.explain_near import NearMiss, near_misses, unknown_verbs
from pipeline.workbench.explain_stance import NearCue, StanceTrace, trace_stances


@dataclass(frozen=True, slots=True)
class Word:
    """A token of the parse, and who stands behind it."""

    number: int
    text: str
    lemma: str
    tag: str
    relation: str
    head: int
    actors: tuple[str, ...]


@dataclass(slots=True)
class Explanation:
    """All that is known about a sentence: offsets of mentions and triggers count from its start."""

    sentence: Sentence
    asked_row: str = ""
    row_found: bool = True
    mentions: list[Mention] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    events: list[EventTrace] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    near: list[NearMiss] = field(default_factory=list)
    unknown_verbs: list[str] = field(default_factory=list)
    stances: list[StanceTrace] = field(default_factory=list)
    near_cues: list[NearCue] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Everything, for a program."""
        told = asdict(self)
        for trace in told["events"]:
            trace["row"]["participants"] = list(trace["row"]["participants"])
        return told


def explain(what: str, out: Path, settings: Settings, published: str = "") -> list[Explanation]:
    """Explain a text, a sentence or a row.

    :param what: a text, an id of an event or stance, or ``article:number``.
    :param out: folder with the tables of the run in which ids are looked up.
    :raises AskedError: if there is no such row, sentence or run.
    :raises RunError: if the model, a rule, a name or a cue can't be read.
    """
    asked = find_asked(what, out, published)
    stages = load(settings)[0]
    explained: list[Explanation] = []
    with stages.nlp.memory_zone():
        number = 1
        for passage in parse(asked.article, stages.nlp):
            analysis = read_passage(passage, stages, first_position=number)
            number += len(analysis.sentences)
            explained += _explained(passage, analysis, stages, asked)
    return explained


def _explained(passage: Passage, analysis: Analysis, stages: Stages, asked: Asked) -> Iterator[Explanation]:
    wanted = {s.sentence_id for s in analysis.sentences if asked.sentence_id in (None, s.sentence_id)}
    if not wanted:
        return
    doc, published = passage.doc, passage.article.published
    sentences = [
        replace(s, start=s.start - passage.offset, end=s.end - passage.offset) for s in analysis.sentences
    ]
    mentions = [
        replace(m, start=m.start - passage.offset, end=m.end - passage.offset) for m in analysis.mentions
    ]
    events = [replace(e, start=e.start - passage.offset, end=e.end - passage.offset) for e in analysis.events]
    actors = find_actors(doc, sentences, mentions, stages.gazetteer, published)
    patterned, dates = match_patterns(doc, stages.rules), dated_text(doc, stages.rules, published)
    told = Told(actors)
    readings = {
        one.sentence.sentence_id: one
        for one in read_sentences(
            doc, sentences, mentions, actors, events, stages.cues, published, viewed=False
        )
    }
    for sentence in sentences:
        span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
        if span is None:
            continue
        dates.begin(span)
        decided = [c for c, _ in decide(span, actors, stages.rules, patterned, told)]
        if sentence.sentence_id not in wanted:
            continue
        own_events = [e for e in events if e.sentence_id == sentence.sentence_id]
        own_stances = [s for s in analysis.stances if s.sentence_id == sentence.sentence_id]
        found = Explanation(sentence, asked.row_id)
        found.mentions = [replace(m, start=m.start - sentence.start, end=m.end - sentence.start) for m in mentions
                          if m.sentence_id == sentence.sentence_id]  # fmt: skip
        found.words = list(_words(span, actors))
        found.events, found.unused = trace_events(
            span, own_events, decided, actors, stages.rules, patterned, dates
        )
        parties = Parties(actors, stages.rules.lexicon)
        found.near = near_misses(span, stages.rules, parties)
        found.unknown_verbs = [token.lemma_ for token in unknown_verbs(span, stages.rules)]
        if reading := readings.get(sentence.sentence_id):
            found.stances, found.near_cues = trace_stances(reading, own_stances, stages.cues)
        if asked.row_id:
            found.row_found = _keep_row(found, asked.row_id.rsplit("-", 1)[0], own_events)
        yield found


def _keep_row(found: Explanation, row_id: str, events: Sequence[Event]) -> bool:
    """Leave only the row that was asked for; whether the present rules still make it."""
    if row_id.startswith("ev_"):
        kept = [one for one in found.events if one.row.event_id == row_id]
        if kept:
            found.events, found.stances = kept, []
        return bool(kept)
    stances = [one for one in found.stances if one.row.stance_id == row_id]
    if stances:
        found.stances, found.events = stances, []
    return bool(stances)


def _words(span: Span, actors: ActorIndex) -> Iterator[Word]:
    for token in span:
        named = tuple(actor.name for actor in actors.at(token))
        head = token.head.i - span.start + 1
        yield Word(token.i - span.start + 1, token.text, token.lemma_, token.tag_, token.dep_, head, named)
