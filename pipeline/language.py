"""The one place that builds the spaCy pipeline and turns articles into Docs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from pydantic import BaseModel, ConfigDict
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

# These register components that load_model adds.
import pipeline.sentences
import pipeline.syntax.mend  # noqa: F401
from pipeline.quicker import one_thread, use_quick_products, use_sets_of_forms
from pipeline.recognition import find_names
from pipeline.records import Article, Paragraph
from pipeline.rulefile import checked, read_yaml
from pipeline.settings import DEFAULT_MODEL, models_folder

# A Doc holds whole paragraphs up to this many characters; longer articles become several Docs, so that memory
# stays flat.
PASSAGE_CHARACTERS = 100_000
# The parser is never given a longer text than this; a longer line is cut at a sentence's end, or at a space.
LINE_CHARACTERS = 20_000
LINES_PER_BATCH = 64

# What the model says of a token; entities are spans over tokens and so go along as IOB code and type.
_ANNOTATIONS = [TAG, POS, MORPH, LEMMA, DEP, HEAD, ENT_IOB, ENT_TYPE]
_VERB_TAGS = frozenset({"VBD", "VBG", "VBN", "VBZ"})
_PARTS_NEEDED = ("tagger", "parser", "ner")
# "U.S.-Norland talks": the model's own rules see one word in an abbreviation, a hyphen and a name.
_ABBREVIATION_AND_NAME = r"(?<=[A-Z]\.[A-Z]\.)[-–](?=[A-Z])"


class ModelError(ValueError):
    """The named spaCy pipeline can't be used; the message says why and what would do."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article as a parsed Doc.

    Character ``i`` of ``doc`` is character ``offset + i`` of ``article.text``. ``paragraphs`` are the
    article's lines in this passage (with article offsets); ``first_paragraph`` is the number, from 1, of the
    first body paragraph among them.
    """

    article: Article
    doc: Doc
    offset: int
    paragraphs: tuple[Paragraph, ...]
    first_paragraph: int


@lru_cache(maxsize=2)
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load an installed English spaCy pipeline and add our sentence boundaries before its parser.

    :param name: name of an installed package, or a path to a pipeline on disk.
    :raises ModelError: if it isn't installed, isn't English, or has no tagger, parser or entity recogniser.
    """
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError) as error:
        absent = isinstance(error, OSError)
        reason = "no such spaCy pipeline is installed" if absent else str(error).splitlines()[0]
        raise ModelError(
            f"model {name!r}: {reason}; install it with pip, or leave --model out to use {DEFAULT_MODEL}"
        ) from error
    missing = [part for part in _PARTS_NEEDED if part not in nlp.pipe_names]
    if nlp.lang != "en" or missing:
        what = f"its language is {nlp.lang!r}" if nlp.lang != "en" else f"it has no {', '.join(missing)}"
        raise ModelError(
            f"model {name!r}: {what}; an English pipeline with a tagger, a parser and an entity recogniser"
            f" is needed, such as {DEFAULT_MODEL}"
        )
    tokenizer: Any = nlp.tokenizer
    infixes = compile_infix_regex([*(nlp.Defaults.infixes or ()), _ABBREVIATION_AND_NAME])
    tokenizer.infix_finditer = infixes.finditer
    nlp.add_pipe("commentariat_boundaries", before="parser")
    nlp.add_pipe("commentariat_syntax", after="parser")
    if "lemmatizer" in nlp.pipe_names:
        nlp.add_pipe("commentariat_lemmas", before="lemmatizer")
        use_sets_of_forms(nlp)
    if "attribute_ruler" in nlp.pipe_names:
        nlp.add_pipe("commentariat_ruler", after="attribute_ruler")
        nlp.disable_pipe("attribute_ruler")
    use_quick_products(nlp)
    return nlp


class _LemmaFile(BaseModel):
    """What ``models/language/lemmas.yml`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verbs: dict[str, tuple[str, ...]]


def load_lemmas(models: Path) -> dict[str, tuple[str, ...]]:
    """The verbs of ``models/language/lemmas.yml``, each with its forms.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    path = models / "language" / "lemmas.yml"
    return checked(path, read_yaml(path), _LemmaFile).verbs


@lru_cache(maxsize=1)
def _lemma_of() -> dict[str, str]:
    return {form: lemma for lemma, forms in load_lemmas(models_folder()).items() for form in forms}


