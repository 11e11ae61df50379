"""Whose an unnamed agent is: by adjective, compound, possessor, "of" and "in", an apposition, or a possessive pronoun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.records import Actor, Mention

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex
    from pipeline.entities.gazetteer import Agent

MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod", "npadvmod", "dep", "quantmod"})
_OWNING = frozenset(
    {"of", "in", "from", "at", "throughout", "across", "inside", "within", "outside", "near", "around", "by"}
)
_PLACING = _OWNING - {"of", "from", "by"}
_ORGANISED = frozenset({"ORG", "MILITARY", "ALLIANCE"})
_PARTICIPLES = frozenset({"VBN", "VBG", "VBD", "JJ"})
_DEEPEST = 3
# Who stands beside a state's own in a list is as likely against them: "Norlander troops and rebels clashed".
_FOES = frozenset({"REB", "UAF", "SEP", "OPP", "CRM", "CVL"})
# So many words behind the first of a list its owner is shared: "survey ships and fishing boats".
SHARING = 3


def owners_of(token: Token, index: ActorIndex) -> tuple[Actor, ...]:
    """The actors that an agent headed by ``token`` belongs to; several where they are coordinated."""
    groups = list(_modifying(token, index, 0))
    own = unique(_nearest(groups)) if groups else unique(_in_phrases(token, index))
    return _some_members(token, own, index) or own


def shared_owners(token: Token, agent: Agent, index: ActorIndex) -> tuple[Actor, ...]:
    """Whose a list of agents is by what stands before them all: "Norlander diplomats and traders", "its army and police"."""
    first, bare = token.head, not any(c.dep_ in {"det", "poss", "amod", "nummod"} for c in token.lefts)
    near = token.dep_ == "conj" and 0 < token.i - first.i <= SHARING and first.tag_ in {"NN", "NNS"}
    if not bare or not near or agent.sector in _FOES:
        return ()
    owning = (c for c in first.lefts if c.dep_ in {"amod", "compound", "poss"})
    named = any(c.tag_ == "PRP$" or ((m := index.mention_at(c)) is not None and m.country) for c in owning)
    return owners_of(first, index) if named else ()


def _some_members(token: Token, own: Sequence[Actor], index: ActorIndex) -> tuple[Actor, ...]:
    """ "Most ASEAN countries", "three EU members": some of a body's states are not the body."""
    shapes = index.gazetteer.shapes
    if not own or token.tag_ != "NNS" or token.lemma_.lower() not in shapes.member_nouns:
        return ()
    words = {child.lower_ for child in token.lefts}
    # "the five members of ASEAN" are all of it.
    counted = words & shapes.some_of or ("the" not in words and any(child.dep_ == "nummod" for child in token.lefts))
    if not counted or any(actor.country or actor.sector != "IGO" for actor in own):
        return ()
    return tuple(Actor("", f"{actor.name} {token.text.lower()}", "", "", "GOV") for actor in own)


Group = list[tuple[Actor, Mention | None, Token]]


def _nearest(groups: Sequence[Group]) -> list[Actor]:
    """Of several owners that aren't coordinated: the organisation, else the possessor, else the outermost."""
    for group in groups:
        if any(mention is not None and mention.label in _ORGANISED for _, mention, _ in group):
            return [actor for actor, _, _ in group]
    for group in groups:
        if any(token.dep_ == "poss" for _, _, token in group):
            return [actor for actor, _, _ in group]
    return [actor for actor, _, _ in groups[0]]


def _modifying(token: Token, index: ActorIndex, depth: int) -> Iterator[Group]:
    for child in token.lefts:
        if child.dep_ in MODIFIERS:
            yield from _owner(child, index, depth)


def _owner(child: Token, index: ActorIndex, depth: int) -> Iterator[Group]:
    mention = index.mention_at(child)
    if mention is not None:
        if not is_opposed(child, mention, index):
            group = _coordinated(child, index)
            if group:
                yield group
        if depth < _DEEPEST and mention.label not in {"PERSON"}:
            first, last = index.tokens_of(mention)
            for inner in child.lefts:
                if inner.dep_ in MODIFIERS and not first <= inner.i < last:
                    yield from _owner(inner, index, depth + 1)
        return
    if child.dep_ == "poss":
        found: Group = [
            (actor, None, child)
            for noun in (child, *child.conjuncts)
            if noun.i <= noun.head.i or noun == child
            for actor in index.at(noun)
        ]
        if found:
            yield found
            return
    if child.tag_ in _PARTICIPLES and _is_joined(child) and child.lower_ not in index.gazetteer.shapes.led:
        return
    if depth < _DEEPEST:
        yield from _modifying(child, index, depth + 1)


