"""Somebody's own rules, names and cues: on top of the shipped ones, or in their place by id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import extract_text
from pipeline.cache import take_fingerprint
from pipeline.cli import app
from pipeline.entities.tables import COLUMNS
from pipeline.events import load_rules
from pipeline.settings import NAME_TABLES, SettingsError, make_settings, models_folder

STATES = "kb_id,name,long_name,iso2,iso3,cow,gw,from,to,country,aliases,adjectives,demonyms,prefixes,capital,seats\n"
FILES = {
    "events/mine.yml": """event_type: SANCTION
rules:
  - id: sanction.blackball
    trigger: {verb: [blackball]}
    target: object
    needs: [target]
    match: ["[source Norland] has <blackballed> [target Ostia]."]
    no_match: ["The club blackballed a member."]
  - id: sanction.impose
    trigger: {verb: [enjoin], object: [$penalties]}
    target: ["on"]
    match: ["[source Norland] <enjoined> sanctions on [target Ostia]."]
""",
    "stance/mine.yml": """stance: hedging
cues:
  - id: hedging.second_account
    words: ["open|keep a second account"]
    certainty: 0.7
    match: ["Norland never left Ostia, it merely <opened a second account> with Sudria."]
""",
    "entities/treaties.csv": "kb_id,name,label,country,aliases,members,from,to\n"
    "harbour-accord,Harbour Accord,TREATY,,Harbour Pact,XNL;XOS,2031,\n",
    "entities/invented.csv": STATES + "XOS,Ostia,,,XOS,,,,,XOS,Ostmark,Ostian,Ostians,,Velostra,\n"
    "XQU,Quellia,,,XQU,,,,,XQU,,Quellian,Quellians,,Quell,\n",
    "entities/patterns.yml": """patterns:
  - id: ship.xqu
    label: MILITARY
    country: XQU
    sector: MIL
    patterns: [[{TEXT: QNS}, {TEXT: {REGEX: "^[A-Z]"}}]]
    match: ["The [QNS Heron] sailed."]
    no_match: ["The QNS has no ship."]
""",
    "README.md": "What these rules are for.\n",
}  # fmt: skip


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_own_rules_names_and_cues_are_read(own: Path):
    text = (
        "Norland blackballed Ostmark. Quellia signed the Harbour Pact. "
        "Sudria opened a second account with Quellia. The QNS Heron sailed."
    )
    found = extract_text(text, rules=own)
    assert found.events["rule"].tolist()[0] == "sanction.blackball"
    assert {"Ostia", "Quellia", "Harbour Accord", "QNS Heron"} <= set(found.entities["name"])
    assert "hedging.second_account" in found.stances["rule"].tolist()
    without = extract_text(text)
    assert "sanction.blackball" not in without.events["rule"].tolist()
    assert "XQU" not in set(without.entities["country"].dropna())


def test_an_own_rule_takes_the_place_of_the_shipped_one(own: Path):
    shipped = {rule.id: rule for rule in load_rules(models_folder() / "events").all}
    rules = load_rules(models_folder() / "events", own=own / "events")
    by_id = {rule.id: rule for rule in rules.all}
    assert len(by_id) == len(rules.all) == len(shipped) + 1
    mine = by_id["sanction.impose"]
    assert (mine.words, mine.path, mine.line) == (("enjoin",), own / "events" / "mine.yml", 9)
    assert mine.order == shipped["sanction.impose"].order
    # What the own file leaves unsaid of its type is that of the shipped file.
    assert mine.quad_class == "material conflict"
    assert "embargo" in dict(mine.constraints)["object"]


def test_own_rules_decide_what_is_kept(own: Path):
    before = take_fingerprint(make_settings({"rules": own})).digest
    assert before != take_fingerprint(make_settings({})).digest
    path = own / "stance" / "mine.yml"
    path.write_text(path.read_text().replace("0.7", "0.6"))
    assert before != take_fingerprint(make_settings({"rules": own})).digest


def test_the_settings_file_may_name_them(own: Path):
    (own.parent / "commentariat.toml").write_text('rules = "mine"\n')
    assert make_settings({}, own.parent).rules == own


def test_the_tables_that_may_be_added_to_are_those_that_are_read():
    assert set(NAME_TABLES) == set(COLUMNS)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("rules.yml", "is read by nothing; own rules stand in the folders events, entities, stance"),
        ("event/mine.yml", "is read by nothing; own rules stand in the folders events, entities, stance"),
        ("events/lexicon.yml", "is read by nothing; in events/ stand files of rules"),
        ("entities/treeties.csv", "is read by nothing; in entities/ stand patterns.yml and the tables countries.csv"),
        ("stance/cues.yaml", "is read by nothing; in stance/ stand files of cues"),
    ],
)
def test_a_file_that_nothing_reads_is_told(own: Path, name: str, message: str):
    (own / name).parent.mkdir(exist_ok=True)
    (own / name).write_text("")
    with pytest.raises(SettingsError, match=message):
        make_settings({"rules": own})


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"rules: .*nowhere is not a folder; name one with the folders events"):
        make_settings({"rules": tmp_path / "nowhere"})


def test_the_command_reads_them(own: Path, tmp_path: Path):
    article = tmp_path / "note.txt"
    sentence = "The government of Norland blackballed Ostia last week, as many people had long expected it to do. "
    article.write_text(sentence * 3, encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", str(article), "--rules", str(own), "--out", str(tmp_path / "out"), "-q"])
    assert result.exit_code == 0, result.output
    assert "sanction.blackball" in (tmp_path / "out" / "events.csv").read_text()
    assert "own" in json.loads((tmp_path / "out" / "run.json").read_text())["rules"]


def test_rules_check_names_what_is_wrong_in_them(own: Path):
    faults = [
        ("events/mine.yml", "<blackballed>", "<expelled>", "mine.yml:3: rule sanction.blackball: "),
        ("events/mine.yml", "target: object", "target: onject", "'onject' is no role; did you mean object"),
        ("events/mine.yml", "$penalties", "$penaltys", "mine.yml:9: rule sanction.impose: no word list $penaltys"),
        ("stance/mine.yml", "<opened a", "opened <a", "mine.yml:3: cue hedging.second_account: "),
        ("entities/treaties.csv", "XNL;XOS", "XNL;XYZ", "treaties.csv:2: members: 'XYZ' is no ISO"),
        ("entities/patterns.yml", "[QNS Heron] sailed", "QNS [Heron] sailed", "patterns.yml:2: pattern ship.xqu: "),
    ]
    for name, old, new, _ in faults:
        path = own / name
        path.write_text(path.read_text().replace(old, new))
    result = CliRunner().invoke(app, ["rules", "check", "--rules", str(own)])
    assert result.exit_code == 1
    for *_, message in faults:
        assert message in result.output
    assert "Traceback" not in result.output
    told = [line for line in result.stdout.splitlines() if str(own.name) in line]
    assert len(told) >= len(faults)
