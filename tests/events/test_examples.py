"""Every shipped rule has examples (tests/workbench/test_rules_check.py reads them all); marks that are wrong are named."""

import pytest

from pipeline.events.examples import read_example
from pipeline.rulefile import RuleError


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
