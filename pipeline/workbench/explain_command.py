"""The command ``commentariat explain``; what it needs is imported when it runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.workbench.options import ModelOption, RulesOption

EXIT_USAGE = 2
# Wide enough for a line of a table where nobody looks at a terminal.
_WIDTH = 160

EPILOG = """Examples:

commentariat explain "Norland snubbed Ostia."

commentariat explain note:2 --out tables

commentariat explain ev_0f8e53ad6233 --json"""


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="A text in quotes, an event_id, a stance_id, or article_id:sentence."
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of the run's tables, in which ids are looked up.")
    ] = Path("outputs"),
    published: Annotated[
        str, typer.Option(metavar="DATE", help="ISO date of a text, from which its dates are read.")
    ] = "",
    parse: Annotated[
        bool, typer.Option("--parse/--no-parse", help="Show how the words hang together.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    rules: RulesOption = None,
    model: ModelOption = None,
) -> None:
    """Say why a sentence has the rows that it has, and which rules nearly matched."""
    from rich.console import Console

    from pipeline.run import RunError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench.explain import explain as find_reasons
    from pipeline.workbench.explain_asked import AskedError
    from pipeline.workbench.explain_show import show

    try:
        found = find_reasons(what, out, make_settings({"model": model, "rules": rules}), published)
    except (AskedError, RunError, SettingsError, OSError) as error:
        typer.echo(f"commentariat: {error}", err=True)
        raise typer.Exit(EXIT_USAGE) from None
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
        return
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    for one in found:
        show(one, console, parse)
    if not found:
        typer.echo("no sentence there")
