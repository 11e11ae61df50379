"""What goes out of a paragraph, and what stays in it."""

from __future__ import annotations

import time

import pytest

from pipeline.ingest.inline import (
    find_marks,
    find_speakers,
    is_speaker_line,
    join_spaced_drop_cap,
    load_inline_words,
    space_out,
    strip_dateline,
    strip_emphasis,
    strip_footnote_marks,
    strip_sign_off,
    strip_speaker,
    strip_stage_directions,
)
from pipeline.settings import models_folder

WORDS = load_inline_words(models_folder())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("MANILA — The talks", "The talks"),
        ("BEIJING, May 27 (Xinhua) -- Norland said", "Norland said"),
        ("KUALA LUMPUR: Malaysia will", "Malaysia will"),
        ("SEOUL, South Korea — The North", "The North"),
        ("Kuala Lumpur, 17 November 2025 – Malaysia", "Malaysia"),
        ("WASHINGTON (Reuters) - The US", "The US"),
        ("WASHINGTON/BEIJING, Jan 3 (Reuters) - The", "The"),
        ("TAIPEI, Taiwan (AP) — The", "The"),
        (
            "AUKUS — Australia, Britain and America — is a pact",
            "AUKUS — Australia, Britain and America — is a pact",
        ),
        ("NATO — The alliance", "NATO — The alliance"),
        ("China — and Russia — are", "China — and Russia — are"),
        ("Malaysia: a state between", "Malaysia: a state between"),
        ("OPINION: It is late", "OPINION: It is late"),
    ],
)
def test_datelines_go(text: str, rest: str) -> None:
    assert strip_dateline(text, WORDS, first=True) == rest


def test_only_a_clear_dateline_goes_below_the_first_paragraph() -> None:
    assert strip_dateline("BEIJING, May 27 (Xinhua) -- It", WORDS, first=False) == "It"
    assert strip_dateline("BEIJING: It", WORDS, first=False) == "BEIJING: It"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("MS. PSAKI:  Good afternoon.", "Good afternoon."),
        ("Q    Good afternoon.", "Good afternoon."),
        ("PRIME MINISTER TAN (via video): Yes.", "Yes."),
        ("Secretary Blinken: We agree.", "We agree."),
        ("Question: Why?", "Why?"),
        ("Malaysia: A state of many minds.", "Malaysia: A state of many minds."),
        ("NOTE: This stays.", "NOTE: This stays."),
        ("Two things: First, it is late.", "Two things: First, it is late."),
    ],
)
def test_speakers_go(text: str, rest: str) -> None:
    assert strip_speaker(text, WORDS, frozenset()) == rest


def test_a_name_is_a_speaker_when_it_speaks_twice() -> None:
    talk = ["Ada Example: It is late.", "Ben Sample: Is it?", "Ada Example: Yes."]
    speakers = find_speakers(talk)
    assert [strip_speaker(text, WORDS, speakers) for text in talk] == [
        "It is late.",
        "Ben Sample: Is it?",
        "Yes.",
    ]
    assert is_speaker_line("PRIME MINISTER:", WORDS)
    assert not is_speaker_line("They agreed on this:", WORDS)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Thank you. (Applause.) We go.", "Thank you. We go."),
        ("We — (applause) — go.", "We — go."),
        ("A (long) pause [inaudible] came.", "A (long) pause came."),
        ("The pact (2016) holds.", "The pact (2016) holds."),
    ],
)
def test_stage_directions_go(text: str, rest: str) -> None:
    assert " ".join(strip_stage_directions(text, WORDS).split()) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("It ended.[12] Then", "It ended. Then"),
        ("a policy.3 The next", "a policy. The next"),
        ("it was so.¹ Then", "it was so. Then"),
        ("“this”4 was", "“this” was"),
        ("since 1979.5", "since 1979."),
        ("See Art.5 and Aug.6 it", "See Art.5 and Aug.6 it"),
        ("3.5 per cent of US$1.5 billion", "3.5 per cent of US$1.5 billion"),
        ("[The] premier [sic] said", "[The] premier [sic] said"),
        ("in 2024. The", "in 2024. The"),
    ],
)
def test_footnote_marks_go(text: str, rest: str) -> None:
    assert strip_footnote_marks(text) == rest


def test_numbers_behind_words_are_marks_only_where_they_run_through_the_article() -> None:
    assert find_marks(["The policy1 was old.", "The treaty2 was new.", "The end3 came."])
    assert not find_marks(["The mark4 was old.", "Covid19 came."])
    assert strip_footnote_marks("The policy1 was old.", behind_words=True) == "The policy was old."


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("It ended.The next began", "It ended. The next began"),
        ("He asked “why?”The answer", "He asked “why?” The answer"),
        ("with the U.S.The next", "with the U.S. The next"),
        ("in 2021.The bill", "in 2021. The bill"),
        ("Malaysia,but not", "Malaysia, but not"),
        ("at www.State.gov or a.Sample@Example.org.", "at www.State.gov or a.Sample@Example.org."),
        ("J.P. Morgan, U.S. Steel, Ph.D.", "J.P. Morgan, U.S. Steel, Ph.D."),
        ("3.5 per cent, 1,000 ships", "3.5 per cent, 1,000 ships"),
        ("two  spaces ", "two spaces"),
    ],
)
def test_lost_spaces_come_back(text: str, rest: str) -> None:
    assert space_out(text) == rest


def test_small_things() -> None:
    assert strip_sign_off("It failed, he said. — Bernama", WORDS) == "It failed, he said."
    assert strip_sign_off("up from a year earlier. Enditem", WORDS) == "up from a year earlier."
    assert strip_sign_off("It came to an end.", WORDS) == "It came to an end."
    assert strip_emphasis("a **bold** and *slanted* word, 2 * 3 * 4") == "a bold and slanted word, 2 * 3 * 4"
    assert join_spaced_drop_cap("T he talks", frozenset(["the"])) == "The talks"
    assert join_spaced_drop_cap("A nation", frozenset(["nation", "anation"])) == "A nation"


def test_a_line_of_capitals_and_hyphens_takes_no_time() -> None:
    began = time.process_time()
    assert strip_dateline("A-" * 5000, WORDS, first=True) == "A-" * 5000
    assert time.process_time() - began < 1
