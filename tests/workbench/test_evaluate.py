import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.settings import Settings
from pipeline.workbench.evaluate import SUMMARY, evaluate, metrics
from pipeline.workbench.evaluate_floors import load_floors

ROOT = Path(__file__).parents[2]
TEXT = "Norland condemned Ostia."
OTHER = "Ostia did not sign the pact with Sudria."


def state(name: str, code: str) -> dict[str, str]:
    return {"name": name, "country": code}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two sentences in an article and a single one, labelled for all stages."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "note.txt").write_text(f"{TEXT} It rained.")
    gold = tmp_path / "gold"
    gold.mkdir()
    mentions = [
        {"start": 0, "end": 7, "text": "Norland", "label": "GPE", **state("Norland", "XNL")},
        {"start": 18, "end": 23, "text": "Ostia", "label": "GPE", **state("Ostia", "XOS")},
    ]
    condemned = {
        "start": 8, "end": 17, "trigger": "condemned", "event_type": "ACCUSE",
        "sources": [state("Norland", "XNL")], "targets": [state("Ostia", "XOS")],
    }  # fmt: skip
    sign = {
        "start": 14, "end": 18, "trigger": "sign", "event_type": "SUPPORT", "polarity": "negated",
        "sources": [state("Ostia", "XOS")], "targets": [state("Sudria", "XSU")],
    }  # fmt: skip
    write(gold / "entities.jsonl", {"article_id": "note", "sentence": TEXT, "mentions": mentions})
    write(
        gold / "events.jsonl",
        {"article_id": "note", "sentence": TEXT, "events": [condemned]},
        {"article_id": "hard", "sentence": OTHER, "events": [sign]},
    )
    write(gold / "stance.jsonl", {"article_id": "note", "sentence": TEXT, "stances": []})
    (gold / "floors.yml").write_text("events.type.f1: 0.10\n")
    return tmp_path


def write(path: Path, *records: dict[str, object]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def invoke(corpus: Path, *arguments: str):
    given = ["evaluate", "--gold", str(corpus / "gold"), "--out", str(corpus / "out"), *arguments]
    return CliRunner().invoke(app, given)


def test_all_stages_are_scored(corpus: Path):
    found = evaluate(corpus / "gold", None, Settings(), baseline=True)
    values = {name: one.value for name, one in found.measures().items()}
    assert values["entities.mention.f1"] == 1.0
    assert values["events.actors.f1"] == 1.0
    assert values["events.polarity_accuracy"] == 1.0
    assert values["stance.macro_f1"] == 1.0
    assert found.lost == []
    assert found.broken == []
    assert {stage: list(others) for stage, others in found.baselines.items()} == {
        "entities": ["bare spaCy"],
        "events": ["keywords"],
        "stance": ["keywords"],
    }


def test_the_command_prints_a_summary_and_writes_tables(corpus: Path):
    result = invoke(corpus, "--baseline")
    assert result.exit_code == 0, result.output
    assert "mention.f1" in result.stdout
    assert "bare spaCy" in result.stdout
    assert {path.name for path in (corpus / "out").iterdir()} == {
        "scores.csv", "labels.csv", "confusions.csv", "errors.csv", "lost.csv",
    }  # fmt: skip


def test_a_broken_floor_fails(corpus: Path):
    (corpus / "gold" / "floors.yml").write_text("events.type.f1: 0.9\nentities.reference.recall: 0.2\n")
    (corpus / "articles" / "note.txt").write_text("Nothing is left of the article.")
    result = invoke(corpus)
    assert result.exit_code == 1
    assert "events.type.f1 is 0.667, below its floor of 0.90" in result.stderr
    assert "entities.reference.recall was not measured (no gold for it); its floor is 0.20" in result.stderr
    assert f"note: {TEXT}" in result.stdout


def test_pin_raises_floors(corpus: Path):
    result = invoke(corpus, "--pin")
    assert result.exit_code == 0, result.output
    assert "raised events.type.f1 from 0.10 to 1.00" in result.stdout
    assert (corpus / "gold" / "floors.yml").read_text() == "events.type.f1: 1.00\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("events.jsonl", "{}", "events.jsonl:1: article_id: Field required"),
        (
            "floors.yml",
            "events.f1: 0.5",
            "floors.yml:1: unknown metric 'events.f1'; known are: events.actors",
        ),
    ],
)
def test_what_cant_be_read_is_named(corpus: Path, name: str, text: str, message: str):
    (corpus / "gold" / name).write_text(text)
    result = invoke(corpus)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_model_that_isnt_there_is_named(corpus: Path):
    result = invoke(corpus, "--model", "en_nowhere")
    assert (result.exit_code, "model 'en_nowhere'" in result.stderr) == (2, True)


def test_no_gold_no_articles(corpus: Path):
    result = invoke(corpus, "--gold", str(corpus / "articles"))
    assert (result.exit_code, "no gold there" in result.stderr) == (2, True)
    result = invoke(corpus, "--articles", str(corpus / "nowhere"))
    assert (result.exit_code, "no such file or folder" in result.stderr) == (2, True)


def test_the_summary_can_be_pinned():
    assert {f"{stage}.{name}" for stage, names in SUMMARY.items() for name in names} <= set(metrics())
    assert load_floors(ROOT / "corpus" / "gold", metrics())["entities.mention.f1"] > 0.5
