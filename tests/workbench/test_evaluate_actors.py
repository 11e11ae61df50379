import pytest

from pipeline.workbench.evaluate_actors import Holder, same_actor, same_side, shown, sides_meet

NORLAND, OSTIA, BLOC = Holder("Norland", "XNL"), Holder("Ostia", "XOS"), Holder("the Fish Council", "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (NORLAND, Holder("Aldous Perrimark", "XNL"), True),
        (NORLAND, OSTIA, False),
        (BLOC, Holder("Fish council", ""), True),
        (BLOC, Holder("", ""), False),
        (Holder("", ""), Holder("", ""), False),
        (NORLAND, Holder("Norland", ""), True),
    ],
)
def test_actors_agree_by_country_or_name(one: Holder, other: Holder, same: bool):
    assert same_actor(one, other) is same
    assert same_actor(other, one) is same


def test_sides_are_equal_if_nobody_is_left_over():
    assert same_side([NORLAND, OSTIA], [OSTIA, Holder("Norlander navy", "XNL"), NORLAND])
    assert not same_side([NORLAND, OSTIA], [OSTIA])
    assert not same_side([], [OSTIA])
    assert same_side([], [])


def test_sides_meet_in_one_actor():
    assert sides_meet([NORLAND, OSTIA], [OSTIA])
    assert not sides_meet([NORLAND], [OSTIA])
    assert not sides_meet([NORLAND], [])
    assert sides_meet([], [])


def test_shown():
    assert shown([NORLAND, BLOC]) == "Norland (XNL); the Fish Council"
    assert shown([]) == "nobody"
