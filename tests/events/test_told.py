"""The unsaid side of a happening: whom the text has told of beside the one that acts, and nobody where that is doubtful."""

import pytest

from pipeline.api import extract_text


def last(text):
    """Who did what to whom by the last happening of a text, and how the other side was found."""
    tables = extract_text(text, published="2022-05-18")
    event = tables.events.event_id.iloc[-1]
    rows = tables.participants[tables.participants.event_id == event]
    sides = {role: sorted(set(rows[rows.role == role].name)) for role in ("source", "target")}
    return sides["source"], sides["target"], set(rows[rows.role == "target"].resolved_by)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Ostia seized a Norlander ferry on Sunday. Norland has recalled its ambassador.", ["Ostia"]),
        ("Sudria met Vestria in May. Norland condemned Ostia. Yesterday it recalled its ambassador.", ["Ostia"]),
        ("Norland and Ostia condemned Sudria. Sudria recalled its ambassadors.", ["Norland", "Ostia"]),
    ],
)  # fmt: skip
def test_whom_the_text_told_of_last_beside_the_one_that_acts_is_meant(text, target):
    _, found, how = last(text)
    assert (found, how) == (target, {"implied"})


def test_in_a_transcript_nobody_is_meant_but_whom_the_words_name():
    talk = "You asked about the harvest, and I will tell you what I know of it. " * 12
    said = talk + "Ostia seized a Norlander ferry on Sunday. Norland has recalled its ambassador."
    assert last(said)[1] == []
    assert last(said.replace("you", "they").replace("You", "They"))[1] == ["Ostia"]


def test_a_body_can_be_meant_as_well_as_a_state():
    text = "NATO condemned Norland on Monday. NATO then sent a note. Norland recalled its envoy."
    assert last(text)[:2] == (["Norland"], ["North Atlantic Treaty Organization"])


def test_nobody_is_meant_where_two_are_as_much_in_view():
    assert last("Ostia and Vestria are far away. Norland recalled its ambassador.")[1] == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Ostia seized a Norlander ferry on Sunday. Norland called for a truce.", []),
        ("Ostia seized a Norlander ferry on Sunday. Norland called on Ostia for a truce.", ["Ostia"]),
        ("Ostia seized a Norlander ferry on Sunday. Norland demanded its return.", ["Ostia"]),
    ],
)
def test_a_call_for_something_is_to_nobody_unless_it_says_to_whom_and_a_demand_is_to_who_did_it(text, target):
    assert last(text)[:2] == (["Norland"], target)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Norland missed the vote on a resolution that criticised Ostia.", []),
        ("Norland supported a resolution that criticised Ostia.", []),
        ("Ostia tabled a resolution that criticised Sudria. Norland missed the vote on it.", ["Ostia"]),
    ],
)
def test_whom_a_text_is_about_is_not_whom_one_means_who_backs_or_misses_it(text, target):
    assert last(text)[:2] == (["Norland"], target)


def test_a_protest_is_against_nobody_unless_it_says_so():
    assert last("Norland fears Ostia. Thousands protested in Norland.")[1] == []


def events(text):
    """The happenings of a text: type, word, sources, targets."""
    tables = extract_text(text, published="2022-05-18")
    people = tables.participants

    def side(event, role):
        return sorted(people[(people.event_id == event) & (people.role == role)].name)

    return [
        (row.event_type, row.trigger, side(row.event_id, "source"), side(row.event_id, "target"))
        for row in tables.events.itertuples()
    ]


