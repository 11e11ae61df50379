"""What is told of a stance: who says so, and which cues don't count."""

from dataclasses import replace

import pytest

from pipeline.language import load_model
from pipeline.stance import find_stances, load_cues
from pipeline.stance.classifier import Calibration, Classifier
from pipeline.stance.reading import read_sentences
from pipeline.workbench.explain_stance import trace_stances
from tests.stance.conftest import MODELS, NamedActors, sentences_of

TEXT = "Norland remained neutral in the war."
EVEN = Calibration(base=0.0, strength=0.0, probability=1.0)


@pytest.fixture(scope="module")
def traced():
    """Call with what "neutral" weighs for each label: the traces of ``TEXT``, and the cues that nearly counted."""
    nlp, shipped = load_model(), load_cues(MODELS)

    def trace(*neutral: float, least: float = 0.0):
        own = Classifier.model_validate(
            {
                "enough": 0.5,
                "hedging_enough": 0.5,
                "surer": 0.2,
                "least": least,
                "base": (0, 0, 0, 0),
                "by_rule": EVEN,
                "by_model": EVEN,
                "weights": {"word:neutral": neutral},
            }
        )
        cues, doc = replace(shipped, classifier=own), nlp(TEXT)
        given = (doc, sentences_of(doc), [], NamedActors(), [], cues)
        (reading,) = read_sentences(*given, published="", viewed=True)
        return trace_stances(reading, find_stances(*given), cues)

    return trace


def test_agreement_is_told(traced):
    ((only,), near) = traced(0, 9, 0, 0)
    assert "the classifier agrees" in only.said_by
    assert "non_alignment.neutral" in {one.rule for one in only.evidence}
    assert not near


def test_a_label_that_overrules_the_rules_is_told(traced):
    lead, further = traced(0, 0, 9, 0)[0]
    assert lead.said_by.endswith("the rules find no cooperation here, and it is far less sure of non-alignment")
    assert further.said_by.startswith("the rules hold it")


def test_a_cue_that_is_overruled_says_so(traced):
    traces, near = traced(0, 0, 0, 9)
    assert not traces
    assert "non_alignment.neutral" in {one.rule for one in near}
    assert {one.why for one in near} == {"by what the classifier holds likely, a row of it would sooner be wrong than right"}


def test_a_cue_whose_row_is_likelier_wrong_says_so(traced):
    assert traced(0, 0, 0, 0)[0]
    traces, near = traced(0, 0, 0, 0, least=0.9)
    assert not traces
    assert {one.why for one in near} == {"by what the classifier holds likely, a row of it would sooner be wrong than right"}
