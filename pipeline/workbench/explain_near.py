"""Rules that nearly matched, and what they lacked: each condition of a rule is tried by itself.

The engine is asked with the rule stripped of all its conditions but one, so nothing of it is told twice here, and a
run that explains nothing pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Span, Token

from pipeline.events.frames import build_frame
from pipeline.events.match import entries_of, try_entry
from pipeline.events.participants import Parties
from pipeline.events.patterns import PatternMatcher
from pipeline.events.rules import Entry, Rule, Rules

# More words of a list than this are not read out.
_WORDS_TOLD = 8
# A rule that lacks more than this is no near match.
MOST_LACKING = 2


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule whose trigger stands in the sentence, and each thing that it lacked."""

    rule: str
    event_type: str
    file: str
    line: int
    trigger: str
    start: int
    lacks: tuple[str, ...]


def near_misses(sentence: Span, rules: Rules, parties: Parties) -> list[NearMiss]:
    """The rules that have a trigger in the sentence and didn't match, those that lacked least first."""
    found = [
        _near(entry.rule, token, lacks)
        for token in sentence
        for entry in _each_rule(token, rules)
        if (lacks := _lacks(token, entry, rules, parties))
    ]
    found += _near_patterns(sentence, rules)
    kept = [one for one in found if len(one.lacks) <= MOST_LACKING]
    return sorted(kept, key=lambda one: (len(one.lacks), one.start, one.rule))


def unknown_verbs(sentence: Span, rules: Rules) -> list[Token]:
    """Verbs that no rule has among its triggers and that only carry or govern nothing: where a rule may be missing."""
    lexicon = rules.lexicon
    grammar = lexicon.light_verbs | lexicon.happening_verbs | lexicon.classes["verbs"].keys()
    return [
        token
        for token in sentence
        if token.pos_ == "VERB" and token.lemma_ not in grammar and not entries_of(token, rules)
    ]


def _near(rule: Rule, token: Token, lacks: tuple[str, ...]) -> NearMiss:
    return NearMiss(
        rule.id,
        rule.event_type,
        str(rule.path),
        rule.line,
        token.text,
        token.idx - token.sent.start_char,
        lacks,
    )


def _each_rule(token: Token, rules: Rules) -> list[Entry]:
    return list({entry.rule.id: entry for entry in entries_of(token, rules)}.values())


def _lacks(token: Token, entry: Entry, rules: Rules, parties: Parties) -> tuple[str, ...]:
    """What the rule lacks at this word; empty where it matches."""

    def holds(rule: Rule, extra: tuple[str, ...] = ()) -> bool:
        candidate = try_entry(token, Entry(rule, extra), rules, parties)
        return candidate is not None and bool(candidate.sources or candidate.targets)

    rule = entry.rule
    if holds(rule, entry.extra):
        return ()
    bare = replace(
        rule,
        constraints=(),
        unless=(),
        needs=(),
        source_sector=frozenset(),
        across_borders=False,
        mutual=False,
    )
    if try_entry(token, Entry(bare, ()), rules, parties) is None:
        return ()
    lacks = [
        f"{word!r} beside the trigger"
        for word in entry.extra
        if try_entry(token, Entry(bare, (word,)), rules, parties) is None
    ]
    if not holds(bare):
        lacks.append(f"an actor: nobody known in {_roles_told(rule.source)} or {_roles_told(rule.target)}")
    lacks += _conditions(token, rule, bare, rules, parties)
    return tuple(lacks) or ("its conditions together: each by itself is met",)


def _conditions(token: Token, rule: Rule, bare: Rule, rules: Rules, parties: Parties) -> Iterator[str]:
    frame = build_frame(token, rule.kind, rules.lexicon)
    roles = frame.roles if frame is not None else {}

    def fails(only: Rule) -> bool:
        return try_entry(token, Entry(only, ()), rules, parties) is None

    for role, words in rule.constraints:
        if fails(replace(bare, constraints=((role, words),))):
            here = ", ".join(repr(t.text) for t in parties.role_tokens(role, roles)) or "nothing"
            yield f"{role}: one of {_words_told(words)} (here: {here})"
    for role, words in rule.unless:
        if fails(replace(bare, unless=((role, words),))):
            yield f"no {_words_told(words)} as {role}"
    for side in rule.needs:
        if fails(replace(bare, needs=(side,), mutual=rule.mutual)):
            named = rule.source if side == "source" else rule.target
            there = [repr(t.text) for name in named for t in parties.role_tokens(name.partition("@")[0], roles)]
            here = ", ".join(dict.fromkeys(there))
            who = f"{here}, no actor that is known" if here else "nothing"
            yield f"a {side} in {_roles_told(named)} (here: {who})"
    if rule.source_sector and fails(replace(bare, source_sector=rule.source_sector)):
        yield f"a source of sector {', '.join(sorted(rule.source_sector))}"
    if rule.across_borders and fails(replace(bare, across_borders=True)):
        yield "two sides: within one country it is no event"


def _near_patterns(sentence: Span, rules: Rules) -> Iterator[NearMiss]:
    """Pattern rules of which more than the trigger matches: which token was the first to be missing."""
    doc, vocab = sentence.doc, sentence.doc.vocab
    for rule in rules.patterns:
        position = next(i for i, part in enumerate(rule.pattern) if part["RIGHT_ID"] == "trigger")
        best: tuple[int, Token] | None = None
        for length in range(position + 1, len(rule.pattern) + 1):
            start = PatternMatcher([replace(rule, pattern=rule.pattern[:length])], vocab)
            at = [i for i in start.matches(doc) if sentence.start <= i < sentence.end]
            if not at:
                break
            best = length, doc[at[0]]
        if best is not None and position + 1 < best[0] < len(rule.pattern):
            yield _near(rule, best[1], (_token_told(rule.pattern[best[0]]),))


def _token_told(part: dict[str, Any]) -> str:
    """A token of a pattern, such as ``content: LEMMA allow, permit … that hangs on trigger``."""
    wanted = []
    for name, value in part["RIGHT_ATTRS"].items():
        words = value.get("IN", value) if isinstance(value, dict) else value
        wanted.append(f"{name} {_words_told(frozenset(words)) if isinstance(words, list) else words}")
    return f"{part['RIGHT_ID']}: a token with {', '.join(wanted)}, {part.get('LEFT_ID', '')} {part.get('REL_OP', '')} it"


def _words_told(words: frozenset[str]) -> str:
    if words == {"*"}:
        return "anything"
    told = sorted(words)
    return ", ".join(told[:_WORDS_TOLD]) + (f" … ({len(told)} words)" if len(told) > _WORDS_TOLD else "")


def _roles_told(roles: tuple[str, ...]) -> str:
    return ", ".join(roles) or "no role"
