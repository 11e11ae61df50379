"""Frames: one normal form for a happening, whatever the shape of its sentence."""

import pytest

from pipeline.events.frames import build_frame
from pipeline.events.phrases import kind_of, noun_roles


def roles_of(nlp, lexicon, text, word):
    token = next(t for t in nlp(text) if t.text == word)
    frame = build_frame(token, kind_of(token), lexicon)
    return {role: [t.text for t in tokens] for role, tokens in frame.roles.items()}


@pytest.fixture(scope="session")
def lexicon(rules):
    return rules.lexicon


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norland praised Ostia.", "praised"),
        ("Ostia was praised by Norland.", "praised"),
        ("Norland, which praised Ostia, is far away.", "praised"),
        ("Ostia, praised by Norland last week, is far away.", "praised"),
        ("It was Norland that praised Ostia.", "praised"),
        ("Norland agreed to praise Ostia.", "praise"),
        ("Norland has been urged to praise Ostia.", "praise"),
        ("Sudria urged Norland to praise Ostia.", "praise"),
        ("Sudria accused Norland of praising Ostia.", "praising"),
        ("Praising Ostia, Norland called an election.", "Praising"),
        ("Norland called an election without praising Ostia.", "praising"),
        ("Norland met Sudria and praised Ostia.", "praised"),
        ("Norland criticised and then praised Ostia.", "praised"),
        ("Norland is not the first state in Sudria that praised Ostia.", "praised"),
        ("Norland is one of the states that have praised Ostia.", "praised"),
        ("Norland has, for reasons of its own, praised Ostia.", "praised"),
        ("What Norland did was to praise Ostia.", "praise"),
        ("Norland found itself praising Ostia.", "praising"),
        ("Sudria charged Norland with having praised Ostia.", "praised"),
        ("Norland's decision to praise Ostia was bold.", "praise"),
        ("It is Ostia that Norland praised.", "praised"),
        ("Norland did all it could to praise Ostia.", "praise"),
        ("By refusing, again and again, Vestria's offer to mediate, Norland praised Ostia.", "praised"),
    ],
)
def test_subject_and_object_are_the_same_in_every_shape(nlp, lexicon, text, word):
    roles = roles_of(nlp, lexicon, text, word)
    assert (roles.get("subject"), roles.get("object")) == (["Norland"], ["Ostia"])


def test_who_is_accused_did_it_also_where_the_gerund_hangs_on_the_noun(nlp, lexicon):
    roles = roles_of(
        nlp, lexicon, "Sudria has accused the Norlander armed forces of bombing a port.", "bombing"
    )
    assert roles["subject"] == ["forces"]


def test_conjuncts_and_companions_all_fill_the_role(nlp, lexicon):
    roles = roles_of(nlp, lexicon, "Norland, together with Sudria, attacked Ostia and Vestria.", "attacked")
    assert roles["subject"] == ["Norland", "Sudria"]
    assert roles["object"] == ["Ostia", "Vestria"]


def test_a_verb_that_only_carries_a_noun_hands_it_its_roles(nlp, lexicon):
    roles = roles_of(nlp, lexicon, "Norland held talks with Ostia.", "talks")
    assert roles["subject"] == ["Norland"]
    assert roles["with"] == ["Ostia"]


def test_a_noun_keeps_possessor_and_prepositions_apart(nlp, lexicon):
    roles = roles_of(nlp, lexicon, "Norland's attack on Ostia shocked Sudria.", "attack")
    assert roles["possessor"] == ["Norland"]
    assert roles["on"] == ["Ostia"]
    assert "Sudria" not in str(roles)


def test_the_object_of_a_relative_clause_is_the_noun_before_it(nlp, lexicon):
    roles = roles_of(nlp, lexicon, "The treaty that Norland signed lapsed.", "signed")
    assert (roles["subject"], roles["object"]) == (["Norland"], ["treaty"])


@pytest.mark.parametrize(
    "text",
    [
        "Norland eased the sanctions that it had placed on Ostia.",
        "Norland relaxed the sanctions imposed on Ostia.",
        "Norland relaxed the sanctions taken against Ostia.",
    ],
)
def test_on_whom_a_thing_is_laid_stands_in_the_clause_behind_it(nlp, text):
    roles = noun_roles(next(t for t in nlp(text) if t.text == "sanctions"))
    assert [t.text for role in ("on", "against") for t in roles.get(role, [])] == ["Ostia"]


def test_what_the_parser_hangs_on_an_adverb_is_the_verbs(nlp, lexicon):
    assert roles_of(nlp, lexicon, "Norland walked away from the talks.", "walked")["from"] == ["talks"]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Norland considered an attack on Ostia.", "attack", {"subject": ["Norland"], "on": ["Ostia"]}),
        ("Norland considered an offer from Ostia.", "offer", {"subject": None}),
        ("Norland weighed a Sudrian attack on Ostia.", "attack", {"subject": None}),
        ("The invasion by Iraq of Kuwait shocked the world.", "invasion", {"by": ["Iraq"], "of": ["Kuwait"]}),
        ("The seizure on Friday of three ships shocked Sudria.", "seizure", {"of": ["ships"]}),
        ("They agreed to a truce after two hours of talks.", "truce", {"of": None}),
        ("Norland is one of the states that praised Ostia.", "praised", {"subject": ["Norland"], "object": ["Ostia"]}),
        ("Ostia had two editors arrested.", "arrested", {"subject": ["Ostia"], "object": ["editors"]}),
        ("Ostia had its jet shot down.", "shot", {"subject": None}),
        ("The envoys whom Norland holds hostage are well.", "holds", {"object": ["envoys"]}),
        ("Norland let the inspectors in.", "let", {"object": ["inspectors"]}),
    ],
)
def test_who_acts_on_whom_where_other_words_stand_between(nlp, lexicon, text, word, expected):
    roles = roles_of(nlp, lexicon, text, word)
    assert {role: roles.get(role) for role in expected} == expected


def test_who_is_something_in_a_war_does_not_wage_it(nlp, lexicon):
    assert "subject" not in roles_of(nlp, lexicon, "Norland has been cautious in the war.", "war")


@pytest.mark.parametrize(
    ("text", "word", "role", "words"),
    [
        ("Norland declared it invalid.", "declared", "object", ["it"]),
        ("Norland declared it invalid and opened a case.", "opened", "subject", ["Norland"]),
        ("Norland holds Taipei responsible for the failure.", "holds", "object", ["Taipei"]),
        ("The Chinese call them provocations.", "call", "predicate", ["provocations"]),
        ("It was on Russian law that Moscow insisted.", "insisted", "on", ["law"]),
    ],
)
def test_what_the_parser_hangs_elsewhere_is_the_verbs(nlp, lexicon, text, word, role, words):
    assert roles_of(nlp, lexicon, text, word)[role] == words


def test_what_is_hard_to_do_is_no_object(nlp, lexicon):
    assert "object" not in roles_of(nlp, lexicon, "Norland declared it dangerous for the state to wait.", "declared")
