"""Events: rows as an analyst reads them."""

import pytest

from pipeline.events import find_events
from pipeline.events.find import plover_type
from pipeline.records import Actor


def events_in(nlp, rules, states, sentences, text, published="2022-05-18"):
    doc = nlp(text)
    return find_events(doc, sentences(doc), states, rules, published)


def told(event):
    def names(role):
        return sorted(p.name for p in event.participants if p.role == role)

    return event.event_type, names("source"), names("target"), event.polarity, event.modality


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Norland refused to sign a treaty with Ostia.",
            ("REJECT", ["Norland"], ["Ostia"], "affirmed", "actual"),
        ),
        (
            "Norland threatened to impose sanctions on Ostia.",
            ("THREATEN", ["Norland"], ["Ostia"], "affirmed", "actual"),
        ),
        (
            "Norland called on Ostia to sign the treaty.",
            ("REQUEST", ["Norland"], ["Ostia"], "affirmed", "actual"),
        ),
        ("Norland announced sanctions on Ostia.", ("SANCTION", ["Norland"], ["Ostia"], "affirmed", "actual")),
        (
            "Sanctions were not imposed on Ostia by Norland.",
            ("SANCTION", ["Norland"], ["Ostia"], "negated", "actual"),
        ),
        (
            "Norland, the state that attacked Ostia, is small.",
            ("ASSAULT", ["Norland"], ["Ostia"], "affirmed", "actual"),
        ),
        (
            "Ostia was the victim of a Norlander invasion.",
            ("ASSAULT", ["Norland"], ["Ostia"], "affirmed", "actual"),
        ),
        (
            "Norland may sign a pact with Ostia.",
            ("SUPPORT", ["Norland", "Ostia"], ["Norland", "Ostia"], "affirmed", "possible"),
        ),
    ],
)
def test_one_happening_one_row(nlp, rules, states, sentences, text, row):
    assert [told(e) for e in events_in(nlp, rules, states, sentences, text)] == [row]


def test_the_sides_of_a_mutual_happening_are_told_apart(nlp, rules, states, sentences):
    (event,) = events_in(nlp, rules, states, sentences, "Norland signed a treaty with Ostia and Sudria.")
    assert event.mutual
    assert [p.name for p in event.participants if p.role == "source"][: event.first_side] == ["Norland"]


def test_the_unsaid_side_of_an_exchange_is_implied(nlp, rules, states, sentences):
    text = "When Sudria imposed sanctions on Ostia, Ostia recalled its ambassador."
    answer = events_in(nlp, rules, states, sentences, text)[-1]
    assert [(p.name, p.resolved_by) for p in answer.participants if p.role == "target"] == [
        ("Sudria", "implied")
    ]


def test_a_participle_after_a_comma_is_an_act_of_its_own(nlp, rules, states, sentences):
    text = "Norland agreed to meet Sudria, cutting diplomatic ties with Ostia."
    rows = [told(event)[:3] for event in events_in(nlp, rules, states, sentences, text)]
    assert ("SANCTION", ["Norland"], ["Ostia"]) in rows


def test_where_two_other_states_act_alike_nobody_is_implied(nlp, rules, states, sentences):
    text = "Sudria condemned Norland, Norland threatened Sudria, and Ostia recalled its ambassador."
    answer = events_in(nlp, rules, states, sentences, text)[-1]
    assert [p.name for p in answer.participants if p.role == "target"] == []


def test_offsets_give_the_trigger(nlp, rules, states, sentences):
    text = "Spring came early. Norland imposed sanctions on Ostia in March 2021."
    (event,) = events_in(nlp, rules, states, sentences, text)
    assert text[event.start : event.end] == event.trigger == "imposed"
    assert (event.date, event.date_text) == ("2021-03", "March 2021")


