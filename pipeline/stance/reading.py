"""A sentence read for stances: what speaks for each label, which labels that makes likely, and what the classifier sees.

The rules' evidence is weighed here; ``combine`` makes rows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from spacy.tokens import Doc, Span, Token

from pipeline.records import Event, Mention, Sentence
from pipeline.stance.camps import from_camps
from pipeline.stance.cues import Cues
from pipeline.stance.evidence import (
    Evidence,
    from_cues,
    from_events,
    from_rivals,
)
from pipeline.stance.features import STANCES, View, Weighed, view_of, with_neighbours
from pipeline.stance.holder import Actors, Holder, HolderReader
from pipeline.stance.match import Hit, find_hits
from pipeline.stance.offsets import from_offsets
from pipeline.stance.onlookers import is_of_onlookers
from pipeline.stance.qualifiers import polarity
from pipeline.stance.spoiled import is_spoiled
from pipeline.stance.topic import Topic

Placed = TypeVar("Placed", Event, Mention)

THRESHOLD = 0.5
# One more cue for the same label makes it surer, but cues in one sentence are no independent witnesses.
SECOND_WEIGHT = 0.4
# What a denied cooperation, and one named in a quarrel, keep of their scores.
NEGATED_LEFT = 0.65
QUARREL_LEFT = 0.85
# By how much a refusal to take sides has to be surer than a hedge to lead.
CALLED_THAT = 0.1
# Dealings with rivals named together are what the text calls them.
TOGETHER = "structure.rivals_together"
# In how many words before a sentence the names and words of foreign policy may stand that its cues need.
SHORTLY_BEFORE = 80
# Modals of advice: what a state of some kind should do is advice to the one that the text is about.
ADVISING = frozenset({"should", "must", "ought", "need"})
BODIES = frozenset({"ORG", "ALLIANCE", "SUMMIT"})


@dataclass
class Claim:
    """A label that a sentence may carry, with its evidence, the surest first, and how strong the rules find it."""

    label: str
    support: list[Evidence]
    strength: float


@dataclass
class Reading:
    """What is known about a sentence: where it stands, what the rules find in it, and what the text is about just then.

    ``struck``: labels of which the rules have found words, and that these don't mean it.
    """

    sentence: Sentence
    span: Span
    reader: HolderReader
    topic: Holder | None
    cues: Cues
    claims: list[Claim] = field(default_factory=list)
    struck: frozenset[str] = frozenset()
    polarities: dict[tuple[str, int, int, int], str] = field(default_factory=dict)
    view: View = field(default_factory=View)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence as the classifier learns from it: its marks, and what the rules make of it, the leading stance first."""

    sentence_id: str
    marks: Mapping[str, float]
    claims: tuple[Weighed, ...]


def samples_of(
    doc: Doc,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    actors: Actors,
    events: Sequence[Event],
    cues: Cues,
    published: str = "",
) -> list[Sample]:
    """What ``find_stances`` would decide by, for each sentence; the same parameters."""
    readings = read_sentences(doc, sentences, mentions, actors, events, cues, published, viewed=True)
    marks = with_neighbours([reading.view for reading in readings])
    return [
        Sample(reading.sentence.sentence_id, own, tuple(weighed(reading.claims)))
        for reading, own in zip(readings, marks, strict=True)
    ]


def read_sentences(
    doc: Doc,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    actors: Actors,
    events: Sequence[Event],
    cues: Cues,
    published: str,
    viewed: bool,
) -> list[Reading]:
    """What the rules find in each sentence; where ``viewed``, also what the classifier sees of it."""
    events_of, mentions_of = _by_sentence(events), _by_sentence(mentions)
    reader = HolderReader(actors, cues.lexicon)
    topic = Topic(reader)
    topic.survey(doc)
    readings = []
    for sentence in sentences:
        span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
        if span is None:
            continue
        reading = Reading(sentence, span, reader, topic.current(), cues)
        own = events_of.get(sentence.sentence_id, [])
        names = mentions_of.get(sentence.sentence_id, [])
        found = _evidence(reading, own, names, published[:4])
        reading.claims = claims_of(found, reading)
        if viewed:
            reading.view = _view(reading, found, own, names)
        readings.append(reading)
        topic.see(span)
    return readings


