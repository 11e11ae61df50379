"""How the events of a sentence came about, and what became of the matches that are no rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from pipeline.entities import ActorIndex
from pipeline.events.candidates import Candidate
from pipeline.events.factuality import STRENGTH, Qualifiers, is_general
from pipeline.events.match import Patterned, find_candidates, find_rivals, propose
from pipeline.events.participants import Parties
from pipeline.events.party import Party, unique
from pipeline.events.qualifiers import qualify
from pipeline.events.rules import Rules
from pipeline.events.time import DatedText
from pipeline.events.untold import is_question, names_somebody
from pipeline.events.wording import is_spoken
from pipeline.records import Event


@dataclass(slots=True)
class NotedQualifiers(Qualifiers):
    """Qualifiers that also keep what each word did."""

    steps: list[tuple[str, Token]] = field(default_factory=list)

    def negate(self, token: Token) -> None:
        """Turn the polarity round and write it down."""
        if token not in self.because:
            self.steps.append(("negates", token))
        Qualifiers.negate(self, token)

    def weaken(self, modality: str, token: Token) -> None:
        """Take a weaker modality and write it down."""
        if STRENGTH[modality] > STRENGTH[self.modality]:
            self.steps.append((f"makes it {modality}", token))
        Qualifiers.weaken(self, modality, token)


@dataclass(frozen=True, slots=True)
class Participation:
    """An actor's part in an event, by which words, and how that was decided."""

    role: str
    name: str
    country: str
    sector: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class EventTrace:
    """An event row and how each of its cells was decided."""

    row: Event
    file: str
    line: int
    frame: dict[str, list[str]]
    light_verb: str
    participants: list[Participation]
    qualifiers: list[str]
    date: str
    speaker: str
    beaten: list[str]


@dataclass(frozen=True, slots=True)
class Unused:
    """A rule that matched and gave no row, and why."""

    rule: str
    event_type: str
    file: str
    line: int
    trigger: str
    why: str


def trace_events(
    span: Span,
    events: Sequence[Event],
    decided: Sequence[Candidate],
    actors: ActorIndex,
    rules: Rules,
    patterned: Patterned,
    dates: DatedText,
) -> tuple[list[EventTrace], list[Unused]]:
    """The events of a sentence with their reasons, and the matches that came to nothing.

    :param events: the sentence's rows, whose offsets count in the Doc.
    :param decided: what the rows were made of.
    :param dates: has begun the sentence.
    """
    parties = Parties(actors, rules.lexicon)
    beaten = {
        winner.id: [rule.id for rule in others]
        for winner, others in find_rivals(span, rules, parties, patterned)
    }
    rows = {(event.start, event.rule): event for event in events}
    traces = [
        _trace(candidate, row, parties, rules, dates, beaten.get(candidate.rule.id, []))
        for candidate in decided
        if (row := rows.get((candidate.trigger.idx, candidate.rule.id))) is not None
    ]
    return traces, list(_unused(span, decided, parties, rules, patterned))


def _trace(
    candidate: Candidate, row: Event, parties: Parties, rules: Rules, dates: DatedText, beaten: list[str]
) -> EventTrace:
    noted = NotedQualifiers()
    qualify(candidate.trigger, rules.lexicon, noted)
    rule, frame = candidate.rule, candidate.frame
    return EventTrace(
        row=row,
        file=str(rule.path),
        line=rule.line,
        frame={role: [token.text for token in tokens] for role, tokens in frame.roles.items() if tokens},
        light_verb=frame.light_verb.text if frame.light_verb is not None else "",
        participants=[*_participations(candidate, parties)],
        qualifiers=[f"{token.text!r} {effect}" for effect, token in noted.steps],
        date=_why_date(row, dates),
        speaker=_why_speaker(row, noted.speaker),
        beaten=beaten,
    )