def _coordinated(child: Token, index: ActorIndex) -> Group:
    """The actor of a modifier and of those coordinated with it: "Norlander and Ostian troops"."""
    group: Group = []
    for token in (child, *(t for t in child.conjuncts if t.dep_ == "conj" or child.dep_ == "conj")):
        mention = index.mention_at(token)
        actor = index.actor_of(mention) if mention is not None else None
        if actor is not None and (
            actor.country or actor.kb_id or (mention is not None and mention.label != "NORP")
        ):
            group.append((actor, mention, child))
    return group


def _is_joined(token: Token) -> bool:
    """Whether a hyphen joins the token to a word before it: "Norland-backed"."""
    return token.i > 0 and token.nbor(-1).text in {"-", "–"} and not token.nbor(-1).whitespace_


def is_opposed(token: Token, mention: Mention, index: ActorIndex) -> bool:
    """Whether a prefix makes the name no owner: "anti-Norland protesters"."""
    first, _ = index.tokens_of(mention)
    if first < 2 or index.doc[first - 1].text not in {"-", "–"} or index.doc[first - 1].whitespace_:
        surface = index.doc[first].lower_
        return "-" in surface and any(surface.startswith(f"{prefix}-") for prefix in index.gazetteer.shapes.against)
    return index.doc[first - 2].lower_ in index.gazetteer.shapes.against


def _in_phrases(token: Token, index: ActorIndex) -> Iterator[Actor]:
    """The owner in "police in Halvenby", "the government of Norland", "fighters loyal to", "troops from A and B"."""
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in _OWNING:
            found = [actor for noun in objects_of(child) for actor in _of_object(noun, child.lower_, index)]
            if found:
                yield from found
                return
        elif child.dep_ in {"acl", "relcl"}:
            found = list(_placed(child, index))
            if found:
                yield from found
                return
    yield from _apposed(token, index)


def _of_object(noun: Token, preposition: str, index: ActorIndex) -> Iterator[Actor]:
    mention = index.mention_at(noun)
    if mention is None and noun.lemma_ in index.gazetteer.shapes.descents:
        # "people of Norlander origin"
        for child in noun.lefts:
            yield from index.at(child)
        return
    if mention is None and noun.lemma_.lower() in index.gazetteer.shapes.region_last:
        # "Sindh province": the region is named by what stands before the word
        inside = (
            index.mention_at(child) for child in noun.lefts if child.dep_ in {"compound", "nmod", "amod"}
        )
        mention = next((one for one in inside if one is not None and one.label in {"GPE", "LOC"}), None)
    if mention is not None and mention.label in {"GPE", "LOC", "FAC"}:
        state = index.state_of_country(mention.country, mention)
        if state is not None:
            yield state
    elif mention is not None or preposition not in _PLACING:
        yield from index.at(noun)
    if mention is None and preposition in _PLACING:
        # "students at the university of Halvenby", "fighters in the city of Velostra"
        for child in noun.rights:
            if child.dep_ == "prep" and child.lower_ in {"of", "in"}:
                for inner in objects_of(child):
                    yield from _of_object(inner, "in", index)


def _placed(verb: Token, index: ActorIndex) -> Iterator[Actor]:
    """ "refugees living in Norland", "a group based in Ostia"."""
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in {"in", "at"} and verb.tag_ in {"VBN", "VBG"}:
            for noun in objects_of(child):
                yield from _of_object(noun, "in", index)


def _apposed(token: Token, index: ActorIndex) -> Iterator[Actor]:
    for child in token.rights:
        if child.dep_ == "appos":
            mention = index.mention_at(child)
            actor = index.actor_of(mention) if mention is not None and mention.label in _ORGANISED else None
            if actor is not None:
                yield actor


def objects_of(preposition: Token) -> Iterator[Token]:
    """The nouns that a preposition governs, conjuncts included."""
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield child
            yield from (noun for noun in child.conjuncts if noun.dep_ == "conj")


def unique(actors: Iterator[Actor] | Sequence[Actor]) -> tuple[Actor, ...]:
    """The actors without those that are there already."""
    found: dict[tuple[str, str], Actor] = {}
    for actor in actors:
        found.setdefault((actor.name, actor.kb_id), actor)
    return tuple(found.values())
