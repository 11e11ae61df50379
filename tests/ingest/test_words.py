"""Words that a line end or a large first letter broke."""

from __future__ import annotations

import pytest

from pipeline.ingest.words import count_words, is_word, join_broken, join_drop_cap, load_words
from pipeline.settings import models_folder

WORDS = load_words(models_folder())


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("build capac-", "ity in", "build capacity in"),
        ("the Non-", "Aligned Movement", "the Non-Aligned Movement"),
        ("Malaysian-", "Australian", "Malaysian-Australian"),
        ("a long-", "term plan", "a long-term plan"),
        ("mari-", "time law", "maritime law"),
        ("an under-", "standing", "an understanding"),
        ("a US-", "led force", "a US-led force"),
        ("Wash-", "ington", "Washington"),
        ("geo-", "political", "geopolitical"),
        ("the state-of-", "the-art ship", "the state-of-the-art ship"),
        ("interoper-", "ability", "interoperability"),
        ("Anti-", "Israel", "Anti-Israel"),
        ("well-", "known", "well-known"),
        ("INTEROPER-", "ABILITY", "INTEROPERABILITY"),
    ],
)
def test_a_broken_word_is_mended(first: str, second: str, joined: str) -> None:
    assert join_broken(first, second, count_words(""), WORDS) == joined


def test_the_article_decides_before_the_word_list() -> None:
    assert (
        join_broken("non-", "alignment", count_words("Our non-alignment is old."), WORDS) == "non-alignment"
    )
    assert join_broken("non-", "alignment", count_words("Our nonalignment is old."), WORDS) == "nonalignment"
    assert (
        join_broken("co-", "operation", count_words("co-operation and co-operation"), WORDS) == "co-operation"
    )


@pytest.mark.parametrize(
    ("letter", "rest", "joined"),
    [
        ("B", "arely a year", "Barely a year"),
        ("A", "s the sun", "As the sun"),
        ("A", "nation waits", "A nation waits"),
        ("A", "SEAN met", "ASEAN met"),
        ("I", "n 2019", "In 2019"),
        ("I", "am here", "I am here"),
        ("I", "ran has", "Iran has"),
        ("A", "mid the", "Amid the"),
        ("W", "HEN the", "WHEN the"),
    ],
)
def test_a_large_first_letter_is_joined(letter: str, rest: str, joined: str) -> None:
    assert join_drop_cap(letter, rest, WORDS) == joined


def test_regular_endings_count_as_the_word() -> None:
    assert is_word("capabilities", WORDS)
    assert is_word("Institutionalised", WORDS)
    assert not is_word("capac", WORDS)
    assert not is_word("ity", WORDS)
