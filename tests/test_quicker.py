import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import load_model, parse
from pipeline.quicker import QuickRuler
from pipeline.recognition import is_plain
from pipeline.settings import DEFAULT_MODEL
from tests.simple import make_article

TEXT = (
    "Norland's ministers haven't said that they'd sign, but it's what Ostia wants; let's see. It is not so easy to do. "
    "There ain't no reason to wait, and those who have done it will be glad of it. He'd have gone, y'all know.\n"
    "The talks were slow and nobody wanted to go on with them for long. On Monday Sudria sent three ships to Halvenby.\n"
    "Last week's meeting was dull. Nothing came of it but a few words about trade, and then some more of the same.  Odd."
)


@pytest.fixture(scope="module")
def plain_model() -> Language:
    return spacy.load(DEFAULT_MODEL)


def attributes(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in doc]


def test_the_quick_ruler_says_what_the_models_own_says(plain_model: Language):
    ruler = plain_model.get_pipe("attribute_ruler")
    quick = QuickRuler(ruler)
    for line in TEXT.split("\n"):
        parsed = plain_model(line, disable=["attribute_ruler", "lemmatizer"])
        again = Doc(plain_model.vocab).from_bytes(parsed.to_bytes())
        assert attributes(quick(again)) == attributes(ruler(parsed))


def test_names_are_the_models_but_for_plain_sentences(plain_model: Language):
    nlp = load_model()
    (passage,) = parse(make_article(TEXT), nlp)
    found = {(name.text, name.label_) for name in passage.doc.ents}
    recogniser = plain_model.get_pipe("ner")
    wanted = set()
    for line in TEXT.split("\n"):
        doc = recogniser(nlp(line, disable=["ner"]))
        wanted |= {(name.text, name.label_) for name in doc.ents if not is_plain(name.sent)}
    assert found == wanted
    assert {"DATE", "CARDINAL"} <= {label for _, label in found}
    assert sum(is_plain(sentence) for sentence in passage.doc.sents) >= 3


@pytest.mark.parametrize(
    "text", ["He met Tan.", "It ended last week.", "It cost nine ships.", "It cost 9m.", "The US left.", "Ostia left."]
)
def test_a_sentence_that_could_hold_a_name_is_not_plain(text: str):
    doc = load_model()(text, disable=["ner"])
    assert not is_plain(next(doc.sents))


def test_quick_products_give_the_models_own_vectors(plain_model: Language):
    lines = TEXT.split("\n")
    quick, own = (nlp.get_pipe("tok2vec").predict([nlp.make_doc(line) for line in lines]) for nlp in (load_model(), plain_model))
    for one, other in zip(quick, own, strict=True):
        assert one == pytest.approx(other, abs=1e-4)


def test_lemmas_are_the_models_own(plain_model: Language):
    words = "the spies worse leaves lying bigger data Ostians met easily indices threatened".split()
    tags = ["DET", "NOUN", "ADJ", "NOUN", "VERB", "ADJ", "NOUN", "PROPN", "VERB", "ADV", "NOUN", "VERB"]
    mine, own = (
        [t.lemma_ for t in nlp.get_pipe("lemmatizer")(Doc(nlp.vocab, words=words, pos=tags))]
        for nlp in (load_model(), plain_model)
    )
    assert mine == own
