"""Short forms that a text defines."""

from __future__ import annotations

import pytest

from pipeline.entities.acronyms import abbreviates, find_spelt_out


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("NAF", "Norlander Armed Forces"),
        ("HFB", "Halvenby Fishery Board"),
        ("MoD", "Ministry of Defence"),
        ("NTUC", "Norland Trades Union Congress"),
        ("OPC", "Ostian Peace Council"),
        ("MROSO", "Movement for the Rights of the State of Ostia"),
    ],
)
def test_abbreviates(short, name):
    assert abbreviates(short, name)


@pytest.mark.parametrize(
    ("short", "name"), [("NAF", "Ostian Fishery Board"), ("N", "Norland"), ("PM", "Harel Omso")]
)
def test_does_not_abbreviate(short, name):
    assert not abbreviates(short, name)


def test_words_before_a_bracket():
    text = "the new Coastal Survey Office (CSO) and the plan (2020)"
    spans = [text[a:b] for a, b, _, _ in find_spelt_out(text, 0, len(text))]
    assert spans == ["Coastal Survey Office"]
