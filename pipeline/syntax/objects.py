"""Whom or what a verb is done to, given or done by, where the parser makes one thing of two."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.syntax.words import NOUNS


def mend_agent(by: Token) -> None:
    """ "Sudria brokered an apology by Ostia": who acts stands before the verb, so that the apology is Ostia's."""
    verb = by.head
    passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)
    objects = [c for c in verb.rights if c.dep_ == "dobj" and c.i < by.i]
    if objects and not passive and any(c.dep_ == "nsubj" for c in verb.lefts):
        by.head, by.dep_ = objects[0], "prep"


def mend_receiver(pronoun: Token) -> None:
    """ "Ostia sells him guns": he gets them; the guns aren't called so."""
    goods, verb = pronoun.head, pronoun.head.head
    if goods.dep_ == "dobj" and goods.i > pronoun.i > verb.i:
        pronoun.head, pronoun.dep_ = verb, "dative"


def mend_sum(number: Token) -> None:
    """ "gave the Norlander Red Cross (NRC) $4 million": nobody is called so; it is what they got."""
    receiver = number.head
    if receiver.dep_ in {"dobj", "dative"} and receiver.tag_ in NOUNS and any(c.tag_ == "$" for c in number.lefts):
        number.head, number.dep_ = receiver.head, "dobj"
        receiver.dep_ = "dative"
