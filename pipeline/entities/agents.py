"""Which agent or bare office a phrase names: "maritime militia vessels", "the foreign minister"."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Token

from pipeline.entities.gazetteer import Agent, Gazetteer, normal
from pipeline.entities.people import TITLE_WORDS


def agent_ending(token: Token, gazetteer: Gazetteer, named: Collection[int]) -> Agent | None:
    """The agent or office whose phrase ends with a word; the longest phrase that the tables have.

    :param named: indices of the tokens that are part of a name, which no such phrase goes through.
    """
    ends = gazetteer.phrase_ends
    if normal(token.lower_) not in ends and token.lemma_.lower() not in ends:
        return None
    text = ""
    phrases: list[str] = []
    for i in range(token.i, max(token.sent.start, token.i - TITLE_WORDS + 1) - 1, -1):
        if i in named:
            break
        text = token.doc[i].text_with_ws + text
        phrases.append(text)
    for text in reversed(phrases):
        for phrase in _readings(text, token):
            agent = gazetteer.agents.get(phrase)
            if agent is not None:
                return agent
            office = gazetteer.offices.get(phrase)
            if office is not None and not office.honorific:
                return Agent(office.name, office.sector, office.sector == "GOV")
    return None


def _readings(phrase: str, last: Token) -> Iterator[str]:
    """A phrase as it stands and with its last word in the singular, in small letters."""
    whole = normal(phrase).strip().lower()
    yield whole
    lemma = last.lemma_.lower()
    if lemma != last.lower_:
        yield whole[: len(whole) - len(last)] + lemma
