"""Cues found in a sentence, and the exclusions that take their words away."""

import pytest

from pipeline.stance.match import find_hits


def ids(nlp, cues, text):
    return {hit.cue.id for hit in find_hits(next(nlp(text).sents), cues)}


@pytest.mark.parametrize(
    ("text", "cue_id"),
    [
        ("Norland will not join a military alliance.", "non_alignment.join_no_bloc"),
        ("Norland refused to join any alliance.", "non_alignment.join_no_bloc"),
        ("Norland will join no pact.", "non_alignment.join_no_bloc"),
        ("A treaty was signed by Norland.", "cooperation.sign"),
        ("The treaty that Norland signed is old.", "cooperation.sign"),
    ],
)
def test_frames_whatever_the_voice(nlp, cues, text, cue_id):
    assert cue_id in ids(nlp, cues, text)


def test_a_frame_that_wants_a_denial(nlp, cues):
    assert "non_alignment.join_no_bloc" not in ids(nlp, cues, "Norland will join a military alliance.")


@pytest.mark.parametrize(
    "text",
    [
        "Norland plans carbon neutrality by 2050.",
        "The final was played at a neutral venue in Norland.",
        "Norland's language rules are gender-neutral.",
        "Norland debates net neutrality.",
        "A hedge fund bought Norland's debt.",
        "Norland's airline hedged against fuel prices.",
        "Norland's balance of payments worsened.",
        "The balance of power between Norland and Ostia shifted.",
        "Norland's officials hedged their remarks.",
        "Norland wants to diversify its economy.",
        "Norland stayed away from the summit of the alliance.",
        "Norland backed away from Ostia.",
        "Norland is rethinking its ties with Ostia.",
        "Norland balanced its budget.",
        "The incentives of Norland's firms were not aligned with the plan.",
        "Norland severed its ties with Ostia.",
        "Norland withdrew from the treaty with Ostia.",
    ],
)
def test_other_senses_are_no_cue(nlp, cues, text):
    hits = find_hits(next(nlp(text).sents), cues)
    assert [hit.cue.id for hit in hits if hit.cue.stance != "distance"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Norland wants better relations with Ostia without weakening the alliance with Sudria.",
        "The visit does no harm to Norland's ties with Sudria.",
    ],
)
def test_what_denies_another_sense_has_read_it(nlp, cues, text):
    hits = find_hits(next(nlp(text).sents), cues)
    assert "hedging" in {hit.cue.stance for hit in hits}


def test_hits_are_in_order_and_carry_their_words(nlp, cues):
    doc = nlp("Norland is neutral, and it walks a tightrope.")
    hits = find_hits(next(doc.sents), cues)
    assert [doc[hit.start : hit.end].text for hit in hits] == ["neutral", "tightrope"]
