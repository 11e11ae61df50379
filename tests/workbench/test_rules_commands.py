"""``rules try, new, list, show, schema``: what a draft matches, how a rule is begun, what there is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.rulefile import read_yaml
from pipeline.settings import models_folder
from pipeline.workbench.rules_draft import past
from pipeline.workbench.rules_schema import schemas

ARTICLE = """The government of Norland blackballed Ostia in May, and the two have hardly spoken since then.
Sudria will not be blackballed by Norland, its minister said, and Norland condemned Ostia for the second time.
Norland spoke to Ostia at last, and Norland has kept a second account open with Sudria for many years now.
"""
DRAFT = """event_type: SANCTION
rules:
  - id: sanction.condemn
    trigger: {verb: [condemn]}
    target: object
    match: ["[source Norland] <condemned> [target Ostia]."]
"""
CUES = """stance: hedging
cues:
  - id: hedging.second_account
    words: ["open|keep a second account"]
    certainty: 0.7
    match: ["Norland <opened a second account> with Sudria."]
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "note.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "other.txt").write_text("Nothing of the kind stands in this one, however long one looks for it here.\n" * 3)
    return folder


def invoke(*arguments: object):
    return CliRunner().invoke(app, ["rules", *(str(one) for one in arguments)])


def test_words_are_tried_as_a_concordance(articles: Path):
    result = invoke("try", articles, "--verb", "blackball", "--source", "subject", "--target", "object")
    assert result.exit_code == 0, result.output
    first, roles, second, others, count = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert first.startswith("The government of Norland <blackballed> Ostia in May, and the two")
    assert roles == "note:1 sanction.blackball: Norland -> Ostia; new"
    assert second.startswith("Sudria will not be <blackballed> by Norland, its minister said")
    assert others == "note:2 sanction.blackball: Norland -> Sudria; new"
    assert count == "2 matches"


def test_what_a_draft_file_comes_to_beside_the_present_rules(articles: Path):
    draft = articles.parent / "draft.yml"
    draft.write_text(DRAFT, encoding="utf-8")
    result = invoke("try", draft, articles, "--json")
    assert result.exit_code == 0, result.output
    (line,) = json.loads(result.stdout)
    assert (line["sentence_id"], line["match"], line["rule"]) == ("note:2", "condemned", "sanction.condemn")
    assert (line["source"], line["target"]) == (["Norland"], ["Ostia"])
    assert line["status"].startswith("already ACCUSE by accuse.")


@pytest.mark.parametrize("named", ["--source", "--target"])
def test_a_role_that_is_none_is_told(articles: Path, named: str):
    result = invoke("try", articles, "--verb", "blackball", named, "objct")
    assert result.exit_code == 2
    assert result.stderr == "commentariat: rule sanction.blackball: 'objct' is no role; did you mean object or subject?\n"


def test_a_draft_of_cues(articles: Path):
    draft = articles.parent / "cues.yml"
    draft.write_text(CUES, encoding="utf-8")
    (line,) = json.loads(invoke("try", draft, articles, "--json").stdout)
    assert (line["match"], line["rule"]) == ("kept a second account", "hedging.second_account")


def test_irregular_forms_are_looked_for(articles: Path):
    (line,) = json.loads(invoke("try", articles, "--verb", "speak", "--target", "to", "--json").stdout)
    assert line["match"] == "spoke"


def test_the_limit_stops(articles: Path):
    told = invoke("try", articles, "--verb", "blackball", "--target", "object", "--limit", 1).stdout
    assert told.splitlines()[-1] == "1 match, and perhaps more: --limit"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["try", "{articles}"], "name one draft: a file of rules (draft.yml), or words with --verb or --noun"),
        (["try", "{articles}/nowhere.yml"], "nowhere.yml:1: the file can't be read"),
        (["try", "{articles}/nowhere", "--verb", "snub"], "no such file or folder"),
        (["try", "{articles}", "--verb", "snub", "--rules", "nowhere"], "nowhere is not a folder"),
        (["new", "SANKTION"], "'SANKTION' is no event type; they are AGREE"),
        (["list", "--type", "sanktion"], "'sanktion' is no event type and no stance; they are ACCUSE"),
        (["list", "--unused", "--out", "{articles}"], "holds no tables to count in; run commentariat extract"),
        (["show", "sanction.impos"], "no rule or cue 'sanction.impos'; near it are sanction.impose"),
    ],
)
def test_wrong_usage_says_what_would_be_right(articles: Path, arguments: list[str], message: str):
    result = invoke(*(one.format(articles=articles) for one in arguments))
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_a_fault_in_a_draft_is_told_with_its_line(articles: Path):
    draft = articles.parent / "draft.yml"
    draft.write_text(DRAFT.replace("target:", "tarjet:"), encoding="utf-8")
    result = invoke("try", draft, articles)
    assert result.exit_code == 2
    assert f"{draft}:5: tarjet: Extra inputs are not permitted; known keys: about" in result.stderr


