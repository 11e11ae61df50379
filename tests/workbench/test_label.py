"""Labels to and from Prodigy, doccano and Label Studio, and the agreement of two coders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.workbench.evaluate_gold import GoldError, load_gold
from pipeline.workbench.label_agreement import agreement, kappa
from pipeline.workbench.label_formats import TOOLS, FormatError, from_tool, studio_interface, to_tool, tool_of
from pipeline.workbench.label_gold import add_to_gold, read_labelled
from pipeline.workbench.label_items import KINDS, Item, Kind, Link, Span

TEXT = "Norland will not sign the pact with Ostia."
TOKENS = [(0, 7), (8, 12), (13, 16), (17, 21), (22, 25), (26, 30), (31, 35), (36, 41), (41, 42)]
ITEMS: dict[Kind, Item] = {
    "entities": Item(
        TEXT, "note", "2031-04-12", [Span(0, 7, "GPE"), Span(36, 41, "GPE")], tokens=TOKENS,
        details={"0-7": {"name": "Norland", "country": "XNL"}},
    ),
    "events": Item(
        TEXT, "note", "2031-04-12",
        [Span(17, 21, "SUPPORT:negated:planned"), Span(0, 7, "ACTOR"), Span(36, 41, "ACTOR")],
        [Link(0, 1, "source"), Link(0, 2, "target")], tokens=TOKENS,
        details={"17-21": {"date": "2031", "speaker": "", "mutual": True}, "0-7": {"name": "Norland", "country": "XNL"}},
    ),
    "stance": Item(
        TEXT, "note", "2031-04-12", choices=["non-alignment"], tokens=TOKENS,
        details={"non-alignment": {"holders": [{"holder": {"name": "Norland", "country": "XNL"}, "toward": ["Ostia"],
                                                "polarity": "affirmed", "modality": "planned"}]}},
    ),
}  # fmt: skip
GOLD: dict[Kind, dict[str, Any]] = {
    "entities": {"mentions": [
        {"start": 0, "end": 7, "text": "Norland", "label": "GPE", "name": "Norland", "country": "XNL"},
        {"start": 36, "end": 41, "text": "Ostia", "label": "GPE", "name": "OSTIA", "country": "?"},
    ]},
    "events": {"published": "2031-04-12", "events": [{
        "start": 17, "end": 21, "trigger": "sign", "event_type": "SUPPORT",
        "sources": [{"name": "Norland", "country": "XNL"}], "targets": [{"name": "OSTIA", "country": "?"}],
        "polarity": "negated", "modality": "planned", "date": "2031", "speaker": "", "mutual": True,
    }]},
    "stance": {"stances": [{
        "stance": "non-alignment", "primary": True, "holder": {"name": "Norland", "country": "XNL"}, "toward": ["Ostia"],
        "polarity": "affirmed", "modality": "planned",
    }]},
}  # fmt: skip


def lookup(words: str) -> tuple[str, str]:
    return words.upper(), "?"


def labelled(task: dict[str, Any], tool: str) -> dict[str, Any]:
    """A task as the tool exports it when the coder has changed nothing."""
    if tool == "prodigy":
        return {**task, "answer": "accept", "_task_hash": 1}
    if tool == "doccano":
        return {"id": 7, **task, "Comments": []}
    (prediction,) = task["predictions"]
    return {"id": 7, "data": task["data"], "annotations": [{"id": 1, "was_cancelled": False, "result": prediction["result"]}]}


def write(path: Path, *objects: Any) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    return path


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_coder_accepts_becomes_gold(kind: Kind, tool: Any, tmp_path: Path):
    task = to_tool(ITEMS[kind], kind, tool)
    assert from_tool(task, kind, tool) is None, "what nobody has labelled is no gold"
    done = labelled(json.loads(json.dumps(task)), tool)
    assert tool_of(done) == tool
    (sentence,) = read_labelled(write(tmp_path / "done.jsonl", done), kind, None, lookup)
    assert sentence is not None
    told = sentence.model_dump(mode="json", exclude_unset=True)
    assert told == {"article_id": "note", "sentence": TEXT, **GOLD[kind]}


def test_the_formats_are_those_that_the_tools_import():
    prodigy = to_tool(ITEMS["events"], "events", "prodigy")
    assert prodigy["tokens"][3] == {"text": "sign", "start": 17, "end": 21, "id": 3, "ws": True}
    assert prodigy["spans"][0] == {"start": 17, "end": 21, "label": "SUPPORT:negated:planned", "token_start": 3, "token_end": 3}
    first = prodigy["relations"][0]
    assert (first["head"], first["child"], first["label"]) == (3, 0, "source")
    assert to_tool(ITEMS["stance"], "stance", "prodigy")["accept"] == ["non-alignment"]
    doccano = to_tool(ITEMS["events"], "events", "doccano")
    assert doccano["entities"][0] == {"id": 0, "start_offset": 17, "end_offset": 21, "label": "SUPPORT:negated:planned"}
    assert doccano["relations"][1] == {"id": 1, "from_id": 0, "to_id": 2, "type": "target"}
    assert to_tool(ITEMS["entities"], "entities", "doccano")["label"] == [[0, 7, "GPE"], [36, 41, "GPE"]]
    studio = to_tool(ITEMS["events"], "events", "label-studio")
    first, *_, last = studio["predictions"][0]["result"]
    assert first["value"] == {"start": 17, "end": 21, "text": "sign", "labels": ["SUPPORT:negated:planned"]}
    assert last == {"from_id": "s0", "to_id": "s2", "type": "relation", "direction": "right", "labels": ["target"]}


@pytest.mark.parametrize("kind", KINDS)
def test_label_studios_interface_has_every_name_that_its_tasks_use(kind: Kind):
    interface = ElementTree.fromstring(studio_interface(kind, [span.label for span in ITEMS[kind].spans]))
    for one in to_tool(ITEMS[kind], kind, "label-studio")["predictions"][0]["result"]:
        if one["type"] == "relation":
            assert interface.find(f"Relations/Relation[@value='{one['labels'][0]}']") is not None
            continue
        control = interface.find(f"*[@name='{one['from_name']}']")
        assert control is not None
        assert control.get("toName") == one["to_name"]
        (value,) = one["value"]["labels" if one["type"] == "labels" else "choices"]
        assert control.find(f"*[@value='{value}']") is not None


def test_a_link_to_words_without_a_label_is_told_with_the_words():
    done = labelled(to_tool(ITEMS["events"], "events", "prodigy"), "prodigy")
    done["spans"] = done["spans"][:2]
    with pytest.raises(FormatError, match="'target' links 'Ostia', which has no label; mark it as ACTOR"):
        from_tool(done, "events", "prodigy")


def test_a_shifted_label_is_told_with_where_it_should_be():
    done = labelled(to_tool(ITEMS["events"], "events", "label-studio"), "label-studio")
    value = done["annotations"][0]["result"][0]["value"]
    value["start"], value["end"] = 16, 20
    with pytest.raises(FormatError, match="characters 16 to 20 are ' sig', not 'sign'; that stands at 17 to 21"):
        from_tool(done, "events", "label-studio")


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_what_a_coder_rejects_is_left_out(answer: str):
    task = {**to_tool(ITEMS["stance"], "stance", "prodigy"), "answer": answer}
    assert from_tool(task, "stance", "prodigy") is None


def test_a_sentence_that_is_there_is_replaced_and_keeps_what_tools_cannot_label(tmp_path: Path):
    gold = tmp_path / "gold" / "entities.jsonl"
    gold.parent.mkdir()
    reference = {"start": 22, "end": 30, "text": "the pact", "name": "Norland", "country": ""}
    write(gold, {"article_id": "note", "sentence": TEXT, "mentions": [], "references": [reference]},
          {"article_id": "note", "sentence": "Nothing else.", "mentions": []})  # fmt: skip
    done = labelled(to_tool(ITEMS["entities"], "entities", "doccano"), "doccano")
    other = {**done, "text": "Ostia slept.", "label": [[0, 5, "GPE"]]}
    found = add_to_gold(gold, "entities", read_labelled(write(tmp_path / "x.jsonl", done, other), "entities", None, lookup))
    assert (found.new, found.replaced, found.skipped) == (1, 1, 0)
    first, second, third = load_gold(gold.parent).entities
    assert (len(first.mentions), len(first.references)) == (2, 1)
    assert (second.sentence, third.sentence) == ("Nothing else.", "Ostia slept.")


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("events", {"entities": [{"id": 0, "start_offset": 17, "end_offset": 21, "label": "SUPORT"}], "relations": []},
         ":1: 'SUPORT' is no label of an event; write ACTOR, or one of AGREE"),
        ("events", {"entities": [{"id": 0, "start_offset": 17, "end_offset": 99, "label": "SUPPORT"}], "relations": []},
         ":1: SUPPORT stands at characters 17 to 99, but the sentence has 42"),
        ("events", {"relations": [{"id": 0, "from_id": 0, "to_id": 99, "type": "source"}]},
         ":1: no task of doccano: KeyError: 99"),
        ("entities", {"label": [[0, 7, "STATE"]]}, ":1: mentions 1 label: Input should be 'PERSON'"),
        ("stance", {"label": ["neutral"]}, ":1: 'neutral' is no stance; they are hedging"),
        ("stance", {"article_id": ""}, ":1: no article_id; export the sentences with commentariat label export"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_export_is_told_with_its_line(kind: Kind, change: dict[str, Any], message: str, tmp_path: Path):
    done = {**labelled(to_tool(ITEMS[kind], kind, "doccano"), "doccano"), **change}
    path = write(tmp_path / "done.jsonl", done)
    with pytest.raises((GoldError, FormatError), match=r"done\.jsonl") as raised:
        list(read_labelled(path, kind, None, lookup))
    assert message in str(raised.value)


def invoke(*arguments: object):
    return CliRunner().invoke(app, ["label", *(str(one) for one in arguments)])


def test_the_commands(tmp_path: Path):
    article = tmp_path / "note.txt"
    first = "The government of Norland may condemn the government of Ostia, its minister said on Monday.\n"
    article.write_text(first + "Sudria was long at a loss what to make of that, and its papers said so.\n", encoding="utf-8")
    tasks = tmp_path / "tasks.json"
    for kind in KINDS:
        result = invoke("export", kind, article, "--to", "label-studio", "--out", tasks, "--limit", 2)
        assert result.exit_code == 0, result.output
        assert result.stdout.splitlines() == [
            f"2 sentences for label-studio: {tasks}",
            f"the labelling interface for the project's settings: {tasks.with_suffix('.xml')}",
        ]
        assert ElementTree.parse(tasks.with_suffix(".xml")).find("Text[@name='text'][@value='$text']") is not None
        made = json.loads(tasks.read_text(encoding="utf-8"))
        tasks.write_text(json.dumps([labelled(made[0], "label-studio"), made[1]]), encoding="utf-8")
        result = invoke("import", kind, tasks, "--gold", tmp_path / "gold")
        assert result.exit_code == 0, result.output
        assert result.stdout.endswith("1 sentences added, 0 replaced, 1 not labelled and left out\n")
    gold = load_gold(tmp_path / "gold")
    (event,) = gold.events[0].events
    assert (event.event_type, event.polarity, event.modality) == ("ACCUSE", "affirmed", "possible")
    assert [one.country for one in (*event.sources, *event.targets)] == ["XNL", "XOS"]
    assert {mention.text for mention in gold.entities[0].mentions} >= {"Norland", "Ostia"}




def coder(path: Path, labels: str) -> Path:
    names = {"h": "hedging", "c": "cooperation", "n": "non-alignment"}
    return write(path, *(
        {"article_id": "a", "sentence": f"Sentence {number}.",
         "stances": [{"stance": names[one], "primary": True}] if one in names else []}
        for number, one in enumerate(labels)
    ))  # fmt: skip


def test_kappa_by_label(tmp_path: Path):
    first, second = coder(tmp_path / "a.jsonl", "hhhc......"), coder(tmp_path / "b.jsonl", "hh.ch.....")
    report = agreement(first, second, None, lookup)
    rows = {row.label: row for row in report.rows}
    hedging = rows["hedging"]
    assert (hedging.both, hedging.only_first, hedging.only_second, hedging.neither) == (2, 1, 1, 6)
    # p = .8; both at random: .3 * .3 + .7 * .7 = .58.
    assert hedging.kappa == pytest.approx((0.8 - 0.58) / (1 - 0.58))
    assert rows["cooperation"].kappa == pytest.approx(1)
    # p = .8; e = .3 * .3 + .1 * .1 + .6 * .6 = .46.
    assert rows["all labels"].kappa == pytest.approx((0.8 - 0.46) / (1 - 0.46))
    assert (report.sentences, report.apart, report.unit) == (10, 0, "sentence")


def test_kappa_is_empty_where_chance_explains_all():
    assert kappa(1, 1) is None
    assert kappa(0.5, 0.5) == 0


def test_the_agreement_of_exports_and_of_words(tmp_path: Path):
    task = labelled(to_tool(ITEMS["entities"], "entities", "doccano"), "doccano")
    first = write(tmp_path / "a.jsonl", task)
    second = write(tmp_path / "b.jsonl", {**task, "label": [[0, 7, "GPE"]]})
    report = agreement(first, second, "entities", lookup)
    (gpe, _) = report.rows
    assert (gpe.both, gpe.only_first, gpe.neither, report.unit) == (1, 1, 6, "word")
    result = invoke("agree", first, second, "--kind", "entities")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].split() == ["label", "both", "first", "second", "neither", "same", "kappa"]
    assert result.stdout.splitlines()[1].split()[:5] == ["GPE", "1", "1", "0", "6"]
    told = json.loads(invoke("agree", first, second, "--kind", "entities", "--json").stdout)
    assert told["rows"][0]["label"] == "GPE"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["agree", "{0}", "{1}"], "no gold; say with --kind what was labelled: entities, events, stance"),
        (["agree", "{2}", "{3}"], "have no sentence of one article in common"),
        (["import", "events", "{4}"], "bad.jsonl:1: no JSON at column"),
        (["import", "events", "{5}"], "other.jsonl:1: no task of prodigy, doccano, label-studio: it has the keys a"),
        (["import", "events", "nowhere.jsonl"], "nowhere.jsonl: can't be read (No such file or directory)"),
        (["export", "events", "nowhere"], "nowhere: no such file or folder"),
    ],
)
def test_wrong_usage_says_what_would_be_right(tmp_path: Path, arguments: list[str], message: str):
    task = labelled(to_tool(ITEMS["stance"], "stance", "doccano"), "doccano")
    other = {"article_id": "b", "sentence": "Another.", "stances": []}
    paths = [
        write(tmp_path / "a.jsonl", task), write(tmp_path / "b.jsonl", task), coder(tmp_path / "c.jsonl", "h"),
        write(tmp_path / "d.jsonl", other), tmp_path / "bad.jsonl", write(tmp_path / "other.jsonl", {"a": 1}),
    ]  # fmt: skip
    paths[4].write_text("{nothing\n")
    result = invoke(*(one.format(*paths) for one in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["export", "import", "agree"])
def test_help_shows_an_example(command: str):
    assert f"commentariat label {command}" in invoke(command, "--help").stdout
