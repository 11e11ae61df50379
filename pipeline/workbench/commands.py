"""The commands ``commentariat rules …``: parse, call one function, print. What they need is imported when they run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.workbench import explain_command, rules_commands
from pipeline.workbench.label_commands import label_app
from pipeline.workbench.options import ModelOption, RulesOption

EXIT_PROBLEMS = 1
EXIT_USAGE = 2

_GROUP_EPILOG = "Example: commentariat rules check"
_CHECK_EPILOG = """Examples:

commentariat rules check

commentariat rules check my-models --corpus corpus/articles --verbose"""

rules_app = typer.Typer(
    name="rules",
    help="Work on the rules, cues and names.",
    epilog=_GROUP_EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@rules_app.command(epilog=_CHECK_EPILOG)
def check(
    models: Annotated[
        Path | None,
        typer.Argument(metavar="MODELS", help="A folder laid out like models/; that of the settings if not given."),
    ] = None,
    corpus: Annotated[
        list[Path] | None,
        typer.Option(metavar="ARTICLES", help="Also warn of rules that are of no use on these articles."),
    ] = None,
    rules: RulesOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List the warnings too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    model: ModelOption = None,
) -> None:
    """Check every rule, cue, name and word list and all their examples; exit with 1 where something is wrong.

    With --rules everything is read, and the examples of these own rules are checked.
    """
    from pipeline.inputs import InputError
    from pipeline.language import ModelError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench.rules_check import check_rules
    from pipeline.workbench.rules_files import ModelsError
    from pipeline.workbench.rules_report import describe

    try:
        report = check_rules(make_settings({"models": models, "model": model, "rules": rules}), corpus or ())
    except (InputError, ModelError, ModelsError, SettingsError) as error:
        typer.echo(f"commentariat: {error}", err=True)
        raise typer.Exit(EXIT_USAGE) from None
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in describe(report, verbose):
            typer.echo(line)
    if not report.passed:
        raise typer.Exit(EXIT_PROBLEMS)


rules_app.command("try", epilog=rules_commands.TRY_EPILOG)(rules_commands.try_rule)
rules_app.command(epilog=rules_commands.DIFF_EPILOG)(rules_commands.diff)
rules_app.command(epilog=rules_commands.NEW_EPILOG)(rules_commands.new)
rules_app.command("list", epilog=rules_commands.LIST_EPILOG)(rules_commands.list_all)
rules_app.command("show", epilog=rules_commands.SHOW_EPILOG)(rules_commands.show_one)
rules_app.command(epilog=rules_commands.SCHEMA_EPILOG)(rules_commands.schema)


def add_commands(app: typer.Typer) -> None:
    """Give the program the commands of the workbench."""
    app.command(epilog=explain_command.EPILOG)(explain_command.explain)
    app.add_typer(rules_app)
    app.add_typer(label_app)
