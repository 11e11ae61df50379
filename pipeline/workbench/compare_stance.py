"""Which model and which marks tell stances best, on articles that a model has not seen: the figures behind the choice."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.stance.classifier import LABELS
from pipeline.workbench.train_stance import (
    NONE,
    C,
    Labelled,
    answer,
    balance,
    common_marks,
    held_out,
    shares,
)

COLUMNS = ("means", "marks", "macro_f1", *LABELS)
MARKS = {
    "words": ("word",),
    "words, syntax": ("word", "syntax"),
    "words, syntax, events": ("word", "syntax", "event"),
    "rules": ("rule",),
    "rules, cues": ("rule", "cue"),
    "rules, cues, events, syntax": ("rule", "cue", "event", "syntax"),
    "all": ("word", "rule", "cue", "event", "syntax", "near"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """How well one means tells the labels: its macro-F1 and the F1 of each label."""

    means: str
    marks: str
    figures: tuple[float, ...]


def compare(sentences: Sequence[Labelled]) -> list[Compared]:
    """Every model on every set of marks, the rules by themselves, and the classifier asked where they find nothing."""
    truth = [one.label for one in sentences]
    by_rules = [one.claims[0].label if one.claims else NONE for one in sentences]
    found = [Compared("rules alone", "", _f1(truth, by_rules))]
    apart = held_out(sentences)
    own = {article: classifier for classifier, held in apart for article in held}
    together = [answer(one, own[one.article_id])[0] for one in sentences]
    found.append(Compared("rules, then the classifier", "all", _f1(truth, together)))
    for means, make in _models().items():
        for marks, groups in MARKS.items():
            found.append(Compared(means, marks, _f1(truth, _cross_validated(sentences, groups, make))))
    return found


def write_comparison(found: Sequence[Compared], folder: Path) -> None:
    """Write ``comparison.csv``, in the order of the comparison."""
    with (folder / "comparison.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in found:
            writer.writerow([one.means, one.marks, *(f"{figure:.3f}" for figure in one.figures)])


Make = Callable[[Mapping[str, float]], Any]


def _models() -> dict[str, Make]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    return {
        "logistic regression, rare labels heavier": lambda weights: LogisticRegression(
            C=C, class_weight=dict(weights), max_iter=1000
        ),
        "logistic regression, labels as they come": lambda _: LogisticRegression(C=C, max_iter=1000),
        "logistic regression, each label as heavy": lambda _: LogisticRegression(
            C=C, class_weight="balanced", max_iter=1000
        ),
        "linear support vectors": lambda weights: LinearSVC(C=0.1, class_weight=dict(weights)),
        "complement naive Bayes": lambda _: ComplementNB(),
    }


def _cross_validated(sentences: Sequence[Labelled], groups: Sequence[str], make: Make) -> list[str]:
    """The label that a model gives each sentence, having learned from other articles only."""
    from sklearn.feature_extraction import DictVectorizer

    marks = [
        {mark: value for mark, value in one.marks.items() if mark.partition(":")[0] in groups}
        for one in sentences
    ]
    guesses = [NONE] * len(sentences)
    for held in shares(sentences):
        known = [n for n, one in enumerate(sentences) if one.article_id not in held]
        asked = [n for n, one in enumerate(sentences) if one.article_id in held]
        kept = common_marks(marks[n] for n in known)
        if not kept:
            continue
        vectors = DictVectorizer()
        table = vectors.fit_transform(
            [{mark: value for mark, value in marks[n].items() if mark in kept} for n in known]
        )
        # Support vectors take no wider ones.
        table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")
        labels = [sentences[n].label for n in known]
        model = make(balance(labels)).fit(table, labels)
        for n, guess in zip(asked, model.predict(vectors.transform([marks[n] for n in asked])), strict=True):
            guesses[n] = str(guess)
    return guesses


def _f1(truth: Sequence[str], guesses: Sequence[str]) -> tuple[float, ...]:
    right = Counter(one for one, guess in zip(truth, guesses, strict=True) if one == guess)
    there, given = Counter(truth), Counter(guesses)
    each = [2 * right[one] / max(there[one] + given[one], 1) for one in LABELS]
    return (sum(each) / len(each), *each)
