"""Article -> Analysis: the stages after reading, in the order in which data meets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from spacy.language import Language

from pipeline.entities import find_actors, find_mentions, load_gazetteer
from pipeline.events import find_events, load_rules
from pipeline.language import Passage, load_model, parse
from pipeline.records import Article, Event, Mention, Participant, Sentence, Stance
from pipeline.sentences import find_sentences
from pipeline.settings import Settings
from pipeline.stance import find_stances, load_cues
from pipeline.tables import Analysis

# So many different words are kept from one article to the next; to make a word anew takes as long as to parse it.
WORDS_KEPT = 40_000
Placed = TypeVar("Placed", Sentence, Mention, Event)


@dataclass(frozen=True, slots=True)
class Stages:
    """What the stages need, loaded once a process: the model, names, rules and cues."""

    nlp: Language
    gazetteer: Any
    rules: Any
    cues: Any


def load_stages(settings: Settings, learned: bool = True) -> Stages:
    """Load the model and the rules.

    :param learned: whether with the stance classifier, which whoever learns it anew does without.
    :raises ModelError: if the model can't be used.
    :raises ValueError: if a rule, a name or a cue can't be read; the message names file and line.
    """
    return load_rules_of(load_model(settings.model), settings.models, settings.rules, learned)


@lru_cache(maxsize=2)
def load_rules_of(nlp: Language, folder: Path, own: Path | None = None, learned: bool = True) -> Stages:
    """The stages with the names, rules and cues of a folder, for a pipeline that is there already.

    :param own: a folder of somebody's own, whose rules, names and cues are added or take the place of those of the same id.
    :param learned: whether with the stance classifier of the folder.
    :raises ValueError: if a rule, a name or a cue can't be read; the message names file and line.
    """
    events, entities, stance = (own / part if own else None for part in ("events", "entities", "stance"))
    rules = load_rules(folder / "events", own=events)
    # Made now and not when first needed: what is added to the vocabulary within a memory zone goes with it.
    rules.pattern_matcher(nlp.vocab)
    gazetteer = load_gazetteer(folder / "entities", entities)
    return Stages(nlp, gazetteer, rules, load_cues(folder / "stance", own=stance, learned=learned))


def analyse(article: Article, stages: Stages) -> Analysis:
    """Everything that an article's text holds: sentences, mentions, events, stances.

    Ids are unique within the article. No Doc outlives the call.
    """
    with _own_words(article, stages.nlp):
        return analyse_parsed(article, parse(article, stages.nlp), stages)


def _own_words(article: Article, nlp: Language) -> AbstractContextManager[object]:
    """A zone whose words go when the article is done; none as long as there is room for all that it may hold."""
    most = len(nlp.vocab) + len(article.text) // 2
    return nlp.memory_zone() if most > WORDS_KEPT else nullcontext()


def analyse_parsed(article: Article, passages: Iterable[Passage], stages: Stages) -> Analysis:
    """What the article's passages hold, for whoever parses once and asks several rules."""
    sentences: list[Sentence] = []
    mentions: list[Mention] = []
    events: list[Event] = []
    stances: list[Stance] = []
    for passage in passages:
        found = read_passage(passage, stages, first_position=len(sentences) + 1)
        sentences += found.sentences
        mentions += found.mentions
        events += found.events
        stances += found.stances
    words = sum(len(sentence.text.split()) for sentence in sentences)
    return Analysis(article, words, tuple(sentences), *_with_own_ids(mentions, events, stances))


def read_passage(passage: Passage, stages: Stages, first_position: int = 1) -> Analysis:
    """What one passage holds, with offsets into the article's text."""
    doc, published = passage.doc, passage.article.published
    told = find_sentences(passage, first_position)
    # Within a passage the stages count characters from the start of its Doc.
    sentences = _moved(told, -passage.offset)
    mentions = find_mentions(doc, sentences, stages.gazetteer, published)
    actors = find_actors(doc, sentences, mentions, stages.gazetteer, published)
    events = find_events(doc, sentences, actors, stages.rules, published)
    stances = find_stances(doc, sentences, mentions, actors, events, stages.cues, published)
    return Analysis(
        passage.article,
        0,
        tuple(told),
        tuple(_moved(mentions, passage.offset)),
        tuple(_moved(events, passage.offset)),
        tuple(stances),
    )


def _moved(records: Sequence[Placed], by: int) -> list[Placed]:
    if not by:
        return list(records)
    return [replace(record, start=record.start + by, end=record.end + by) for record in records]


def _with_own_ids(
    mentions: Iterable[Mention], events: Iterable[Event], stances: Iterable[Stance]
) -> tuple[tuple[Mention, ...], tuple[Event, ...], tuple[Stance, ...]]:
    """The records, each with an id of its own.

    An id is made of what the row says, so a sentence that an article repeats would give its ids twice; the
    second time they get "-2". A participant points to the mention in its own event's sentence.
    """
    met: dict[str, int] = {}
    here: dict[tuple[str, str], str] = {}
    own_mentions = []
    for mention in mentions:
        own = _own(mention.entity_id, met)
        here[mention.sentence_id, mention.entity_id] = own
        own_mentions.append(replace(mention, entity_id=own) if own != mention.entity_id else mention)
    own_events = []
    for event in events:
        own = _own(event.event_id, met)
        own_events.append(_with_id(event, own, here))
    own_stances = []
    for stance in stances:
        own = _own(stance.stance_id, met)
        own_stances.append(replace(stance, stance_id=own) if own != stance.stance_id else stance)
    return tuple(own_mentions), tuple(own_events), tuple(own_stances)


def _own(record_id: str, met: dict[str, int]) -> str:
    met[record_id] = met.get(record_id, 0) + 1
    return record_id if met[record_id] == 1 else f"{record_id}-{met[record_id]}"


def _with_id(event: Event, own: str, here: dict[tuple[str, str], str]) -> Event:
    def pointed(one: Participant) -> Participant:
        entity_id = here.get((event.sentence_id, one.entity_id), one.entity_id)
        return replace(one, event_id=own, entity_id=entity_id)

    return replace(event, event_id=own, participants=tuple(pointed(one) for one in event.participants))
