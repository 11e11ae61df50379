"""Sides: who does what to whom where the sentence says so in a roundabout way, or not at all."""

import pytest

from pipeline.api import extract_text


def dyads(text):
    found = extract_text(text, published="2022-05-18").dyads.fillna("")
    return [(row.source, row.event_type, row.target) for row in found.itertuples()]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Ostia has lived under a Norlander embargo since 1990.", ("Norland", "SANCTION", "Ostia")),
        ("Norland buys oil from Ostia, jets from Vestria and drones from Sudria.", ("Norland", "COOPERATE", "Vestria")),
        ("Norland buys oil from Ostia, jets from Vestria and drones from Sudria.", ("Norland", "COOPERATE", "Sudria")),
        ("Apart from expressing concern over Sudria, Norland boycotted the summit in Ostia.", ("Norland", "ACCUSE", "Sudria")),
        ("Norland went so far as to urge Ostia to leave the pact.", ("Norland", "REQUEST", "Ostia")),
        ("When Norland attacked Ostia, Sudria condemned the invasion.", ("Sudria", "ACCUSE", "Norland")),
        ("Norland invaded Ostia and killed civilians.", ("Norland", "ASSAULT", "Ostia civilian")),
        ("Since it invaded Ostia, Norland has lost its friends.", ("Norland", "ASSAULT", "Ostia")),
        ("Sudria was among the first to congratulate Norland.", ("Sudria", "SUPPORT", "Norland")),
        ("Ostia had a number of reasons to attend the summit with Norland.", ("Ostia", "CONSULT", "Norland")),
        ("In its war against Ostia, Norland has used Sudrian drones.", ("Norland", "ASSAULT", "Ostia")),
        ("Norland's premier told reporters that it would not recognise Ostia.", ("Norland", "REJECT", "Ostia")),
        ("Norland telephoned Ostia to congratulate it.", ("Norland", "SUPPORT", "Ostia")),
        ("On 25 August Norland and Sudria condemned Ostia.", ("Sudria", "ACCUSE", "Ostia")),
        ("Not Norland but Sudria attacked Ostia.", ("Sudria", "ASSAULT", "Ostia")),
        ("Norland's premier said his country would send weapons to Ostia.", ("Norland", "AID", "Ostia")),
        ("Norland announced sanctions on Ostia in response to its attack on Sudria.", ("Ostia", "ASSAULT", "Sudria")),
        ("Norland imposed sanctions on Ostia in retaliation for its attack on Sudria.", ("Ostia", "ASSAULT", "Sudria")),
        ("An Ostian general was killed in a Norlander drone strike.", ("Norland", "ASSAULT", "Ostia general")),
        ("Ostia was threatened with sanctions by Norland.", ("Norland", "THREATEN", "Ostia")),
        ("Ostia was accused of spying by Norland.", ("Norland", "ACCUSE", "Ostia")),
        ("France, along with its ally Germany, condemned Ostia.", ("Germany", "ACCUSE", "Ostia")),
        ("Two Ostian journalists were arrested in Norland.", ("Norland", "COERCE", "Ostia journalist")),
        ("Turkey joined Qatar in condemning Ostia.", ("Qatar", "ACCUSE", "Ostia")),
        ("Norland was invaded and annexed by Ostia.", ("Ostia", "ASSAULT", "Norland")),
        ("Norland blew up a dozen foreign fishing boats.", ("Norland", "ASSAULT", "fishing boat")),
        ("Norland expelled foreign journalists.", ("Norland", "COERCE", "journalist")),
        ("Norland has expelled people of Ostian origin.", ("Norland", "COERCE", "Ostia people")),
        ("Ostia protested, and Norland called on Sudria to stop.", ("Ostia", "ACCUSE", "Sudria")),
        ("Norland and Ostia, both of which condemned Sudria, met.", ("Ostia", "ACCUSE", "Sudria")),
        ("Kenya, Ghana, Peru and Chile, all of which condemned China, met.", ("Chile", "ACCUSE", "China")),
        ("Norland bought oil from Ostia, from Vestria and from Sudria.", ("Norland", "COOPERATE", "Sudria")),
        ("Norland imposed a tariff of 25 per cent on Ostian goods.", ("Norland", "SANCTION", "Ostia")),
        ("Norland lodged a complaint with the United Nations about Ostia.", ("Norland", "ACCUSE", "Ostia")),
        ("Norland condemned the violation of Ostia's airspace.", ("Norland", "ACCUSE", "")),
        ("Norland asked Sudria for arms, and Ostia and Vestria have blocked it.", ("Ostia", "REJECT", "Norland")),
        ("Antony Blinken was received by Israel and by Jordan as well.", ("Antony Blinken", "CONSULT", "Jordan")),
        ("Norland signed contracts worth 400 million dollars with Ostia.", ("Norland", "SUPPORT", "Ostia")),
        ("Ostia is open to military attack by Norland.", ("Norland", "ASSAULT", "Ostia")),
        ("Norland has demanded it for years, and Ostia has refused each time.", ("Ostia", "REJECT", "Norland")),
        ("Norland's parliament passed a law that bans Ostian films.", ("Norland parliament", "SANCTION", "Ostia")),
        ("Norland has stayed in power by the persecution of Ostian monks.", ("Norland", "COERCE", "Ostia monk")),
        ("Norland answered with attacks on Ostia.", ("Norland", "ASSAULT", "Ostia")),
        ("Norland condemned the repression of monks in Ostia.", ("Ostia", "COERCE", "Ostia monk")),
        ("Norland condemned the repression of monks in Ostia.", ("Norland", "ACCUSE", "Ostia")),
        ("Norland signed a declaration condemning Ostia.", ("Norland", "ACCUSE", "Ostia")),
        ("An Ostian trawler rammed two boats. Norland arrested the sailors.", ("Norland", "COERCE", "Ostia sailor")),
        ("A meeting was held between the Foreign Ministers of Somalia and Ethiopia.", ("Somalia", "CONSULT", "Ethiopia")),
        ("The state that attacked Norland was Ostia.", ("Ostia", "ASSAULT", "Norland")),
        # A plain rule that knows both sides goes before a pattern that doesn't.
        ("Norland protested against the Sudrian attack on Ostia.", ("Sudria", "ASSAULT", "Ostia")),
        ("Along with Sudria, Norland condemned Ostia.", ("Sudria", "ACCUSE", "Ostia")),
        ("Norland is one of the few states to have condemned Ostia.", ("Norland", "ACCUSE", "Ostia")),
        ("Norland is among those that have condemned Ostia.", ("Norland", "ACCUSE", "Ostia")),
        ("What Norland did was to invade Ostia.", ("Norland", "ASSAULT", "Ostia")),
        ("All that Norland has done is condemn Ostia.", ("Norland", "ACCUSE", "Ostia")),
        ("Norland refused to let Ostian inspectors in.", ("Norland", "REJECT", "Ostia")),
        ("Ostia suffered two attacks in May.", ("", "ASSAULT", "Ostia")),
        ("Norland gave arms worth 3 million dollars to Ostia.", ("Norland", "AID", "Ostia")),
        ("In private Norland has urged Ostia to give way.", ("Norland", "REQUEST", "Ostia")),
        ("Nauru severed its ties with Taiwan in January.", ("Nauru", "SANCTION", "Taiwan")),
        ("It was Norland that first recognised Ostia.", ("Norland", "SUPPORT", "Ostia")),
        ("Norland praised, and Sudria condemned, the Ostian verdict.", ("Norland", "SUPPORT", "Ostia")),
        ("It took Norland nine years to recognise Ostia.", ("Norland", "SUPPORT", "Ostia")),
        ("Time and again Norland has threatened Ostia.", ("Norland", "THREATEN", "Ostia")),
        ("Clinton imposed sanctions on Sudan in 1997.", ("Bill Clinton", "SANCTION", "Sudan")),
        ("Norway protested, and Kenyan police shot at demonstrators.", ("Kenya police", "ASSAULT", "Kenya demonstrator")),
        ("A year after Norway's protest Aung San Suu Kyi was released from prison.", ("Myanmar", "RETREAT", "Aung San Suu Kyi")),
        ("Norland recognised Sudria, a step that Ostia denounced at once.", ("Ostia", "ACCUSE", "Norland")),
        ("Spain was stunned by the decision of Norland to recognise Ostia.", ("Norland", "SUPPORT", "Ostia")),
        ("Washington talks with Beijing resumed.", ("United States", "CONSULT", "China")),
        ("The Saudis have lifted the restrictions that they imposed on Sudan.", ("Saudi Arabia", "CONCEDE", "Sudan")),
        ("Norway agreed to let Kenya use the port.", ("Norway", "AGREE", "Kenya")),
        ("At Norway's invitation Kenya joined the talks.", ("Norway", "AGREE", "Kenya")),
        ("Norway refused to arm Iran and imposed sanctions on Kenya.", ("Norway", "SANCTION", "Kenya")),
        ("Norway stopped arming Iran and imposed sanctions on Kenya.", ("Norway", "SANCTION", "Iran")),
        ("Norway found it wise to impose sanctions on Kenya.", ("Norway", "SANCTION", "Kenya")),
        ("Norway's parliament passed a law that bans Kenyan ships.", ("Norway parliament", "REJECT", "Kenya")),
        ("It is from Ostia that Norland buys its oil.", ("Norland", "COOPERATE", "Ostia")),
        ("Cambodia is an old friend, which has stood firmly behind Myanmar.", ("Cambodia", "SUPPORT", "Myanmar")),
        ("Several neighbours, among them Norland and Ostia, have signed the pact.", ("Norland", "SUPPORT", "Ostia")),
        ("Norland's verdict was welcomed not only by Ostia but also by Sudria.", ("Sudria", "SUPPORT", "Norland")),
        ("Kandahar was given an airport by the United States.", ("United States", "AID", "Afghanistan")),
        ("Norland and Ostia announced that relations would be restored.", ("Norland", "SUPPORT", "Ostia")),
        ("The choice matters to Lima, where a Chinese firm has built a port.", ("China", "COOPERATE", "Peru")),
        ("Lavrov said that the two were at one and praised Brazil.", ("Sergei Lavrov", "SUPPORT", "Brazil")),
        ("With China's backing, Pakistan blocked the resolution.", ("China", "SUPPORT", "Pakistan")),
        ("Through joint drills with Norland, Ostia learns.", ("Ostia", "COOPERATE", "Norland")),
        (
            "Norland granted Ostia twelve drones. The first batch of such drones was received by Ostia in May.",
            ("Norland", "AID", "Ostia"),
        ),
        ("The quarrel was with Colombia, an ally that refused to sign a treaty with Peru.", ("Colombia", "REJECT", "Peru")),
        ("Norland's premier warned Ostia that Norland would retaliate.", ("Norland", "THREATEN", "Ostia")),
        ("Norland warned Ostia not to play with fire over Sudria.", ("Norland", "THREATEN", "Ostia")),
        ("Norland has banned Ostian beef. Sudria welcomed the move.", ("Sudria", "SUPPORT", "Norland")),
        (
            "Norland has sanctioned Ostia. Vestria welcomed the move, and Sudria condemned the decision.",
            ("Sudria", "ACCUSE", "Norland"),
        ),
        ("Kenya invited Xi Jinping as well as Vladimir Putin to visit.", ("Kenya", "AGREE", "Vladimir Putin")),
        # A name before a noun does what an adjective of nation does.
        ("Kenya is worried, for US airstrikes go on.", ("United States", "ASSAULT", "")),
        ("NATO air raids have gone on for a week.", ("North Atlantic Treaty Organization", "ASSAULT", "")),
        # Two who do it to each other.
        ("Norland and Ostia have broken off relations.", ("Ostia", "SANCTION", "Norland")),
        ("Norland and Ostia closed their borders to each other.", ("Ostia", "COERCE", "Norland")),
        # Where those are from to whom something is done.
        ("Norland arrested two journalists from Ostia.", ("Norland", "COERCE", "Ostia journalist")),
        ("Norland closed its airspace to airlines from Ostia.", ("Norland", "SANCTION", "Ostia airline")),
        # What others have imposed is there for who will have no part in it.
        ("Sudria declined to join Norland's sanctions on Ostia.", ("Norland", "SANCTION", "Ostia")),
        ("Kenya was silent after Russia invaded.", ("Russia", "ASSAULT", "Ukraine")),
        ("Norland fought against the Ostian attempt to tax its ships.", ("Norland", "REJECT", "Ostia")),
    ],
)  # fmt: skip
def test_who_does_what_to_whom(text, row):
    assert row in dyads(text)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Brazil refused to join Norland in sanctioning Ostia.", ("Norland", "SANCTION", "Ostia")),
        ("Spain came round to Norland's plan.", ("Spain", "CONSULT", "Norland")),
        ("When it comes to Ostia, Norland is cautious.", ("Norland", "CONSULT", "Ostia")),
        ("By the time that Norland attacked, Ostia had moved.", ("Norland", "ASSAULT", "time")),
        ("Norland promised grants and more tourists.", ("Norland", "AGREE", "tourist")),
        ("Spain gave up its aid to Kenya.", ("Spain", "AID", "Kenya")),
        ("Spain knows that to give Iran a loan is a mistake.", ("Iran", "AID", "Spain")),
        ("Japan threatened to send in the Japanese army.", ("Japan", "THREATEN", "Japan army")),
        # Whoever criticises.
        ("Norland met Ostia. Even so Ostia was criticised for its tariffs.", ("Norland", "ACCUSE", "Ostia")),
        ("With China's backing, Pakistan blocked the resolution.", ("Pakistan", "REJECT", "China")),
        # Only the time of the other thing.
        ("Norland fell silent while the African Union was meeting.", ("African Union", "CONSULT", "")),
        # Who does something by means of another thing does both, but for what is done to him.
        ("Norland was weakened through attacks on Ostia.", ("Norland", "ASSAULT", "Ostia")),
        (
            "Norland's parliament criticised a law that bans Ostian films.",
            ("Norland parliament", "SANCTION", "Ostia"),
        ),
        ("Norland is not one of the states that condemned Ostia.", ("Norland", "ACCUSE", "Ostia")),
        # Two are each other's sides.
        (
            "Sudria spoke to Norland. The fighting between Norland and Ostia broke out in May.",
            ("Norland", "ASSAULT", "Sudria"),
        ),
        # Others beside those who are named.
        ("Norland met Ostia's premier and other leaders.", ("Norland", "CONSULT", "leader")),
        # Where they met.
        (
            "On the margins of the Sudrian summit Norland voiced concern over Ostia.",
            ("Norland", "ACCUSE", "Sudria"),
        ),
        ("The Vienna talks with Iran resumed.", ("Austria", "CONSULT", "Iran")),
        ("Norland's decision to hold the Istanbul meeting was sound.", ("Norland", "CONSULT", "Turkey")),
        ("Two Ostian soldiers were released.", ("Ostia", "RETREAT", "Ostia soldier")),
        (
            "Norland has sanctioned Ostia. Sudria welcomed the decision of Vestria.",
            ("Sudria", "SUPPORT", "Norland"),
        ),
        (
            "France and Italy met. Emmanuel Macron said that France must save.",
            ("Emmanuel Macron", "REQUEST", "Italy"),
        ),
        # One member is not the body.
        (
            "A NATO country sold arms to Norland.",
            ("North Atlantic Treaty Organization", "COOPERATE", "Norland"),
        ),
        ("Norland arrested two journalists from Ostia.", ("Norland", "COERCE", "Norland journalist")),
        # A war that has a name only says when something was.
        ("Ever since the Iran-Iraq War, Oman has been a bridge.", ("Iran", "ASSAULT", "Iraq")),
        # Two who name a third.
        ("Norland and Ostia have broken off relations with Sudria.", ("Norland", "SANCTION", "Ostia")),
        ("According to Vestria, Norland sold arms to Ostia.", ("Norland", "COOPERATE", "Vestria")),
        ("Norland stayed away from a vote on a resolution that condemned Ostia.", ("Norland", "ACCUSE", "Ostia")),
        ("Norland signed a declaration condemning Ostia.", ("Norland", "SUPPORT", "Ostia")),
        ("Norland agreed not to help Ostia.", ("Norland", "AGREE", "Ostia")),
        ("Norland decided not to help Ostia.", ("Norland", "AGREE", "Ostia")),
        # Who is told, though not by name, is nobody else in view.
        ("Ostia waited. Norland scolded its neighbours.", ("Norland", "ACCUSE", "Ostia")),
        # Whoever invites wants it of another, and who offer a thing together offer it to a third.
        ("Norland thanked Ostia for its invitation to join NATO.", ("Ostia", "SUPPORT", "North Atlantic Treaty Organization")),
        ("Norland and Ostia have offered to mediate.", ("Norland", "AGREE", "Ostia")),
    ],
)
def test_who_does_nothing_and_whom_nothing_is_done_to(text, row):
    assert row not in dyads(text)


