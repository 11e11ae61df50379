"""Polarity and modality of a cue: the events' qualifiers, and what ends a position ("abandoned its neutrality").

A denial that is part of the cue's own words ("refused to take sides") is no negation of the stance.
"""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.lexicon import Lexicon as Grammar
from pipeline.events.qualifiers import qualify

# How far up from the cue an ending word may stand ("the end of an era of neutrality").
LONGEST_CHAIN = 5
CARRIED_BY = frozenset(
    {"dobj", "pobj", "prep", "pcomp", "nsubjpass", "attr", "compound", "xcomp", "oprd", "amod", "acomp"}
)
MODAL_DEPS = frozenset({"aux", "auxpass"})


def polarity(head: Token, span: tuple[int, int], grammar: Grammar, ending: frozenset[str]) -> str:
    """``negated`` where the clause, or what governs it, denies or ends what ``head`` stands for, else ``affirmed``.

    :param span: the cue's tokens, first and one after the last; what negates inside them is part of the cue.
    :param ending: words that end a position.
    """
    found = qualify(head, grammar)
    inside = [
        token for token in found.because if span[0] <= token.i < span[1] and token.dep_ not in MODAL_DEPS
    ]
    negated = found.negated ^ (len(inside) % 2 == 1)
    return "negated" if negated ^ _is_ended(head, span, ending, found.because) else "affirmed"


def modality(head: Token, grammar: Grammar) -> str:
    """``actual``, ``planned``, ``possible`` or ``urged``."""
    return qualify(head, grammar).modality


def is_denied(verb: Token, noun: Token, grammar: Grammar) -> bool:
    """Whether a verb with this object is denied: "will not join a bloc", "join no bloc", "refused to join a bloc"."""
    return qualify(verb, grammar).negated or any(child.lower_ in ("no", "neither") for child in noun.children)


def _is_ended(head: Token, span: tuple[int, int], ending: frozenset[str], known: list[Token]) -> bool:
    token = head
    ended = False
    for _ in range(LONGEST_CHAIN):
        if any(
            child.lower_ == "longer" and child.nbor(-1).lower_ == "no" and child not in known
            for child in token.children
            if child.i
        ):
            ended = not ended
        if token.lower_ == "from" and token.head.lower_ == "far":
            return not ended
        if token.dep_ not in CARRIED_BY:
            return ended
        token = token.head
        outside = not span[0] <= token.i < span[1]
        if outside and token not in known and token.lemma_.lower() in ending:
            ended = not ended
    return ended
