"""Cue files: what can be wrong with one, and how the error names it."""

import pytest

from pipeline.rulefile import RuleError
from pipeline.stance import load_cues

GOOD = """stance: hedging
about: A strategy.
cues:
  - id: hedging.dither
    words: [dither]
    certainty: 0.5
    match: ["Norland <dithers>."]
"""


def test_good_file(tmp_path):
    (tmp_path / "hedging.yml").write_text(GOOD)
    cues = load_cues(tmp_path)
    assert cues.cues["hedging.dither"].stance == "hedging"
    assert cues.by_word["dithers"] == {"hedging.dither"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("certainty: 0.5", "certainty: 1.5", r"hedging.yml:6: certainty: .*less than or equal to 1"),
        ("certainty: 0.5", "certainly: 0.5", r"hedging.yml:6: certainly: .*known keys: certainty"),
        (
            "words: [dither]",
            "wordz: [dither]",
            r"hedging.yml:4: .*give either words, or verb|hedging.yml:5: .*known keys",
        ),
        ("words: [dither]", "verb: [dither]", r"hedging.yml:4: .*verb needs object"),
        ("words: [dither]", "words: [Dither]", r"hedging.yml:4: hedging.dither: 'Dither'"),
        ("stance: hedging", "stance: wavering", r"hedging.yml:1: stance: "),
        ("about: A strategy.", "about: [", r"hedging.yml:\d+: not valid YAML"),
        ("hedging.dither", "Dither", r"hedging.yml:4: id"),
        ('match: ["Norland <dithers>."]', "match: []", r"hedging.yml:7: match"),
    ],
)
def test_fault_is_named_with_file_and_line(tmp_path, old, new, said):
    (tmp_path / "hedging.yml").write_text(GOOD.replace(old, new))
    with pytest.raises(RuleError, match=said):
        load_cues(tmp_path)


def test_an_id_is_given_once(tmp_path):
    (tmp_path / "a.yml").write_text(GOOD)
    (tmp_path / "b.yml").write_text(GOOD)
    with pytest.raises(RuleError, match=r"b.yml:4: the id 'hedging.dither' is taken, by a.yml:4"):
        load_cues(tmp_path)


def test_a_folder_without_cues(tmp_path):
    with pytest.raises(RuleError, match="no cue file"):
        load_cues(tmp_path)


def test_shipped_cues_are_many_and_of_every_kind(cues):
    lines = {}
    for cue in cues.cues.values():
        lines[cue.stance] = lines.get(cue.stance, 0) + len(cue.words or cue.verb)
    assert set(lines) == {"hedging", "non-alignment", "cooperation", "distance", "none"}
    assert min(lines["hedging"], lines["non-alignment"], lines["cooperation"]) >= 100
