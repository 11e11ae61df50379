"""Frames + rules -> Event: the events of a Doc, qualified, dated and placed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span, Token

from pipeline.events.candidates import Candidate
from pipeline.events.dating import date_of
from pipeline.events.factuality import Qualifiers
from pipeline.events.governors import is_past_purpose, is_perfect
from pipeline.events.lexicon import Lexicon
from pipeline.events.match import Patterned, find_candidates, match_patterns
from pipeline.events.once import Row, once
from pipeline.events.own_sides import asks_itself
from pipeline.events.participants import Parties
from pipeline.events.party import unique
from pipeline.events.qualifiers import qualify
from pipeline.events.rules import Rules
from pipeline.events.sides import complete_sides
from pipeline.events.subjects import noun_subject
from pipeline.events.time import DatedText, still_to_come
from pipeline.events.timewords import names_a_day
from pipeline.events.told import Told
from pipeline.events.untold import is_background, is_question, names_somebody, tells_a_happening
from pipeline.events.wording import forget
from pipeline.records import Event, Participant, Sentence, content_id

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

PLACE_ROLES = ("in", "at", "near", "off", "around", "outside", "inside", "across", "within", "along", "on")


def find_events(
    doc: Doc, sentences: Sequence[Sentence], actors: ActorIndex, rules: Rules, published: str = ""
) -> list[Event]:
    """The events of a Doc in the order of the text.

    :param doc: a parsed Doc; offsets of ``sentences`` are its characters.
    :param actors: who stands behind each noun phrase of ``doc``.
    :param published: ISO date of the article, against which relative dates are read; may be empty.
    """
    dates = dated_text(doc, rules, published)
    patterned = match_patterns(doc, rules)
    told = Told(actors)
    events: list[Event] = []
    for sentence in sentences:
        span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        dates.begin(span)
        rows = decide(span, actors, rules, patterned, told)
        events += [_event(c, q, sentence, actors, dates, rules.lexicon) for c, q in rows]
    forget(doc)
    return events


def dated_text(doc: Doc, rules: Rules, published: str) -> DatedText:
    """The dates of a Doc, to be read on sentence by sentence."""
    spans = [
        entity
        for entity in doc.ents
        if entity.label_ == "DATE" or (entity.label_ == "TIME" and names_a_day(entity.text, rules.time))
    ]
    return DatedText(rules.time, published, spans)


def decide(span: Span, actors: ActorIndex, rules: Rules, patterned: Patterned, told: Told) -> list[Row]:
    """What a sentence tells, each happening once, with all its participants.

    :param told: what the sentences before tell; what this one does is added.
    """
    told.enter(span)
    if is_question(span):
        return []
    rows: list[Row] = []
    parties = Parties(actors, rules.lexicon)
    for candidate in find_candidates(span, rules, parties, patterned, told):
        if not tells_a_happening(candidate, rules.lexicon) or asks_itself(candidate):
            continue
        rows.append((candidate, _qualified(candidate, rules.lexicon)))
    rows = [row for row in once(rows, rules.lexicon.toll_verbs) if not is_background(row[0])]
    candidates = [candidate for candidate, _ in rows]
    complete_sides(candidates, actors, parties, told, rules.lexicon)
    rows = [row for row in rows if names_somebody(row[0], told.is_spoken)]
    told.add(candidate for candidate, _ in rows)
    return rows


def _qualified(candidate: Candidate, lexicon: Lexicon) -> Qualifiers:
    """Whether it happened, but for the words that the rule itself has taken for what happened."""
    found = qualify(candidate.trigger, lexicon)
    if candidate.turned_down or candidate.spoken_of:
        # "refused Norland's request", "declined to join Norland's sanctions": no denial that Norland has asked or imposed them.
        return replace(found, negated=False, modality="actual")
    if candidate.denial is None or candidate.denial not in found.because:
        return found
    # "Norland will not allow it": it refuses, and does so now.
    own = {candidate.denial, *(c for c in candidate.trigger.children if c.dep_ == "aux")}
    settled = set(found.because) <= own
    return replace(found, negated=not found.negated, modality="actual" if settled else found.modality)


def _event(
    candidate: Candidate,
    found: Qualifiers,
    sentence: Sentence,
    actors: ActorIndex,
    dates: DatedText,
    lexicon: Lexicon,
) -> Event:
    trigger, rule = candidate.trigger, candidate.rule
    date, date_text, is_of_before = date_of(trigger, candidate.frame.light_verb, dates, lexicon)
    if candidate.turned_down:
        # The sentence dates the refusal; when it was asked it doesn't say.
        date = date_text = ""
    polarity, modality = found.polarity, found.modality
    if modality == "possible" and _came_later(trigger, found, date, dates.published):
        modality = "actual"
    if modality == "actual" and _lies_ahead(trigger, date, date_text, dates):
        modality = "planned"
    if modality in {"planned", "possible"} and not (is_of_before or is_past_purpose(trigger) or is_perfect(trigger)):
        date = still_to_come(date, date_text, dates.published)
    event_id = content_id(
        "ev", sentence.article_id, sentence.text, trigger.idx - sentence.start, rule.event_type
    )
    return Event(
        event_id=event_id,
        article_id=sentence.article_id,
        sentence_id=sentence.sentence_id,
        start=trigger.idx,
        end=trigger.idx + len(trigger),
        trigger=trigger.text,
        event_type=rule.event_type,
        plover_type=plover_type(rule.event_type, rule.planned_as, polarity, modality),
        mode=candidate.mode,
        quad_class=rule.quad_class,
        polarity=polarity,
        modality=modality,
        date=date,
        date_text=date_text,
        location=_location(candidate, actors),
        speaker=_speaker(found, actors, lexicon),
        rule=rule.id,
        participants=tuple(_participants(event_id, candidate)),
        mutual=_is_mutual(candidate),
        first_side=len(unique(candidate.sources)) if _is_mutual(candidate) and candidate.targets else 0,
    )


def _came_later(trigger: Token, found: Qualifiers, date: str, published: str) -> bool:
    """Whether "would" tells what came, from a past in which it was still to come: "would sign the treaty in 1995"."""
    dated = bool(date and published) and date < published[: len(date)]
    unsure = [t for t in found.because if t.lower_ not in {"would", "'d", "’d"}]
    conditional = any(c.dep_ == "advcl" for c in trigger.children) or trigger.dep_ in {"advcl", "ccomp", "xcomp"}
    return dated and not unsure and not conditional


def _lies_ahead(trigger: Token, date: str, date_text: str, dates: DatedText) -> bool:
    """Whether what a sentence tells as a fact has a date yet to come: "arrives next week", "begins to rotate in 2027"."""
    if dates.reader.ahead.match(date_text):
        return True
    words = date_text.lower().split()
    if trigger.tag_ in {"VBZ", "VBP"} and words and words[-1] in dates.reader.weekdays:
        # "leaves for Ostia on Sunday"
        return True
    told_as_past = trigger.tag_ in {"VBD", "VBN"}
    published = dates.published
    return bool(date and published and not told_as_past) and date > published[: len(date)]


def plover_type(event_type: str, planned_as: str, polarity: str, modality: str) -> str:
    """What a PLOVER coder would write: nothing for what is denied, possible or urged, ``planned_as`` for what is to come."""
    if polarity == "negated" or modality in {"possible", "urged"}:
        return ""
    return planned_as if modality == "planned" else event_type


def _location(candidate: Candidate, actors: ActorIndex) -> str:
    parties = {party.token for party in [*candidate.sources, *candidate.targets]}
    for role in PLACE_ROLES:
        for token in candidate.frame.get(role):
            place = actors.place(token) if token not in parties else ""
            if place:
                return place
    return ""


def _speaker(found: Qualifiers, actors: ActorIndex, lexicon: Lexicon) -> str:
    """Who is quoted, by name, or in the words of the text; nobody where a thing is ("according to the facts")."""
    token = found.speaker
    if token is None or token.lower_ in {"i", "we", "one", "it", "you"}:
        return ""
    known = actors.at(token)
    if known:
        return known[0].name
    if token.pos_ == "PRON" or lexicon.classes["nouns"].get(token.lemma_.lower()):
        makers = [actor for maker in noun_subject(token) for actor in actors.at(maker)]
        return makers[0].name if makers else ""
    phrase = [t for t in token.subtree if t.i <= token.i and t.dep_ not in {"det", "punct"}]
    return " ".join(t.text for t in phrase if token.i - t.i <= 4)


def _is_mutual(candidate: Candidate) -> bool:
    return (
        (candidate.rule.mutual or candidate.reciprocal)
        and not candidate.inherited
        and len({p.actor.name for p in [*candidate.sources, *candidate.targets]}) > 1
    )


def _participants(event_id: str, candidate: Candidate) -> Iterable[Participant]:
    """A row a role and actor; in a mutual happening everybody is both."""
    sources, targets = candidate.sources, candidate.targets
    if _is_mutual(candidate):
        sources = targets = unique([*sources, *targets])
    for role, parties in (("source", unique(sources)), ("target", unique(targets))):
        for party in parties:
            actor = party.actor
            yield Participant(
                event_id,
                role,
                actor.entity_id,
                actor.name,
                actor.kb_id,
                actor.country,
                actor.sector,
                actor.resolved_by,
            )
