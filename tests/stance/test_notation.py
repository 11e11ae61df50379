"""The notation of cues, compiled and matched."""

import pytest
from spacy.matcher import Matcher

from pipeline.stance.notation import NotationError, compile_words, word_forms


def found(nlp, line, text):
    doc = nlp(text)
    spans = set()
    for pattern in compile_words(line):
        matcher = Matcher(nlp.vocab, validate=True)
        matcher.add("cue", [pattern.tokens], greedy="LONGEST")
        spans |= {doc[start:end].text for _, start, end in matcher(doc)}
    return spans


@pytest.mark.parametrize(
    ("line", "text", "wanted"),
    [
        ("take side", "Norland took sides.", {"took sides"}),
        ("tread|walk ..2 line", "Norland treads a thin line.", {"treads a thin line"}),
        ("tread|walk ..2 line", "Norland walks, and the line is long.", set()),
        (
            "(free and active|independent) policy",
            "Its free and active policy stands.",
            {"free and active policy"},
        ),
        ("foreign? policy", "Its policy is its own.", {"policy"}),
        ("=hedging", "Norland hedged.", set()),
        ("hedge/VERB", "The hedge was cut.", set()),
        ("NEG ..3 base", "Norland will host no foreign bases.", {"no foreign bases"}),
        ("POSS own term", "Norland deals on its own terms.", {"its own terms"}),
        ("STATE loan", "A French loan and a small loan.", {"French loan"}),
    ],
)
def test_items(nlp, line, text, wanted):
    assert found(nlp, line, text) == wanted


@pytest.mark.parametrize(
    "written", ["non-aligned", "nonaligned", "non aligned", "Non-Aligned", "non–aligned"]
)
def test_a_hyphen_is_found_however_it_is_written(nlp, written):
    assert found(nlp, "non-aligned", f"Norland is a {written} state.") == {written}


def test_many_words_in_a_group_stay_one_pattern():
    assert len(compile_words("(deepen|boost|widen|build) ..3 (tie|link|bond)")) == 1


def test_required_words_rule_a_pattern_out():
    pattern = compile_words("take ..2 side")[0]
    assert pattern.possible(frozenset({"norland", "take", "side"}))
    assert not pattern.possible(frozenset({"norland", "take"}))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("NEG ..3", "needs at least one plain word"),
        ("(take side", "bracket without its partner"),
        ("take/VRB side", "no part of speech"),
        ("take ..12 side", "a gap is of 1 to 9 words"),
        ("Take side", "neither words in small letters"),
        ("(a b|c d|e f) " * 8, "more than 400 patterns"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line, said):
    with pytest.raises(NotationError, match=said):
        compile_words(line)


def test_forms_cover_the_taggers_slips():
    assert {"hedge", "hedges", "hedged", "hedging", "Hedging"} <= word_forms("hedge")
    assert {"ally", "allies"} <= word_forms("ally")
    assert "close" in word_forms("closest")
