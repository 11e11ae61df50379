"""Who belongs to the state that acts: no other side of what it does for itself, and its own people where it acts at home."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.events.candidates import Candidate
from pipeline.events.party import STATELY, Party
from pipeline.events.phrases import objects_of
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# What a state's own people do to it and it to them.
AT_HOME = frozenset({"ASSAULT", "COERCE", "PROTEST", "REQUEST", "ACCUSE", "THREATEN", "REJECT", "CONCEDE"})
PAIR = 2
# What is about goods that pass, or are kept from passing, between two.
TRADING = frozenset({"SANCTION", "COOPERATE", "REJECT", "CONCEDE"})
# Who is the state, so that it does nothing to itself: "said that Norland needs to stay out".
RULING = frozenset({"GOV"})
# "Its envoy", "his ambassador": of whoever acts.
PRONOUN_TAGS = frozenset({"PRP", "PRP$"})


def asks_itself(candidate: Candidate) -> bool:
    """ "Norland's premier said that Norland must save": what a government wants its state to do it asks of nobody else."""
    own = {party.actor.country for party in candidate.sources}
    ruling = all(party.actor.sector in RULING for party in candidate.sources)
    asked = candidate.targets if candidate.rule.event_type == "REQUEST" and own and ruling else []
    return bool(asked) and all(
        _is_state(p.actor) and p.actor.country in own and p.token.dep_ == "nsubj"
        for p in asked
    )


def drop_itself(candidate: Candidate) -> None:
    """A state that acts for itself is not the other side of what it says, signs or gives."""
    asked = candidate.inherited and candidate.rule.event_type == "REQUEST"
    by_state = all(party.actor.sector in RULING for party in candidate.sources)
    if candidate.rule.mutual or (candidate.rule.event_type in AT_HOME and not asked and not by_state):
        return
    own = {party.actor.country for party in candidate.sources}
    candidate.targets = [
        party
        for party in candidate.targets
        if not (party.actor.country in own and _is_its_own(party))
    ]


def _is_its_own(party: Party) -> bool:
    """Whether those who act, or what is called theirs, are meant again: "Norland", "its envoy", "his own soldiers"."""
    called_own = any(child.lower_ == "own" for child in party.token.lefts)
    return _is_state(party.actor) or party.token.tag_ in PRONOUN_TAGS or called_own


def _is_state(actor: Actor) -> bool:
    return bool(actor.kb_id) and actor.kb_id == actor.country


def drop_own_forces(candidate: Candidate) -> None:
    """The troops that a state threatens or offers to send are its means, not whom it means: "threatened to send in the army"."""
    if candidate.rule.event_type in {"THREATEN", "AGREE", "AID", "MOBILIZE"}:
        own = {party.actor.country for party in candidate.sources} - {""}
        candidate.targets = [p for p in candidate.targets if not (p.actor.sector == "MIL" and p.actor.country in own)]


def drop_given(candidate: Candidate) -> None:
    """Whom or what one gives or promises is not the one to whom: "sent tanks", "promised more tourists"."""
    if candidate.rule.event_type in {"AID", "AGREE", "THREATEN"} and "object" not in candidate.rule.target:
        given = {token.i for token in candidate.frame.get("object")}
        candidate.targets = [p for p in candidate.targets if p.token.i not in given or not _is_homeless(p.actor)]


def drop_audience(candidate: Candidate, telling: Collection[str]) -> None:
    """Reporters whom one tells a thing, and the arms whose sale one stops, are nobody's side.

    :param telling: the verbs by which somebody is told.
    """
    told = candidate.trigger.lemma_ in telling
    candidate.targets = [
        p
        for p in candidate.targets
        if not _is_homeless(p.actor) or not ((told and p.actor.sector == "MED") or _is_ware(p, candidate))
    ]


def _is_ware(party: Party, candidate: Candidate) -> bool:
    """ "The sale of the jets": arms that belong to nobody named."""
    of_what = party.token.dep_ == "pobj" and party.token.head.lower_ == "of"
    return of_what and party.actor.sector == "MIL" and candidate.rule.event_type in TRADING


def turn_on_each_other(candidate: Candidate, ties: Collection[str]) -> None:
    """ "Norland and Ostia broke off relations", "expelled each other's envoys": two who do it meet each other."""
    countries = {party.actor.country for party in candidate.sources}
    if candidate.targets or candidate.rule.mutual or len(countries) != PAIR or "" in countries:
        return
    verb, objects = candidate.trigger, candidate.frame.get("object")
    tied = any(noun.lemma_.lower() in ties for noun in (verb, *objects))
    phrases = (child for child in verb.rights if child.dep_ in {"dobj", "prep", "dative"})
    each = any(
        token.lower_ in {"each", "one"}
        and token.i + 1 < len(token.doc)
        and token.nbor().lower_ in {"other", "another"}
        for phrase in phrases
        for token in phrase.subtree
    )
    candidate.reciprocal = tied or each


def give_origin(candidate: Candidate, actors: ActorIndex) -> None:
    """ "arrested two journalists from Ostia": the parser hangs where they are from on what is done to them."""
    candidate.targets = [_from_where(party, actors) for party in candidate.targets]


def _from_where(party: Party, actors: ActorIndex) -> Party:
    noun = party.token
    behind = noun.nbor() if noun.i + 1 < len(noun.doc) else noun
    if behind.lower_ != "from" or behind.dep_ != "prep" or party.actor.country or party.actor.kb_id:
        return party
    states = [a for token in objects_of(behind) for a in actors.at(token) if _is_state(a)]
    if len(states) != 1:
        return party
    return Party(noun, replace(party.actor, name=f"{states[0].name} {party.actor.name}", country=states[0].country))


def house_people(candidate: Candidate, actors: ActorIndex, at_sea: Collection[str]) -> None:
    """Whom a state jails, bans, frees or pardons without a word of where they are from are its own people.

    Crews aren't ("arrested the captain"), but the other state's that the text has in view.

    Those whom it attacks are the other state's that the text has in view, unless it is the police who do.
    """
    rule = candidate.rule
    at_home = rule.event_type in {"COERCE", "CONCEDE"} or (rule.event_type, rule.mode) == (
        "RETREAT",
        "release",
    )
    attacked = rule.event_type == "ASSAULT" and not all(p.actor.sector == "COP" for p in candidate.sources)
    at_home = at_home or (rule.event_type == "ASSAULT" and not attacked)
    homeless = {
        party.token.i
        for party in candidate.targets
        if _is_homeless(party.actor)
        and (at_home or attacked or party.actor.sector == "OPP")
        and not actors.is_from_abroad(party.token)
        # Whose regime it is that a state turns on nobody says.
        and party.actor.name not in actors.gazetteer.shapes.own_organs
    }
    countries = {party.actor.country for party in candidate.sources}
    if not homeless or len(countries) != 1 or not all(p.actor.sector in STATELY for p in candidate.sources):
        return
    home = actors.state_of_country(next(iter(countries)))
    crew = any(party.token.lemma_.lower() in at_sea for party in candidate.targets)
    state = actors.other_side(candidate.trigger, countries) if attacked or crew or home is None else home
    if state is not None:
        candidate.targets = [
            Party(p.token, replace(p.actor, name=f"{state.name} {p.actor.name}", country=state.country))
            if p.token.i in homeless
            else p
            for p in candidate.targets
        ]


def _is_homeless(actor: Actor) -> bool:
    """Whether an actor is some people of no country: "journalists", "the opposition"; who flees is from elsewhere."""
    named = actor.entity_id or actor.kb_id or actor.country
    return not named and actor.sector not in {"IGO", "NGO", "BUS", "UAF", "REF"}
