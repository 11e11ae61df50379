from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dyads import find_dyads
from pipeline.profiles import (
    ProfileSums,
    Rivalry,
    RivalsError,
    States,
    balance,
    hedging_index,
    load_states,
    tally,
)  # fmt: skip
from pipeline.records import Stance
from pipeline.schema import Profile
from pipeline.settings import models_folder
from tests.simple import analyse_simply, make_article, make_event

NAMES = {"XNL": "Norland", "XOS": "Ostia", "XSU": "Sudria"}
STATES = States(NAMES, (Rivalry("XOS", "XSU", 2000, None), Rivalry("XNL", "XSU", 1950, 1990)))
ARTICLE = make_article("They signed.")
SENTENCE = analyse_simply(ARTICLE).sentences[0]


def profiles(*events: dict, stances: tuple[Stance, ...] = (), states: States = STATES) -> dict[str, Profile]:
    sums = ProfileSums()
    made = [make_event(SENTENCE, "signed", **({"source": "XNL", "target": "XOS"} | event)) for event in events]
    dyads = [dyad for event in made for dyad in find_dyads(ARTICLE, event)]
    sums.add(tally(dyads, stances, (), states))
    return {f"{one.actor}>{one.counterpart}": one for one in sums.profiles()}


def stance(holder: str, *toward: str, **more: str) -> Stance:
    label = more.get("stance", "hedging")
    modality = more.get("modality", "actual")
    return Stance("s", "a", "a:1", NAMES[holder], holder, toward, label, "affirmed", modality, 0.9, True, "", "rule", "")


@given(st.integers(0, 50), st.integers(0, 50))
def test_indexes_stay_in_their_range(one: int, other: int):
    said, hedged = balance(one, other), hedging_index(one, other)
    if one + other == 0:
        assert said is hedged is None
    else:
        assert said is not None
        assert hedged is not None
        assert -1 <= said <= 1
        assert 0 <= hedged <= 1
        assert (hedged == 1) == (one == other)


def test_says_and_does():
    one = profiles(
        {}, {}, {"quad_class": "verbal conflict"}, {"quad_class": "material conflict"}
    )["Norland>Ostia"]  # fmt: skip
    assert (one.events, one.verbal_cooperation, one.verbal_conflict, one.material_conflict) == (4, 2, 1, 1)
    assert one.says == pytest.approx(1 / 3)
    assert one.does == -1
    assert one.say_do_gap == pytest.approx(4 / 3)
    assert (one.articles, one.actor_country, one.counterpart_country) == (1, "XNL", "XOS")


def test_without_deeds_there_is_no_gap():
    one = profiles({})["Norland>Ostia"]
    assert (one.says, one.does, one.say_do_gap) == (1, None, None)


@pytest.mark.parametrize("not_counted", [{"polarity": "negated"}, {"modality": "planned"}, {"modality": "urged"}])
def test_only_actual_and_affirmed_events_count(not_counted: dict):
    assert profiles({}, not_counted)["Norland>Ostia"].events == 1


def test_hedging_index_weighs_the_counterpart_against_its_main_rival():
    both = profiles({}, {}, {}, {"target": "XSU"})
    assert both["Norland>Ostia"].hedging_index == pytest.approx(1 - 2 / 4)
    assert both["Norland>Sudria"].hedging_index == pytest.approx(1 - 2 / 4)
    assert profiles({})["Norland>Ostia"].hedging_index == 0


def test_a_rival_does_not_hedge_between_its_rival_and_itself():
    assert profiles({"target": "XSU", "source": "XOS"})["Ostia>Sudria"].hedging_index is None


def test_conflict_is_no_part_of_the_hedging_index():
    assert profiles({}, {"target": "XSU", "quad_class": "verbal conflict"})["Norland>Ostia"].hedging_index == 0


def test_a_rivalry_counts_in_its_own_years():
    past = profiles({"date": "1995"}, {"date": "1995-02", "target": "XSU"})
    assert past["Norland>Ostia"].hedging_index is None


def test_a_rival_alone_makes_no_profile():
    assert list(profiles({"target": "XSU"})) == ["Norland>Sudria"]


def test_stances_are_counted_by_holder_and_counterpart():
    found = profiles(stances=(stance("XNL", "Ostia", "Sudria"), stance("XNL", stance="non-alignment")))
    assert found["Norland>Ostia"].hedging == found["Norland>Sudria"].hedging == 1
    assert found["Norland>"].non_alignment == 1
    assert found["Norland>Ostia"].events == 0
    assert found["Norland>Ostia"].articles == 1


def test_those_who_act_for_a_state_are_the_state():
    dyads = find_dyads(ARTICLE, make_event(SENTENCE, "signed", "XNL", "XOS"))
    police = [
        type(dyad)(**{field: getattr(dyad, field) for field in dyad.__slots__} | {"source": "police", "source_sector": "COP"})
        for dyad in dyads
    ]
    crowd = [
        type(dyad)(**{field: getattr(dyad, field) for field in dyad.__slots__} | {"source": "crowd", "source_sector": "CVL"})
        for dyad in dyads
    ]
    sums = ProfileSums()
    sums.add(tally(police + crowd, (), (), STATES))
    assert [one.actor for one in sums.profiles()] == ["Norland", "crowd"]


def test_articles_are_counted_once_each():
    sums = ProfileSums()
    dyads = find_dyads(ARTICLE, make_event(SENTENCE, "signed", "XNL", "XOS"))
    sums.add(tally(dyads * 2, (), (), STATES))
    sums.add(tally(dyads, (), (), STATES))
    (one,) = sums.profiles()
    assert (one.articles, one.events) == (2, 3)


def test_the_shipped_rivals_hold():
    states = load_states(models_folder())
    assert states.main_rival("CHN", 2022) == "USA"
    assert states.main_rival("USA", 1962) == "RUS"
    assert states.main_rival("USA", 1993) == "IRN"
    assert states.main_rival("CHE", 2022) == ""
    for rivalry in states.rivalries:
        assert states.main_rival(rivalry.a, rivalry.since)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("XNL,XXX,1990,,", "line 2: no country of entities/countries.csv: XXX"),
        ("XNL,XOS,soon,,", "line 2: `from` and `to` are years"),
        ("XNL,XOS,1990,1980,", "ends in 1980, before it begins in 1990"),
    ],
)
def test_a_faulty_rivalry_names_its_line(tmp_path: Path, line: str, message: str):
    for name in ("entities", "stance"):
        (tmp_path / name).mkdir()
    (tmp_path / "entities" / "countries.csv").write_text("kb_id,name,country\nXNL,Norland,XNL\nXOS,Ostia,XOS\n")
    (tmp_path / "stance" / "rivals.csv").write_text(f"a,b,from,to,source\n{line}\n")
    with pytest.raises(RivalsError, match=message):
        load_states(tmp_path)
