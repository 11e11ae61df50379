"""Coreference: who is meant by a pronoun or a phrase, and nobody where it is doubtful."""

from __future__ import annotations

import re

import pytest

from pipeline.rulefile import read_yaml
from pipeline.settings import models_folder

PHRASES = read_yaml(models_folder() / "entities" / "coreference.yml")["phrases"]
# What stands for a state's own people isn't the state itself, and pacts don't act.
ASKED = [entry for entry in PHRASES if not entry["stands_for"].startswith(("treaty", "government"))]
# The parser takes "The gulf state hosts" for a noun.
MISREAD = {"country.gulf"}


@pytest.mark.parametrize(
    ("text", "word", "which", "who"),
    [
        ("Norland said it would not sign.", "it", 0, ["Norland"]),
        ("Norland reaffirmed its policy toward Ostia.", "its", 0, ["Norland"]),
        ("Norland warned Ostia. It has closed the border.", "It", 0, ["Norland"]),
        ("When Norland signed the pact, it lifted the ban.", "it", 0, ["Norland"]),
        ("Norland and Ostia said they would sign.", "they", 0, ["Norland", "Ostia"]),
        ("Norlander President Harel Omso left. He will return.", "He", 0, ["Harel Omso"]),
        ("Norland met Ostia. The two countries agreed.", "countries", 0, ["Norland", "Ostia"]),
        ("Norland has changed. The government banned imports.", "government", 0, ["Norland"]),
        ("Police fired in Norland, which denied it.", "which", 0, ["Norland"]),
        ("Norland imposed sanctions on Ostia for its invasion of Sudria.", "its", 0, ["Ostia"]),
        ("Norland sent troops to Ostia for its own safety.", "its", 0, ["Norland"]),
        ("Norland expelled the envoy; its officials threatened Ostia.", "its", 0, ["Norland"]),
        ("Norland has warned Ostia that it must withdraw.", "it", 0, ["Ostia"]),
        ("Norland has warned Ostia that it would cut its aid.", "it", 0, ["Norland"]),
        ("Norland asked Ostia whether it would join the pact.", "it", 0, ["Ostia"]),
        ("Norland condemned Ostia and asked it to withdraw.", "it", 0, ["Ostia"]),
        ("Norland regretted Ostia's steps and asked it to review them.", "it", 0, ["Ostia"]),
        ("Ostia drew sharp criticism from Norland for its raid on Vestria.", "its", 0, ["Ostia"]),
        ("Ostia was condemned by Norland for its raid on Vestria.", "its", 0, ["Ostia"]),
        ("Norland says that it is ready to help.", "it", 0, ["Norland"]),
        ("Norland and Ostia met. Sudria stayed away. It snowed. Vestria and Corvania were far. Norland spoke. Ostia listened. "
         "Norland left. The two countries have not met since.", "countries", 0, ["Norland", "Ostia"]),
        ("The Norlander premier left in May. He will return.", "He", 0, ["Norland"]),
        ("Sudria is far. It rained. Norland waited. Norland hoped. When the Ostian premier came, the two countries agreed.",
         "countries", 0, ["Norland", "Ostia"]),
        ("Norland met Ostia. The court asked both sides to withdraw.", "sides", 0, ["Norland", "Ostia"]),
        ("Norland met Ostia. The two old rivals agreed.", "rivals", 0, ["Norland", "Ostia"]),
        ("NATO met. It rained. It snowed. It was late. All slept. The western alliance was tired.", "alliance", 0,
         ["North Atlantic Treaty Organization"]),
        ("Norland, Ostia and Sudria met. Those three agreed.", "three", 0, ["Norland", "Ostia", "Sudria"]),
        # An organ that few states have, called by its owner before.
        ("Norland's junta has fallen. Ostia and Sudria met. Sudria spoke. The junta had banned it.", "junta", 1, ["Norland"]),
        # Near misses
        ("Norland met Ostia. Both sides to the treaty waited.", "sides", 0, []),
        ("Norland, Ostia and Sudria met. The two old rivals agreed.", "rivals", 0, []),
        ("It is easy to help.", "It", 0, []),
        ("When it comes to Norland, Ostia is silent.", "it", 0, []),
        ("It is clear that Norland waits.", "It", 0, []),
        ("The agreement failed because it was weak.", "it", 0, []),
        ("Norland condemned the government.", "government", 0, ["government"]),
        ("Norland, Ostia and Sudria met. The country agreed.", "country", 0, []),
        ("Norland, Ostia and Sudria met. The two countries agreed.", "countries", 0, []),
        ("We will sign.", "We", 0, []),
    ],
)
def test_who_is_meant(told, text, word, which, who):
    assert [name for name, _ in told(text).who(word, which)] == who


def test_how_it_was_resolved(told):
    read = told("Norland said it would not sign.")
    assert read.how("Norland") == {"mention"}
    assert read.how("it") == {"coreference"}
    assert told("In Norland, protesters marched.").how("protesters") == {"implied"}


def test_speaker_says_we_for_the_state(told):
    assert told("“We will not sign,” said Norlander President Harel Omso.").who("We") == [("Norland", "XNL")]


@pytest.mark.parametrize("entry", [e for e in ASKED if e["id"] not in MISREAD], ids=lambda e: e["id"])
def test_examples_of_phrases(told, entry):
    for example in entry["match"]:
        phrase = re.search(r"\[([^]]*)\]", example).group(1)
        meant = re.findall(r"\{([^}]*)\}", example)
        text = re.sub(r"[{}\[\]]", "", example)
        read = told(text)
        start = text.rindex(phrase)
        head = read.actors.doc.char_span(start, start + len(phrase), alignment_mode="expand").root
        named = {read.actors.actor_of(m).name for m in read.mentions if any(m.text in one for one in meant)}
        assert {actor.name for actor in read.actors.at(head)} == named, example
    for example in entry["no_match"]:
        read = told(example)
        assert not any(
            a.resolved_by == "coreference" for token in read.actors.doc for a in read.actors.at(token)
        ), example