def test_a_question_states_nothing(nlp, rules, states, sentences):
    assert events_in(nlp, rules, states, sentences, "Did Norland impose sanctions on Ostia?") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ignoring Ostia's demands will not make them go away.",
        "In other words, Norland bowed its head.",
        "Norland rose early in order to beat the heat.",
        "Norland wants to sign a treaty with Ostia.",
        "Norland has the right to attack Ostia.",
        "To offer Ostia a loan was a mistake.",
        "Norland put off the drills with Ostia.",
    ],
)
def test_what_anybody_may_do_and_what_is_only_a_phrase_is_no_event(nlp, rules, states, sentences, text):
    assert events_in(nlp, rules, states, sentences, text) == []


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("Norland attacked Ostian border posts and killed 23 Ostian soldiers.", ["attacked"]),
        # Others were hit, or nothing else was done.
        ("Norland bombed Ostia and killed two Sudrian envoys.", ["bombed", "killed"]),
        ("Norland killed 23 Ostian soldiers.", ["killed"]),
        ("Norland bombed Ostia and is said to have killed 23 Ostian soldiers.", ["bombed"]),
    ],
)
def test_whom_an_attack_has_cost_is_no_second_one(nlp, rules, states, sentences, text, triggers):
    assert [event.trigger for event in events_in(nlp, rules, states, sentences, text)] == triggers


def test_two_verbs_that_share_all_they_govern_tell_one_happening(nlp, rules, states, sentences):
    text = "Norland attacked and killed nine Ostians."
    assert [event.event_type for event in events_in(nlp, rules, states, sentences, text)] == ["ASSAULT"]


class WithJournalists:
    """The states, and journalists of no country."""

    def __init__(self, states):
        self.states = states

    def __getattr__(self, name):
        return getattr(self.states, name)

    def at(self, token):
        return (
            (Actor("", "journalist", "", "", "MED"),)
            if token.lemma_ == "journalist"
            else self.states.at(token)
        )

    def state_of_country(self, code):
        return Actor("", "Norland", "XNL", "XNL", "GOV") if code == "XNL" else None


def test_whom_a_state_jails_is_its_own_people(nlp, rules, states, sentences):
    (event,) = events_in(nlp, rules, WithJournalists(states), sentences, "Norland jailed three journalists.")
    assert [(p.name, p.country) for p in event.participants if p.role == "target"] == [
        ("Norland journalist", "XNL")
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("After talks with Ostia, Norland left.", ("CONSULT", ["Norland", "Ostia"], ["Norland", "Ostia"])),
        ("On a visit to Ostia, Norland's minister fell ill.", ("CONSULT", ["Norland"], ["Ostia"])),
        ("During a visit to Ostia, Norland's minister fell ill.", ("CONSULT", ["Norland"], ["Ostia"])),
        ("Ostia has seen attacks by Norland.", ("ASSAULT", ["Norland"], ["Ostia"])),
    ],
)
def test_who_does_what_a_background_phrase_names_and_who_undergoes_it(
    nlp, rules, states, sentences, text, row
):
    assert [told(e)[:3] for e in events_in(nlp, rules, states, sentences, text)] == [row]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Ties froze in May 2013, when Norland invaded Ostia.", "2013-05"),
        ("Norland will sign a treaty with Ostia on April 27.", "2023-04-27"),
    ],
)
def test_the_date_that_a_clause_with_when_tells_anew_and_the_day_of_a_plan(
    nlp, rules, states, sentences, text, date
):
    (event,) = events_in(nlp, rules, states, sentences, text)
    assert event.date == date


def test_that_same_day_is_the_day_last_named(nlp, rules, states, sentences):
    text = "On 4 May 2022, Norland invaded Ostia. That same day, Sudria imposed sanctions on Norland."
    assert [e.date for e in events_in(nlp, rules, states, sentences, text)] == ["2022-05-04", "2022-05-04"]


class WithAnalysts:
    """States, and analysts of nowhere."""

    def __init__(self, states):
        self._states = states

    def __getattr__(self, name):
        return getattr(self._states, name)

    def at(self, token):
        if token.lemma_ == "analyst":
            return [Actor("", "analyst", "", "", "CVL")]
        return self._states.at(token)


