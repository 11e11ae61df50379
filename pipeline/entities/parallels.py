"""Pronouns that a sentence's own build settles: of whom the clause beside speaks, before anything is weighed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.entities.discourse import OBJECT_DEPS, clause_of, subject_of
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# By these one is told what to do: "told Ostia that it must leave".
BIDDING = frozenset({"must", "should", "ought", "need"})
# Before whom one turns to or against: "wrote to", "leant on", "turned against".
ADDRESSING = frozenset({"to", "with", "on", "against", "at"})


class ClauseParallels:
    """Answers for one Doc whom a pronoun means by the build of its sentence.

    :param fitting: the actors of a noun, if it is of the number and sort that a pronoun asks for.
    """

    def __init__(self, index: ActorIndex, fitting: Callable[[Token, str], tuple[Actor, ...]]) -> None:
        self.index = index
        self.anaphora = index.gazetteer.anaphora
        self._fitting = fitting

    def of(self, token: Token, kind: str) -> tuple[Actor, ...]:
        """The actors that a pronoun of a kind ("it", "person", "plural") must stand for; empty where the build leaves it open."""
        readings = (self.blamed, self._ahead, self._parallel, self._addressed, self._after_semicolon)
        return next((found for reading in readings if (found := reading(token, kind))), ())

    def blamed(self, token: Token, kind: str) -> tuple[Actor, ...]:
        """ "sanctions on Ostia for its invasion", "blamed Ostia over its tests": whose deed it is stands right before.

        Who blames stands there in "drew criticism from Norland for its raid": then it is the deed of the clause's subject.
        """
        preposition = token.head.head
        answered = preposition.head if preposition.head.lower_ in self.anaphora.answers else None
        if token.dep_ != "poss" or token.head.dep_ != "pobj" or not (preposition.lower_ in {"for", "over"} or answered):
            return ()
        if answered is not None:
            # "in response to its attack": who stands before the whole phrase.
            preposition = answered.head
        if any(child.lower_ == "own" for child in token.head.children):
            return ()
        before = token.doc[preposition.i - 1] if preposition.i > token.sent.start else None
        if before is None or before.dep_ not in {"dobj", "pobj"}:
            return ()
        if before.head.lower_ in {"by", "from"}:
            clause = clause_of(before)
            subject = subject_of(clause) if clause is not None else None
            return self._fitting(subject, kind) if subject is not None and subject.i < before.i else ()
        return self._fitting(before, kind)

    def _ahead(self, token: Token, kind: str) -> tuple[Actor, ...]:
        """ "Since it invaded, Norland has …", "During his visit, A said …": the subject of the main clause, where the pronoun
        opens the sentence."""
        opening = token.head if token.dep_ in {"nsubj", "nsubjpass"} else _phrase_above(token)
        if opening is None or opening.dep_ not in {"advcl", "prep"} or opening.left_edge.i > token.sent.start + 1:
            return ()
        main = opening.head
        subject = next((c for c in main.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i > opening.i), None)
        if subject is None or main.i < opening.i or self.index.mention_at(subject) is None:
            return ()
        met_again = any(t.lower_ in {"it", "him", "her", "them"} and t.i > subject.i for t in main.children)
        return () if met_again else self._fitting(subject, kind)

    def _parallel(self, token: Token, kind: str) -> tuple[Actor, ...]:
        """ "condemned Norland and asked it to leave", "wrote to its premier and urged him": whom the verb before acts on."""
        verb = token.head
        shared = verb.dep_ == "conj" and not any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)
        if token.dep_ not in OBJECT_DEPS or token.tag_ != "PRP" or not shared:
            return ()
        subject = subject_of(verb)
        own = {actor.name for actor in self.index.at(subject)} if subject is not None else set()
        before = [child for child in verb.head.rights if child.i < verb.i]
        objects = [child for child in before if child.dep_ == "dobj"]
        objects += [noun for child in before if child.lower_ in ADDRESSING for noun in child.children if noun.dep_ == "pobj"]
        for noun in (n for whole in objects for n in (whole, *(c for c in whole.lefts if c.dep_ == "poss"))):
            found = tuple(actor for actor in self._fitting(noun, kind) if actor.name not in own)
            if found:
                return found
        return ()

    def _after_semicolon(self, token: Token, kind: str) -> tuple[Actor, ...]:
        """ "Norland expelled the envoy; its officials said": the subject of the clause before, as of a sentence before."""
        begins = (token.head if token.dep_ == "poss" else token).left_edge.i
        first = token.sent.start
        if token.dep_ not in {"nsubj", "nsubjpass", "poss"} or begins < first + 2 or token.doc[begins - 1].text != ";":
            return ()
        subjects = (t for t in token.doc[first : begins - 1] if t.dep_ in {"nsubj", "nsubjpass"})
        main = next((t for t in subjects if t.head.dep_ in {"ROOT", "ccomp", "conj", "parataxis"}), None)
        return self._fitting(main, kind) if main is not None else ()

    def _addressed(self, token: Token, kind: str) -> tuple[Actor, ...]:
        """ "warned Ostia that it must withdraw", "asked Ostia whether it would": whoever is told what to do, or asked."""
        clause, verb = token.head, token.head.head
        if token.dep_ not in {"nsubj", "nsubjpass"} or clause.dep_ != "ccomp" or clause.i < verb.i:
            return ()
        words = {child.lower_ for child in clause.lefts}
        bidden = verb.lemma_ in self.anaphora.bidding and bool(words & BIDDING)
        asked = verb.lemma_ == "ask" and bool(words & {"whether", "if"})
        whom = next((c for c in verb.rights if c.dep_ in {"dobj", "dative"} and c.i < token.i), None)
        return self._fitting(whom, kind) if whom is not None and (bidden or asked) else ()


def _phrase_above(token: Token) -> Token | None:
    """The outermost prepositional phrase that a possessive pronoun stands in: "During [his] visit to Norland"."""
    if token.dep_ != "poss":
        return None
    node = token.head
    while node.dep_ in {"pobj", "conj"} or (node.dep_ == "prep" and node.head.pos_ not in {"VERB", "AUX"}):
        node = node.head
    return node if node.dep_ == "prep" else None
