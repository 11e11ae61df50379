"""Noun -> roles: who does what an eventive noun names, and to whom, by its own phrase, its light verb or what it stands in."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.lexicon import Lexicon
from pipeline.events.light_verbs import host_of, light_verb_of
from pipeline.events.phrases import NOUN_TAGS, Roles, conjuncts, extend, noun_roles
from pipeline.events.subjects import is_passive, surface_subject
from pipeline.events.verb_frames import verb_roles

# What opens a sentence with something else that its subject did: "After talks with Ostia, Norland signed".
BACKGROUND = frozenset(
    {"after", "before", "during", "following", "in", "at", "under", "through", "by", "amid", "despite"}
)
# Where a noun says itself whose it is.
OWNED = frozenset({"possessor", "by", "between", "from", "among"})


def noun_frame_roles(noun: Token, lexicon: Lexicon) -> tuple[Roles, Token | None]:
    """The arguments of an eventive noun by role, those that the clause around it lends included; and its light verb, if any."""
    roles = {role: list(tokens) for role, tokens in noun_roles(noun).items()}
    host = host_of(noun, lexicon)
    if host != noun:
        for role, tokens in noun_roles(host).items():
            extend(roles, role, (t for t in tokens if t != noun and noun not in conjuncts(t)))
    if "between" in roles:
        # "talks between the two leaders, A of Norland and B of Ostia,"
        extend(
            roles,
            "between",
            (t for c in host.rights if c.dep_ == "appos" for t in conjuncts(c) if t.pos_ == "PROPN"),
        )
    shared = _shared_possessor(noun)
    if shared and "possessor" not in roles:
        roles["shared"] = shared
    verb = light_verb_of(noun, lexicon)
    if verb is not None:
        _add_light_verb(roles, verb, host, noun, lexicon)
    elif host.dep_ == "attr" and host.head.lemma_ in {"be", "become", "remain"}:
        extend(roles, "subject", surface_subject(host.head))
    elif _is_contemplated(host, noun, lexicon) and not roles.keys() & OWNED:
        extend(roles, "subject", verb_roles(host.head).get("subject", []))
    elif _is_over_somebody(host, lexicon):
        under = host.head.head
        extend(roles, "on", surface_subject(under.head if under.lower_ in lexicon.exposed_adjectives else under))
    elif _has_victim(host, lexicon):
        extend(roles, "on", surface_subject(host.head.head.head))
    elif _is_at_wish(host, lexicon):
        extend(roles, "to", surface_subject(host.head.head))
    elif _is_background(host, noun, lexicon) and not roles.keys() & OWNED:
        extend(roles, "subject", surface_subject(host.head.head))
    elif (done := _done_by_means_of(host, lexicon)) is not None and not roles.keys() & OWNED:
        extend(roles, "subject", surface_subject(done))
    return roles, verb


def _is_contemplated(host: Token, noun: Token, lexicon: Lexicon) -> bool:
    """ "Norland is weighing a strike on Ostia", "planned an attack": who would do it; others' offers are weighed too."""
    contemplated = host.dep_ in {"dobj", "nsubjpass"} and host.head.lemma_ in lexicon.contemplating_verbs
    return contemplated and noun.lemma_.lower() not in lexicon.proposal_nouns and not _names_a_nation(host)


def _names_a_nation(noun: Token) -> bool:
    """Whether somebody stands before a noun, whose it may be: "after Norlander talks"."""
    return any(t.pos_ == "PROPN" or t.ent_type_ == "NORP" for t in noun.lefts)


def _is_over_somebody(host: Token, lexicon: Lexicon) -> bool:
    """Whether somebody is said to be under what the noun names, or open to it: "Ostia has lived under a Norlander embargo",
    "Ostia is vulnerable to attack by Norland".
    """
    verb = host.head.head
    if host.dep_ == "pobj" and host.head.lower_ == "to" and verb.lower_ in lexicon.exposed_adjectives:
        return verb.dep_ in {"acomp", "oprd"}
    return (
        host.dep_ == "pobj"
        and host.head.lower_ == "under"
        and verb.lemma_ in lexicon.under_verbs
        and verb.pos_ in {"VERB", "AUX"}
    )


