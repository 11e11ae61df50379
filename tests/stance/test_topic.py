"""Which state a text is about."""

import pytest

from pipeline.records import Actor
from pipeline.stance.cues import load_cues
from pipeline.stance.holder import Holder, HolderReader
from pipeline.stance.topic import Topic
from tests.stance.conftest import MODELS, NamedActors


class Townspeople(NamedActors):
    """Knows a state's people, too, who don't speak for it."""

    def at(self, token):
        if token.text == "Norlanders":
            return (Actor("", "Norland", "XNL", "XNL", "CVL"),)
        return super().at(token)


@pytest.fixture
def topic_of(nlp, lexicon):
    def read(text, actors=None):
        doc = nlp(text)
        topic = Topic(HolderReader(actors or NamedActors(), lexicon))
        topic.survey(doc)
        return doc, topic

    return read


@pytest.fixture(scope="module")
def lexicon():
    return load_cues(MODELS).lexicon


@pytest.mark.parametrize(
    ("text", "about"),
    [
        # Who is named in many sentences, rather than who is named often in one.
        (
            "Norland is small. Ostia feared that Ostia would lose what Ostia had, and Ostia was right. Norland is poor.",
            "Norland",
        ),
        # A power counts for less than the state that stands before it.
        ("China is large. China is rich. Norland is small.", "Norland"),
        # Whose subjects and owners there are, rather than who is met.
        ("They sailed to Ostia. They came back from Ostia. Norland's ships were late.", "Norland"),
    ],
)
def test_who_leads(topic_of, text, about):
    _, topic = topic_of(text)
    assert topic.current().name == about


def test_nobody_leads_where_hardly_any_is_named(topic_of):
    _, topic = topic_of("The harvest was poor. It rained.")
    assert topic.current() is None


def test_the_topic_moves_with_the_text(topic_of):
    doc, topic = topic_of(
        "Norland is small. Norland is poor. Norland is old. Norland is cold. Ostia is young. Ostia is rich. Ostia is far."
    )
    assert topic.current().name == "Norland"
    for sentence in doc.sents:
        topic.see(sentence)
    assert topic.current().name == "Ostia"


def test_a_guess_at_a_pronoun_weighs_less_than_a_name(topic_of):
    text = "Norland is small. It is poor. Norland is old. It is proud. It is late."
    _, topic = topic_of(text, NamedActors(it="Ostia"))
    assert topic.current().name == "Norland"


def test_its_people_speak_for_a_state_that_is_named_as_well(topic_of):
    text = "Ostia asked. Norlanders laughed. Norlanders sang. Norlanders went home. Norland said no."
    _, alone = topic_of(text)
    _, together = topic_of(text, Townspeople())
    norland, ostia = Holder("Norland", "XNL"), Holder("Ostia", "XOS")
    assert alone.whole[norland] == alone.whole[ostia]
    assert together.whole[norland] > together.whole[ostia]


def test_a_state_of_which_only_the_people_are_named_is_no_topic(topic_of):
    _, topic = topic_of("Norlanders laughed. Norlanders sang.", Townspeople())
    assert topic.current() is None
