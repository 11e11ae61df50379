"""Whom somebody turns against who condemns or judges what was done: who did it, in the sentence or in those before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.events.candidates import Candidate
from pipeline.events.party import Party, implied, unique
from pipeline.events.phrases import noun_roles
from pipeline.events.told import Told, key_of

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# What a state is blamed for and others turn against.
BLAMED = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN"})
BLAMING = frozenset({"ACCUSE", "PROTEST"})
# Where stands what one is blamed for.
BLAMED_FOR = ("object", "over", "at", "about", "against", "for")
# What is said of a deed.
JUDGING = frozenset({"ACCUSE", "REJECT", "SUPPORT", "PROTEST"})
# What opens a clause that tells what somebody answers.
ANSWERING = frozenset({"when", "after", "as", "because"})


def blame_doers(candidate: Candidate, candidates: Sequence[Candidate]) -> None:
    """ "Norland condemned the jailing of monks in Ostia": who jails them is condemned, and not the monks."""
    if candidate.rule.event_type not in BLAMING:
        return
    deeds = {token.i for role in BLAMED_FOR for token in candidate.frame.get(role)}
    met = {party.actor.name for party in candidate.targets}
    own = {key_of(party.actor) for party in candidate.sources}
    for deed in candidates:
        if deed.trigger.i not in deeds or deed.rule.event_type not in BLAMED or not met or not deed.sources:
            continue
        others = own.isdisjoint(key_of(party.actor) for party in deed.sources)
        if others and met <= {party.actor.name for party in deed.targets}:
            candidate.targets = [implied(party) for party in deed.sources]


def imply_blamed(candidates: Sequence[Candidate], told: Told) -> None:
    """ "Norland attacked Ostia. Sudria condemned the invasion": who is condemned is who did it, if one only did."""
    for candidate in candidates:
        if candidate.targets or candidate.rule.event_type not in BLAMING:
            continue
        own = {key_of(party.actor) for party in candidate.sources}
        doers = unique(
            p
            for c in candidates
            if c.rule.event_type in BLAMED
            for p in c.sources
            if p.actor.country and p.actor.country not in own
        )
        blames = bool(candidate.frame.get("object"))
        if doers:
            one = blames and len({p.actor.country for p in doers}) == 1
            candidate.targets = [implied(doers[0])] if one else []
        elif answered := _answered(candidate, candidates):
            candidate.targets = [implied(party) for party in answered]
        elif blames and (doer := told.last_doer(BLAMED, own)) is not None:
            candidate.targets = [Party(candidate.trigger, doer)]


def imply_answered_deed(
    candidate: Candidate, candidates: Sequence[Candidate], told: Told, deeds: Collection[str]
) -> None:
    """ "Norland recognised Sudria, a step that Ostia denounced", "Ostia called the move a provocation": whose deed it is."""
    if candidate.targets or not candidate.sources or not _judges_deed(candidate, deeds):
        return
    own = {key_of(party.actor) for party in candidate.sources}
    before = [
        c for c in candidates if c.trigger.i < candidate.trigger.i and c.sources and not _judges_deed(c, deeds)
    ]
    if before:
        doers = before[-1].sources
        others = own.isdisjoint(key_of(party.actor) for party in doers)
        candidate.targets = [implied(party) for party in doers] if others else []
    elif (doer := told.last_doer(None, own)) is not None:
        candidate.targets = [Party(candidate.trigger, doer)]


def _judges_deed(candidate: Candidate, deeds: Collection[str]) -> bool:
    judging = candidate.rule.event_type in JUDGING
    return judging and any(_is_deed_told(noun, deeds) for noun in candidate.frame.get("object"))


def _is_deed_told(noun: Token, deeds: Collection[str]) -> bool:
    """Whether a noun calls back what somebody has just done: "the step"; "a step" only before a clause of its own."""
    if noun.lemma_.lower() not in deeds or noun_roles(noun).keys() & {"possessor", "by", "of"}:
        return False
    words = {child.lower_ for child in noun.lefts}
    return bool(words & {"the", "this", "that", "these"}) or any(child.dep_ == "relcl" for child in noun.rights)


def spare_victims(candidate: Candidate, actors: ActorIndex) -> None:
    """ "Norland condemned the violation of Ostia's airspace": whoever did that, it wasn't Ostia."""
    if candidate.targets or candidate.rule.event_type not in BLAMING:
        return
    for deed in candidate.frame.get("object"):
        for suffered in noun_roles(deed).get("of", ()):
            for token in (suffered, *noun_roles(suffered).get("possessor", ()), *noun_roles(suffered).get("modifier", ())):
                candidate.spared |= {key for actor in actors.at(token) if (key := key_of(actor))}


def _answered(candidate: Candidate, candidates: Sequence[Candidate]) -> list[Party]:
    """Who did what somebody answers: "was quick to voice concern when Norland and Ostia announced their pact"."""
    own = {key_of(party.actor) for party in candidate.sources}
    above = {candidate.trigger.i, *(token.i for token in candidate.trigger.ancestors)}
    for other in candidates:
        clause = other.trigger
        opened = clause.dep_ == "advcl" and any(c.lower_ in ANSWERING for c in clause.lefts)
        others = {key_of(party.actor) for party in other.sources}
        if opened and clause.head.i in above and others and others.isdisjoint(own):
            return other.sources
    return []
