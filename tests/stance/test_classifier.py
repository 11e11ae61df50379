"""What the classifier answers, which words it shows for it, and how the file is read."""

import json
from dataclasses import replace

import pytest

from pipeline.rulefile import RuleError
from pipeline.stance import find_stances
from pipeline.stance.classifier import FILE, Calibration, Classifier, leading, log_odds, read_classifier
from pipeline.stance.features import View
from tests.stance.conftest import MODELS, NamedActors, sentences_of

EVEN = {"base": 0.0, "strength": 0.0, "probability": 1.0}


def classifier(enough: float = 0.5, **weights: tuple[float, float, float, float]) -> Classifier:
    return Classifier.model_validate(
        {
            "enough": enough,
            "hedging_enough": enough,
            "surer": 0.5,
            "least": 0.0,
            "base": (0.0, 0.0, 0.0, 1.0),
            "by_rule": EVEN,
            "by_model": EVEN,
            "weights": {f"word:{word}": own for word, own in weights.items()},
        }
    )


@pytest.fixture
def rows_with(nlp, cues):
    """Call with a classifier and a text: the rows of its sentences."""

    def read(own: Classifier, text: str):
        doc = nlp(text)
        return find_stances(doc, sentences_of(doc), [], NamedActors(), [], replace(cues, classifier=own))

    return read


def test_probabilities_add_up_weights_by_value():
    likely = classifier(court=(2.0, 0.0, 0.0, 0.0)).probabilities({"word:court": 0.5, "word:unheard": 3.0})
    assert sum(likely.values()) == pytest.approx(1)
    assert likely["hedging"] == pytest.approx(likely["none"])
    assert likely["hedging"] / likely["cooperation"] == pytest.approx(2.718, abs=0.001)


def test_telling_words_are_near_the_most_telling_one_and_mean_something():
    view = View(("far", "<state>", "court", "both", "and"), (1, 20, 21, 23, 24), frozenset({1, 21, 23}))
    own = classifier(
        court=(3, 0, 0, 0),
        both=(1, 0, 0, 0),
        far=(2, 0, 0, 0),
        **{"and": (9, 0, 0, 0), "<state>": (9, 0, 0, 0)},
    )
    assert own.telling(view, "hedging") == (21, 24)
    assert own.telling(view, "cooperation") is None


def test_a_score_is_a_sigmoid_of_log_odds():
    calibration = Calibration(base=-1.0, strength=0.5, probability=2.0)
    assert calibration.score(0.5, 0.5) == pytest.approx(0.2689, abs=1e-4)
    assert calibration.score(0.8, 0.8) > calibration.score(0.8, 0.5) > calibration.score(0.2, 0.5)
    assert log_odds(0.0) == pytest.approx(-log_odds(1.0))


def test_the_classifier_speaks_where_the_rules_find_nothing(rows_with):
    (row,) = rows_with(classifier(umbrella=(40.0, 0.0, 0.0, 0.0)), "Norland carries an umbrella, but no coat.")
    assert (row.stance, row.holder, row.cue, row.method, row.rule) == (
        "hedging", "Norland", "umbrella", "model", "model",
    )  # fmt: skip
    assert row.primary
    assert row.score > 0.5


def test_the_classifier_is_silent_where_it_is_unsure(rows_with):
    assert rows_with(classifier(0.99, umbrella=(5.0, 0.0, 0.0, 0.0)), "Norland carries an umbrella, but no coat.") == []


def test_what_the_rules_have_struck_it_does_not_bring_back(rows_with):
    own = classifier(visit=(0.0, 0.0, 9.0, 0.0))
    assert rows_with(own, "Norland paid visits.")
    assert rows_with(own, "Norland has made fewer official visits to Ostia.") == []


def test_of_states_in_general_it_says_nothing(rows_with):
    own = classifier(umbrella=(0.0, 0.0, 5.0, 0.0))
    assert rows_with(own, "A neutral state carries an umbrella.") == []


@pytest.mark.parametrize(("weights", "method"), [((0, 9, 0, 0), "both"), ((0, 0, 4, 0), "rule")])
def test_the_rules_lead_and_the_classifier_agrees_or_not(rows_with, weights, method):
    (row,) = rows_with(classifier(neutral=weights), "Norland remained neutral, but not in the war.")
    assert (row.stance, row.method, row.rule) == ("non-alignment", method, "non_alignment.neutral")


