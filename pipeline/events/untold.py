"""What the words of a happening may stand for without telling one: a question, a wish, a right, what nobody does."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Span, Token

from pipeline.events.candidates import Candidate
from pipeline.events.factuality import is_general
from pipeline.events.governors import denial_in
from pipeline.events.lexicon import Lexicon
from pipeline.events.party import Party
from pipeline.events.phrases import MODIFIER_DEPS, is_infinitive
from pipeline.events.subjects import SUBJECT_DEPS

# Labels of names that tell one happening from another.
NAMING = frozenset({"GPE", "NORP", "ORG", "PERSON", "EVENT", "LOC"})
# What opens a phrase that says when.
TIMES = frozenset({"since", "after", "before", "during", "until", "till", "through", "throughout"})


def tells_a_happening(candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether somebody does what the words name, or will or may; those who are nobody in particular lose their side."""
    trigger = candidate.trigger
    return not (
        is_general(trigger, lexicon)
        or _is_anybodys(candidate)
        or _is_by_nobody(candidate, lexicon)
        or _threatens_nothing(candidate)
        or _is_wished(trigger, lexicon.wishing_verbs)
        or _is_within_power(trigger, lexicon)
    )


def is_question(span: Span) -> bool:
    """Whether a sentence asks: it tells no happening then."""
    # The text of the last word that isn't all quotes and brackets: to put that of the whole together takes ten times as long.
    for i in range(span.end - 1, span.start - 1, -1):
        token = span.doc[i]
        if text := (token.text_with_ws if i + 1 < span.end else token.text).rstrip("\"'”’)"):
            return text.endswith("?")
    return False


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


def names_somebody(candidate: Candidate, spoken: bool) -> bool:
    """Whether anybody who takes part is known, by name or country; of a noun ("the talks"), whether it takes up what was told.

    A deed of "troops" or "the governor" of nowhere can't be counted for anybody. A noun with a name before it or of its own
    ("the Vilnius summit") is another happening than the one told before, and in a transcript so is nearly any.
    """
    known = [
        party.actor
        for party in (*candidate.sources, *candidate.targets)
        if party.actor.country or party.actor.kb_id or party.actor.entity_id
    ]
    if candidate.frame.kind != "noun" or any(actor.resolved_by != "implied" for actor in known):
        return bool(known)
    trigger = candidate.trigger
    named = trigger.pos_ == "PROPN" or any(c.pos_ == "PROPN" or c.ent_type_ in NAMING for c in trigger.lefts)
    return bool(known) and not spoken and not named


def is_background(candidate: Candidate) -> bool:
    """Whether a bare noun only mentions what somebody suffered, and nobody is said to have done it: "since the ban on trawlers".

    Attacks, coups and sanctions are told so too; what else is done to others is told with who did it, or by a verb.
    """
    frame = candidate.frame
    if candidate.rule.mode == "multilateral" and frame.kind == "verb" and not candidate.targets and _sets_time(candidate.trigger):
        return True
    if frame.kind == "noun" and (_is_time_of_war(candidate.trigger) or _is_war_by_name(candidate)):
        return True
    bare = frame.kind == "noun" and frame.light_verb is None and not candidate.sources
    return bare and candidate.rule.event_type not in {"ASSAULT", "SANCTION", "COERCE"}


def _sets_time(verb: Token) -> bool:
    """ "Before the union met, Norland signed", "when the union was meeting": the clause only says when the other was done."""
    marks = {c.lower_ for c in verb.lefts}
    going_on = verb.tag_ == "VBG" and bool(marks & {"when", "while", "as"})
    return verb.dep_ == "advcl" and (going_on or bool(marks & {"before", "until"}))


def _is_war_by_name(candidate: Candidate) -> bool:
    """ "the Norland–Ostia war was seven years old": two before the noun name a war, and tell of none."""
    parties = [*candidate.sources, *candidate.targets]
    named = all(p.token.i < candidate.trigger.i and p.token.dep_ in MODIFIER_DEPS for p in parties)
    return candidate.trigger.lemma_.lower() == "war" and named and len(parties) > 1


def _is_time_of_war(noun: Token) -> bool:
    """ "Since the Norland–Ostia War", "through the Second World War": a war that has a name only says when something was."""
    return noun.ent_type_ == "EVENT" and noun.dep_ == "pobj" and noun.head.lower_ in TIMES
