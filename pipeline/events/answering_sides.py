"""Whom an act answers that the text has told of before: a proposal, a measure, a quarrel of two, a promised gift."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spacy.tokens import Token

from pipeline.events.candidates import Candidate
from pipeline.events.party import Party, implied
from pipeline.events.told import Told, key_of

# What takes up what another has proposed.
ANSWERS = frozenset({"SUPPORT", "REJECT", "AGREE"})
PROPOSALS = frozenset({"REQUEST", "AGREE"})
# What shows at whom a show of force is aimed.
AGAINST = frozenset({"SANCTION", "THREATEN", "ACCUSE", "ASSAULT", "COERCE"})
# What one takes back, and what one makes up for.
MEASURES = frozenset({"SANCTION", "REJECT", "COERCE", "THREATEN", "REQUEST"})
HARM = frozenset({"ASSAULT", "ACCUSE"})


def imply_proposer(
    candidate: Candidate, candidates: Sequence[Candidate], told: Told, proposals: Collection[str]
) -> None:
    """ "Norland proposed a truce. Ostia supported it, Sudria turned the idea down": whose proposal it is."""
    if candidate.targets or candidate.rule.event_type not in ANSWERS or not candidate.sources:
        return
    own = {key_of(party.actor) for party in candidate.sources}
    objects = candidate.frame.get("object")
    if any(_takes_up(token, proposals) for token in objects):
        beside = _asking_before(candidate, candidates, own)
        proposer = told.last_doer(PROPOSALS, own) if not beside else None
        candidate.targets = beside or ([Party(candidate.trigger, proposer)] if proposer is not None else [])
    elif not objects and not candidate.frame.get("complement"):
        # "Norland asked Ostia for leave. Ostia refused."
        asked = [Party(candidate.trigger, actor) for actor in told.last_against(PROPOSALS, own)]
        candidate.targets = _asking_before(candidate, candidates, own) or asked


def _takes_up(token: Token, proposals: Collection[str]) -> bool:
    """Whether an object is what somebody has proposed: "it", "the idea", "both applications"."""
    named = token.lemma_.lower() in proposals
    known = any(c.lower_ in {"the", "this", "that", "both", "these"} for c in token.lefts)
    return token.lower_ in {"it", "this", "that"} or (named and known)


def _asking_before(candidate: Candidate, candidates: Sequence[Candidate], own: set[str]) -> list[Party]:
    """Who asks for what is taken up, in the sentence itself: "Norland has asked for arms, and Ostia has blocked it"."""
    asking = [
        c
        for c in candidates
        if c.trigger.i < candidate.trigger.i
        and c.rule.event_type in PROPOSALS
        and c.sources
        and own.isdisjoint(key_of(party.actor) for party in c.sources)
    ]
    return [implied(party) for party in asking[-1].sources] if asking else []


def imply_shown_force(candidate: Candidate, candidates: Sequence[Candidate]) -> None:
    """ "Norland recalled its envoy from Ostia and sent troops to the border": at whom else the same sentence says it is angry."""
    if candidate.targets or candidate.rule.event_type != "MOBILIZE" or not candidate.sources:
        return
    own = {key_of(party.actor) for party in candidate.sources}
    others = [
        c
        for c in candidates
        if c.rule.event_type in AGAINST and {key_of(p.actor) for p in c.sources} == own and c.targets
    ]
    met = {key_of(p.actor) for c in others for p in c.targets}
    if len(met) == 1 and "" not in met and met.isdisjoint(own):
        candidate.targets = [implied(party) for party in others[0].targets]


def imply_undone(candidate: Candidate, told: Told, measures: Collection[str]) -> None:
    """ "Norland barred Ostia. … It has lifted the ban": who gives way gives way to whom it met, or who had met it."""
    if candidate.targets or candidate.rule.event_type != "CONCEDE" or not candidate.sources:
        return
    own = {key_of(party.actor) for party in candidate.sources}
    lifted = any(token.lemma_.lower() in measures for token in candidate.frame.get("object"))
    met = told.last_met(MEASURES, own) if lifted else told.last_met(HARM, own) or told.last_against(MEASURES | HARM, own)
    candidate.targets = [Party(candidate.trigger, actor) for actor in met]


def imply_two_at_odds(candidate: Candidate, told: Told, peace: Collection[str]) -> None:
    """ "Norland and Ostia fight. Sudria called for restraint": who stands between two speaks to both."""
    objects = [*candidate.frame.get("for"), *candidate.frame.get("object")]
    calms = candidate.rule.event_type in {"REQUEST", "AGREE"} and any(t.lemma_.lower() in peace for t in objects)
    if candidate.targets or not candidate.sources or not (calms or candidate.mode == "third-party"):
        return
    own = {key_of(party.actor) for party in candidate.sources}
    candidate.targets = [Party(candidate.trigger, actor) for actor in told.two_at_odds(own)]


def imply_giver(candidate: Candidate, told: Told) -> None:
    """ "Norland granted Ostia twelve boats. The first was received in May": who gave or promised it last."""
    if candidate.rule.event_type == "AID" and candidate.targets and not candidate.sources:
        own = {key_of(party.actor) for party in candidate.targets}
        givers = told.last_against({"AID", "AGREE"}, own)
        candidate.sources = [Party(candidate.trigger, actor) for actor in givers]
