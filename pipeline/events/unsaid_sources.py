"""Who did what a sentence tells without a doer: whoever was asked, and whose an invasion is that every reader knows.

What is found so is marked ``implied``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.events.candidates import Candidate
from pipeline.events.lexicon import Lexicon
from pipeline.events.participants import Party
from pipeline.events.told import key_of
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# How one is answered who has asked.
ANSWERS_TO_ASKING = frozenset({"REJECT", "AGREE", "CONCEDE"})


def imply_sources(candidates: Sequence[Candidate], actors: ActorIndex, lexicon: Lexicon) -> None:
    """Give the happenings of a sentence that names no doer the one that its words or every reader's knowledge make clear."""
    by_token = {candidate.trigger.i: candidate for candidate in candidates}
    for candidate in candidates:
        if candidate.sources or not candidate.targets or candidate.rule.mutual:
            continue
        if candidate.trigger.lemma_.lower() in lexicon.invasion_nouns:
            candidate.sources = _parties(candidate, _invaders(candidate, actors, lexicon))
        elif candidate.trigger.dep_ == "conj":
            asking = by_token.get(candidate.trigger.head.i)
            candidate.sources = _parties(candidate, _asked(candidate, asking))


def _parties(candidate: Candidate, found: Iterable[Actor]) -> list[Party]:
    return [Party(candidate.trigger, replace(actor, resolved_by="implied")) for actor in found]


def _invaders(candidate: Candidate, actors: ActorIndex, lexicon: Lexicon) -> list[Actor]:
    """Who invaded a state, if the article's day has seen one invasion of it only."""
    invaded = {actor_code for party in candidate.targets for actor_code in (party.actor.kb_id, party.actor.country)}
    known = [one for one in lexicon.invasions if one.of in invaded and one.since <= actors.published]
    if len(known) != 1:
        return []
    return [state for code in known[0].by if (state := actors.state_of_country(code)) is not None]


def _asked(candidate: Candidate, asking: Candidate | None) -> list[Actor]:
    """ "Norland asked Ostia for leave to land, and was refused": who refused is who was asked."""
    if asking is None or asking.rule.event_type != "REQUEST" or candidate.rule.event_type not in ANSWERS_TO_ASKING:
        return []
    answered = {key_of(party.actor) for party in candidate.targets}
    if answered != {key_of(party.actor) for party in asking.sources} or "" in answered:
        return []
    return [party.actor for party in asking.targets]
