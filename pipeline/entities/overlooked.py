"""Names that neither the tables nor the model found: long capitalised runs, short forms in capitals, and names that the text
has elsewhere. And one name, one kind: what a text calls a person twice is no place the third time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from pipeline.entities.candidates import GUESS, Candidate
from pipeline.entities.gazetteer import Gazetteer, normal
from pipeline.entities.shapes import find_runs
from pipeline.ingest.words import is_word

# The kinds between which a model wavers.
_WAVERING = frozenset({"PERSON", "GPE", "ORG", "LOC", "NORP", "FAC", "PRODUCT", "WORK_OF_ART"})
_SHORTEST, _LONGEST = 2, 6
_MOST_WORDS = 5
# What the words beside a name tell counts for so many guesses of the model.
_TOLD = 3


def settle_kinds(sentences: Sequence[list[Candidate]], text: str) -> dict[str, str]:
    """Give each guessed name the kind that most of its guesses have; returns the kinds by name.

    A name of which two kinds are equally likely keeps what each guess says.
    """
    counts: dict[str, Counter[str]] = {}
    for kept in sentences:
        for candidate in kept:
            if candidate.certainty == GUESS and candidate.label in _WAVERING:
                name = normal(text[candidate.start : candidate.end])
                counts.setdefault(name, Counter())[candidate.label] += 1 if candidate.guessed else _TOLD
    kinds = {}
    for name, labels in counts.items():
        ranked = labels.most_common(2)
        if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
            kinds[name] = ranked[0][0]
    for kept in sentences:
        for at, candidate in enumerate(kept):
            if candidate.certainty == GUESS and candidate.label in _WAVERING:
                label = kinds.get(normal(text[candidate.start : candidate.end]), candidate.label)
                kept[at] = replace(candidate, label=label)
    return kinds


def find_overlooked(
    span: Span, kept: Sequence[Candidate], kinds: dict[str, str], gazetteer: Gazetteer
) -> Iterator[Candidate]:
    """Names in a sentence that nothing explains yet."""
    tokens = list(span)
    for first, last in find_runs(tokens, gazetteer.shapes):
        run = tokens[first : last + 1]
        start, end = run[0].idx, run[-1].idx + len(run[-1])
        if any(one.start < end and start < one.end for one in kept):
            continue
        label = _label(run, first == 0, kinds, gazetteer)
        if label:
            yield Candidate(start, end, label, "pattern:overlooked", GUESS)


def _label(run: Sequence[Token], opens: bool, kinds: dict[str, str], gazetteer: Gazetteer) -> str:
    name = normal("".join(token.text_with_ws for token in run).strip())
    known = kinds.get(name, "")
    if known and (len(run) > 1 or not opens):
        return known
    if (opens and not _is_strange(run, gazetteer)) or any(
        token.pos_ != "PROPN" and token.text not in "-'’" for token in run
    ):
        return ""
    if len(run) == 1:
        return "ORG" if _is_short_form(run[0], gazetteer) else ""
    words = [token.lower_ for token in run if token.is_alpha]
    if len(run) > _MOST_WORDS or any(_is_no_part(word, gazetteer) for word in words):
        return ""
    strange = [word for word in words if not is_word(word, gazetteer.words)]
    return (
        "PERSON"
        if len(words) > 1 and strange and all(token.text.istitle() for token in run if token.is_alpha)
        else ""
    )


def _is_strange(run: Sequence[Token], gazetteer: Gazetteer) -> bool:
    """Whether a run is two or three capitalised words of which none is a word, so that no beginning capitalises them."""
    return 2 <= len(run) <= 3 and all(
        token.is_alpha and token.text.istitle() and not is_word(token.lower_, gazetteer.words)
        for token in run
    )


def _is_short_form(token: Token, gazetteer: Gazetteer) -> bool:
    text = token.text
    if not (_SHORTEST < len(text) <= _LONGEST and text.isalpha() and text.isupper()):
        return False
    low = text.lower()
    return low not in gazetteer.shapes.no_names and not is_word(low, gazetteer.words)


def _is_no_part(word: str, gazetteer: Gazetteer) -> bool:
    return word in gazetteer.shapes.no_names or word in gazetteer.offices or word in gazetteer.shapes.kinds
