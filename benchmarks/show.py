"""Tables and pictures of what was measured, in ``outputs/bench``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.scale import Row


def keep(out: Path, name: str, rows: Iterable[Row]) -> list[Row]:
    """Write rows as ``name.csv``, print them, and give them back."""
    listed = list(rows)
    out.mkdir(parents=True, exist_ok=True)
    with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    table = Table(*(column.replace("_", " ") for column in listed[0]), title=name)
    for row in listed:
        table.add_row(*(f"{value:,}" if isinstance(value, int | float) else str(value) for value in row.values()))
    Console(width=170).print(table)
    return listed


def draw(path: Path, pairs: list[Row], sizes: list[Row], rules: list[Row]) -> None:
    """One picture of it: rates side by side, time and memory by number of articles, time by number of rules."""
    import altair as alt
    import pandas as pd

    called = {"bare_rate": "bare spaCy", "whole_rate": "commentariat"}
    rates = pd.DataFrame(pairs).melt("workers", list(called), "program", "rate").replace(called)
    beside = (
        alt.Chart(rates, title="Tokens a second")
        .mark_bar()
        .encode(
            alt.X("workers:O", title="processes", axis=alt.Axis(labelAngle=0)),
            alt.Y("rate:Q", title=None),
            alt.Color("program:N", title=None, legend=alt.Legend(orient="bottom")),
            xOffset="program:N",
        )
    )
    base = alt.Chart(pd.DataFrame(sizes)).mark_line(point=True)
    numbers = [row["articles"] for row in sizes]
    by_number = alt.Scale(type="log", domain=[numbers[0], numbers[-1]], nice=False)
    number = alt.X("articles:Q", scale=by_number, title="articles", axis=alt.Axis(values=numbers))
    seconds = base.encode(number, alt.Y("seconds:Q", title=None, scale=alt.Scale(type="log")))
    memory = base.encode(number, alt.Y("child_megabytes:Q", title=None, scale=alt.Scale(zero=True)))
    by_rules = (
        alt.Chart(pd.DataFrame(rules))
        .mark_line(point=True)
        .encode(alt.X("rules:Q", title="rules"), alt.Y("seconds:Q", title=None, scale=alt.Scale(zero=True)))
    )
    size = {"width": 260, "height": 200}
    titled = (
        beside.properties(**size),
        seconds.properties(title="Processor seconds, two workers", **size),
        memory.properties(title="Megabytes a worker at most", **size),
        by_rules.properties(title="Processor seconds, same articles", **size),
    )
    alt.vconcat(alt.hconcat(*titled[:2]), alt.hconcat(*titled[2:])).resolve_scale(color="independent").save(path)
