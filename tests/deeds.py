"""Work for the tests of the workers, and a program that runs over simple stages, to be killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from pipeline.limits import limited


def do(task: str) -> str:
    """What the task says: die, hang, fail, take too much, or come back in capitals; ``once`` files remember."""
    deed, _, note = task.partition(" ")
    if deed == "die-once" and not Path(note).exists():
        Path(note).touch()
        deed = "die"
    if deed == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if deed == "hang":
        time.sleep(600)
    if deed == "fail":
        raise ValueError("it failed")
    if deed == "long":
        with limited(0.1, 4000):
            while True:
                pass
    if deed == "large":
        with limited(60, 600):
            bytearray(700_000_000)
    return task.upper()


def work_or_die(task: Any, settings: Any) -> tuple[Any, bool]:
    """The rows of an input by the stages of tests/simple.py; one that is called so kills its process from within C code."""
    from pipeline.cache import pack
    from tests.simple import read_simply, rows_simply

    if "die" in task.shown:
        ctypes.string_at(0)
    return pack(rows_simply(next(read_simply(task.item.path, task.item.root, settings)))), True


def run_simply(articles: str, out: str, pause: str) -> None:
    """A run over a folder by the stages of tests/simple.py, each article taking a while."""
    import pipeline.ingest
    import pipeline.run
    from pipeline.settings import Settings
    from tests.simple import STATES, read_simply, rows_simply

    def rows(article: Any, *_: Any) -> Any:
        time.sleep(float(pause))
        return rows_simply(article)

    pipeline.run._stays_here = lambda settings: True
    pipeline.run.load = lambda settings: (None, STATES)  # type: ignore[assignment, return-value]
    pipeline.run.analysed_rows = rows
    pipeline.ingest.read = read_simply  # type: ignore[assignment]
    try:
        pipeline.run.run([Path(articles)], Path(out), Settings())
    except (OSError, pipeline.run.RunError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    run_simply(*sys.argv[1:])
