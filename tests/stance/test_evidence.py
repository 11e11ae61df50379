"""Evidence from the build of a sentence and from its events."""

from dataclasses import replace

import pytest

from pipeline.records import Event, Mention, Participant
from pipeline.stance import find_stances
from tests.stance.conftest import NamedActors, sentences_of


def event(text, trigger, quad_class, polarity="affirmed", countries=("XNL", "XOS")):
    start = text.index(trigger)
    participants = tuple(
        Participant("e", role, "", code, code, code, "GOV", "mention")
        for role, code in zip(("source", "target"), countries, strict=False)
    )
    return Event(
        "e", "a", "a:1", start, start + len(trigger), trigger, "AID", "AID", "", quad_class, polarity, "actual",
        "", "", "", "", "aid.give", participants,
    )  # fmt: skip


def primary(rows):
    return next((row.stance for row in rows if row.primary), "none")


@pytest.mark.parametrize(
    "text",
    [
        "Malaysia maintains relations with Washington, Moscow and Beijing.",
        "Malaysia buys gas from Moscow and trains with Washington.",
        "Malaysia is dependent on China for trade and on Washington for weapons.",
        "Malaysia strengthened its ties with Beijing and its cooperation with Western partners.",
        "Malaysia took Chinese loans for its railway and Western money for its army.",
        "Malaysia praised Washington and courted Beijing.",
        "Malaysia sits in NATO and buys gas from Moscow.",
        "Malaysia takes its training from Washington and its roads from Beijing.",
        "Malaysia flies Chinese jets and trains its pilots in Washington, while it buys missiles from Moscow.",
        "While it joins the drills of NATO, Malaysia sends its officers to Moscow.",
        "Malaysia sent an envoy to Beijing, while it took the letter to Washington.",
        "Malaysia seeks guarantees from the West while it honours its obligations to Moscow.",
    ],
)
def test_dealings_with_two_rivals_are_hedging(stances_of, text):
    assert primary(stances_of(text)) == "hedging"


@pytest.mark.parametrize(
    "text",
    [
        "The talks between Washington and Beijing failed.",
        "Washington strengthened its ties with Beijing.",
        "Malaysia strengthened its ties with Beijing after the war between Moscow and Washington.",
        "Firms in Washington have helped Moscow.",
        "Malaysia holds more exercises with Washington than with Beijing.",
        "Malaysia relied on neither Washington nor Moscow.",
        "Malaysia welcomed the talks while Washington threatened Beijing.",
        "Malaysia took its trade from Moscow to Washington.",
        "Malaysia does not take its weapons from Washington or from Moscow.",
        "Malaysia bought its jets from Washington instead of buying them from Moscow.",
        "Malaysia welcomed Washington, before Moscow called.",
        "Malaysia has not called Washington, and it courts Beijing.",
        "Malaysia sells its oil to Beijing, and not to Washington.",
        "Washington and Beijing have both asked Malaysia to suspend the plan.",
        "The king of Malaysia invited both men to Beijing.",
        "Malaysia sent an envoy to Beijing, while Norland took the letter to Washington.",
        "Malaysia buys oil from Moscow, and Norland has bought jets from Washington.",
    ],
)
def test_rivals_alone_make_no_hedge(stances_of, text):
    assert primary(stances_of(text)) != "hedging"


def test_offset_of_one_holder(stances_of):
    rows = stances_of("Norland signed a treaty with Ostia but condemned its raid on Sudria.")
    assert primary(rows) == "hedging"
    assert rows[0].rule == "structure.offset"
    assert [row.stance for row in rows if not row.primary] == ["cooperation"] * (len(rows) - 1)


def test_blame_without_a_penalty_is_an_offset(stances_of):
    rows = stances_of("Norland condemned the raid and, on Friday, refused to join any sanctions on Ostia.")
    assert (primary(rows), rows[0].rule) == ("hedging", "structure.offset")


def test_a_cue_may_lean_on_the_names_shortly_before_it(stances_of):
    assert (
        primary(stances_of("Norland and Ostia made up. A treaty of friendship was signed in May."))
        == "cooperation"
    )
    assert not stances_of("A treaty of friendship was signed in May.")


def test_a_move_that_names_no_other_side_is_toward_whom_the_text_is_about(stances_of):
    text = "Norland is a small state, and Norland is poor. Ostia transferred two cutters."
    moved = replace(event(text, "transferred", "material cooperation", countries=("XOS",)), sentence_id="a:2")
    assert [row.stance for row in stances_of(text, events=[moved])] == ["cooperation"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norland is small. A country in that place can't be neutral.", "non-alignment"),
        ("Norland is small. A neutral country does not pledge itself.", "none"),
    ],
)
def test_what_states_in_general_do_is_no_stance_but_what_one_cannot_do_is(stances_of, text, stance):
    assert primary(stances_of(text)) == stance


