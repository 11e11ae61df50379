import pytest

from pipeline.workbench.evaluate_events import match_events, same_speaker, score_events

TEXT = "Norland condemned Ostia, met Sudria and denounced Sudria once more."


def one(event_pair, values, gold, found):
    return values(score_events([event_pair(TEXT, gold, found)]))


@pytest.mark.parametrize(
    ("found", "type_f1", "actors_f1", "some_f1"),
    [
        (("condemned", "ACCUSE", "XNL", "XOS"), 1, 1, 1),
        (("condemned", "ACCUSE", "XOS", "XNL"), 1, 0, 0),
        (("condemned", "ACCUSE", "XNL", "XOS XSU"), 1, 0, 1),
        (("condemned", "ACCUSE", "XNL", ""), 1, 0, 0),
        (("condemned", "REJECT", "XNL", "XOS"), 0, 0, 0),
        (("denounced", "ACCUSE", "XNL", "XOS"), 1, 1, 1),
    ],
)
def test_what_makes_an_event_right(event_pair, gold_event, event, values, found, type_f1, actors_f1, some_f1):
    figures = one(
        event_pair, values, [gold_event(TEXT, "condemned", "ACCUSE", "XNL", "XOS")], [event(TEXT, *found)]
    )
    assert (figures["type.f1"], figures["actors.f1"], figures["some_actor.f1"]) == (
        type_f1,
        actors_f1,
        some_f1,
    )


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ((("XNL", "XSU"), True), (("XSU", "XNL"), False), 1),
        ((("XNL", "XSU"), True), (("XNL XSU", ""), True), 1),
        ((("XNL XSU", ""), True), (("XNL XSU", "XNL XSU"), True), 1),
        ((("XNL", "XSU"), False), (("XNL XSU", "XNL XSU"), True), 1),
        ((("XNL", "XSU"), True), (("XNL XSU", ""), False), 0),
        ((("XNL", "XSU"), True), (("XNL", ""), True), 0),
        ((("XNL", "XSU"), False), (("XSU", "XNL"), False), 0),
    ],
)
def test_the_parties_of_a_mutual_event_are_compared_together(
    event_pair, gold_event, event, values, gold, found, right
):
    figures = one(
        event_pair,
        values,
        [gold_event(TEXT, "met", "CONSULT", *gold[0], mutual=gold[1])],
        [event(TEXT, "met", "CONSULT", *found[0], mutual=found[1])],
    )
    assert figures["actors.f1"] == right
    assert figures["mutual_accuracy"] == float(gold[1] == found[1])


def test_the_best_match_is_made_first(event_pair, gold_event, event):
    pair = event_pair(
        TEXT,
        [
            gold_event(TEXT, "condemned", "ACCUSE", "XNL", "XOS"),
            gold_event(TEXT, "denounced", "ACCUSE", "XNL", "XSU"),
        ],
        [event(TEXT, "denounced", "ACCUSE", "XNL", "XSU"), event(TEXT, "condemned", "ACCUSE", "", "")],
    )
    matches = match_events(pair.gold.events, pair.found.events)
    assert [(match.gold.trigger, match.found.trigger) for match in matches] == [
        ("condemned", "condemned"),
        ("denounced", "denounced"),
    ]


def test_qualifiers_are_compared_where_it_is_the_same_happening(event_pair, gold_event, event, values):
    gold = [
        gold_event(
            TEXT, "condemned", "ACCUSE", "XNL", "XOS", polarity="negated", date="2022-03", speaker="Perrimark"
        ),
        gold_event(TEXT, "met", "CONSULT", "XNL", "XSU"),
    ]
    found = [
        event(
            TEXT,
            "condemned",
            "ACCUSE",
            "XNL",
            "XOS",
            date="2022-03",
            modality="urged",
            speaker="Aldous Perrimark",
        ),
        # Neither the words nor the sides are those of the gold: nothing to compare.
        event(TEXT, "once", "CONSULT", "XOS", "XSU", polarity="negated"),
    ]
    outcome = score_events([event_pair(TEXT, gold, found)])
    figures = values(outcome)
    assert figures["type.f1"] == 1.0
    assert (figures["polarity_accuracy"], figures["modality_accuracy"]) == (0.0, 0.0)
    assert (figures["date_accuracy"], figures["given_date_accuracy"], figures["given_speaker_accuracy"]) == (
        1,
        1,
        1,
    )
    assert outcome.confusions["polarity", "negated", "affirmed"] == 1
    assert outcome.confusions["modality", "actual", "urged"] == 1


def test_the_share_of_facts(event_pair, gold_event, event, values):
    gold = [
        gold_event(TEXT, "condemned", "ACCUSE", "XNL", "XOS"),
        gold_event(TEXT, "met", "CONSULT", "XNL", "XSU", modality="planned"),
        gold_event(TEXT, "denounced", "ACCUSE", "XNL", "XSU"),
    ]
    found = [
        event(TEXT, "condemned", "ACCUSE", "XNL", "XOS"),
        event(TEXT, "met", "CONSULT", "XNL", "XSU"),
        event(TEXT, "denounced", "REJECT", "XNL", "XSU"),
        event(TEXT, "more", "AID", polarity="negated"),
    ]
    figures = one(event_pair, values, gold, found)
    assert figures["fact_share"] == pytest.approx(1 / 3)
    assert figures["fact_share_any_type"] == pytest.approx(2 / 3)


def test_errors_say_what_was_taken_for_what(event_pair, gold_event, event):
    gold = [
        gold_event(TEXT, "condemned", "ACCUSE", "XNL", "XOS"),
        gold_event(TEXT, "met", "CONSULT", "XNL", "XSU"),
    ]
    found = [event(TEXT, "condemned", "REJECT", "XNL", "XOS"), event(TEXT, "more", "AID")]
    outcome = score_events([event_pair(TEXT, gold, found)])
    assert [(slip.kind, slip.gold, slip.found) for slip in outcome.slips] == [
        (
            "type",
            "ACCUSE condemned: Norland (XNL) → Ostia (XOS)",
            "REJECT condemned: Norland (XNL) → Ostia (XOS) [a.rule]",
        ),
        ("missed", "CONSULT met: Norland (XNL) → Sudria (XSU)", ""),
        ("false", "", "AID more: nobody → nobody [a.rule]"),
    ]
    assert dict(outcome.confusions) == {
        ("type", "ACCUSE", "REJECT"): 1, ("type", "CONSULT", ""): 1, ("type", "", "AID"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("", "", True),
        ("the ministry", "Ministry", True),
        ("Perrimark", "", False),
        ("Norland", "Ostia", False),
    ],
)
def test_same_speaker(gold: str, found: str, same: bool):
    assert same_speaker(gold, found) is same
