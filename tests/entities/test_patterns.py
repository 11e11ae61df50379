"""Patterns by form: our reader of EntityRuler patterns finds what the examples mark, and nothing in the near misses."""

from __future__ import annotations

import re

import pytest

from pipeline.language import load_model
from pipeline.rulefile import read_yaml
from pipeline.settings import models_folder

ENTRIES = read_yaml(models_folder() / "entities" / "patterns.yml")["patterns"]


def found(gazetteer, entry, text):
    doc = load_model().make_doc(text)
    tokens = list(doc)
    return [
        doc[first : last + 1].text
        for first, last, p in gazetteer.patterns.find(tokens)
        if p.rule == entry["id"]
    ]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_examples(gazetteer, entry):
    for example in entry["match"]:
        marked = re.findall(r"\[([^]]*)\]", example)
        assert set(marked) <= set(found(gazetteer, entry, re.sub(r"[\[\]]", "", example))), example
    for example in entry["no_match"]:
        assert found(gazetteer, entry, example) == [], example
