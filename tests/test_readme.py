"""The README is true: its commands and programs run, its rows are those of a run, its worked examples work."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest
import typer
from reportlab.pdfgen import canvas
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.analysis import load_rules_of
from pipeline.api import Tables, extract, extract_text
from pipeline.cli import app
from pipeline.entities import find_actors, find_mentions
from pipeline.entities.actors import ActorIndex
from pipeline.events import examples as event_examples
from pipeline.language import load_model
from pipeline.records import Sentence
from pipeline.schema import TABLES
from pipeline.settings import Settings, make_settings, models_folder
from pipeline.stance import examples as stance_examples
from pipeline.workbench.rules_check import check_rules
from pipeline.workbench.rules_report import Report
from tests.lines import Said, environment, put_command, run_here, run_in_shell

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXT = "Norland signed a defence pact with Ostia on Monday. Sudria condemned the pact and recalled its ambassador.\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    return README.split(f"{title}\n", 1)[1].split("\n## ")[0]


def table_rows(header: str) -> list[dict[str, str]]:
    """The rows of the Markdown table with this header, as dictionaries."""
    lines = README.split(f"{header}\n", 1)[1].splitlines()
    names = [cell.strip() for cell in header.strip("|").split("|")]
    rows = []
    for line in lines[1:]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(names, (cell.strip() for cell in line.strip("|").split("|")), strict=True)))
    return rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the README's commands name, and the command on the path."""
    made = tmp_path_factory.mktemp("readme")
    for name in ("corpus/articles/pact.txt", "news/pact.md", "note.txt"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(TEXT, encoding="utf-8")
    speech = canvas.Canvas(str(made / "speech.pdf"))
    for number, sentence in enumerate(TEXT.strip().split(". ")):
        speech.drawString(60, 700 - 20 * number, sentence.rstrip(".") + ".")
    speech.save()
    put_command(made)
    return made


# What each command says when it has done what the README says.
SAID = {
    "rules check": "all is well",
    "rules try": "-> Ostia; ",
    "rules show": "- id: sanction.impose",
    "explain": "event REJECT at 'refused'",
}


CHECK = "commentariat rules check"
CHECK_ON_ARTICLES = f"{CHECK} --corpus corpus/articles --verbose"


@pytest.fixture(scope="module")
def checked(folder: Path) -> tuple[Said, Report]:
    """What the longer of the README's checks says, and the report that it says it of."""
    reports: list[Report] = []

    def check_and_keep(settings: Settings, articles: Sequence[Path] = ()) -> Report:
        reports.append(check_rules(settings, articles))
        return reports[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.workbench.rules_check.check_rules", check_and_keep)
        said = run_here(CHECK_ON_ARTICLES, folder)
    (report,) = reports
    return said, report


def run_line(line: str, folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Said:
    if line not in (CHECK, CHECK_ON_ARTICLES):
        return run_in_shell(line, folder)
    said, report = request.getfixturevalue("checked")
    if line == CHECK_ON_ARTICLES:
        return said

    def check_again(settings: Settings, articles: Sequence[Path] = ()) -> Report:
        # All examples were read for the other check: with articles more is looked at, and nothing less.
        assert (settings, articles) == (make_settings({}, folder), ())
        return report

    monkeypatch.setattr("pipeline.workbench.rules_check.check_rules", check_again)
    return run_here(line, folder)


@pytest.mark.parametrize(
    "line", [line for block in blocks("sh") for line in block.splitlines() if "commentariat " in line]
)
def test_each_command_runs(
    line: str, folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
):
    done = run_line(line, folder, request, monkeypatch)
    assert (done.status, done.stderr) == (0, "")
    words = next((words for command, words in SAID.items() if f"commentariat {command}" in line), "tables")
    assert words in done.stdout


def test_the_shipped_models_pass(checked: tuple[Said, Report]):
    _, report = checked
    assert report.problems == []
    assert report.counts["event rules"] > 500
    assert report.counts["event examples"] > report.counts["event rules"]
    assert {"cues", "cue examples", "names", "terms of office", "pattern examples", "other files"} <= set(report.counts)


def test_each_target_is_one_of_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for block in blocks("sh") for target in re.findall(r"^make ([a-z-]+)", block, re.MULTILINE)}
    named |= set(re.findall(r"`make ([a-z-]+)", README))
    assert {"extract", "test", "wheel", "help"} <= named <= targets


def test_each_option_is_one_of_the_command():
    commands = dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    for group in [command for command in commands.values() if hasattr(command, "commands")]:
        commands |= group.commands
    known = {option for command in commands.values() for one in command.params for option in one.opts}
    assert set(re.findall(r"(?<!-)(--[a-z][a-z-]+)", README)) - {"--help"} <= known


def test_the_programs_run(folder: Path):
    program = "\n".join(blocks("python"))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def tables() -> Tables:
    names = ("singapore-principle-and-position", "switzerland-neutrality-after-the-freeze", "thailand-cambodia-five-days-in-july")
    return extract([ROOT / "corpus" / "articles" / f"{name}.txt" for name in names])


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("dyads", "| source | target | event_type | polarity | modality | date | the sentence |"),
        ("stances", "| holder | toward | stance | modality | cue | the sentence |"),
    ],
)
def test_the_excerpt_is_of_a_real_run(table: str, header: str, tables: Tables):
    sentences = tables.sentences.set_index("sentence_id")["text"]
    found: pd.DataFrame = getattr(tables, table)
    real = found.astype("string").fillna("").assign(**{"the sentence": found["sentence_id"].map(sentences)})
    rows = table_rows(header)
    assert len(rows) > 2
    for row in rows:
        of_sentence = real[real["the sentence"] == row["the sentence"]][list(row)].to_dict("records")
        assert row in of_sentence


