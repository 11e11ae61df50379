"""Perfects, pasts and participles that the parser takes for qualities of things, or joins to what may only come."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.grammar import grammar
from pipeline.syntax.words import FINITE, NOUNS, SUBJECTS


def mend_parallel_tense(verb: Token) -> None:
    """ "has cut its ties, which it hopes will help, and has expelled an envoy": what has been done goes with what has."""
    have = {c.lower_ for c in verb.lefts if c.dep_ == "aux"} & {"has", "have"}
    modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.head.lefts)
    if not have or not modal or any(c.dep_ in SUBJECTS for c in verb.children):
        return
    for above in verb.head.ancestors:
        if above.tag_ == "VBN" and have & {c.lower_ for c in above.lefts if c.dep_ == "aux"}:
            verb.head = above
            return


def mend_participle(verb: Token) -> None:
    """ "Norland hosted talks": no sentence at all where the parser takes the verb for a quality of the talks."""
    noun = verb.head
    if noun.dep_ != "ROOT" or noun.i < verb.i or verb.i == verb.sent.start or noun.tag_ not in NOUNS:
        return
    before = verb.nbor(-1)
    named = before.tag_ in NOUNS or before.text[:1].isupper()
    fragment = not noun.sent.text.rstrip().endswith(".") or any(
        t.tag_ in FINITE for t in noun.sent if t.i != verb.i
    )
    if fragment or not named or before.head not in {verb, noun} or not before.whitespace_:
        return
    verb.head, verb.dep_ = verb, "ROOT"
    noun.head, noun.dep_ = verb, "dobj"
    before.head, before.dep_ = verb, "nsubj"
    for token in [t for t in noun.lefts if t.i < before.i]:
        token.head = before
    verb.tag_ = "VBD"


def mend_past(verb: Token) -> None:
    """ "recalled its envoy, froze Ostian accounts and left": the parser takes the verb for a quality of the accounts."""
    noun = verb.head
    listed = noun.head
    if noun.i < verb.i or noun.dep_ not in {"conj", "appos"} or listed.dep_ != "dobj" or verb.nbor(-1).text != ",":
        return
    verb.head, verb.dep_, verb.tag_ = listed.head, "conj", "VBD"
    verb.pos_ = "VERB"
    noun.head, noun.dep_ = verb, "dobj"


def has_before(participle: Token) -> Token | None:
    """The "has" or "had" before a participle, adverbs between at most; none before what is rather a quality of things."""
    at = participle.i - 1
    while at > participle.sent.start and participle.doc[at].dep_ in {"advmod", "neg"}:
        at -= 1
    have = participle.doc[at] if at >= participle.sent.start else None
    told = have is not None and have.lower_ in {"has", "have", "had"} and participle.lower_ not in grammar().qualities
    return have if told else None


def mend_perfect(verb: Token) -> None:
    """ "Norland has suspended imports": what it has done, and not what it owns."""
    have, noun = has_before(verb), verb.head
    if have is None or verb.i > noun.i or any(child.i < verb.i for child in noun.lefts):
        return
    top = have if noun.head == have and noun.dep_ == "dobj" else noun if have.head == verb else None
    if top is None:
        return
    head, dep = top.head, top.dep_
    moved = [child for child in top.children if child not in {verb, noun}] if top == have else []
    verb.head, verb.dep_ = (verb, "ROOT") if head == top else (head, dep)
    for child in moved:
        child.head = verb
    have.head, have.dep_ = verb, "aux"
    noun.head, noun.dep_ = verb, "dobj"
    for child in list(noun.lefts):
        if child.i < have.i:
            child.head = verb
