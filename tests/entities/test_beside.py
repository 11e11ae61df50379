"""Names that the words beside them give away."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Troops reached Velmur district on Monday.", "Velmur", "GPE"),
        ("Troops left the town of Velmur Tarin on Monday.", "Velmur Tarin", "GPE"),
        ("Velmur Governor Harel Omso resigned.", "Velmur", "GPE"),
        ("Elders of the Velmuri tribe met the soldiers.", "Velmuri", "NORP"),
        ("He wrote in the newspaper Velmuri Tarin on Monday.", "Velmuri Tarin", "ORG"),
        ("The Velmur Tarin newspaper closed.", "Velmur Tarin", "ORG"),
    ],
)
def test_words_beside_a_name_tell_its_kind(told, text, name, label):
    assert told(text).labels().get(name) == label


@pytest.mark.parametrize(
    "text",
    ["The Northern region voted.", "He lives in the Old town.", "The Supreme court ruled."],
)
def test_common_words_beside_them_name_nothing(told, text):
    assert not [one.text for one in told(text).mentions if one.rule == "pattern:beside"]


def test_dispatch_opens_with_a_place_and_an_agency(told):
    read = told("VELMUR, Norland (TNA) — The police detained two men.").labels()
    assert read["VELMUR"] == "GPE"
    assert read["Norland"] == "GPE"
    assert read["TNA"] == "ORG"


def test_capitals_of_a_heading_are_no_dispatch(told):
    assert "UPDATE" not in told("UPDATE: The police detained two men.").labels()


def test_place_of_a_dispatch_stands_for_no_government(told):
    place = told("BEIJING: The police detained two men.").of("BEIJING")
    assert (place.label, place.name, place.kb_id) == ("GPE", "Beijing", "")


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("He is a lawmaker from Velmur Tarin.", "Velmur Tarin", "GPE"),
        ("Troops left Velmur Tarin's Halvik district.", "Velmur Tarin", "GPE"),
        ("The local NGO Velmur Norland has begun to pay.", "Velmur Norland", "ORG"),
        ("Velmur's mayor, Harel Omso, resigned.", "Velmur", "GPE"),
        ("Harel Omso was deputy Velmur Tarin provincial governor.", "Velmur Tarin", "GPE"),
    ],
)
def test_those_of_a_place_name_it(told, text, name, label):
    assert told(text).labels().get(name) == label


def test_title_between_a_noun_and_a_name_keeps_the_person(told):
    assert told("Talks with party President Harel Omso failed.").labels()["Harel Omso"] == "PERSON"
