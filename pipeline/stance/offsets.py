"""Offsets: a holder's move toward somebody set against a distancing or reassuring one in the same sentence, which is hedging."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from spacy.tokens import Span, Token

from pipeline.stance.cues import Cues
from pipeline.stance.evidence import Evidence
from pipeline.stance.holder import SUBJECTS, HolderReader
from pipeline.stance.lexicon import Lexicon
from pipeline.stance.onlookers import are_people

OFFSET = 0.66
# What is too uncertain as cooperation ("an allied country") is no half of an offset.
ENGAGING = 0.55
# A quarrel that is told without its other side is no half either.
KEEPING_AWAY = 0.4
LONGEST_CUE = 30
BLAME = "distance.criticise"
JOINED = frozenset({"even as", "same time"})
# At the head of a sentence these set it against what went before, and not its two halves against each other.
LOOKING_BACK = frozenset({"but", "yet", "however", "still", "nonetheless", "nevertheless", "instead"})
NEAR_MARK = 4


def from_offsets(
    sentence: Span, found: list[Evidence], reader: HolderReader, cues: Cues
) -> Iterator[Evidence]:
    """An engaging move and a distancing or reassuring one of the same holder, joined by "while", "but" and the like."""
    contrasts = joints_in(sentence, cues.lexicon)
    ands = [token.i for token in sentence if token.lower_ == "and"]
    for engage, distance in _halves(found, cues.lexicon):
        # Blame and no penalty ("condemned the raid and imposed no sanctions") need no "but".
        plain = distance.rule == BLAME and engage.rule in cues.lexicon.list("sparing")
        marks = sorted(contrasts + ands) if plain else contrasts
        if not marks:
            continue
        first, second = sorted((engage, distance), key=lambda one: one.start)
        opened = sentence.start <= (mark := marks[0]) < first.start and not looks_back(sentence.doc[mark])
        joined = any(first.end <= i <= second.end for i in marks)
        joined = joined or (opened and _comma_between(sentence, first.end, second.start))
        if _overlap(engage, distance) or _undone(engage, distance) or not joined:
            continue
        if not _same_holder(engage, distance, sentence, reader):
            continue
        start, end = first.start, second.end
        if end - start > LONGEST_CUE:
            start, end = distance.start, distance.end
        if mark < start and start - mark <= NEAR_MARK:
            start = mark
        yield Evidence("hedging", OFFSET, "structure.offset", start, end, distance.head)
        return


def joints_in(sentence: Span, lexicon: Lexicon) -> list[int]:
    """Where a word stands that joins the two halves of an offset ("while", "but", "even as", "at the same time")."""
    joints = lexicon.list("joints")
    pairs = zip(sentence, sentence[1:], strict=False)
    joined = {second.i for first, second in pairs if f"{first.lower_} {second.lower_}" in JOINED}
    return [token.i for token in sentence if token.lower_ in joints or token.i in joined]


def looks_back(joint: Token) -> bool:
    """Whether a joint heads its sentence and sets all of it against the one before ("But it arms, and trades")."""
    return joint.lower_ in LOOKING_BACK and joint.i == joint.sent.start


def _undone(engage: Evidence, distance: Evidence) -> bool:
    """Whether the distancing is about the tie itself ("the treaty has been initialled, but not signed")."""
    verbs = (distance.head, distance.head.head) if distance.head.dep_ == "conj" else (distance.head,)
    told_of = [child for verb in verbs for child in verb.children if child.dep_ == "nsubjpass"]
    return any(engage.start <= one.i < engage.end for one in told_of)


def _halves(found: list[Evidence], lexicon: Lexicon) -> Iterator[tuple[Evidence, Evidence]]:
    """Pairs that would make an offset: a tie or a favour and a distancing move, a refusal to take sides and a reassurance."""
    refusals = [one for one in found if one.label == "non-alignment"]
    sparing = [one for one in refusals if one.rule in lexicon.list("sparing")]
    # "It cooperates, but makes no alliance": the denial leads, so that it is no offset.
    distancing = [
        one
        for one in found
        if one.label == "distance"
        and one.certainty >= KEEPING_AWAY
        and not any(_overlap(one, no) for no in refusals)
        # What a text of others blames ("abstained from resolutions condemning the war"), whoever votes on it doesn't.
        and not (one.head.dep_ in ("acl", "relcl") and one.head.head.lemma_.lower() in lexicon.list("texts"))
    ]
    ties = [one for one in found if one.label == "cooperation" and one.certainty >= ENGAGING]
    yield from product(ties + sparing, distancing)
    yield from (pair for pair in product(ties, sparing) if _apart(*pair))
    yield from product(refusals, [one for one in distancing if one.rule in lexicon.list("reassuring")])


def _apart(tie: Evidence, sparing: Evidence) -> bool:
    """Whether the tie isn't under the sparing itself ("declined to condemn its ally")."""
    return tie.head not in sparing.head.subtree or sparing.head in tie.head.subtree


def _overlap(a: Evidence, b: Evidence) -> bool:
    return a.start < b.end and b.start < a.end


def _comma_between(sentence: Span, start: int, end: int) -> bool:
    return any(token.lower_ in (",", ";", "—", "–") for token in sentence.doc[start:end])


def _same_holder(a: Evidence, b: Evidence, sentence: Span, reader: HolderReader) -> bool:
    """Whether both moves are of one holder; where syntax is silent on one, only a sentence with one subject is trusted.

    What people do who speak for no state ("yet the villagers protest") is no move of anybody's.
    """
    if any(is_of_people(one.head, reader) for one in (a, b)):
        return False
    first, second = (set(reader.holders(one.head, one.start, one.end)) for one in (a, b))
    if first and second:
        return bool(first & second)
    return len(reader.each(token for token in sentence if token.dep_ in SUBJECTS)) < 2


def is_of_people(head: Token, reader: HolderReader) -> bool:
    """Whether the nearest clause about a word has those for its subject who hold no position of a state: voters, a firm."""
    for verb in (head, *head.ancestors):
        if verb.pos_ in ("VERB", "AUX"):
            doers = [child for child in verb.children if child.dep_ in SUBJECTS and head not in child.subtree]
            if doers:
                return all(are_people(doer, reader) for doer in doers)
    return False
