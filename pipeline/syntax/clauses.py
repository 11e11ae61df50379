"""Clauses that the parser joins wrongly, with who acts in them."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.grammar import grammar
from pipeline.syntax.words import BETWEEN, FINITE, NOUNS, SUBJECTS, is_finite, subject_dep, word_before

# What opens a noun phrase as well as a clause.
CLAUSE_OPENERS = frozenset({"since", "after", "before", "until"})


def mend_opened_clause(opener: Token) -> None:
    """ "since Norland last week barred …", "after the rebels, it is said, had fired": a clause is opened, and not a phrase."""
    noun = next((c for c in opener.children if c.dep_ == "pobj"), None)
    verb = opener.head
    if noun is None or noun.tag_ not in NOUNS or noun.lower_ in grammar().calendar_names:
        return
    if verb.i < opener.i:
        verb = next((c for c in verb.rights if c.dep_ == "advcl" and c.i > noun.i and is_finite(c)), verb)
    marked = any(c.dep_ == "mark" and c != opener for c in verb.lefts)
    if verb.i < noun.i or verb.dep_ != "advcl" or marked or not is_finite(verb):
        return
    between = list(verb.doc[noun.right_edge.i + 1 : verb.i])
    own = [c for c in verb.lefts if c.dep_ in BETWEEN | {"npadvmod", "parataxis", "punct"}]
    if between and all(t.text == "," or any(t in c.subtree for c in own) for t in between):
        noun.head, noun.dep_ = verb, subject_dep(verb)
        opener.head, opener.dep_ = verb, "mark"


def mend_whose(whose: Token) -> None:
    """ "Norland, whose premier, A, had signed": the premier signed, and the clause belongs to Norland."""
    noun, host = whose.head, whose.head.head
    for verb in noun.doc[noun.right_edge.i + 1 : noun.right_edge.i + 6]:
        if verb.dep_ == "punct" or verb.dep_ in BETWEEN:
            continue
        if is_finite(verb) and verb not in host.ancestors and verb.dep_ != "ROOT":
            noun.head, noun.dep_ = verb, subject_dep(verb)
            verb.head, verb.dep_ = host, "relcl"
        return


def mend_second_clause(verb: Token) -> None:
    """ "Norland invaded Ostia and Sudria protested": nobody invaded Sudria; it is who protested."""
    before = word_before(verb)
    last = before is not None and before.dep_ == "conj" and before.tag_ in NOUNS and not before.n_rights
    # "credit and investment said to be worth millions"
    reported = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 3]] in (["to", "be"], ["to", "have"])
    if before is None or not last or reported or before.head.dep_ in SUBJECTS:
        return
    start = before.left_edge.i
    if start and before.doc[start - 1].dep_ == "cc":
        before.head, before.dep_ = verb, subject_dep(verb)


def mend_gerund(gerund: Token) -> None:
    """ "By turning down Ostia's offer, Norland has …": what stands before the comma is turned down, and does nothing."""
    verb = gerund.head.head
    subjects = [c for c in verb.lefts if c.dep_ == "nsubj"]
    if gerund.head.head == gerund.head or len(subjects) != 2 or subjects[0].i < gerund.i:
        return
    start = subjects[1].left_edge.i
    if verb.doc[start - 1].text == "," and not any(c.dep_ == "dobj" for c in gerund.children):
        subjects[0].head, subjects[0].dep_ = gerund, "dobj"


def mend_bare_infinitive(verb: Token) -> None:
    """ "was to silence a channel, scale down its ties and close a base": all three were to be done."""
    first = verb.left_edge.i
    if first == verb.sent.start or any(c.dep_ in SUBJECTS | {"aux", "mark"} for c in verb.children):
        return
    behind_comma = verb.doc[first - 1].text == ","
    if not (behind_comma or verb.dep_ == "conj") or verb.head.tag_ not in FINITE:
        return
    before = [c for c in verb.head.children if c.dep_ == "xcomp" and c.tag_ == "VB" and c.i < verb.i]
    if before and any(c.lower_ == "to" and c.dep_ == "aux" for c in before[-1].children):
        verb.head, verb.dep_ = before[-1], "conj"
