"""Every cue's own examples hold, and a cue whose example fails is named."""

import pytest

from pipeline.stance import load_cues
from pipeline.stance.examples import check_examples, unmark


def test_unmark_gives_text_and_offsets():
    assert unmark("Norland <hedges> and <waits>.") == ("Norland hedges and waits.", [(8, 14), (19, 24)])


def test_shipped_examples_hold(nlp, cues):
    assert list(check_examples(cues, nlp)) == []


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("Norland <dances> alone.", "found []"),
        ("Norland dithers and <dithers>.", "found ['dithers', 'dithers']"),
        ("Norland dithers.", "mark the cue's words"),
    ],
)
def test_failing_example_is_named(tmp_path, nlp, example, said):
    (tmp_path / "hedging.yml").write_text(
        "stance: hedging\nabout: x\ncues:\n  - id: hedging.dither\n    words: [dither]\n    certainty: 0.5\n"
        f"    match: [{example!r}]\n"
    )
    faults = list(check_examples(load_cues(tmp_path), nlp))
    assert len(faults) == 1
    assert said in faults[0]


def test_near_miss_that_matches_is_named(tmp_path, nlp):
    (tmp_path / "hedging.yml").write_text(
        "stance: hedging\nabout: x\ncues:\n  - id: hedging.dither\n    words: [dither]\n    certainty: 0.5\n"
        "    match: ['Norland <dithers>.']\n    no_match: ['A printer dithers.']\n"
    )
    assert list(check_examples(load_cues(tmp_path), nlp)) == [
        "hedging.dither: near miss 'A printer dithers.' matched ['dithers']"
    ]
