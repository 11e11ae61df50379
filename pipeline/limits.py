"""Limits of time and memory around the work on one article, where the system can keep them."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

try:
    import resource
except ImportError:  # Windows: no limit of memory.
    resource = None  # type: ignore[assignment]


_RINGS_EVERY = 5.0


class LimitError(Exception):
    """An article took more time or memory than it may; the message says which, and what to do."""


@contextmanager
def limited(seconds: float, megabytes: int) -> Iterator[None]:
    """Raise a :class:`LimitError` where what is done within takes longer, or where the process needs more memory.

    Memory is kept on Linux. Neither ends a call into a library that doesn't come back.
    """
    with _limited_memory(megabytes), _limited_time(seconds):
        try:
            yield
        except MemoryError:
            message = f"it needs more than {megabytes:,} MB of memory; split it into articles, or raise max_memory_megabytes"
            raise LimitError(message) from None


@contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        with _rung_from_outside(seconds):
            yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise LimitError(too_long(seconds))

    before = signal.signal(signal.SIGALRM, ring)
    # It rings again, since a library may catch whatever is raised in it.
    signal.setitimer(signal.ITIMER_REAL, seconds, _RINGS_EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _RungError(LimitError):
    """Raised in a thread from outside, which can't give it a message."""


@contextmanager
def _rung_from_outside(seconds: float) -> Iterator[None]:
    """As :func:`_limited_time`, for threads that no alarm clock reaches."""
    worked_in = ctypes.c_ulong(threading.get_ident())
    set_exception = ctypes.pythonapi.PyThreadState_SetAsyncExc
    left, lock = threading.Event(), threading.Lock()

    def ring() -> None:
        wait = seconds
        while not left.wait(wait):
            wait = _RINGS_EVERY
            with lock:
                if not left.is_set():
                    set_exception(worked_in, ctypes.py_object(_RungError))

    threading.Thread(target=ring, daemon=True).start()
    try:
        yield
    except _RungError:
        raise LimitError(too_long(seconds)) from None
    finally:
        with lock:
            left.set()
            # One that has rung and wasn't heard yet is taken back.
            set_exception(worked_in, None)


def too_long(seconds: float) -> str:
    """Why an article was given up that took longer than so many seconds."""
    return f"it takes more than {seconds:,.0f} seconds; split it into articles, or raise max_article_seconds"


@contextmanager
def _limited_memory(megabytes: int) -> Iterator[None]:
    if resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = megabytes * 1_000_000
    if any(limit != resource.RLIM_INFINITY and limit < most for limit in (soft, hard)):
        yield
        return
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
