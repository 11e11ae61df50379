"""Which rows a sentence gets: label, lead, holder, counterpart, polarity, modality."""

import pytest


def primary(rows):
    return next((row.stance for row in rows if row.primary), "none")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norland has always hedged between Ostia and Sudria.", "hedging"),
        ("Norland will host no foreign bases and join no pact.", "non-alignment"),
        ("Norland and Ostia signed a defence agreement.", "cooperation"),
        ("Norland's strait is forty miles wide.", "none"),
        ("Norland wants carbon neutrality by 2050.", "none"),
        ("A hedge fund in Norland lost money.", "none"),
        ("Norland severed its ties with Ostia.", "none"),
        ("Malaysia maintains relations with Washington, Moscow and Beijing.", "hedging"),
        ("The term neutral has many senses.", "none"),
    ],
)
def test_leading_label(stances_of, text, stance):
    assert primary(stances_of(text)) == stance


def test_sentence_with_two_labels_leads_with_the_refusal(stances_of):
    rows = stances_of(
        "The memorandum strengthens Norland's cooperation with Ostia, but it makes them no formal allies."
    )
    assert [(row.stance, row.primary) for row in rows] == [
        ("non-alignment", True),
        ("cooperation", False),
    ] or rows[0].stance == "hedging"


@pytest.mark.parametrize(
    ("text", "holder", "toward"),
    [
        ("Ostia was surprised that Norland remained neutral.", "Norland", ()),
        ("Ostian diplomats resent Norland's neutrality.", "Norland", ()),
        ("Under pressure from Ostia, Norland hedged.", "Norland", ("Ostia",)),
    ],
)
def test_holder_is_not_the_first_name(stances_of, text, holder, toward):
    row = stances_of(text)[0]
    assert (row.holder, row.toward) == (holder, toward)


def test_holder_by_pronoun(stances_of):
    row = stances_of("It keeps an equidistant line between Ostia and Sudria.", it="Norland")[0]
    assert (row.holder, row.holder_country, row.toward) == ("Norland", "XNL", ("Ostia", "Sudria"))


@pytest.mark.parametrize(
    ("text", "polarity", "modality"),
    [
        ("Norland can no longer hedge.", "negated", "possible"),
        ("Norland abandoned its neutrality.", "negated", "actual"),
        ("Norland should remain neutral in the war.", "affirmed", "urged"),
        ("Norland is not a strategic partner of Ostia, but they cooperate closely.", "affirmed", "actual"),
        ("Norland will remain neutral in the war.", "affirmed", "planned"),
        ("Norland refused to take sides in the war.", "affirmed", "actual"),
    ],
)
def test_qualifiers(stances_of, text, polarity, modality):
    row = stances_of(text)[0]
    assert (row.polarity, row.modality) == (polarity, modality)


def test_cue_is_the_sentences_own_words(stances_of):
    text = "Norland must tread the thin line between Ostia and Sudria."
    for row in stances_of(text):
        assert row.cue in text
        assert row.rule
        assert 0 < row.score <= 1


def test_no_actors_no_row_for_small_talk(stances_of):
    assert stances_of("The ministries work together on schools.") == []


def test_ids_are_of_the_content(stances_of):
    first = stances_of("Norland is neutral in the war. Ostia is not.")
    second = stances_of("Ostia waits. Norland is neutral in the war.")
    assert first[0].stance_id == second[0].stance_id


def test_a_denial_between_a_cues_words_denies_it(stances_of):
    assert stances_of("Norland is not a strategic partner of Ostia.") == []
    assert stances_of("Norland is a strategic partner of Ostia.")[0].polarity == "affirmed"


def test_an_idiom_needs_one_state_only(stances_of):
    (row,) = stances_of("Norland is trying to sit on two chairs at the same time.")
    assert (row.stance, row.holder, row.rule) == ("hedging", "Norland", "hedging.foot_in_camps")
    assert stances_of("He is trying to sit on two chairs at the same time.") == []
