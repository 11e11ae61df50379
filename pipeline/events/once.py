"""Rows -> rows: what a sentence tells twice, of a noun and by a verb or by two verbs, is one happening."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.events.candidates import Candidate
from pipeline.events.factuality import Qualifiers
from pipeline.events.subjects import is_passive

Row = tuple[Candidate, Qualifiers]
# Before the happening in which another is done: "killed in a raid".
DONE_BY = frozenset({"in", "by", "during"})


def once(rows: list[Row], tolls: Collection[str]) -> list[Row]:
    """One row a happening: what is told twice in a sentence stays where it is told most fully.

    :param tolls: the verbs that only tell what an attack has cost.
    """
    rows = _told_of_a_noun(rows)
    kept: list[Row] = []
    for row in sorted(rows, key=lambda r: (-_fullness(r[0]), r[0].trigger.i)):
        if not any(_same_happening(row, other) or _is_toll(row[0], other[0], tolls) for other in kept):
            kept.append(row)
    return sorted(kept, key=lambda r: r[0].trigger.i)


def _told_of_a_noun(rows: list[Row]) -> list[Row]:
    """ "Norland's strikes that killed an Ostian general": one happening, and its noun tells it, if both tell it alike."""
    by_token = {row[0].trigger.i: row for row in rows}
    kept = []
    for row in rows:
        verb = row[0]
        if _is_done_by(row, by_token):
            continue
        above = by_token.get(verb.trigger.head.i) if verb.trigger.dep_ in {"relcl", "acl"} else None
        if above is None or above[0].frame.kind != "noun" or not _tell_alike(row, above):
            kept.append(row)
            continue
        noun = above[0]
        noun.targets = noun.targets or [
            p for p in verb.targets if p.actor not in [s.actor for s in noun.sources]
        ]
        noun.sources = noun.sources or verb.sources
    return kept


def _is_done_by(row: Row, by_token: dict[int, Row]) -> bool:
    """ "A general was killed in a Norlander strike": the noun says who did what its verb tells, which takes its doer."""
    noun, preposition = row[0], row[0].trigger.head
    above = by_token.get(preposition.head.i)
    hangs = noun.trigger.dep_ == "pobj" and preposition.lower_ in DONE_BY and noun.frame.kind == "noun"
    if above is None or not hangs or noun.targets or above[0].sources or not _tell_alike(row, above):
        return False
    above[0].sources = noun.sources
    return True


def _tell_alike(one: Row, other: Row) -> bool:
    """Whether two tell of one type, alike affirmed and alike actual."""
    return (one[0].rule.event_type, one[1].polarity, one[1].modality) == (
        other[0].rule.event_type,
        other[1].polarity,
        other[1].modality,
    )


def _fullness(candidate: Candidate) -> int:
    return 2 * bool(candidate.sources) + 2 * bool(candidate.targets) + (candidate.frame.kind == "verb")


def _same_happening(row: Row, other: Row) -> bool:
    one, two = row[0], other[0]
    if one.rule.event_type != two.rule.event_type or row[1].polarity != other[1].polarity:
        return False
    both_verbs = one.frame.kind == two.frame.kind == "verb"
    told_apart = one.trigger.lemma_ != two.trigger.lemma_ and not (_is_pair(one, two) or _is_manner(one, two))
    if both_verbs and (row[1].modality != other[1].modality or told_apart):
        # "cut ties and recalled its envoy": two verbs tell two happenings; what is told twice is told by a noun too.
        return False
    sides = [({p.actor.name for p in c.sources}, {p.actor.name for p in c.targets}) for c in (one, two)]
    if sides[0][0] <= sides[1][0] and sides[0][1] <= sides[1][1]:
        return True
    return one.rule.mutual and two.rule.mutual and (sides[0][0] | sides[0][1]) <= (sides[1][0] | sides[1][1])


def _is_toll(one: Candidate, two: Candidate, tolls: Collection[str]) -> bool:
    """Whether the one only tells whom the other has cost: "attacked the posts and killed (are said to have killed) 23 men"."""
    attacks = one.rule.event_type == two.rule.event_type == "ASSAULT" and one.trigger.lemma_ in tolls
    toll = one.trigger.head if one.trigger.dep_ == "xcomp" and is_passive(one.trigger.head) else one.trigger
    joined = toll.dep_ in {"conj", "advcl"} and toll.head.i == two.trigger.i
    if not (attacks and joined) or two.trigger.lemma_ in tolls:
        return False
    hit = [{p.actor.country for p in c.targets} for c in (one, two)]
    return {p.actor.name for p in one.sources} <= {p.actor.name for p in two.sources} and hit[0] <= hit[1]


def _is_pair(one: Candidate, two: Candidate) -> bool:
    """Whether two verbs stand side by side and share what they govern: "shot and killed", "seized and burned"."""
    first, second = sorted((one.trigger, two.trigger), key=lambda t: t.i)
    return second.dep_ == "conj" and second.head.i == first.i and second.i - first.i == 2


def _is_manner(one: Candidate, two: Candidate) -> bool:
    """Whether the one's participle says how the other was done: "filed a complaint, charging that …"."""
    first, second = sorted((one.trigger, two.trigger), key=lambda t: t.i)
    return (
        second.tag_ == "VBG" and second.dep_ in {"advcl", "acl"} and second.head in {first, *first.children}
    )
