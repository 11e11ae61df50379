"""Doc -> Sentence: spaCy's boundaries, mended where they fail.

A boundary component runs before the parser. It settles what needs no parse (no sentence starts in the middle of a
clause; one does start after a plain full stop) and leaves open only what a stop can't tell, such as the one in
"U.S." before a name. The parser then decides those, and can split nowhere else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.records import Paragraph, Sentence
from pipeline.rulefile import checked, read_yaml
from pipeline.settings import models_folder

if TYPE_CHECKING:
    from pipeline.language import Passage

_CLOSING = frozenset("”’\"')]}»")
_OPENING = frozenset("“‘\"'([{«")
_QUOTES_EITHER_WAY = frozenset("\"'")
_STOPS = frozenset(".?!…")
_STOP = re.compile(r"^[.?!…]+$")
_ENDS_IN_STOP = re.compile(r"[A-Za-z0-9][.?!…]+$")
_INITIAL = re.compile(r"^[A-Z]\.$")
_POINTED = re.compile(r"^(?:[A-Za-z]\.){2,}$")
_NUMBERED = re.compile(r"^(?:\d{1,3}|[IVXLC]{1,6}|[A-Za-z])$")
_WORDLIKE = re.compile(r"[^\W_]")
# How many words may stand between "?”" and the verb of saying that carries the sentence on: "?” President Tan asked".
_SAYING_WINDOW = 4
# How far an opened bracket is believed to reach.
_BRACKET_TOKENS = 80


class BoundaryWords(BaseModel):
    """The word lists of models/ingest/boundaries.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    titles: frozenset[str]
    references: frozenset[str]
    never: frozenset[str]
    either: frozenset[str]
    openers: frozenset[str]
    small_openers: tuple[str, ...]
    saying: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> BoundaryWords:
    return load_boundary_words(models_folder())


def load_boundary_words(models: Path) -> BoundaryWords:
    """Read ``models/ingest/boundaries.yml``.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    path = models / "ingest" / "boundaries.yml"
    return checked(path, read_yaml(path), BoundaryWords)


@Language.component("commentariat_boundaries")
def mark_boundaries(doc: Doc) -> Doc:
    """Fix the sentence boundaries that need no parse, before the parser runs; the parser decides the rest."""
    words = _words()
    # Typists put two spaces behind a full stop; the second is a token of its own, and none that anything begins with.
    tokens = [token for token in doc if not token.is_space]
    texts = [token.text for token in tokens]
    spaced = [bool(token.whitespace_) for token in tokens]
    if len(tokens) < len(doc):
        for token in doc:
            token.is_sent_start = token.i == 0
        spaced = [gap or (t.i + 1 < len(doc) and doc[t.i + 1].is_space) for gap, t in zip(spaced, tokens, strict=True)]
    bracket_until = -1
    for i, token in enumerate(tokens):
        if i == 0:
            token.is_sent_start = True
            continue
        begins = i > bracket_until and (texts[i - 1] in _CLOSING or texts[i - 1][-1] in _STOPS)
        start = _starts_sentence(texts, spaced, i, words) if begins else False
        token.is_sent_start = start
        # A bracket that opens within a sentence is part of it, whatever stops it holds.
        if start is False and i > bracket_until and texts[i] in "([":
            bracket_until = _closing_bracket(texts, i)
    return doc


def _closing_bracket(texts: list[str], i: int) -> int:
    """Where the bracket that opens at ``i`` closes, or ``i`` if it doesn't do so nearby."""
    closing = ")" if texts[i] == "(" else "]"
    for j in range(i + 1, min(i + _BRACKET_TOKENS, len(texts))):
        if texts[j] == closing:
            return j
    return i


def _starts_sentence(texts: list[str], spaced: list[bool], i: int, words: BoundaryWords) -> bool | None:
    """Whether token ``i`` starts a sentence: yes, no, or (None) only a parse can tell."""
    text = texts[i]
    if _is_closing(texts, spaced, i) or _STOP.match(text):
        return False
    stop = _stop_before(texts, spaced, i)
    if stop is None:
        return False
    word_at = _first_word(texts, i)
    if word_at is None:
        return False
    word = texts[word_at]
    if word[0].islower():
        return None if word.startswith(words.small_openers) and texts[stop] == "." else False
    mark = texts[stop]
    if mark[-1] in "?!":
        return not _saying_follows(texts, i, stop, words)
    if mark == ".":
        return _after_full_stop(texts, spaced, stop, word, words)
    if _STOP.match(mark):
        return True if word in words.openers else None
    return _after_abbreviation(texts, stop, word, words)