def test_a_noun_with_the_takes_up_what_was_told_before_with_both_its_sides():
    found = events("Norland attacked Ostia in May. Few expected the attack. Sudria condemned that invasion.")
    assert found == [
        ("ASSAULT", "attacked", ["Norland"], ["Ostia"]),
        ("ASSAULT", "attack", ["Norland"], ["Ostia"]),
        ("ACCUSE", "condemned", ["Sudria"], ["Norland"]),
        ("ASSAULT", "invasion", ["Norland"], ["Ostia"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norland met Ostia in May. Few expect much of the Vilnius summit.",
        "Norland met Ostia in May. Few expect much of the NATO Summit.",
        "You asked of the harvest, and I will tell you what I know. " * 12 + "Norland met Ostia in May. Few saw the meeting.",
    ],
)
def test_a_noun_with_a_name_and_one_in_a_transcript_take_up_nothing(text):
    assert {row[1].lower() for row in events(text)} == {"met"}


@pytest.mark.parametrize(
    ("text", "untold"),
    [
        ("Norland has imposed sanctions on Ostia. When the sanctions were lifted, the ferries came back.", "sanctions"),
        ("Norland attacked Ostia in May. Little was said in the weeks between the attack and the truce.", "attack"),
        ("Sudria has mediated between Norland and Ostia. The mediators are tired.", "mediators"),
    ],
)
def test_what_ends_a_happening_or_sets_a_time_by_it_tells_it_no_more(text, untold):
    first, *others = events(text)
    assert first[0] in {"SANCTION", "ASSAULT", "CONSULT"}
    assert untold not in [row[1] for row in others]


@pytest.mark.parametrize(
    ("text", "sources", "targets"),
    [
        (
            "Norland met Ostia in May. A treaty was signed in June.",
            ["Norland", "Ostia"],
            ["Norland", "Ostia"],
        ),
        ("Norland met Ostia in May. A treaty was signed with Sudria.", [], ["Sudria"]),
        ("After Norland met Ostia, a treaty was signed.", ["Norland", "Ostia"], ["Norland", "Ostia"]),
    ],
)
def test_what_two_sign_in_the_passive_is_signed_by_the_two_in_view(text, sources, targets):
    assert ("SUPPORT", "signed", sources, targets) in events(text)


@pytest.mark.parametrize(
    "text",
    [
        "Norland attacked Ostia in May. Few expected the attack on Ostia.",
        "Norland attacked Ostia in May. Sudria met Vestria. Norland's attack goes on.",
    ],
)
def test_a_noun_that_names_one_side_has_the_other_from_what_was_told(text):
    assert ("ASSAULT", "attack", ["Norland"], ["Ostia"]) in events(text)


@pytest.mark.parametrize(
    "text",
    [
        "Norland attacked Ostia in May. Few expect an attack.",
        "Norland recalled its envoy from Ostia. Few expected the attack.",
        "Norland attacked Ostia. Spring came. Summer came. Autumn came. It rained. Snow fell. It froze. Few expected the attack.",
    ],
)
def test_a_noun_names_nothing_that_the_text_has_not_told_shortly_before(text):
    assert "attack" not in [row[1] for row in events(text)]


def test_to_whom_something_is_promised_promises_nothing():
    found = events("Norland met Ostia in May. Norland promised to pay in June.")
    assert ("AGREE", "promised", ["Norland"], ["Ostia"]) in found


@pytest.mark.parametrize(
    "text",
    [
        "Norland condemned Ostia, and so did Sudria.",
        "Norland condemned Ostia, as did Sudria.",
        "Norland condemned Ostia; so has Sudria.",
        "Norland has condemned Ostia, and Sudria has too.",
        "Like Sudria, Norland condemned Ostia.",
    ],
)
def test_whoever_is_said_to_have_done_so_too_has(text):
    assert ("ACCUSE", "condemned", ["Norland", "Sudria"], ["Ostia"]) in events(text)


def test_whoever_is_said_not_to_have_done_so_has_not():
    assert events("Norland condemned Ostia, but Sudria did not.") == [
        ("ACCUSE", "condemned", ["Norland"], ["Ostia"])
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Norland, Ostia and Vestria left the bloc. The three signed a charter with Sudria.",
            ("SUPPORT", "signed", ["Norland", "Ostia", "Sudria", "Vestria"]),
        ),
        (
            "Norland, Ostia and Vestria signed a charter with Sudria. All three have condemned Norvania.",
            ("ACCUSE", "condemned", ["Norland", "Ostia", "Vestria"]),
        ),
    ],
)
def test_three_are_the_last_that_were_listed(text, row):
    assert row in [found[:3] for found in events(text)]


def test_whoever_did_what_somebody_answers_is_meant():
    text = (
        "Russia sold Turkey its missiles in 2019. Russia met Turkey again in March 2020. "
        "Turkey protested when Greece and Egypt signed a maritime agreement."
    )
    assert ("ACCUSE", "protested", ["Turkey"], ["Egypt", "Greece"]) in events(text)


@pytest.mark.parametrize("deed", ["tested a missile", "closed its border", "marched"])
def test_what_is_often_done_at_nobody_is_at_nobody_unless_it_says_so(deed):
    text = f"Norland condemned Ostia. Norland {deed}."
    assert [row[3] for row in events(text) if row[0] in {"MOBILIZE", "COERCE", "PROTEST"}] in ([], [[]])


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Sudria proposed talks to Ostia. Norland and Vestria supported it.", ["Sudria"]),
        ("Norland recalled its ambassador from Ostia and sent troops to the border.", ["Ostia"]),
        ("Ostia invaded Sudria in May. Norland and Vestria voiced concern.", ["Ostia"]),
        (
            "Norland imposed a ban on Ostia's fish in 2019. Norland and Sudria met. Norland has lifted the ban.",
            ["Ostia"],
        ),
        (
            "Norland attacked Ostia. Ostia attacked Norland. Sudria called for restraint.",
            ["Norland", "Ostia"],
        ),
        ("Norland asked Ostia for leave to land. Ostia refused.", ["Norland"]),
        # Near miss: a sentence that turns against two.
        ("Norland recalled its ambassadors from Ostia and Sudria and sent troops to the border.", []),
    ],
)
def test_whose_proposal_and_at_whom_force_is_shown(text, target):
    assert last(text)[1] == target


def test_a_deed_of_people_of_nowhere_is_no_row():
    assert events("Norland and Ostia are far apart. Five ministers signed the treaty.") == []


def test_who_acts_for_a_state_acts_for_the_only_one_in_view():
    assert events("Norland is at rest. The general closed the border.") == [
        ("COERCE", "closed", ["Norland general"], [])
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Norland asked Ostia for leave to land and was refused.",
            ("REJECT", "refused", ["Ostia"], ["Norland"]),
        ),
        ("Norland met Ostia and was refused.", ("REJECT", "refused", ["Ostia"], ["Norland"])),
        ("Norland and Ostia and Sudria met. Norland was refused.", ("REJECT", "refused", [], ["Norland"])),
    ],
)
def test_who_refused_is_whom_was_asked_or_the_only_other_in_view(text, row):
    assert row in events(text)
