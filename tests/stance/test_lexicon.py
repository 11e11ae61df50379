"""Word lists, rival pairs and names of states."""

import pytest

from pipeline.rulefile import RuleError
from pipeline.stance.lexicon import read_lexicon


def test_rivals_hold_for_their_years(tmp_path):
    (tmp_path / "rivals.csv").write_text("a,b,from,to,source\nXNL,XOS,1960,1975,A history\nXNL,XSU,,,\n")
    lexicon = read_lexicon(tmp_path)
    assert lexicon.are_rivals("XOS", "XNL", "1970")
    assert not lexicon.are_rivals("XOS", "XNL", "1980")
    assert lexicon.are_rivals("XNL", "XSU", "2020")


def test_in_a_text_without_a_date_only_those_are_rivals_who_still_are(tmp_path):
    (tmp_path / "rivals.csv").write_text(
        "a,b,from,to,source\nXNL,XOS,1960,1975,A history\nXNL,XSU,1960,,A history\n"
    )
    lexicon = read_lexicon(tmp_path)
    assert not lexicon.are_rivals("XOS", "XNL")
    assert lexicon.are_rivals("XNL", "XSU")
    assert not lexicon.are_rivals("XOS", "XSU")


def test_files_may_be_missing(tmp_path):
    lexicon = read_lexicon(tmp_path)
    assert lexicon.list("ties") == frozenset()
    assert lexicon.states == {}


def test_camps(cues):
    assert cues.lexicon.camp("western") == {"USA"}
    assert cues.lexicon.camp("strait") == frozenset()


def test_years_of_shipped_pairs(cues):
    assert cues.lexicon.are_rivals("USA", "CHN", "2024")
    assert cues.lexicon.are_rivals("USA", "RUS", "1970")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ties: [tie, 7]", "ties: should be a list of words"),
        ("- tie", "keys and values at its top level"),
        ("ties: [", "not valid YAML"),
    ],
)
def test_a_faulty_list_is_named(tmp_path, text, said):
    (tmp_path / "lexicon.yml").write_text(text)
    with pytest.raises(RuleError, match=rf"lexicon.yml:\d: .*{said}"):
        read_lexicon(tmp_path)