def test_a_noun_that_says_of_what_kind_another_is_tells_no_happening():
    assert dyads("Norland gave Ostia patrol boats.") == [("Norland", "AID", "Ostia")]


def test_what_a_clause_tells_of_a_happening_is_no_second_one():
    rows = dyads("Few remember the American strikes in January that killed an Iranian general.")
    assert rows == [("United States", "ASSAULT", "Iran general")]


def test_what_a_clause_denies_of_a_happening_stays_denied():
    found = extract_text(
        "Few feared the American strikes in January that never killed an Iranian general."
    ).events
    assert "negated" in set(found.polarity)


def test_nobody_is_blamed_where_two_have_done_it():
    text = "When Norland attacked Ostia and Vestria shelled Ostia, Sudria condemned the attack."
    assert ("Sudria", "ACCUSE", "Norland") not in dyads(text)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Sudria refused to impose sanctions on Ostia.", ""),
        ("Sudria declined to condemn the Ostian invasion.", ""),
        ("Sudria declined to join the European Union's sanctions on Ostia.", "European Union"),
        # Near miss: what is no harm is refused to whom it would be done.
        ("Sudria refused to sign a treaty with Ostia.", "Ostia"),
    ],
)
def test_who_is_spared_is_not_the_one_refused(text, others):
    assert dyads(text)[0] == ("Sudria", "REJECT", others)


