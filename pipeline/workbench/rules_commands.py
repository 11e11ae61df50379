"""The commands ``commentariat rules try, new, list, show, schema``; what they need is imported when they run."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.workbench.options import JsonOption, ModelOption, OutOption, RulesOption

if TYPE_CHECKING:
    from pipeline.workbench.rules_try import Line

EXIT_USAGE = 2
_SIDE = 45
_CORPUS = Path("corpus/articles")

TRY_EPILOG = """Examples:

commentariat rules try --verb blackball --source subject --target object

commentariat rules try draft.yml my/articles"""
NEW_EPILOG = """Examples:

commentariat rules new SANCTION

commentariat rules new SANCTION --verb blackball --rules my-rules"""
DIFF_EPILOG = """Examples:

commentariat rules diff my/articles --rules my-rules

commentariat rules diff --base HEAD~1"""
LIST_EPILOG = "Example: commentariat rules list --type SANCTION --unused"
SHOW_EPILOG = "Example: commentariat rules show sanction.impose"
SCHEMA_EPILOG = "Example: commentariat rules schema schemas"

VerbOption = Annotated[
    list[str] | None, typer.Option("--verb", metavar="WORD", help="A verb that tells it; may be given again.")
]
NounOption = Annotated[
    list[str] | None, typer.Option("--noun", metavar="WORD", help="A noun that tells it; may be given again.")
]
SourceOption = Annotated[str, typer.Option(metavar="ROLE", help="The role of who acts, such as subject.")]
TargetOption = Annotated[
    str, typer.Option(metavar="ROLE", help="The role of the other side, such as object, with or object.of.")
]


def leave(message: object, code: int = EXIT_USAGE) -> NoReturn:
    """Say what is wrong and end."""
    typer.echo(f"commentariat: {message}", err=True)
    raise typer.Exit(code) from None


def try_rule(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DRAFT.yml] [ARTICLES]",
            help="A file of rules or cues, and articles; else corpus/articles.",
        ),
    ] = None,
    verb: VerbOption = None,
    noun: NounOption = None,
    source: SourceOption = "",
    target: TargetOption = "",
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Stop after so many lines.")] = 100,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    model: ModelOption = None,
) -> None:
    """Show what a draft would match, as a concordance: left, match, right, roles, and what it comes to."""
    from tempfile import TemporaryDirectory

    from pipeline.inputs import InputError
    from pipeline.rulefile import RuleError
    from pipeline.run import RunError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench.rules_draft import draft_rule, file_head
    from pipeline.workbench.rules_try import concordance, prepare

    given = list(paths or [])
    drafted = [path for path in given if path.suffix in {".yml", ".yaml"}]
    articles = [path for path in given if path not in drafted] or [_CORPUS]
    if len(drafted) + bool(verb or noun) != 1:
        leave("name one draft: a file of rules (draft.yml), or words with --verb or --noun")
    with TemporaryDirectory() as passing:
        if not drafted:
            # The type doesn't matter for what is matched.
            drafted = [Path(passing) / "draft.yml"]
            drafted[0].write_text(
                file_head("SANCTION") + draft_rule("SANCTION", verb or (), noun or (), source, target)
            )
        try:
            settings = make_settings({"rules": rules, "model": model})
            found = islice(concordance(prepare(drafted[0], settings), articles, settings), limit)
            if as_json:
                typer.echo(json.dumps([asdict(line) for line in found], ensure_ascii=False, indent=2))
                return
            number = 0
            # As they are found: in many articles the last one may be long in coming.
            for line in found:
                typer.echo(_shown(line))
                number += 1
        except RuleError as error:
            # A draft of words has no file that anybody knows.
            leave(error if paths and drafted[0] in paths else error.message)
        except (InputError, RunError, SettingsError) as error:
            leave(error)
    more = ", and perhaps more: --limit" if number == limit else ""
    typer.echo(f"{number} match{'' if number == 1 else 'es'}{more}")


def _shown(line: Line) -> str:
    left = line.left if len(line.left) <= _SIDE else f"…{line.left[1 - _SIDE :]}"
    right = line.right if len(line.right) <= _SIDE else f"{line.right[: _SIDE - 1]}…"
    sides = f"{', '.join(line.source) or 'nobody'} -> {', '.join(line.target) or 'nobody'}; " if line.status else ""
    return (
        f"{left:>{_SIDE}} <{line.match}> {right}\n"
        f"{'':>{_SIDE}} {line.sentence_id}  {line.rule}: {sides}{line.status or 'found'}"
    )


def diff(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[ARTICLES]", help="Articles to compare on; else corpus/articles.")
    ] = None,
    base: Annotated[
        str, typer.Option(metavar="REV", help="A revision of git to compare with, or a folder of rules or models.")
    ] = "HEAD",
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="List so many rows; --json lists all.")] = 40,
    as_json: JsonOption = False,
    rules: RulesOption = None,
    model: ModelOption = None,
) -> None:
    """Show which rows of which tables a change of the rules adds, drops and changes."""
    from tempfile import TemporaryDirectory

    from pipeline.inputs import InputError
    from pipeline.language import ModelError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench.rules_diff import BaseError, base_settings, compare
    from pipeline.workbench.rules_diff_show import lines_of

    try:
        settings = make_settings({"rules": rules, "model": model})
        with TemporaryDirectory() as passing:
            found = compare(settings, base_settings(settings, base, Path(passing)), paths or [_CORPUS])
    except (BaseError, InputError, ModelError, SettingsError, ValueError) as error:
        leave(error)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found.changes], ensure_ascii=False, indent=2))
        return
    for line in lines_of(found, limit):
        typer.echo(line)


def new(
    event_type: Annotated[str, typer.Argument(metavar="EVENT_TYPE", help="SANCTION, CONSULT …")],
    verb: VerbOption = None,
    noun: NounOption = None,
    source: SourceOption = "",
    target: TargetOption = "object",
    rules: RulesOption = None,
) -> None:
    """Begin a rule: print it, or add it to the file of its type in a folder of own rules."""
    from pipeline.rulefile import RuleError
    from pipeline.workbench.rules_draft import DraftError, add_to, checked_type, draft_rule, file_head
    from pipeline.workbench.rules_report import shown

    try:
        kind = checked_type(event_type)
        rule = draft_rule(kind, verb or (), noun or (), source, target)
        if rules is None:
            typer.echo(file_head(kind) + rule, nl=False)
            return
        path = add_to(rules, kind, rule)
    except (DraftError, RuleError, OSError) as error:
        leave(error)
    typer.echo(
        f"{shown(str(path))}: rule added; write its examples, then: commentariat rules check --rules {rules}"
    )


def list_all(
    event_type: Annotated[
        str, typer.Option("--type", metavar="TYPE", help="Only this event type, or this stance.")
    ] = "",
    unused: Annotated[
        bool, typer.Option("--unused", help="Only those that made no row of the last run.")
    ] = False,
    out: OutOption = Path("outputs"),
    as_json: JsonOption = False,
    rules: RulesOption = None,
) -> None:
    """List all rules and cues with the rows that they made in the last run."""
    from pipeline.rulefile import RuleError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench.rules_list import list_rules
    from pipeline.workbench.rules_report import shown

    try:
        listed = list_rules(make_settings({"rules": rules}), out)
    except (RuleError, SettingsError) as error:
        leave(error)
    kinds = sorted({one.kind for one in listed})
    if event_type and event_type.lower() not in {kind.lower() for kind in kinds}:
        leave(f"{event_type!r} is no event type and no stance; they are {', '.join(kinds)}")
    kept = [one for one in listed if not event_type or one.kind.lower() == event_type.lower()]
    if unused:
        if all(one.rows is None for one in listed):
            leave(
                f"{out} holds no tables to count in; run commentariat extract, or name its folder with --out"
            )
        kept = [one for one in kept if not one.rows]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in kept], ensure_ascii=False, indent=2))
        return
    width = max((len(one.id) for one in kept), default=0)
    for one in kept:
        rows = "" if one.rows is None else f"{one.rows:,}"
        own = "  (own)" if one.own else ""
        typer.echo(f"{one.id:<{width}} {rows:>6}  {one.kind:<13} {one.words}{own}  {shown(one.file)}:{one.line}")
    counted = listed[0].rows is not None
    typer.echo(f"{len(kept):,} rules and cues{'' if counted else f'; no tables in {out} to count their rows in'}")


def show_one(
    rule_id: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a rule or cue, as in the column `rule`.")
    ],
    out: OutOption = Path("outputs"),
    as_json: JsonOption = False,
    rules: RulesOption = None,
) -> None:
    """Show a rule or cue as it stands in its file, and sentences of the last run in which it made a row."""
    from pipeline.rulefile import RuleError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench.rules_list import (
        UnknownRuleError,
        find_rule,
        list_rules,
        sentences_of,
        source_text,
    )
    from pipeline.workbench.rules_report import shown

    try:
        one = find_rule(rule_id, list_rules(make_settings({"rules": rules}), out))
    except (RuleError, SettingsError, UnknownRuleError) as error:
        leave(error)
    text, sentences = source_text(one), sentences_of(rule_id, out)
    if as_json:
        typer.echo(
            json.dumps(
                {**asdict(one), "text": text, "sentences": dict(sentences)}, ensure_ascii=False, indent=2
            )
        )
        return
    typer.echo(f"{shown(one.file)}:{one.line} ({one.kind})\n{text}")
    if one.rows is not None:
        typer.echo(f"{one.rows:,} rows in {out}")
    for sentence_id, sentence in sentences:
        typer.echo(f"  {sentence_id}  {sentence}")


def schema(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write the schemas into.")],
) -> None:
    """Write JSON Schemas of the files of rules and cues, by which editors complete and check them."""
    from pipeline.workbench.rules_schema import write_schemas

    try:
        for path in write_schemas(folder):
            typer.echo(str(path))
    except OSError as error:
        leave(f"{folder}: can't be written ({error.strerror}); name a folder that you may write into")
