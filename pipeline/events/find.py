"""Frames + rules -> Event: the events of a Doc, qualified, dated and placed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span, Token

from pipeline.events.candidates import Candidate
from pipeline.events.dating import date_of
from pipeline.events.factuality import is_general
from pipeline.events.governors import denial_in, is_infinitive, is_past_purpose
from pipeline.events.lexicon import Lexicon
from pipeline.events.match import Patterned, find_candidates, match_patterns
from pipeline.events.participants import Parties, Party, unique
from pipeline.events.qualifiers import Qualifiers, qualify
from pipeline.events.rules import Rules
from pipeline.events.sides import asks_itself, complete_sides
from pipeline.events.subjects import SUBJECT_DEPS, is_passive, noun_subject
from pipeline.events.time import DatedText, still_to_come
from pipeline.events.timewords import names_a_day
from pipeline.events.told import Told
from pipeline.records import Event, Participant, Sentence, content_id

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# Before the happening in which another is done: "killed in a raid".
DONE_BY = frozenset({"in", "by", "during"})
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
    return events


def is_question(span: Span) -> bool:
    """Whether a sentence asks: it tells no happening then."""
    # The text of the last word that isn't all quotes and brackets: to put that of the whole together takes ten times as long.
    for i in range(span.end - 1, span.start - 1, -1):
        token = span.doc[i]
        if text := (token.text_with_ws if i + 1 < span.end else token.text).rstrip("\"'”’)"):
            return text.endswith("?")
    return False


def dated_text(doc: Doc, rules: Rules, published: str) -> DatedText:
    """The dates of a Doc, to be read on sentence by sentence."""
    spans = [
        entity
        for entity in doc.ents
        if entity.label_ == "DATE" or (entity.label_ == "TIME" and names_a_day(entity.text, rules.time))
    ]
    return DatedText(rules.time, published, spans)


def decide(
    span: Span, actors: ActorIndex, rules: Rules, patterned: Patterned, told: Told
) -> list[tuple[Candidate, Qualifiers]]:
    """What a sentence tells, each happening once, with all its participants.

    :param told: what the sentences before tell; what this one does is added.
    """
    told.enter(span)
    if is_question(span):
        return []
    rows: list[tuple[Candidate, Qualifiers]] = []
    for candidate in find_candidates(span, rules, Parties(actors, rules.lexicon), patterned, told):
        if is_general(candidate.trigger, rules.lexicon) or _is_anybodys(candidate):
            continue
        if _is_by_nobody(candidate, rules.lexicon) or _threatens_nothing(candidate) or asks_itself(candidate):
            continue
        if _is_wished(candidate.trigger, rules.lexicon.wishing_verbs) or _is_within_power(candidate.trigger, rules.lexicon):
            continue
        rows.append((candidate, _qualified(candidate, rules.lexicon)))
    rows = [row for row in _once(_told_of_a_noun(rows), rules.lexicon.toll_verbs) if not _is_background(row[0])]
    candidates = [candidate for candidate, _ in rows]
    complete_sides(candidates, actors, told, rules.lexicon)
    rows = [row for row in rows if names_somebody(row[0])]
    told.add(candidate for candidate, _ in rows)
    return rows


def _qualified(candidate: Candidate, lexicon: Lexicon) -> Qualifiers:
    """Whether it happened, but for the words that the rule itself has taken for what happened."""
    found = qualify(candidate.trigger, lexicon)
    if candidate.turned_down:
        # "refused Norland's request": the refusal is no denial that Norland asked.
        return replace(found, negated=False, modality="actual")
    if candidate.denial is None or candidate.denial not in found.because:
        return found
    # "Norland will not allow it": it refuses, and does so now.
    own = {candidate.denial, *(c for c in candidate.trigger.children if c.dep_ == "aux")}
    settled = set(found.because) <= own
    return replace(found, negated=not found.negated, modality="actual" if settled else found.modality)


def _is_anybodys(candidate: Candidate) -> bool:
    """ "Ignoring the protests won't help", "To sign was a mistake": a verb that is a subject itself, whoever may do it."""
    trigger = candidate.trigger
    nominal = trigger.tag_ == "VBG" or is_infinitive(trigger)
    return nominal and trigger.dep_ in {"csubj", "csubjpass"} and not candidate.sources


def _threatens_nothing(candidate: Candidate) -> bool:
    """ "said that it would launch no attack", "promised to impose no sanctions": the words of a threat, and none."""
    clauses = (c for c in candidate.trigger.children if c.dep_ in {"ccomp", "xcomp"})
    objects = (noun for clause in clauses for noun in clause.children if noun.dep_ == "dobj")
    return candidate.rule.event_type == "THREATEN" and any(denial_in(noun) is not None for noun in objects)


def _is_wished(trigger: Token, wishing: Collection[str]) -> bool:
    """ "Norland wants to sell Ostia tanks": what somebody wishes to do; what one wants another to do is asked for."""
    verb = trigger
    while verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ == "VB":
        verb = verb.head
    own = any(child.dep_ in SUBJECT_DEPS for child in verb.children)
    return verb.dep_ == "xcomp" and verb.tag_ == "VB" and verb.head.lemma_ in wishing and not own


def _is_within_power(trigger: Token, lexicon: Lexicon) -> bool:
    """ "Norland has the right (the means) to attack Ostia": what one may or can do is neither done nor to come."""
    infinitive = trigger.dep_ in {"acl", "relcl"} and trigger.tag_ == "VB"
    noun = trigger.head if infinitive else trigger.head.head
    held = noun.dep_ == "dobj" and noun.head.lemma_ in lexicon.holding_verbs
    return (infinitive or trigger.dep_ == "pcomp") and held and noun.lower_ in lexicon.capacity_nouns


def _is_by_nobody(candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether nobody in particular acts ("analysts say", "countries that hedge"); such others are taken from its sides."""

    def named(parties: list[Party]) -> list[Party]:
        return [p for p in parties if p.actor.country or p.actor.name not in lexicon.nameless]

    acts = bool(candidate.sources)
    candidate.sources, candidate.targets = named(candidate.sources), named(candidate.targets)
    return not candidate.sources and (acts or not candidate.targets)


