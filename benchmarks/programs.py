"""What is measured, each time as a program of its own: bare spaCy and the whole run over a folder, with what they take.

Seconds are of processor time, all processes together, so that other work on the machine counts less; ``passed`` is time
by the clock.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
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
    """Run ``bare`` or ``whole`` over a folder in a process of its own.

    :raises subprocess.CalledProcessError: if it fails.
    """
    command = [sys.executable, "-m", "benchmarks.programs", program, str(folder), str(workers)]
    said, seconds, passed = timed(command)
    return Taken(seconds=seconds, passed=passed, **json.loads(said.splitlines()[-1]))


def timed(command: Sequence[str]) -> tuple[str, float, float]:
    """What a command says, its processor seconds and its seconds by the clock.

    :raises subprocess.CalledProcessError: if it fails.
    """
    environment = os.environ | dict.fromkeys(_THREADS, "1") | {"PYTHONPATH": str(ROOT)}
    # Some systems forbid to keep compiled modules: that would time Python's compiler.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began, before = time.monotonic(), _children()
    said = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return said, _children() - before, time.monotonic() - began


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


def main() -> None:
    """Be measured: the program, the folder and the number of processes are named on the command line."""
    program, folder, workers = sys.argv[1:]
    tokens = {"bare": bare, "whole": whole}[program](Path(folder), int(workers))
    own, children = (resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"tokens": tokens, "megabytes": own, "child_megabytes": children}))


if __name__ == "__main__":
    main()
