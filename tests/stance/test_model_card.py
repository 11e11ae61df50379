"""The card of the classifier tells the figures that training wrote."""

import csv

from tests.stance.conftest import MODELS


def test_the_cards_figures_are_those_of_the_comparison():
    card = (MODELS / "MODEL_CARD.md").read_text(encoding="utf-8")
    with (MODELS / "comparison.csv").open(encoding="utf-8", newline="") as handle:
        rows = {(row["means"], row["marks"]): list(row.values())[2:] for row in csv.DictReader(handle)}
    for means in (
        ("rules alone", ""),
        ("rules, then the classifier", "all"),
        ("logistic regression, rare labels heavier", "all"),
    ):
        told = " | ".join(figure.removeprefix("0") for figure in rows[means])
        assert f"| {told} |" in card, f"{means}: the card should tell {told}"
