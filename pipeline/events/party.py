"""A side of a happening: an actor and the token that stands for it; and which of several are meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipeline.records import Actor

# Who acts for a state.
STATELY = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in a role, and the token that stands for it."""

    token: Token
    actor: Actor


def unique(parties: Iterable[Party]) -> list[Party]:
    """The parties, each actor once, in their order."""
    first: dict[str, Party] = {}
    for party in parties:
        first.setdefault(party.actor.name, party)
    return list(first.values())


def implied(party: Party) -> Party:
    """The party as one that the words leave unsaid."""
    return Party(party.token, replace(party.actor, resolved_by="implied"))


def is_people_for_state(party: Party) -> bool:
    """Whether a whole people stands for its state, as it does with its article: "the Saudis have lifted the ban"."""
    actor, words = party.actor, list(party.token.lefts)
    whole = bool(actor.kb_id) and actor.kb_id == actor.country and actor.sector == "CVL"
    alone = [word.lower_ for word in words] == ["the"] and not any(c.dep_ in {"relcl", "acl"} for c in party.token.rights)
    return whole and alone


def without_kind(modifiers: list[Party]) -> list[Party]:
    """ "A Norlander military drill": beside whose it is, the other words before a noun only say of what kind."""
    owned = [party for party in modifiers if party.actor.country or party.actor.kb_id]
    return owned or modifiers


def without_others(listed: list[Party]) -> list[Party]:
    """ "met Premier A and other leaders of the region": beside those who are named the others are nobody in particular."""
    named = [
        party
        for party in listed
        if not (_is_plural_other(party.token) and not (party.actor.kb_id or party.actor.entity_id))
    ]
    return named or listed


def _is_plural_other(noun: Token) -> bool:
    others = any(child.lower_ == "other" for child in noun.lefts)
    return noun.tag_ == "NNS" and others and not any(child.dep_ == "nummod" for child in noun.lefts)
