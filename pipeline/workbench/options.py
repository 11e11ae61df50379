"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ModelOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="An installed English spaCy pipeline with a parser.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
OutOption = Annotated[Path, typer.Option(metavar="DIR", help="Folder of the tables of a run.")]
RulesOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of own rules (events/, entities/, stance/) on top of the shipped ones."),
]
