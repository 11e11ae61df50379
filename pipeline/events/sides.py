"""The sides of a sentence's happenings that its words leave unsaid: the other side of an exchange, whose people are meant.

What is found so is marked ``implied``, but for people who get the country that they can only be of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.events.answering_sides import (
    imply_giver,
    imply_proposer,
    imply_shown_force,
    imply_two_at_odds,
    imply_undone,
)
from pipeline.events.blamed_sides import blame_doers, imply_answered_deed, imply_blamed, spare_victims
from pipeline.events.candidates import SOMEBODY, Candidate
from pipeline.events.lexicon import Lexicon
from pipeline.events.own_sides import (
    drop_audience,
    drop_given,
    drop_itself,
    drop_own_forces,
    give_origin,
    house_people,
    turn_on_each_other,
)
from pipeline.events.party import STATELY, Party, implied, is_people_for_state
from pipeline.events.subjects import is_passive
from pipeline.events.told import Told, key_of, side_of
from pipeline.events.unsaid_sources import imply_asked

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex
    from pipeline.events.participants import Parties

# What one side of an exchange does to the other, also where the text leaves unsaid to whom.
EXCHANGED = frozenset({"ACCUSE", "REJECT", "SANCTION", "CONCEDE", "THREATEN", "REQUEST", "AGREE"})
# Whose doer a passive leaves unsaid because the text has him in view; who is criticised, is by whomever.
ANSWERED_BY_ONE = EXCHANGED - {"ACCUSE"}
CONFLICT = frozenset({"ACCUSE", "REJECT", "SANCTION", "THREATEN", "REQUEST"})
# Of what is done at somebody or at nobody in particular, the text has to say at whom.
OFTEN_AT_NOBODY = frozenset({"PROTEST", "MOBILIZE", "COERCE"})


def complete_sides(
    candidates: Sequence[Candidate], actors: ActorIndex, parties: Parties, told: Told, lexicon: Lexicon
) -> None:
    """Give the happenings of a sentence the sides that it leaves unsaid, and take those away that can't be."""
    for candidate in candidates:
        drop_itself(candidate)
        drop_own_forces(candidate)
        drop_given(candidate)
        drop_audience(candidate, lexicon.briefing_verbs)
        give_origin(candidate, actors)
        house_people(candidate, actors, lexicon.crew_nouns)
    imply_asked(candidates)
    for candidate in candidates:
        imply_answered_deed(candidate, candidates, told, lexicon.deed_nouns)
    imply_blamed(candidates, told)
    for candidate in candidates:
        blame_doers(candidate, candidates)
        spare_victims(candidate, actors)
        imply_proposer(candidate, candidates, told, lexicon.proposal_nouns)
        imply_shown_force(candidate, candidates)
        imply_undone(candidate, told, lexicon.undone_nouns)
        imply_two_at_odds(candidate, told, lexicon.peace_nouns)
        turn_on_each_other(candidate, lexicon.tie_nouns)
    if not told.is_spoken:
        # A speaker turns from one thing to the next: whom a transcript has named of late is rarely the other side.
        for candidate in candidates:
            _imply_other_side(candidate, candidates, actors, lexicon)
        _recall_sides(candidates, told, actors, lexicon)
    _recall_doers(candidates, told)
    for candidate in candidates:
        imply_giver(candidate, told)
        _blame_invaders(candidate, parties, lexicon)


def _imply_other_side(
    candidate: Candidate, candidates: Sequence[Candidate], actors: ActorIndex, lexicon: Lexicon
) -> None:
    """Give an act of an exchange the state as its other side that the text has most in view beside the one that acts.

    Who acts against a third in the same breath isn't it: "Norland protested, and Ostia called on Sudria to stop".
    """
    own = {side_of(party.actor) for party in candidate.sources}
    mutual = candidate.rule.mutual or candidate.reciprocal
    if candidate.targets or not own or "" in own or mutual or candidate.spared == SOMEBODY or _asks_for(candidate):
        return
    if candidate.trigger.lemma_ in lexicon.casting_verbs or _names_others(candidate, lexicon):
        return
    stately = all(p.actor.sector in STATELY or is_people_for_state(p) for p in candidate.sources)
    if candidate.rule.event_type not in EXCHANGED or not stately:
        return
    but = _acting_against_third(candidate, candidates) | _matter_of_text(candidate, actors, lexicon)
    if candidate.rule.event_type in CONFLICT:
        but |= _backing(candidate, candidates)
    other = actors.other_side(candidate.trigger, own | candidate.spared | but)
    if other is not None:
        candidate.targets = [implied(Party(candidate.trigger, other))]


