"""Whose position it is, and toward whom."""

import pytest


def held(rows):
    return [(row.holder, row.toward) for row in rows if row.primary or row.stance == rows[0].stance]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Norland's neutrality in the war is older than its republic.", "Norland"),
        ("The neutrality of Norland puzzled Ostia.", "Norland"),
        ("Ostia distrusts Norland, which has hedged for years.", "Norland"),
        ("Pressed by Ostia and courted by Sudria, Norland has refused to take sides.", "Norland"),
        ("Ostia wants Norland to take no side.", "Norland"),
        ("The Norlander government insists on strategic autonomy.", "Norland"),
        ("An old ally of Ostia, Norland has hedged since the war.", "Norland"),
        ("Observers in Ostia say that Norland is hedging.", "Norland"),
        ("Under pressure from Ostia, the government in Norland hedged.", "Norland"),
    ],
)
def test_by_the_syntax_of_the_cue(stances_of, text, holder):
    assert stances_of(text)[0].holder == holder


def test_both_parties_of_a_tie_hold_it(stances_of):
    rows = stances_of("The partnership between Norland and Ostia deepened.")
    assert held(rows) == [("Norland", ("Ostia",)), ("Ostia", ("Norland",))]
    assert [row.primary for row in rows] == [True, False]


def test_joint_subjects_each_have_a_row(stances_of):
    rows = stances_of("Norland and Ostia cooperate with Sudria.")
    assert held(rows) == [("Norland", ("Sudria",)), ("Ostia", ("Sudria",))]


def test_a_hedge_is_toward_both(stances_of):
    row = stances_of("Between Ostia and Sudria, Norland hedges.")[0]
    assert (row.holder, row.toward) == ("Norland", ("Ostia", "Sudria"))


def test_a_bloc_may_hold_one(stances_of):
    row = stances_of("ASEAN does not want to choose between Washington and Beijing.")[0]
    assert (row.holder, row.holder_country, row.toward) == ("ASEAN", "", ("United States", "China"))


def test_the_texts_topic_where_the_sentence_names_nobody(stances_of):
    text = (
        "Norland has no army. Norland has no navy. Relations have been kept at a low profile by the ministry."
    )
    assert [(row.stance, row.holder) for row in stances_of(text)] == [("hedging", "Norland")]
