"""The command ``commentariat``: parse, call one function, print."""

from __future__ import annotations

import csv
import logging
import os
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.report.commands import add_commands as add_report_commands
from pipeline.workbench.commands import add_commands
from pipeline.workbench.options import ModelOption, RulesOption

if TYPE_CHECKING:
    from pipeline.run import Progress, Summary

EXIT_REJECTS = 1
EXIT_BROKEN = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
_REJECTS_TOLD = 20

_EPILOG = """Examples:

commentariat extract corpus/articles

commentariat extract news/ speech.pdf --out tables --workers 2

cat note.txt | commentariat extract - --out tables --format xlsx"""

_EVALUATE_EPILOG = """Examples:

commentariat evaluate --baseline

commentariat evaluate --gold my/gold --articles my/articles"""

_TRAIN_EPILOG = "Example: commentariat train"

app = typer.Typer(
    name="commentariat",
    help="Foreign-policy commentary in, tables out: who did what to whom, and how states position themselves.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"commentariat {version('commentariat')}")
        except PackageNotFoundError:
            typer.echo("commentariat (not installed)")
        raise typer.Exit


@app.callback(epilog="Example: commentariat extract corpus/articles --out outputs")
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave."),
    ] = False,
) -> None:
    pass


@app.command(epilog=_EPILOG)
def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS", help="Files and folders of articles; - for standard input."),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder that the tables are written into.")] = Path("outputs"),
    model: ModelOption = None,
    rules: RulesOption = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes to share the articles among; 1 if not given.")
    ] = None,
    strict: Annotated[
        bool | None, typer.Option("--strict", help="Exit with 1 if any input could not be used.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar, no summary.")] = False,
    formats: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="csv|xlsx|parquet",
            help="xlsx: a workbook beside the CSV files; parquet: a file a table.",
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read everything again and keep nothing for the next run.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Encoding of text files, where it is found out wrongly.")
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(metavar="local|dask", help="dask: many machines, or so many workers here; paths may be URLs."),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The Dask scheduler whose workers read, such as tcp://head:8786.")
    ] = None,
) -> None:
    """Read articles and write all tables: articles, sentences, entities, events, dyads, stances, profiles ..."""
    from pipeline.cache import RowsLostError
    from pipeline.inputs import InputError
    from pipeline.outputs import OutputError
    from pipeline.run import RunError, run
    from pipeline.settings import SettingsError, make_settings

    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # It warns of a page without an article, which we reject in our own words.
    logging.getLogger("trafilatura").setLevel(logging.ERROR)
    given: dict[str, Any] = {
        "model": model,
        "rules": rules,
        "workers": workers,
        "strict": strict,
        "cache": False if no_cache else None,
        "formats": _formats(formats),
        "encoding": encoding,
        "engine": engine,
        "scheduler": scheduler,
    }
    try:
        settings = make_settings(given)
        with _Bar(quiet) as bar:
            summary = run(paths or [], out, settings, bar.move)
    except (SettingsError, InputError, OutputError) as error:
        _leave(str(error), EXIT_USAGE)
    except (RunError, RowsLostError) as error:
        _leave(str(error), EXIT_REJECTS)
    except OSError as error:
        _leave(f"{error}; the tables of the last run are whole", EXIT_REJECTS)
    except KeyboardInterrupt:
        _leave("interrupted; the tables of the last run are whole, and what is done is kept", EXIT_INTERRUPTED)
    if not quiet:
        for line in describe_rejects(summary):
            typer.echo(line, err=True)
        typer.echo(describe(summary))
    if settings.strict and summary.counts["rejects"]:
        raise typer.Exit(EXIT_REJECTS)


def _formats(named: str | None) -> tuple[str, ...] | None:
    """``csv`` is always written; so ``--format xlsx`` is csv and xlsx."""
    return None if named is None else tuple(dict.fromkeys(["csv", *named.replace(",", " ").split()]))


def _leave(message: str, code: int) -> None:
    typer.echo(f"commentariat: {message}", err=True)
    raise typer.Exit(code)


def describe(summary: Summary) -> str:
    """What a run did, in a few lines for a person."""
    counts = summary.counts
    events = ", ".join(f"{name} {number}" for name, number in summary.events.items())
    rejects = f"{counts['rejects']:,}"
    if counts["rejects"]:
        rejects += f" (see {summary.out / 'rejects.csv'})"
    rows = [
        ("articles", f"{counts['articles']:,}" + (f" ({summary.reused:,} unchanged)" if summary.reused else "")),
        ("sentences", f"{counts['sentences']:,}"),
        ("mentions", f"{counts['entities']:,}"),
        ("events", f"{counts['events']:,}" + (f": {events}" if events else "")),
        ("stances", f"{counts['stances']:,}"),
        ("rejects", rejects),
        ("time", f"{summary.seconds:.1f} s"),
        ("tables", str(summary.out)),
    ]
    return "\n".join(f"{name:<10} {value}" for name, value in rows)


