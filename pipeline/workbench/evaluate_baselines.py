"""What simple means get on the same gold: keyword lists, and a linear model on bare words.

The lists are data (``models/baselines/keywords.yml``). The keyword coder of events gets the actors for free from the
mentions that the stages found, so that it is no weaker than it has to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.records import Event, Mention, Participant
from pipeline.rulefile import checked, read_yaml
from pipeline.workbench.evaluate_gold import EventSentence, EventType, StanceLabel, StanceSentence
from pipeline.workbench.evaluate_read import Pair
from pipeline.workbench.evaluate_stance import NONE

FOLDS = 5
_ACTING = frozenset({"GPE", "NORP", "ORG", "PERSON", "MILITARY", "ALLIANCE"})


class Keywords(BaseModel):
    """Words by event type and by stance."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    events: dict[EventType, tuple[str, ...]]
    stances: dict[StanceLabel, tuple[str, ...]]


def load_keywords(models: Path) -> Keywords:
    """The word lists of a folder of models.

    :raises RuleError: if they can't be read; the message names file and line.
    """
    path = models / "baselines" / "keywords.yml"
    return checked(path, read_yaml(path), Keywords)


def with_keyword_events(
    pairs: Sequence[Pair[EventSentence]], keywords: Keywords
) -> list[Pair[EventSentence]]:
    """The sentences with the events that the word lists give instead of those that the stages found."""
    patterns = _patterns(keywords.events)
    return [
        replace(pair, found=replace(pair.found, events=tuple(_keyword_events(pair, patterns))))
        for pair in pairs
    ]


def _patterns(
    words: Mapping[EventType, Sequence[str]] | Mapping[StanceLabel, Sequence[str]],
) -> dict[str, re.Pattern[str]]:
    """For each label, a pattern for any of its words."""
    return {
        label: re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in listed)})\b", re.IGNORECASE)
        for label, listed in words.items()
    }


def _keyword_events(pair: Pair[EventSentence], patterns: Mapping[str, re.Pattern[str]]) -> Iterator[Event]:
    text = pair.found.text
    if pair.lost:
        return
    actors = [one for one in pair.found.mentions if one.label in _ACTING]
    for event_type, pattern in patterns.items():
        for match in pattern.finditer(text):
            before = [one for one in actors if one.end <= match.start()]
            after = [one for one in actors if one.start >= match.end()]
            event_id = f"{event_type}:{match.start()}"
            participants = [
                *_participant(event_id, "source", before[-1:]),
                *_participant(event_id, "target", after[:1]),
            ]
            yield Event(
                event_id, pair.gold.article_id, "", match.start(), match.end(), match.group(), event_type,
                event_type, "", "", "affirmed", "actual", "", "", "", "", "keyword", tuple(participants),
            )  # fmt: skip


def _participant(event_id: str, role: str, named: Sequence[Mention]) -> Iterator[Participant]:
    for one in named:
        yield Participant(
            event_id, role, one.entity_id, one.name, one.kb_id, one.country, one.sector, "mention"
        )


def keyword_stances(pairs: Sequence[Pair[StanceSentence]], keywords: Keywords) -> list[str]:
    """The label that the word lists give each sentence."""
    patterns = _patterns(keywords.stances)
    return [
        next((label for label, pattern in patterns.items() if pattern.search(pair.gold.sentence)), NONE)
        for pair in pairs
    ]


def word_model_stances(pairs: Sequence[Pair[StanceSentence]]) -> list[str] | None:
    """The label that logistic regression on TF-IDF gives each sentence, trained on other articles' sentences only.

    :return: None where there are too few articles to divide.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
    from sklearn.pipeline import make_pipeline

    texts = [pair.gold.sentence for pair in pairs]
    labels = [pair.gold.primary.stance if pair.gold.primary else NONE for pair in pairs]
    articles = [pair.unit for pair in pairs]
    folds = min(FOLDS, len(set(articles)))
    if folds < 2 or len(set(labels)) < 2:
        return None
    guesses = [NONE] * len(pairs)
    for train, test in GroupKFold(folds).split(texts, labels, articles):
        known = [labels[n] for n in train]
        if len(set(known)) < 2:
            return None
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        model = make_pipeline(words, LogisticRegression(C=10, class_weight="balanced", max_iter=1000))
        model.fit([texts[n] for n in train], known)
        for n, guess in zip(test, model.predict([texts[n] for n in test]), strict=True):
            guesses[n] = str(guess)
    return guesses
