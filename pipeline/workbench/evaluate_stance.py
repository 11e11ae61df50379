"""How well stances are found, a sentence at a time.

* ``macro_f1`` is over four labels, ``none`` among them: the label of a sentence is its primary stance.
* ``any`` counts all the stances that a sentence carries, primary or not.
* ``holder_accuracy``, ``polarity_accuracy`` and ``modality_accuracy`` are over sentences whose primary label is right
  and isn't none; a holder is right by country or name, where several hold the stance if it is one of them.
* ``toward`` compares by name those toward whom it is held, where label and holder are right.
* A sentence of an article that the classifier has learned from is read with a classifier that has learned from others.
* ``calibration_error`` is that of the primary rows' scores: over ten bins, how far the score is from the share of right
  rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Stance
from pipeline.workbench.evaluate_actors import Holder, same_actor, shown
from pipeline.workbench.evaluate_gold import GoldStance, StanceSentence
from pipeline.workbench.evaluate_read import Pair
from pipeline.workbench.evaluate_scores import BINS, CALIBRATION_ERROR, MACRO_F1, Outcome

NONE = "none"
LABELS = ("hedging", "non-alignment", "cooperation", NONE)


def score_stances(pairs: Sequence[Pair[StanceSentence]]) -> Outcome:
    """Stances as the stages find them."""
    outcome = Outcome("stance")
    for pair in pairs:
        row = next((stance for stance in pair.found.stances if stance.primary), None)
        gold = pair.gold.primary
        _count_label(outcome, pair, gold.stance if gold else NONE, row.stance if row else NONE)
        some, others = {one.stance for one in pair.gold.stances}, {one.stance for one in pair.found.stances}
        if some or others:
            outcome.prf("any", pair.unit, len(some & others), len(others), len(some))
        if row:
            _count_score(outcome, pair.unit, row.score, gold is not None and row.stance == gold.stance)
        if row and gold and row.stance == gold.stance:
            _compare(outcome, pair, gold, row)
    return outcome


def score_labels(pairs: Sequence[Pair[StanceSentence]], labels: Sequence[str]) -> Outcome:
    """Primary labels from elsewhere (a baseline), one a sentence."""
    outcome = Outcome("stance")
    for pair, label in zip(pairs, labels, strict=True):
        gold = pair.gold.primary
        _count_label(outcome, pair, gold.stance if gold else NONE, label)
    return outcome


def _count_label(outcome: Outcome, pair: Pair[StanceSentence], gold: str, found: str) -> None:
    counts: list[float] = []
    for label in LABELS:
        one = (float(gold == found == label), float(found == label), float(gold == label))
        counts += one
        outcome.prf(f"label.{label}", pair.unit, *one)
    outcome.figure("macro_f1", pair.unit, MACRO_F1, tuple(counts))
    outcome.confuse("primary", gold, found)
    if gold != found:
        outcome.slip("label", pair.gold.article_id, pair.gold.sentence, gold, found)


def _count_score(outcome: Outcome, unit: str, score: float, right: bool) -> None:
    counts = [0.0] * (3 * BINS)
    place = 3 * min(int(score * BINS), BINS - 1)
    counts[place : place + 3] = [1.0, score, float(right)]
    outcome.figure("calibration_error", unit, CALIBRATION_ERROR, tuple(counts))


def _compare(outcome: Outcome, pair: Pair[StanceSentence], gold: GoldStance, row: Stance) -> None:
    holder = Holder(row.holder, row.holder_country)
    told = [one.holder for one in pair.gold.stances if one.primary]
    verdicts = {
        "holder": (any(same_actor(one, holder) for one in told), shown(told), shown([holder])),
        "polarity": (gold.polarity == row.polarity, gold.polarity, row.polarity),
        "modality": (gold.modality == row.modality, gold.modality, row.modality),
    }
    if verdicts["holder"][0]:
        outcome.prf("toward", pair.unit, len({*gold.toward} & {*row.toward}), len({*row.toward}), len({*gold.toward}))
    for what, (right, said, read) in verdicts.items():
        outcome.precision(f"{what}_accuracy", pair.unit, right, 1)
        if what != "holder":
            outcome.confuse(what, said, read)
        if not right:
            outcome.slip(what, pair.gold.article_id, pair.gold.sentence, f"{gold.stance}: {said}", read)
