"""Cooperation that nothing came of, or that is told because others hold it against somebody."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.stance.cues import Cues
from pipeline.stance.evidence import Evidence

# How far the verb that tells what came of cooperation may stand from its words, and by which ties.
LONGEST_WAY = 5
TOLD_BY = frozenset(
    {"nsubj", "nsubjpass", "dobj", "acl", "relcl", "prep", "pobj", "compound", "amod", "poss", "conj", "nmod", "pcomp"}
)
GROUNDS = frozenset({"over", "for", "about", "at", "against", "because"})
# Of these there is next to nothing; and by these words a quarrel is about something ("protested against the sale").
SCARCE = frozenset({"few", "fewer", "little", "less", "scant", "scarce", "rarely", "seldom", "hardly", "scarcely", "barely"})


def is_spoiled(evidence: Evidence, cues: Cues) -> bool:
    """Whether what is told of the words of cooperation is that nothing good came of it ("talks broke down", "angered Ostia")."""
    spoiling = cues.lexicon.list("spoiling")
    backlash = cues.lexicon.list("backlash")
    quarrel = backlash.union(*(cues.lexicon.list(name) for name in ("conflict", "quarrels", "disputes")))
    token = evidence.head
    if _is_scarce(token):
        return True
    for _ in range(LONGEST_WAY):
        if token.head == token or token.dep_ not in TOLD_BY:
            return False
        told_of = token.dep_ in ("nsubj", "nsubjpass", "dobj")
        held_against = token.dep_ == "prep" and token.lower_ in GROUNDS
        token = token.head
        if held_against and token.lemma_.lower() in quarrel:
            return True
        if told_of and token.pos_ == "VERB":
            if token.lemma_.lower() in cues.lexicon.list("fruits") and _has_no_object(token):
                return True
            if any(child.dep_ == "dobj" and child.lemma_.lower() in backlash for child in token.children):
                return True
            taken_for = (
                noun
                for child in token.children
                if child.lower_ == "as"
                for noun in child.children
                if noun.dep_ == "pobj"
            )
            return any(one.lemma_.lower() in spoiling for one in (token, *taken_for))
    return False


def _has_no_object(verb: Token) -> bool:
    """Whether what a verb brings is nothing: "changed nothing", "yielded little", "won no concession"."""
    brought = [child for child in verb.children if child.dep_ == "dobj"]
    return any(
        one.lower_ in ("nothing", "little") or any(child.lower_ in ("no", "little", "few") for child in one.children)
        for one in brought
    )


def _is_scarce(head: Token) -> bool:
    """Whether the words say how little of it there is ("fewer such visits", "rarely meet")."""
    nouns = [head, *(child for child in head.children if child.dep_ == "dobj")]
    few = [(noun, child) for noun in nouns for child in noun.children if child.lower_ in SCARCE]
    return any(
        not any(child.lower_ in ("a", "no") for one in (noun, word) for child in one.children)
        for noun, word in few
    )
