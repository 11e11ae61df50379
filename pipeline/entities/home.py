"""Whose "the government" or "the army" is in a clause that has other states beside it: of whose people turn on it, of the place
that opens the clause, or of the state that is clearly in view when those are left out on the other side of the verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.entities.discourse import OBJECT_DEPS, clause_of, subject_of
from pipeline.entities.gazetteer import Agent
from pipeline.entities.owners import owners_of
from pipeline.entities.salience import CLEAR
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# Who has a government to turn on, and what of a state they turn on.
_TURNING = frozenset({"OPP", "CVL", "EDU", "LAB", "REL", "MED", "AGR", "REB", "UAF", "JUD", "LEG"})
_OF_STATE = frozenset({"GOV", "MIL", "COP", "LEG"})
# What tells an organ apart: "the two armies", "its army".
_APART = frozenset({"relcl", "poss", "nummod"})
_DETERMINERS = frozenset({"the", "this"})
_ACTING = frozenset({"nsubj", "nsubjpass", "dobj"})
_PLACING = frozenset({"in", "at"})
_OTHERS = frozenset({"dobj", "pobj", "dative"})
_CLAUSES = frozenset({"advcl", "relcl", "acl", "ccomp", "parataxis"})
# So large a part of the mentions of states in a text has whose government needs no name.
PART = 0.15
# Of the matter of a text there is so much more than of the next state that may be meant.
LEAD = 1.5
# So much in view, beside the great power that is most, is the smaller state whose government is called no more than that.
BESIDE_GREAT = 0.45


def at_home(token: Token, agent: Agent, index: ActorIndex) -> tuple[Actor, ...]:
    """An agent that nothing around it gives to a country: whose coreference takes it for, or its home's."""
    own = _of_its_people(token, agent, index)
    if own is not None:
        return _at(own, agent, index)
    place = _of_place(token, agent, index)
    if place is not None:
        return _at(place, agent, index)
    called = _as_called_before(token, agent, index)
    if called is not None:
        return _at(called, agent, index)
    found = index.coreference.without_owner(token, agent)
    if any(actor.country or actor.kb_id or actor.entity_id for actor in found):
        return found
    return _at(home_of(token, agent, index), agent, index) or found


def _as_called_before(token: Token, agent: Agent, index: ActorIndex) -> Actor | None:
    """The one state whose organ of this name a text has named as its own so far: "Norland's junta … the junta".

    Every state has a government, so that a text that calls one by its owner may well mean another's the next time.
    """
    if agent.name not in index.gazetteer.shapes.seldom_organs or token.tag_ in {"NNS", "NNPS"}:
        return None
    if not any(child.lower_ in _DETERMINERS for child in token.lefts):
        return None
    before = (word for word in index.doc[: token.i] if word.lower == token.lower)
    owners = {owner.country for word in before for owner in owners_of(word, index)} - {""}
    return index.state_of_country(owners.pop()) if len(owners) == 1 else None


def _at(state: Actor | None, agent: Agent, index: ActorIndex) -> tuple[Actor, ...]:
    return (replace(index.agent_of(state, agent), resolved_by="implied"),) if state is not None else ()


def home_of(token: Token, agent: Agent, index: ActorIndex) -> Actor | None:
    """The state whose organ a word names that nothing gives to any; None where it is doubtful or the word asks for no one's.

    :param agent: what the word names.
    """
    if not _asks_for_home(token, agent, index):
        return None
    verb = clause_of(token)
    if verb is None:
        return None
    place = _place_before(verb, token, index)
    if place:
        return index.state_of_country(place)
    salience = index.coreference.salience
    ranked, shares = salience.ranked(token, _across(verb, token, index)), salience.shares()
    if agent.sector == "GOV":
        ranked = _without_great_powers(ranked, index)
    if not ranked:
        return None
    clear = len(ranked) == 1 or ranked[0][0] >= CLEAR * ranked[1][0]
    code = ranked[0][1] if clear else _matter(shares, [code for _, code in ranked])
    # A guest of the text is no more than that, be it alone in view.
    return index.state_of_country(code) if code and (not shares or shares.get(code, 0.0) >= PART) else None


def _of_place(token: Token, agent: Agent, index: ActorIndex) -> Actor | None:
    """The state where a clause says that people act or suffer, unless they are on the move: "Students marched in Velostra"."""
    shapes = index.gazetteer.shapes
    verb = token.head
    if agent.sector not in _TURNING or token.dep_ not in _ACTING or agent.name in shapes.on_the_move:
        return None
    if verb.lemma_ in shapes.motion_words or any(c.lower_ in shapes.from_abroad or c.dep_ == "poss" for c in token.lefts):
        return None
    places = [noun for child in verb.children if child.lower_ in _PLACING and child.dep_ == "prep" for noun in child.children]
    mentions = [m for noun in places if noun.dep_ == "pobj" and (m := index.mention_at(noun)) is not None]
    countries = {m.country for m in mentions if m.label == "GPE" and m.country}
    return index.state_of_country(countries.pop()) if len(countries) == 1 else None


