"""Nouns that take up a happening told before: "the attack", "this visit"."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.candidates import Candidate
from pipeline.events.governors import DEFINITE
from pipeline.events.lexicon import Lexicon
from pipeline.events.rules import Rule
from pipeline.grammar import grammar

# What is called by its noun again as the same: an embargo, a raid, a visit; "the treaty" is no second signing.
REFERRED_TO = frozenset({"ASSAULT", "SANCTION", "COERCE", "CONSULT", "PROTEST", "MOBILIZE", "THREATEN", "REQUEST"})


def is_known(noun: Token) -> bool:
    """Whether "the" or "that" before it marks a noun as known."""
    return any(c.lower_ in DEFINITE for c in noun.lefts)


def tells_no_more(noun: Token, lexicon: Lexicon) -> bool:
    """ "When the sanctions were lifted", "the weeks between the raid and the truce": what ends it, or a time beside it."""
    lifted = noun.dep_ in {"dobj", "nsubj", "nsubjpass"} and noun.head.lemma_ in lexicon.lifting_verbs
    beside = noun.dep_ == "pobj" and noun.head.lower_ == "between"
    return lifted or (beside and noun.head.head.lemma_ in grammar().time_nouns)


def leaves_a_side(candidate: Candidate, spoken: bool) -> bool:
    """Whether a noun names nobody who did it, or in writing not to whom: what two do together needs both of them."""
    return not candidate.sources or not (candidate.targets or candidate.rule.mutual or spoken)


def refers(candidate: Candidate) -> bool:
    """Whether a noun speaks of a happening as known: "the attack on Ostia"."""
    owned = bool(candidate.sources) and any(c.dep_ == "poss" for c in candidate.trigger.lefts)
    return may_refer(candidate.rule) and (owned or is_known(candidate.trigger))


def may_refer(rule: Rule) -> bool:
    """Whether a rule's nouns tell a happening anew: "the war" that two wage is rather the time or the matter of others."""
    return rule.event_type in REFERRED_TO and not (rule.mutual and rule.event_type == "ASSAULT")
