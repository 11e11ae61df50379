import pytest

from pipeline.workbench.evaluate_stance import score_labels, score_stances


def test_the_primary_label_of_each_sentence(stance_pair, values):
    pairs = [
        stance_pair("One.", "hedging", "hedging", 0.8),
        stance_pair("Two.", "hedging", "cooperation", 0.6, unit="b"),
        stance_pair("Three.", "", ""),
        stance_pair("Four.", "cooperation", "cooperation", 1.0, holder="XOS"),
    ]
    outcome = score_stances(pairs)
    figures = values(outcome)
    assert figures["label.hedging.recall"] == 0.5
    assert figures["label.cooperation.precision"] == 0.5
    # Nobody is non-aligned in gold or rows: three labels are averaged.
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert figures["holder_accuracy"] == 0.5
    assert figures["calibration_error"] == pytest.approx((0.2 + 0.6 + 0.0) / 3)
    assert [(slip.kind, slip.gold, slip.found) for slip in outcome.slips] == [
        ("label", "hedging", "cooperation"),
        ("holder", "cooperation: Norland (XNL)", "Ostia (XOS)"),
    ]


def test_those_toward_whom_it_is_held_are_compared_by_name(stance_pair, values):
    towards = [(("Ostia", "Sudria"), ("Ostia",)), (("Ostia",), ("Ostia", "Sudria"))]
    pairs = [stance_pair(f"{n}.", "hedging", "hedging", unit=f"u{n}", toward=toward) for n, toward in enumerate(towards)]
    # Of a sentence whose holder is wrong nothing is counted.
    pairs.append(stance_pair("Three.", "hedging", "hedging", holder="XOS", toward=(("Ostia",), ())))
    figures = values(score_stances(pairs))
    assert (figures["toward.precision"], figures["toward.recall"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_labels_from_elsewhere(stance_pair, values):
    figures = values(score_labels([stance_pair("One.", "hedging", "")], ["hedging"]))
    assert figures["macro_f1"] == 1.0
    assert "holder_accuracy" not in figures