def _by_sentence(records: Iterable[Placed]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for record in records:
        found.setdefault(record.sentence_id, []).append(record)
    return found


def _evidence(
    reading: Reading, events: Sequence[Event], mentions: Sequence[Mention], year: str
) -> list[Evidence]:
    hits = [hit for hit in find_hits(reading.span, reading.cues) if _needs_met(hit, reading)]
    hits = [hit for hit in hits if not _is_named(hit, reading.span.doc, mentions)]
    told = [one for one in from_cues(_undenied(hits)) if not is_of_onlookers(one.rule, one.head, reading.reader)]
    found = [*told, *from_events(reading.span, events, reading.reader, reading.topic)]
    if found or _names_two(reading):
        found += list(from_rivals(reading.span, found, reading.reader, reading.cues, year))
        found += list(from_camps(reading.span, found, reading.reader, reading.cues, year))
        found += list(from_offsets(reading.span, found, reading.reader, reading.cues))
    return found


def _is_named(hit: Hit, doc: Doc, mentions: Sequence[Mention]) -> bool:
    """Whether the words of cooperation are a body's name ("the Norland Cooperation Council")."""
    first, last = doc[hit.start], doc[hit.end - 1]
    return hit.cue.stance == "cooperation" and any(
        one.label in BODIES and one.start <= first.idx and last.idx + len(last) <= one.end for one in mentions
    )


def claims_of(found: Sequence[Evidence], reading: Reading) -> list[Claim]:
    """The labels that the evidence makes likely enough, in the order in which they lead."""
    claims = []
    for label in STANCES:
        support = _support(found, label)
        if label == "cooperation":
            # "It is no ally, but trains with them": what is affirmed stands beside what is denied.
            sound = [one for one in support if not is_spoiled(one, reading.cues)]
            if support and not sound:
                reading.struck |= {label}
            support = sound
            support = [one for one in support if polarity_of(one, reading) == "affirmed"] or support
        if not support or is_generic(reading):
            continue
        strength = weigh(support) * _damping(label, support, reading)
        if strength >= THRESHOLD:
            claims.append(Claim(label, support, strength))
    return _led(claims, reading.cues.lexicon.list("calls_it"))


def _led(claims: list[Claim], calling: frozenset[str]) -> list[Claim]:
    """The claims, a refusal first where the text calls it that and little speaks for a hedge ("steers between them, neutral").

    :param calling: the cues that call it so.
    """
    if [one.label for one in claims[:2]] != ["hedging", "non-alignment"]:
        return claims
    hedge, refusal = claims[:2]
    rule = hedge.support[0].rule
    slight = len(claims) == 2 and len(hedge.support) == 1 and not rule.startswith("structure.")
    called = rule == TOGETHER and refusal.support[0].rule in calling
    if called or (slight and refusal.strength - hedge.strength >= CALLED_THAT):
        return [refusal, hedge, *claims[2:]]
    return claims


def _support(found: Sequence[Evidence], label: str) -> list[Evidence]:
    own = (one for one in found if one.label == label)
    return sorted(own, key=lambda one: (-one.certainty, one.start, one.rule))


def _view(
    reading: Reading, found: Sequence[Evidence], events: Sequence[Event], mentions: Sequence[Mention]
) -> View:
    strengths = {
        label: weigh(support) for label in (*STANCES, "distance") if (support := _support(found, label))
    }
    named = reading.reader.within(reading.span)
    return view_of(
        reading.span,
        mentions,
        events,
        [Weighed(one.label, one.rule, one.certainty) for one in found],
        list(weighed(reading.claims)),
        strengths,
        len(named),
        _names_rivals(named, reading),
    )


def weighed(claims: Iterable[Claim]) -> Iterator[Weighed]:
    return (Weighed(one.label, one.support[0].rule, one.strength) for one in claims)


def _undenied(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without the words of cooperation that another label's cue has taken up ("not a formal alliance")."""
    taken = [hit for hit in hits if hit.cue.stance in ("hedging", "non-alignment")]
    return [
        hit
        for hit in hits
        if hit.cue.stance != "cooperation"
        or not any(hit.start < other.end and other.start < hit.end for other in taken)
    ]


def weigh(support: Sequence[Evidence]) -> float:
    """How certain the evidence for one label makes it: the best piece, and a part of what the others leave open."""
    score = support[0].certainty
    taken = [(support[0].start, support[0].end)]
    for one in support[1:]:
        if all(one.end <= start or end <= one.start for start, end in taken):
            score += (1 - score) * one.certainty * SECOND_WEIGHT
            taken.append((one.start, one.end))
    return min(score, 0.99)


def _damping(label: str, support: Sequence[Evidence], reading: Reading) -> float:
    """How much of the score is left where the sentence denies the cooperation that it names, or tells of a quarrel."""
    if label != "cooperation":
        return 1.0
    damping = 1.0
    if polarity_of(support[0], reading) == "negated":
        damping *= NEGATED_LEFT
    if any(token.lemma_.lower() in reading.cues.lexicon.list("conflict") for token in reading.span):
        damping *= QUARREL_LEFT
    return damping


def polarity_of(evidence: Evidence, reading: Reading) -> str:
    """Whether the sentence affirms what the evidence speaks for, or denies or ends it; found out once."""
    key = evidence.rule, evidence.start, evidence.end, evidence.head.i
    if key not in reading.polarities:
        reading.polarities[key] = _polarity(evidence, reading.cues)
    return reading.polarities[key]


def _polarity(evidence: Evidence, cues: Cues) -> str:
    span = (evidence.start, evidence.end)
    if evidence.denial:
        return "affirmed"
    cue = cues.cues.get(evidence.rule)
    if evidence.label == "cooperation" and cue is not None and not cue.denies:
        # A denial that stands between the cue's words ("is not a partner") isn't one of them.
        span = (evidence.head.i, evidence.head.i + 1)
    return polarity(evidence.head, span, cues.grammar, cues.lexicon.list("ending"))


def _needs_met(hit: Hit, reading: Reading) -> bool:
    """Whether the cue stands among the words that it needs, in its sentence or, but for rivals, shortly before it."""
    if not hit.cue.needs:
        return True
    lexicon, span = reading.cues.lexicon, reading.span
    named = reading.reader.within(span)
    before = span.doc[max(0, span.start - SHORTLY_BEFORE) : span.start]
    shortly = reading.reader.within(before)
    about = {*named, *shortly, *((reading.topic,) if reading.topic else ())}
    words = {token.lemma_.lower() for token in span}
    for need in hit.cue.needs:
        if need == "named" and not named:
            known = reading.topic is not None and (shortly or words & lexicon.list("nations"))
            if not known:
                return False
        if need == "party" and not named and not words & (lexicon.list("counterparts") | lexicon.list("rivals")):
            return False
        if need == "counterpart" and len(about) < 2 and not words & lexicon.list("counterparts"):
            return False
        if need == "foreign" and not named:
            around = words | {token.lemma_.lower() for token in before}
            if not around & (lexicon.list("foreign") | lexicon.list("counterparts")):
                return False
        if need == "rivals" and not words & lexicon.list("rivals") and not _names_rivals(named, reading):
            return False
    return True


def _names_rivals(named: Sequence[Holder], reading: Reading) -> bool:
    return any(
        reading.cues.lexicon.are_rivals(a.country, b.country)
        for i, a in enumerate(named)
        for b in named[i + 1 :]
    )


def _names_two(reading: Reading) -> bool:
    return len(reading.reader.within(reading.span)) > 1


def is_generic(reading: Reading) -> bool:
    """Whether the words say what states in general do: "a neutral state commits …", with no name in the sentence.

    What such a state can't or should do is said of the one that the text is about ("a country in that place can't be
    neutral", "a small country should keep out of it").
    """
    if reading.reader.within(reading.span):
        return False
    general = reading.cues.lexicon.list("general")
    return any(
        token.lemma_.lower() in general
        and token.dep_ in ("nsubj", "nsubjpass")
        and _indefinite(token)
        and not _is_bound_by_modal(token.head)
        for token in reading.span
    )


def _indefinite(noun: Token) -> bool:
    return any(child.lower_ in ("a", "an", "any", "every") for child in noun.children)


def _is_bound_by_modal(verb: Token) -> bool:
    """Whether the verb tells what somebody can't, or should, do."""
    children = list(verb.children)
    denied = any(one.dep_ == "neg" for one in children)
    return any(one.tag_ == "MD" and (denied or one.lower_ in ADVISING) for one in children)
