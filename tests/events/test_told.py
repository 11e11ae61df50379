"""The unsaid side of a happening: whom the text has told of beside the one that acts, and nobody where that is doubtful."""

import pytest

from pipeline.api import extract_text


def last(text):
    """Who did what to whom by the last happening of a text, and how the other side was found."""
    tables = extract_text(text, published="2022-05-18")
    event = tables.events.event_id.iloc[-1]
    rows = tables.participants[tables.participants.event_id == event]
    sides = {
        role: sorted(set(rows[rows.role == role].name)) for role in ("source", "target")
    }
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


def test_a_body_can_be_meant_as_well_as_a_state():
    text = "NATO condemned Norland on Monday. NATO then sent a note. Norland recalled its envoy."
    assert last(text)[:2] == (["Norland"], ["North Atlantic Treaty Organization"])


def test_nobody_is_meant_where_two_are_as_much_in_view():
    assert last("Ostia and Vestria are far away. Norland recalled its ambassador.")[1] == []


def test_a_protest_is_against_nobody_unless_it_says_so():
    assert last("Norland fears Ostia. Thousands protested in Norland.")[1] == []