def _of_its_people(token: Token, agent: Agent, index: ActorIndex) -> Actor | None:
    """The state whose people, opposition or rebels turn on its organs: "The Norlander opposition accused the government".

    Soldiers may well be another state's, but for those who overthrow a government.
    """
    shapes = index.gazetteer.shapes
    verb = clause_of(token)
    subject = subject_of(verb) if verb is not None else None
    if verb is None or subject is None or token.dep_ not in OBJECT_DEPS or agent.sector not in _OF_STATE:
        return None
    if any(child.lower_ in shapes.from_abroad or child.dep_ in _APART for child in token.children):
        return None
    overthrown = verb.lemma_ in shapes.overthrowing and agent.is_state
    if not overthrown and not any(child.lower_ in _DETERMINERS for child in token.lefts):
        return None
    actors = index.at(subject)
    at_home = _TURNING | {"MIL"} if overthrown else _TURNING
    if len(actors) != 1 or actors[0].sector not in at_home or not actors[0].country:
        return None
    return index.state_of_country(actors[0].country)


def _without_great_powers(ranked: list[tuple[float, str]], index: ActorIndex) -> list[tuple[float, str]]:
    """The states in view without those great powers that a text calls by their names while "the government" is its own."""
    smaller = [(score, code) for score, code in ranked if code not in index.gazetteer.shapes.great_powers]
    return smaller if smaller and smaller[0][0] >= BESIDE_GREAT * ranked[0][0] else ranked


def _asks_for_home(token: Token, agent: Agent, index: ActorIndex) -> bool:
    """Whether a word stands bare with "the": "the government"; "the leaders of sixteen countries" and "the other army" are
    told apart by what stands beside them."""
    shapes = index.gazetteer.shapes
    if agent.name not in shapes.own_organs or (token.tag_ in {"NNS", "NNPS"} and agent.name not in shapes.collective):
        return False
    bare = token.lower_ in shapes.bare_names and not any(c.dep_ in {"det", "poss", "amod", "compound"} for c in token.lefts)
    if agent.sector != "GOV" and token.dep_ not in {"nsubj", "nsubjpass"} and not bare:
        # Whose army one backs or attacks is as likely another's.
        return False
    if not bare and not any(child.dep_ == "det" and child.lower_ in _DETERMINERS for child in token.lefts):
        return False
    if any(c.dep_ == "nummod" or c.lower_ in shapes.apart for c in token.lefts):
        return False
    return not any(c.dep_ in {"prep", "acl", "relcl", "appos"} for c in token.rights)


def _place_before(verb: Token, token: Token, index: ActorIndex) -> str:
    """The country of the place that a clause names before whom it tells of: "In Velostra the authorities reacted"."""
    for child in verb.lefts:
        if child.dep_ == "prep" and child.lower_ in _PLACING and child.i < token.i:
            for noun in child.children:
                mention = index.mention_at(noun) if noun.dep_ == "pobj" else None
                if mention is not None and mention.label == "GPE" and mention.country:
                    return mention.country
    return ""


def _across(verb: Token, token: Token, index: ActorIndex) -> set[str]:
    """The states that stand beside a word in its clause, as what is acted on or with: "With Ostia the government signed"."""
    own = set(token.subtree)
    found: set[str] = set()
    for word in _within(verb):
        if word in own or word.dep_ not in _OTHERS | {"nsubj", "poss", "compound", "amod", "conj", "nmod"}:
            continue
        mention = index.mention_at(word)
        if mention is not None and mention.label in {"GPE", "NORP", "PERSON"} and mention.country:
            found |= {mention.country, mention.kb_id}
    return found


def _within(verb: Token) -> Iterator[Token]:
    """The words of a clause without the clauses in it."""
    for child in verb.children:
        if child.dep_ not in _CLAUSES and not (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}):
            yield child
            yield from _within(child)


def _matter(shares: dict[str, float], meant: list[str]) -> str:
    """Of the states that may be meant the one that a text is about, if it is among the first two; else empty."""
    ranked = sorted(((shares.get(code, 0.0), code) for code in meant), reverse=True)
    clear = bool(ranked[0][0]) and (len(ranked) == 1 or ranked[0][0] >= LEAD * ranked[1][0])
    return ranked[0][1] if clear and ranked[0][1] in meant[:2] else ""
