"""The whole run beside bare spaCy, time and memory by number of articles, and what a start takes."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.programs import Taken, measured, timed
from benchmarks.texts import pieces, spread, written

_SHORT = "Norland signed a defence pact with Ostia on Monday."
_PROGRAMS = ("bare", "whole")
Row = dict[str, object]


def pairs(texts: Sequence[str], folder: Path, documents: int, times: int) -> Iterator[Row]:
    """Bare spaCy and the whole run in turn over the same documents, with one and two workers.

    Rates are tokens a second of processor time, and ``_clock`` tokens a second of time as it passed. What a start costs is
    measured on a short article each and taken off, so that the rates are those of a long run.
    """
    many = written(folder / "many", spread(texts, documents))
    tokens = measured("bare", many, 1).tokens
    for workers in (1, 2):
        # An article for each worker, so that all of them start.
        one = written(folder / f"{workers} short", [_SHORT] * workers)
        starts = {program: _least([measured(program, one, workers) for _ in range(2)]) for program in _PROGRAMS}
        taken: dict[str, list[Taken]] = {program: [] for program in _PROGRAMS}
        for _ in range(times):
            for program in _PROGRAMS:
                taken[program].append(measured(program, many, workers))
        row: Row = {"workers": workers, "pairs": times, "tokens": tokens}
        for unit, share in (("seconds", workers), ("passed", 1)):
            rates = {
                program: [tokens * share / max(0.01, getattr(one, unit) - getattr(starts[program], unit)) for one in listed]
                for program, listed in taken.items()
            }
            ratio = statistics.median(b / a for a, b in zip(rates["bare"], rates["whole"], strict=True))
            means = "" if unit == "seconds" else "_clock"
            row |= {f"{program}_rate{means}": round(statistics.median(rates[program])) for program in _PROGRAMS}
            row[f"ratio{means}"] = round(ratio, 3)
        yield row


def _least(taken: Sequence[Taken]) -> Taken:
    return min(taken, key=lambda one: one.seconds)


def sizes(texts: Sequence[str], folder: Path, numbers: Sequence[int], length: int) -> Iterator[Row]:
    """Time and memory by number of articles, with two workers; ``child_megabytes`` is the larger worker's."""
    for number in numbers:
        taken = measured("whole", written(folder / f"{number} pieces", pieces(texts, number, length)), 2)
        yield {"articles": number} | {name: round(value, 1) for name, value in asdict(taken).items() if name != "tokens"}


def start(folder: Path, times: int) -> Iterator[Row]:
    """What it takes to begin: the help, one short article, and bare spaCy on the same."""
    one = written(folder / "start", [_SHORT])
    commentariat = [sys.executable, "-m", "pipeline.cli"]
    commands = {
        "help": [*commentariat, "--help"],
        "one article": [*commentariat, "extract", str(one), "--out", str(folder / "out"), "--no-cache", "--quiet"],
        "one article, bare spaCy": [sys.executable, "-m", "benchmarks.programs", "bare", str(one), "1"],
    }
    for command in commands.values():
        # The first time Python compiles the modules.
        timed(command)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            _, seconds, passed = timed(command)
            found[name].append((seconds, passed))
    for name, listed in found.items():
        seconds, passed = (round(statistics.median(column), 2) for column in zip(*listed, strict=True))
        yield {"what": name, "seconds": seconds, "passed": passed}
