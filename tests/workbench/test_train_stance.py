"""Learning stances: from other articles only, to the same bytes, with scores that hold on what wasn't learned from."""

import json

import pytest

from pipeline.stance.classifier import FILE, read_classifier
from pipeline.stance.features import Weighed
from pipeline.workbench.compare_stance import COLUMNS, compare, write_comparison
from pipeline.workbench.train_stance import (
    Labelled,
    answer,
    balance,
    common_marks,
    held_out,
    learn,
    write_classifier,
)

WORDS = {"hedging": "straddle", "non-alignment": "abstain", "cooperation": "pledge", "none": "rain"}


def labelled(article: int, label: str, number: int) -> Labelled:
    """A sentence whose word tells its label, but for one in four; a rule finds every other refusal."""
    word = WORDS[label] if number % 4 else "rain"
    claims = (Weighed(label, "non_alignment.abstain", 0.6),) if label == "non-alignment" and number % 2 else ()
    labels = frozenset({label} - {"none"})
    return Labelled(f"a{article}", {f"word:{word}": 1.0, f"word:own{article}": 1.0}, claims, label, labels)


@pytest.fixture(scope="module")
def sentences() -> list[Labelled]:
    return [labelled(article, label, n) for article in range(10) for label in WORDS for n in range(4)]


def test_what_is_learned_tells_the_labels(sentences):
    own = learn(sentences)
    for label, word in WORDS.items():
        likely = own.probabilities({f"word:{word}": 1.0})
        assert max(likely, key=likely.__getitem__) == label
    assert own.articles == {f"a{n}" for n in range(10)}


def test_those_held_out_have_learned_from_others_only(sentences):
    apart = held_out(sentences)
    assert sorted(article for _, held in apart for article in held) == sorted({one.article_id for one in sentences})
    for own, held in apart:
        assert not own.articles & held
        assert not {f"word:own{article[1:]}" for article in held} & set(own.weights)


def test_rules_lead_and_the_classifier_fills_in(sentences):
    own = learn(sentences).model_copy(update={"enough": 0.3, "hedging_enough": 0.3, "surer": 0.9, "least": 0.0})
    claimed = Labelled("b", {"word:straddle": 1.0}, (Weighed("cooperation", "x.y", 0.6),), "cooperation", frozenset())
    assert answer(claimed, own)[0] == "cooperation"
    unclaimed = Labelled("b", {"word:straddle": 1.0}, (), "hedging", frozenset())
    label, score = answer(unclaimed, own)
    assert label == "hedging"
    assert 0.5 < score < 1
    assert answer(unclaimed, own.model_copy(update={"enough": 1.0})) == ("none", 0.0)
    assert answer(unclaimed, own.model_copy(update={"least": 0.99})) == ("none", 0.0)


def test_the_classifier_overrules_where_it_is_far_surer(sentences):
    own = learn(sentences).model_copy(update={"surer": 0.1})
    claims = (Weighed("cooperation", "x.y", 0.6), Weighed("non-alignment", "x.z", 0.6))
    marks = {"hedging": "straddle", "non-alignment": "abstain", "none": "rain"}
    for label, word in marks.items():
        assert answer(Labelled("b", {f"word:{word}": 1.0}, claims, label, frozenset()), own)[0] == label


def test_rare_labels_weigh_more_but_not_as_much_as_they_are_rare():
    weights = balance(["none"] * 9 + ["hedging"])
    assert 1 < weights["hedging"] / weights["none"] < 9


def test_marks_of_one_sentence_are_left_out():
    assert common_marks([{"a": 1.0, "b": 1.0}, {"a": 1.0}]) == {"a"}


def test_the_same_bytes_each_time(sentences, tmp_path):
    written = []
    for order in (sentences, list(sentences)):
        write_classifier(learn(order), tmp_path)
        written.append((tmp_path / FILE).read_bytes())
    assert written[0] == written[1]
    assert read_classifier(tmp_path) == learn(sentences)
    assert json.loads(written[0])["articles"] == sorted(f"a{n}" for n in range(10))


def test_models_are_compared_on_the_same_folds(sentences, tmp_path):
    found = compare(sentences)
    by_name = {(one.means, one.marks): one.figures for one in found}
    words = by_name["logistic regression, rare labels heavier", "words"]
    assert words[0] > by_name["rules alone", ""][0]
    assert words == by_name["logistic regression, rare labels heavier", "all"]
    write_comparison(found, tmp_path)
    lines = (tmp_path / "comparison.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == len(found) + 1
