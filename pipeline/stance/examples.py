"""The examples that cues carry, checked: each marked run of words is found exactly once, each near miss not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language

from pipeline.stance.cues import Cue, Cues
from pipeline.stance.match import find_cue, find_hits

_MARKED = re.compile(r"<([^<>]*)>")


def check_examples(cues: Cues, nlp: Language) -> Iterator[str]:
    """Yield one line for each example that doesn't hold: the cue's id, what was wanted, what was found."""
    for cue in cues.cues.values():
        for example in cue.match:
            yield from _check_match(cue, example, cues, nlp)
        for example in cue.no_match:
            yield from _check_no_match(cue, example, cues, nlp)


def unmark(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The example without its marks, and the offsets of what was marked."""
    spans: list[tuple[int, int]] = []
    text = ""
    last = 0
    for found in _MARKED.finditer(example):
        text += example[last : found.start()]
        spans.append((len(text), len(text) + len(found.group(1))))
        text += found.group(1)
        last = found.end()
    return text + example[last:], spans


def _found(cue: Cue, text: str, cues: Cues, nlp: Language, excluding: bool) -> list[tuple[int, int]]:
    doc = nlp(text)
    hits = []
    for sentence in doc.sents:
        if excluding and cue.stance != "none":
            hits += [hit for hit in find_hits(sentence, cues) if hit.cue.id == cue.id]
        else:
            hits += find_cue(sentence, cues, cue)
    return [(doc[hit.start].idx, doc[hit.end - 1].idx + len(doc[hit.end - 1])) for hit in hits]


def _check_match(cue: Cue, example: str, cues: Cues, nlp: Language) -> Iterator[str]:
    text, wanted = unmark(example)
    found = _found(cue, text, cues, nlp, excluding=True)
    if not wanted:
        yield f"{cue.id}: {example!r}: mark the cue's words with <…>"
    elif found != wanted:
        shown = [text[start:end] for start, end in found]
        yield f"{cue.id}: {example!r}: wanted {[text[a:b] for a, b in wanted]}, found {shown}"


def _check_no_match(cue: Cue, example: str, cues: Cues, nlp: Language) -> Iterator[str]:
    found = _found(cue, example, cues, nlp, excluding=True)
    if found:
        yield f"{cue.id}: near miss {example!r} matched {[example[start:end] for start, end in found]}"
