"""Actors: who stands behind a noun phrase, and for which country; nobody where nobody is meant."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "word", "who"),
    [
        ("Norland warned Ostia.", "Norland", [("Norland", "XNL")]),
        ("Halvenby warned Ostia.", "Halvenby", [("Norland", "XNL")]),
        ("Norlander police arrested him.", "police", [("Norland police", "XNL")]),
        ("Norland's coastguard fired.", "coastguard", [("Norland coast guard", "XNL")]),
        ("Police in Ostia fired.", "Police", [("Ostia police", "XOS")]),
        ("The government of Norland agreed.", "government", [("Norland", "XNL")]),
        ("The Norlander foreign minister left.", "minister", [("Norland", "XNL")]),
        ("Norland's troops attacked.", "troops", [("Norland troops", "XNL")]),
        (
            "Norlander and Ostian troops clashed.",
            "troops",
            [("Norland troops", "XNL"), ("Ostia troops", "XOS")],
        ),
        ("Thousands of people marched in Halvenby.", "Thousands", [("Norland people", "XNL")]),
        ("Thousands of people marched.", "Thousands", [("people", "")]),
        ("Thousands of Norlanders marched.", "Thousands", [("Norland", "XNL")]),
        ("Leaders of Norland and Ostia met.", "Leaders", [("Norland", "XNL"), ("Ostia", "XOS")]),
        ("Two Norlander soldiers died.", "soldiers", [("Norland soldier", "XNL")]),
        ("NATO troops landed.", "troops", [("North Atlantic Treaty Organization", "")]),
        ("Norland-led forces advanced.", "forces", [("Norland forces", "XNL")]),
        ("Norlander diplomats and businessmen met.", "businessmen", [("Norland businessman", "XNL")]),
        ("Norland's soldiers and border guards fired.", "guards", [("Norland border guard", "XNL")]),
        # Parts of the world act as their states; their people and single states of theirs are named as such.
        ("The West warned Ostia.", "West", [("West", "")]),
        ("Western governments warned Ostia.", "governments", [("West", "")]),
        ("European leaders warned Ostia.", "leaders", [("Europe", "")]),
        ("The Europeans warned Ostia.", "Europeans", [("Europe", "")]),
        ("Latin American states warned Ostia.", "states", [("Latin America", "")]),
        ("Arab states warned Ostia.", "states", [("Arab states", "")]),
        ("African students warned Ostia.", "students", [("African students", "")]),
        ("A European government warned Ostia.", "government", [("European government", "")]),
        ("The West Wing warned Ostia.", "Wing", []),
        ("Adam West warned Ostia.", "West", [("Adam West", "")]),
        # Whom an apposition or "to be" makes of a description.
        ("Norland is an ally which has armed Ostia.", "ally", [("Norland", "XNL")]),
        ("It met Norland, an ally that has armed Ostia.", "ally", [("Norland", "XNL")]),
        ("The only leader who called Ostia was Ruan Sellick of Norland.", "leader", [("Ruan Sellick", "XNL")]),
        ("Norland is not an ally which has armed Ostia.", "ally", []),
        ("Ostia spoke. Islamists killed two tourists in Norland.", "Islamists", [("Norland islamist", "XNL")]),
        ("Ostia spoke. Refugees arrived in Norland.", "Refugees", [("refugee", "")]),
        ("The western governments warned Ostia.", "governments", [("West", "")]),
        ("Norland, Ostia and other states signed.", "states", []),
        # Those whom a body has, and the one body that a text names.
        (
            "ASEAN waited. AUKUS was founded. The three agreed.",
            "three",
            [("Australia", "AUS"), ("United Kingdom", "GBR"), ("United States", "USA")],
        ),
        ("It rained. The bloc left Myanmar out, and ASEAN met.", "bloc", [("Association of Southeast Asian Nations", "")]),
        ("ASEAN met the EU. It rained. It snowed. It was late. All slept. The bloc left.", "bloc", [("bloc", "")]),
        # Whose government it is: their place's, their people's, not the other side's.
        ("Norland met Ostia. In Velostra the government signed.", "government", [("Ostia", "XOS")]),
        ("Norland met Ostia. With Ostia the government signed a pact.", "government", [("Norland", "XNL")]),
        ("Ostia is near. The Norlander opposition accused the government.", "government", [("Norland", "XNL")]),
        ("Ostia is near. Norlander soldiers overthrew an elected government.", "government", [("Norland", "XNL")]),
        # Some of a body's members are not the body; all of them are.
        ("Most ASEAN countries waited.", "countries", [("Association of Southeast Asian Nations countries", "")]),
        ("The ten members of ASEAN waited.", "members", [("Association of Southeast Asian Nations", "")]),
        ("An ASEAN country waited.", "country", [("Association of Southeast Asian Nations country", "")]),
        # Whose crowd a place or an embassy's place tells.
        ("Crowds in the Ostian capital burned flags.", "Crowds", [("Ostia crowd", "XOS")]),
        ("Protesters stormed the Norlander embassy in Velostra.", "Protesters", [("Ostia protester", "XOS")]),
        # Kinds of bodies and organs with a capital.
        ("The EU was angry. In May the Commission fined Norland.", "Commission", [("European Union", "")]),
        ("The United States waited. In May the Treasury fined Norland.", "Treasury", [("United States", "USA")]),
        ("Norland waited. Norland hoped. In May parliament ratified the treaty.", "parliament", [("Norland parliament", "XNL")]),
        # Near misses: an opponent is no owner, an ally is somebody else, a settlement doesn't act.
        ("Anti-Norland protesters marched.", "protesters", [("protester", "")]),
        ("Norland's allies waited.", "allies", []),
        ("Norlander settlements grew.", "settlements", []),
        ("The treaty failed.", "treaty", []),
        ("Talks were held in Halvenby.", "Halvenby", []),
    ],
)
def test_who_stands_behind(told, text, word, who):
    assert told(text).who(word) == who


@pytest.mark.parametrize(
    ("text", "word", "day", "name"),
    [
        ("Wang Yi spoke. Wang left.", "Wang", "2023-06-01", "Wang Yi"),
        ("Jordan waits for King Abdullah of Jordan. King Abdullah left.", "Abdullah", "2011-11-01", "Abdullah II"),
        ("In Beijing President Lula spoke.", "Lula", "2023-05-01", "Luiz Inácio Lula da Silva"),
        # Who rules a state that the text names, by the surname alone.
        ("Costa Rica is small. Few know what Arias wants.", "Arias", "1987-06-01", "Óscar Arias"),
    ],
)
def test_short_name_is_of_a_person(told, text, word, day, name):
    assert [actor for actor, _ in told(text, day).who(word, -1)] == [name]


def test_owner_of_backed_rebels_is_the_adjective(told):
    assert told("Norland-backed Ostian rebels left.").who("rebels") == [("Ostia rebel", "XOS")]


def test_sectors(told):
    read = told("Norlander police and Norland met the Ostians.")
    sectors = {token.text: [actor.sector for actor in read.actors.at(token)] for token in read.actors.doc}
    assert (sectors["police"], sectors["Norland"], sectors["Ostians"]) == (["COP"], ["GOV"], ["CVL"])


def test_person_rules_for_a_state(told):
    read = told("Norlander President Harel Omso spoke. Omso's forces advanced.")
    assert read.who("forces") == [("Norland forces", "XNL")]


def test_place_is_named(told):
    read = told("They met in Halvenby and at sea.")
    token = next(token for token in read.actors.doc if token.text == "Halvenby")
    assert read.actors.place(token) == "Halvenby"
    assert read.actors.place(read.actors.doc[0]) == ""


def test_mentions_in_a_stretch(told):
    read = told("Norland met Ostia.")
    assert [mention.text for mention in read.actors.mentions_in(1, 4)] == ["Ostia"]


def test_no_actor_behind_dates_pacts_and_seas(told):
    read = told("On 5 May the Norland–Ostia Defence Treaty reached the South China Sea.", "2020-05-05")
    assert read.who("Sea") == read.who("Treaty") == read.who("May") == []


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Premier Ruan Sellick of Norland left.", "Sellick", "XNL"),
        ("Anna Koval of Ostia left.", "Koval", "XOS"),
        # What only begins the next name isn't the person's country.
        ("It warned Marek Dubin of Norland's anger.", "Dubin", ""),
        # Whose office it is.
        ("The last Norlander president to visit Ostia was Marek Dubin, in 1928.", "Dubin", "XNL"),
        ("The guest of the Norlanders was Marek Dubin.", "Dubin", ""),
        ("Norland waited. Its foreign minister, Marek Dubin, summoned the Ostian ambassador.", "Dubin", "XNL"),
        ("Norland waited, and Norland hoped. The trade minister, Marek Dubin, asked Ostia.", "Dubin", "XNL"),
        # Of two who are as much in view nobody can say.
        ("Norland and Ostia met. The trade minister, Marek Dubin, told them.", "Dubin", ""),
    ],
)
def test_country_behind_a_person(told, text, word, name):
    assert [country for _, country in told(text).who(word)] == [name]


def test_body_called_by_its_last_word(told):
    read = told("The Northern Fisheries Commission met. On Friday the Commission warned Ostia.")
    names = [m.name for m in read.mentions if "Commission" in m.text]
    assert names == ["Northern Fisheries Commission", "Northern Fisheries Commission"]
