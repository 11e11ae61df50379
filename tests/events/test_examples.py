"""Every shipped rule holds its own examples; marks that are wrong are named."""

import pytest

from pipeline.analysis import load_rules_of
from pipeline.entities import find_actors, find_mentions
from pipeline.events.examples import check_examples, read_example
from pipeline.records import Sentence
from pipeline.rulefile import RuleError
from pipeline.settings import models_folder


@pytest.fixture(scope="module")
def analyse(nlp):
    gazetteer = load_rules_of(nlp, models_folder()).gazetteer

    def of(texts):
        for doc in nlp.pipe(texts):
            sentences = [Sentence("a:1", "a", 1, 1, "", 0, len(doc.text), doc.text)]
            mentions = find_mentions(doc, sentences, gazetteer, "")
            yield doc, find_actors(doc, sentences, mentions, gazetteer, "")

    return of


def test_every_example_of_every_rule_holds(rules, analyse):
    failures = check_examples(rules, analyse)
    assert not failures, "\n".join(str(failure) for failure in failures)


def test_every_rule_has_an_example_and_every_type_its_file(rules):
    assert all(rule.match for rule in rules.all)
    assert len({rule.event_type for rule in rules.all}) == 16


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("[source Norland] <imposed <sanctions> on Ostia.", "don't balance"),
        ("<Norland> <imposed> sanctions.", "marks two triggers"),
        ("[source Norland <imposed> sanctions.", "don't balance"),
    ],
)
def test_marks_that_are_wrong_are_named(rules, marked, said):
    with pytest.raises(RuleError, match=said):
        read_example(rules.all[0], marked)


def test_marks_give_the_places_of_trigger_and_roles(rules):
    example = read_example(rules.all[0], "[source Norland] <praised> [target Ostia].")
    assert example.text == "Norland praised Ostia."
    assert example.text[slice(*example.trigger)] == "praised"
    assert [(name, example.text[start:end]) for name, start, end in example.roles] == [
        ("source", "Norland"),
        ("target", "Ostia"),
    ]
