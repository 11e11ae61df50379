"""The pictures, as Altair charts: the same in the report and for ``commentariat plot``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.source import ReportError, check_tables
from pipeline.report.states import told_apart
from pipeline.schema import EVENT_TYPES, QUAD_CLASSES, STANCES, TABLE
from pipeline.tables import frame

# Blue and orange, light and dark, are told apart by colour-blind people; each has a contrast of 3 to 1 or more with
# the report's light and dark grounds.
QUAD_COLOURS = ("#3d94cf", "#1a6cb9", "#d07a00", "#b5431c")
STANCE_COLOURS = ("#b0579a", "#16895f", "#1f78c1")
_MOST = 15
_ARROW = " → "
# As wide as the page, as high as need be.
_FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
# Numbers of rows: whole ones, that don't run into each other. Of a range from 0 to 1 a half would be labelled 1 too.
_COUNTS = alt.Axis(
    tickMinStep=1, tickCount=8, format="d", labelExpr="datum.value % 1 ? '' : datum.label",
    labelOverlap="greedy", labelSeparation=6,
)  # fmt: skip
# In the place of rows that the page will put in.
LATER = alt.NamedData(name="rows")

Frames = dict[str, pd.DataFrame]


def load_frames(folder: Path) -> Frames:
    """The tables that the charts are made of, as data frames.

    :raises ReportError: if the folder has no tables, or those of another version.
    """
    check_tables(folder)
    return {name: frame(TABLE[name], folder / f"{name}.csv") for name in ("articles", "events", "dyads", "stances")}


def draw(kind: str, frames: Frames) -> alt.Chart:
    """One of the pictures of KINDS.

    :raises ReportError: for a kind that isn't there.
    """
    if kind not in KINDS:
        raise ReportError(f"no kind of picture {kind!r}; there are {', '.join(KINDS)}")
    return KINDS[kind](frames)


def save(chart: alt.Chart, path: Path) -> None:
    """Write a picture as SVG or PNG, by the file's ending.

    :raises ReportError: for another ending, or where the file can't be written.
    """
    if path.suffix.lower() not in (".svg", ".png"):
        raise ReportError(f"{path}: pictures are .svg or .png; name the file so with --out")
    sized = chart.properties(width=640) if chart.width == "container" else chart
    try:
        sized.configure(background="white", font="sans-serif").save(str(path), scale_factor=2)
    except OSError as error:
        raise ReportError(f"{path}: can't be written ({error.strerror}); name another file with --out") from None


def _events(frames: Frames) -> alt.Chart:
    counts = _count(frames["events"], ["event_type", "quad_class"])
    return _bars(
        counts, "event_type", "quad_class", "events", title="Event type", order=list(EVENT_TYPES),
        about="Events by type, coloured by quad class",
    )  # fmt: skip


def _timeline(frames: Frames) -> alt.Chart:
    events = frames["events"].merge(frames["articles"][["article_id", "published"]], on="article_id")
    year = events["date"].fillna(events["published"]).str[:4]
    counts = _count(events.assign(year=year).dropna(subset=["year"]), ["year", "quad_class"])
    return timeline_of(counts, "quad_class", "events", "Events by year, coloured by quad class")


def _stances(frames: Frames) -> alt.Chart:
    stances = frames["stances"].merge(frames["articles"][["article_id", "published"]], on="article_id")
    dated = stances.assign(year=stances["published"].str[:4]).dropna(subset=["year"])
    counts = _count(dated, ["year", "stance"])
    return timeline_of(counts, "stance", "stances", "Stances by the year in which their article was published")


def _holders(frames: Frames) -> alt.Chart:
    named = frames["stances"].dropna(subset=["holder"])
    counts = _count(_of_most(named, "holder"), ["holder", "stance"])
    return _bars(counts, "holder", "stance", "stances", title="Holder", about="Stances by those who hold most")


def _dyads(frames: Frames) -> alt.Chart:
    dyads = _named(frames["dyads"])
    paired = dyads.assign(dyad=dyads["source"] + _ARROW + dyads["target"])
    counts = _count(_of_most(paired, "dyad"), ["dyad", "quad_class"])
    return _bars(counts, "dyad", "quad_class", "events", title="Dyad", about="Events of the dyads that have most")


def _matrix(frames: Frames) -> alt.Chart:
    dyads = _named(frames["dyads"])
    both = pd.concat([dyads["source"], dyads["target"]]).value_counts()
    most = set(sorted(both.index, key=lambda name: (-both[name], name))[: 2 * _MOST])
    kept = dyads[dyads["source"].isin(most) & dyads["target"].isin(most)]
    return matrix_of(_count(kept, ["source", "target"]))


KINDS: dict[str, Callable[[Frames], alt.Chart]] = {
    "events": _events,
    "timeline": _timeline,
    "stances": _stances,
    "holders": _holders,
    "dyads": _dyads,
    "matrix": _matrix,
}
TITLES = {
    "events": "Events by type",
    "timeline": "Events over time",
    "stances": "Stances over time",
    "holders": "Stances by holder",
    "dyads": "Top dyads",
    "matrix": "Who does something to whom",
}


def matrix_of(counts: Any) -> alt.Chart:
    """A matrix of sources and targets, the darker the more events; ``counts`` holds source, target, events."""
    order = alt.EncodingSortField("events", op="sum", order="descending")
    return (
        alt.Chart(counts, width=alt.Step(22), height=alt.Step(22), description="Matrix of events by source and target")
        .mark_rect(stroke="#888", strokeWidth=0.5)
        .encode(
            x=alt.X("target:N", title="Target", sort=order, axis=alt.Axis(orient="top", labelAngle=-60, labelLimit=170)),
            y=alt.Y("source:N", title="Source", sort=order, axis=alt.Axis(labelLimit=170)),
            color=alt.Color(
                "events:Q", title="Events",
                scale=alt.Scale(scheme="cividis", reverse=True, type="sqrt"), legend=alt.Legend(tickMinStep=1),
            ),
            tooltip=[alt.Tooltip("source:N"), alt.Tooltip("target:N"), alt.Tooltip("events:Q")],
        )
    )  # fmt: skip


def timeline_of(counts: Any, colour: str, what: str, about: str) -> alt.Chart:
    """Stacked bars by year; ``counts`` holds ``year``, ``colour`` and ``what``."""
    return (
        alt.Chart(counts, width="container", height=240, autosize=_FIT, description=about)
        .mark_bar()
        .encode(
            x=alt.X("year:T", timeUnit="utcyear", title="Year", axis=alt.Axis(labelOverlap="greedy", labelSeparation=10)),
            y=alt.Y(f"sum({what}):Q", title=what.capitalize(), axis=_COUNTS),
            color=_colour(colour),
            tooltip=[alt.Tooltip("year:T", timeUnit="utcyear", title="year"), f"{colour}:N", f"sum({what}):Q"],
        )
    )


def _bars(
    counts: Any, by: str, colour: str, what: str, title: str, about: str, order: list[str] | None = None
) -> alt.Chart:
    sort: Any = order or alt.EncodingSortField(what, op="sum", order="descending")
    return (
        alt.Chart(counts, width="container", height=22 * counts[by].nunique(), autosize=_FIT, description=about)
        .mark_bar()
        .encode(
            y=alt.Y(f"{by}:N", title=title, sort=sort, axis=alt.Axis(labelLimit=170)),
            x=alt.X(f"sum({what}):Q", title=what.capitalize(), axis=_COUNTS),
            color=_colour(colour),
            tooltip=[f"{by}:N", f"{colour}:N", f"sum({what}):Q"],
        )
    )


def _colour(name: str) -> alt.Color:
    domain, colours = (STANCES, STANCE_COLOURS) if name == "stance" else (QUAD_CLASSES, QUAD_COLOURS)
    scale = alt.Scale(domain=list(domain), range=list(colours))
    title = "Stance" if name == "stance" else "Quad class"
    return alt.Color(f"{name}:N", title=title, scale=scale, legend=alt.Legend(orient="top", columns=2))


def _named(dyads: pd.DataFrame) -> pd.DataFrame:
    """The dyads that have both sides, those without a name of their own told apart by country."""
    both = dyads.dropna(subset=["source", "target"])
    return both.assign(
        **{
            side: [told_apart(*who) for who in zip(both[side], both[f"{side}_country"].fillna(""), strict=True)]
            for side in ("source", "target")
        }
    )


def _count(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    what = "stances" if "stance" in by else "events"
    return rows.groupby(by, observed=True).size().rename(what).reset_index()


def _of_most(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of the values that occur most often; of equals the first by name."""
    counts = rows[column].value_counts()
    most = sorted(counts.index, key=lambda name: (-counts[name], name))[:_MOST]
    return rows[rows[column].isin(most)]
