"""Whose position a cue speaks of, and toward whom: read off the syntax of the cue, never simply the first name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from spacy.tokens import Span, Token

from pipeline.events.frames import surface_subject
from pipeline.records import Actor

MAX_STEPS = 7
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "agent")
# Sectors whose actors speak for a state or are a bloc of states; business, rebels, opposition, press hold no foreign policy.
HOLDING_SECTORS = frozenset({"", "GOV", "MIL", "LEG", "IGO", "SPY", "JUD"})
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
    """Reads holders off tokens by way of the actor stage's answers."""

    def __init__(self, actors: Actors, states: dict[str, str]) -> None:
        self.actors = actors
        self.states = states

    def named(self, token: Token) -> tuple[Holder, ...]:
        """The states and blocs behind the noun phrase headed by this very token."""
        found = []
        for actor in self.actors.at(token):
            if actor.sector and actor.sector not in HOLDING_SECTORS:
                continue
            if actor.country:
                found.append(Holder(self.states.get(actor.country, actor.name), actor.country))
            elif actor.sector == "IGO" or not actor.sector:
                found.append(Holder(actor.name, ""))
        return tuple(dict.fromkeys(found))

    def phrase(self, token: Token) -> tuple[Holder, ...]:
        """The holders behind a noun phrase: its head and conjuncts, else its possessor, its adjective, its "of"."""
        own = (
            [holder for one in (token, *token.conjuncts) for holder in self.named(one)]
            if token.pos_ != "VERB"
            else []
        )
        if own:
            return tuple(dict.fromkeys(own))
        children = list(token.children)
        for deps in (("poss",), ("amod", "compound", "nmod"), ("prep", "agent")):
            for child in children:
                if child.dep_ not in deps:
                    continue
                tokens = [child] if child.dep_ not in ("prep", "agent") else _objects_of(child)
                for one in tokens:
                    found = (
                        self.phrase(one)
                        if child.dep_ in ("poss", "prep") and one.i != token.i
                        else self.named(one)
                    )
                    if found:
                        return found
        return ()

    def holders(self, head: Token, start: int, end: int) -> tuple[Holder, ...]:
        """The holders of the position that the words start:end, hanging on ``head``, speak of; empty where syntax gives none."""
        for phrase in _candidates(head, start, end):
            found = self.phrase(phrase)
            if found:
                return found
        return ()

    def all_in(self, tokens: Iterable[Token]) -> list[Holder]:
        """Every state and bloc among the tokens, in order, each once."""
        return list(dict.fromkeys(holder for token in tokens for holder in self.named(token)))


def _objects_of(prep: Token) -> list[Token]:
    if prep.lower_ not in ("of", "by", "in"):
        return []
    return [child for child in prep.children if child.dep_ in ("pobj", "pcomp")]


def _candidates(head: Token, start: int, end: int) -> Iterator[Token]:
    """Noun phrases that may hold the position, likeliest first: those of the cue itself, then those of what governs it."""
    token = head
    for _ in range(MAX_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            yield from (noun for child in token.children if child.dep_ == "agent" for noun in child.children)
            yield from surface_subject(token)
        else:
            yield from _of_noun(token, start, end)
        if token.head is token:
            return
        token = token.head


def _of_noun(noun: Token, start: int, end: int) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ in ("poss", "nsubj", "compound", "amod", "nmod") and not start <= child.i < end:
            yield child
        if child.dep_ == "prep" and child.lower_ in ("of", "by"):
            yield from (one for one in child.children if one.dep_ == "pobj")
    if noun.dep_ in ("amod", "appos", "acl"):
        yield noun.head
    if noun.dep_ in ("nsubj", "nsubjpass") and start <= noun.i < end:
        # A position without an owner as subject: what the clause says of it may name who has it.
        yield from (one for child in noun.head.children if child.dep_ == "agent" for one in child.children)
