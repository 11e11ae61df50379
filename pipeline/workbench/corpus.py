"""Articles for the workbench: read, filtered by the words that a rule needs, and taken as far as the actors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.analysis import Stages
from pipeline.entities import ActorIndex, find_actors, find_mentions
from pipeline.events.rules import Rule
from pipeline.ingest import read
from pipeline.inputs import TakenIds, find_sources
from pipeline.language import Passage, load_lemmas, parse
from pipeline.records import Article, Mention, Sentence
from pipeline.sentences import find_sentences
from pipeline.settings import Settings
from pipeline.stance.notation import word_forms

_WORD = re.compile(r"[^\W\d_]+")


def each_article(paths: Sequence[Path], settings: Settings) -> Iterator[Article]:
    """The articles under ``paths`` under the ids that a run gives them; what can't be read is left out.

    :raises pipeline.inputs.InputError: if a path isn't there or holds no file.
    """
    sources, _ = find_sources(paths)
    taken = TakenIds(source.article_id for source in sources if not source.is_collection)
    for source in sources:
        for number, found in enumerate(read(source.path, source.root, settings)):
            if isinstance(found, Article):
                own = (
                    taken.own(found.article_id, f"{source.shown}#{number}")
                    if source.is_collection
                    else source.article_id
                )
                yield replace(found, article_id=own, path=source.shown)


@dataclass(frozen=True, slots=True)
class ReadDoc:
    """A passage of an article with who stands behind its noun phrases; offsets count in the Doc."""

    doc: Doc
    sentences: list[Sentence]
    mentions: list[Mention]
    actors: ActorIndex

    def spans(self) -> Iterator[tuple[Sentence, Span]]:
        """Each sentence with its tokens."""
        for sentence in self.sentences:
            span = self.doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
            if span is not None and len(span):
                yield sentence, span


def read_docs(article: Article, stages: Stages) -> Iterator[ReadDoc]:
    """The passages of an article; nothing of them may outlive an enclosing memory zone."""
    number = 1
    for passage in parse(article, stages.nlp):
        found = _read_doc(passage, stages, number)
        number += len(found.sentences)
        yield found


def _read_doc(passage: Passage, stages: Stages, number: int) -> ReadDoc:
    told = find_sentences(passage, number)
    sentences = [replace(s, start=s.start - passage.offset, end=s.end - passage.offset) for s in told]
    published = passage.article.published
    mentions = find_mentions(passage.doc, sentences, stages.gazetteer, published)
    actors = find_actors(passage.doc, sentences, mentions, stages.gazetteer, published)
    return ReadDoc(passage.doc, sentences, mentions, actors)


class Forms:
    """The forms that a lemma can have in a text: regular ones, and those that the lemmatiser knows as exceptions."""

    def __init__(self, nlp: Language, models: Path) -> None:
        self._irregular: dict[str, set[str]] = {}
        for lemma, forms in load_lemmas(models).items():
            self._irregular.setdefault(lemma, set()).update(forms)
        if nlp.has_pipe("lemmatizer"):
            exceptions = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_exc", {})  # type: ignore[attr-defined]
            for table in exceptions.values():
                for form, lemmas in table.items():
                    for lemma in lemmas:
                        self._irregular.setdefault(lemma, set()).add(form)

    def of(self, word: str) -> frozenset[str]:
        """The last part of a word with hyphens, in all its forms and small letters."""
        part = re.split(r"[-‑–' ]", word.lower())[-1] or word.lower()
        return frozenset(form.lower() for form in word_forms(part)) | self._irregular.get(part, set())

    def of_rules(self, rules: Iterable[Rule]) -> frozenset[str] | None:
        """The forms of the rules' triggers; None where one of them may be any word."""
        found: set[str] = set()
        for rule in rules:
            words = list(rule.words) or _pattern_words(rule)
            if not words:
                return None
            for word in words:
                parts = word.split()
                found |= self.of(parts[-1] if rule.kind == "noun" else parts[0])
        return frozenset(found)


def _pattern_words(rule: Rule) -> list[str]:
    trigger = next(part for part in rule.pattern if part["RIGHT_ID"] == "trigger")
    wanted = trigger["RIGHT_ATTRS"].get("LEMMA", [])
    return (
        [wanted]
        if isinstance(wanted, str)
        else list(wanted.get("IN", []) if isinstance(wanted, dict) else wanted)
    )


def holds_one(article: Article, forms: frozenset[str] | None) -> bool:
    """Whether an article holds one of the words; any does where there is no saying."""
    return forms is None or not forms.isdisjoint(word.lower() for word in _WORD.findall(article.text))
