"""Gold sentences -> the same sentences as the stages read them, in their articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from spacy.tokens import Doc, Span

from pipeline.analysis import Stages, read_passage
from pipeline.api import plain_article
from pipeline.entities import ActorIndex, find_actors
from pipeline.ingest import read
from pipeline.inputs import TakenIds, find_sources
from pipeline.language import Passage, parse
from pipeline.records import Actor, Article, Event, Mention, Reject, Sentence, Stance
from pipeline.settings import Settings
from pipeline.tables import Analysis
from pipeline.workbench.corpus import ReadDoc, read_docs
from pipeline.workbench.evaluate_gold import (
    SINGLE,
    EntitySentence,
    EventSentence,
    GoldSentence,
    StanceSentence,
)

Labelled = TypeVar("Labelled", EntitySentence, EventSentence, StanceSentence)
Placed = TypeVar("Placed", Sentence, Mention, Event)


@dataclass(frozen=True, slots=True)
class Word:
    """A token, by its offsets in the sentence: its tag, the number of its head, and who stands behind it."""

    start: int
    end: int
    tag: str
    head: int
    actors: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class BareName:
    """A name as the model alone finds it, by its offsets in the sentence."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence as the stages read it; all offsets count from its start."""

    text: str
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    stances: tuple[Stance, ...] = ()
    words: tuple[Word, ...] = ()
    bare: tuple[BareName, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair(Generic[Labelled]):
    """A gold sentence and what was found in it; ``unit`` is its article, or itself where it has none.

    A sentence that reading doesn't yield any more is there with nothing found, and ``lost``.
    """

    unit: str
    gold: Labelled
    found: Found
    lost: bool = False


@dataclass(slots=True)
class Readings:
    """Sentences as read, by article and text; a text that an article repeats is there as often."""

    _found: dict[tuple[str, str], list[Found]] = field(default_factory=lambda: defaultdict(list))

    def add(self, article_id: str, found: Found) -> None:
        """Keep a sentence."""
        self._found[article_id, found.text].append(found)

    def pairs(self, sentences: Iterable[Labelled]) -> list[Pair[Labelled]]:
        """Each gold sentence with its reading: the first of a text with the first, the second with the second."""
        met: Counter[tuple[str, str]] = Counter()
        pairs = []
        for gold in sentences:
            key = (gold.article_id, gold.sentence)
            readings = self._found.get(key, [])
            single = gold.article_id == SINGLE
            number, met[key] = met[key], met[key] + (not single)
            unit = f"{SINGLE}:{gold.sentence}" if single else gold.article_id
            lost = number >= len(readings)
            pairs.append(Pair(unit, gold, Found(gold.sentence) if lost else readings[number], lost))
        return pairs


def read_gold(
    gold: Iterable[GoldSentence],
    articles: Path,
    settings: Settings,
    stages: Stages,
    apart: Mapping[str, Stages] | None = None,
) -> Readings:
    """What the stages find in the articles that the gold labels, and in its single sentences.

    :param articles: the folder that holds the articles.
    :param apart: the stages by which to read an article instead, where the others have learned from it.
    :raises InputError: if an article is asked for and the folder isn't there or holds no file.
    """
    wanted = list(gold)
    texts: dict[str, set[str]] = defaultdict(set)
    for sentence in wanted:
        texts[sentence.article_id].add(sentence.sentence)
    readings = Readings()
    for single in {one.sentence: one for one in wanted if one.article_id == SINGLE}.values():
        article = replace(plain_article(single.sentence, single.published), article_id=SINGLE)
        for found in _read_article(article, stages, None):
            readings.add(SINGLE, found)
    named = texts.keys() - {SINGLE}
    if named:
        for article in articles_of(articles, settings, named):
            own = (apart or {}).get(article.article_id, stages)
            for found in _read_article(article, own, texts[article.article_id]):
                readings.add(article.article_id, found)
    return readings


def articles_of(folder: Path, settings: Settings, wanted: Iterable[str]) -> Iterator[Article]:
    """The wanted articles of a folder, under the ids that a run gives them."""
    ids = set(wanted)
    sources, _ = find_sources([folder])
    taken = TakenIds(source.article_id for source in sources if not source.is_collection)
    for source in sources:
        if not source.is_collection and source.article_id not in ids:
            continue
        for number, found in enumerate(read(source.path, source.root, settings)):
            if isinstance(found, Reject):
                continue
            own = source.article_id
            if source.is_collection:
                own = taken.own(found.article_id, f"{source.shown}#{number}")
            if own in ids:
                yield replace(found, article_id=own, path=source.shown)


def labelled_docs(
    gold: Sequence[Labelled], articles: Path, settings: Settings, stages: Stages
) -> Iterator[tuple[Article, ReadDoc, dict[str, Labelled]]]:
    """The passages of the labelled articles as the stages read them, each with its article's labels by sentence.

    :raises InputError: if the folder of articles isn't there or holds no file.
    """
    by_article: dict[str, dict[str, Labelled]] = {}
    for one in gold:
        by_article.setdefault(one.article_id, {})[one.sentence] = one
    for article in articles_of(articles, settings, by_article):
        for found in read_docs(article, stages):
            yield article, found, by_article[article.article_id]


def _read_article(article: Article, stages: Stages, texts: set[str] | None) -> list[Found]:
    """The sentences of an article with one of the texts; where none are named, all of it as one sentence."""
    kept: list[Found] = []
    with stages.nlp.memory_zone():
        number = 1
        for passage in parse(article, stages.nlp):
            analysis = read_passage(passage, stages, first_position=number)
            number += len(analysis.sentences)
            kept += _sentences(passage, analysis, stages, texts)
    return kept


def _sentences(
    passage: Passage, analysis: Analysis, stages: Stages, texts: set[str] | None
) -> Iterator[Found]:
    doc, offset = passage.doc, passage.offset
    sentences = _moved(analysis.sentences, -offset)
    mentions, events = _moved(analysis.mentions, -offset), _moved(analysis.events, -offset)
    # The same answers that the events were given: asked again since no index leaves its passage.
    actors = find_actors(doc, sentences, mentions, stages.gazetteer, passage.article.published)
    spans = [(one.start, one.end, one.text, {one.sentence_id}) for one in sentences]
    if texts is None:
        spans = [(0, len(doc.text), passage.article.text, {one.sentence_id for one in sentences})]
    for start, end, text, own in spans:
        if texts is not None and text not in texts:
            continue
        span = doc.char_span(start, end, alignment_mode="expand")
        yield Found(
            text,
            tuple(_moved([one for one in mentions if one.sentence_id in own], -start)),
            tuple(_moved([one for one in events if one.sentence_id in own], -start)),
            tuple(one for one in analysis.stances if one.sentence_id in own),
            tuple(_words(span, start, actors)) if span is not None else (),
            tuple(_bare(doc, start, end)),
        )


def _words(span: Span, start: int, actors: ActorIndex) -> Iterator[Word]:
    for token in span:
        head = min(max(token.head.i - span.start, 0), len(span) - 1)
        yield Word(token.idx - start, token.idx + len(token) - start, token.tag_, head, actors.at(token))


def _bare(doc: Doc, start: int, end: int) -> Iterator[BareName]:
    for name in doc.ents:
        if start <= name.start_char and name.end_char <= end:
            yield BareName(name.start_char - start, name.end_char - start, name.label_)


def _moved(records: Sequence[Placed], by: int) -> list[Placed]:
    return [replace(record, start=record.start + by, end=record.end + by) for record in records]
