"""Every cue's own examples hold, and a cue whose example fails is named."""

import pytest

from pipeline.stance import load_cues
from pipeline.stance.examples import check_examples, unmark


def test_unmark_gives_text_and_offsets():
    assert unmark("Norland <hedges> and <waits>.") == ("Norland hedges and waits.", [(8, 14), (19, 24)])


def test_shipped_examples_hold(nlp, cues):
    assert check_examples(cues, nlp.pipe) == []


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
    (fault,) = check_examples(load_cues(tmp_path), nlp.pipe)
    assert str(fault).startswith(f"{tmp_path / 'hedging.yml'}:4: cue hedging.dither: ")
    assert said in str(fault)


def test_near_miss_that_matches_is_named(tmp_path, nlp):
    (tmp_path / "hedging.yml").write_text(
        "stance: hedging\nabout: x\ncues:\n  - id: hedging.dither\n    words: [dither]\n    certainty: 0.5\n"
        "    match: ['Norland <dithers>.']\n    no_match: ['A printer dithers.']\n"
    )
    (fault,) = check_examples(load_cues(tmp_path), nlp.pipe)
    assert (fault.example, fault.found) == (
        "A printer dithers.",
        "a near miss should not match, but ['dithers'] does",
    )
