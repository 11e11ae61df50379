"""Evaluation -> a summary for the terminal, and tables of all figures, confusions and errors."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.tables import csv_line
from pipeline.workbench.evaluate import SUMMARY, Evaluation
from pipeline.workbench.evaluate_scores import Measure, Outcome, Slip

OWN = "commentariat"
WORST = 5
CONFUSED = 5
LOST = 20


def write_tables(found: Evaluation, out: Path) -> None:
    """Write ``scores.csv``, ``labels.csv``, ``confusions.csv``, ``errors.csv`` and ``lost.csv`` into a folder.

    :raises OSError: if the folder can't be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    tables: Mapping[str, tuple[str, Iterable[Sequence[str]]]] = {
        "scores": ("system,metric,value,low,high,cases,floor", _score_rows(found)),
        "labels": ("system,stage,label,precision,recall,f1,cases", _label_rows(found)),
        "confusions": ("stage,of,gold,found,times", _confusion_rows(found)),
        "errors": ("stage,kind,article_id,sentence,gold,found", _error_rows(found)),
        "lost": ("stage,article_id,sentence", found.lost),
    }
    for name, (head, rows) in tables.items():
        text = head + "\n" + "".join(csv_line(row) for row in rows)
        (out / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")


def _systems(found: Evaluation) -> Iterator[tuple[str, Outcome]]:
    for outcome in found.outcomes:
        yield OWN, outcome
        yield from found.baselines.get(outcome.stage, {}).items()


def _score_rows(found: Evaluation) -> Iterator[list[str]]:
    for system, outcome in _systems(found):
        for measure in outcome.measures():
            low, high = measure.interval()
            floor = found.floors.get(measure.name, math.nan) if system == OWN else math.nan
            figures = [_figure(one, 4) for one in (measure.value, low, high)]
            yield [system, measure.name, *figures, str(measure.support), _figure(floor, 2)]


def _label_rows(found: Evaluation) -> Iterator[list[str]]:
    for system, outcome in _systems(found):
        measures = {measure.name: measure for measure in outcome.measures()}
        for prefix in _labels(measures):
            figures = [_figure(measures[f"{prefix}.{end}"].value, 4) for end in ("precision", "recall", "f1")]
            stage, label = prefix.split(".", 1)
            yield [system, stage, label, *figures, str(measures[f"{prefix}.f1"].support)]


def _labels(measures: Mapping[str, Measure]) -> list[str]:
    """The names of what is told by label: ``entities.label.GPE``, ``events.actors.AID``."""
    return sorted(
        name.removesuffix(".f1") for name in measures if name.endswith(".f1") and name.count(".") == 3
    )


def _confusion_rows(found: Evaluation) -> Iterator[list[str]]:
    for outcome in found.outcomes:
        for (of, gold, other), times in sorted(outcome.confusions.items()):
            yield [outcome.stage, of, gold, other, str(times)]


def _error_rows(found: Evaluation) -> Iterator[list[str]]:
    for outcome in found.outcomes:
        for slip in outcome.slips:
            yield [slip.stage, slip.kind, slip.article_id, slip.sentence, slip.gold, slip.found]


def _figure(value: float, decimals: int = 3) -> str:
    return "" if math.isnan(value) else f"{value:.{decimals}f}"


# For the terminal.


def show(found: Evaluation, console: Console) -> None:
    """Print the summary: a table of figures and one of labels a stage, what is confused, and the worst sentences."""
    for outcome in found.outcomes:
        console.print(_summary_table(found, outcome))
        console.print(_label_table(outcome))
        _show_confused(outcome, console)
        _show_worst(outcome, console)
    _show_lost(found, console)


def _summary_table(found: Evaluation, outcome: Outcome) -> Table:
    others = found.baselines.get(outcome.stage, {})
    lost = sum(stage == outcome.stage for stage, _, _ in found.lost)
    title = f"{outcome.stage}: {found.sentences[outcome.stage]:,} sentences" + (
        f", {lost} lost" if lost else ""
    )
    table = _table(title, ["figure"], ["value", "95% interval", "cases", *others, "floor"])
    measures = {measure.name: measure for measure in outcome.measures()}
    beside = [{one.name: one for one in other.measures()} for other in others.values()]
    broken = {one.metric for one in found.broken}
    for name in SUMMARY[outcome.stage]:
        metric = f"{outcome.stage}.{name}"
        if metric not in measures:
            continue
        measure = measures[metric]
        low, high = measure.interval()
        table.add_row(
            name,
            _figure(measure.value),
            f"{_figure(low)}–{_figure(high)}",
            f"{measure.support:,}",
            *(_figure(other[metric].value) if metric in other else "" for other in beside),
            _figure(found.floors.get(metric, math.nan), 2) + (" broken" if metric in broken else ""),
            style="bold red" if metric in broken else "",
        )
    return table


def _label_table(outcome: Outcome) -> Table:
    measures = {measure.name: measure for measure in outcome.measures()}
    table = _table(f"{outcome.stage} by label", ["label"], ["cases", "precision", "recall", "F1"])
    # Types of events are shown with actors; those without stand in labels.csv.
    for prefix in _labels(measures):
        _, what, label = prefix.split(".")
        if what == "type":
            continue
        figures = [_figure(measures[f"{prefix}.{end}"].value) for end in ("precision", "recall", "f1")]
        table.add_row(label, str(measures[f"{prefix}.f1"].support), *figures)
    return table


def _table(title: str, names: Sequence[str], figures: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in names:
        table.add_column(name, no_wrap=True)
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _show_confused(outcome: Outcome, console: Console) -> None:
    mixed = [
        (times, of, gold, other)
        for (of, gold, other), times in outcome.confusions.items()
        if gold != other and gold and other
    ]
    if mixed:
        told = sorted(mixed, key=lambda one: (-one[0], one[1:]))[:CONFUSED]
        line = "; ".join(f"{of} {gold} as {other} {times}×" for times, of, gold, other in told)
        console.print(Text(f"most often confused: {line}"))


def _show_worst(outcome: Outcome, console: Console) -> None:
    """The sentences with the most errors, and what is wrong with them."""
    by_sentence: dict[tuple[str, str], list[Slip]] = defaultdict(list)
    for slip in outcome.slips:
        by_sentence[slip.article_id, slip.sentence].append(slip)
    worst = sorted(by_sentence.items(), key=lambda item: (-len(item[1]), item[0]))[:WORST]
    if worst:
        console.print(
            Text(f"\n{outcome.stage}: worst sentences of {len(by_sentence)} with errors", style="bold")
        )
    for (article_id, sentence), slips in worst:
        console.print(Text(f"  {article_id}: {sentence}"))
        for slip in slips:
            console.print(
                Text(f"    {slip.kind}: gold {slip.gold or '–'} | found {slip.found or '–'}", style="dim")
            )
    console.print()


def _show_lost(found: Evaluation, console: Console) -> None:
    if not found.lost:
        return
    console.print(
        Text(
            f"{len(found.lost)} gold sentences that reading the articles doesn't yield (counted as missed):",
            style="bold",
        )
    )
    for stage, article_id, sentence in found.lost[:LOST]:
        console.print(Text(f"  {stage} {article_id}: {sentence}"))
    if len(found.lost) > LOST:
        console.print(f"  … and {len(found.lost) - LOST} more: see lost.csv")
