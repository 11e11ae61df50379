"""The workers of a cluster: pieces of work are handed out a few at a time, and answers taken as they come."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from pipeline.cluster.work import Job, do
from pipeline.run import RunError

log = logging.getLogger("commentariat")

Unit = TypeVar("Unit")
Answer = TypeVar("Answer")
# So many pieces for each core wait on the scheduler, that none is idle; and some even where there is no core yet, since
# a cluster that grows with its work must see some.
_FOR_EACH_CORE = 2
_FEWEST = 16
_LOOKS_EVERY = 10.0
# What fails for want of a network may not fail again.
_RETRIES = 2
_TELLS_EVERY = 60.0


class Killed:
    """In place of an answer: the workers died that did the piece."""


class Workforce:
    """The workers behind a Dask client; ``job`` says what they work for, and is given before the first piece of work."""

    def __init__(self, client: Any) -> None:
        self.job: Job
        self._client = client
        self._cores = 0
        self._looked = self._told = time.monotonic()
        self._count_cores()

    @property
    def cores(self) -> int:
        """How many there were when last looked."""
        return self._cores

    def answers(
        self, work: Callable[[Unit, Job], Answer], units: Iterator[Unit]
    ) -> Iterator[tuple[Unit, Answer | Killed]]:
        """Each unit with its answer, as they come.

        :raises RunError: if the scheduler goes away, or a worker can't work for the run.
        """
        done: SimpleQueue[Any] = SimpleQueue()
        given: dict[Any, Unit] = {}
        more = True
        while True:
            while more and len(given) < max(_FOR_EACH_CORE * self._cores, _FEWEST):
                try:
                    unit = next(units)
                except StopIteration:
                    more = False
                    break
                future = self._client.submit(do, work, unit, self.job, pure=False, retries=_RETRIES)
                given[future] = unit
                future.add_done_callback(done.put)
            if not given:
                return
            future = self._next(done)
            yield given.pop(future), self._answer(future)

    def _next(self, done: SimpleQueue[Any]) -> Any:
        while True:
            if time.monotonic() - self._looked > _LOOKS_EVERY:
                self._count_cores()
            try:
                return done.get(timeout=1.0)
            except Empty:
                if self._client.status != "running":
                    raise self._gone() from None

    def _answer(self, future: Any) -> Any:
        from concurrent.futures import CancelledError

        from distributed.comm import CommClosedError
        from distributed.scheduler import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            return Killed()
        except (CancelledError, CommClosedError, TimeoutError):
            raise self._gone() from None
        except OSError as error:
            told = " ".join(str(error).split()) or type(error).__name__
            raise RunError(
                f"a worker can't read its articles ({told}); see to it and run again: what was done is kept"
            ) from None

    def _count_cores(self) -> None:
        """Look how many there are, and tell from time to time that there is none."""
        try:
            self._cores = sum(self._client.nthreads().values())
        except OSError:
            raise self._gone() from None
        self._looked = time.monotonic()
        if self._cores:
            self._told = self._looked
        elif self._looked - self._told > _TELLS_EVERY:
            self._told = self._looked
            log.warning("%s has no worker yet; waiting for one", self._client.scheduler.address)

    def meet(self) -> None:
        """Wait for a worker, and have all that are there look for this package.

        Without it they couldn't even say that they can't do a piece.

        :raises RunError: if one has no commentariat, or the scheduler goes away.
        """

        def has_package() -> bool:
            from importlib.util import find_spec

            return find_spec("pipeline") is not None

        # A function within one is sent along as it is, others by the name of their module.
        first: SimpleQueue[Any] = SimpleQueue()
        future = self._client.submit(has_package, pure=False)
        future.add_done_callback(first.put)
        self._next(first)
        self._count_cores()
        for worker, there in self._client.run(has_package, on_error="ignore").items():
            if not there:
                raise RunError(f"the worker {worker} has no commentariat; install the same, with the extra dask, on all machines")

    def _gone(self) -> RunError:
        return RunError("the Dask scheduler went away; what was done is kept: start it and run again")
