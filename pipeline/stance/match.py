"""Where the cues' words stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.stance.cues import Cue, Cues
from pipeline.stance.notation import NEGATIONS, all_forms
from pipeline.stance.qualifiers import is_denied
from pipeline.stance.spans import Row, places, rows_of

OBJECT_DEPS = frozenset({"dobj", "obj", "nsubjpass", "attr", "dative", "oprd"})
# A verb and its object further apart than this are shown by the verb alone.
LONGEST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: its first token, the one after its last (indices in the Doc), and the token its syntax hangs on."""

    cue: Cue
    start: int
    end: int
    head: Token


def find_hits(sentence: Span, cues: Cues) -> list[Hit]:
    """All cues in a sentence, in order; what an exclusion touches is left out, unless it denies that."""
    rows = rows_of(sentence)
    words = _words(rows)
    wanted: dict[str, list[int]] = {}
    for number in frozenset().union(*(cues.anchored[word] for word in cues.anchored.keys() & words)):
        if cues.pattern(number).possible(words):
            wanted.setdefault(cues.places[number].cue_id, []).append(number)
    hits = [
        hit
        for cue_id, numbers in wanted.items()
        for hit in _find_words(sentence, rows, cues, cues.cues[cue_id], numbers)
    ]
    for cue_id in frozenset().union(*(cues.by_word[word] for word in cues.by_word.keys() & words)):
        if cues.cues[cue_id].verb:
            hits += _find_frames(sentence, cues.cues[cue_id], cues)
    excluded = [hit for hit in hits if hit.cue.stance == "none"]
    kept = [
        hit
        for hit in hits
        if hit.cue.stance != "none"
        and not any(_overlap(hit, other) and not _denies(hit, other) for other in excluded)
    ]
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.cue.id))


def find_cue(sentence: Span, cues: Cues, cue: Cue) -> list[Hit]:
    """The places at which one cue stands, whatever the exclusions say: what an example is checked against."""
    if cue.verb:
        return _find_frames(sentence, cue, cues)
    rows = rows_of(sentence)
    words = _words(rows)
    numbers = [number for number in cues.numbers[cue.id] if cues.pattern(number).possible(words)]
    return _find_words(sentence, rows, cues, cue, numbers)


def _words(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(word for lower, lemma, *_ in rows for word in (lower, lemma.lower()))


def _overlap(a: Hit, b: Hit) -> bool:
    return a.start < b.end and b.start < a.end


def _denies(hit: Hit, excluded: Hit) -> bool:
    """Whether a cue has a denial of the exclusion's words before them ("without weakening the alliance").

    An exclusion that is a denial itself ("nobody knows") isn't denied by its own first word.
    """
    first = excluded.start + (not excluded.cue.denies)
    before = hit.head.doc[hit.start : first]
    return any(token.lower_ in NEGATIONS for token in before)


def _find_words(
    sentence: Span, rows: Sequence[Row], cues: Cues, cue: Cue, numbers: Iterable[int]
) -> list[Hit]:
    """Where the patterns of a cue stand that have these numbers."""
    first = sentence.start
    found = [
        (start + first, end + first)
        for number in numbers
        for start, end in _longest(places(cues.steps(number), rows))
    ]
    return [Hit(cue, start, end, sentence.doc[start:end].root) for start, end in _longest(found)]


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    different = set(spans)
    if len(different) < 2:
        return list(different)
    kept: list[tuple[int, int]] = []
    for start, end in sorted(different, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return sorted(kept)


def _find_frames(sentence: Span, cue: Cue, cues: Cues) -> list[Hit]:
    verbs, objects = all_forms(tuple(cue.verb or ())), all_forms(tuple(cue.object or ()))
    hits = []
    for token in sentence:
        if token.lemma_ not in verbs or token.pos_ not in ("VERB", "AUX", "NOUN"):
            continue
        found = next(
            (noun for noun in _objects(token, cue) if noun.lemma_ in objects or noun.lower_ in objects), None
        )
        if found is None or (cue.denied and not is_denied(token, found, cues.grammar)):
            continue
        start, end = min(token.i, found.i), max(token.i, found.i) + 1
        if end - start > LONGEST_SHOWN:
            start, end = token.i, token.i + 1
        hits.append(Hit(cue, start, end, token))
    return hits


def _objects(verb: Token, cue: Cue) -> list[Token]:
    """What the verb acts on: objects, the subject of its passive, the noun its relative clause hangs on, conjuncts."""
    nouns: list[Token] = []
    for child in verb.children:
        if cue.prep:
            if child.dep_ in ("prep", "agent", "prt") and child.lower_ in cue.prep:
                nouns += [noun for noun in child.children if noun.dep_ in ("pobj", "pcomp")]
        elif child.dep_ in OBJECT_DEPS:
            nouns.append(child)
    if not cue.prep and verb.dep_ in ("relcl", "acl"):
        nouns.append(verb.head)
    return [one for noun in nouns for one in (noun, *noun.conjuncts)]
