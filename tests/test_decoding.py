import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.decoding import Name, decoder_of
from pipeline.settings import DEFAULT_MODEL

LINES = (
    "On Monday the Republic of Norland and the Ostian Defence Ministry signed a pact of 12 million dollars in Halvenby.",
    "Norland",
    "  ",
    "It was so. Ban Ki-moon of the United Nations  Security Council met Hu Jintao last week. Nobody else came in 2019.",
    "the talks between New York City, Sudria and the Gulf of Aden took three days, said Prime Minister A. B. Tan of",
)


@pytest.fixture(scope="module")
def plain_model() -> Language:
    return spacy.load(DEFAULT_MODEL)


def read(nlp: Language) -> list[Doc]:
    return list(nlp.pipe(LINES, disable=["ner"]))


def names(docs: list[Doc]) -> list[list[Name]]:
    return [[(name.start, name.end, name.label_) for name in doc.ents] for doc in docs]


def test_the_quick_search_finds_what_the_models_own_finds(plain_model: Language):
    recogniser = plain_model.get_pipe("ner")
    found = list(decoder_of(recogniser)(read(plain_model)))
    assert found == names(list(recogniser.pipe(read(plain_model))))
    assert any(end - start > 2 for line in found for start, end, _ in line)
    assert found[1]
    assert not found[2]


def test_names_that_are_there_already_are_kept(plain_model: Language):
    docs = read(plain_model)[:1]
    docs[0].set_ents([Span(docs[0], 0, 1, label="LAW")], default="missing")
    (found,) = decoder_of(plain_model.get_pipe("ner"))(docs)
    assert found[0] == (0, 1, "LAW")


def test_a_recogniser_that_searches_otherwise_is_left_to_itself(plain_model: Language):
    nlp = spacy.blank("en")
    recogniser = nlp.add_pipe("beam_ner")
    recogniser.add_label("GPE")
    nlp.initialize()
    (found,) = decoder_of(recogniser)([nlp.make_doc(LINES[0])])
    assert all(label == "GPE" for _, _, label in found)


def test_nothing_is_found_in_nothing(plain_model: Language):
    assert list(decoder_of(plain_model.get_pipe("ner"))([])) == []
