"""Coreference by rule: pronouns and phrases that stand for an actor named before, and none where it is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from pipeline.entities.gazetteer import Agent
from pipeline.records import Actor, Sentence

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex


class Coreference:
    """Answers for one Doc who is meant by words that don't name anybody."""

    def __init__(self, index: ActorIndex, doc: Doc, sentences: Sequence[Sentence]) -> None:
        self.index = index
        self.doc = doc
        self.sentences = sentences

    def of_pronoun(self, token: Token) -> tuple[Actor, ...]:
        """The actors that a pronoun stands for."""
        return ()

    def of_phrase(self, token: Token) -> tuple[Actor, ...] | None:
        """The actors that a phrase such as "the two countries" stands for; None where it is no such phrase."""
        return None

    def implied(self, token: Token, agent: Agent) -> tuple[Actor, ...]:
        """Whose an agent without a modifier is, by the text."""
        return ()
