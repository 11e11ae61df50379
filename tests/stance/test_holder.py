"""Whose position it is, and toward whom."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.api import extract_text
from pipeline.records import Actor
from pipeline.stance import find_stances
from pipeline.stance.holder import Holder, HolderReader
from pipeline.stance.lexicon import Lexicon
from tests.stance.conftest import NamedActors, sentences_of


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
        ("Norland wants neither Ostia nor Sudria to choose its side for it.", "Norland"),
    ],
)
def test_by_the_syntax_of_the_cue(stances_of, text, holder):
    assert stances_of(text)[0].holder == holder


def test_most_members_of_a_body_hold_it_as_the_body_and_not_as_the_state_of_the_text():
    text = "Malaysia watches. Most ASEAN countries hedge between Washington and Beijing. "
    rows = extract_text(text * 3, published="2024-05-18").stances
    assert set(rows.holder) == {"Association of Southeast Asian Nations"}


def test_both_parties_of_a_tie_hold_it(stances_of):
    rows = stances_of("The partnership between Norland and Ostia deepened.")
    assert held(rows) == [("Norland", ("Ostia",)), ("Ostia", ("Norland",))]
    assert [row.primary for row in rows] == [True, False]


def test_joint_subjects_each_have_a_row(stances_of):
    rows = stances_of("Norland and Ostia cooperate with Sudria.")
    assert held(rows) == [("Norland", ("Sudria",)), ("Ostia", ("Sudria",))]


def test_who_keeps_out_of_it_with_another_does_not_do_so_toward_the_other(stances_of):
    rows = stances_of("Norland and Ostia have refused to take sides.")
    assert held(rows) == [("Norland", ()), ("Ostia", ())]
    rows = stances_of("Norland and Ostia have refused to take sides against Sudria.")
    assert held(rows) == [("Norland", ("Sudria",)), ("Ostia", ("Sudria",))]


def test_a_hedge_is_toward_both(stances_of):
    row = stances_of("Between Ostia and Sudria, Norland hedges.")[0]
    assert (row.holder, row.toward) == ("Norland", ("Ostia", "Sudria"))


def test_a_bloc_may_hold_one(stances_of):
    row = stances_of("ASEAN does not want to choose between Washington and Beijing.")[0]
    assert (row.holder, row.holder_country, row.toward) == ("ASEAN", "", ("United States", "China"))


def test_the_texts_topic_where_the_sentence_names_nobody(stances_of):
    text = (
        "Norland has no army. Norland has no navy. The ministry has kept a low profile."
    )
    assert [(row.stance, row.holder) for row in stances_of(text)] == [("hedging", "Norland")]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        # Named once in passing, a power doesn't take the text over.
        (
            "Norland has no army. Norland has no navy. The government condemned Beijing but joined no bloc.",
            "Norland",
        ),
        (
            "Norland is small. Norland is poor. It would be an error to speak of neutrality in Moscow.",
            "Norland",
        ),
        (
            "Norland is small. Russia, Russia and Russia again, people say. Neutrality was good business.",
            "Norland",
        ),
    ],
)
def test_whom_the_text_is_about(stances_of, text, holder):
    assert {row.holder for row in stances_of(text) if row.stance == "non-alignment"} == {holder}


def test_a_state_that_is_named_later_is_known_from_the_start(stances_of):
    rows = stances_of(
        "The ministry has kept a low profile. Norland is poor. Norland is small."
    )
    assert [row.holder for row in rows] == ["Norland"]


def test_whom_the_words_of_a_hedge_name_is_no_holder(stances_of):
    rows = stances_of("Malaysia lives by a formula of security from Washington and trade with Beijing.")
    assert {(row.stance, row.holder_country) for row in rows if row.primary} == {("hedging", "MYS")}


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        # A power whose tie or words they are is who is hedged against, or refused.
        ("Norland is small. Norland is poor. The Chinese connection is an insurance policy.", "Norland"),
        ("Norland is small. Norland is poor. Moscow said that it had snubbed no one.", "Norland"),
        ("Norland is small. Norland is poor. Moscow declared that the country had lost its neutrality.", "Norland"),
        # The power that is named as the subject of these very words holds it.
        ("Norland is small. Norland is poor. Beijing sells to both sides.", "China"),
        ("Norland is small. Norland is poor. China has been hedging its bets.", "China"),
        # In a text on a power, "the government" and an adjective are its own.
        ("China is large. China is rich. The Chinese hedge is an insurance policy.", "China"),
    ],
)
def test_a_power_is_hedged_against_unless_it_is_named_as_the_subject(nlp, cues, text, holder):
    doc = nlp(text)
    rows = find_stances(doc, sentences_of(doc), [], NamedActors(it="Russia"), (), cues)
    assert [row.holder for row in rows if row.primary and row.stance != "cooperation"] == [holder]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        # A subject in a clause beside it is not taken for whose it is, where a text is about somebody.
        ("Norland is small. Norland is poor. The end of neutrality came before Ostia fell.", "Norland"),
        ("Norland is small. Norland is poor. Ostia knows the price of neutrality.", "Ostia"),
    ],
)
def test_where_no_syntax_tells_the_main_subject_or_the_topic(stances_of, text, holder):
    assert [row.holder for row in stances_of(text) if row.stance == "non-alignment"] == [holder]


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("The Norlanders signed a treaty with Ostia.", {"Norland", "Ostia"}),
        ("Hungry Norlanders signed a treaty with Ostia.", {"Ostia"}),
    ],
)
def test_a_people_with_the_article_stands_for_its_state(nlp, cues, text, holders):
    class Peoples(NamedActors):
        def at(self, token):
            people = (Actor("", "Norland", "XNL", "XNL", "CVL"),)
            return people if token.text == "Norlanders" else super().at(token)

    doc = nlp(text)
    rows = find_stances(doc, sentences_of(doc), [], Peoples(), (), cues)
    assert rows
    assert {row.holder for row in rows} <= holders


def test_an_alliance_without_a_name_holds_nothing():
    lexicon = Lexicon(states={"SUN": "Soviet Union", "RUS": "Russia"})
    nobody = Actor("", "alliance", "", "", "IGO")
    assert list(held_by(lexicon, nobody)) == []
    assert [one.name for one in held_by(lexicon, Actor("", "Moscow", "SUN", "RUS", "GOV"))] == [
        "Soviet Union"
    ]
    assert [one.name for one in held_by(lexicon, Actor("", "Moscow", "", "RUS", "GOV"))] == ["Russia"]


def test_a_state_is_the_same_under_a_name_of_the_past():
    assert Holder("Soviet Union", "RUS") == Holder("Russia", "RUS")
    assert len({Holder("Soviet Union", "RUS"), Holder("Russia", "RUS"), Holder("ASEAN", "")}) == 2


class Answering:
    """An actor stage with one answer."""

    def __init__(self, actor):
        self.actor = actor

    def at(self, token):
        return (self.actor,)


def held_by(lexicon, actor):
    doc = Doc(Vocab(), words=["x"])
    return HolderReader(Answering(actor), lexicon).named(doc[0])


@pytest.mark.parametrize(
    ("text", "toward"),
    [
        ("Compared to Sudria, Norland has kept a policy of non-alignment.", ""),
        ("Norland has kept a policy of non-alignment toward Sudria.", "Sudria"),
    ],
)
def test_whom_a_state_is_only_compared_with_is_nobody_it_deals_with(text: str, toward: str) -> None:
    rows = extract_text(text).stances.fillna("")
    assert list(zip(rows.holder, rows.toward, rows.stance, strict=True)) == [("Norland", toward, "non-alignment")]


def test_what_a_joined_verb_of_another_subject_does_is_nobody_elses(stances_of):
    text = "Norland is small. Norland worried when Ostia and Sudria met, but close ties with these partners have lasted."
    assert [row.holder for row in stances_of(text) if row.stance == "cooperation"] == ["Norland"]