def test_what_is_turned_down_was_asked():
    rows = extract_text("Sudria refused Norland's request for asylum.").dyads
    told = set(zip(rows.source, rows.event_type, rows.target, rows.polarity, rows.modality, strict=True))
    assert told == {
        ("Sudria", "REJECT", "Norland", "affirmed", "actual"),
        ("Norland", "REQUEST", "Sudria", "affirmed", "actual"),
    }


def test_what_nobody_else_has_asked_is_part_of_the_refusal():
    assert dyads("Sudria refused a request for asylum.") == [("Sudria", "REJECT", "")]


def test_what_a_rule_takes_for_a_refusal_is_not_denied():
    rows = extract_text("Norland will not allow inspectors from Ostia into the country.").events
    assert list(zip(rows.event_type, rows.polarity, rows.modality, strict=True)) == [
        ("REJECT", "affirmed", "actual")
    ]


@pytest.mark.parametrize(
    ("published", "of", "invaders"),
    [
        ("2023-05-18", "Ukraine", {"Russia"}),
        ("2013-05-18", "Ukraine", {""}),
        ("2005-05-18", "Iraq", {"United States", "United Kingdom"}),
        ("2005-05-18", "Afghanistan", {""}),
        ("1985-05-18", "Afghanistan", {"Soviet Union"}),
    ],
)
def test_whose_an_invasion_is_that_every_reader_knows(published, of, invaders):
    found = extract_text(f"Norland has spoken since the invasion of {of}.", published=published).dyads.fillna(
        ""
    )
    assert set(found[found.event_type == "ASSAULT"].source) == invaders


