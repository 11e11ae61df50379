import pytest

from pipeline.dyads import find_dyads
from tests.simple import analyse_simply, make_article, make_event

ARTICLE = make_article("They signed.")
SENTENCE = analyse_simply(ARTICLE).sentences[0]


@pytest.mark.parametrize(
    ("source", "target", "mutual", "expected"),
    [
        ("XNL", "XOS", False, ["Norland>Ostia"]),
        ("XNL", "XOS", True, ["Norland>Ostia", "Ostia>Norland"]),
        ("XNL", "", False, ["Norland>"]),
        ("", "XOS", False, [">Ostia"]),
        ("", "", False, [">"]),
        ("XNL;XSU", "XOS", False, ["Norland>Ostia", "Sudria>Ostia"]),
        ("XNL", "XOS;XSU", False, ["Norland>Ostia", "Norland>Sudria"]),
        ("XNL;XOS", "", True, ["Norland>Ostia", "Ostia>Norland"]),
        ("XNL;XOS", "XNL;XOS", True, ["Norland>Ostia", "Ostia>Norland"]),
        ("XNL;XOS", "XSU", True, ["Norland>Sudria", "Sudria>Norland", "Ostia>Sudria", "Sudria>Ostia"]),
        ("XNL", "XNL", False, ["Norland>"]),
        ("XNL", "", True, ["Norland>"]),
    ],
)
def test_pairs(source: str, target: str, mutual: bool, expected: list[str]):
    event = make_event(SENTENCE, "signed", source, target, mutual=mutual)
    assert [f"{dyad.source}>{dyad.target}" for dyad in find_dyads(ARTICLE, event)] == expected


@pytest.mark.parametrize(
    ("first_side", "expected"),
    [
        (1, ["Norland>Ostia", "Ostia>Norland", "Norland>Sudria", "Sudria>Norland"]),
        (2, ["Norland>Sudria", "Sudria>Norland", "Ostia>Sudria", "Sudria>Ostia"]),
    ],
)
def test_a_mutual_event_of_two_sides_is_paired_across_them(first_side: int, expected: list[str]):
    everybody = "XNL;XOS;XSU"
    event = make_event(SENTENCE, "signed", everybody, everybody, mutual=True, first_side=first_side)
    assert [f"{dyad.source}>{dyad.target}" for dyad in find_dyads(ARTICLE, event)] == expected


def test_a_row_carries_the_event_and_the_day_of_publication():
    (dyad,) = find_dyads(ARTICLE, make_event(SENTENCE, "signed", "XNL", "XOS", modality="planned", date="2022-04"))
    assert (dyad.published, dyad.date, dyad.modality) == ("2022-03-02", "2022-04", "planned")
    assert (dyad.source_country, dyad.target_country, dyad.target_sector) == ("XNL", "XOS", "GOV")
