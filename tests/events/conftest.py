"""A parser and a small stand-in for the actor stage: names of invented states are actors, nothing else is."""

from types import SimpleNamespace

import pytest

from pipeline.events import load_rules
from pipeline.language import load_model
from pipeline.records import Actor, Sentence
from pipeline.settings import models_folder

STATES = {
    "Norland": "XNL", "Norlander": "XNL", "Norlanders": "XNL",
    "Ostia": "XOS", "Ostian": "XOS", "Ostians": "XOS",
    "Sudria": "XSU", "Sudrian": "XSU", "Sudrians": "XSU",
}  # fmt: skip
NAMES = {"XNL": "Norland", "XOS": "Ostia", "XSU": "Sudria"}


class NamedStates:
    """An ActorIndex that knows three states by name."""

    gazetteer = SimpleNamespace(shapes=SimpleNamespace(own_organs=frozenset({"regime"})))

    def at(self, token):
        code = STATES.get(token.text)
        return (Actor("", NAMES[code], code, code, "GOV"),) if code else ()

    def place(self, token):
        return ""

    def mention_at(self, token):
        return None

    def agent_at(self, token):
        return None

    def is_from_abroad(self, token):
        return False

    def opens_paragraph(self, sentence):
        return False

    def state_of_country(self, code):
        return Actor("", NAMES[code], code, code, "GOV")

    def mentions_in(self, start, end):
        return []

    def other_side(self, token, own):
        near = {code for word in token.sent if (code := STATES.get(word.text)) and code not in own}
        return Actor("", NAMES[only], only, only, "GOV") if len(near) == 1 and (only := near.pop()) else None


@pytest.fixture(scope="session")
def nlp():
    return load_model()


@pytest.fixture(scope="session")
def rules():
    return load_rules(models_folder() / "events")


@pytest.fixture
def states():
    return NamedStates()


@pytest.fixture(scope="session")
def sentences():
    def of(doc):
        return [
            Sentence(f"a:{n}", "a", n, 1, "", span.start_char, span.end_char, span.text)
            for n, span in enumerate(doc.sents, 1)
        ]

    return of