def _blame_invaders(candidate: Candidate, parties: Parties, lexicon: Lexicon) -> None:
    """ "condemned the invasion", in a text on the invaded alone: the invader is condemned, whom every reader knows."""
    of_invasion = any(noun.lemma_.lower() in lexicon.invasion_nouns for noun in candidate.frame.get("object"))
    guessed = all(party.actor.resolved_by == "implied" for party in candidate.targets)
    if candidate.rule.event_type == "ACCUSE" and of_invasion and guessed and candidate.targets:
        codes = {party.actor.country for party in candidate.targets}
        invaders = [implied(Party(candidate.trigger, actor)) for actor in parties.invaders_of(codes)]
        candidate.targets = invaders or candidate.targets


def _names_others(candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether the sentence tells to whom a thing is done, though nobody says who they are: "toured eight island states"."""
    told = (token for role in candidate.rule.target for token in candidate.frame.get(role))
    return any(token.tag_ == "NNS" and token.lemma_.lower() in lexicon.unnamed_nouns for token in told)


def _asks_for(candidate: Candidate) -> bool:
    """Whether somebody asks or calls for a thing: of whom isn't told, and as often it is of all ("called for a truce")."""
    asks = candidate.rule.event_type == "REQUEST" and candidate.frame.kind == "verb"
    return asks and any(child.lower_ == "for" and child.dep_ == "prep" for child in candidate.trigger.rights)


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


def _matter_of_text(candidate: Candidate, actors: ActorIndex, lexicon: Lexicon) -> set[str]:
    """Whom the text is about that one backs, misses or turns down: "voted for a resolution that condemned Ostia"."""
    texts = lexicon.proposal_nouns | lexicon.decree_nouns | lexicon.speaking.nouns
    clauses = (
        clause
        for clause in candidate.trigger.subtree
        if clause.dep_ in {"relcl", "acl"} and clause.head.lemma_.lower() in texts
    )
    named = (
        mention
        for clause in clauses
        for mention in actors.mentions_in(clause.left_edge.i, clause.right_edge.i + 1)
    )
    return {key for mention in named if (key := mention.country or mention.kb_id)}


def _backing(candidate: Candidate, candidates: Sequence[Candidate]) -> set[str]:
    """Who backs in the same sentence those who act: "with Norland's support, Ostia blocked the resolution"."""
    behind = [c for c in candidates if c.trigger.dep_ == "pobj" and c.trigger.head.lower_ in {"with", "under"}]
    return {key_of(p.actor) for c in behind if c.trigger.head.head == candidate.trigger for p in c.sources}


def _recall_doers(candidates: Sequence[Candidate], told: Told) -> None:
    """Give what is told in the passive alone ("was told to leave") the doer that the text has told of beside it."""
    for candidate in candidates:
        passive = candidate.frame.kind == "verb" and is_passive(candidate.trigger)
        answered = candidate.rule.event_type in ANSWERED_BY_ONE or candidate.rule.mutual
        if candidate.sources or not candidate.targets or not passive or not answered:
            continue
        others = told.doer_side(candidate, [c for c in candidates if c is not candidate])
        candidate.sources = [Party(candidate.trigger, actor) for actor in others]


def _recall_sides(
    candidates: Sequence[Candidate], told: Told, actors: ActorIndex, lexicon: Lexicon
) -> None:
    """Give a happening that names one side alone the other that the text has told of beside it."""
    for candidate in candidates:
        at_nobody = not (candidate.rule.target or candidate.rule.mutual or candidate.rule.pattern) or _asks_for(candidate)
        at_nobody = at_nobody or candidate.trigger.lemma_ in lexicon.casting_verbs or _names_others(candidate, lexicon)
        if candidate.targets or at_nobody or candidate.rule.event_type in OFTEN_AT_NOBODY:
            continue
        mutual = candidate.rule.mutual or candidate.reciprocal
        if mutual and len({key_of(party.actor) for party in candidate.sources}) > 1:
            # "the break between Norland and Ostia": they are each other's other side.
            continue
        beside = [c for c in candidates if c is not candidate]
        but = {*_acting_against_third(candidate, candidates), *_matter_of_text(candidate, actors, lexicon), *lexicon.forums}
        if candidate.rule.event_type in CONFLICT:
            but |= _backing(candidate, candidates)
        others = [] if candidate.spared else told.other_side(candidate, beside, but)
        candidate.targets = [Party(candidate.trigger, actor) for actor in others]
        # "agreed to talk": to whom something is promised has promised nothing.
        candidate.inherited = candidate.rule.event_type == "AGREE"