def names_somebody(candidate: Candidate) -> bool:
    """Whether anybody who takes part is known, by name or country; of a noun ("the talks"), whether the sentence says who.

    A deed of "troops" or "the governor" of nowhere can't be counted for anybody; a noun whose sides stand elsewhere tells
    again what was told there, and often something else.
    """
    known = [
        party.actor
        for party in (*candidate.sources, *candidate.targets)
        if party.actor.country or party.actor.kb_id or party.actor.entity_id
    ]
    if candidate.frame.kind != "noun":
        return bool(known)
    return any(actor.resolved_by != "implied" for actor in known)


def _is_background(candidate: Candidate) -> bool:
    """Whether a bare noun only mentions what somebody suffered, and nobody is said to have done it: "since the ban on trawlers".

    Attacks, coups and sanctions are told so too; what else is done to others is told with who did it, or by a verb.
    """
    frame = candidate.frame
    if candidate.rule.mode == "multilateral" and frame.kind == "verb" and not candidate.targets and _sets_time(candidate.trigger):
        return True
    bare = frame.kind == "noun" and frame.light_verb is None and not candidate.sources
    return bare and candidate.rule.event_type not in {"ASSAULT", "SANCTION", "COERCE"}


def _sets_time(verb: Token) -> bool:
    """ "Before the union met, Norland signed", "when the union was meeting": the clause only says when the other was done."""
    marks = {c.lower_ for c in verb.lefts}
    going_on = verb.tag_ == "VBG" and bool(marks & {"when", "while", "as"})
    return verb.dep_ == "advcl" and (going_on or bool(marks & {"before", "until"}))


def _told_of_a_noun(rows: list[tuple[Candidate, Qualifiers]]) -> list[tuple[Candidate, Qualifiers]]:
    """ "Norland's strikes that killed an Ostian general": one happening, and its noun tells it, if both tell it alike."""
    by_token = {row[0].trigger.i: row for row in rows}
    kept = []
    for row in rows:
        verb = row[0]
        if _is_done_by(row, by_token):
            continue
        above = by_token.get(verb.trigger.head.i) if verb.trigger.dep_ in {"relcl", "acl"} else None
        if above is None or above[0].frame.kind != "noun" or not _tell_alike(row, above):
            kept.append(row)
            continue
        noun = above[0]
        noun.targets = noun.targets or [
            p for p in verb.targets if p.actor not in [s.actor for s in noun.sources]
        ]
        noun.sources = noun.sources or verb.sources
    return kept


def _is_done_by(row: tuple[Candidate, Qualifiers], by_token: dict[int, tuple[Candidate, Qualifiers]]) -> bool:
    """ "A general was killed in a Norlander strike": the noun says who did what its verb tells, which takes its doer."""
    noun, preposition = row[0], row[0].trigger.head
    above = by_token.get(preposition.head.i)
    hangs = noun.trigger.dep_ == "pobj" and preposition.lower_ in DONE_BY and noun.frame.kind == "noun"
    if above is None or not hangs or noun.targets or above[0].sources or not _tell_alike(row, above):
        return False
    above[0].sources = noun.sources
    return True


