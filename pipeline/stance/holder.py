"""Whose position a cue speaks of, and toward whom: read off the syntax of the cue, never simply the first name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from spacy.tokens import Doc, Span, Token

from pipeline.events.subjects import surface_subject
from pipeline.records import Actor
from pipeline.stance.lexicon import Lexicon

MAX_STEPS = 7
TOWARD = frozenset({"with", "to", "toward", "towards", "against", "from"})
MODIFIERS = ("amod", "compound", "nmod")
OWNING = frozenset({"nsubj", "nsubjpass", "poss"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "agent")
# Sectors whose actors speak for a state or are a bloc of states; business, rebels, opposition, press hold no foreign policy.
HOLDING_SECTORS = frozenset({"", "GOV", "MIL", "LEG", "IGO", "SPY", "JUD"})
BLOC_SECTOR = "IGO"
PEOPLE_SECTOR = "CVL"


class Actors(Protocol):
    """What is asked of the actor stage: who stands behind the noun phrase whose head is this token."""

    def at(self, token: Token) -> tuple[Actor, ...]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """A state or bloc in the role of a holder or counterpart; a state is the same under a name of the past."""

    name: str
    country: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Holder) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> str:
        return self.country or self.name


class HolderReader:
    """Reads holders off the tokens of one Doc by way of the actor stage's answers."""

    def __init__(self, actors: Actors, lexicon: Lexicon) -> None:
        self.actors = actors
        self.lexicon = lexicon
        self._named: dict[int, tuple[Holder, ...]] = {}
        self._naming: list[int] | None = None
        self._meaning: list[int] | None = None

    def named(self, token: Token) -> tuple[Holder, ...]:
        """The states and blocs behind the noun phrase headed by this very token."""
        if token.i not in self._named:
            self._named[token.i] = tuple(dict.fromkeys(self._holding(token)))
        return self._named[token.i]

    def homes(self, token: Token) -> tuple[Holder, ...]:
        """The states of whoever is named by this very token, whether or not they speak for them ("Norlanders", a firm)."""
        return tuple(dict.fromkeys(self._state(actor) for actor in self.actors.at(token) if actor.country))

    def _holding(self, token: Token) -> Iterator[Holder]:
        for actor in self.actors.at(token):
            people = actor.sector == PEOPLE_SECTOR and _means_state(token)
            if actor.sector and actor.sector not in HOLDING_SECTORS and not people:
                continue
            if actor.country:
                yield self._state(actor)
            elif actor.sector == BLOC_SECTOR and not actor.name.islower():
                # "The alliance" that stands for none in particular is nobody.
                yield Holder(actor.name, "")

    def _state(self, actor: Actor) -> Holder:
        states = self.lexicon.states
        return Holder(states.get(actor.kb_id) or states.get(actor.country, actor.name), actor.country)

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
        if any(not actor.country and not actor.kb_id for actor in self.actors.at(token)):
            # "Most ASEAN countries" are the body before they are one state; "most Norlander firms" are nobody.
            return tuple(one for one in self.each(c for c in children if c.dep_ in MODIFIERS) if not one.country)
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

    def holders(
        self, head: Token, start: int, end: int, shared: bool = False, topic: Holder | None = None
    ) -> tuple[Holder, ...]:
        """The holders of the position that the words start:end, hanging on ``head``, speak of; empty where syntax gives none.

        :param shared: whether all that a tie ties hold it ("the pact between A and B", "the A-B pact").
        :param topic: whom the text is about: "the government" and "it", where nothing else tells whose or who.
        """
        if shared and (pair := self._pair(head)):
            return pair
        for phrase in self._candidates(head, start, end):
            found = self.phrase(phrase)
            if found:
                return found
            if topic is not None and self._is_own(phrase):
                return (topic,)
        return ()

    def _is_own(self, noun: Token) -> bool:
        """Whether a subject or possessor without a name stands for the state that the text is about."""
        if noun.dep_ not in OWNING or (noun.dep_ == "nsubjpass" and noun.pos_ != "PRON"):
            return False
        if noun.pos_ == "PRON":
            return noun.lower_ in self.lexicon.list("own_pronouns")
        definite = any(child.lower_ in ("the", "this", "our") for child in noun.children)
        return definite and noun.lemma_.lower() in self.lexicon.list("own")

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

    def naming(self, stretch: Span) -> list[Token]:
        """The tokens of a stretch of the Doc that name a state or bloc."""
        doc = stretch.doc
        if self._naming is None:
            self._naming = [token.i for token in self.meaning(doc) if self.named(token)]
        first, last = (bisect_left(self._naming, at) for at in (stretch.start, stretch.end))
        return [doc[i] for i in self._naming[first:last]]

    def meaning(self, doc: Doc) -> list[Token]:
        """The tokens of the Doc that stand for anybody at all."""
        if self._meaning is None:
            self._meaning = [token.i for token in doc if self.actors.at(token)]
        return [doc[i] for i in self._meaning]

    def within(self, stretch: Span) -> tuple[Holder, ...]:
        """Every state and bloc named in a stretch of the Doc, in order, each once."""
        return self.each(self.naming(stretch))

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
            if token.head == token or _stands_alone(token):
                return
            token = token.head


def _stands_alone(verb: Token) -> bool:
    """Whether a verb joined to another has a subject of its own: what the other's does is nothing to it."""
    return verb.dep_ == "conj" and verb.pos_ in ("VERB", "AUX") and any(c.dep_ in SUBJECTS for c in verb.lefts)


def _means_state(people: Token) -> bool:
    """Whether a people stands for its state: "the Americans", but neither "Americans" nor "the poorer Americans"."""
    children = [child for child in people.children if child.dep_ in ("det", "amod", "nummod", "compound", "relcl")]
    return people.tag_ in ("NNPS", "NNS", "NNP") and [child.lower_ for child in children] == ["the"]


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
