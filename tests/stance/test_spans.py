"""A cue's pattern stands where spaCy's Matcher finds it."""

import pytest
from spacy.matcher import Matcher

from pipeline.stance.notation import compile_words
from pipeline.stance.spans import places, rows_of, steps_of

TEXT = (
    "Norland treads a very thin line, a fine line, and its free and independent policy is not, it says, a non-aligned one. "
    "It will not take sides; it never took a side between the two big big powers and walks the line. France walks it too."
)


@pytest.mark.parametrize(
    "line",
    [
        "tread|walk ..2 thin|fine line", "tread|walk ..9 line", "(free and independent|foreign) policy", "NEG ..2 side",
        "POSS ..3 policy", "non-aligned", "=took ADJ|DET? side", "big? big? power", "take/VERB ..3 side", "thin? line",
        "NOUN ..3 policy", "STATE walk",
    ],
)  # fmt: skip
def test_a_pattern_stands_where_the_matcher_finds_it(nlp, line: str):
    found = 0
    for sentence in nlp(TEXT).sents:
        for pattern in compile_words(line):
            matcher = Matcher(nlp.vocab, validate=True)
            matcher.add("cue", [pattern.tokens])
            expected = {(start, end) for _, start, end in matcher(sentence)}
            assert set(places(steps_of(pattern.tokens), rows_of(sentence))) == expected
            found += len(expected)
    assert found or line == "NOUN ..3 policy"


@pytest.mark.parametrize("token", [{"LOWER": {"REGEX": "a"}}, {"DEP": "dobj"}, {"LOWER": "a", "OP": "*"}])
def test_what_no_cue_asks_is_refused(token: dict):
    with pytest.raises(ValueError, match="is nothing that a cue asks"):
        steps_of([token])