def _tell_alike(one: tuple[Candidate, Qualifiers], other: tuple[Candidate, Qualifiers]) -> bool:
    """Whether two tell of one type, alike affirmed and alike actual."""
    return (one[0].rule.event_type, one[1].polarity, one[1].modality) == (
        other[0].rule.event_type,
        other[1].polarity,
        other[1].modality,
    )


def _once(
    rows: list[tuple[Candidate, Qualifiers]], tolls: Collection[str]
) -> list[tuple[Candidate, Qualifiers]]:
    """One row a happening: what is told twice in a sentence stays where it is told most fully."""
    kept: list[tuple[Candidate, Qualifiers]] = []
    for row in sorted(rows, key=lambda r: (-_fullness(r[0]), r[0].trigger.i)):
        if not any(_same_happening(row, other) or _is_toll(row[0], other[0], tolls) for other in kept):
            kept.append(row)
    return sorted(kept, key=lambda r: r[0].trigger.i)


def _fullness(candidate: Candidate) -> int:
    return 2 * bool(candidate.sources) + 2 * bool(candidate.targets) + (candidate.frame.kind == "verb")


def _same_happening(row: tuple[Candidate, Qualifiers], other: tuple[Candidate, Qualifiers]) -> bool:
    one, two = row[0], other[0]
    if one.rule.event_type != two.rule.event_type or row[1].polarity != other[1].polarity:
        return False
    both_verbs = one.frame.kind == two.frame.kind == "verb"
    told_apart = one.trigger.lemma_ != two.trigger.lemma_ and not (_is_pair(one, two) or _is_manner(one, two))
    if both_verbs and (row[1].modality != other[1].modality or told_apart):
        # "cut ties and recalled its envoy": two verbs tell two happenings; what is told twice is told by a noun too.
        return False
    sides = [({p.actor.name for p in c.sources}, {p.actor.name for p in c.targets}) for c in (one, two)]
    if sides[0][0] <= sides[1][0] and sides[0][1] <= sides[1][1]:
        return True
    return one.rule.mutual and two.rule.mutual and (sides[0][0] | sides[0][1]) <= (sides[1][0] | sides[1][1])


def _is_toll(one: Candidate, two: Candidate, tolls: Collection[str]) -> bool:
    """Whether the one only tells whom the other has cost: "attacked the posts and killed (are said to have killed) 23 men"."""
    attacks = one.rule.event_type == two.rule.event_type == "ASSAULT" and one.trigger.lemma_ in tolls
    toll = one.trigger.head if one.trigger.dep_ == "xcomp" and is_passive(one.trigger.head) else one.trigger
    joined = toll.dep_ in {"conj", "advcl"} and toll.head.i == two.trigger.i
    if not (attacks and joined) or two.trigger.lemma_ in tolls:
        return False
    hit = [{p.actor.country for p in c.targets} for c in (one, two)]
    return {p.actor.name for p in one.sources} <= {p.actor.name for p in two.sources} and hit[0] <= hit[1]


def _is_pair(one: Candidate, two: Candidate) -> bool:
    """Whether two verbs stand side by side and share what they govern: "shot and killed", "seized and burned"."""
    first, second = sorted((one.trigger, two.trigger), key=lambda t: t.i)
    return second.dep_ == "conj" and second.head.i == first.i and second.i - first.i == 2


def _is_manner(one: Candidate, two: Candidate) -> bool:
    """Whether the one's participle says how the other was done: "filed a complaint, charging that …"."""
    first, second = sorted((one.trigger, two.trigger), key=lambda t: t.i)
    return (
        second.tag_ == "VBG" and second.dep_ in {"advcl", "acl"} and second.head in {first, *first.children}
    )


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
    if modality == "actual" and _lies_ahead(trigger, date, date_text, dates):
        modality = "planned"
    if modality in {"planned", "possible"} and not (is_of_before or is_past_purpose(trigger)):
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


def _lies_ahead(trigger: Token, date: str, date_text: str, dates: DatedText) -> bool:
    """Whether what a sentence tells as a fact has a date yet to come: "arrives next week", "begins to rotate in 2027"."""
    if dates.reader.ahead.match(date_text):
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
        candidate.rule.mutual
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