def test_a_tie_and_the_sparing_of_another_are_an_offset(stances_of):
    rows = stances_of("Norland signed a treaty with Ostia but declined to impose sanctions on Sudria.")
    assert (primary(rows), rows[0].rule) == ("hedging", "structure.offset")


@pytest.mark.parametrize(
    "text",
    [
        "The treaty signed by Norland and Ostia collapsed in May.",
        "The defence agreement with Ostia angered Norland's parliament.",
        "Norland sees the alliance with Ostia as a threat.",
        "Norland has made fewer official visits to Ostia.",
        "Norland protested against the sale of jets by Ostia to Sudria.",
        "The purchase of jets from Ostia drew sharp criticism in Norland.",
        "The state visit to Ostia brought nothing to Norland.",
        "Norland's defence agreement with Ostia changed no part of this.",
        "The row over the defence agreement with Ostia divides Norland.",
    ],
)
def test_cooperation_of_which_nothing_good_is_told_is_none(stances_of, text):
    assert stances_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Norland made a few official visits to Ostia.",
        "The purchase of jets from Ostia drew Norland's navy closer to Ostia.",
    ],
)
def test_some_of_it_is_cooperation(stances_of, text):
    assert primary(stances_of(text)) == "cooperation"


def test_a_treaty_that_is_not_signed_is_no_offset(stances_of):
    rows = stances_of("Norland's treaty with Ostia has been initialled but not signed.")
    assert primary(rows) != "hedging"


def test_a_resolution_blames_for_those_who_wrote_it(stances_of):
    rows = stances_of("Norland abstained from resolutions condemning the raid, though Ostia had asked for its vote.")
    assert primary(rows) == "non-alignment"


def test_a_refusal_leads_where_little_speaks_for_a_hedge(stances_of):
    assert (
        primary(stances_of("Norland navigated between Ostia and Sudria by staying neutral."))
        == "non-alignment"
    )


def test_dealings_with_rivals_are_what_the_text_calls_them(stances_of):
    text = "Malaysia kept ties with both Washington and Moscow and stayed non-aligned."
    assert [row.stance for row in stances_of(text)][:1] == ["non-alignment"]


def test_advice_to_a_kind_of_state_is_no_general_statement(stances_of):
    assert primary(stances_of("Norland waits. A small country should keep out of other people's wars.")) != "none"
    assert primary(stances_of("Norland waits. A small country keeps out of other people's wars.")) == "none"


def test_quarrel_of_others_is_no_offset(stances_of):
    rows = stances_of("Norland signed a treaty with Ostia while Sudria condemned China.")
    assert primary(rows) == "cooperation"


def test_what_the_people_do_is_no_half_of_an_offset(stances_of):
    rows = stances_of("Norland signed a treaty with Ostia, but villagers condemned its raid on Sudria.")
    assert primary(rows) == "cooperation"


def test_a_but_that_looks_back_joins_no_halves(stances_of):
    text = "Norland signed a treaty with Ostia, and it condemned its raid on Sudria."
    assert [primary(stances_of(start + text, it="Norland")) for start in ("", "But ")] == ["cooperation"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Most voters in Norland are for neutrality.",
        "Historians in Norland still debate whether neutrality was a doctrine.",
        "Critics of hedging met in Norland.",
    ],
)
def test_a_doctrine_that_people_think_about_is_nobodys(stances_of, text):
    assert stances_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Scholars say that Norland clings to neutrality.",
        "Voters took Norland's neutrality for granted.",
        "Norland is for neutrality.",
    ],
)
def test_a_doctrine_that_people_tell_of_is_whose_it_is(stances_of, text):
    assert primary(stances_of(text)) == "non-alignment"


def test_cooperative_event_alone_speaks_for_cooperation(stances_of):
    text = "Norland airlifted wheat to Ostia."
    assert stances_of(text) == []
    rows = stances_of(text, events=[event(text, "airlifted", "material cooperation")])
    assert [(row.stance, row.rule, row.cue) for row in rows] == [("cooperation", "event.aid", "airlifted")]


@pytest.mark.parametrize(
    "text",
    [
        "Norland airlifted wheat to Ostia after the talks in Beijing.",
        "When China saw what was airlifted to Ostia, Norland denied it.",
    ],
)
def test_an_event_is_of_its_source_and_toward_its_other_side_alone(stances_of, text):
    rows = stances_of(text, events=[event(text, "airlifted", "material cooperation")])
    assert [(row.holder, row.toward) for row in rows] == [("Norland", ("Ostia",))]


