"""The sides of a sentence's happenings that its words leave unsaid: the other side of an exchange, whose people are meant.

What is found so is marked ``implied``, but for people who get the country that they can only be of.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.events.candidates import SOMEBODY, Candidate
from pipeline.events.lexicon import Lexicon
from pipeline.events.participants import STATELY, Party, is_people_for_state, unique
from pipeline.events.phrases import noun_roles
from pipeline.events.subjects import is_passive
from pipeline.events.told import Told, key_of, side_of
from pipeline.events.unsaid_sources import imply_asked
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# What one side of an exchange does to the other, also where the text leaves unsaid to whom.
EXCHANGED = frozenset({"ACCUSE", "REJECT", "SANCTION", "CONCEDE", "THREATEN", "REQUEST", "AGREE"})
# Whose doer a passive leaves unsaid because the text has him in view; who is criticised, is by whomever.
ANSWERED_BY_ONE = EXCHANGED - {"ACCUSE"}
CONFLICT = frozenset({"ACCUSE", "REJECT", "SANCTION", "THREATEN", "REQUEST"})
# What a state's own people do to it and it to them.
AT_HOME = frozenset({"ASSAULT", "COERCE", "PROTEST", "REQUEST", "ACCUSE", "THREATEN", "REJECT", "CONCEDE"})
# Of what is done at somebody or at nobody in particular, the text has to say at whom.
OFTEN_AT_NOBODY = frozenset({"PROTEST", "MOBILIZE", "COERCE"})
# Who is the state, so that it does nothing to itself: "said that Norland needs to stay out".
_RULING = frozenset({"GOV"})
# What a state is blamed for and others turn against.
BLAMED = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN"})
BLAMING = frozenset({"ACCUSE", "PROTEST"})
# Where stands what one is blamed for.
BLAMED_FOR = ("object", "over", "at", "about", "against", "for")
# What takes up what another has proposed.
ANSWERS = frozenset({"SUPPORT", "REJECT", "AGREE"})
# What is said of a deed.
JUDGING = frozenset({"ACCUSE", "REJECT", "SUPPORT", "PROTEST"})
PROPOSALS = frozenset({"REQUEST", "AGREE"})
# What shows at whom a show of force is aimed.
AGAINST = frozenset({"SANCTION", "THREATEN", "ACCUSE", "ASSAULT", "COERCE"})
# What one takes back, and what one makes up for.
MEASURES = frozenset({"SANCTION", "REJECT", "COERCE", "THREATEN", "REQUEST"})
HARM = frozenset({"ASSAULT", "ACCUSE"})
# What opens a clause that tells what somebody answers.
ANSWERING = frozenset({"when", "after", "as", "because"})


def complete_sides(
    candidates: Sequence[Candidate], actors: ActorIndex, told: Told, lexicon: Lexicon
) -> None:
    """Give the happenings of a sentence the sides that it leaves unsaid, and take those away that can't be."""
    for candidate in candidates:
        _drop_itself(candidate)
        _drop_own_forces(candidate)
        _drop_given(candidate)
        _house_people(candidate, actors)
    imply_asked(candidates)
    for candidate in candidates:
        _imply_answered_deed(candidate, candidates, told, lexicon.deed_nouns)
    _imply_blamed(candidates, told)
    for candidate in candidates:
        _blame_doers(candidate, candidates)
        _spare_victims(candidate, actors)
        _imply_proposer(candidate, candidates, told, lexicon.proposal_nouns)
        _imply_shown_force(candidate, candidates)
        _imply_undone(candidate, told, lexicon.undone_nouns)
        _imply_two_at_odds(candidate, told, lexicon.peace_nouns)
    for candidate in candidates:
        _imply_other_side(candidate, candidates, actors)
    _recall_sides(candidates, told, lexicon.forums)
    _recall_doers(candidates, told)
    for candidate in candidates:
        _imply_giver(candidate, told)


def _blame_doers(candidate: Candidate, candidates: Sequence[Candidate]) -> None:
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
            candidate.targets = [_implied(party) for party in deed.sources]


def _imply_blamed(candidates: Sequence[Candidate], told: Told) -> None:
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
            candidate.targets = [_implied(doers[0])] if one else []
        elif answered := _answered(candidate, candidates):
            candidate.targets = [_implied(party) for party in answered]
        elif blames and (doer := told.last_doer(BLAMED, own)) is not None:
            candidate.targets = [Party(candidate.trigger, doer)]


