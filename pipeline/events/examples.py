"""The examples of event rules: marked sentences that a rule must match once, there and nowhere else, and near misses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from pipeline.events.candidates import Candidate
from pipeline.events.match import match_rule
from pipeline.events.participants import Parties
from pipeline.events.party import Party
from pipeline.events.rules import Rule, Rules
from pipeline.rulefile import RuleError

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

MARK = re.compile(r"<([^<>]+)>|\[(source|target) ([^\[\]]+)\]")
ROLES = ("source", "target")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its marks taken out: where the trigger and the roles stand in ``text``."""

    text: str
    trigger: tuple[int, int] | None
    roles: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that doesn't hold: the rule, the example and what was found instead."""

    rule: Rule
    example: str
    found: str

    def __str__(self) -> str:
        return f"{self.rule.path}:{self.rule.line}: rule {self.rule.id}: {self.example!r}: {self.found}"


def read_example(rule: Rule, marked: str) -> Example:
    """Take the marks out of an example.

    :raises RuleError: where marks don't balance, or there is not exactly one trigger.
    """
    text, position, trigger, roles = "", 0, None, []
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        inside = mark.group(1) or mark.group(3)
        if mark.group(1):
            if trigger is not None:
                raise RuleError(
                    rule.path, rule.line, f"rule {rule.id}: {marked!r} marks two triggers; mark one as <word>"
                )
            trigger = (len(text), len(text) + len(inside))
        else:
            roles.append((mark.group(2), len(text), len(text) + len(inside)))
        text, position = text + inside, mark.end()
    text += marked[position:]
    if re.search(r"[<>\[\]]", text):
        raise RuleError(
            rule.path,
            rule.line,
            f"rule {rule.id}: the marks of {marked!r} don't balance; write <trigger>, [source Name], [target Name]",
        )
    return Example(text, trigger, tuple(roles))


def read_examples(rule: Rule) -> list[tuple[str, Example, bool]]:
    """The rule's examples as written and as read, and whether each should match.

    :raises RuleError: where the marks of one are wrong, or an example marks no trigger.
    """
    found = [(marked, read_example(rule, marked), True) for marked in rule.match]
    for marked, example, _ in found:
        if example.trigger is None:
            raise RuleError(
                rule.path, rule.line, f"rule {rule.id}: {marked!r} marks no trigger; mark it as <word>"
            )
    return found + [(text, read_example(rule, text), False) for text in rule.no_match]


Analyse = Callable[[Iterable[str]], Iterable[tuple[Doc, "ActorIndex"]]]


def check_examples(rules: Rules, analyse: Analyse, only: Iterable[Rule] | None = None) -> list[Failure]:
    """Every example of ``only`` (all rules by default) that doesn't hold.

    :param analyse: texts -> for each, its Doc and its ActorIndex; given by the caller, so that this module loads no model.
    """
    chosen = rules.all if only is None else only
    jobs = [(rule, *example) for rule in chosen for example in read_examples(rule)]
    failures = []
    for (rule, marked, example, wanted), (doc, actors) in zip(
        jobs, analyse(job[2].text for job in jobs), strict=True
    ):
        found = [
            c
            for sentence in doc.sents
            for c in match_rule(sentence, rule, rules, Parties(actors, rules.lexicon))
        ]
        problem = _problem(example, found) if wanted else _near_miss(found)
        if problem:
            failures.append(Failure(rule, marked, problem))
    return failures


def _near_miss(found: list[Candidate]) -> str:
    return f"a near miss should not match, but {_told(found[0])} does" if found else ""


def _problem(example: Example, found: list[Candidate]) -> str:
    if not found:
        return "no match; look at how the sentence parses, or at the rule's words and roles"
    if len(found) > 1:
        return f"{len(found)} matches, there should be one: {'; '.join(_told(c) for c in found)}"
    candidate = found[0]
    trigger = candidate.trigger
    if (trigger.idx, trigger.idx + len(trigger)) != example.trigger:
        return f"the match is at <{trigger.text}>, the mark elsewhere"
    for role in ROLES:
        wanted = [(start, end) for name, start, end in example.roles if name == role]
        parties = candidate.sources if role == "source" else candidate.targets
        if candidate.rule.mutual:
            wanted = [(start, end) for _, start, end in example.roles]
            parties = [*candidate.sources, *candidate.targets]
        missing = [span for span in wanted if not any(_stands_in(p, span) for p in parties)]
        extra = [p for p in parties if not any(_stands_in(p, span) for span in wanted)]
        if missing or extra:
            marked = ", ".join(example.text[s:e] for s, e in wanted) or "nobody"
            return f"{role}: {marked} is marked, {', '.join(p.token.text for p in parties) or 'nobody'} was found"
    return ""


def _stands_in(party: Party, span: tuple[int, int]) -> bool:
    """Whether a mark is around the party's head noun, or around what names it before that noun: "[target Ostian] officials"."""
    return any(span[0] <= t.idx < span[1] for t in (party.token, *party.token.lefts))


def _told(candidate: Candidate) -> str:
    def names(side: list[Party]) -> str:
        return ", ".join(p.token.text for p in side) or "nobody"

    return f"<{candidate.trigger.text}> source {names(candidate.sources)}, target {names(candidate.targets)}"