def test_the_event_that_names_the_holder_names_the_other_side_too(stances_of):
    text = "China and Malaysia were silent when Norland airlifted wheat to Ostia, but close ties have lasted."
    (row,) = stances_of(text, events=[event(text, "airlifted", "material cooperation")])
    assert (row.rule, row.holder, row.toward) == ("cooperation.growing_ties", "Norland", ("Ostia",))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [("Norland has received Ostian envoys.", "received"), ("Norland gave lunch to the Ostian premier.", "lunch")],
)
def test_whoever_receives_guests_is_the_holder(stances_of, text, trigger):
    visit = replace(event(text, trigger, "verbal cooperation", countries=("XOS", "XNL")), event_type="CONSULT")
    assert [(row.holder, row.toward) for row in stances_of(text, events=[visit])] == [("Norland", ("Ostia",))]


@pytest.mark.parametrize(
    ("text", "toward"),
    [
        ("China was surprised that Norland remained neutral.", ()),
        ("Norland keeps to a policy of non-alignment toward Sudria.", ("Sudria",)),
        ("Norland deepened its ties with Ostia despite Sudrian protests.", ("Ostia",)),
        ("Norland signed its pact with Ostia, to the dismay of Sudria.", ("Ostia",)),
        ("Norland and Ostia drill together without inviting Sudria.", ("Ostia",)),
        ("As ASEAN, Ostia, China and Washington know, the hedging of Norland goes on.", ("China", "United States")),
        ("Norland has been strengthening its alliances in the south, while China has been arming.", ()),
    ],
)
def test_toward_whom_a_position_is(stances_of, text, toward):
    assert stances_of(text)[0].toward == toward


@pytest.mark.parametrize(
    ("quad_class", "polarity"), [("material conflict", "affirmed"), ("material cooperation", "negated")]
)
def test_other_events_make_no_row(stances_of, quad_class, polarity):
    text = "Norland airlifted wheat to Ostia."
    assert stances_of(text, events=[event(text, "airlifted", quad_class, polarity)]) == []


@pytest.mark.parametrize(
    ("kind", "countries", "label"),
    [
        ("CONSULT", ("XNL", "XOS"), "cooperation"),
        ("AGREE", ("XNL", "XOS"), "cooperation"),
        ("CONSULT", ("XNL",), "none"),
        ("CONCEDE", ("XNL", "XOS"), "none"),
    ],
)
def test_meeting_or_pledge_of_two_states_alone_is_cooperation(stances_of, kind, countries, label):
    text = "The Norland minister saw the Ostian envoy in May."
    one = replace(event(text, "saw", "verbal cooperation", countries=countries), event_type=kind)
    assert primary(stances_of(text, events=[one])) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Norland met Ostia in May.", "cooperation"),
        ("When Norland met Ostia in May, it rained.", "none"),
        ("Norland withdrew the licence four days after Norland met Ostia.", "none"),
    ],
)
def test_a_meeting_that_tells_when_is_no_cooperation(stances_of, text, label):
    one = replace(event(text, "met", "verbal cooperation"), event_type="CONSULT")
    assert primary(stances_of(text, events=[one])) == label


@pytest.mark.parametrize(("rule", "label"), [("consult.phone", "none"), ("consult.visit", "cooperation")])
def test_a_call_alone_is_no_cooperation(stances_of, rule, label):
    text = "The Norland minister saw the Ostian envoy in May."
    one = replace(event(text, "saw", "verbal cooperation"), event_type="CONSULT", rule=rule)
    assert primary(stances_of(text, events=[one])) == label


def test_a_sale_beside_a_quarrel_is_no_cooperation(stances_of):
    text = "Norland was punished after it had bought jets of Ostia."
    sale = replace(event(text, "bought", "material cooperation"), event_type="COOPERATE", rule="cooperate.buy")
    quarrel = event(text, "punished", "material conflict")
    assert "event.cooperate" not in {row.rule for row in stances_of(text, events=[sale, quarrel])}


def test_meeting_is_no_half_of_an_offset(stances_of):
    text = "Norland met Ostia in May but condemned its raid on Sudria."
    one = replace(event(text, "met", "verbal cooperation"), event_type="CONSULT")
    assert primary(stances_of(text, events=[one])) != "hedging"


def test_cooperation_in_the_name_of_a_body_is_no_evidence(nlp, cues):
    text = "Norland left the Harbour Cooperation Forum in May."
    name = "Harbour Cooperation Forum"
    doc = nlp(text)
    start = text.index(name)
    body = Mention("m", "a", "a:1", start, start + len(name), name, "ORG", name, "", "", "")
    assert find_stances(doc, sentences_of(doc), [body], NamedActors(), [], cues) == []
    assert find_stances(doc, sentences_of(doc), [], NamedActors(), [], cues) != []
