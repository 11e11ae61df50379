"""How well events are found, and how well they are qualified.

Events of gold and stages are matched within their sentence, one to one and best first: only events of one type match,
and those before others whose sides are equal, then those whose sides meet, then those whose triggers overlap, then
the nearest. From that:

* ``type``: an event is right if it is matched.
* ``actors``: if also its source and target sides are equal: each actor of either has its like on the other, by country
  or name. Where either calls the event mutual, direction says nothing, and the parties of both sides are compared
  together; whether it is rightly called so is ``mutual_accuracy``.
* ``some_actor``: if both sides have at least one actor in common (or are both empty).
* ``sides_by.mention``, ``.coreference`` and ``.implied``: of the participants of matched events that were found so (see
  ``resolved_by``), those whose like is on that side in the gold.
* ``polarity_accuracy`` and so on are over matched events that are the same happening: their triggers overlap or their
  sides are equal. Dates are right if they are the same text, so as precise; ``date_accuracy`` includes events without
  a date, ``given_date_accuracy`` is over those that have one in the gold or are given one. A speaker is right if the
  one name holds the other ("Perrimark", "Aldous Perrimark"); speakers likewise twice.
* ``fact_share``: of the rows that state a fact (affirmed, actual), those that are the same happening as a gold event
  that is affirmed and actual. ``fact_share_any_type`` asks for no equal type, only for the trigger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.records import Event, Participant
from pipeline.workbench.evaluate_actors import Named, plain, same_actor, same_side, shown, sides_meet
from pipeline.workbench.evaluate_gold import EventSentence, GoldEvent
from pipeline.workbench.evaluate_read import Pair
from pipeline.workbench.evaluate_scores import Outcome


@dataclass(frozen=True, slots=True)
class Match:
    """A gold event and the event found for it."""

    gold: GoldEvent
    found: Event
    equal: bool
    meets: bool
    overlaps: bool

    @property
    def same_happening(self) -> bool:
        """Whether the two tell of one thing, so that what they say of it can be compared."""
        return self.equal or self.overlaps

    @property
    def goodness(self) -> tuple[bool, bool, bool, int]:
        """What puts one match before another."""
        return self.equal, self.meets, self.overlaps, -abs(self.gold.start - self.found.start)


def score_events(pairs: Sequence[Pair[EventSentence]]) -> Outcome:
    """Events as the stages find them."""
    outcome = Outcome("events")
    for pair in pairs:
        matches = match_events(pair.gold.events, pair.found.events)
        _count(outcome, pair, matches)
        for match in matches:
            _count_sides(outcome, pair, match)
            if match.same_happening:
                _compare(outcome, pair, match)
        _count_facts(outcome, pair, matches)
        _note(outcome, pair, matches)
    return outcome


def match_events(gold: Sequence[GoldEvent], found: Sequence[Event]) -> list[Match]:
    """The events of one type that belong together, one to one, best first; in the order of the gold."""
    candidates = [
        (number, other, _match(one, event))
        for number, one in enumerate(gold)
        for other, event in enumerate(found)
        if one.event_type == event.event_type
    ]
    # Sorting keeps the order of the text among equals, so that a run gives what the last gave.
    candidates.sort(key=lambda candidate: candidate[2].goodness, reverse=True)
    taken_gold: dict[int, Match] = {}
    taken_found: set[int] = set()
    for number, other, match in candidates:
        if number not in taken_gold and other not in taken_found:
            taken_gold[number] = match
            taken_found.add(other)
    return [taken_gold[number] for number in sorted(taken_gold)]


def _match(gold: GoldEvent, found: Event) -> Match:
    sources, targets = side(found, "source"), side(found, "target")
    equal = same_side(gold.sources, sources) and same_side(gold.targets, targets)
    meets = sides_meet(gold.sources, sources) and sides_meet(gold.targets, targets)
    # "A and B → nobody" is no reading of "A and B met" unless it is said to be mutual.
    if found.mutual or (gold.mutual and sources and targets):
        parties: list[Named] = [*gold.sources, *gold.targets]
        equal = equal or same_side(parties, found.participants)
        meets = meets or equal or _two_meet(parties, found.participants)
    return Match(gold, found, equal, meets, overlap(gold, found))


def _two_meet(parties: Sequence[Named], others: Sequence[Named]) -> bool:
    """Whether two different parties have their like among the others."""
    met = {one.country or plain(one.name) for one in parties if sides_meet([one], others)}
    return len(met) > 1


def side(event: Event, role: str) -> tuple[Participant, ...]:
    """The participants of an event in a role."""
    return tuple(one for one in event.participants if one.role == role)


def overlap(gold: GoldEvent, found: Event) -> bool:
    """Whether the triggers share a character."""
    return gold.start < found.end and found.start < gold.end


def _count(outcome: Outcome, pair: Pair[EventSentence], matches: Sequence[Match]) -> None:
    gold, found, unit = pair.gold.events, pair.found.events, pair.unit
    equal = [match for match in matches if match.equal]
    outcome.prf("type", unit, len(matches), len(found), len(gold))
    outcome.prf("actors", unit, len(equal), len(found), len(gold))
    outcome.prf("some_actor", unit, sum(match.meets for match in matches), len(found), len(gold))
    for kind in sorted({one.event_type for one in gold} | {event.event_type for event in found}):
        of_kind = (_of_type(found, kind), _of_type(gold, kind))
        outcome.prf(f"type.{kind}", unit, sum(m.gold.event_type == kind for m in matches), *of_kind)
        outcome.prf(f"actors.{kind}", unit, sum(m.gold.event_type == kind for m in equal), *of_kind)


def _count_sides(outcome: Outcome, pair: Pair[EventSentence], match: Match) -> None:
    either = match.gold.mutual or match.found.mutual
    for one in match.found.participants:
        named = match.gold.sources if one.role == "source" else match.gold.targets
        if either:
            named = match.gold.sources + match.gold.targets
        right = any(same_actor(one, other) for other in named)
        outcome.precision(f"sides_by.{one.resolved_by}", pair.unit, right, 1)


def _of_type(events: Iterable[Event | GoldEvent], kind: str) -> int:
    return sum(event.event_type == kind for event in events)


def _compare(outcome: Outcome, pair: Pair[EventSentence], match: Match) -> None:
    gold, found, unit = match.gold, match.found, pair.unit
    verdicts = {
        "polarity": gold.polarity == found.polarity,
        "modality": gold.modality == found.modality,
        "date": gold.date == found.date,
        "speaker": same_speaker(gold.speaker, found.speaker),
        "mutual": gold.mutual == found.mutual,
    }
    for what, right in verdicts.items():
        said, read = _told(getattr(gold, what)), _told(getattr(found, what))
        outcome.precision(f"{what}_accuracy", unit, right, 1)
        if what in {"date", "speaker"} and (said or read):
            outcome.precision(f"given_{what}_accuracy", unit, right, 1)
        if what in {"polarity", "modality"}:
            outcome.confuse(what, said, read)
        if not right:
            trigger = f"{gold.event_type} {gold.trigger}: "
            outcome.slip(
                what, pair.gold.article_id, pair.gold.sentence, trigger + (said or "(none)"), read or "(none)"
            )


def _told(value: str | bool) -> str:
    return value if isinstance(value, str) else ("mutual" if value else "one way")


def same_speaker(gold: str, found: str) -> bool:
    """Whether two names of a speaker are one, or the words of the one are among those of the other."""
    one, other = set(plain(gold).split()), set(plain(found).split())
    if not one or not other:
        return one == other
    return one <= other or other <= one


def _count_facts(outcome: Outcome, pair: Pair[EventSentence], matches: Sequence[Match]) -> None:
    happened = {id(match.found) for match in matches if match.same_happening and _is_fact(match.gold)}
    for event in pair.found.events:
        if _is_fact(event):
            named = any(_is_fact(one) and overlap(one, event) for one in pair.gold.events)
            right = id(event) in happened
            outcome.precision("fact_share", pair.unit, right, 1)
            outcome.precision("fact_share_any_type", pair.unit, right or named, 1)


def _is_fact(event: Event | GoldEvent) -> bool:
    return event.polarity == "affirmed" and event.modality == "actual"


def _note(outcome: Outcome, pair: Pair[EventSentence], matches: Sequence[Match]) -> None:
    """Note what was missed, what is there for nothing, whose sides are wrong, and which types are confused."""
    met_gold = {id(match.gold) for match in matches}
    met_found = {id(match.found) for match in matches}
    missed = [one for one in pair.gold.events if id(one) not in met_gold]
    false = [event for event in pair.found.events if id(event) not in met_found]
    for match in matches:
        outcome.confuse("type", match.gold.event_type, match.found.event_type)
        if not match.equal:
            _slip(outcome, pair, "actors", match.gold, match.found)
    for one in missed:
        taken_for = next((event for event in false if overlap(one, event)), None)
        if taken_for is None:
            outcome.confuse("type", one.event_type, "")
            _slip(outcome, pair, "missed", one, None)
        else:
            false.remove(taken_for)
            outcome.confuse("type", one.event_type, taken_for.event_type)
            _slip(outcome, pair, "type", one, taken_for)
    for event in false:
        outcome.confuse("type", "", event.event_type)
        _slip(outcome, pair, "false", None, event)


def _slip(
    outcome: Outcome, pair: Pair[EventSentence], kind: str, gold: GoldEvent | None, found: Event | None
) -> None:
    said = f"{gold.event_type} {gold.trigger}: {_sides(gold.sources, gold.targets)}" if gold else ""
    read = ""
    if found:
        who = _sides(side(found, "source"), side(found, "target"))
        read = f"{found.event_type} {found.trigger}: {who} [{found.rule}]"
    outcome.slip(kind, pair.gold.article_id, pair.gold.sentence, said, read)


def _sides(sources: Sequence[Named], targets: Sequence[Named]) -> str:
    return f"{shown(sources)} → {shown(targets)}"
