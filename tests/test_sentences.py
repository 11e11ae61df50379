"""Sentences: where they end, with the language model in the loop; and what holds of every one of them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.language import load_model, parse
from pipeline.records import Article, Paragraph, Sentence
from pipeline.sentences import find_sentences


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_model()


def article(*lines: str, headings: tuple[int, ...] = ()) -> Article:
    paragraphs, at, section = [], 0, ""
    for number, line in enumerate(lines):
        section = line if number in headings else section
        paragraphs.append(Paragraph(at, at + len(line), section, number in headings))
        at += len(line) + 1
    return Article("a", "a.txt", "txt", "", (), "", "", "en", "", "\n".join(lines), tuple(paragraphs))


def sentences(made: Article, nlp: Language) -> list[Sentence]:
    found: list[Sentence] = []
    for passage in parse(made, nlp):
        found.extend(find_sentences(passage, len(found) + 1))
    return found


CASES = [
    ["They trained with U.S.", "For instance, 2014 saw two such weeks."],
    ["It met U.S. Marines.", "He saw U.S. President Joe Biden."],
    ["The harbour matters to the U.S.", "It does not freeze in winter."],
    ["Gen. Tan met Lt. Col. Lim and Brig. Gen. Ali.", "Dr. Wong left."],
    ["It is No. 5 of Art. 9, p. 12.", "Nos. 3 and 4 follow on Sept. 5."],
    ["The talks began at 5 a.m. on Monday.", "They ended at 9 p.m.", "The fleet left."],
    ["J. P. Tan and George W. Bush met.", "Plan B.", "The plan failed."],
    ["“We will act.", "We must,” he said."],
    ["“Why now?” Anwar asked.", "“Never!” he said."],
    ["“Is it over?” President Tan asked.", "He left."],
    ['"It ended."', '"Did it?"', "She left."],
    ["He said it was “over.”", "Nobody agreed."],
    ["‘We are neutral.’", "Malaysia stays.", "‘Never again.’"],
    ["He left (it was late. He was tired) and slept.", "(He came back.)", "Then all was well."],
    ["It rose 3.5 per cent to US$1.5 billion… and then fell...", "He left the room."],
    ["It fell...", "The reason is clear."],
    ["For Norland there are two ways: First, it may act; secondly, it may wait."],
    ["A neutral state abstains; non-alignment is a choice – not a status — and it lasts."],
    ["He cited treaties, e.g. The Hague, i.e. law, vs. force, etc. and left."],
    ["Marcos Jr. met Biden in Washington, D.C.", "The two agreed."],
    ["Acme Corp. of Vell sold Norland Inc. to Ostia Ltd.", "The price was low."],
    ["Is it Asia’s?", "Yes.", "It’s ours!"],
    [
        "The deal isn't an alliance.",
        "It's a pact",
    ],
    ["In the U.S., U.K. and U.N., Mr. X and Mrs. Y disagree."],
    ["He wrote “No.” and “Yes.” on the paper."],
    ["It was St. Petersburg, not Ft. Worth or Mt. Fuji."],
    ["The ship sailed on Jan. 3, 2024.", "On Feb. 4 it came back."],
    ["al-Qaeda and Hamas disagree."],
    ["The U.S.-led force and the U.S.’s allies left."],
]


@pytest.mark.parametrize("expected", CASES, ids=lambda case: case[0][:30])
def test_sentences_end_where_they_do(expected: list[str], nlp: Language) -> None:
    assert [s.text for s in sentences(article(" ".join(expected)), nlp)] == expected


def test_headings_give_none_and_no_sentence_crosses_a_line(nlp: Language) -> None:
    made = article("It began", "Background", "and it went on.", "It ended. It began again", headings=(1,))
    found = sentences(made, nlp)
    assert [(s.text, s.paragraph, s.section) for s in found] == [
        ("It began", 1, ""),
        ("and it went on.", 2, "Background"),
        ("It ended.", 3, "Background"),
        ("It began again", 3, "Background"),
    ]


def test_ids_positions_and_offsets(nlp: Language) -> None:
    made = article("One is here. Two is here.", "***", "Three is “here”.")
    found = sentences(made, nlp)
    assert [s.sentence_id for s in found] == ["a:1", "a:2", "a:3"]
    assert [s.position for s in found] == [1, 2, 3]
    assert [s.paragraph for s in found] == [1, 1, 3]
    assert all(made.text[s.start : s.end] == s.text == s.text.strip() for s in found)


def test_a_long_article_is_cut_in_passages_and_counted_through(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.language.PASSAGE_CHARACTERS", 500)
    made = article(*["The two sides met in Vell. They agreed on nothing. They met again."] * 30)
    passages = list(parse(made, nlp))
    assert len(passages) > 2
    found: list[Sentence] = []
    for passage in passages:
        found.extend(find_sentences(passage, len(found) + 1))
    assert [s.position for s in found] == list(range(1, 91))
    assert all(made.text[s.start : s.end] == s.text for s in found)
    assert found[-1].paragraph == 30


def test_the_parser_splits_at_no_comma(nlp: Language) -> None:
    text = (
        "Ostian patrol boats have come again and again into the bay that Norland claims, most of all near the lighthouse, "
        "that has made a habit of visits which disturb the nets, the drillers and the coastguard, the ministry has said so"
    )
    assert len(sentences(article(text), nlp)) == 1


def test_typists_may_put_two_spaces_behind_a_full_stop(nlp: Language) -> None:
    made = article("They signed a pact.  Ostia was angry.   It recalled its envoy.  Nobody knows why.")
    assert [one.text for one in sentences(made, nlp)] == [
        "They signed a pact.",
        "Ostia was angry.",
        "It recalled its envoy.",
        "Nobody knows why.",
    ]
