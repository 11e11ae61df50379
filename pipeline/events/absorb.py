"""Happenings inside happenings: what is refused, asked for or threatened is no second row, and lends its sides."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.events.candidates import SOMEBODY, Candidate, is_complete
from pipeline.events.participants import Parties
from pipeline.events.party import unique
from pipeline.events.phrases import is_done_besides
from pipeline.grammar import grammar

# Who refuses to do these to somebody refuses it to others, who want it done: "refused to impose sanctions on Ostia".
HOSTILE = frozenset({"ACCUSE", "SANCTION", "THREATEN", "COERCE", "ASSAULT"})

# What others have imposed or seized is there for who judges it or will have no part in it: "declined to join the sanctions".
MEASURES = frozenset({"SANCTION", "COERCE"})
JUDGING = frozenset({"ACCUSE", "REJECT", "SUPPORT"})

# What one side says and the other turns down.
ASKED = frozenset({"REQUEST", "AGREE"})


def absorb(found: list[Candidate], parties: Parties) -> list[Candidate]:
    """Drop what is part of another happening: the noun of "imposed sanctions", the signing in "refused to sign"."""
    by_token = {c.trigger.i: c for c in found}
    gone: set[int] = set()
    # A rule that names its object speaks for the whole phrase; only then may a noun speak for its light verb.
    for candidate in sorted(
        found, key=lambda c: (not c.rule.constraints, c.frame.light_verb is not None, c.trigger.i)
    ):
        if candidate.trigger.i in gone:
            continue
        asked = {i for i in candidate.swallowed if _was_asked(by_token.get(i), candidate)}
        gone |= {i for i in candidate.swallowed - asked if not _stands_alone(by_token.get(i), candidate)}
        gone.discard(candidate.trigger.i)
        absorbed = [*_absorbed(candidate, by_token)]
        if any(_is_promised_not(inner, candidate) for inner in absorbed):
            gone.add(candidate.trigger.i)
            continue
        said = [inner for inner in absorbed if _is_said_in_text(inner, candidate)]
        for inner in (one for one in absorbed if one not in said):
            if _is_turned_against(candidate, inner):
                candidate.targets = inner.sources
            _inherit(candidate, inner)
            if inner.trigger.i in asked or _was_asked(inner, candidate) or _stands_alone(inner, candidate):
                continue
            gone.add(inner.trigger.i)
            inside = inner.swallowed - {candidate.trigger.i}
            gone |= {i for i in inside if not _stands_alone(by_token.get(i), candidate)}
        met = any(parties.is_unnamed_other(token) for token in candidate.frame.get("object"))
        if not is_complete(candidate) and candidate.rule.absorbs and not candidate.spared and not met and not said:
            targets_of_content(candidate, parties)
    return [c for c in found if c.trigger.i not in gone and (c.sources or c.targets)]


def _stands_alone(inner: Candidate | None, outer: Candidate) -> bool:
    """Whether what is spoken of happened between others: "condemned [Norland]'s attack on [Ostia]" tells of two things."""
    if inner is None or inner.rule.event_type == outer.rule.event_type:
        return False
    speakers = {p.actor.name for p in outer.sources}
    by_others = bool(inner.sources) and is_complete(inner) and not speakers & {p.actor.name for p in inner.sources}
    # What is refused, asked for or threatened may never come; a war that is spoken of is there, and what others judge.
    there = {"ASSAULT", *(MEASURES if outer.rule.event_type in JUDGING else ())}
    is_there = not outer.rule.absorbs or (inner.rule.event_type in there and inner.frame.kind == "noun")
    inner.spoken_of = inner.spoken_of or (by_others and inner.frame.kind == "noun" and outer.rule.event_type in JUDGING)
    return by_others and is_there


def _is_promised_not(inner: Candidate, outer: Candidate) -> bool:
    """ "agreed not to help Ostia": the good that a promise names is just what isn't promised, and no promise is told."""
    promised = outer.rule.event_type == "AGREE" and inner.trigger in outer.frame.get("complement")
    kind = inner.rule.quad_class.endswith("cooperation")
    return promised and kind and any(child.dep_ == "neg" for child in inner.trigger.children)


def _is_said_in_text(inner: Candidate, outer: Candidate) -> bool:
    """ "signed a declaration condemning Ostia": what a text says against somebody is no part of signing or backing it."""
    participle = inner.trigger.dep_ == "acl" and inner.trigger.tag_ == "VBG"
    return participle and outer.rule.event_type == "SUPPORT" and inner.rule.event_type in HOSTILE


def _is_turned_against(outer: Candidate, inner: Candidate) -> bool:
    """Whether a war is what somebody turns against: "voted against [Norland]'s invasion of Ostia", and so against Norland."""
    noun = inner.trigger
    about = noun.head.head if noun.dep_ == "pobj" else noun.head
    return outer.rule.event_type == "REJECT" and about == outer.trigger and _stands_alone(inner, outer)


