"""Mentions: who and what is named, under which label, for which country; near misses beside."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "mention", "label", "name", "country"),
    [
        ("Norland signed the pact.", "Norland", "GPE", "Norland", "XNL"),
        ("The Norlander government waited.", "Norlander", "NORP", "Norland", "XNL"),
        ("Japan’s navy left.", "Japan", "GPE", "Japan", "JPN"),
        ("The U.S. and Ghana agreed.", "U.S.", "GPE", "United States", "USA"),
        ("Sino-Indian trade grew.", "Sino", "NORP", "China", "CHN"),
        ("Talks with US-led forces went on.", "US", "GPE", "United States", "USA"),
        ("The minister spoke in Nairobi.", "Nairobi", "GPE", "Nairobi", "KEN"),
        ("Nairobi rejected the demand.", "Nairobi", "GPE", "Kenya", "KEN"),
        ("Officials said the Kremlin had refused.", "Kremlin", "ORG", "Russia", "RUS"),
        ("The United Nations sent envoys.", "United Nations", "ORG", "United Nations", ""),
        ("Ships passed the Strait of Malacca.", "Strait of Malacca", "LOC", "Strait of Malacca", ""),
        ("HMS Richmond sailed east.", "HMS Richmond", "MILITARY", "HMS Richmond", "GBR"),
        ("Exercise Talon Reach began.", "Exercise Talon Reach", "EXERCISE", "Exercise Talon Reach", ""),
        ("It joined the Treaty of Halvenby.", "Treaty of Halvenby", "TREATY", "Treaty of Halvenby", ""),
        (
            "The Ostian Ministry of Trade and Industry objected.",
            "Ostian Ministry of Trade and Industry",
            "ORG",
            None,
            "XOS",
        ),
        ("It joined the Shanghai Co-operation Organization.", "Shanghai Co-operation Organization", "ORG", None, ""),
        ("In 1997 Clinton met him.", "Clinton", "PERSON", "Bill Clinton", "USA"),
        ("If Narendra Modi comes, we shall know.", "Narendra Modi", "PERSON", "Narendra Modi", "IND"),
        ("They signed the Grellin accord.", "Grellin", "TREATY", "Grellin", ""),
        ("The Bank of Norland raised rates.", "Bank of Norland", "ORG", None, "XNL"),
        (
            "The Norlander Fishery Workers' Union marched.",
            "Norlander Fishery Workers' Union",
            "ORG",
            None,
            "XNL",
        ),
        ("The Norland Navy sailed.", "Norland Navy", "MILITARY", None, "XNL"),
        ("Malyasia answered in June.", "Malyasia", "GPE", "Malaysia", "MYS"),
    ],
)
def test_mention(told, text, mention, label, name, country):
    found = told(text).of(mention)
    assert (found.label, found.country) == (label, country)
    assert name is None or found.name == name


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("The MoU was signed in May.", "MoU"),
        ("Training went on, and training will go on.", "Training"),
        ("Hence, the plan failed.", "Hence"),
        ("They paid US$5 million.", "US"),
        ("Austria waited.", "Australia"),
        ("Niger answered.", "Nigeria"),
        ("They struck in the Burmal district.", "Myanmar"),
        ("The committee met the Prime Minister.", "Prime Minister"),
    ],
)
def test_no_mention_of(told, text, absent):
    assert absent not in told(text).labels()
    assert absent not in {mention.name for mention in told(text).mentions}


def test_pair_is_two_actors_in_one_name(told):
    labels = told("The Norland–Ostia Defence Treaty was signed.").labels()
    assert labels == {"Norland–Ostia Defence Treaty": "TREATY", "Norland": "GPE", "Ostia": "GPE"}


def test_offsets_are_the_surface(told):
    text = "The Norland–Ostia pact, said Norland’s envoy to the U.S., held."
    for mention in told(text).mentions:
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "name", "country", "sector"),
    [
        ("Norlander Foreign Minister Datuk Harel Omso met reporters.", "Harel Omso", "XNL", "GOV"),
        ("Harel Omso, Ostia's finance minister, left.", "Harel Omso", "XOS", "GOV"),
        ("Police chief Harel Omso of Norland left.", "Harel Omso", "", "COP"),
    ],
)
def test_unlisted_person_by_title(told, text, name, country, sector):
    found = told(text).of(name)
    assert (found.label, found.sector) == ("PERSON", sector)
    assert found.country == country or not country


@pytest.mark.parametrize(
    ("published", "sector"), [("2002-06-01", "GOV"), ("2012-06-01", "GOV"), ("2030-06-01", "")]
)
def test_office_is_that_of_the_article_s_date(told, published, sector):
    found = told("Najib Razak spoke on Monday.", published).of("Najib Razak")
    assert (found.country, found.sector) == ("MYS", sector)


def test_then_and_former(told):
    assert (
        told("Then Malaysian Prime Minister Najib Razak spoke.", "2030-01-01").of("Najib Razak").sector
        == "GOV"
    )
    assert (
        told("Former Malaysian Prime Minister Najib Razak spoke.", "2012-01-01").of("Najib Razak").sector
        == ""
    )


def test_surname_stands_for_the_full_name(told):
    read = told("Norlander President Harel Omso flew out. On Friday Omso returned.")
    assert read.of("Omso").name == "Harel Omso"
    assert read.of("Omso").country == "XNL"


def test_title_of_several_words_before_a_surname(told):
    found = told("Secretary of State Pompeo is due to make a trip.", "2018-08-20").of("Pompeo")
    assert (found.label, found.name, found.country) == ("PERSON", "Mike Pompeo", "USA")


def test_surname_that_is_a_word_too_opens_a_sentence(told):
    found = told("Trump ordered a review.", "2025-03-01").of("Trump")
    assert (found.label, found.name, found.country) == ("PERSON", "Donald Trump", "USA")


def test_short_form_holds_from_its_definition_on(told):
    read = told("The Halvenby Fishery Board (HFB) met. The HFB agreed.")
    assert [m.name for m in read.mentions if m.text == "HFB"] == ["Halvenby Fishery Board"] * 2
    assert all(m.name != "Halvenby Fishery Board" for m in told("The HFB agreed.").mentions)


def test_same_text_gives_the_same_ids(told):
    text = "Norland and Ostia met in Velostra."
    assert told(text).mentions == told(text).mentions
    assert len({mention.entity_id for mention in told(text).mentions}) == 3


def test_given_name_makes_a_person_of_strange_words(told):
    assert told("The party chose Abdirahman Velmur.").labels()["Abdirahman Velmur"] == "PERSON"


def test_title_that_is_a_forename_stays_in_the_name(told):
    assert told("Police detained Amir Velmur Omso.").labels()["Amir Velmur Omso"] == "PERSON"


def test_small_half_of_a_titled_name_belongs_to_it(told):
    assert told("They met Prosecutor General Omso Har-vel.").labels()["Omso Har-vel"] == "PERSON"
    assert "Omso" in told("They met Prosecutor General Omso-led troops.").labels()
