"""The verb that only carries an eventive noun, and the noun whose place in the clause counts."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.lexicon import Lexicon
from pipeline.events.phrases import NOUN_TAGS, particle_of


def host_of(noun: Token, lexicon: Lexicon) -> Token:
    """The noun whose place in the clause counts: "a round of talks" stands where "round" stands."""
    host = noun
    for _ in range(3):
        if (
            host.dep_ == "pobj"
            and host.head.lower_ == "of"
            and host.head.head.lemma_ in lexicon.transparent_nouns
        ):
            host = host.head.head
        elif host.dep_ == "conj" and host.head.tag_ in NOUN_TAGS:
            host = host.head
        else:
            break
    return host


def light_verb_of(noun: Token, lexicon: Lexicon) -> Token | None:
    """The verb that only carries the noun: "held talks", "talks were held", "talks held in May", "engaged in talks"."""
    host = host_of(noun, lexicon)
    if host.dep_ in {"dobj", "nsubjpass", "attr"} and host.head.lemma_ in lexicon.light_verbs:
        return None if particle_of(host.head, lexicon.phrasal_verbs) else host.head
    if host.dep_ == "nsubj" and host.head.lemma_ in lexicon.happening_verbs:
        does = host.head.lemma_ in lexicon.doing_verbs and any(c.dep_ == "dobj" for c in host.head.rights)
        return None if does else host.head
    if host.dep_ == "nsubj" and host.head.lemma_ == "be":
        # "a summit is to be held", "the talks are to take place"
        for child in host.head.rights:
            held = any(c.dep_ == "auxpass" for c in child.lefts)
            carries = lexicon.light_verbs if held else lexicon.happening_verbs
            if child.dep_ == "xcomp" and child.lemma_ in carries:
                return child
    if host.dep_ == "pobj" and host.head.dep_ == "prep":
        verb = host.head.head
        phrases = {f"{verb.lemma_} {host.head.lower_}"}
        phrases |= {
            f"{verb.lemma_} {c.lower_} {host.head.lower_}"
            for c in verb.children
            if c.dep_ in {"dobj", "prt", "advmod"}
        }
        if phrases & lexicon.light_verbs and not _says_something_else(verb):
            return verb
        if (
            verb.dep_ == "dobj"
            and f"{verb.head.lemma_} {verb.lower_} {host.head.lower_}" in lexicon.light_verbs
        ):
            return verb.head
    for child in host.rights:
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in lexicon.light_verbs and child.tag_ != "VB":
            return child
    return None


def _says_something_else(verb: Token) -> bool:
    """ "Norland was cautious in the war": what Norland was is told, and not that it was in it."""
    return verb.lemma_ == "be" and any(c.dep_ in {"acomp", "attr"} for c in verb.children)