def test_what_nobody_in_particular_says_is_no_event(nlp, rules, states, sentences):
    text = "Analysts criticised Ostia. Norland urged analysts to leave."
    (event,) = events_in(nlp, rules, WithAnalysts(states), sentences, text)
    assert told(event)[:3] == ("REQUEST", ["Norland"], [])


def test_what_an_act_says_by_its_participle_is_of_its_day(nlp, rules, states, sentences):
    text = "In May 2013, Norland declared a boycott of Ostia, accusing Sudria of spying."
    assert {e.date for e in events_in(nlp, rules, states, sentences, text)} == {"2013-05"}


def test_what_is_dated_ahead_is_planned_and_what_a_participle_repeats_is_told_once(
    nlp, rules, states, sentences
):
    (visit,) = events_in(nlp, rules, states, sentences, "Norland's minister visits Ostia next week.")
    assert told(visit)[4] == "planned"
    text = "Norland filed a complaint against Ostia, charging that the tariff was unfair."
    assert [told(e)[0] for e in events_in(nlp, rules, states, sentences, text)] == ["ACCUSE"]


def test_the_date_of_saying_is_not_the_date_of_doing(nlp, rules, states, sentences):
    (event,) = events_in(
        nlp, rules, states, sentences, "Sudria said on Tuesday that Norland had imposed sanctions on Ostia."
    )
    assert (event.date, event.speaker) == ("", "Sudria")


@pytest.mark.parametrize(
    ("event_type", "planned_as", "polarity", "modality", "expected"),
    [
        ("AID", "AGREE", "affirmed", "actual", "AID"),
        ("AID", "AGREE", "affirmed", "planned", "AGREE"),
        ("RETREAT", "CONCEDE", "affirmed", "planned", "CONCEDE"),
        ("SANCTION", "SANCTION", "affirmed", "planned", "SANCTION"),
        ("AID", "AGREE", "affirmed", "possible", ""),
        ("AID", "AGREE", "affirmed", "urged", ""),
        ("AID", "AGREE", "negated", "planned", ""),
    ],
)
def test_plover_type(event_type, planned_as, polarity, modality, expected):
    assert plover_type(event_type, planned_as, polarity, modality) == expected


def test_what_nobody_is_said_to_have_done_is_background_unless_a_verb_tells_it(nlp, rules, states, sentences):
    assert (
        events_in(nlp, rules, states, sentences, "Prices have risen since the ban on imports from Ostia.")
        == []
    )
    (event,) = events_in(nlp, rules, states, sentences, "Imports from Ostia were banned by Norland.")
    assert told(event)[:3] == ("SANCTION", ["Norland"], ["Ostia"])


def test_beside_whose_it_is_other_modifiers_only_say_of_what_kind(nlp, rules, states, sentences):
    text = "Norland took part in an Ostian journalist drill."
    rows = events_in(nlp, rules, WithJournalists(states), sentences, text)
    assert [{p.name for p in event.participants} for event in rows] == [{"Norland", "Ostia"}]


@pytest.mark.parametrize(
    "text",
    [
        "Norland always condemns Ostia.",
        "Norland usually waits and condemns Ostia.",
        "Norland is always critical of Ostia.",
    ],
)
def test_what_is_usual_is_no_event(nlp, rules, states, sentences, text):
    assert events_in(nlp, rules, states, sentences, text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("On 9 September Norlander jets bombed a village in Ostia.", "2021-09-09"),
        ("Norland's premier came to Ostia in September to sign a treaty.", "2021-09"),
        ("Norland's premier will sign a treaty with Ostia in September.", "2022-09"),
    ],
)
def test_a_month_is_the_last_one_unless_it_is_planned(nlp, rules, states, sentences, text, date):
    assert {e.date for e in events_in(nlp, rules, states, sentences, text)} == {date}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Norland sends troops to Ostia in 2031.", "planned"),
        ("Norland sends troops to Ostia in April.", "actual"),
        ("Norland sent troops to Ostia in 2021.", "actual"),
    ],
)
def test_what_is_yet_to_come_is_no_fact(nlp, rules, states, sentences, text, modality):
    found = events_in(nlp, rules, states, sentences, text)
    assert found[-1].modality == modality
