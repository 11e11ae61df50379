"""Who a description is that grammar equates with a name: by an apposition ("Ostia, a neighbour that …"), or by "to be"
("Norland is an ally which …", "the first leader who called was A"). And who "the four" are of a body that has four members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.entities.owners import unique
from pipeline.grammar import grammar
from pipeline.records import Actor, Mention

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

_NAMED = frozenset({"GPE", "PERSON", "ORG", "ALLIANCE", "MILITARY"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_TOLD_BY = frozenset({"relcl", "acl"})
_LISTED = frozenset({"appos", "conj"})
# "Its members, Ostia among them": some of those meant.
_SOME = frozenset({"among", "including", "notably", "especially"})
_BODIES = frozenset({"ORG", "ALLIANCE"})
# Of two it is told otherwise who they are.
_FEWEST = 3
# Of a larger body the members act as it.
FEW = 4


def described(token: Token, unknown: tuple[Actor, ...], index: ActorIndex) -> tuple[Actor, ...]:
    """Whom a noun means that names nobody: those it is equated with, the members of a body, or, if none, still nobody.

    :param unknown: what is said of it otherwise, all without a country.
    """
    if index.mention_at(token) is not None or token.pos_ not in {"NOUN", "NUM", "PROPN"}:
        return unknown
    shapes = index.gazetteer.shapes
    if token.dep_ == "conj" and any(c.lower_ == "other" for c in token.lefts) and index.mention_at(token.head) is not None:
        # "Norland, Ostia and other states": nobody but those who are named.
        return ()
    word = token.lemma_.lower()
    # What happens or is owned is nobody, whatever name stands beside it: "the list, Mr Omso's".
    acts = word in shapes.describing or word in shapes.called or index.agent_at(token) is not None
    found = (equated_of(token, index) if acts else ()) or members_meant(token, index) or body_meant(token, index)
    return tuple(replace(actor, resolved_by="coreference") for actor in found) or unknown


def equated_of(token: Token, index: ActorIndex) -> tuple[Actor, ...]:
    """The actors whose name an unnamed noun stands beside, or is said to be; empty where there is none."""
    if token.dep_ == "appos" and not _is_of_it(token):
        return _named(token.head, index)
    for child in token.rights:
        if child.dep_ != "appos" or any(word.lower_ in _SOME for word in child.subtree):
            continue
        named = [actor for noun in (child, *child.conjuncts) if noun.dep_ in _LISTED for actor in _named(noun, index)]
        if named:
            return unique(named)
    verb = token.head
    if verb.lemma_ != "be" or any(child.dep_ == "neg" for child in verb.children):
        return ()
    if token.dep_ == "attr" and _is_told_of(token):
        # What it says of "an ally which has stood behind Ostia" it says of the subject.
        return _first(index.at(child) for child in verb.lefts if child.dep_ in _SUBJECTS)
    if token.dep_ in _SUBJECTS and any(child.lower_ == "the" for child in token.lefts):
        return _first(_named(child, index) for child in verb.rights if child.dep_ == "attr")
    return ()


def members_meant(token: Token, index: ActorIndex) -> tuple[Actor, ...]:
    """The states of the body named last that has as many members as a phrase counts: "the four", "all three leaders"."""
    counts = {t.i: number for t in (token, *token.lefts) if (number := grammar().numbers.get(t.lower_, 0)) >= _FEWEST}
    number = next(iter(counts.values()), 0)
    agent = index.agent_at(token) if token.tag_ in {"NNS", "NNPS"} else None
    if not number or not (token.i in counts or (agent is not None and (agent.is_state or agent.sector == "MIL"))):
        return ()
    if not any(child.dep_ in {"det", "predet"} and child.lower_ in {"the", "all", "these"} for child in token.lefts):
        return ()
    if any(child.dep_ in _TOLD_BY or child.lower_ == "of" for child in token.rights):
        return ()
    for mention in sorted(index.mentions, key=lambda one: -one.start):
        members = index.members_of(mention) if mention.start < token.idx and mention.label in _BODIES else ()
        if len(members) == number:
            whole = index.actor_of(mention) if number > FEW else None
            states = [whole] if whole is not None else [index.state_of_country(code) for code in members]
            return tuple(state for state in states if state is not None)
    return ()


def body_meant(token: Token, index: ActorIndex) -> tuple[Actor, ...]:
    """The only body of states that a text names, for "the bloc" and the like; empty where it names two."""
    if token.lower_ not in index.gazetteer.shapes.blocs or not any(child.lower_ == "the" for child in token.lefts):
        return ()
    if any(child.dep_ in {"prep", "appos", *_TOLD_BY} for child in token.rights):
        return ()
    if any(child.lower_ in index.gazetteer.shapes.apart for child in token.lefts):
        return ()
    phrase = index.gazetteer.anaphora.phrases.get(f"the {token.lower_}")
    only = phrase.only if phrase is not None else frozenset()
    bodies = {m.kb_id: m for m in index.mentions if m.label in _BODIES and len(index.members_of(m)) > 1}
    if len(bodies) != 1 or (only and not only & bodies.keys()):
        return ()
    body = index.actor_of(next(iter(bodies.values())))
    return (body,) if body is not None else ()


def _named(token: Token, index: ActorIndex) -> tuple[Actor, ...]:
    """The actor whose name a word is, if it is one that may act."""
    mention: Mention | None = index.mention_at(token)
    return index.at(token) if mention is not None and mention.label in _NAMED else ()


def _first(found: Iterator[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    return next((actors for actors in found if actors), ())


def _is_told_of(token: Token) -> bool:
    """Whether a clause says what the one does whom a noun describes: "an ally which …", "the first to …"."""
    return any(child.dep_ in _TOLD_BY or (child.dep_ == "xcomp" and child.tag_ == "VB") for child in token.rights)


def _is_of_it(token: Token) -> bool:
    """Whether what looks like an apposition may well be one more of a list, or a part of what is named: no article before it."""
    return not any(child.dep_ in {"det", "poss"} for child in token.lefts) or token.tag_ in {"NNS", "NNPS"}
