"""Counts -> measures: precision, recall, F1, accuracy, macro-F1 and calibration, with bootstrap intervals.

A measure is a formula over counts that are kept by article (each single sentence is an article of its own). So its
value is the formula of their sums, and its interval comes from drawing articles anew.

* precision, recall, F1: van Rijsbergen, Information Retrieval (2nd ed., 1979), ch. 7; micro-averaged.
* macro-F1: the mean of the labels' F1, as in Yang & Liu, SIGIR 1999.
* expected calibration error, over ten bins of equal width: Naeini, Cooper & Hauskrecht, AAAI 2015.
* percentile bootstrap over clusters: Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13; sentences of
  one article hang together, so articles are drawn and not sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

RESAMPLES = 1000
SEED = 1648
BINS = 10
Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Formula:
    """``value`` turns sums of counts (in the last axis) into figures; ``support`` says over how many cases."""

    value: Callable[[Array], Array]
    support: Callable[[Array], float]


def _ratio(part: Array, whole: Array) -> Array:
    """Part by whole; unknown where there is no whole."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _f1(counts: Array) -> Array:
    return _ratio(2 * counts[..., 0], counts[..., 1] + counts[..., 2])


def _macro_f1(counts: Array) -> Array:
    labels = _f1(counts.reshape(*counts.shape[:-1], -1, 3))
    there = ~np.isnan(labels)
    return _ratio(np.where(there, labels, 0.0).sum(axis=-1), there.sum(axis=-1))


def _calibration_error(counts: Array) -> Array:
    bins = counts.reshape(*counts.shape[:-1], BINS, 3)
    gaps = np.abs(bins[..., 1] - bins[..., 2]).sum(axis=-1)
    return _ratio(gaps, bins[..., 0].sum(axis=-1))


# The counts are: right, found, gold.
PRECISION = Formula(lambda c: _ratio(c[..., 0], c[..., 1]), lambda c: float(c[1]))
RECALL = Formula(lambda c: _ratio(c[..., 0], c[..., 2]), lambda c: float(c[2]))
F1 = Formula(_f1, lambda c: float(c[2]))
# The counts are: right, of.
SHARE = Formula(lambda c: _ratio(c[..., 0], c[..., 1]), lambda c: float(c[1]))
# The counts are those of F1, label after label.
MACRO_F1 = Formula(_macro_f1, lambda c: float(c[2::3].sum()))
# The counts are, bin after bin: rows, sum of scores, right rows.
CALIBRATION_ERROR = Formula(_calibration_error, lambda c: float(c[0::3].sum()))


@lru_cache(maxsize=64)
def _draws(units: int) -> Array:
    """How often each of so many articles is drawn, in each of the resamples."""
    draws = np.random.default_rng(SEED).multinomial(units, [1 / units] * units, size=RESAMPLES)
    return draws.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure by name, and the counts that it is made of, by article."""

    name: str
    formula: Formula
    counts: Mapping[str, tuple[float, ...]]

    def _matrix(self) -> Array:
        return np.array([self.counts[unit] for unit in sorted(self.counts)], dtype=np.float64)

    @property
    def value(self) -> float:
        """The figure; NaN where nothing was there to measure."""
        return float(self.formula.value(self._matrix().sum(axis=0)))

    @property
    def support(self) -> int:
        """How many cases the figure is over."""
        return int(self.formula.support(self._matrix().sum(axis=0)))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The bounds between which the figure stays for ``level`` of all draws of articles; the same on every run."""
        matrix = self._matrix()
        figures = self.formula.value(_draws(len(matrix)) @ matrix)
        figures = figures[~np.isnan(figures)]
        if not len(figures):
            return float("nan"), float("nan")
        low, high = np.quantile(figures, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Slip:
    """An error, for people to read: what the gold says and what was found, in its sentence."""

    stage: str
    kind: str
    article_id: str
    sentence: str
    gold: str
    found: str


@dataclass(slots=True)
class Outcome:
    """How one stage did: its counts, its errors, and what was taken for what (of, gold, found -> times)."""

    stage: str
    slips: list[Slip] = field(default_factory=list)
    confusions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _counts: dict[str, dict[str, tuple[float, ...]]] = field(default_factory=dict)
    _formulas: dict[str, tuple[str, Formula]] = field(default_factory=dict)

    def prf(self, name: str, unit: str, right: float, found: float, gold: float) -> None:
        """Count towards precision, recall and F1 of ``name``."""
        for ending, formula in (("precision", PRECISION), ("recall", RECALL), ("f1", F1)):
            self._register(f"{name}.{ending}", name, formula)
        self._add(name, unit, (right, found, gold))

    def precision(self, name: str, unit: str, right: float, found: float) -> None:
        """Count towards a share: of those found, the right ones; likewise any accuracy."""
        self._register(name, name, SHARE)
        self._add(name, unit, (right, found))

    def figure(self, name: str, unit: str, formula: Formula, counts: tuple[float, ...]) -> None:
        """Count towards a figure with a formula of its own."""
        self._register(name, name, formula)
        self._add(name, unit, counts)

    def slip(self, kind: str, article_id: str, sentence: str, gold: str = "", found: str = "") -> None:
        """Note an error."""
        self.slips.append(Slip(self.stage, kind, article_id, sentence, gold, found))

    def confuse(self, of: str, gold: str, found: str) -> None:
        """Note that ``gold`` was taken for ``found``; either is empty where nothing stands on that side."""
        self.confusions[of, gold, found] += 1

    def measures(self) -> list[Measure]:
        """All figures of the stage, under names that begin with it."""
        return [
            Measure(f"{self.stage}.{name}", formula, self._counts[counted])
            for name, (counted, formula) in self._formulas.items()
        ]

    def _register(self, name: str, counted: str, formula: Formula) -> None:
        self._formulas.setdefault(name, (counted, formula))

    def _add(self, name: str, unit: str, counts: tuple[float, ...]) -> None:
        units = self._counts.setdefault(name, {})
        before = units.get(unit, (0.0,) * len(counts))
        units[unit] = tuple(a + b for a, b in zip(before, counts, strict=True))
