"""Verb -> roles: what belongs to a verb in the active voice, and the parser takes for part of something else beside it."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.phrases import Roles, add_prepositional, conjuncts, extend
from pipeline.grammar import grammar


def add_misplaced(roles: Roles, verb: Token, passive: bool) -> None:
    """Give a verb what is set apart before it; in the active voice also what it says of its object, and the object of a
    clause without a verb.
    """
    if not passive:
        if verb.lemma_ in grammar().naming_verbs:
            _add_what_it_is_called(roles, verb)
        _add_verbless_clause(roles, verb)
    _add_cleft(roles, verb, passive)


def _add_what_it_is_called(roles: Roles, verb: Token) -> None:
    """ "called them provocations", "declared the pact null and void": the parser takes what something is called for a second
    object, or for a quality that the thing has anyway.
    """
    objects = [c for c in verb.rights if c.dep_ == "dobj"]
    if len(objects) > 1:
        extend(roles, "predicate", conjuncts(objects[-1]))
    elif objects and "predicate" not in roles:
        qualities = (c for c in objects[0].rights if c.dep_ == "amod" and c.tag_ == "JJ")
        extend(roles, "predicate", (t for quality in qualities for t in conjuncts(quality)))


def _add_verbless_clause(roles: Roles, verb: Token) -> None:
    """ "declared it invalid", "holds Norland responsible": the parser takes what is held so for the subject of a clause, in
    which there is no verb; but "found it hard to sign" and "made it plain that …" are no words about an "it".
    """
    for clause in verb.rights:
        if clause.dep_ != "ccomp" or clause.pos_ != "ADJ" or any(c.dep_ in {"mark", "cop"} for c in clause.lefts):
            continue
        held = [c for c in clause.lefts if c.dep_ == "nsubj"]
        about = any(c.dep_ in {"xcomp", "ccomp", "advcl", "relcl", "acl"} for c in clause.rights)
        if held and not (about and held[-1].lower_ == "it"):
            extend(roles, "object", conjuncts(held[-1]))
            extend(roles, "predicate", conjuncts(clause))


def _add_cleft(roles: Roles, verb: Token, passive: bool) -> None:
    """ "It was on talks that Norland insisted", "It is Ostia that Norland accuses": what is set apart belongs to the verb."""
    be = verb.head
    if verb.dep_ not in {"ccomp", "advcl", "relcl"} or be.lemma_ != "be" or not any(c.lower_ == "it" for c in be.lefts):
        return
    if not any(c.lower_ == "that" and c.dep_ in {"dobj", "mark", "advmod"} for c in verb.lefts):
        return
    has_object = passive or verb.dep_ != "ccomp" or "object" in roles
    for child in be.rights:
        if child.dep_ == "prep" and child.i < verb.i:
            add_prepositional(roles, child)
        elif child.dep_ == "attr" and child.i < verb.i and child.pos_ == "PROPN" and not has_object:
            extend(roles, "object", conjuncts(child))