@pytest.mark.parametrize("arguments", [["--verb", "blackball"], ["--noun", "blackballing", "--target", "of"]])
def test_a_new_rule_passes_the_check(tmp_path: Path, arguments: list[str]):
    own = tmp_path / "mine"
    result = invoke("new", "sanction", *arguments, "--rules", own)
    assert result.exit_code == 0, result.output
    path = own / "events" / "sanction.yml"
    assert f"commentariat rules check --rules {own}" in result.stdout
    again = invoke("new", "sanction", *arguments, "--rules", own)
    assert again.exit_code == 2
    assert f"{path}:4: rule sanction.{arguments[1]} is there already; change that one" in again.stderr
    assert invoke("new", "sanction", "--verb", "shun", "--rules", own).exit_code == 0
    assert [entry["id"] for entry in read_yaml(path)["rules"]] == [f"sanction.{arguments[1]}", "sanction.shun"]


def test_the_printed_template_is_a_rule_file():
    printed = invoke("new", "AID").stdout
    found = yaml.safe_load(printed)
    assert found["event_type"] == "AID"
    assert found["rules"][0]["trigger"] == {"verb": ["WORD"]}
    assert "[source Norland]" in found["rules"][0]["match"][0]


@pytest.mark.parametrize(
    ("verb", "form"),
    [("snub", "snubbed"), ("impose", "imposed"), ("decry", "decried"), ("shun", "shunned"), ("visit", "visited")],
)
def test_regular_pasts(verb: str, form: str):
    assert past(verb) == form


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pipeline.run import run
    from pipeline.settings import make_settings

    folder = tmp_path_factory.mktemp("listed")
    (folder / "note.txt").write_text(ARTICLE, encoding="utf-8")
    run([folder / "note.txt"], folder / "out", make_settings({}))
    return folder / "out"


def test_the_list_counts_rows_of_the_last_run(out: Path):
    listed = {one["id"]: one for one in json.loads(invoke("list", "--out", out, "--json").stdout)}
    assert len(listed) > 900
    assert listed["accuse.criticise"]["rows"] == 1
    assert listed["sanction.impose"]["rows"] == 0
    assert listed["hedging.hedge"]["kind"] == "hedging"
    unused = invoke("list", "--out", out, "--type", "accuse", "--unused").stdout
    assert "sanction." not in unused
    assert not any(line.startswith("accuse.criticise ") for line in unused.splitlines())
    assert "no tables in nowhere to count their rows in" in invoke("list", "--out", "nowhere").stdout.splitlines()[-1]


def test_a_rule_is_shown_with_its_file_and_sentences(out: Path):
    told = invoke("show", "accuse.criticise", "--out", out).stdout.splitlines()
    assert told[0].endswith("(ACCUSE)")
    assert told[1] == "  - id: accuse.criticise"
    assert any(line.startswith("  note:2  Sudria will not be blackballed") for line in told)
    assert not any("- id: accuse." in line for line in told[2:])
    shown = json.loads(invoke("show", "hedging.hedge", "--out", out, "--json").stdout)
    assert (shown["id"], shown["rows"], shown["sentences"]) == ("hedging.hedge", 0, {})


def test_the_shipped_schemas_are_those_of_the_models(tmp_path: Path):
    assert invoke("schema", tmp_path / "schemas").exit_code == 0
    for name in schemas():
        shipped = (models_folder() / "schemas" / name).read_text(encoding="utf-8")
        made = (tmp_path / "schemas" / name).read_text(encoding="utf-8")
        assert made == shipped, "write them anew with: commentariat rules schema models/schemas"


def test_schemas_that_cannot_be_written_are_told(tmp_path: Path):
    (tmp_path / "taken").write_text("")
    result = invoke("schema", tmp_path / "taken")
    assert result.exit_code == 2
    assert "taken: can't be written (File exists); name a folder that you may write into" in result.stderr


@pytest.mark.parametrize("part", ["events", "stance"])
def test_the_shipped_files_hold_to_the_schemas(part: str):
    schema = schemas()[f"{part}.schema.json"]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    files = [path for path in (models_folder() / part).glob("*.yml") if path.name not in {"lexicon.yml", "roles.yml", "time.yml"}]
    assert len(files) > 3
    for path in files:
        faults = [f"{path.name}: {one.json_path}: {one.message}" for one in validator.iter_errors(dict(read_yaml(path)))]
        assert faults == []
    wrong = {"event_type": "SANCTION", "rules": [{"id": "a.b", "triger": {"verb": ["a"]}, "match": []}]}
    assert list(validator.iter_errors(wrong if part == "events" else {"stance": "hedging", "cues": [{"id": "a"}]}))


@pytest.mark.parametrize("command", ["try", "new", "list", "show", "schema", "check", "diff"])
def test_help_shows_an_example(command: str):
    assert f"commentariat rules {command}" in invoke(command, "--help").stdout
