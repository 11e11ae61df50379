"""What is asked of every word and sentence, and so has a short way: it says the same as the long one."""

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.events.phrases import hyphenated, names_in, names_of
from pipeline.events.untold import is_question

BLANK = spacy.blank("en")


@pytest.mark.parametrize(
    "text", ["Why?", '"Why?"', 'Why? "', "Who ? ” ’", "He said (why?)", '"', "?", "a?b", "who?” he said", "Why?\n", "x ?\" ) '"]
)
def test_a_stretch_that_ends_with_a_question_mark_asks_whatever_closes_it(text: str):
    doc = BLANK(text)
    for start in range(len(doc)):
        for end in range(start + 1, len(doc) + 1):
            span = doc[start:end]
            assert is_question(span) == span.text.rstrip("\"'”’)").endswith("?"), span.text


@pytest.mark.parametrize(
    ("words", "spaces", "forms"),
    [
        ("cease - fire", "..", [["cease-fire"], [], ["cease-fire"]]),
        ("cease - fire", " .", [[], [], []]),
        ("cease - fire", ". ", [[], [], []]),
        ("a test - fired", " ..", [[], ["test-fired"], [], ["test-fired"]]),
        ("- fire", "..", [[], []]),
        ("test -", "..", [[], []]),
    ],
)
def test_words_cut_at_their_hyphens_have_their_forms(words: str, spaces: str, forms: list[list[str]]):
    """A space after a word where ``spaces`` has one."""
    parts = words.split()
    doc = Doc(BLANK.vocab, words=parts, spaces=[(spaces + ".")[i] == " " for i in range(len(parts))], lemmas=parts)
    assert [hyphenated(token) for token in doc] == forms


def test_the_names_of_a_sentence_are_those_of_its_words():
    words = "The test - fired missile landed . Peace - talks began".split()
    spaces = [word not in {"test", "-", "Peace"} for word in words]
    starts = [i in {0, 7} for i in range(len(words))]
    doc = Doc(BLANK.vocab, words=words, spaces=spaces, lemmas=[word.lower() for word in words], sent_starts=starts)
    for sentence in doc.sents:
        assert names_in(sentence) == frozenset().union(*(names_of(token) for token in sentence))
    # A sentence that begins or ends within such a word has it too.
    assert "peace-talks" in names_in(doc[9:11])
    assert "test-fired" in names_in(doc[0:2])
