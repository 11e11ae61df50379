"""Docs -> their names by the model's recogniser, which is asked only about sentences that could hold one.

The recogniser has an embedding of its own and takes as long as tagger and parser together. A fifth of all sentences are
plain: no capital but the first word's, no name by its tag, no number, no word of time. It finds nothing there but errors.

What is left out leaves the rest as it was: four words on either side are kept, which is as far as the recogniser looks,
and no name reaches from one sentence into another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.decoding import Name, decoder_of
from pipeline.ingest.words import load_common_words
from pipeline.rulefile import checked, read_yaml
from pipeline.settings import models_folder

# So many words before and behind a word the recogniser takes into account (a convolution over 3 words, four times).
_SIGHT = 4
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_DIGIT = re.compile(r"\d")


class _Recognition(BaseModel):
    """What ``models/language/recognition.yml`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time: frozenset[str]


def load_recognition(models: Path) -> frozenset[str]:
    """The words of time of ``models/language/recognition.yml``.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    path = models / "language" / "recognition.yml"
    return checked(path, read_yaml(path), _Recognition).time


@lru_cache(maxsize=1)
def _time() -> frozenset[str]:
    return load_recognition(models_folder())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return load_common_words(models_folder())[0]


@lru_cache(maxsize=2)
def _decoder(recogniser: Any) -> Callable[[Sequence[Doc]], Iterator[list[Name]]]:
    return decoder_of(recogniser)


def find_names(docs: Sequence[Doc], nlp: Language) -> None:
    """Set the named entities of parsed Docs, each of which is a line of text."""
    asked: list[tuple[Doc, list[int], frozenset[int]]] = []
    shortened: list[Doc] = []
    for doc in docs:
        plain = frozenset(sentence.start for sentence in doc.sents if is_plain(sentence))
        kept = _tokens_asked(doc, plain)
        if kept:
            asked.append((doc, kept, plain))
            shortened.append(doc if len(kept) == len(doc) else _only(doc, kept))
    found = _decoder(nlp.get_pipe("ner"))(shortened)
    for (doc, kept, plain), names in zip(asked, found, strict=True):
        doc.set_ents(list(_moved(names, doc, kept, plain)))


def _tokens_asked(doc: Doc, plain: frozenset[int]) -> list[int]:
    """The tokens of the sentences that could hold a name, and as many around them as the recogniser sees.

    :param plain: where the sentences start that hold none.
    """
    if not plain:
        return list(range(len(doc)))
    kept: set[int] = set()
    for sentence in doc.sents:
        if sentence.start not in plain:
            kept.update(range(max(0, sentence.start - _SIGHT), min(len(doc), sentence.end + _SIGHT)))
    return sorted(kept)


def is_plain(sentence: Span) -> bool:
    """Whether a sentence holds nothing that the recogniser could take for a name, a number or a time."""
    first = True
    for token in sentence:
        word = token.text
        if token.tag_ in _NAME_TAGS or token.lower_ in _time() or token.like_num or _DIGIT.search(word):
            return False
        if word != word.lower() and word != "I" and not (first and token.lower_ in _common()):
            return False
        first = first and not token.is_alpha
    return True


def _only(doc: Doc, kept: Sequence[int]) -> Doc:
    tokens = [doc[i] for i in kept]
    return Doc(
        doc.vocab,
        words=[token.text for token in tokens],
        spaces=[bool(token.whitespace_) for token in tokens],
        sent_starts=[bool(token.is_sent_start) or i == 0 for i, token in enumerate(tokens)],
    )


def _moved(
    names: Sequence[Name], doc: Doc, kept: Sequence[int], plain: frozenset[int]
) -> Iterator[Span]:
    """The names found in a shortened Doc as spans of the whole one, but for those in the words that were only for sight."""
    for first, last, label in names:
        start, end = kept[first], kept[last - 1] + 1
        if end - start == last - first and (not plain or doc[start].sent.start not in plain):
            yield Span(doc, start, end, label=label)
