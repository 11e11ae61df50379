"""``explain``: each cell of a row has its reason, and what gave no row says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.settings import make_settings, models_folder
from pipeline.workbench.explain import Explanation, explain
from pipeline.workbench.explain_asked import AskedError

TEXT = "Norland refused to sign a pact with Ostia last week. It then imposed order at home, and slept.\n\nSo Ostia sulked."


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a run over one article with a heading."""
    folder = tmp_path_factory.mktemp("explain")
    (folder / "articles").mkdir()
    sentence = "Norland condemned Ostia, which had imposed sanctions on it in May 2021, and the quarrel went on for years. "
    last = "The government of Norland may sign a treaty with Ostia, it said, and hedges between Ostia and Sudria."
    text = f"# A note\n\n{sentence}{sentence}\n\n## Later\n\n{last}"
    (folder / "articles" / "note.md").write_text(text, encoding="utf-8")
    from pipeline.run import run

    run([folder / "articles"], folder / "out", make_settings({}))
    return folder / "out"


def said(text: str, published: str = "") -> list[Explanation]:
    return explain(text, Path("nowhere"), make_settings({}), published)


def invoke(*arguments: object):
    return CliRunner().invoke(app, ["explain", *(str(one) for one in arguments)])


def rows(out: Path, table: str) -> list[dict[str, str]]:
    import csv

    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_cell_of_an_event_has_its_reason():
    (found,) = said("Norland, its spokesman said, may not impose sanctions on Ostia in 2023.", "2022-05-18")
    (event,) = found.events
    path, line = Path(event.file), event.line
    assert f"id: {event.row.rule}" in path.read_text(encoding="utf-8").splitlines()[line - 1]
    assert path.parent == models_folder() / "events"
    assert event.frame["object"] == ["sanctions"]
    roles = {one.role: (one.name, one.by) for one in event.participants}
    assert roles["source"] == ("Norland", "subject of 'impose'; named")
    assert roles["target"][0] == "Ostia"
    assert event.qualifiers == ["'may' makes it possible", "'not' negates"]
    assert (event.row.polarity, event.row.modality) == ("negated", "possible")
    assert event.date == "'2023' at 'impose', read from 2022-05-18"


def test_a_pronoun_and_an_absorbed_target_are_told():
    found = said("Norland condemned Sudria. It refused to sign a pact with Ostia.")[1]
    (event,) = found.events
    by = {one.role: one.by for one in event.participants}
    assert by == {"source": "subject of 'refused'; by coreference", "target": "from the happening inside it; named"}
    (inner,) = [one for one in found.unused if one.trigger == "sign"]
    assert inner.why.startswith("part of 'refused' (REJECT, reject.")


@pytest.mark.parametrize(
    ("text", "trigger", "why"),
    [
        ("Will Norland condemn Ostia?", "condemn", "a question tells no happening"),
        ("Norland typically condemns Ostia.", "condemns", "it tells what is usual, no happening"),
        ("Police arrested demonstrators.", "arrested", "nobody known has a part in it"),
    ],
)
def test_a_match_without_a_row_says_why(text: str, trigger: str, why: str):
    (found,) = said(text)
    assert found.events == []
    assert (trigger, why) in [(one.trigger, one.why) for one in found.unused]


@pytest.mark.parametrize(
    ("text", "rule", "lacks"),
    [
        ("Norland imposed order on Ostia.", "sanction.impose", "(here: 'order')"),
        ("Trade with Ostia was condemned.", "accuse.condemn", ""),
    ],
)
def test_a_rule_that_nearly_matched_says_what_it_lacked(text: str, rule: str, lacks: str):
    (found,) = said(text)
    near = {one.rule: one for one in found.near}
    if lacks:
        (lack,) = near[rule].lacks
        assert lack.startswith("object: one of ")
        assert lack.endswith(lacks)
        assert "embargo" in lack
    else:
        assert not near.keys() & {event.row.rule for event in found.events}


def test_a_verb_that_no_rule_has_is_named():
    (found,) = said("Norland blackballed Ostia.")
    assert found.events == []
    assert found.unknown_verbs == ["blackball"]


def test_a_stance_has_its_evidence():
    (found,) = said("Norland hedges between Ostia and Sudria.")
    (stance,) = found.stances
    assert stance.row.stance == "hedging"
    first = stance.evidence[0]
    assert f"id: {first.rule}" in Path(first.file).read_text(encoding="utf-8").splitlines()[first.line - 1]
    assert first.words in found.sentence.text


def test_rows_and_sentences_of_a_run_are_found(out: Path):
    for table, column in (("events", "event_id"), ("stances", "stance_id")):
        for row in rows(out, table):
            (found,) = explain(row[column], out, make_settings({}))
            assert found.row_found
            assert found.sentence.sentence_id == row["sentence_id"]
            kept = [one.row for one in (*found.events, *found.stances)]
            assert [one.rule for one in kept] == [row["rule"]]
    (found,) = explain("note:3", out, make_settings({}))
    assert found.sentence.text.startswith("The government of Norland may sign")
    assert {event.row.event_id for event in found.events} == {
        row["event_id"] for row in rows(out, "events") if row["sentence_id"] == "note:3"
    }


def test_the_terminal_shows_rule_file_and_reasons():
    result = invoke("Norland may condemn Ostia. Norland blackballed Ostia.")
    assert result.exit_code == 0, result.output
    told = " ".join(result.stdout.split())
    for part in (
        "event ACCUSE at 'condemn'", "models/events/accuse.yml:", "source Norland (XNL/GOV): 'Norland', subject of",
        "polarity affirmed, possible: 'may' makes it possible", "condemn condemn VB ROOT",
        "no rule has the verb 'blackball'; try one: commentariat rules try --verb blackball",
    ):  # fmt: skip
        assert part in told
    assert "VB ROOT" not in " ".join(invoke("Norland may condemn Ostia.", "--no-parse").stdout.split())


def test_json_for_programs(out: Path):
    result = invoke("note:1", "--out", out, "--json")
    assert result.exit_code == 0, result.output
    (told,) = json.loads(result.stdout)
    assert told["sentence"]["sentence_id"] == "note:1"
    assert {"row", "file", "line", "frame", "participants", "qualifiers", "date", "speaker"} <= told["events"][0].keys()
    assert told["near"] == [] or {"rule", "lacks"} <= told["near"][0].keys()


@pytest.mark.parametrize("day", ["2022-13-01", "March 2022", "20220312"])
def test_a_day_that_is_none_is_told(day: str):
    with pytest.raises(AskedError, match=f"--published {day}: no day; write it as 2022-03-12"):
        said("Norland snubbed Ostia.", day)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("ev_000000000000", "ev_000000000000: no such row in"),
        ("note:99", "note:99: note has the sentences 1 to 3"),
        ("nota:1", "nota: no such article in"),
        ("  ", "nothing to explain: give a text in quotes"),
    ],
)
def test_what_is_not_there_says_what_would_be_right(out: Path, what: str, message: str):
    result = invoke(what, "--out", out)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_without_a_run_ids_cannot_be_found(tmp_path: Path):
    result = invoke("st_000000000000", "--out", tmp_path)
    assert result.exit_code == 2
    assert "run commentariat extract first, or name the folder of its tables with --out" in result.stderr


def test_help_shows_an_example():
    assert 'commentariat explain "Norland snubbed Ostia."' in invoke("--help").stdout