@Language.component("commentariat_lemmas")
def mend_lemmas(doc: Doc) -> Doc:
    """Give the verbs of ``lemmas.yml`` their lemmas before the lemmatiser, which keeps what is set.

    A look-up and no pattern of the attribute ruler: that tries each of its patterns on every token.
    """
    lemmas = _lemma_of()
    for token in doc:
        lemma = lemmas.get(token.lower_)
        if lemma is not None and token.tag_ in _VERB_TAGS:
            token.lemma_ = lemma
    return doc


def parse(article: Article, nlp: Language) -> Iterator[Passage]:
    """Yield the article's passages in order, each with a parsed Doc whose offsets run with the text's.

    The article is parsed by itself: what stands beside a text in a batch changes its numbers in their last bits, and its
    rows should depend on nothing but itself (docs/many-machines.md has what was measured).

    Nothing of a passage's Doc may outlive an enclosing ``nlp.memory_zone()``.
    """
    for lines, first_paragraph in _passages(article):
        pieces = [piece for line in lines for piece in _pieces(article.text, line)]
        if not pieces:
            continue
        longest = max(end - start for start, end in pieces)
        batch_size = max(1, min(LINES_PER_BATCH, PASSAGE_CHARACTERS // longest))
        texts = (article.text[start:end] for start, end in pieces)
        with one_thread():
            docs = list(nlp.pipe(texts, batch_size=batch_size, disable=["ner"]))
            find_names(docs, nlp)
        yield Passage(article, _glue(docs, pieces), pieces[0][0], lines, first_paragraph)


def _passages(article: Article) -> Iterator[tuple[tuple[Paragraph, ...], int]]:
    """Groups of lines of at most PASSAGE_CHARACTERS, each with the number of its first body paragraph."""
    lines: list[Paragraph] = []
    first, number = 1, 1
    for line in article.paragraphs:
        if lines and line.end - lines[0].start > PASSAGE_CHARACTERS:
            yield tuple(lines), first
            lines, first = [], number
        cuts = list(_cut(article.text, line.start, line.end, PASSAGE_CHARACTERS))
        for start, end in cuts[:-1]:
            yield (replace(line, start=start, end=end),), number
        lines.append(replace(line, start=cuts[-1][0]) if len(cuts) > 1 else line)
        number += not line.heading
    if lines:
        yield tuple(lines), first


def _pieces(text: str, line: Paragraph) -> Iterator[tuple[int, int]]:
    """The line without the space around it: whole, or cut where it is too long for the parser."""
    for start, end in _cut(text, line.start, line.end, LINE_CHARACTERS):
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        if start < end:
            yield start, start + len(piece.strip())


def _cut(text: str, start: int, end: int, length: int) -> Iterator[tuple[int, int]]:
    """The stretch in parts of at most ``length``, cut after a full stop of the second half, else at a space.

    A "word" longer than that is cut anywhere; such a thing is no prose, and only must not stop the run.
    """
    while end - start > length:
        middle, last = start + length // 2, start + length
        cut = text.rfind(". ", middle, last) + 1 or text.rfind(" ", middle, last)
        cut = cut if cut > start else last
        yield start, cut
        start = cut
    yield start, end


def _glue(docs: Sequence[Doc], pieces: Sequence[tuple[int, int]]) -> Doc:
    """One Doc of the pieces' Docs, with the white space that the text has between them, as spaces.

    ``Doc.from_docs`` puts one space between any two Docs; the text may have none (a cut word) or several.
    """
    if len(docs) == 1:
        return docs[0]
    words: list[str] = []
    spaces: list[bool] = []
    arrays = []
    for number, (doc, (_, end)) in enumerate(zip(docs, pieces, strict=True)):
        words += [token.text for token in doc]
        spaces += [bool(token.whitespace_) for token in doc]
        arrays.append(doc.to_array(_ANNOTATIONS))
        gap = pieces[number + 1][0] - end if number + 1 < len(pieces) else 0
        spaces[-1] = gap > 0
        if gap > 1:
            words.append(" " * (gap - 1))
            spaces.append(False)
            arrays.append(_hanging_token())
    glued = Doc(docs[0].vocab, words=words, spaces=spaces)
    glued.from_array(_ANNOTATIONS, np.concatenate(arrays))  # type: ignore[arg-type]
    return glued


def _hanging_token() -> Any:
    """The annotation of a white-space token: it hangs on the token before it, as spaCy's own do."""
    row = np.zeros((1, len(_ANNOTATIONS)), dtype=np.uint64)
    row[0, _ANNOTATIONS.index(HEAD)] = np.iinfo(np.uint64).max  # -1: one token back
    row[0, _ANNOTATIONS.index(ENT_IOB)] = 2
    return row
