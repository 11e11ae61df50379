"""Where names begin and end."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Finance and Planning Ministry paid.", "Finance and Planning Ministry"),
        ("He met the Ethics and Anti-Corruption Commission.", "Ethics and Anti-Corruption Commission"),
        ("The Velmur Bank Norland paid.", "Velmur Bank Norland"),
        ("The Department of Trade Secretary Harel Omso left.", "Department of Trade"),
        ("The Fisheries Bureau Director Harel Omso left.", "Fisheries Bureau"),
    ],
)
def test_organisation_is_whole(told, text, name):
    assert told(text).labels().get(name) == "ORG"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Students and Education Ministry officials met.", "Students and Education Ministry"),
        ("The Velmur Bank's Norland branch paid.", "Velmur Bank Norland"),
        ("Fisheries Cabinet Secretary Harel Omso left.", "Fisheries Cabinet"),
        ("Energy and Mines Minister Harel Omso left.", "Energy and Mines"),
    ],
)
def test_organisation_takes_nothing_else(told, text, name):
    assert name not in told(text).labels()


def test_possessive_of_a_place_is_no_part(told):
    read = told("The head of Norland’s Royal Football Federation resigned.").labels()
    assert read["Norland"] == "GPE"
    assert read["Royal Football Federation"] == "ORG"


def test_half_of_a_joined_name_is_no_place(told):
    assert "Lahore" not in told("They marched through Velmur-Lahore.").labels()
    assert told("The Lahore-Karachi road closed.").labels() == {"Lahore": "GPE", "Karachi": "GPE"}