def describe_rejects(summary: Summary) -> list[str]:
    """A line for each of the first inputs that could not be used: which, why, what to do."""
    if not summary.counts["rejects"]:
        return []
    with (summary.out / "rejects.csv").open(encoding="utf-8", newline="") as stream:
        told = [f"{row['path']}: {row['reason']}" for row in islice(csv.DictReader(stream), _REJECTS_TOLD)]
    if summary.counts["rejects"] > len(told):
        told.append(f"... and {summary.counts['rejects'] - len(told):,} more in {summary.out / 'rejects.csv'}")
    # A file's name may hold anything, and a terminal obeys some of it.
    return ["not used: " + "".join(c if c.isprintable() else "\ufffd" for c in line) for line in told]


class _Bar:
    """A progress bar on standard error, where that is a terminal and nobody asked for quiet."""

    def __init__(self, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._progress: Any = None

    def __enter__(self) -> _Bar:
        if self._shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._progress = Progress(
                TextColumn("reading"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._progress.start()
            self._task = self._progress.add_task("reading", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    @property
    def move(self) -> Progress | None:
        """What to call with the inputs done and known so far."""
        if self._progress is None:
            return None
        return lambda done, known: self._progress.update(self._task, completed=done, total=known)


@app.command(epilog=_EVALUATE_EPILOG)
def evaluate(
    gold: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of entities.jsonl, events.jsonl, stance.jsonl, floors.yml.")
    ] = Path("corpus/gold"),
    articles: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The labelled articles; `articles` beside the gold if not given.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the tables of all figures and errors.")] = Path(
        "outputs/evaluation"
    ),
    model: ModelOption = None,
    rules: RulesOption = None,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Set bare spaCy and plain word lists beside the stages.")
    ] = False,
    pin: Annotated[
        bool, typer.Option("--pin", help="Raise the floors in floors.yml to what was measured; never lowers one.")
    ] = False,
) -> None:
    """Score entities, events and stances on gold; exit with 1 where a pinned floor is broken."""
    from rich.console import Console

    from pipeline.inputs import InputError
    from pipeline.rulefile import RuleError
    from pipeline.run import RunError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench import evaluate as workbench
    from pipeline.workbench.evaluate_gold import GoldError
    from pipeline.workbench.evaluate_report import show, write_tables

    try:
        found = workbench.evaluate(gold, articles, make_settings({"model": model, "rules": rules}), baseline)
        write_tables(found, out)
        raised = workbench.pin(gold, found) if pin else {}
    except (GoldError, InputError, RuleError, RunError, SettingsError, OSError) as error:
        _leave(str(error), EXIT_USAGE)
    # A table that is cut to the width of a pipe or a log would be no use there.
    show(found, Console(width=None if sys.stdout.isatty() else 160))
    for metric, (old, new) in raised.items():
        typer.echo(f"raised {metric} from {old:.2f} to {new:.2f}")
    typer.echo(f"all figures, confusions and errors: {out} ({found.seconds:.1f} s)")
    if found.broken:
        _leave("floors are broken:\n" + "\n".join(f"  {one}" for one in found.broken), EXIT_BROKEN)


@app.command(epilog=_TRAIN_EPILOG)
def train(
    gold: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of entities.jsonl and stance.jsonl to learn from.")
    ] = Path("corpus/gold"),
    articles: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The labelled articles; `articles` beside the gold if not given."),
    ] = None,
    models: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder laid out like models/, to read from and write into."),
    ] = None,
) -> None:
    """Learn anew what weighs how much for pronouns and stances, and measure it on articles held out."""
    from pipeline.inputs import InputError
    from pipeline.language import ModelError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench import train as workbench
    from pipeline.workbench.evaluate_gold import GoldError

    try:
        found = workbench.train(gold, articles or gold.parent / "articles", make_settings({"models": models}))
    except (GoldError, InputError, ModelError, SettingsError, ValueError, OSError) as error:
        _leave(str(error), EXIT_USAGE)
    typer.echo(
        f"pronouns, on articles held out: precision {found.pronouns.precision:.3f}, recall {found.pronouns.recall:.3f}"
    )
    typer.echo("stances, on articles held out: macro-F1 over four labels")
    for one in found.stances:
        typer.echo(f"  {one.figures[0]:.3f}  {one.means}{': ' if one.marks else ''}{one.marks}")
    typer.echo(f"{found.marks:,} marks weighed ({found.seconds:.0f} s)")


add_report_commands(app)
add_commands(app)


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
