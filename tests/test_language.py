import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import language
from pipeline.language import ModelError, load_model, parse
from tests.simple import make_article

LONG_WORD = "x" * 45_000


def checked(text: str) -> list[language.Passage]:
    """The text's passages, each token held against the text where it says it stands."""
    article = make_article(text)
    passages = list(parse(article, load_model()))
    for passage in passages:
        for token in passage.doc:
            start = passage.offset + token.idx
            assert re.sub(r"\s", " ", text[start : start + len(token)]) == re.sub(r"\s", " ", token.text)
    return passages


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "Norland signed.\nOstia waited.",
        "  Space before.\nAnd after.  \n\n \nAn empty line.",
        f"A word without an end: {LONG_WORD} and on.\nThe next line.",
        LONG_WORD + "\nThe next line.",
        "Two  spaces " * 1_800 + "\nThe next line.",
        "Emoji 😀 and accents é.\nThe next line.",
    ],
)
def test_offsets_run_with_the_text(text: str):
    (passage,) = checked(text)
    words = re.sub(r"\s+", "", text)
    assert re.sub(r"\s+", "", passage.doc.text) == words


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("ab .,\n\t\u00a0é😀'’-U.S"), max_size=200))
def test_offsets_run_with_any_text(text: str):
    checked(text)


def test_a_long_article_is_cut_into_passages_of_whole_lines(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language, "PASSAGE_CHARACTERS", 60)
    passages = checked("Norland signed a pact.\nOstia waited for a while.\nSudria did not wait.\nThe end.")
    assert [passage.first_paragraph for passage in passages] == [1, 3]
    assert [len(passage.paragraphs) for passage in passages] == [2, 2]


def test_a_line_longer_than_a_passage_is_cut_at_a_sentence_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language, "PASSAGE_CHARACTERS", 60)
    text = "Norland signed a pact with Ostia. " * 4 + "The end.\nAnother line."
    passages = checked(text)
    assert all(passage.doc.text.endswith(".") for passage in passages)
    assert passages[0].first_paragraph == passages[1].first_paragraph == 1
    assert passages[-1].first_paragraph <= 2
    assert sum(len(passage.doc.text) for passage in passages) > len(text) - 10


def test_glued_lines_keep_what_the_model_said():
    (passage,) = checked("Malaysia signed a deal with China.\nHe left London on Monday.")
    assert [token.head.text for token in passage.doc if token.dep_ == "nsubj"] == ["signed", "left"]
    assert {entity.text for entity in passage.doc.ents} >= {"Malaysia", "China", "London"}
    assert [sentence.text for sentence in passage.doc.sents] == [
        "Malaysia signed a deal with China.", "He left London on Monday.",
    ]  # fmt: skip


def test_an_abbreviation_and_a_name_are_two_words():
    (passage,) = checked("The U.S.-Japan pact and the U.S.-led force.")
    assert [t.text for t in passage.doc][1:5] == ["U.S.", "-", "Japan", "pact"]
    assert "U.S.-led" in [t.text for t in passage.doc]


def test_a_model_that_is_not_installed():
    with pytest.raises(ModelError, match="no such spaCy pipeline is installed; install it with pip"):
        load_model("en_nowhere")


def test_a_model_without_a_parser(tmp_path):
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="it has no tagger, parser, ner"):
        load_model(str(tmp_path / "blank"))


def test_a_model_of_another_language(tmp_path):
    import spacy

    spacy.blank("de").to_disk(tmp_path / "german")
    with pytest.raises(ModelError, match="its language is 'de'"):
        load_model(str(tmp_path / "german"))