def _is_closing(texts: list[str], spaced: list[bool], i: int) -> bool:
    """A bracket or quotation mark that closes; straight quotes close when no space stands before them."""
    text = texts[i]
    if text not in _CLOSING:
        return False
    if text in _QUOTES_EITHER_WAY:
        return not spaced[i - 1]
    if text == "’":
        return not spaced[i - 1] or (i + 1 < len(texts) and spaced[i])
    return True


def _stop_before(texts: list[str], spaced: list[bool], i: int) -> int | None:
    """The token with the stop that token ``i`` follows, closing quotes and brackets between them left out."""
    j = i - 1
    while j > 0 and texts[j] in _CLOSING and _is_closing(texts, spaced, j):
        j -= 1
    if i - 1 == j and texts[j] in _OPENING:
        return None
    return j if _STOP.match(texts[j]) or _ENDS_IN_STOP.search(texts[j]) else None


def _first_word(texts: list[str], i: int) -> int | None:
    for j in range(i, min(i + 4, len(texts))):
        if _WORDLIKE.search(texts[j]):
            return j
        if texts[j] not in _OPENING and texts[j] not in "–—-$€£#@…...":
            return None
    return None


def _after_full_stop(
    texts: list[str], spaced: list[bool], stop: int, word: str, words: BoundaryWords
) -> bool | None:
    """After a stop that is a token by itself: the tokenizer found no abbreviation, our lists may know one."""
    if stop == 0:
        return False
    before = texts[stop - 1]
    if spaced[stop - 1]:
        return True
    if stop == 1 and _NUMBERED.match(before):
        return False
    return _after_abbreviation(texts, stop, word, words, before + ".")


def _after_abbreviation(
    texts: list[str], stop: int, word: str, words: BoundaryWords, abbreviation: str | None = None
) -> bool | None:
    """After a word that carries a stop: whether ``word`` starts a sentence."""
    short = abbreviation or texts[stop]
    separate = abbreviation is not None
    if short in words.titles or short in words.never:
        return False
    if short in words.references:
        if word[0].isdigit() or _NUMBERED.match(word):
            return False
        return True if separate or word in words.openers else None
    if _INITIAL.match(short):
        # "J. P. Tan", but "Plan B. The" and "Vitamin C. It".
        return (
            True
            if word in words.openers and not _INITIAL.match(word + ".")
            else (None if separate else False)
        )
    if short in words.either or _POINTED.match(short):
        return True if word in words.openers else None
    if separate:
        return True
    return True if word in words.openers else None


def _saying_follows(texts: list[str], i: int, stop: int, words: BoundaryWords) -> bool:
    """After ``?”``: whether "Tan asked" carries the sentence on."""
    if i - 1 == stop or texts[i] in _OPENING:
        return False
    for j in range(i, min(i + _SAYING_WINDOW, len(texts))):
        if texts[j] in words.saying:
            return j > i
        if not texts[j][0].isupper():
            return False
    return False


def find_sentences(passage: Passage, first_position: int = 1) -> list[Sentence]:
    """The sentences of a passage, in order.

    A heading gives none, no sentence crosses a paragraph, and each holds at least one letter or digit.

    :param passage: a stretch of an article as a parsed Doc.
    :param first_position: the number of the first of them within the article.
    """
    sentences: list[Sentence] = []
    spans = list(passage.doc.sents)
    at = 0
    paragraph_number = passage.first_paragraph - 1
    for paragraph in passage.paragraphs:
        start, end = paragraph.start - passage.offset, paragraph.end - passage.offset
        if not paragraph.heading:
            paragraph_number += 1
        while at < len(spans) and spans[at].end_char <= start:
            at += 1
        while at < len(spans) and spans[at].start_char < end:
            if not paragraph.heading:
                made = _sentence(
                    passage, spans[at], paragraph, paragraph_number, first_position + len(sentences)
                )
                sentences.extend(made)
            if spans[at].end_char > end:
                break
            at += 1
    return sentences


def _sentence(
    passage: Passage, span: Span, paragraph: Paragraph, number: int, position: int
) -> list[Sentence]:
    """The part of ``span`` within ``paragraph``, stripped, as a list of one; an empty list where no word is left."""
    article = passage.article
    start = max(span.start_char + passage.offset, paragraph.start)
    end = min(span.end_char + passage.offset, paragraph.end)
    text = article.text[start:end]
    stripped = text.strip()
    if not _WORDLIKE.search(stripped):
        return []
    start += len(text) - len(text.lstrip())
    return [
        Sentence(
            sentence_id=f"{article.article_id}:{position}",
            article_id=article.article_id,
            position=position,
            paragraph=number,
            section=paragraph.section,
            start=start,
            end=start + len(stripped),
            text=stripped,
        )
    ]
