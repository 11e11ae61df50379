"""Slips in well-known names, and names that are no slips."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "label", "kb_id"),
    [
        ("Malyasia", "GPE", "MYS"),
        ("Phillippines", "GPE", "PHL"),
        ("Indonesa", "GPE", "IDN"),
        ("Saifudin Abdullah", "PERSON", "saifuddin-abdullah"),
    ],
)
def test_slip(gazetteer, name, label, kb_id):
    assert gazetteer.speller.meant(name, label)[0].entry.kb_id == kb_id


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Malta", "GPE"),
        ("Chiba", "GPE"),
        ("Marian", "PERSON"),
        ("Persian", "NORP"),
        ("Granada", "PERSON"),
        ("training", "ORG"),
        # Two slips in a short word make another name of it.
        ("Anwar Ibradam", "PERSON"),
    ],
)
def test_no_slip(gazetteer, name, label):
    found = gazetteer.speller.meant(name, label)
    assert not found or found[0].entry.name == name
