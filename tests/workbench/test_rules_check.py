"""``rules check``: each kind of fault is named with file, line and what would be right."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.settings import make_settings, models_folder
from pipeline.workbench.rules_check import check_rules
from pipeline.workbench.rules_files import ModelsError, read_models
from pipeline.workbench.rules_report import MOST_SHOWN, Finding, Report, describe

STATES = "kb_id,name,long_name,iso2,iso3,cow,gw,from,to,country,aliases,adjectives,demonyms,prefixes,capital,seats\n"
FILES = {
    "events/sanction.yml": """event_type: SANCTION
about: A test.
quad_class: material conflict
rules:
  - id: sanction.impose
    trigger: {verb: [impose], object: [sanction]}
    target: ["on"]
    match: ["[source Norland] <imposed> sanctions on [target Ostia]."]
    no_match: ["Norland imposed order."]
""",
    "stance/hedging.yml": """stance: hedging
about: A test.
cues:
  - id: hedging.dither
    words: [dither]
    certainty: 0.5
    match: ["Norland <dithers>."]
    no_match: ["Norland waits."]
""",
    "stance/rivals.csv": "a,b,from,to,source\nXNL,XOS,1950,1960,A history\n",
    "entities/invented.csv": STATES
    + "XNL,Norland,,,XNL,,,,,XNL,,Norlander,Norlander,,Halvenby,\n"
    + "XOS,Ostia,,,XOS,,,,,XOS,,Ostian,Ostian,,Velostra,\n",
    "entities/bodies.csv": "kb_id,name,label,country,sector,aliases,members,from,to\n"
    + "NP,Norland Pact,ALLIANCE,,IGO,Pact of Velostra,XNL;XOS,,\n",
    "entities/officials.csv": "kb_id,name,aliases,country,office,sector,from,to,body\n"
    + "ada-one,Ada One,,XNL,president,GOV,2001-02,2005-03-01,\n"
    + "ben-two,Ben Two,,XNL,president,GOV,2005-03,2009,\n",
    "entities/offices.csv": "office,aliases,sector,head,kind\npresident,head of state,GOV,yes,office\n",
    "entities/shared.csv": "alias,kb_ids,why\n",
    "entities/checks.yml": "one_holder: [[president]]\ncommon_words: []\n",
    "entities/patterns.yml": """patterns:
  - id: ship.xnl
    label: MILITARY
    country: XNL
    patterns: [[{TEXT: NNS}, {TEXT: {REGEX: "^[A-Z]"}}]]
    match: ["The [NNS Harrier] sailed."]
    no_match: ["The NNS has no ship."]
