"""The marks that the classifier goes by."""

import pytest

from pipeline.records import Event, Mention, Participant
from pipeline.stance.features import View, Weighed, view_of, with_neighbours


def view(nlp, text, mentions=(), events=(), evidence=(), claims=(), strengths=None, states=0, rivals=False):
    doc = nlp(text)
    named = []
    for name, label in mentions:
        start = text.index(name)
        named.append(Mention("m", "a", "a:1", start, start + len(name), name, label, name, "", "", "test"))
    return view_of(doc[:], named, events, evidence, claims, strengths or {}, states, rivals)


def test_names_stand_by_their_roles(nlp):
    found = view(
        nlp,
        "Norland and the Alliance thanked Premier Orrel in 2029.",
        [("Norland", "GPE"), ("Alliance", "ALLIANCE"), ("Premier Orrel", "PERSON")],
    )
    assert {"<state>", "<body>", "<person>", "thank"} <= set(found.words)
    assert not {"norland", "Norland", "orrel", "alliance"} & set(found.words)
    assert found.words.count("<person>") == 1
    assert [mark for mark in found.marks if "orland" in mark.lower()] == []


def test_a_long_sentence_has_no_more_say(nlp):
    for text in ("They talk.", "They talk and they trade and they quarrel and they wait."):
        words = [value for mark, value in view(nlp, text).marks.items() if mark.startswith("word:")]
        assert sum(value**2 for value in words) == pytest.approx(1)


def test_evidence_counts_by_label_rule_and_combination(nlp):
    evidence = [Weighed("cooperation", "cooperation.ties", 0.6), Weighed("distance", "distance.bar", 0.5)]
    claims = [Weighed("cooperation", "cooperation.ties", 0.6)]
    marks = view(nlp, "They talk.", (), (), evidence, claims, {"cooperation": 0.6, "distance": 0.5}).marks
    assert marks["rule:strength:cooperation"] == 0.6
    assert marks["rule:claim:cooperation"] == 0.6
    assert {"rule:leads:cooperation", "rule:both:cooperation+distance", "cue:cooperation.ties"} <= set(marks)


def test_nothing_found_is_a_mark(nlp):
    assert "rule:leads:none" in view(nlp, "They talk.").marks


def test_events_count_by_what_they_are(nlp):
    parties = tuple(
        Participant("e", role, "", name, "", code, "GOV", "mention")
        for role, name, code in (("source", "Norland", "XNL"), ("target", "Ostia", "XOS"))
    )
    event = Event(
        "e", "a", "a:1", 0, 4, "talk", "CONSULT", "CONSULT", "", "verbal cooperation", "negated", "planned",
        "", "", "", "", "consult.talk", parties,
    )  # fmt: skip
    marks = set(view(nlp, "They talk.", events=[event], states=2, rivals=True).marks)
    assert {"event:type:CONSULT", "event:denied:verbal cooperation", "event:modality:planned"} <= marks
    assert {"event:between states", "event:states named:2", "event:rivals named"} <= marks


def test_syntax_counts_denial_joints_and_questions(nlp):
    marks = set(view(nlp, "But would they not join?").marks)
    assert {"syntax:denial", "syntax:denied:join", "syntax:modal:would", "syntax:question"} <= marks
    assert "syntax:joint:but" in marks


def test_neighbours_lend_their_evidence():
    first, second = View(strengths={"hedging": 0.7}), View(marks={"word:talk": 1.0})
    assert with_neighbours([first, second]) == [{}, {"word:talk": 1.0, "near:before:hedging": 0.7}]
    assert with_neighbours([second, first])[0] == {"word:talk": 1.0, "near:after:hedging": 0.7}
