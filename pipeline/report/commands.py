"""The commands ``report``, ``plot`` and ``series``: parse, call one function, print. They import when they run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

if TYPE_CHECKING:
    from pipeline.settings import Settings

EXIT_USAGE = 2
_PLOT_EPILOG = """Examples:

commentariat plot timeline --out timeline.svg

commentariat plot dyads tables --out dyads.png"""
_SERIES_EPILOG = """Examples:

commentariat series --by month --actors MYS,USA,CHN

commentariat series tables --types SANCTION,THREATEN --once-a-day --out conflict.csv"""

Tables = Annotated[
    Path, typer.Argument(metavar="OUT", help="Folder of tables, as `commentariat extract --out` wrote it.")
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(epilog="Example: commentariat report outputs")(report)
    app.command(epilog=_PLOT_EPILOG)(plot)
    app.command(epilog=_SERIES_EPILOG)(series)


def report(out: Tables = Path("outputs")) -> None:
    """Write pages to look at what was extracted, as OUT/report/index.html: open it by double click."""
    from pipeline.report.build import write_report
    from pipeline.report.source import ReportError
    from pipeline.settings import SettingsError

    try:
        written = write_report(out, _settings().models)
    except (ReportError, SettingsError) as error:
        _leave(error)
    typer.echo(f"{written.articles:,} articles in {written.files:,} files, {written.size / 1e6:.1f} MB: {written.first}")


def plot(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="events, timeline, stances, holders, dyads or matrix.")
    ],
    tables: Tables = Path("outputs"),
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Picture to write, .svg or .png; KIND.svg if not given.")
    ] = None,
) -> None:
    """Write one of the report's pictures as a file."""
    from pipeline.report.charts import draw, load_frames, save
    from pipeline.report.source import ReportError

    path = out or Path(f"{kind}.svg")
    try:
        save(draw(kind, load_frames(tables)), path)
    except ReportError as error:
        _leave(error)
    typer.echo(f"picture of {tables}: {path}")


def series(
    tables: Tables = Path("outputs"),
    by: Annotated[Literal["month", "year"], typer.Option(help="How long a period is.")] = "year",
    actors: Annotated[
        str,
        typer.Option(
            metavar="LIST", help="States by ISO code or name, and others as dyads.csv names them; all pairs of them."
        ),
    ] = "",
    types: Annotated[str, typer.Option(metavar="LIST", help="Event types to count; all if not given.")] = "",
    once_a_day: Annotated[
        bool,
        typer.Option("--once-a-day", help="Count a type of event of a dyad once a day, however often it is told."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File to write; series.csv in the folder of tables if not given.")
    ] = None,
) -> None:
    """Write how much passed between actors in each month or year: counts by type and quad class, and a score."""
    from pipeline.report.series import Choice, make_series, write_series
    from pipeline.report.source import ReportError
    from pipeline.settings import SettingsError

    path = out or tables / "series.csv"
    try:
        made = make_series(tables, _settings().models, Choice(by, _listed(actors), _listed(types), once_a_day))
        write_series(made, path)
    except (ReportError, SettingsError) as error:
        _leave(error)
    if made.undated:
        typer.echo(f"left out: {made.undated:,} events that neither text nor article dates by {by}", err=True)
    typer.echo(f"{len(made.rows):,} rows of series from {tables}: {path}")


def _settings() -> Settings:
    from pipeline.settings import make_settings

    return make_settings()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))


def _leave(error: Exception) -> NoReturn:
    typer.echo(f"commentariat: {error}", err=True)
    raise typer.Exit(EXIT_USAGE) from None
