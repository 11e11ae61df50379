"""Local processes that share tasks; one that dies or hangs is replaced and its task tried once more, alone.

A worker has one task at a time, so that it is known which task ended it. The library's own pools don't tell: they are
broken as a whole when one process dies, and wait for ever for one that hangs.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, Generic, TypeVar

from pipeline.interrupts import interrupts_held
from pipeline.limits import LimitError, too_long

Task = TypeVar("Task")
Answer = TypeVar("Answer")
# So many seconds after its limit a worker that didn't keep it itself is ended; among them it may have to load the model.
GRACE = 60.0


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a task has no answer: what ended its worker, also when it was tried alone."""

    why: str


class Workers(Generic[Task, Answer]):
    """Up to ``number`` processes that do ``work``, a function that can be pickled, on one task each at a time."""

    def __init__(self, work: Callable[[Task], Answer], number: int, seconds: float) -> None:
        self._work = work
        self._number = number
        self._seconds = seconds
        self._workers: list[_Worker] = []

    def answers(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Answer | Lost]]:
        """Each task with its answer, as they come; at the end those that were lost and tried again alone."""
        try:
            lost: list[Task] = []
            for task, answer in self._shared(tasks, self._number):
                if isinstance(answer, Lost):
                    lost.append(task)
                else:
                    yield task, answer
            if lost:
                self._end()
                yield from self._shared(iter(lost), 1)
        finally:
            self._end()

    def _shared(self, tasks: Iterator[Task], number: int) -> Iterator[tuple[Task, Answer | Lost]]:
        self._hand_out(tasks, number)
        while any(worker.busy for worker in self._workers):
            for worker in self._heard_from():
                task, answer = worker.take(self._seconds)
                if isinstance(answer, Lost):
                    worker.end()
                    self._workers.remove(worker)
                self._hand_out(tasks, number)
                yield task, answer

    def _hand_out(self, tasks: Iterator[Task], number: int) -> None:
        """Give each idle worker a task, and start workers while there are tasks for them."""
        idle = [worker for worker in self._workers if not worker.busy]
        while idle or len(self._workers) < number:
            try:
                task = next(tasks)
            except StopIteration:
                return
            if not idle:
                idle.append(_Worker(self._work))
                self._workers.append(idle[-1])
            idle.pop().give(task)

    def _heard_from(self) -> list[_Worker]:
        """The workers that have answered, died or passed their time."""
        busy = [worker for worker in self._workers if worker.busy]
        first = min(worker.since for worker in busy) + self._seconds + GRACE
        ready = wait([worker.pipe for worker in busy], max(0.0, first - time.monotonic()))
        if ready:
            return [worker for worker in busy if worker.pipe in ready]
        return [worker for worker in busy if worker.since + self._seconds + GRACE <= time.monotonic()]

    def _end(self) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()


@dataclass
class _Worker:
    """One process, and what it works on."""

    work: Callable[[Any], Any]
    task: Any = None
    busy: bool = False
    since: float = 0.0
    pipe: Connection = field(init=False)

    def __post_init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self.work), daemon=True)
        with interrupts_held(), _unheard_by_the_new(), _no_main_module():
            # Ctrl-C is for the main process, which ends the others.
            self._process.start()
        theirs.close()

    def give(self, task: Any) -> None:
        self.task, self.busy, self.since = task, True, time.monotonic()
        try:
            self.pipe.send(task)
        except OSError:
            # It died while idle; `take` will find the pipe closed.
            return

    def take(self, seconds: float) -> tuple[Any, Any]:
        """The task with its answer, or with the reason why there is none."""
        self.busy = False
        if not self.pipe.poll():
            return self.task, Lost(too_long(seconds))
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join(1)
            code = self._process.exitcode
            return self.task, Lost(f"the process that read it died ({_told(code)}), likely for want of memory; split it")
        if isinstance(answer, LimitError):
            return self.task, Lost(str(answer))
        if isinstance(answer, BaseException):
            raise answer
        return self.task, answer

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _told(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.strsignal(-code) or f"signal {-code}"
    return f"exit status {code}"


@contextmanager
def _unheard_by_the_new() -> Iterator[None]:
    """Have a process that begins never hear of Ctrl-C: what the main thread blocks stays blocked there."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Begun before, since it would let signals through when it begins.
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Have a new process not import the program that is running.

    The work is no part of it, so to import it would only take time; and a script that doesn't ask whether it is
    ``__main__`` would begin all over again there.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


# In a worker.


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    threading.Thread(target=_end_with_main, daemon=True).start()
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            answer = work(task)
        except Exception as error:
            answer = error
        pipe.send(answer)


def _end_with_main() -> None:
    """End with the main process, should that be killed."""
    main = multiprocessing.parent_process()
    if main is not None:
        main.join()
        os._exit(1)
