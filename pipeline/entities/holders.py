"""Who "the president" is: the person whom a text has named with an office, or whom the tables give it on the text's day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from pipeline.entities.gazetteer import Agent
from pipeline.entities.people import office_before
from pipeline.records import Actor, Mention

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# So often at least, beside who is named most often, is whoever of several presidents is "the president".
HALF = 0.5


class Holders:
    """Answers for one Doc who holds an office that is named without its holder."""

    def __init__(self, index: ActorIndex) -> None:
        self.index = index

    def of(self, token: Token, agent: Agent, barred: Collection[str]) -> Actor | None:
        """Who holds an office: named right behind, or before as the only one, or first and of a state named often.

        :param barred: codes of the states of which nobody is meant.
        """
        for child in token.rights:
            mention = self.index.mention_at(child) if child.dep_ == "appos" else None
            if mention is not None and mention.label == "PERSON":
                return self.index.actor_of(mention)
        if any(child.lower_ == "same" for child in token.lefts):
            # "the same president": whoever was spoken of last, by whatever name
            return None
        before = [m for at, m in self._in_office.get(agent.name, ()) if at < token.i]
        alone = _is_one(before)
        held = before if alone else _of_the_first(before, barred)
        if not _is_one(held):
            return None
        told = alone and any(agent.name in self._told_offices(m) for m in held)
        return self.index.actor_of(held[-1]) if told or self._is_named_often(held[0].country) else None

    @cached_property
    def _in_office(self) -> dict[str, list[tuple[int, Mention]]]:
        """The persons of a text by the offices that it gives them, or that the tables do on its day, each with its place."""
        found: dict[str, list[tuple[int, Mention]]] = {}
        for mention in self.index.mentions:
            for office in self._offices_of(mention) if mention.label == "PERSON" else ():
                found.setdefault(office, []).append((self.index.tokens_of(mention)[0], mention))
        return found

    def _offices_of(self, mention: Mention) -> set[str]:
        person = self.index.gazetteer.officials.people.get(mention.kb_id)
        term = person.at(self.index.published) if person is not None and self.index.published else None
        return self._told_offices(mention) | ({term.office} if term is not None else set())

    def _told_offices(self, mention: Mention) -> set[str]:
        """The offices that the words before a name give to its bearer."""
        first, _ = self.index.tokens_of(mention)
        sentence: Span = self.index.doc[first].sent
        words = list(sentence)[: first - sentence.start + 1]
        found = office_before(words, first - sentence.start, self.index.gazetteer)
        return {found[1].name} if found is not None and not found[1].honorific else set()

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(m.country for m in self.index.mentions if m.country)

    def _is_named_often(self, country: str) -> bool:
        return self._often[country] >= HALF * max(self._often.values(), default=0)


def _is_one(held: Collection[Mention]) -> bool:
    return len({mention.name for mention in held}) == 1


def _of_the_first(held: Collection[Mention], barred: Collection[str]) -> list[Mention]:
    """Those of the state of whoever was named first, states that can't be meant left out."""
    allowed = [mention for mention in held if mention.country and mention.country not in barred]
    return [mention for mention in allowed if mention.country == allowed[0].country]
