from pathlib import Path

import pytest

from pipeline.analysis import Stages, load_stages
from pipeline.settings import Settings
from pipeline.workbench.evaluate_gold import EntitySentence, EventSentence
from pipeline.workbench.evaluate_read import Found, Readings, read_gold


@pytest.fixture(scope="module")
def stages() -> Stages:
    return load_stages(Settings())


def gold(article_id: str, sentence: str, published: str = "") -> EventSentence:
    return EventSentence(article_id=article_id, sentence=sentence, published=published, events=())


def test_sentences_of_articles_are_found_by_their_text(tmp_path: Path, stages: Stages):
    (tmp_path / "note.txt").write_text(
        "It rained in Halvenby. Norland condemned Ostia. It rained in Halvenby."
    )
    wanted = [gold("note", "Norland condemned Ostia."), *[gold("note", "It rained in Halvenby.")] * 3]
    pairs = read_gold(wanted, tmp_path, Settings(), stages).pairs(wanted)
    assert [pair.lost for pair in pairs] == [False, False, False, True]
    (event,) = pairs[0].found.events
    assert pairs[0].found.text[event.start : event.end] == "condemned"
    assert [pairs[0].found.text[one.start : one.end] for one in pairs[0].found.mentions] == [
        "Norland",
        "Ostia",
    ]
    assert [word.actors[0].country for word in pairs[0].found.words if word.actors] == ["XNL", "XOS"]
    assert {pair.unit for pair in pairs} == {"note"}


def test_an_article_of_a_collection_has_its_own_id(tmp_path: Path, stages: Stages):
    (tmp_path / "notes.jsonl").write_text(
        '{"id": "first", "text": "Norland condemned Ostia over the fish."}\n'
    )
    wanted = [gold("first", "Norland condemned Ostia over the fish."), gold("notes", "It rained.")]
    pairs = read_gold(wanted, tmp_path, Settings(), stages).pairs(wanted)
    assert [pair.lost for pair in pairs] == [False, True]


def test_a_single_sentence_is_an_article_of_its_own(tmp_path: Path, stages: Stages):
    sentence = "Norland signed the pact last year."
    wanted = [
        gold("hard", sentence, "2031-04-12"),
        gold("hard", sentence, "2031-04-12"),
        gold("hard", "It rained."),
    ]
    # The folder of articles isn't asked for.
    pairs = read_gold(wanted, tmp_path / "nowhere", Settings(), stages).pairs(wanted)
    assert [pair.lost for pair in pairs] == [False, False, False]
    assert len({pair.unit for pair in pairs}) == 2
    assert [event.date for event in pairs[0].found.events] == ["2030"]


def test_each_file_has_its_own_count_of_repeated_sentences():
    readings = Readings()
    readings.add("a", Found("It rained."))
    entity = EntitySentence(article_id="a", sentence="It rained.", mentions=())
    assert not readings.pairs([entity])[0].lost
    assert not readings.pairs([gold("a", "It rained.")])[0].lost
