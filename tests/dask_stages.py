"""Simple stages for the workers of a Dask cluster, each of which loads this before it works, also after a death."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pipeline.run
from tests.simple import STATES, rows_simply

PAUSE = 0.05


def rows_or_death(article: Any, *_: Any) -> Any:
    """Rows, after a while; an article that speaks of a killer kills."""
    if "killer" in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(PAUSE)
    return rows_simply(article)


def dask_setup(worker: Any) -> None:
    """Called by Dask in a new worker."""
    pipeline.run.load = lambda settings: (None, STATES)  # type: ignore[assignment, return-value]
    pipeline.run.analysed_rows = rows_or_death
