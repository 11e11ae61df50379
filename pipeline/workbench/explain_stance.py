"""How the stances of a sentence came about, and which cues nearly counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from pipeline.records import Stance
from pipeline.stance.cues import Cue, Cues
from pipeline.stance.match import Hit, find_cue, find_hits
from pipeline.stance.reading import THRESHOLD, Reading

_OVERRULED = "by what the classifier holds likely, a row of it would sooner be wrong than right"


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence: what it speaks for, how certain it makes that, by which rule and words."""

    label: str
    certainty: float
    rule: str
    words: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class StanceTrace:
    """A stance row, the evidence for its label, and who says so."""

    row: Stance
    evidence: list[Reason]
    said_by: str


@dataclass(frozen=True, slots=True)
class NearCue:
    """A cue whose words stand in the sentence and that doesn't count, and why."""

    rule: str
    stance: str
    file: str
    line: int
    words: str
    why: str


def trace_stances(
    reading: Reading, rows: Sequence[Stance], cues: Cues
) -> tuple[list[StanceTrace], list[NearCue]]:
    """The stances of a sentence with their evidence, and the cues that nearly counted."""
    traces = []
    for row in rows:
        support = [one for claim in reading.claims if claim.label == row.stance for one in claim.support]
        doc = reading.span.doc
        evidence = [
            Reason(
                one.label,
                round(one.certainty, 2),
                one.rule,
                doc[one.start : one.end].text,
                *_place(one.rule, cues),
            )
            for one in support
        ]
        traces.append(StanceTrace(row, evidence, _said_by(row, reading)))
    return traces, list(_near_cues(reading, {row.stance for row in rows}, cues))


def _place(rule: str, cues: Cues) -> tuple[str, int]:
    cue = cues.cues.get(rule)
    return (str(cue.path), cue.line) if cue is not None else ("", 0)


def _said_by(row: Stance, reading: Reading) -> str:
    strength = next((claim.strength for claim in reading.claims if claim.label == row.stance), None)
    if strength is None:
        alone = f"the classifier alone, {row.score:.2f}: the rules find no {row.stance} here"
        return f"{alone}, and it is far less sure of {reading.claims[0].label}" if reading.claims else alone
    told = f"the rules hold it {strength:.2f} likely"
    if row.method == "rule":
        return f"{told}; score {row.score:.2f}"
    return f"{told} and the classifier agrees; score {row.score:.2f}"


def _near_cues(reading: Reading, told: Collection[str], cues: Cues) -> Iterator[NearCue]:
    """The cues that don't count; ``told``: the stances of which there is a row."""
    claimed = {one.rule: claim.label for claim in reading.claims for one in claim.support}
    places = [(one.start, one.end, one.rule) for claim in reading.claims for one in claim.support]
    for cue, hit, excluded in _hits(reading.span, cues):
        label = claimed.get(cue.id, "")
        if label in told:
            continue
        taken = next((rule for start, end, rule in places if start < hit.end and hit.start < end), "")
        words = reading.span.doc[hit.start : hit.end].text
        why = _OVERRULED if label else _why_not(cue, excluded, taken)
        yield NearCue(cue.id, cue.stance, str(cue.path), cue.line, words, why)


def _hits(span: Span, cues: Cues) -> Iterator[tuple[Cue, Hit, str]]:
    """Every cue whose words stand in the sentence, with the exclusion that takes them away, if one does."""
    words = {word for token in span for word in (token.lower_, token.lemma_.lower())}
    wanted = sorted({cue_id for word in words for cue_id in cues.by_word.get(word, ())})
    hits = [(cues.cues[cue_id], hit) for cue_id in wanted for hit in find_cue(span, cues, cues.cues[cue_id])]
    kept = {(hit.cue.id, hit.start) for hit in find_hits(span, cues)}
    for cue, hit in hits:
        if cue.stance in {"none", "distance"}:
            continue
        excluded = ""
        if (cue.id, hit.start) not in kept:
            excluded = next(
                (
                    other.id
                    for other, at in hits
                    if other.stance == "none" and at.start < hit.end and hit.start < at.end
                ),
                "",
            )
        yield cue, hit, excluded


def _why_not(cue: Cue, excluded: str, taken: str) -> str:
    if excluded:
        return f"its words are taken by the exclusion {excluded}"
    if taken:
        return f"its words count for {taken} already"
    if cue.certainty < THRESHOLD:
        return f"its certainty, {cue.certainty:g}, is below {THRESHOLD:g}, and nothing beside it adds enough"
    if cue.needs:
        return f"it needs {', '.join(cue.needs)}, which the sentence doesn't give, or what is left is below {THRESHOLD:g}"
    return f"denied, generic or weighed below {THRESHOLD:g}"
