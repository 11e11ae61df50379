"""Names that tables and model missed, and one kind for one name."""

from __future__ import annotations

from dataclasses import replace

from pipeline.entities.candidates import GUESS, SURE, Candidate
from pipeline.entities.overlooked import settle_kinds


def guess(text, name, label, which=0, certainty=GUESS):
    start = -1
    for _ in range(which + 1):
        start = text.index(name, start + 1)
    return Candidate(start, start + len(name), label, "model", certainty)


def test_one_name_has_the_kind_that_most_guesses_give_it():
    text = "Omso left. Omso spoke. Omso rested."
    kept = [
        [guess(text, "Omso", "PERSON", 0), guess(text, "Omso", "GPE", 1), guess(text, "Omso", "PERSON", 2)]
    ]
    assert settle_kinds(kept, text) == {"Omso": "PERSON"}
    assert [candidate.label for candidate in kept[0]] == ["PERSON"] * 3


def test_draw_and_sure_names_stay_as_they_are():
    text = "Omso left. Omso spoke."
    drawn = [[guess(text, "Omso", "PERSON", 0), guess(text, "Omso", "GPE", 1)]]
    assert settle_kinds(drawn, text) == {}
    sure = [[guess(text, "Omso", "PERSON", 0), guess(text, "Omso", "GPE", 1, SURE)]]
    settle_kinds(sure, text)
    assert [candidate.label for candidate in sure[0]] == ["PERSON", "GPE"]


def test_administration_is_an_agent_of_the_named_person(told):
    read = told("The Biden administration warned Norland.", "2022-05-01")
    assert read.of("Biden").country == "USA"
    assert read.who("administration") == [("United States", "USA")]


def test_common_words_with_capitals_are_no_names(told):
    read = told("The delegates thanked the Vice Foreign Minister and the Parliament for their Charter.")
    assert not {"Vice Foreign Minister", "Charter"} & set(read.labels())


def test_strange_words_that_open_a_sentence_are_a_person(told):
    assert told("Vashti Tukerel, member for Velmur, resigned.").labels()["Vashti Tukerel"] == "PERSON"


def test_words_beside_a_name_count_for_more_than_a_guess():
    text = "Omso left. Omso spoke."
    guessed = [replace(guess(text, "Omso", "PERSON", n), guessed=True) for n in (0, 1)]
    told = guess(text, "Omso", "GPE", 0)
    assert settle_kinds([[told], guessed], text) == {"Omso": "GPE"}
