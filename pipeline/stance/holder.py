"""Whose position a cue speaks of, and toward whom: read off the syntax of the cue, never simply the first name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from spacy.tokens import Span, Token

from pipeline.events.subjects import surface_subject
from pipeline.records import Actor
from pipeline.stance.lexicon import Lexicon

MAX_STEPS = 7
TOWARD = frozenset({"with", "to", "toward", "towards", "against", "from"})
MODIFIERS = ("amod", "compound", "nmod")
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "agent")
# Sectors whose actors speak for a state or are a bloc of states; business, rebels, opposition, press hold no foreign policy.
HOLDING_SECTORS = frozenset({"", "GOV", "MIL", "LEG", "IGO", "SPY", "JUD"})
BLOC_SECTOR = "IGO"
# A heavier word for a recent subject, so that the topic moves with the text.
TOPIC_DECAY = 0.85


class Actors(Protocol):
    """What is asked of the actor stage: who stands behind the noun phrase whose head is this token."""

    def at(self, token: Token) -> tuple[Actor, ...]: ...


@dataclass(frozen=True, slots=True)
class Holder:
    """A state or bloc in the role of a holder or counterpart."""

    name: str
    country: str


@dataclass
class Topic:
    """Which state the text is about just now: subjects seen so far, the recent ones heavier."""

    weights: dict[Holder, float] = field(default_factory=dict)

    def see(self, sentence: Span, reader: HolderReader) -> None:
        """Take in a sentence that has been read."""
        for holder in list(self.weights):
            self.weights[holder] *= TOPIC_DECAY
        for token in sentence:
            weight = 1.0 if token.dep_ in SUBJECTS else 0.6 if token.dep_ == "poss" else 0.25
            for holder in reader.named(token):
                self.weights[holder] = self.weights.get(holder, 0.0) + weight

    def current(self) -> Holder | None:
        """The state that leads clearly, or nobody."""
        ranked = sorted(self.weights.items(), key=lambda item: (-item[1], item[0].name))
        if not ranked or ranked[0][1] < 0.8:
            return None
        if len(ranked) > 1 and ranked[1][1] > 0.75 * ranked[0][1]:
            return None
        return ranked[0][0]


class HolderReader:
    """Reads holders off the tokens of one Doc by way of the actor stage's answers."""

    def __init__(self, actors: Actors, lexicon: Lexicon) -> None:
        self.actors = actors
        self.lexicon = lexicon
        self._named: dict[int, tuple[Holder, ...]] = {}

    def named(self, token: Token) -> tuple[Holder, ...]:
        """The states and blocs behind the noun phrase headed by this very token."""
        if token.i not in self._named:
            self._named[token.i] = tuple(dict.fromkeys(self._holding(token)))
        return self._named[token.i]

    def _holding(self, token: Token) -> Iterator[Holder]:
        for actor in self.actors.at(token):
            if actor.sector and actor.sector not in HOLDING_SECTORS:
                continue
            if actor.country:
                yield Holder(self.lexicon.states.get(actor.country, actor.name), actor.country)
            elif actor.sector == BLOC_SECTOR:
                yield Holder(actor.name, "")

    def phrase(self, token: Token) -> tuple[Holder, ...]:
        """The holders behind a noun phrase: its head and conjuncts, else its apposition, its possessor or adjective, its "of"."""
        if token.pos_ in ("VERB", "AUX"):
            return ()
        own = self.each((token, *token.conjuncts))
        if own:
            return own
        children = list(token.children)
        renamed = self.each(child for child in children if child.dep_ == "appos")
        if renamed or token.lemma_.lower() in self.lexicon.list("relational"):
            # "Another ally of Ostia, Norland": whom an ally is allied with isn't the ally.
            return renamed
        for child in children:
            if child.dep_ == "poss" and (found := self.phrase(child)):
                return found
        tied = self.each(one for child in children if child.dep_ in MODIFIERS for one in child.subtree)
        # Of "the Norland-Ostia pact" the text speaks from the side of the first.
        return tied[:1] or self._of(token)

    def _of(self, noun: Token) -> tuple[Holder, ...]:
        for child in noun.children:
            if child.lower_ in ("of", "by") or (
                child.lower_ == "in" and noun.lemma_.lower() in self.lexicon.list("governing")
            ):
                for one in child.children:
                    if one.dep_ == "pobj" and (found := self.phrase(one)):
                        return found
        return ()

    def holders(self, head: Token, start: int, end: int, shared: bool = False) -> tuple[Holder, ...]:
        """The holders of the position that the words start:end, hanging on ``head``, speak of; empty where syntax gives none.

        :param shared: whether all that a tie ties hold it ("the pact between A and B", "the A-B pact").
        """
        if shared and (pair := self._pair(head)):
            return pair
        for phrase in self._candidates(head, start, end):
            found = self.phrase(phrase)
            if found:
                return found
        return ()

    def _pair(self, head: Token) -> tuple[Holder, ...]:
        if head.pos_ in ("VERB", "AUX"):
            return ()
        between = [
            one for child in head.children if child.lower_ in ("between", "among") for one in child.children
        ]
        pair = self.each(noun for one in between for noun in (one, *one.conjuncts))
        pair = pair or self.each(
            one for child in head.children if child.dep_ in MODIFIERS for one in child.subtree
        )
        return pair if len(pair) == 2 else ()

    def subject(self, sentence: Span, others: Iterable[Holder]) -> tuple[Holder, ...]:
        """Who else may hold what the sentence speaks of: the first subject or possessor in it that isn't a counterpart."""
        known = set(others)
        for deps in (SUBJECTS, ("poss",)):
            for token in sentence:
                if token.dep_ in deps:
                    found = tuple(one for one in self.phrase(token) if one not in known)
                    if found:
                        return found
        return ()

    def each(self, tokens: Iterable[Token]) -> tuple[Holder, ...]:
        """Every state and bloc named by the tokens, in order, each once."""
        return tuple(dict.fromkeys(holder for token in tokens for holder in self.named(token)))

    def _candidates(self, head: Token, start: int, end: int) -> Iterator[Token]:
        """Noun phrases that may hold the position, likeliest first: those of the cue itself, then those of what governs it."""
        token = head
        for _ in range(MAX_STEPS):
            if token.pos_ in ("VERB", "AUX"):
                yield from (
                    noun for child in token.children if child.dep_ == "agent" for noun in child.children
                )
                yield from surface_subject(token)
            elif token.lemma_.lower() not in self.lexicon.list("relational"):
                yield from _of_noun(token, start, end)
            if token.head is token:
                return
            token = token.head


def _of_noun(noun: Token, start: int, end: int) -> Iterator[Token]:
    # In "ties with the Ostian navy" the adjective belongs to the counterpart.
    counterpart = noun.dep_ == "pobj" and noun.head.lower_ in TOWARD
    for child in noun.children:
        if child.dep_ in ("poss", "nsubj") or (child.dep_ in MODIFIERS and not counterpart):
            if not start <= child.i < end:
                yield child
        elif child.dep_ == "prep" and child.lower_ in ("of", "by"):
            yield from (one for one in child.children if one.dep_ == "pobj")
    if noun.dep_ in ("amod", "appos", "acl"):
        yield noun.head
    if noun.dep_ in ("nsubj", "nsubjpass") and start <= noun.i < end:
        # A position without an owner as subject: what the clause says of it may name who has it.
        yield from (one for child in noun.head.children if child.dep_ == "agent" for one in child.children)