def _has_victim(host: Token, lexicon: Lexicon) -> bool:
    """Whether somebody is called the victim of what the noun names: "Ostia was the target of raids", "fell victim to"."""
    named = host.head.head
    called = host.dep_ == "pobj" and named.lemma_ in lexicon.victim_nouns
    return called and named.head.lemma_ in {"be", "become", "fall", "remain"}


def _is_at_wish(host: Token, lexicon: Lexicon) -> bool:
    """Whether somebody does what a clause tells because another asks for it: "at Norland's invitation"."""
    at = host.dep_ == "pobj" and host.head.lower_ in {"at", "upon", "on"} and host.head.head.pos_ == "VERB"
    return at and host.lemma_ in lexicon.asking_nouns and any(c.dep_ == "poss" for c in host.children)


def _is_background(host: Token, noun: Token, lexicon: Lexicon) -> bool:
    """ "After talks with Ostia, Norland signed", "During a visit to Ostia, its minister spoke": the subject has done both."""
    preposition = host.head
    on_journey = preposition.lower_ == "on" and host.lemma_ in lexicon.journey_nouns
    if host.dep_ != "pobj" or preposition.dep_ == "agent" or not (preposition.lower_ in BACKGROUND or on_journey):
        return False
    if preposition.head.pos_ != "VERB":
        return False
    if _names_a_nation(host):
        return False
    partner = any(c.dep_ == "prep" and c.lower_ == "with" for c in (*host.children, *noun.children))
    return partner or (
        host.lemma_ in lexicon.journey_nouns and any(c.dep_ == "prep" and c.lower_ == "to" for c in host.children)
    )


def _done_by_means_of(host: Token, lexicon: Lexicon) -> Token | None:
    """The verb of "has stayed in power by the persecution of monks", "answered with attacks on Ostia": who does the one does
    the other.
    """
    preposition = host.head
    while preposition.dep_ == "conj" and preposition.head.dep_ in {"prep", "conj"}:
        preposition = preposition.head
    # "holds on to power by the persecution of monks": the parser hangs the means on what they serve.
    verb = preposition.head.head if preposition.head.dep_ == "dobj" else preposition.head
    answers = host.head.lower_ == "with" and verb.lemma_ in lexicon.answering_verbs
    means = host.head.lower_ in {"by", "through", "via"} or answers
    told = any(c.dep_ == "prep" and c.lower_ in {"of", "on", "against"} for c in host.children)
    done = host.dep_ == "pobj" and means and told and not _names_a_nation(host) and verb.pos_ == "VERB" and not is_passive(verb)
    return verb if done else None


def _shared_possessor(noun: Token) -> list[Token]:
    """ "Norland's ties with Sudria and a snub of Ostia": the possessor of the first noun of a list may be that of all."""
    while noun.dep_ == "conj" and noun.head.tag_ in NOUN_TAGS:
        noun = noun.head
        owners = [t for c in noun.children if c.dep_ == "poss" for t in conjuncts(c)]
        if owners:
            return owners
    return []


def _add_light_verb(roles: Roles, verb: Token, host: Token, noun: Token, lexicon: Lexicon) -> None:
    inside = set(conjuncts(host)) | {noun, host}
    carried = verb_roles(verb)
    others = verb.lemma_ in lexicon.suffering_verbs or (verb.lemma_ in lexicon.undergoing_verbs and roles.keys() & {"by", "from"})
    if host.dep_ == "dobj" and others:
        # "Ostia has seen raids by Norland", "Ostia suffered two raids": what its subject undergoes, others do.
        carried["on"] = carried["against"] = carried["to"] = carried.pop("subject", [])
    if host.dep_ == "dobj" and is_passive(verb) and "subject" not in carried and "indirect" in carried:
        # "have been carried out drills with Ostia": whoever is the subject, in whatever voice, does what is carried.
        carried["subject"] = carried.pop("indirect")
    if host.dep_ == "pobj" and "subject" not in carried:
        # "were engaged in talks": the participle is no passive, those engaged are the ones who talk.
        carried["subject"] = carried.pop("object", [])
    for role, tokens in carried.items():
        if role in {"object", "complement", "predicate"}:
            continue
        extend(roles, role, (t for t in tokens if t not in inside and noun not in conjuncts(t)))
