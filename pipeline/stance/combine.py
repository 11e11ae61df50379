"""Evidence weighed into stance rows: which labels a sentence carries, whose they are, and which leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.records import Event, Mention, Sentence, Stance, content_id
from pipeline.stance.cues import Cues
from pipeline.stance.evidence import Evidence, counterparts, from_cues, from_events, from_offsets, from_rivals
from pipeline.stance.holder import Actors, Holder, HolderReader, Topic
from pipeline.stance.match import Hit, find_hits
from pipeline.stance.qualifiers import modality, polarity

# The order in which labels lead: both sides of an offset, else a refusal to take sides, else cooperation.
LABELS = ("hedging", "non-alignment", "cooperation")
THRESHOLD = 0.5
# One more cue for the same label makes it surer, but cues in one sentence are no independent witnesses.
SECOND_WEIGHT = 0.4
# What a denied cooperation, and one named in a quarrel, keep of their scores.
NEGATED_LEFT = 0.65
QUARREL_LEFT = 0.85


@dataclass
class _Reading:
    """What is known about the sentence in hand."""

    sentence: Sentence
    span: Span
    reader: HolderReader
    topic: Holder | None
    cues: Cues


def find_stances(
    doc: Doc,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    actors: Actors,
    events: Sequence[Event],
    cues: Cues,
    published: str = "",
) -> list[Stance]:
    """The stances of a Doc's sentences, in order; a sentence that takes none has no row.

    :param sentences: with offsets in ``doc``, as are those of ``mentions`` and ``events``.
    :param actors: who stands behind a noun phrase.
    :param published: ISO date, for rival pairs that hold for some years only; empty where unknown.
    """
    by_sentence: dict[str, list[Event]] = {}
    for event in events:
        by_sentence.setdefault(event.sentence_id, []).append(event)
    reader = HolderReader(actors, cues.lexicon)
    topic = Topic()
    rows: list[Stance] = []
    for sentence in sentences:
        span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
        if span is None:
            continue
        reading = _Reading(sentence, span, reader, topic.current(), cues)
        rows += _read(reading, by_sentence.get(sentence.sentence_id, ()), published[:4])
        topic.see(span, reader)
    return rows


def _read(reading: _Reading, events: Iterable[Event], year: str) -> list[Stance]:
    hits = [hit for hit in find_hits(reading.span, reading.cues) if _needs_met(hit, reading)]
    found = [*from_cues(_undenied(hits)), *from_events(reading.span, events)]
    if not found and not _names_two(reading):
        return []
    found += list(from_rivals(reading.span, found, reading.reader, reading.cues, year))
    found += list(from_offsets(reading.span, found, reading.reader, reading.cues))
    rows: list[Stance] = []
    for label in LABELS:
        support = sorted(
            (one for one in found if one.label == label),
            key=lambda one: (-one.certainty, one.start, one.rule),
        )
        if support and (score := weigh(support) * _damping(label, support, reading)) >= THRESHOLD:
            rows += _rows(label, support, score, reading, primary=not rows)
    return rows


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


def _damping(label: str, support: Sequence[Evidence], reading: _Reading) -> float:
    """How much of the score is left where the sentence denies the cooperation that it names, or tells of a quarrel."""
    if label != "cooperation":
        return 1.0
    damping = 1.0
    if _polarity(support[0], reading.cues) == "negated":
        damping *= NEGATED_LEFT
    if any(token.lemma_.lower() in reading.cues.lexicon.list("conflict") for token in reading.span):
        damping *= QUARREL_LEFT
    return damping


def _polarity(evidence: Evidence, cues: Cues) -> str:
    span = (evidence.start, evidence.end)
    if evidence.denial:
        return "affirmed"
    return polarity(evidence.head, span, cues.grammar, cues.lexicon.list("ending"))


def _rows(
    label: str, support: Sequence[Evidence], score: float, reading: _Reading, primary: bool
) -> list[Stance]:
    best = support[0]
    cues = reading.cues
    if is_generic(best.head, reading):
        return []
    holders = _holders(label, support, reading)
    rows = []
    for i, holder in enumerate(holders or (Holder("", ""),)):
        toward = _toward(best, holder, holders, reading)
        rows.append(
            Stance(
                stance_id=content_id(
                    "st", reading.sentence.article_id, reading.sentence.text, label, holder.name
                ),
                article_id=reading.sentence.article_id,
                sentence_id=reading.sentence.sentence_id,
                holder=holder.name,
                holder_country=holder.country,
                toward=toward,
                stance=label,
                polarity=_polarity(best, cues),
                modality=modality(best.head, cues.grammar),
                score=round(score, 2),
                primary=primary and i == 0,
                cue=reading.span.doc[best.start : best.end].text,
                method=best.method,
                rule=best.rule,
            )
        )
    return rows


def _toward(best: Evidence, holder: Holder, holders: Sequence[Holder], reading: _Reading) -> tuple[str, ...]:
    """The counterparts' names: those who don't share the position, or else those who do."""
    own = {holder, *(one for one in holders if one.country and one.country == holder.country)}
    others = counterparts(best, own, reading.span, reading.reader)
    apart = [one for one in others if one not in holders]
    return tuple(one.name for one in apart or others)


def _holders(label: str, support: Sequence[Evidence], reading: _Reading) -> tuple[Holder, ...]:
    """By the syntax of the surest evidence that names one, else the sentence's subject, else whom the text is about."""
    reader = reading.reader
    for one in support:
        found = reader.holders(one.head, one.start, one.end, shared=label == "cooperation")
        if found:
            return found
    best = support[0]
    below = reader.each(reading.span.doc[best.start : best.end]) + reader.each(best.head.subtree)
    found = reader.subject(reading.span, below if len(below) < len(reader.each(reading.span)) else ())
    return found or ((reading.topic,) if reading.topic else reader.subject(reading.span, ()))


def _needs_met(hit: Hit, reading: _Reading) -> bool:
    named = reading.reader.each(reading.span)
    about = set(named) | ({reading.topic} if reading.topic else set())
    words = {token.lemma_.lower() for token in reading.span}
    lexicon = reading.cues.lexicon
    for need in hit.cue.needs:
        if need == "named" and not named and not (reading.topic and words & lexicon.list("nations")):
            return False
        if need == "counterpart" and len(about) < 2 and not words & lexicon.list("counterparts"):
            return False
        if (
            need == "foreign"
            and len(named) < 2
            and not words & (lexicon.list("foreign") | lexicon.list("counterparts"))
        ):
            return False
        if need == "rivals" and not words & lexicon.list("rivals") and not _names_rivals(named, reading):
            return False
    return True


def _names_rivals(named: Sequence[Holder], reading: _Reading) -> bool:
    return any(
        reading.cues.lexicon.are_rivals(a.country, b.country)
        for i, a in enumerate(named)
        for b in named[i + 1 :]
    )


def _names_two(reading: _Reading) -> bool:
    return len(reading.reader.each(reading.span)) > 1


def is_generic(head: Token, reading: _Reading) -> bool:
    """Whether the words speak of states in general: "a neutral state commits …", with no name in the sentence."""
    if reading.reader.each(reading.span):
        return False
    general = reading.cues.lexicon.list("general")
    return any(
        token.lemma_.lower() in general and token.dep_ in ("nsubj", "nsubjpass") and _indefinite(token)
        for token in reading.span
    )


def _indefinite(noun: Token) -> bool:
    return any(child.lower_ in ("a", "an", "any", "every") for child in noun.children)