def _imply_answered_deed(
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
        candidate.targets = [_implied(party) for party in doers] if others else []
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


def _spare_victims(candidate: Candidate, actors: ActorIndex) -> None:
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


def _imply_proposer(
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
    return [_implied(party) for party in asking[-1].sources] if asking else []


def _imply_shown_force(candidate: Candidate, candidates: Sequence[Candidate]) -> None:
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
        candidate.targets = [_implied(party) for party in others[0].targets]


def _imply_undone(candidate: Candidate, told: Told, measures: Collection[str]) -> None:
    """ "Norland barred Ostia. … It has lifted the ban": who gives way gives way to whom it met, or who had met it."""
    if candidate.targets or candidate.rule.event_type != "CONCEDE" or not candidate.sources:
        return
    own = {key_of(party.actor) for party in candidate.sources}
    lifted = any(token.lemma_.lower() in measures for token in candidate.frame.get("object"))
    met = told.last_met(MEASURES, own) if lifted else told.last_met(HARM, own) or told.last_against(MEASURES | HARM, own)
    candidate.targets = [Party(candidate.trigger, actor) for actor in met]


def _imply_two_at_odds(candidate: Candidate, told: Told, peace: Collection[str]) -> None:
    """ "Norland and Ostia fight. Sudria called for restraint": who stands between two speaks to both."""
    objects = [*candidate.frame.get("for"), *candidate.frame.get("object")]
    calms = candidate.rule.event_type in {"REQUEST", "AGREE"} and any(t.lemma_.lower() in peace for t in objects)
    if candidate.targets or not candidate.sources or not (calms or candidate.mode == "third-party"):
        return
    own = {key_of(party.actor) for party in candidate.sources}
    candidate.targets = [Party(candidate.trigger, actor) for actor in told.two_at_odds(own)]


def _imply_giver(candidate: Candidate, told: Told) -> None:
    """ "Norland granted Ostia twelve boats. The first was received in May": who gave or promised it last."""
    if candidate.rule.event_type == "AID" and candidate.targets and not candidate.sources:
        own = {key_of(party.actor) for party in candidate.targets}
        givers = told.last_against({"AID", "AGREE"}, own)
        candidate.sources = [Party(candidate.trigger, actor) for actor in givers]


def _implied(party: Party) -> Party:
    return Party(party.token, replace(party.actor, resolved_by="implied"))


def asks_itself(candidate: Candidate) -> bool:
    """ "Norland's premier said that Norland must save": what a government wants its state to do it asks of nobody else."""
    own = {party.actor.country for party in candidate.sources}
    ruling = all(party.actor.sector in _RULING for party in candidate.sources)
    asked = candidate.targets if candidate.rule.event_type == "REQUEST" and own and ruling else []
    return bool(asked) and all(
        p.actor.kb_id and p.actor.kb_id == p.actor.country and p.actor.country in own and p.token.dep_ == "nsubj"
        for p in asked
    )


def _drop_itself(candidate: Candidate) -> None:
    """A state that acts for itself is not the other side of what it says, signs or gives."""
    asked = candidate.inherited and candidate.rule.event_type == "REQUEST"
    by_state = all(party.actor.sector in _RULING for party in candidate.sources)
    if candidate.rule.mutual or (candidate.rule.event_type in AT_HOME and not asked and not by_state):
        return
    own = {party.actor.country for party in candidate.sources}
    candidate.targets = [
        party
        for party in candidate.targets
        if not (party.actor.kb_id and party.actor.kb_id == party.actor.country and party.actor.country in own)
    ]


def _drop_own_forces(candidate: Candidate) -> None:
    """The troops that a state threatens or offers to send are its means, not whom it means: "threatened to send in the army"."""
    if candidate.rule.event_type in {"THREATEN", "AGREE", "AID", "MOBILIZE"}:
        own = {party.actor.country for party in candidate.sources} - {""}
        candidate.targets = [p for p in candidate.targets if not (p.actor.sector == "MIL" and p.actor.country in own)]


def _drop_given(candidate: Candidate) -> None:
    """Whom or what one gives or promises is not the one to whom: "sent tanks", "promised more tourists"."""
    if candidate.rule.event_type in {"AID", "AGREE", "THREATEN"} and "object" not in candidate.rule.target:
        given = {token.i for token in candidate.frame.get("object")}
        candidate.targets = [p for p in candidate.targets if p.token.i not in given or not _is_homeless(p.actor)]


def _house_people(candidate: Candidate, actors: ActorIndex) -> None:
    """Whom a state jails, bans, frees or pardons without a word of where they are from are its own people.

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
    }
    countries = {party.actor.country for party in candidate.sources}
    if not homeless or len(countries) != 1 or not all(p.actor.sector in STATELY for p in candidate.sources):
        return
    home = actors.state_of_country(next(iter(countries)))
    state = actors.other_side(candidate.trigger, countries) if attacked or home is None else home
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


def _imply_other_side(candidate: Candidate, candidates: Sequence[Candidate], actors: ActorIndex) -> None:
    """Give an act of an exchange the state as its other side that the text has most in view beside the one that acts.

    Who acts against a third in the same breath isn't it: "Norland protested, and Ostia called on Sudria to stop".
    """
    own = {side_of(party.actor) for party in candidate.sources}
    if candidate.targets or not own or "" in own or candidate.rule.mutual or candidate.spared == SOMEBODY:
        return
    stately = all(p.actor.sector in STATELY or is_people_for_state(p) for p in candidate.sources)
    if candidate.rule.event_type not in EXCHANGED or not stately:
        return
    but = _acting_against_third(candidate, candidates)
    if candidate.rule.event_type in CONFLICT:
        but |= _backing(candidate, candidates)
    other = actors.other_side(candidate.trigger, own | candidate.spared | but)
    if other is not None:
        candidate.targets = [_implied(Party(candidate.trigger, other))]


def _acting_against_third(candidate: Candidate, candidates: Sequence[Candidate]) -> set[str]:
    """Who, in a clause beside an act of conflict, acts likewise against somebody else than those who act in it."""
    own = {key_of(party.actor) for party in candidate.sources}
    beside = [c for c in candidates if c.trigger in candidate.trigger.conjuncts]
    alike = [c for c in beside if {c.rule.event_type, candidate.rule.event_type} <= CONFLICT]
    return {
        key_of(party.actor)
        for c in alike
        if c.targets and own.isdisjoint(key_of(p.actor) for p in c.targets)
        for party in c.sources
    }


def _backing(candidate: Candidate, candidates: Sequence[Candidate]) -> set[str]:
    """Who backs in the same sentence those who act: "with Norland's support, Ostia blocked the resolution"."""
    behind = [c for c in candidates if c.trigger.dep_ == "pobj" and c.trigger.head.lower_ in {"with", "under"}]
    return {key_of(p.actor) for c in behind if c.trigger.head.head == candidate.trigger for p in c.sources}


def _recall_doers(candidates: Sequence[Candidate], told: Told) -> None:
    """Give what is told in the passive alone ("was told to leave") the doer that the text has told of beside it."""
    for candidate in candidates:
        passive = candidate.frame.kind == "verb" and is_passive(candidate.trigger)
        if candidate.sources or not candidate.targets or not passive or candidate.rule.event_type not in ANSWERED_BY_ONE:
            continue
        others = told.doer_side(candidate, [c for c in candidates if c is not candidate])
        candidate.sources = [Party(candidate.trigger, actor) for actor in others]


def _recall_sides(candidates: Sequence[Candidate], told: Told, forums: Collection[str]) -> None:
    """Give a happening that names one side alone the other that the text has told of beside it."""
    for candidate in candidates:
        at_nobody = not (candidate.rule.target or candidate.rule.mutual or candidate.rule.pattern)
        if candidate.targets or at_nobody or candidate.rule.event_type in OFTEN_AT_NOBODY:
            continue
        if candidate.rule.mutual and len({key_of(party.actor) for party in candidate.sources}) > 1:
            # "the break between Norland and Ostia": they are each other's other side.
            continue
        beside = [c for c in candidates if c is not candidate]
        but = {*_acting_against_third(candidate, candidates), *forums}
        if candidate.rule.event_type in CONFLICT:
            but |= _backing(candidate, candidates)
        others = [] if candidate.spared else told.other_side(candidate, beside, but)
        candidate.targets = [Party(candidate.trigger, actor) for actor in others]
        # "agreed to talk": to whom something is promised has promised nothing.
        candidate.inherited = candidate.rule.event_type == "AGREE"
