"""Who did what a sentence tells without a doer: whoever was asked, and whose an invasion is that every reader knows.

What is found so is marked ``implied``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.events.candidates import Candidate
from pipeline.events.participants import Parties
from pipeline.events.party import Party
from pipeline.events.phrases import noun_roles
from pipeline.events.subjects import is_passive
from pipeline.events.told import key_of
from pipeline.records import Actor

# What only a state does to those who are in it.
POLICING = frozenset({"restrict", "arrest", "censor", "curfew", "martial-law"})
# How one is answered who has asked.
ANSWERS_TO_ASKING = frozenset({"REJECT", "AGREE", "CONCEDE"})


def imply_invaders(candidates: Iterable[Candidate], parties: Parties) -> None:
    """ "Since the invasion of Ukraine", "even before Russia invaded": whose it is, or of whom, stands in ``lexicon.yml``, for
    those that every reader knows.
    """
    for candidate in candidates:
        if bool(candidate.sources) == bool(candidate.targets) or not parties.is_invasion(candidate.trigger):
            continue
        known = candidate.sources or candidate.targets
        codes = frozenset(code for p in known for code in (p.actor.kb_id, p.actor.country) if code)
        if candidate.targets:
            candidate.sources = _at(candidate, parties.invaders_of(codes))
        elif candidate.rule.event_type == "ASSAULT" and not _aims_elsewhere(candidate):
            candidate.targets = _at(candidate, parties.invaded_by(codes))


def _aims_elsewhere(candidate: Candidate) -> bool:
    """Whether an attack is told as any or has another aim: "a Norlander invasion", "attacked the press"."""
    any_one = any(child.lower_ in {"a", "an", "any", "another"} for child in candidate.trigger.lefts)
    return any_one or any(candidate.frame.get(role) for role in ("object", "on", "of", "against"))


def imply_authority(candidates: Iterable[Candidate], parties: Parties) -> None:
    """ "Two journalists were arrested in Norland", "the repression of monks in Norland": who arrests, bans or deports there is
    the state where it happens.

    A person who is let go without a word of where is let go at home: "since Aung San Suu Kyi was released".
    """
    for candidate in candidates:
        rule = candidate.rule
        freed = (rule.event_type, rule.mode) == ("RETREAT", "release")
        passive = candidate.frame.kind == "verb" and is_passive(candidate.trigger)
        policing = candidate.frame.kind == "noun" and rule.event_type == "COERCE" and rule.mode in POLICING
        at_home = (passive and (freed or rule.event_type == "COERCE")) or policing
        if candidate.sources or not candidate.targets or not at_home:
            continue
        found = parties.states_at(candidate.frame.get("in"))
        if policing and not found:
            # "the repression of monks in Norland": the parser hangs the place on the monks.
            found = parties.states_at(t for party in candidate.targets for t in noun_roles(party.token).get("in", ()))
        if freed and not found and all(parties.is_person(party) for party in candidate.targets):
            found = parties.states_of({party.actor.country for party in candidate.targets} - {""})
        candidate.sources = _at(candidate, found)


def imply_asked(candidates: Sequence[Candidate]) -> None:
    """ "Norland asked Ostia for leave to land, and was refused": who refused is who was asked."""
    by_token = {candidate.trigger.i: candidate for candidate in candidates}
    for candidate in candidates:
        asking = by_token.get(candidate.trigger.head.i) if candidate.trigger.dep_ == "conj" else None
        if candidate.sources or asking is None or asking.rule.event_type != "REQUEST":
            continue
        answered = {key_of(party.actor) for party in candidate.targets}
        same = answered == {key_of(party.actor) for party in asking.sources} and "" not in answered
        if same and candidate.rule.event_type in ANSWERS_TO_ASKING:
            candidate.sources = _at(candidate, (party.actor for party in asking.targets))


def _at(candidate: Candidate, found: Iterable[Actor]) -> list[Party]:
    return [Party(candidate.trigger, replace(actor, resolved_by="implied")) for actor in found]
