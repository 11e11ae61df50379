"""The commands ``commentariat label …``; what they need is imported when they run."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.workbench.options import JsonOption, ModelOption, RulesOption
from pipeline.workbench.rules_commands import leave

label_app = typer.Typer(
    name="label",
    help="Exchange labels with Prodigy, doccano and Label Studio, and compare coders.",
    epilog="Example: commentariat label export events my/articles --to doccano --out tasks.jsonl",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class What(StrEnum):
    """What is labelled."""

    entities = "entities"
    events = "events"
    stance = "stance"


class Program(StrEnum):
    """A labelling tool."""

    prodigy = "prodigy"
    doccano = "doccano"
    label_studio = "label-studio"


KindArgument = Annotated[What, typer.Argument(metavar="KIND", help="entities, events or stance.")]

_EXPORT_EPILOG = """Examples:

commentariat label export events my/articles --to prodigy --out tasks.jsonl

commentariat label export stance my/articles --to label-studio --out tasks.json"""
_IMPORT_EPILOG = "Example: commentariat label import events labelled.jsonl --gold my/gold"
_AGREE_EPILOG = """Examples:

commentariat label agree corpus/gold/stance.jsonl corpus/gold/stance_second.jsonl

commentariat label agree anna.jsonl ben.jsonl --kind events"""


@label_app.command("export", epilog=_EXPORT_EPILOG)
def export(
    kind: KindArgument,
    articles: Annotated[
        list[Path] | None, typer.Argument(metavar="[ARTICLES]", help="Files and folders of articles; else corpus/articles.")
    ] = None,
    to: Annotated[Program, typer.Option(metavar="TOOL", help="prodigy, doccano or label-studio.")] = Program.prodigy,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="File of tasks; .jsonl is one a line, .json a list (older Label Studio).")
    ] = Path("tasks.jsonl"),
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Only the first N sentences.")] = None,
    rules: RulesOption = None,
    model: ModelOption = None,
) -> None:
    """Write sentences with the present rules' labels as tasks to correct in a labelling tool."""
    from pipeline.inputs import InputError
    from pipeline.run import RunError
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench.label_formats import studio_interface, to_tool
    from pipeline.workbench.label_items import predicted

    try:
        settings = make_settings({"rules": rules, "model": model})
        items = islice(predicted(kind.value, articles or [Path("corpus/articles")], settings), limit)
        tasks, labels = [], set()
        for item in items:
            tasks.append(to_tool(item, kind.value, to.value))
            labels |= {span.label for span in item.spans}
        if out.suffix == ".json":
            text = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
        else:
            text = "".join(json.dumps(task, ensure_ascii=False) + "\n" for task in tasks)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8", newline="\n")
        interface = out.with_suffix(".xml")
        if to == Program.label_studio:
            interface.write_text(studio_interface(kind.value, labels), encoding="utf-8", newline="\n")
    except (InputError, RunError, SettingsError, OSError) as error:
        leave(error)
    typer.echo(f"{len(tasks):,} sentences for {to.value}: {out}")
    if to == Program.label_studio:
        typer.echo(f"the labelling interface for the project's settings: {interface}")


@label_app.command("import", epilog=_IMPORT_EPILOG)
def import_(
    kind: KindArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What a labelling tool exported (JSONL or JSON).")],
    gold: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of gold files, of which KIND's is written.")
    ] = Path("gold"),
    tool: Annotated[
        Program | None, typer.Option("--from", metavar="TOOL", help="Whose export it is, if that isn't clear.")
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Read a labelling tool's export into gold; sentences that are there already are replaced."""
    from pipeline.settings import SettingsError, make_settings
    from pipeline.workbench.evaluate_gold import GoldError
    from pipeline.workbench.label_gold import FILES, add_to_gold, read_labelled

    try:
        lookup = _Names(make_settings({"rules": rules}))
        # All of it is read, and so checked, before anything is written.
        sentences = list(read_labelled(file, kind.value, tool.value if tool else None, lookup))
        done = add_to_gold(gold / FILES[kind.value][0], kind.value, iter(sentences))
    except (GoldError, SettingsError, OSError, ValueError) as error:
        leave(error)
    left_out = f", {done.skipped:,} not labelled and left out" if done.skipped else ""
    typer.echo(f"{done.path}: {done.new:,} sentences added, {done.replaced:,} replaced{left_out}")


class _Names:
    """Who is meant by words that a coder marked: asked of the tables of names, which are read when first needed."""

    def __init__(self, settings: Any) -> None:
        self._settings = settings
        self._gazetteer: Any = None

    def __call__(self, words: str) -> tuple[str, str]:
        if self._gazetteer is None:
            from pipeline.entities import load_gazetteer

            own = self._settings.rules / "entities" if self._settings.rules else None
            self._gazetteer = load_gazetteer(self._settings.models / "entities", own)
        senses = self._gazetteer.lookup(words)
        return (senses[0].entry.name, senses[0].entry.country) if senses else (words, "")


@label_app.command(epilog=_AGREE_EPILOG)
def agree(
    first: Annotated[Path, typer.Argument(metavar="FILE", help="One coder's gold file or export.")],
    second: Annotated[Path, typer.Argument(metavar="FILE", help="The other coder's.")],
    kind: Annotated[
        What | None, typer.Option(metavar="KIND", help="entities, events or stance; needed for exports.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Report how far two coders agree: Cohen's kappa by label."""
    from pipeline.settings import make_settings
    from pipeline.workbench.evaluate_gold import GoldError
    from pipeline.workbench.label_agreement import agreement

    try:
        report = agreement(first, second, kind.value if kind else None, _Names(make_settings()))
    except (GoldError, ValueError) as error:
        leave(error)
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        return
    typer.echo(f"{'label':<16}{'both':>7}{'first':>7}{'second':>7}{'neither':>8}{'same':>7}{'kappa':>7}")
    for one in report.rows:
        value = "" if one.kappa is None else f"{one.kappa:.2f}"
        counts = f"{one.both:>7,}{one.only_first:>7,}{one.only_second:>7,}{one.neither:>8,}"
        typer.echo(f"{one.label:<16}{counts}{one.share:>7.2f}{value:>7}")
    apart = f"; {report.apart:,} sentences that only one has left out" if report.apart else ""
    typer.echo(f"{report.sentences:,} sentences, counted by {report.unit}{apart}")
