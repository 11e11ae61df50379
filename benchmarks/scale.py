"""How fast the whole run is beside bare spaCy, and how time and memory go with the number of articles.

Part of ``make bench``; writes ``outputs/bench/pairs.csv``, ``sizes.csv``, ``start.csv`` and ``sizes.svg``. Each measurement is
a program of its own; what a start costs is measured on one short article and taken off. Seconds are of processor time, all
processes together, so that other work on the machine counts less; ``passed`` is time by the clock.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
OUT = ROOT / "outputs" / "bench"
# Long documents in bulk, where somebody has some; else the corpus, as often as needed.
LOAD = ROOT.parent / "shared" / "load"
DOCUMENTS = 20
PAIRS = 5
SIZES = (100, 1_000, 10_000)
SMALL = 400
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a program took: processor seconds, seconds by the clock, and megabytes at most, of itself and of a child."""

    tokens: int
    seconds: float
    passed: float
    megabytes: float
    child_megabytes: float


def measured(program: str, folder: Path, workers: int) -> Taken:
    """Run ``bare`` or ``whole`` over a folder in a process of its own."""
    environment = os.environ | dict.fromkeys(_THREADS, "1") | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, __file__, program, str(folder), str(workers)]
    began, before = time.monotonic(), _children()
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return Taken(
        seconds=_children() - before, passed=time.monotonic() - began, **json.loads(said.splitlines()[-1])
    )


def _children() -> float:
    """Processor seconds of all processes that have been started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bare(folder: Path, workers: int) -> int:
    """The model's own pipeline over the texts as they stand; returns the number of tokens."""
    import spacy

    from pipeline.settings import DEFAULT_MODEL

    nlp = spacy.load(DEFAULT_MODEL)
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.iterdir())]
    return sum(len(doc) for doc in nlp.pipe(texts, n_process=workers))


def whole(folder: Path, workers: int) -> int:
    """The whole run into a folder that is thrown away."""
    from pipeline.run import run
    from pipeline.settings import Settings

    with TemporaryDirectory() as out:
        run([folder], Path(out), Settings(workers=workers, cache=False))
    return 0


def documents() -> list[str]:
    """Texts to read, the same each time."""
    paths = sorted(LOAD.rglob("*.txt")) or sorted((ROOT / "corpus" / "articles").rglob("*.txt"))
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def written(folder: Path, texts: Iterable[str]) -> Path:
    """A folder of the texts as files."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def small(texts: Sequence[str], number: int) -> Iterator[str]:
    """So many short articles, cut from the texts at spaces; each has a number in it, so that no two are alike."""
    made = 0
    while made < number:
        for text in texts:
            for start in range(0, len(text) - SMALL, SMALL):
                if made < number:
                    yield f"Report {made}. {text[start : start + SMALL].split(' ', 1)[-1]}"
                    made += 1


def pairs(texts: Sequence[str], folder: Path) -> Iterator[dict[str, object]]:
    """Bare spaCy and the whole run side by side, with one and two workers."""
    every = max(1, len(texts) // DOCUMENTS)
    many = written(folder / "many", texts[::every][:DOCUMENTS])
    tokens = measured("bare", many, 1).tokens
    for workers in (1, 2):
        # An article each, so that each worker starts.
        one = written(folder / f"{workers} short", ["Norland signed a defence pact with Ostia on Monday."] * workers)
        starts = {program: measured(program, one, workers) for program in ("bare", "whole")}
        rates: dict[str, list[float]] = {"bare": [], "whole": []}
        clock: dict[str, list[float]] = {"bare": [], "whole": []}
        for _ in range(PAIRS):
            for program in rates:
                taken = measured(program, many, workers)
                rates[program].append(tokens / (taken.seconds - starts[program].seconds) * workers)
                clock[program].append(tokens / taken.passed)
        ratio = statistics.median(b / a for a, b in zip(rates["bare"], rates["whole"], strict=True))
        yield {
            "workers": workers,
            "bare_tokens_a_second": round(statistics.median(rates["bare"])),
            "whole_tokens_a_second": round(statistics.median(rates["whole"])),
            "ratio": round(ratio, 3),
            "bare_by_the_clock": round(statistics.median(clock["bare"])),
            "whole_by_the_clock": round(statistics.median(clock["whole"])),
        }


def sizes(texts: Sequence[str], folder: Path) -> Iterator[dict[str, object]]:
    """Time and memory by number of articles, with two workers."""
    for number in SIZES:
        taken = measured("whole", written(folder / str(number), small(texts, number)), 2)
        yield {"articles": number} | {name: round(value, 1) for name, value in asdict(taken).items() if name != "tokens"}


def start(folder: Path) -> Iterator[dict[str, object]]:
    """What it takes to begin: the help, and one short article."""
    one = written(folder / "start", ["Norland signed a defence pact with Ostia on Monday."])
    commentariat = [sys.executable, "-m", "pipeline.cli"]
    for name, command in {
        "help": [*commentariat, "--help"],
        "one article": [*commentariat, "extract", str(one), "--out", str(folder / "out"), "--no-cache", "--quiet"],
    }.items():
        seconds, passed = [], []
        for _ in range(PAIRS):
            began, before = time.monotonic(), _children()
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
            seconds.append(_children() - before)
            passed.append(time.monotonic() - began)
        yield {
            "what": name, "seconds": round(statistics.median(seconds), 2), "passed": round(statistics.median(passed), 2),
        }  # fmt: skip


def keep(name: str, rows: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Write rows as a table, print them, and give them back."""
    listed = list(rows)
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    table = Table(*listed[0], title=name)
    for row in listed:
        table.add_row(*map(str, row.values()))
    Console().print(table)
    return listed


def draw(rows: list[dict[str, object]]) -> None:
    """Time and memory by number of articles, as a picture."""
    import altair as alt
    import pandas as pd

    base = alt.Chart(pd.DataFrame(rows)).mark_line(point=True)
    number = alt.X("articles", scale=alt.Scale(type="log"), title="articles")
    seconds = base.encode(number, alt.Y("seconds", scale=alt.Scale(type="log"), title="processor seconds"))
    memory = base.encode(number, alt.Y("child_megabytes", title="megabytes a worker at most", scale=alt.Scale(zero=True)))
    (seconds | memory).save(OUT / "sizes.svg")


def main() -> None:
    """Measure, print, write; or, named a program, be measured."""
    if len(sys.argv) > 1:
        tokens = {"bare": bare, "whole": whole}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
        own, children = (resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(json.dumps({"tokens": tokens, "megabytes": own, "child_megabytes": children}))
        return
    texts = documents()
    with TemporaryDirectory() as folder:
        keep("start", start(Path(folder)))
        keep("pairs", pairs(texts, Path(folder)))
        draw(keep("sizes", sizes(texts, Path(folder))))


if __name__ == "__main__":
    main()
