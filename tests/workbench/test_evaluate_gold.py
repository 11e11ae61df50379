import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.workbench.evaluate_gold import GoldError, load_gold

TEXT = "Norland condemned Ostia, and it protested."
MENTION = {"start": 0, "end": 7, "text": "Norland", "label": "GPE", "name": "Norland", "country": "XNL"}
REFERENCE = {"start": 29, "end": 31, "text": "it", "name": "Ostia", "country": "XOS"}
EVENT = {
    "start": 8,
    "end": 17,
    "trigger": "condemned",
    "event_type": "ACCUSE",
    "sources": [{"name": "Norland"}],
}


def write(folder: Path, name: str, *lines: Any) -> None:
    made = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / f"{name}.jsonl").write_text("\n".join(made) + "\n", encoding="utf-8")


def entities(**more: Any) -> dict[str, Any]:
    return {"article_id": "a", "sentence": TEXT, "mentions": [MENTION], "references": [REFERENCE], **more}


def test_what_a_folder_holds_is_read(tmp_path: Path):
    write(tmp_path, "entities", entities(), "", entities(sentence="Nothing.", mentions=[], references=[]))
    write(
        tmp_path, "events", {"article_id": "a", "sentence": TEXT, "published": "2022-03", "events": [EVENT]}
    )
    gold = load_gold(tmp_path)
    assert gold.files == ("entities.jsonl", "events.jsonl")
    assert [len(one.mentions) for one in gold.entities] == [1, 0]
    assert gold.events[0].events[0].polarity == "affirmed"
    assert gold.stances == ()


def test_a_reference_may_mean_several_actors(tmp_path: Path):
    both = {**REFERENCE, "name": "Ostia; ASEAN", "country": "XOS;"}
    write(tmp_path, "entities", entities(references=[both]))
    meant = load_gold(tmp_path).entities[0].references[0].actors
    assert [(one.name, one.country) for one in meant] == [("Ostia", "XOS"), ("ASEAN", "")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (entities(mentions=[{**MENTION, "start": 18, "end": 25}]), "mentions 1: characters 18 to 25 are 'Ostia, ', not "
         "'Norland'; that stands at 0 to 7"),
        (entities(mentions=[{**MENTION, "text": "Sudria"}]), "which doesn't occur in the sentence; copy the words"),
        (entities(mentions=[{**MENTION, "label": "STATE"}]), "mentions 1 label: Input should be 'PERSON', 'NORP'"),
        (entities(mentions=[{**MENTION, "lable": "GPE"}]), "mentions 1 lable: unknown key; known are start, end, text, name"),
        (entities(references=[{**REFERENCE, "name": "Ostia; Norland"}]), "2 names but 1 countries; write one for each"),
        (entities(mention=[]), "mention: unknown key; known are article_id, sentence, published, note, mentions"),
        ({"article_id": "a", "sentence": TEXT}, "mentions: Field required"),
        ("{'a': 1}", "no JSON at column 2"),
        ("[1]", 'no object; write {"article_id"'),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_with_what_is_right(tmp_path: Path, line: Any, message: str):
    write(tmp_path, "entities", entities(), line)
    with pytest.raises(GoldError) as error:
        load_gold(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / 'entities.jsonl'}:2: ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"event_type": "SNUB"}, "events 1 event_type: Input should be 'AGREE'"),
        ({"date": "May 2022"}, "events 1 date: String should match pattern"),
        ({"trigger": "condemns"}, "'condemned', not 'condemns'"),
        (
            {"modality": "likely"},
            "events 1 modality: Input should be 'actual', 'planned', 'possible' or 'urged'",
        ),
        (
            {"target": []},
            "events 1 target: unknown key; known are start, end, trigger, event_type, sources, targets",
        ),
    ],
)
def test_a_wrong_event_is_named(tmp_path: Path, change: dict[str, Any], message: str):
    write(tmp_path, "events", {"article_id": "a", "sentence": TEXT, "events": [{**EVENT, **change}]})
    with pytest.raises(GoldError, match=r"events\.jsonl:1: ") as error:
        load_gold(tmp_path)
    assert message in str(error.value)


@pytest.mark.parametrize(
    "stances",
    [
        [{"stance": "hedging", "primary": False}],
        [{"stance": "hedging", "primary": True}, {"stance": "cooperation", "primary": True}],
    ],
)
def test_one_stance_leads(tmp_path: Path, stances: list[dict[str, Any]]):
    write(tmp_path, "stance", {"article_id": "a", "sentence": TEXT, "stances": stances})
    with pytest.raises(GoldError, match='stances are primary; give "primary": true to one stance'):
        load_gold(tmp_path)


def test_a_folder_without_gold_says_what_would_be_there(tmp_path: Path):
    with pytest.raises(
        GoldError, match=r"no gold there; it holds entities\.jsonl, events\.jsonl or stance\.jsonl"
    ):
        load_gold(tmp_path)


def test_bytes_that_are_no_text(tmp_path: Path):
    (tmp_path / "events.jsonl").write_bytes(b"\xff\xfe{}")
    with pytest.raises(GoldError, match="isn't UTF-8"):
        load_gold(tmp_path)


def test_the_gold_of_the_corpus_is_whole():
    gold = load_gold(Path(__file__).parents[2] / "corpus" / "gold")
    assert len({one.article_id for one in gold.entities}) >= 20
