from importlib.metadata import entry_points

import pytest
import spacy
from spacy import displacy
from spacy.tokens import DocBin

from pipeline.language import DEFAULT_MODEL
from tests.simple import make_article

TEXT = "Ostia imposed sanctions on Sudria. Norland takes no sides between Ostia and Sudria."


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    made = spacy.load(DEFAULT_MODEL)
    for name in ("commentariat_mentions", "commentariat_events", "commentariat_stance"):
        made.add_pipe(name)
    return made


def test_the_factories_are_registered():
    named = {entry.name for entry in entry_points(group="spacy_factories")}
    assert {"commentariat_mentions", "commentariat_events", "commentariat_stance"} <= named


def test_rows_and_spans_stand_in_the_doc(nlp: spacy.Language):
    doc = nlp(TEXT)
    (event,) = [row for row in doc._.commentariat_events if row["event_type"] == "SANCTION"]
    assert [(one["role"], one["name"]) for one in event["participants"]] == [("source", "Ostia"), ("target", "Sudria")]
    assert "Ostia" in [span.text for span in doc.spans["commentariat_mentions"]]
    assert "SANCTION" in [span.label_ for span in doc.spans["commentariat_events"]]
    assert [row["stance"] for row in doc._.commentariat_stance] == ["non-alignment"]
    assert [span.label_ for span in doc.spans["commentariat_stance"]] == ["non-alignment"]


def test_displacy_shows_them(nlp: spacy.Language):
    html = displacy.render(nlp(TEXT), style="span", options={"spans_key": "commentariat_events"}, jupyter=False)
    assert "SANCTION" in html


def test_a_doc_with_rows_can_be_stored(nlp: spacy.Language):
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert [dict(row)["event_id"] for row in back._.commentariat_events] == [
        row["event_id"] for row in doc._.commentariat_events
    ]


def test_one_component_alone_does_the_earlier_stages():
    made = spacy.load(DEFAULT_MODEL)
    made.add_pipe("commentariat_events")
    assert made(TEXT)._.commentariat_events


def test_a_doc_that_is_not_parsed():
    made = spacy.blank("en")
    made.add_pipe("commentariat_events")
    with pytest.raises(ValueError, match="needs a parsed Doc"):
        made(make_article(TEXT).text)
