"""Learn the stance classifier from the labelled articles, and measure it on articles that it has not seen.

What the marks of a sentence weigh is learned by logistic regression; how often a row is right (Platt's sigmoid) from the
answers for articles held out, so that the score of a row isn't that of a sentence learned by heart. Other models and sets of
marks are compared on the same folds, and the figures kept beside the classifier.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.analysis import Stages
from pipeline.events import find_events
from pipeline.settings import Settings
from pipeline.stance.classifier import FILE, LABELS, Calibration, Classifier, leading, log_odds
from pipeline.stance.features import Weighed
from pipeline.stance.reading import samples_of
from pipeline.workbench.evaluate_gold import StanceSentence
from pipeline.workbench.evaluate_read import labelled_docs

FOLDS = 5
NONE = "none"
# All chosen by cross-validation on the gold, and with an eye on real pages that are no part of it (see the model card).
C = 1.0
RAREST = 2
ENOUGH, HEDGING_ENOUGH, SURER, LEAST = 0.6, 0.85, 0.15, 0.5
_DIGITS = 3
_ITERATIONS = 1000
AS_IT_IS = Calibration(base=0.0, strength=0.0, probability=1.0)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled sentence: its marks, what the rules make of it, its leading label and all its labels."""

    article_id: str
    marks: Mapping[str, float]
    claims: tuple[Weighed, ...]
    label: str
    labels: frozenset[str]


def read_labelled(
    gold: Sequence[StanceSentence], articles: Path, settings: Settings, stages: Stages
) -> list[Labelled]:
    """The labelled sentences of articles, as the stages read them.

    :raises InputError: if the folder of articles isn't there or holds no file.
    """
    found = []
    for article, read, known in labelled_docs(gold, articles, settings, stages):
        events = find_events(read.doc, read.sentences, read.actors, stages.rules, article.published)
        texts = {one.sentence_id: one.text for one in read.sentences}
        samples = samples_of(
            read.doc, read.sentences, read.mentions, read.actors, events, stages.cues, article.published
        )
        for sample in samples:
            labelled = known.get(texts[sample.sentence_id])
            if labelled is not None:
                label = labelled.primary.stance if labelled.primary else NONE
                labels = frozenset(stance.stance for stance in labelled.stances)
                found.append(Labelled(article.article_id, sample.marks, sample.claims, label, labels))
    return found


def learn(sentences: Sequence[Labelled]) -> Classifier:
    """The classifier that fits the sentences best, and scores rows as often as they are right where it has not seen them."""
    return _calibrated(_fit(sentences), _unseen(_apart(sentences), sentences))


def held_out(sentences: Sequence[Labelled]) -> list[tuple[Classifier, frozenset[str]]]:
    """For each share of the articles, a classifier that has learned, and learned to score, from all others only."""
    apart = _apart(sentences)
    unseen = _unseen(apart, sentences)
    return [
        (_calibrated(classifier, [one for one in unseen if one[0].article_id not in held]), held)
        for classifier, held in apart
    ]


def shares(sentences: Sequence[Labelled]) -> list[frozenset[str]]:
    """The articles in as many shares as there are folds."""
    ids = sorted({one.article_id for one in sentences})
    return [frozenset(ids[fold::FOLDS]) for fold in range(FOLDS)]


def _apart(sentences: Sequence[Labelled]) -> list[tuple[Classifier, frozenset[str]]]:
    return [
        (_fit([one for one in sentences if one.article_id not in held]), held) for held in shares(sentences)
    ]


Unseen = list[tuple[Labelled, Mapping[str, float]]]


def _unseen(apart: Sequence[tuple[Classifier, frozenset[str]]], sentences: Sequence[Labelled]) -> Unseen:
    """Each sentence with how likely each label is for it by the classifier that hasn't learned from its article."""
    return [
        (one, classifier.probabilities(one.marks))
        for classifier, held in apart
        for one in sentences
        if one.article_id in held
    ]


def _calibrated(classifier: Classifier, unseen: Unseen) -> Classifier:
    by_rule, by_model = _calibrations(classifier, unseen)
    return classifier.model_copy(update={"by_rule": by_rule, "by_model": by_model})


def balance(labels: Iterable[str]) -> dict[str, float]:
    """A weight for each label, the rarer the more, though not so much that each label counts the same."""
    counts = Counter(labels)
    total = sum(counts.values())
    return {label: (total / (len(counts) * count)) ** 0.5 for label, count in sorted(counts.items())}