@pytest.fixture(scope="module")
def changed_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped models with the README's examples added as it says."""
    models = tmp_path_factory.mktemp("changed") / "models"
    shutil.copytree(models_folder(), models)
    for language in ("yaml", "csv"):
        told = re.findall(
            rf"`models/([a-z]+/[a-z_]+\.(?:yml|csv))`\n\n```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL
        )
        assert told
        for file, addition in told:
            with (models / file).open("a", encoding="utf-8") as stream:
                stream.write(addition)
    return models


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_model()


def read(models: Path, *sentences: str) -> list[Tables]:
    return [extract_text(sentence, models=models) for sentence in sentences]


def test_the_example_of_a_rule_works(changed_models: Path):
    said = re.findall(r'"((?:Norland|Ostia)[^"<>]* blackball[^"<>]*)"', section("### A rule: what counts as which event"))
    assert len(said) == 4
    plain, passive, refused, possible = read(changed_models, *(f"{sentence}." for sentence in said))
    assert plain.events[["event_type", "rule"]].to_numpy().tolist() == [["SANCTION", "sanction.blackball"]]
    assert passive.dyads[["source", "target"]].to_numpy().tolist() == [["Norland", "Ostia"]]
    assert refused.events[["event_type", "polarity"]].to_numpy().tolist() == [["REJECT", "affirmed"]]
    assert set(possible.dyads["source"]) == {"Norland", "Sudria"}
    assert set(possible.events["modality"]) == {"possible"}


def test_the_example_of_a_cue_works(changed_models: Path):
    (found,) = read(changed_models, "Norland never left Ostia, it merely opened a second account with Sudria.")
    assert ("hedging", "hedging.second_account") in set(zip(found.stances["stance"], found.stances["rule"], strict=True))


def test_the_example_of_a_name_works(changed_models: Path):
    (found,) = read(changed_models, "Norland signed the Harbour Pact with Ostia.")
    assert ["Harbour Pact", "TREATY", "Harbour Accord"] in found.entities[["text", "label", "name"]].to_numpy().tolist()


def test_the_examples_within_the_examples_hold(changed_models: Path, nlp: Language):
    stages = load_rules_of(nlp, changed_models)

    def analyse(texts: Iterable[str]) -> Iterator[tuple[Doc, ActorIndex]]:
        for doc in nlp.pipe(texts):
            sentences = [Sentence("a:1", "a", 1, 1, "", 0, len(doc.text), doc.text)]
            mentions = find_mentions(doc, sentences, stages.gazetteer, "")
            yield doc, find_actors(doc, sentences, mentions, stages.gazetteer, "")

    (rule,) = (rule for rule in stages.rules.all if rule.id == "sanction.blackball")
    assert event_examples.check_examples(stages.rules, analyse, [rule]) == []
    faults = stance_examples.check_examples(stages.cues, nlp.pipe)
    assert [fault for fault in faults if fault.cue.id == "hedging.second_account"] == []


def test_the_columns_of_treaties_are_those_told():
    with (models_folder() / "entities" / "treaties.csv").open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream))
    assert ", ".join(f"`{name}`" for name in columns) in " ".join(section("### A name").split())


def test_the_folder_of_models_is_printed_as_told():
    (program,) = re.findall(r'`python -c "([^"]+)"`', README)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == models_folder()


def test_every_table_is_told():
    for table in TABLES:
        assert f"| `{table.name}.csv` |" in README
        assert table.name in Tables.__dataclass_fields__
