"""A parser, the shipped tables of names, and a reader of small texts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.entities import ActorIndex, Gazetteer, find_actors, find_mentions, load_gazetteer
from pipeline.language import load_model
from pipeline.records import Mention, Sentence
from pipeline.settings import models_folder


@dataclass(frozen=True)
class Told:
    """A small text as read: its mentions and who stands behind its words."""

    mentions: list[Mention]
    actors: ActorIndex

    def labels(self) -> dict[str, str]:
        """The label of each mention by its text."""
        return {mention.text: mention.label for mention in self.mentions}

    def of(self, text: str) -> Mention:
        """The mention with this text."""
        return next(mention for mention in self.mentions if mention.text == text)

    def who(self, word: str, which: int = 0) -> list[tuple[str, str]]:
        """The names and countries of the actors behind a word, the ``which``-th of its kind."""
        token = [token for token in self.actors.doc if token.text == word][which]
        return [(actor.name, actor.country) for actor in self.actors.at(token)]

    def how(self, word: str, which: int = 0) -> set[str]:
        """How the actors behind a word were resolved."""
        token = [token for token in self.actors.doc if token.text == word][which]
        return {actor.resolved_by for actor in self.actors.at(token)}


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer(models_folder() / "entities")


@pytest.fixture(scope="session")
def told(gazetteer):
    """A function from a text, and a day of publication, to what the entity stage makes of it."""
    nlp = load_model()

    def read(text: str, published: str = "") -> Told:
        doc = nlp(text)
        sentences = [
            Sentence(
                f"a:{n}",
                "a",
                n,
                n,
                "",
                span.start_char,
                span.start_char + len(span.text.rstrip()),
                span.text.rstrip(),
            )
            for n, span in enumerate(doc.sents, 1)
        ]
        mentions = find_mentions(doc, sentences, gazetteer, published)
        return Told(mentions, find_actors(doc, sentences, mentions, gazetteer, published))

    return read