def _was_asked(inner: Candidate | None, outer: Candidate) -> bool:
    """Whether somebody else has said what is turned down: "rejected [Norland]'s plea for arms" tells of a plea as well.

    Who turns it down is then whom it was said to.
    """
    if inner is None or outer.rule.event_type != "REJECT" or inner.rule.event_type not in ASKED or inner.frame.kind != "noun":
        return False
    refusing = {p.actor.country or p.actor.name for p in outer.sources}
    asking = {p.actor.country or p.actor.name for p in inner.sources if p.actor.country or p.actor.kb_id}
    # "Ignoring Norland's demands won't help": nobody has, and the demands are no news.
    nobodys = not refusing and outer.trigger.tag_ == "VBG"
    if nobodys or not asking or not asking.isdisjoint(refusing):
        return False
    inner.targets = inner.targets or [p for p in outer.sources if p.actor.country or p.actor.kb_id]
    inner.turned_down = True
    return True


def _absorbed(candidate: Candidate, by_token: dict[int, Candidate]) -> Iterator[Candidate]:
    for role in candidate.rule.absorbs:
        for token in candidate.frame.roles.get(role, []):
            if _is_set_apart(token, candidate.trigger):
                continue
            for inner in _content(token, by_token):
                if inner is not candidate and inner.trigger.i != candidate.trigger.i:
                    yield inner


def _is_set_apart(clause: Token, trigger: Token) -> bool:
    """ "Apart from voicing concern over Ostia, Norland skipped": what opens the sentence is no part of what follows."""
    return clause.dep_ == "pcomp" and clause.i < trigger.i


def _content(token: Token, by_token: dict[int, Candidate], depth: int = 0) -> Iterator[Candidate]:
    """The happenings that the content of a role names: its head, and what the head only introduces ("to hold talks")."""
    if depth > 4:
        return
    if token.i in by_token:
        yield by_token[token.i]
    for child in token.children:
        content = child.dep_ in {
            "dobj",
            "xcomp",
            "ccomp",
            "conj",
            "pobj",
            "prep",
            "pcomp",
            "attr",
            "nsubjpass",
            "acl",
            "advcl",
            "compound",
        }
        aside = child.dep_ == "prep" and child.lower_ in {"after", "since", "following", "despite", "over"}
        # "refused to condemn Ostia for invading Sudria": it has, whoever says nothing of it.
        aside = aside or (child.dep_ == "prep" and child.lower_ == "for" and token.lemma_ in grammar().blaming_or_praising)
        if content and not aside and not _is_further_act(child) and not is_done_besides(token, child):
            yield from _content(child, by_token, depth + 1)


def _is_further_act(clause: Token) -> bool:
    """ "chose to recognise Norland, cutting ties with Ostia": a participle after a comma is no part of what was chosen."""
    first = min(clause.i, *(t.i for t in clause.lefts)) if clause.n_lefts else clause.i
    participle = clause.tag_ == "VBG" and clause.dep_ in {"advcl", "acl"}
    return participle and first > clause.head.i and clause.doc[first - 1].text == ","


def _inherit(candidate: Candidate, inner: Candidate) -> None:
    mode = dict(candidate.rule.mode_by_absorbed).get(inner.rule.event_type)
    if mode and not candidate.mode:
        candidate.mode = mode
    if is_complete(candidate):
        return
    taken = {p.actor.name for p in candidate.sources}
    content = [*inner.targets, *inner.sources]
    if candidate.rule.event_type == "REJECT" and inner.rule.event_type in HOSTILE:
        met = frozenset(p.actor.country or p.actor.name for p in inner.targets) or SOMEBODY
        if candidate.spared and not candidate.spared & met:
            return
        candidate.spared |= met
        content = inner.sources
    if candidate.rule.event_type == inner.rule.event_type == "SANCTION":
        # "joined the sanctions of Ostia": whose they are imposes them as well.
        content = inner.targets
    others = [p for p in content if p.actor.name not in taken]
    candidate.targets = unique(others)
    candidate.inherited = bool(candidate.targets)


def targets_of_content(candidate: Candidate, parties: Parties) -> None:
    """Whom an absorbed clause is about, where no rule knows its verb: "offered to hand over two men to Ostia"."""
    taken = {p.actor.name for p in candidate.sources}
    forums = parties.forums_for(candidate.rule.event_type)
    for role in candidate.rule.absorbs:
        for token in candidate.frame.roles.get(role, []):
            content = parties.in_content(token)
            found = [p for p in content if p.actor.name not in taken and p.actor.kb_id not in forums]
            if found:
                candidate.targets, candidate.inherited = found, True
                return
