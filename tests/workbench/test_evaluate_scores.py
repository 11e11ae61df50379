import math

import pytest

from pipeline.workbench.evaluate_scores import BINS, CALIBRATION_ERROR, MACRO_F1, SHARE, Measure, Outcome


def test_precision_recall_and_f1_are_of_the_sums(values):
    outcome = Outcome("events")
    outcome.prf("type", "a", 2, 4, 2)
    outcome.prf("type", "b", 1, 1, 4)
    assert values(outcome) == pytest.approx(
        {"type.precision": 3 / 5, "type.recall": 3 / 6, "type.f1": 6 / 11}
    )
    assert {one.name: one.support for one in outcome.measures()} == {
        "events.type.precision": 5, "events.type.recall": 6, "events.type.f1": 6,
    }  # fmt: skip


def test_what_was_never_there_has_no_figure():
    measure = Measure("x", SHARE, {"a": (0.0, 0.0)})
    assert math.isnan(measure.value)
    assert all(math.isnan(bound) for bound in measure.interval())


def test_macro_f1_is_the_mean_of_labels_that_are_there():
    # One label all right, one all wrong, one that neither side has.
    measure = Measure("x", MACRO_F1, {"a": (3, 3, 3, 0, 1, 1, 0, 0, 0)})
    assert measure.value == pytest.approx(0.5)
    assert measure.support == 4


def test_calibration_error_weighs_the_gap_of_each_bin():
    counts = [0.0] * (3 * BINS)
    counts[0:3] = [1, 0.05, 0]
    counts[27:30] = [3, 2.85, 2]
    measure = Measure("x", CALIBRATION_ERROR, {"a": tuple(counts)})
    assert measure.value == pytest.approx((0.05 + 0.85) / 4)


def test_the_interval_holds_the_figure_and_is_the_same_each_time():
    counts = {f"article-{n}": (float(n % 3), 3.0) for n in range(30)}
    low, high = Measure("x", SHARE, counts).interval()
    assert low < Measure("x", SHARE, counts).value < high
    assert (low, high) == Measure("x", SHARE, dict(reversed(counts.items()))).interval()


def test_articles_are_drawn_and_not_sentences():
    # All is right in one article and all wrong in the other, however many sentences they have.
    low, high = Measure("x", SHARE, {"a": (100.0, 100.0), "b": (0.0, 100.0)}).interval()
    assert (low, high) == (0.0, 1.0)
