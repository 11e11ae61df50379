from dataclasses import replace
from typing import Any

import pytest

from pipeline import language
from pipeline.analysis import _with_own_ids, analyse, load_stages
from pipeline.records import Mention, content_id
from pipeline.settings import Settings
from tests.simple import analyse_simply, make_article

TEXT = (
    "Norland signed a defence pact with Ostia on Monday.\n"
    "Sudria condemned the pact. Norland will not withdraw from it.\n"
    "Ostia imposed sanctions on Sudria."
)


def assert_offsets_hold(text: str, repeat: int = 1) -> Any:
    article = make_article("\n".join([text] * repeat))
    found = analyse(article, load_stages(Settings()))
    for record in (*found.sentences, *found.mentions):
        assert article.text[record.start : record.end] == record.text
    for event in found.events:
        assert article.text[event.start : event.end] == event.trigger
    return found


def assert_joined(found: Any) -> None:
    sentences = {one.sentence_id for one in found.sentences}
    mentions = {one.entity_id for one in found.mentions}
    events = [one.event_id for one in found.events]
    assert len(mentions) == len(found.mentions)
    assert len(set(events)) == len(events)
    for one in (*found.mentions, *found.events, *found.stances):
        assert one.sentence_id in sentences
    for event in found.events:
        assert {one.event_id for one in event.participants} <= {event.event_id}
        assert {one.entity_id for one in event.participants} <= mentions | {""}


def test_a_text_is_read_through_all_stages():
    found = assert_offsets_hold(TEXT)
    assert_joined(found)
    assert [sentence.position for sentence in found.sentences] == [1, 2, 3, 4]
    assert {"Norland", "Ostia", "Sudria"} <= {mention.name for mention in found.mentions}
    assert {"SUPPORT", "SANCTION"} <= {event.event_type for event in found.events}


def test_offsets_hold_across_passages(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language, "PASSAGE_CHARACTERS", 70)
    found = assert_offsets_hold(TEXT, repeat=3)
    assert_joined(found)
    assert [sentence.position for sentence in found.sentences] == list(range(1, 13))
    assert found.sentences[-1].paragraph == 9


def test_a_repeated_sentence_gets_ids_of_its_own():
    once, twice = assert_offsets_hold(TEXT), assert_offsets_hold(TEXT, repeat=2)
    assert_joined(twice)
    assert {event.event_id for event in once.events} <= {event.event_id for event in twice.events}


def test_ids_are_told_apart_sentence_by_sentence():
    one = analyse_simply(make_article("Norland signed.")).mentions[0]
    again = replace(one, sentence_id="a:2", start=20, end=27)
    other = replace(one, sentence_id="a:3", entity_id=content_id("ent", "other"))
    mentions, _, _ = _with_own_ids([one, again, other], [], [])
    assert [mention.entity_id for mention in mentions] == [one.entity_id, f"{one.entity_id}-2", other.entity_id]
    assert all(isinstance(mention, Mention) for mention in mentions)


def test_the_vocabulary_grows_only_so_far(monkeypatch: pytest.MonkeyPatch):
    stages = load_stages(Settings())
    monkeypatch.setattr("pipeline.analysis.WORDS_KEPT", len(stages.nlp.vocab) + len(TEXT))
    analyse(make_article(TEXT), stages)
    before = len(stages.nlp.vocab.strings)
    analyse(make_article("Norland met zqxwvy, brrkpt and Mr Qwrtzpsd in Fghjkl."), stages)
    assert len(stages.nlp.vocab.strings) > before
    before = len(stages.nlp.vocab.strings)
    analyse(make_article("Norland met zqxwvyk, brrkptk and Mr Qwrtzpsdk in Fghjklk." + " " * 3 * len(TEXT)), stages)
    assert len(stages.nlp.vocab.strings) == before
