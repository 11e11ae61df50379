"""Doc -> Frame: a clause or an eventive noun phrase in normal form.

A frame has a trigger (verb, noun or adjective) and its arguments by role, with passives, relatives, participles, control,
coordination and light verbs undone, so that a rule names roles and never syntax. PredPatt (White et al. 2016) and ClausIE
(Del Corro & Gemulla 2013) are relatives. Roles are ``subject``, ``object``, ``indirect``, ``possessor``, ``modifier``,
``predicate``, ``complement`` (also ``infinitive`` or ``gerund`` where it is one), ``purpose``, and every preposition by
its own name (``on``, ``with``, ``between`` …).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from pipeline.events.lexicon import Lexicon
from pipeline.events.noun_frames import noun_frame_roles
from pipeline.events.phrases import Roles, add_prepositional, conjuncts, extend
from pipeline.events.subjects import CLAUSE_DEPS, surface_subject
from pipeline.events.verb_frames import verb_roles


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger and its arguments: for each role the head tokens of its noun phrases or clauses, conjuncts included."""

    trigger: Token
    kind: str
    roles: Roles = field(compare=False)
    light_verb: Token | None = None

    def get(self, role: str) -> list[Token]:
        """The head tokens in ``role``; empty where the frame has none."""
        return self.roles.get(role, [])


def build_frame(token: Token, kind: str, lexicon: Lexicon) -> Frame | None:
    """The frame that ``token`` triggers as a verb, noun or adjective; None for any other kind."""
    if kind == "verb":
        return Frame(token, kind, verb_roles(token))
    if kind == "noun":
        roles, light_verb = noun_frame_roles(token, lexicon)
        return Frame(token, kind, roles, light_verb)
    if kind == "adjective":
        return Frame(token, kind, _adjective_roles(token))
    return None


def _adjective_roles(adjective: Token) -> Roles:
    roles: Roles = {}
    if adjective.tag_ == "VBN":
        # "is opposed to": the tagger takes the adjective for a participle.
        extend(roles, "subject", surface_subject(adjective))
    for child in adjective.children:
        if child.dep_ == "prep":
            add_prepositional(roles, child)
        elif child.dep_ in CLAUSE_DEPS:
            extend(roles, "complement", conjuncts(child))
    anchor = adjective
    while anchor.dep_ == "conj" and anchor.head.pos_ == "ADJ":
        anchor = anchor.head
    if anchor.dep_ in {"acomp", "oprd", "xcomp", "ccomp", "conj", "ROOT", "advcl"}:
        extend(roles, "subject", surface_subject(anchor.head))
    elif anchor.dep_ == "amod" and anchor.head.i < anchor.i:
        extend(roles, "subject", [anchor.head])
    return roles