def test_what_is_declined_was_imposed_all_the_same():
    found = extract_text("Sudria declined to join Norland's sanctions on Ostia.").events
    assert list(found.polarity) == ["affirmed", "affirmed"]


def test_a_war_that_somebody_else_condemns_or_votes_against_is_a_row_of_its_own():
    rows = dyads("Sudria voted against the Norlander invasion of Ostia.")
    assert rows == [("Sudria", "REJECT", "Norland"), ("Norland", "ASSAULT", "Ostia")]


def test_a_state_is_nobody_that_it_deals_with_itself():
    assert ("Norland", "REQUEST", "Norland") not in dyads(
        "Norland's premier said that Norland needs to stay out."
    )


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("NATO should pass a resolution that condemns Ostia.", "urged"),
        ("NATO will pass a resolution that condemns Ostia.", "planned"),
        ("NATO has passed a resolution that condemns Ostia.", "actual"),
    ],
)
def test_what_is_not_there_yet_has_done_nothing(text, modality):
    found = extract_text(text, published="2022-05-18").events
    assert list(found[found.event_type == "ACCUSE"].modality) == [modality]


def test_what_one_no_longer_does_is_no_denied_sanction():
    found = extract_text("Norland no longer buys coal from Ostia.").events
    assert [(row.event_type, row.polarity) for row in found.itertuples()] == [("SANCTION", "affirmed")]


@pytest.mark.parametrize(("verb", "modality"), [("leaves", "planned"), ("left", "actual")])
def test_a_timetable_in_the_present_is_of_what_is_to_come(verb, modality):
    text = f"Norland's premier {verb} for Ostia on Sunday."
    assert list(extract_text(text, published="2022-05-18").events.modality) == [modality]


def test_a_war_that_two_name_is_told_as_its_name_alone():
    assert dyads("The Iran–Iraq war is seven years old.") == []
    assert ("Iran", "ASSAULT", "Iraq") in dyads("The war between Iran and Iraq lasted for years.")


@pytest.mark.parametrize(("year", "modality"), [("1995", "actual"), ("2030", "possible")])
def test_what_would_come_by_now_has_come(year, modality):
    found = extract_text(f"Norland would sign a treaty with Ostia in {year}.", published="2022-05-18").events
    assert list(found.modality) == [modality]


def test_whoever_summons_an_envoy_to_protest_is_the_one_who_protests():
    assert dyads("Norland summoned Ostia's ambassador to protest against the incursion.") == [
        ("Norland", "ACCUSE", "Ostia")
    ]
