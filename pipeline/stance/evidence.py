"""What speaks for a stance in a sentence: cues found, events coded, and the build of the sentence.

Each source yields evidence and decides nothing; ``combine`` weighs it. A classifier joins as one more source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.records import Event
from pipeline.stance.cues import Cues
from pipeline.stance.holder import Holder, HolderReader
from pipeline.stance.match import Hit

EVENT_CERTAINTY = {"material cooperation": 0.65, "verbal cooperation": 0.6}
RIVALS_TOGETHER = 0.7
OFFSET = 0.66
# A statement of support or a meeting may be small talk; less certain than a signature or a drill.
WEAK_TYPES = frozenset({"CONSULT", "AGREE"})
LONGEST_CUE = 30


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a label: how certain it makes it, by which rule, the words that carry it (token indices), and its head."""

    label: str
    certainty: float
    rule: str
    start: int
    end: int
    head: Token
    method: str = "rule"


def from_cues(hits: Iterable[Hit]) -> Iterator[Evidence]:
    """A cue is evidence as certain as its file says."""
    for hit in hits:
        yield Evidence(hit.cue.stance, hit.cue.certainty, hit.cue.id, hit.start, hit.end, hit.head)


def from_events(sentence: Span, events: Iterable[Event]) -> Iterator[Evidence]:
    """Affirmed cooperative events between states speak for cooperation; affirmed conflict ones are half of an offset."""
    for event in events:
        states = {p.country or p.name for p in event.participants if p.country or p.sector == "IGO"}
        span = sentence.doc.char_span(event.start, event.end, alignment_mode="expand")
        if span is None or event.polarity != "affirmed" or not states:
            continue
        conflict = event.quad_class.endswith("conflict")
        certainty = 0.5 if conflict else EVENT_CERTAINTY.get(event.quad_class, 0.0)
        if not certainty:
            continue
        if len(states) < 2 or event.event_type in WEAK_TYPES:
            certainty -= 0.15
        label = "distance" if conflict else "cooperation"
        yield Evidence(label, certainty, f"event.{event.event_type.lower()}", span.start, span.end, span.root)


def from_rivals(
    sentence: Span, found: list[Evidence], reader: HolderReader, cues: Cues, year: str
) -> Iterator[Evidence]:
    """Dealings with two rivals at once, by a third: "kept ties with A, B and C", "buys jets from A and gas from B"."""
    engaging = [one for one in found if one.label == "cooperation"]
    tie_words = cues.lexicon.list("ties")
    ties = [token for token in sentence if token.lemma_.lower() in tie_words]
    anchors = [one.head for one in engaging] + ties
    if not anchors:
        return
    named = [(token, holder) for token in sentence for holder in reader.named(token)]
    for i, (first, a) in enumerate(named):
        for second, b in named[i + 1 :]:
            if not cues.lexicon.are_rivals(a.country, b.country, year) or not _both_dealt_with(first, second):
                continue
            holder = next((h for one in anchors for h in reader.holders(one, one.i, one.i + 1)), None)
            if holder is None or holder in (a, b):
                continue
            near = min(anchors, key=lambda token: abs(token.i - first.i))
            start, end = min(near.i, first.i), max(second.i, near.i) + 1
            yield Evidence("hedging", RIVALS_TOGETHER, "structure.rivals_together", start, end, near)
            return


def _both_dealt_with(first: Token, second: Token) -> bool:
    """Whether both names stand where a counterpart stands (after a preposition, as an object), not as subjects or possessors."""
    return all(_role(token) in ("pobj", "dobj", "dative") for token in (first, second))


def _role(token: Token) -> str:
    while token.dep_ in ("conj", "appos") and token.head is not token:
        token = token.head
    return token.dep_


def from_offsets(
    sentence: Span, found: list[Evidence], reader: HolderReader, cues: Cues
) -> Iterator[Evidence]:
    """An engaging move and a distancing or reassuring one of the same holder, joined by "while", "but", "without" and the like."""
    joints = cues.lexicon.list("joints")
    marks = [token.i for token in sentence if token.lower_ in joints]
    engaging = [one for one in found if one.label == "cooperation" and one.certainty >= 0.5]
    distancing = [one for one in found if one.label == "distance"]
    if not marks:
        return
    for engage in engaging:
        for distance in distancing:
            if engage.start < distance.end and distance.start < engage.end:
                continue
            first, second = sorted((engage, distance), key=lambda one: one.start)
            opened = sentence.start <= (mark := marks[0]) < first.start
            joined = any(first.end <= i <= second.end for i in marks) or (
                opened and _comma_between(sentence, first.end, second.start)
            )
            if not joined or not _same_holder(engage, distance, reader):
                continue
            start, end = first.start, second.end
            if end - start > LONGEST_CUE:
                start, end = distance.start, distance.end
            if mark < start and start - mark <= 4:
                start = mark
            yield Evidence("hedging", OFFSET, "structure.offset", start, end, distance.head)
            return


def _comma_between(sentence: Span, start: int, end: int) -> bool:
    return any(token.lower_ in (",", ";", "—", "–") for token in sentence.doc[start:end])


def _same_holder(a: Evidence, b: Evidence, reader: HolderReader) -> bool:
    first, second = (set(reader.holders(one.head, one.start, one.end)) for one in (a, b))
    return not first or not second or bool(first & second)


def counterparts(
    evidence: Evidence, holders: Iterable[Holder], sentence: Span, reader: HolderReader
) -> list[Holder]:
    """Toward whom: those named under the cue's words, else all others named in the sentence."""
    known = set(holders)
    below = [one for one in reader.all_in(evidence.head.subtree) if one not in known]
    return below or [one for one in reader.all_in(sentence) if one not in known]