""",
    "ingest/words.txt": "quarrel\nmonday\nVelostra\n",
    "ingest/outlets.yml": "outlets:\n  - {name: The Halvenby Courier}\n",
    "ingest/furniture.yml": "groups:\n"
    + "  - {id: share, zone: anywhere, lines: [Share], drops: [Share], keeps: [They share it.]}\n",
    "language/lemmas.yml": "verbs:\n  stage: [staged]\n",
}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A small folder of models with nothing wrong in it."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("lexicon.yml", "roles.yml", "time.yml"):
        shutil.copy(models_folder() / "events" / name, tmp_path / "events" / name)
    for name in ("shapes.yml", "coreference.yml", "agents.csv"):
        shutil.copy(models_folder() / "entities" / name, tmp_path / "entities" / name)
    shutil.copy(models_folder() / "language" / "grammar.yml", tmp_path / "language" / "grammar.yml")
    return tmp_path


def told(models: Path) -> list[str]:
    """What is wrong with a folder, its path left out."""
    report = check_rules(make_settings({"models": models}))
    return [str(one).removeprefix(f"{models}/") for one in report.problems]


def change(models: Path, name: str, old: str, new: str) -> None:
    text = (models / name).read_text(encoding="utf-8")
    assert old in text
    (models / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_small_folder_passes(models: Path):
    assert told(models) == []


# File, what stands there, what is written instead; and what is then said, after the path of the folder.
RULE_FAULTS = [
    ("events/sanction.yml", "target:", "tarjet:", "events/sanction.yml:7: tarjet: Extra inputs are not permitted"),
    ("events/sanction.yml", "    trigger: {", "    triger: {", "events/sanction.yml:6: triger: Extra inputs are not permitted"),
    ("events/sanction.yml", "[impose]", "[impose", "events/sanction.yml:6: not valid YAML"),
    ("events/sanction.yml", "<imposed>", "imposed", "marks no trigger; mark it as <word>"),
    ("events/sanction.yml", "<imposed> sanctions", "imposed <sanctions>", "the match is at <imposed>, the mark elsewhere"),
    ("events/sanction.yml", "[target Ostia]", "Ostia", "target: nobody is marked, Ostia was found"),
    ("events/sanction.yml", "<imposed>", "<imposed", "don't balance"),
    ("events/sanction.yml", "[target Ostia]", "[target Ost]ia", "the mark of the target cuts a word at 'Ost'; mark whole"),
    ("events/sanction.yml", "<imposed>", "im<posed>", "the mark of the trigger cuts a word at 'posed'; mark whole words"),
    ("events/sanction.yml", "imposed order", "imposed sanctions on Ostia", "a near miss should not match"),
    ("events/sanction.yml", "<imposed> sanctions", "<lifted> sanctions", "events/sanction.yml:5: rule sanction.impose: '[source"),
    ("events/sanction.yml", "Ostia].", "Ostia] and imposed sanctions on Norland.", "2 matches, there should be one: <imposed>"),
    ("events/sanction.yml", '["on"]', "[onn]", "events/sanction.yml:5: rule sanction.impose: 'onn' is no role; did you mean on"),
    ("events/sanction.yml", "object: [", "objekt: [", "'objekt' is no role; did you mean object"),
    ("events/sanction.yml", "SANCTION", "SANKTION", "events/sanction.yml:1: event_type: Input should be 'AGREE'"),
    ("events/sanction.yml", "{verb: [impose]", "{werb: [impose]", "sanction.yml:6: trigger: a trigger needs exactly one of verb"),
    ("events/sanction.yml", "about: A test.", "about: !!python/object:os.system {}", "events/sanction.yml:2: not valid YAML"),
    ("events/lexicon.yml", "light_verbs:", "heavy_verbs:", "heavy_verbs: Extra inputs are not permitted; known keys: "),
    ("stance/hedging.yml", "<dithers>", "dithers", "stance/hedging.yml:4: cue hedging.dither: 'Norland dithers.': it"),
    ("stance/hedging.yml", "Norland waits", "Norland dithers", "a near miss should not match, but ['dithers'] does"),
    ("stance/hedging.yml", "certainty: 0.5", "certainty: 2", "stance/hedging.yml:6: certainty: Input should be less"),
    ("stance/rivals.csv", "XOS", "XYZ", "stance/rivals.csv:2: 'XYZ' is no state of the tables"),
    ("stance/rivals.csv", "1950,1960", "1960,1950", "stance/rivals.csv:2: runs backwards: from 1960 to 1950"),
]
ADA, BEN = "2005-03-01", "ben-two,Ben Two,,XNL,president,GOV,2005-03,"
NAME_FAULTS = [
    ("bodies.csv", "Pact of Velostra", "Norlander", "2: 'Norlander' stands for NP here and for XNL in invented.csv:2"),
    ("bodies.csv", "Pact of Velostra", "Pact;Pact", "2: aliases: 'Pact' stands there twice"),
    ("bodies.csv", "Pact of Velostra", "Quarrel", "2: 'Quarrel' is a common word"),
    ("bodies.csv", "Pact of Velostra", "quarrels", "2: 'quarrels' is a common word"),
    ("bodies.csv", "XNL;XOS", "XNL;XSU", "2: members: 'XSU' is no ISO 3166-1 alpha-3 code"),
    ("bodies.csv", "ALLIANCE", "CLUB", "2: unknown label 'CLUB'; known labels: ALLIANCE"),
    ("bodies.csv", "XNL;XOS", "XNL,XOS", "2: 10 cells instead of 9; put cells that hold a comma in quotes"),
    ("officials.csv", "2001-02,", "2007,", "2: runs backwards: from 2007 to 2005-03-01"),
    ("officials.csv", ADA, "2005-02-30", "2: '2005-02-30' is no date; write 2019, 2019-05 or 2019-05-31"),
    ("officials.csv", ADA, "2006", "3: Ben Two, president from 2005-03 to 2009, overlaps Ada One, president from 2001-02"),
    ("officials.csv", BEN, BEN.replace("ben-two", "ada-one").replace("2005-03", "2003"), "3: Ben Two, president from 2003"),
    ("offices.csv", "yes,office\n", "yes,office\nchief,head of state,GOV,,office\n", "3: 'head of state' stands on line 2"),
    ("shared.csv", "why\n", "why\nNorlandia,XNL;XOS,both\n", "2: 'Norlandia' is in no table of XNL, XOS; delete"),
    ("checks.yml", "one_holder:", "two_holders:", "1: two_holders: Extra inputs are not permitted; known keys: common"),
    ("patterns.yml", "Harrier] sailed", "Harrier sailed]", "2: pattern ship.xnl: 'The [NNS Harrier sailed].': NNS"),
    ("patterns.yml", "The NNS has", "The NNS Heron has", "a near miss should not match, but NNS Heron does"),
    ("coreference.yml", "phrases:", "phrases: 7\nphrase:", "phrases: Input should be a valid"),
]
DATA_FAULTS = [
    ("ingest/words.txt", "monday", "mon day", "ingest/words.txt:2: 'mon day' is more than one word"),
    ("ingest/outlets.yml", "name:", "nome:", "ingest/outlets.yml:2: outlets.0.nome: Extra inputs are not permitted; known"),
    ("ingest/furniture.yml", "drops: [Share]", "drops: [Sharing]", "yml:2: share: 'Sharing': it should be taken, and isn't"),
    ("ingest/furniture.yml", "They share it.", "Share", "yml:2: share: 'Share': a near miss should be kept"),
    ("language/grammar.yml", "months:", "moons:", "moons: Extra inputs are not permitted; known keys: accusing_verbs"),
    ("language/lemmas.yml", "[staged]", "[staged, 7]", "language/lemmas.yml:2: verbs.stage.1: Input should be"),
]
FAULTS = [
    *RULE_FAULTS,
    *((f"entities/{name}", old, new, said) for name, old, new, said in NAME_FAULTS),
    *DATA_FAULTS,
]


@pytest.mark.parametrize(("name", "old", "new", "said"), FAULTS)
def test_a_fault_is_named_with_file_and_line(models: Path, name: str, old: str, new: str, said: str):
    change(models, name, old, new)
    assert any(said in one for one in told(models)), told(models)


def test_every_rule_that_is_wrong_is_named_at_once(models: Path):
    text = FILES["events/sanction.yml"]
    rule = text[text.index("  - id") :]
    wrong = rule.replace("impose\n", "fine\n", 1).replace("target:", "tarjet:")
    (models / "events" / "sanction.yml").write_text(text + wrong + wrong.replace("tarjet", "targett"))
    assert [one.split(": ")[:2] for one in told(models)] == [
        ["events/sanction.yml:12", "tarjet"],
        ["events/sanction.yml:17", "targett"],
    ]


def test_a_table_that_is_no_utf_8_is_named(models: Path):
    path = models / "entities" / "bodies.csv"
    path.write_bytes(path.read_bytes() + "Café".encode("latin-1"))
    assert "entities/bodies.csv:3: not UTF-8; save the table as UTF-8" in told(models)


@pytest.mark.parametrize(
    ("name", "old", "new", "file", "fault", "faulty"),
    [
        ("entities/checks.yml", "words: []", "words: [Quarrel]", "entities/bodies.csv", "Pact of Velostra", "Quarrel"),
        ("entities/shared.csv", "why\n", "why\nOstian,NP;XOS,both\n", "entities/bodies.csv", "Pact of Velostra", "Ostian"),
        (
            "entities/checks.yml",
            "one_holder:",
            "overlaps: [{who: [ben-two, ada-one], why: a civil war}]\none_holder:",
            "entities/officials.csv",
            "2005-03-01",
            "2006",
        ),
    ],
)  # fmt: skip
def test_what_is_declared_is_accepted(
    models: Path, name: str, old: str, new: str, file: str, fault: str, faulty: str
):
    change(models, file, fault, faulty)
    assert told(models)
    change(models, name, old, new)
    assert told(models) == []


@pytest.mark.parametrize(
    ("alias", "why"),
    [
        ("QUARREL", "an abbreviation is told by its capitals"),
        ("Quarrel Pact", "more of the name stands there"),
        ("Velostra Pact;Velostrans", "a word that is only a name"),
    ],
)
def test_a_name_that_swallows_no_common_word(models: Path, alias: str, why: str):
    change(models, "entities/bodies.csv", "Pact of Velostra", alias)
    assert told(models) == [], why


def test_a_handover_within_the_known_dates_is_no_overlap(models: Path):
    change(models, "entities/officials.csv", "2005-03-01", "2005")
    assert told(models) == []


@pytest.mark.parametrize(("end", "warned"), [("2004", False), ("2009", True)])
def test_people_of_one_name_are_told_apart_by_their_terms(models: Path, end: str, warned: bool):
    change(models, "entities/officials.csv", "ben-two,Ben Two,,", "ben-two,Ben Two,One Two,")
    with (models / "entities" / "officials.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"cy-two,Cy Two,One Two,XOS,president,GOV,2001,{end},\n")
    report = check_rules(make_settings({"models": models}))
    assert report.problems == []
    assert [one.line for one in report.warnings] == ([3] if warned else [])


def test_a_state_of_the_past_acts_for_nobody(models: Path):
    with (models / "entities" / "invented.csv").open("a", encoding="utf-8") as stream:
        stream.write("XOO,Old Ostia,,,XOO,,,,,XOS,,,,,,\n")
    (models / "entities" / "invented.csv").rename(models / "entities" / "countries.csv")
    change(models, "entities/countries.csv", "XOO,,,,,XOS", "XOO,,,,1960,XOS")
    change(models, "entities/bodies.csv", "ALLIANCE,,", "ALLIANCE,XOO,")
    assert told(models) == ["entities/bodies.csv:2: country: 'XOO' is a state of the past; write XOS"]


def test_what_is_of_no_use_on_articles_is_a_warning(models: Path, tmp_path_factory: pytest.TempPathFactory):
    change(
        models,
        "events/sanction.yml",
        "    no_match:",
        """  - id: sanction.plain
    trigger: {verb: [impose]}
    target: [object.on]
    needs: [target]
    match: ["[source Norland] <imposed> sanctions on [target Ostia]."]
  - id: sanction.embargo
    trigger: {verb: [embargo]}
    target: object
    match: ["[source Norland] <embargoed> [target Ostia]."]
    no_match:""",
    )
    shutil.copytree(models_folder() / "ingest", models / "ingest", dirs_exist_ok=True)
    articles = tmp_path_factory.mktemp("articles")
    sentence = "The government of Norland imposed sanctions on Ostia last week, as many had long expected it to do.\n"
    (articles / "one.txt").write_text(sentence * 3, encoding="utf-8")
    report = check_rules(make_settings({"models": models}), [articles])
    assert report.problems == []
    assert [(one.rule, one.message.split(",")[0]) for one in report.warnings] == [
        ("rule sanction.plain", "it always gives way"),
        ("rule sanction.embargo", "it matches nothing in 1 articles"),
        ("cue hedging.dither", "it matches nothing in 1 articles"),
    ]
    assert report.passed


@pytest.mark.parametrize("name", ["nowhere", "empty", "file.txt"])
def test_a_folder_without_models_is_wrong_usage(tmp_path: Path, name: str):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(ModelsError, match="laid out like the shipped models"):
        read_models(tmp_path / name)
    result = CliRunner().invoke(app, ["rules", "check", str(tmp_path / name)])
    assert result.exit_code == 2
    assert "laid out like the shipped" in result.stderr
    assert "Traceback" not in result.output


def test_the_command_says_that_all_is_well(models: Path):
    result = CliRunner().invoke(app, ["rules", "check", str(models)])
    assert result.exit_code == 0, result.output
    assert "1 event rules, 1 cues" in result.stdout
    assert result.stdout.splitlines()[-1] == "all is well"


def test_the_command_lists_problems_and_fails(models: Path):
    change(models, "ingest/words.txt", "monday", "mon day")
    result = CliRunner().invoke(app, ["rules", "check", str(models)])
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].endswith("words.txt:2: 'mon day' is more than one word; write one word a line")
    assert result.stdout.splitlines()[-1] == "1 problem to mend"


def test_json_for_programs(models: Path):
    change(models, "stance/hedging.yml", "Norland waits", "Norland dithers")
    result = CliRunner().invoke(app, ["rules", "check", str(models), "--json"])
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    (problem,) = told["problems"]
    assert (problem["file"], problem["line"]) == (str(models / "stance" / "hedging.yml"), 4)
    assert (problem["rule"], problem["example"]) == ("cue hedging.dither", "Norland dithers.")
    assert told["passed"] is False
    assert told["counts"]["cues"] == 1


def test_a_long_list_is_cut_and_warnings_are_counted():
    findings = [Finding("a.yml", number, "wrong") for number in range(MOST_SHOWN + 5)]
    lines = list(describe(Report(Path("models"), problems=findings, warnings=findings[:2])))
    assert len(lines) == MOST_SHOWN + 4
    assert "... and 5 more; --json lists all of them" in lines
    assert "2 warnings; --verbose lists them" in lines
    verbose = list(describe(Report(Path("models"), warnings=findings[:2]), verbose=True))
    assert verbose[0] == "warning: a.yml:0: wrong"
    assert verbose[-1] == "all is well"