def _participations(candidate: Candidate, parties: Parties) -> Iterator[Participation]:
    for role, side in (("source", candidate.sources), ("target", candidate.targets)):
        for party in unique(side):
            actor = party.actor
            head = party.token
            unsaid = head == candidate.trigger
            words = "" if unsaid else " ".join(t.text for t in head.subtree if t.i <= head.i < t.i + 6)
            why = _why(candidate, role, party, parties)
            yield Participation(role, actor.name, actor.country, actor.sector, words, why)


def _why(candidate: Candidate, role: str, party: Party, parties: Parties) -> str:
    """How an actor got its role: by which role of the frame, and how the words lead to the actor."""
    rule, resolved = candidate.rule, party.actor.resolved_by
    if party.token == candidate.trigger and resolved == "implied":
        return "not said: whom the text has told of beside the one that acts"
    leads = {"coreference": "by coreference", "implied": "implied"}.get(resolved, "named")
    if role == "target" and candidate.inherited:
        return f"from the happening inside it; {leads}"
    if rule.pattern:
        return f"token {role} of the rule's pattern; {leads}"
    named = rule.source if role == "source" else rule.target
    own = next(
        (
            name
            for name in named
            if any(p.actor == party.actor for p in parties.in_roles(candidate.frame.roles, (name,)))
        ),
        "",
    )
    if own:
        return f"{own} of {candidate.trigger.text!r}; {leads}"
    return f"the other side of a mutual act; {leads}" if rule.mutual else leads


def _why_date(row: Event, dates: DatedText) -> str:
    if not row.date_text:
        others = ", ".join(f"{one.span.text!r} (at {one.governor.text!r})" for one in dates.dates)
        return f"none in its clause; dates elsewhere: {others}" if others else "the sentence names none"
    governor = next((one.governor.text for one in dates.dates if one.span.text == row.date_text), "")
    against = (
        f", read from {dates.published}"
        if dates.published
        else ", without a day of publication to read it from"
    )
    return f"{row.date_text!r} at {governor!r}{against}"


def _why_speaker(row: Event, token: Token | None) -> str:
    if token is None:
        return "nobody: the author says it"
    by = f"{token.text!r} of {token.head.text!r}"
    return by if row.speaker else f"{by}, who is nobody in particular: the author"


def _unused(
    span: Span, decided: Sequence[Candidate], parties: Parties, rules: Rules, patterned: Patterned
) -> Iterator[Unused]:
    there = {candidate.trigger.i for candidate in decided}
    settled = find_candidates(span, rules, parties, patterned)
    kept = {candidate.trigger.i for candidate in settled}
    for candidate in propose(span, rules, parties, patterned):
        if candidate.trigger.i in there:
            continue
        if is_question(span):
            why = "a question tells no happening"
        elif candidate.trigger.i not in kept:
            why = _why_gone(candidate, settled)
        elif is_general(candidate.trigger, rules.lexicon):
            why = "it tells what is usual, no happening"
        elif not names_somebody(candidate, is_spoken(span.doc)):
            why = "nobody known has a part in it"
        else:
            why = f"told already by {_told_by(candidate, decided)}"
        rule = candidate.rule
        yield Unused(rule.id, rule.event_type, str(rule.path), rule.line, candidate.trigger.text, why)


def _why_gone(candidate: Candidate, settled: Iterable[Candidate]) -> str:
    if not candidate.sources and not candidate.targets:
        return "no actor has a part in it"
    for other in settled:
        if candidate.trigger.i in other.swallowed or candidate.trigger in other.trigger.subtree:
            return f"part of {other.trigger.text!r} ({other.rule.event_type}, {other.rule.id})"
    return "part of another happening of the sentence"


def _told_by(candidate: Candidate, decided: Iterable[Candidate]) -> str:
    same = [other for other in decided if other.rule.event_type == candidate.rule.event_type]
    return f"{same[0].trigger.text!r} ({same[0].rule.id})" if same else "another word"
