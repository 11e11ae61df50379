"""Ctrl-C while something begins that can't be broken off half way: it waits for the end, and is never lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Interrupt:
    """Whether Ctrl-C has come meanwhile."""

    came: bool = False


@contextmanager
def interrupts_held() -> Iterator[Interrupt]:
    """Have Ctrl-C wait until the block has ended; in any thread but the main one nothing is to be done.

    :raises KeyboardInterrupt: at the end of the block, if it has come.
    """
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return

    def hold(number: int, frame: FrameType | None) -> None:
        interrupt.came = True

    before = signal.signal(signal.SIGINT, hold)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupt.came:
        raise KeyboardInterrupt
