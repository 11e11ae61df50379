"""A short start: what Python and spaCy do at the beginning that nobody here needs.

Measured from the command to the first article, 2.8 s: a quarter went into collections of garbage, which found none while
rules and names were loaded, and a twentieth into the import of spaCy's command line, with all that this imports for
downloads. Both are left out. Of the 2.1 s that were left then, compiling the cues took 0.16 s, reading the cities and looking
through tables of names that are right 0.08 s, and the driver imported what reads and mends texts for 0.1 s to know a file by
its ending. The rest, 1.75 s of processor time, is the import of spaCy (0.25 s) and its model (0.4 s), our own modules and the
libraries that mend texts and read dates (0.35 s), names (0.2 s), rules (0.13 s) and the patterns by which an article is told
from what stands around it (0.15 s), and in the driver what comes before its worker is started (0.25 s).
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def no_collections() -> Iterator[None]:
    """Collect no garbage within: what is loaded stays, and to look it through again and again finds nothing.

    By its threshold, since a library that spaCy reads models with switches collection itself on again.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(0)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def keep_for_good() -> None:
    """In a worker, have collections never look at what is there by now: it stays until the process is ended."""
    if multiprocessing.parent_process() is not None:
        gc.freeze()


def import_spacy() -> None:
    """Import spaCy without its command line, which comes along all the same as soon as somebody imports it."""
    if "spacy" in sys.modules:
        return
    package, module = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    module.info = _info  # type: ignore[attr-defined]
    stand_ins = {one.__name__: one for one in (package, module)}
    sys.modules.update(stand_ins)
    try:
        importlib.import_module("spacy")
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


def _info(*arguments: Any, **named: Any) -> Any:
    """``spacy.info``, from the module that it stands in when it is called."""
    return importlib.import_module("spacy.cli.info").info(*arguments, **named)
