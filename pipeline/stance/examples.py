"""The examples that cues carry, checked: each marked run of words is found exactly once, each near miss not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.stance.cues import Cue, Cues
from pipeline.stance.match import find_cue, find_hits

_MARKED = re.compile(r"<([^<>]*)>")
Parse = Callable[[Iterable[str]], Iterable[Doc]]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that doesn't hold: the cue, the example, and what was found instead."""

    cue: Cue
    example: str
    found: str

    def __str__(self) -> str:
        return f"{self.cue.path}:{self.cue.line}: cue {self.cue.id}: {self.example!r}: {self.found}"


def check_examples(cues: Cues, parse: Parse, only: Sequence[Cue] | None = None) -> list[Failure]:
    """Every example that doesn't hold.

    :param parse: texts -> their Docs, such as ``nlp.pipe``.
    :param only: the cues whose examples are checked; all where not given.
    """
    chosen = list(cues.cues.values()) if only is None else only
    jobs = [(cue, example, True) for cue in chosen for example in cue.match]
    jobs += [(cue, example, False) for cue in chosen for example in cue.no_match]
    texts = [unmark(example)[0] if wanted else example for _, example, wanted in jobs]
    failures = []
    for (cue, example, wanted), doc in zip(jobs, parse(texts), strict=True):
        found = _found(cue, doc, cues)
        problem = _problem(example, doc.text, found) if wanted else _near_miss(doc.text, found)
        if problem:
            failures.append(Failure(cue, example, problem))
    return failures


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


def _found(cue: Cue, doc: Doc, cues: Cues) -> list[tuple[int, int]]:
    return [
        (doc[hit.start].idx, doc[hit.end - 1].idx + len(doc[hit.end - 1]))
        for sentence in doc.sents
        for hit in (find_cue(sentence, cues, cue) if cue.stance == "none" else find_hits(sentence, cues))
        if hit.cue.id == cue.id
    ]


def _problem(example: str, text: str, found: list[tuple[int, int]]) -> str:
    wanted = unmark(example)[1]
    if not wanted:
        return "it marks nothing; mark the cue's words as <words>"
    if found != wanted:
        return f"wanted {list(_shown(text, wanted))}, found {list(_shown(text, found))}"
    return ""


def _near_miss(text: str, found: list[tuple[int, int]]) -> str:
    return f"a near miss should not match, but {list(_shown(text, found))} does" if found else ""


def _shown(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    return (text[start:end] for start, end in spans)
