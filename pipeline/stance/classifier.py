"""The trained classifier: what each mark weighs for each label, and how sure that makes one.

It is a logistic regression over the marks of ``features``, kept as JSON that a person can read (``classifier.json``) and
applied by adding up; ``commentariat train`` writes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.rulefile import RuleError
from pipeline.stance.features import View

FILE = "classifier.json"
LABELS = ("hedging", "non-alignment", "cooperation", "none")
# So many words at most show why the classifier spoke, no further from the most telling one than this.
_SHOWN = 3
_NEAR = 5
_SMALLEST = 1e-4


class Calibration(BaseModel):
    """Platt's (1999) sigmoid: how often a row is right, by the rules' strength and the classifier's probability (as log odds)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: float
    strength: float
    probability: float

    def score(self, strength: float, probability: float) -> float:
        """How likely a row is to be right."""
        return 1 / (1 + math.exp(-self.odds(strength, probability)))

    def odds(self, strength: float, probability: float) -> float:
        """The log odds that a row is right."""
        return self.base + self.strength * log_odds(strength) + self.probability * log_odds(probability)


class Classifier(BaseModel):
    """Weights by mark, in the order of ``LABELS``.

    ``enough`` is how likely a stance has to be where the rules find none, ``hedging_enough`` hedging, ``surer`` by how much
    likelier than the rules' own label another one has to be to overrule them; ``least`` is how likely a row has to be right to
    be written. ``articles`` are those it was learned from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    enough: float = Field(gt=0, le=1)
    hedging_enough: float = Field(gt=0, le=1)
    surer: float = Field(ge=0, le=1)
    least: float = Field(ge=0, lt=1)
    base: tuple[float, float, float, float]
    by_rule: Calibration
    by_model: Calibration
    articles: frozenset[str] = frozenset()
    weights: dict[str, tuple[float, float, float, float]]

    def probabilities(self, marks: Mapping[str, float]) -> dict[str, float]:
        """How likely each label is for a sentence with these marks."""
        sums = list(self.base)
        for mark, value in marks.items():
            weights = self.weights.get(mark)
            if weights is not None:
                for i, weight in enumerate(weights):
                    sums[i] += value * weight
        highest = max(sums)
        shares = [math.exp(one - highest) for one in sums]
        total = math.fsum(shares)
        return {label: share / total for label, share in zip(LABELS, shares, strict=True)}

    def answer(self, likely: Mapping[str, float], claimed: Sequence[str]) -> str:
        """The label that leads in a sentence; hedging by itself it has to be surer of, since most that sounds so is none.

        :param claimed: the labels that the rules claim, the leading one first; empty where they find nothing.
        """
        label, first = leading(likely), claimed[0] if claimed else LABELS[-1]
        if label == LABELS[0] and label not in claimed and likely[label] < self.hedging_enough:
            return first
        if not claimed:
            return label if likely[label] >= self.enough else first
        return label if likely[label] - likely[first] > self.surer else first

    def telling(self, view: View, label: str) -> tuple[int, int] | None:
        """Where the words stand that weigh most for a label: the first token and the one after the last; None if none does.

        Names and words without a meaning of their own show nothing.
        """
        gains = {
            token: gain
            for word, token in zip(view.words, view.tokens, strict=True)
            if token in view.meaningful and (gain := self._gain(f"word:{word}", label)) > 0
        }
        if not gains:
            return None
        ranked = sorted(gains, key=lambda token: (-gains[token], token))
        near = [token for token in ranked if abs(token - ranked[0]) <= _NEAR][:_SHOWN]
        return min(near), max(near) + 1

    def _gain(self, mark: str, label: str) -> float:
        weights = self.weights.get(mark)
        if weights is None:
            return 0.0
        return weights[LABELS.index(label)] - weights[LABELS.index("none")]


def read_classifier(folder: Path) -> Classifier | None:
    """The classifier of a folder of cues; None where the folder has none, so that the rules speak alone.

    :raises RuleError: naming the file, where it can't be used.
    """
    path = folder / FILE
    if not path.exists():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        line = getattr(error, "lineno", 1)
        raise RuleError(path, line, f"is no JSON: {error}; write it anew with commentariat train") from error
    try:
        return Classifier.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        message = f"{where}: {first['msg']}; write it anew with commentariat train"
        raise RuleError(path, 1, message) from error


def log_odds(likelihood: float) -> float:
    """The log odds of a likelihood; what is (nearly) certain counts as one in ten thousand short of it."""
    bounded = min(max(likelihood, _SMALLEST), 1 - _SMALLEST)
    return math.log(bounded / (1 - bounded))


def leading(probabilities: Mapping[str, float], labels: Sequence[str] = LABELS) -> str:
    """The likeliest of the labels."""
    return max(labels, key=lambda label: probabilities[label])
