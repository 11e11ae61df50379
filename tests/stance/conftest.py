"""What the stance tests share: the parser, the shipped cues, and an actor stage that knows a few names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.tokens import Doc, Token

from pipeline.language import load_model
from pipeline.records import Actor, Sentence
from pipeline.stance import find_stances, load_cues

MODELS = Path(__file__).parents[2] / "models" / "stance"
STATES = {
    "Norland": ("Norland", "XNL"),
    "Norlander": ("Norland", "XNL"),
    "Ostia": ("Ostia", "XOS"),
    "Ostian": ("Ostia", "XOS"),
    "Sudria": ("Sudria", "XSU"),
    "China": ("China", "CHN"),
    "Beijing": ("China", "CHN"),
    "Chinese": ("China", "CHN"),
    "Washington": ("United States", "USA"),
    "Russia": ("Russia", "RUS"),
    "Moscow": ("Russia", "RUS"),
    "Malaysia": ("Malaysia", "MYS"),
    "ASEAN": ("ASEAN", ""),
}


class NamedActors:
    """An actor stage that knows a name when it sees one, and the holder of "it", where it is told."""

    def __init__(self, it: str = "") -> None:
        self.it = it

    def at(self, token: Token) -> tuple[Actor, ...]:
        word = self.it if token.lower_ in ("it", "its") else token.text
        if word not in STATES:
            return ()
        name, country = STATES[word]
        return (Actor("", name, country or name, country, "GOV" if country else "IGO"),)


@pytest.fixture(scope="session")
def nlp():
    return load_model()


@pytest.fixture(scope="session")
def cues():
    """The shipped cues; what the classifier adds to them is tested with weights of the tests' own."""
    return replace(load_cues(MODELS), classifier=None)


def sentences_of(doc: Doc) -> list[Sentence]:
    return [
        Sentence(f"a:{i}", "a", i, 1, "", s.start_char, s.end_char, s.text.strip())
        for i, s in enumerate(doc.sents, start=1)
    ]


@pytest.fixture
def stances_of(nlp, cues):
    """Call with a text (and who "it" is, and events): the stance rows of its sentences."""

    def read(text: str, it: str = "", events=()):
        doc = nlp(text)
        return find_stances(doc, sentences_of(doc), [], NamedActors(it), events, cues)

    return read
