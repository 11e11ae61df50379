"""All measurements in one run: ``make bench``, or ``python -m benchmarks --help``."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from benchmarks import scale
from benchmarks.programs import ROOT
from benchmarks.show import draw, keep
from benchmarks.texts import FOLDER, documents


def main(
    pairs: Annotated[int, typer.Option(help="How often bare spaCy and the whole run are measured in turn.")] = 5,
    texts: Annotated[int, typer.Option("--documents", help="How many documents both read.")] = 60,
    sizes: Annotated[str, typer.Option(help="Numbers of articles, commas between.")] = "100,1000,10000",
    characters: Annotated[int, typer.Option(help="How long each of these articles is.")] = 400,
    rules: Annotated[str, typer.Option(help="How many times as many rules as there are, commas between.")] = "1,2,5,10",
    articles: Annotated[int, typer.Option(help="How many articles of the corpus the rules are tried on.")] = 16,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the tables and the picture.")] = ROOT / "outputs" / "bench",
) -> None:
    """Measure speed beside bare spaCy, and time and memory by articles, names and rules. Wants an idle machine."""
    known = documents()
    with TemporaryDirectory() as folder:
        keep(out, "start", scale.start(Path(folder), pairs))
        beside = keep(out, "pairs", scale.pairs(known, Path(folder), texts, pairs))
        by_size = keep(out, "sizes", scale.sizes(known, Path(folder), _numbers(sizes), characters))
    # Imported only now: what this process holds is counted as the peak of those that it starts.
    from benchmarks import speed

    measured = speed.Measured(articles)
    by_rules = keep(out, "rules", measured.by_rules(_numbers(rules)))
    keep(out, "speed", measured.figures())
    for ending in ("svg", "png"):
        draw(out / f"bench.{ending}", beside, by_size, by_rules)
    typer.echo(f"tables and bench.svg, bench.png: {out}")


def _numbers(text: str) -> list[int]:
    try:
        return [int(number) for number in text.split(",")]
    except ValueError:
        raise typer.BadParameter(f"{text!r}: whole numbers, commas between, such as 100,1000") from None


main.__doc__ = f"{main.__doc__}\n\nDocuments come from the folder that {FOLDER} names, else from the corpus."

if __name__ == "__main__":
    typer.run(main)
