"""Much to look at, shared between two processes of which the second needs to load nothing."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pipeline.quicker import one_thread

Thing = TypeVar("Thing")
Found = TypeVar("Found")

# Fewer things are looked at sooner than a process is made.
_WORTH_SHARING = 50


def in_halves(things: Sequence[Thing], look: Callable[[Sequence[Thing]], list[Found]]) -> list[Found]:
    """What ``look`` finds in all things, in no certain order.

    The second process is a fork of this one, with the model and the rules that are loaded here. What it finds must be
    such as can be pickled, and what it changes is lost. Where there are no forks (Windows), or none to be trusted
    (macOS), or nothing is gained, this process does it all.
    """
    with one_thread():
        return _shared(things, look)


def _shared(things: Sequence[Thing], look: Callable[[Sequence[Thing]], list[Found]]) -> list[Found]:
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    if not forks or len(things) < _WORTH_SHARING or (os.cpu_count() or 1) == 1:
        return look(things)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    other = context.Process(target=_look_and_send, args=(sender, look, things[1::2]), daemon=True)
    other.start()
    sender.close()
    found = look(things[::2])
    try:
        found += receiver.recv()
    except EOFError:
        # It failed, or was killed: here the reason is told.
        found += look(things[1::2])
    other.join()
    return found


def _look_and_send(sender: Connection, look: Callable[[Any], list[Any]], things: Any) -> None:
    try:
        sender.send(look(things))
    except Exception:
        # Without a word, since the first process will meet the same and tell it.
        sender.close()
