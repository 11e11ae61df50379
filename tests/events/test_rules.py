"""Rule files: what is right is loaded, what is wrong is named with its file and line."""

import shutil

import pytest

from pipeline.events import load_rules
from pipeline.events.match import find_candidates, match_patterns
from pipeline.events.participants import Parties
from pipeline.rulefile import RuleError
from pipeline.settings import models_folder

HEAD = """event_type: SANCTION
about: A test.
quad_class: material conflict
modes: [withdraw]
rules:
"""
GOOD = """  - id: test.one
    trigger: {verb: [blort], object: [ties]}
    target: [with]
    match: ["[source Norland] <blorted> ties with [target Ostia]."]
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("lexicon.yml", "time.yml"):
        shutil.copy(models_folder() / "events" / name, tmp_path / name)
    return tmp_path


def test_words_like_on_stay_words(folder):
    (folder / "a.yml").write_text(HEAD + GOOD.replace("[with]", "[on, off]"))
    assert load_rules(folder).all[0].target == ("on", "off")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GOOD.replace("target:", "tarjet:"), 8, "known keys"),
        (
            GOOD.replace("{verb: [blort], object: [ties]}", "{object: [ties]}"),
            7,
            "exactly one of verb, noun and adjective",
        ),
        (GOOD.replace("[ties]", "[$nothing]"), 6, "no word list $nothing"),
        (GOOD + "    mode: flatter\n", 10, "its modes: withdraw"),
        (GOOD + GOOD, 10, "the id is taken by"),
        (GOOD.replace("match: [", "match: []  # ["), 6, "no example"),
        ("  - id: test.one\n    trigger: {verb: [blort\n", 8, "not valid YAML"),
        (
            "  - id: test.one\n    pattern: [{RIGHT_ID: trigger, RIGHT_ATTRS: {LEMMA: blort}}]\n    match: [x]\n",
            6,
            "needs RIGHT_ID trigger, and source or target",
        ),
    ],
)
def test_a_slip_is_named_with_file_and_line(folder, text, line, said):
    path = folder / "a.yml"
    path.write_text(HEAD + text)
    with pytest.raises(RuleError) as caught:
        load_rules(folder)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("asks_of", "attributes", "said"),
    [
        ("nobody", "{DEP: nsubj}", "not a DependencyMatcher pattern"),
        # What spaCy knows and no sentence here is given with.
        ("trigger", "{DEP: nsubj, ENT_TYPE: GPE}", "can't ask for ENT_TYPE"),
    ],
)
def test_a_wrong_dependency_pattern_is_named(folder, asks_of, attributes, said):
    (folder / "a.yml").write_text(
        HEAD
        + f"""  - id: test.pattern
    pattern:
      - {{RIGHT_ID: trigger, RIGHT_ATTRS: {{LEMMA: blort}}}}
      - {{LEFT_ID: {asks_of}, REL_OP: ">", RIGHT_ID: source, RIGHT_ATTRS: {attributes}}}
    match: ["[source Norland] <blorted>."]
"""
    )
    with pytest.raises(RuleError, match=said):
        load_rules(folder)


def test_a_dependency_pattern_names_its_own_roles(nlp, states, folder):
    (folder / "a.yml").write_text(
        HEAD
        + """  - id: test.pattern
    pattern:
      - {RIGHT_ID: trigger, RIGHT_ATTRS: {LEMMA: impose}}
      - {LEFT_ID: trigger, REL_OP: ">", RIGHT_ID: source, RIGHT_ATTRS: {DEP: nsubj}}
    match: ["[source Norland] <imposed> order."]
"""
    )
    doc, rules = nlp("Norland imposed order."), load_rules(folder)
    (found,) = find_candidates(doc[:], rules, Parties(states, rules.lexicon), match_patterns(doc, rules))
    assert [p.actor.name for p in found.sources] == ["Norland"]


def test_a_pattern_without_a_source_takes_the_subject_of_its_trigger_wherever_it_stands(nlp, states, folder):
    (folder / "a.yml").write_text(
        HEAD
        + """  - id: test.pattern
    pattern:
      - {RIGHT_ID: trigger, RIGHT_ATTRS: {LEMMA: declare}}
      - {LEFT_ID: trigger, REL_OP: ">", RIGHT_ID: be, RIGHT_ATTRS: {DEP: ccomp}}
      - {LEFT_ID: be, REL_OP: ">", RIGHT_ID: target, RIGHT_ATTRS: {DEP: nsubj}}
    source_sector: [GOV]
    match: ["[source Norland] <declared> that [target Ostia] was wrong."]
"""
    )
    doc, rules = nlp("Sudria forced Norland to declare that Ostia was wrong."), load_rules(folder)
    (found,) = find_candidates(doc[:], rules, Parties(states, rules.lexicon), match_patterns(doc, rules))
    assert [p.actor.name for p in found.sources] == ["Norland"]
    assert [p.actor.name for p in found.targets] == ["Ostia"]