@pytest.mark.parametrize(
    ("likely", "claimed", "label"),
    [
        ({"hedging": 0.6, "non-alignment": 0.1, "cooperation": 0.2, "none": 0.1}, "none", "hedging"),
        ({"hedging": 0.4, "non-alignment": 0.1, "cooperation": 0.2, "none": 0.3}, "none", "none"),
        ({"hedging": 0.6, "non-alignment": 0.1, "cooperation": 0.2, "none": 0.1}, "cooperation", "cooperation"),
        ({"hedging": 0.8, "non-alignment": 0.1, "cooperation": 0.1, "none": 0.0}, "cooperation", "hedging"),
        ({"hedging": 0.1, "non-alignment": 0.1, "cooperation": 0.1, "none": 0.7}, "cooperation", "none"),
    ],
)
def test_the_rules_are_overruled_where_another_label_is_far_likelier(likely, claimed, label):
    assert classifier().answer(likely, [claimed] if claimed != "none" else []) == label


def test_of_hedging_alone_the_classifier_has_to_be_surer(rows_with):
    likely = {"hedging": 0.7, "non-alignment": 0.1, "cooperation": 0.1, "none": 0.1}
    own = classifier().model_copy(update={"hedging_enough": 0.8})
    assert own.answer(likely, []) == "none"
    assert own.answer(likely, ["cooperation"]) == "cooperation"
    assert own.answer(likely, ["cooperation", "hedging"]) == "hedging"


def test_what_is_likelier_wrong_than_right_is_not_written(rows_with):
    text = "Norland remained neutral, but not in the war."
    own = classifier(neutral=(0, 0, 4, 0)).model_copy(update={"surer": 1.0})
    assert [row.stance for row in rows_with(own, text)] == ["non-alignment"]
    assert rows_with(own.model_copy(update={"least": 0.5}), text) == []


def test_the_label_that_overrules_leads_and_the_rules_own_follows(rows_with):
    lead, further = rows_with(classifier(neutral=(9, 0, 0, 0)), "Norland remained neutral, but not in the war.")
    assert (lead.stance, lead.method, lead.rule, lead.cue, lead.primary) == (
        "hedging", "model", "model", "neutral", True,
    )  # fmt: skip
    assert (further.stance, further.method, further.primary) == ("non-alignment", "rule", False)
    assert further.score < lead.score


def test_a_claim_of_the_rules_that_overrules_their_leading_one_keeps_its_rule(rows_with):
    text = "Norland remained neutral in the war and signed a treaty with Ostia."
    assert [row.stance for row in rows_with(classifier(), text) if row.primary] == ["non-alignment"]
    lead, *further = rows_with(classifier(treaty=(0, 0, 40, 0)), text)
    assert (lead.stance, lead.method, lead.primary) == ("cooperation", "both", True)
    assert lead.rule.startswith("cooperation.")
    assert "non-alignment" in {row.stance for row in further}


def test_the_rules_are_overruled_where_it_takes_no_stance_at_all(rows_with):
    assert rows_with(classifier(neutral=(0, -9, 0, 9)), "Norland remained neutral, but not in the war.") == []


def test_what_the_rules_have_struck_does_not_overrule_them(rows_with):
    text = "Neutral Norland has made fewer official visits to Ostia."
    own = classifier(visit=(0.0, 0.0, 40.0, 0.0))
    assert [row.stance for row in rows_with(own, text) if row.primary] == ["non-alignment"]


def test_agreement_raises_the_score(rows_with):
    text = "Norland remained neutral, but not in the war."
    (alone,), (agreed,) = rows_with(classifier(), text), rows_with(classifier(neutral=(0, 9, 0, 0)), text)
    assert agreed.score > alone.score


def test_a_folder_without_a_classifier_has_none(tmp_path):
    assert read_classifier(tmp_path) is None


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ('{\n"enough": 0.5,\n', 3, "is no JSON"),
        (json.dumps({"enough": 2}), 1, "enough"),
    ],
)
def test_a_broken_file_is_told(tmp_path, content, line, told):
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=rf"{FILE}:{line}.*{told}.*commentariat train"):
        read_classifier(tmp_path)


def test_the_shipped_classifier_names_nobody():
    shipped = read_classifier(MODELS)
    assert shipped is not None
    named = {
        "word:china",
        "word:russia",
        "word:malaysia",
        "word:washington",
        "word:aukus",
        "word:nato",
        "word:asean",
    }
    assert not named & set(shipped.weights)
    assert len(shipped.articles) >= 60


def test_leading_is_the_likeliest():
    assert leading({"hedging": 0.2, "non-alignment": 0.5, "cooperation": 0.2, "none": 0.1}) == "non-alignment"
