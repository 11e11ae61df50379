"""What speaks for and against whom a pronoun may mean: where it stood, how long ago, how it stands to the pronoun, what it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.entities.antecedents import Candidate, kind_of
from pipeline.entities.discourse import clause_of, subject_of
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def marks_of(
    pronoun: Token, candidate: Candidate, among: Sequence[Candidate], by_rule: tuple[Actor, ...], index: ActorIndex
) -> dict[str, float]:
    """What speaks for a candidate and against it: marks by name, each 0 to 1, those of the pronoun's kind apart too.

    :param among: all candidates for the pronoun, the nearest first.
    :param by_rule: whom the rules take the pronoun for; empty where they don't say.
    """
    marks = _marks_of_place(pronoun, candidate, among, index.coreference.pronouns.antecedents.governing(pronoun))
    if by_rule:
        agrees = candidate.actors and same_names(candidate.actors, by_rule)
        marks["rule_same" if agrees else "rule_other"] = 1.0
    _mark_sense(marks, pronoun, candidate, role_of(pronoun), index)
    kind = kind_of(pronoun)
    return marks | {f"{kind}:{name}": value for name, value in marks.items()}


def same_names(some: tuple[Actor, ...], others: tuple[Actor, ...]) -> bool:
    """Whether two answers name the same countries, or the same names where there is none."""
    return {a.country or a.name for a in some} == {a.country or a.name for a in others}


def _marks_of_place(
    pronoun: Token, candidate: Candidate, among: Sequence[Candidate], governing: Sequence[tuple[int, int]]
) -> dict[str, float]:
    distance, head = candidate.nearest
    stood_as = role_of(head)
    marks = {f"back_{distance}": 1.0, f"stood_as_{stood_as}": 1.0}
    role = role_of(pronoun)
    kind = kind_of(pronoun)
    if role == stood_as:
        marks["same_role"] = 1.0
    if role in {"subject", "owner"} and distance == 1 and _is_main_subject(head):
        marks[f"main_subject_before_{role}"] = 1.0
    if any(_is_main_subject(word) for _, word in candidate.heads):
        marks["main_subject"] = 1.0
    words = {word.i for _, word in candidate.heads}
    rank = next((between for subject, between in governing if subject in words), None)
    if rank is not None:
        marks[f"governs_{min(rank, 2)}"] = 1.0
        marks[f"governs_{role}"] = 1.0
    if role == "object" and _acts_on(pronoun, candidate):
        marks["acts_on"] = 1.0
    if _is_first(head):
        marks["first"] = 1.0
    actors_among = [one for one in among if one.actors]
    marks["rivals"] = min(len(actors_among) - 1, 4) / 4 if candidate.actors else 0.0
    order = next((n for n, one in enumerate(among) if one is candidate), 0)
    marks["order"] = min(order, 5) / 5
    marks["often"] = min(len(candidate.heads) - 1, 3) / 3
    if any(word.pos_ == "PRON" and kind_of(word) == kind for _, word in candidate.heads):
        marks["taken_up"] = 1.0
    if any(word.pos_ == "PRON" and distance == 0 for distance, word in candidate.heads):
        marks["taken_up_here"] = 1.0
    if not candidate.actors:
        marks["thing"] = 1.0
        marks[f"thing_{stood_as}"] = 1.0
        if any(child.lower_ in {"a", "an"} for child in head.children):
            marks["thing_new"] = 1.0
    if role == "owner" and pronoun.head.dep_ == "conj" and head.i == pronoun.head.head.i:
        marks["and_its"] = 1.0
    if role == "owner" and clause_of(head) is not None and clause_of(head) == clause_of(pronoun):
        marks[f"own_clause_{stood_as}"] = 1.0
    return marks


def _mark_sense(
    marks: dict[str, float], pronoun: Token, candidate: Candidate, role: str, index: ActorIndex
) -> None:
    sort = _sort_of(candidate, index)
    marks[f"is_{sort}"] = 1.0
    share = index.coreference.salience.shares()
    if sort == "state":
        marks["matter"] = max((share.get(actor.kb_id, 0.0) for actor in candidate.actors), default=0.0)
    anaphora, shapes = index.gazetteer.anaphora, index.gazetteer.shapes
    verb = pronoun.head
    if role == "subject" and (verb.lemma_ in anaphora.acting_verbs or verb.lemma_ in shapes.saying):
        marks[f"acting_{sort}"] = 1.0
    elif role == "subject":
        marks[f"being_{sort}"] = 1.0
    if role == "owner" and verb.lemma_.lower() in anaphora.possessions:
        marks[f"having_{sort}"] = 1.0
    elif role == "owner":
        marks[f"of_{sort}"] = 1.0
    head = candidate.nearest[1]
    if role_of(head) == "subject" and not candidate.actors and (head.head.lemma_ in anaphora.acting_verbs):
        marks["thing_acts"] = 1.0


def _sort_of(candidate: Candidate, index: ActorIndex) -> str:
    if not candidate.actors:
        return "thing"
    if len(candidate.actors) > 1:
        return "several"
    actor = candidate.actors[0]
    if actor.kb_id in index.gazetteer.states:
        return "state" if actor.sector != "CVL" else "people"
    if actor.entity_id and index.is_person(actor):
        return "person"
    return "body" if actor.entity_id else "agent"


def role_of(token: Token) -> str:
    """subject, object, phrase (after a preposition), owner, quality or other; of a list, what the whole of it is."""
    word = token
    while word.dep_ == "conj" and word.head.i != word.i:
        word = word.head
    if word.dep_ in _SUBJECTS:
        return "subject"
    if word.dep_ in {"dobj", "dative", "attr", "oprd"}:
        return "object"
    if word.dep_ == "pobj":
        return "agent" if word.head.dep_ == "agent" else "phrase"
    if word.dep_ == "poss":
        return "owner"
    if word.dep_ in {"amod", "compound", "nmod"}:
        return "quality"
    return "other"


def _is_main_subject(token: Token) -> bool:
    return token.dep_ in _SUBJECTS and token.head.dep_ == "ROOT"


def _is_first(token: Token) -> bool:
    return not any(t.pos_ in {"NOUN", "PROPN", "PRON"} for t in token.doc[token.sent.start : token.left_edge.i])


def _acts_on(pronoun: Token, candidate: Candidate) -> bool:
    """Whether a candidate is the subject of the very verb that the pronoun is an object of."""
    verb = clause_of(pronoun)
    subject = subject_of(verb) if verb is not None else None
    return subject is not None and any(word.i == subject.i for _, word in candidate.heads)
