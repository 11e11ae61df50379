import csv
import io
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.workbench.evaluate import Evaluation
from pipeline.workbench.evaluate_events import score_events
from pipeline.workbench.evaluate_floors import BrokenFloor
from pipeline.workbench.evaluate_report import show, write_tables

TEXT = "Norland condemned Ostia."


@pytest.fixture
def evaluation(event_pair, gold_event, event) -> Evaluation:
    gold = [gold_event(TEXT, "condemned", "ACCUSE", "XNL", "XOS")]
    own = score_events([event_pair(TEXT, gold, [event(TEXT, "condemned", "REJECT", "XNL", "XOS")])])
    other = score_events([event_pair(TEXT, gold, [event(TEXT, "condemned", "ACCUSE", "XNL", "XOS")])])
    return Evaluation(
        {"events": 1},
        [own],
        [("events", "a", f"It rained, {n}.") for n in range(25)],
        {"events": {"keywords": other}},
        {"events.type.f1": 0.5},
        [BrokenFloor("events.type.f1", 0.5, 0.0)],
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_hold_figures_confusions_and_errors(evaluation: Evaluation, tmp_path: Path):
    write_tables(evaluation, tmp_path / "out")
    scores = {(one["system"], one["metric"]): one for one in rows(tmp_path / "out" / "scores.csv")}
    own, other = (scores[system, "events.type.f1"] for system in ("commentariat", "keywords"))
    assert (own["value"], own["cases"], own["floor"]) == ("0.0000", "1", "0.50")
    assert (other["value"], other["floor"]) == ("1.0000", "")
    labels = {(one["system"], one["label"]): one["recall"] for one in rows(tmp_path / "out" / "labels.csv")}
    assert labels["commentariat", "type.ACCUSE"] == "0.0000"
    assert labels["keywords", "actors.ACCUSE"] == "1.0000"
    (confusion,) = rows(tmp_path / "out" / "confusions.csv")
    assert confusion == {"stage": "events", "of": "type", "gold": "ACCUSE", "found": "REJECT", "times": "1"}
    (error,) = rows(tmp_path / "out" / "errors.csv")
    assert (error["kind"], error["sentence"]) == ("type", TEXT)
    assert len(rows(tmp_path / "out" / "lost.csv")) == 25


def test_the_summary(evaluation: Evaluation):
    out = io.StringIO()
    show(evaluation, Console(file=out, width=160))
    told = out.getvalue()
    assert "events: 1 sentences, 25 lost" in told
    assert "keywords" in told
    assert "0.50 broken" in told
    assert "most often confused: type ACCUSE as REJECT 1×" in told
    assert f"  a: {TEXT}\n    type: gold ACCUSE condemned" in told
    assert "25 gold sentences that reading the articles doesn't yield" in told
    assert "… and 5 more: see lost.csv" in told