def _fit(sentences: Sequence[Labelled]) -> Classifier:
    """The weights that fit the sentences best."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    kept = common_marks(one.marks for one in sentences)
    vectors = DictVectorizer()
    table = vectors.fit_transform([_only(one.marks, kept) for one in sentences])
    labels = [one.label for one in sentences]
    model: Any = LogisticRegression(C=C, class_weight=balance(labels), max_iter=_ITERATIONS)
    model.fit(table, labels)
    order = [list(model.classes_).index(label) for label in LABELS]
    names = vectors.get_feature_names_out()
    weights = {
        str(name): tuple(round(float(model.coef_[i][column]), _DIGITS) for i in order)
        for column, name in enumerate(names)
    }
    return Classifier.model_validate(
        {
            "enough": ENOUGH,
            "hedging_enough": HEDGING_ENOUGH,
            "surer": SURER,
            "least": LEAST,
            "base": tuple(round(float(model.intercept_[i]), _DIGITS) for i in order),
            "by_rule": AS_IT_IS,
            "by_model": AS_IT_IS,
            "articles": frozenset(one.article_id for one in sentences),
            "weights": {name: own for name, own in sorted(weights.items()) if any(own)},
        }
    )


def common_marks(many: Iterable[Mapping[str, float]]) -> frozenset[str]:
    """The marks that more than one sentence bears."""
    counts = Counter(mark for marks in many for mark in marks)
    return frozenset(mark for mark, count in counts.items() if count >= RAREST)


def _only(marks: Mapping[str, float], kept: frozenset[str]) -> dict[str, float]:
    return {mark: value for mark, value in marks.items() if mark in kept}


def _calibrations(classifier: Classifier, unseen: Unseen) -> tuple[Calibration, Calibration]:
    """How often claims of the rules are right, and answers of the classifier that they don't claim, however sure it is.

    What leads a sentence is right if it is its leading label, what follows if it is any of its labels.
    """
    claims, answers = [], []
    for one, likely in unseen:
        lead = classifier.answer(likely, [claim.label for claim in one.claims])
        for claim in one.claims if lead != NONE else ():
            right = claim.label == one.label if claim.label == lead else claim.label in one.labels
            claims.append((log_odds(claim.strength), log_odds(likely[claim.label]), right))
        label = lead if one.claims else leading(likely)
        if label != NONE and label not in {claim.label for claim in one.claims}:
            answers.append((log_odds(0.5), log_odds(likely[label]), label == one.label))
    return _sigmoid(claims), _sigmoid(answers)


def _sigmoid(rows: Sequence[tuple[float, float, bool]]) -> Calibration:
    """How often rows are right; where all are right or all wrong there is nothing to learn that from."""
    from sklearn.linear_model import LogisticRegression

    if len({row[2] for row in rows}) < 2:
        return AS_IT_IS
    model: Any = LogisticRegression(C=1e3)
    model.fit([row[:2] for row in rows], [row[2] for row in rows])
    strength, probability = (round(float(one), _DIGITS) for one in model.coef_[0])
    return Calibration(
        base=round(float(model.intercept_[0]), _DIGITS), strength=strength, probability=probability
    )


def answer(one: Labelled, classifier: Classifier) -> tuple[str, float]:
    """The label that rules and classifier together give a sentence, and the score of that (0 where it is none)."""
    likely = classifier.probabilities(one.marks)
    label = classifier.answer(likely, [claim.label for claim in one.claims])
    if label == NONE:
        return NONE, 0.0
    own = next((claim for claim in one.claims if claim.label == label), None)
    rows = [(label, classifier.by_model.score(0.5, likely[label]))] if own is None else []
    rows += [
        (claim.label, classifier.by_rule.score(claim.strength, likely[claim.label]))
        for claim in sorted(one.claims, key=lambda claim: claim is not own)
    ]
    return next((row for row in rows if row[1] >= classifier.least), (NONE, 0.0))


def write_classifier(classifier: Classifier, folder: Path) -> None:
    """Write ``classifier.json``, a mark a line."""
    head = classifier.model_dump(exclude={"weights", "articles"})
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    lines.append(f'"articles": {json.dumps(sorted(classifier.articles))}')
    marks = (
        f"{json.dumps(mark, ensure_ascii=False)}: {json.dumps(own)}"
        for mark, own in classifier.weights.items()
    )
    lines.append('"weights": {\n' + ",\n".join(marks) + "\n}")
    (folder / FILE).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
