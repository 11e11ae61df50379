"""What a Dask worker does: it looks files through, names the records of slices, and runs the stages over a shard.

All of it is a function of its input, so that Dask may do it again elsewhere when a worker is lost.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline.cache import pack, take_fingerprint
from pipeline.cluster.slices import Look, Slice, look_through, names_in, slice_tasks
from pipeline.cluster.urls import check_scheme, fetched
from pipeline.inputs import InputError, Source
from pipeline.records import Article, Reject
from pipeline.run import RunError, load, worked_on
from pipeline.settings import Settings, SettingsError, models_folder
from pipeline.tasks import Task, reject_rows, unreadable
from pipeline.workers import GRACE

Unit = TypeVar("Unit")
Answer = TypeVar("Answer")
_POLLS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker must know of a run besides its inputs.

    ``fingerprint`` is the driver's: rows of another version, or by other rules, would not belong together.
    ``roots`` are the folders and schemes that a worker must be able to read.
    """

    settings: Settings
    fingerprint: str
    slice_size: int
    shipped_models: bool = True
    roots: tuple[str, ...] = ()

    @property
    def own_settings(self) -> Settings:
        """The settings in this process, on whose machine the shipped rules may stand elsewhere."""
        here = {"models": models_folder()} if self.shipped_models else {}
        return self.settings.model_copy(update={"workers": 1, "engine": "local", "scheduler": "", **here})


# A worker may have several threads; the model is for one.
_one_at_a_time = threading.Lock()
_checked: set[Job] = set()


def do(work: Callable[[Unit, Job], Answer], unit: Unit, job: Job) -> Answer:
    """Do one piece of work, in this worker's turn.

    :raises RunError: if this worker can't work for the run; the message says why and what to do.
    """
    with _one_at_a_time:
        if job not in _checked:
            _check(job)
            _checked.add(job)
        return work(unit, job)


def _check(job: Job) -> None:
    here = _address()
    for root in job.roots:
        try:
            if "://" in root:
                check_scheme(root)
            elif not Path(root).exists():
                raise RunError(
                    f"the worker {here} doesn't see {root}; put it on a disk that all workers share, or name the articles"
                    " by a URL such as s3://…"
                )
        except InputError as error:
            raise RunError(f"the worker {here} can't read the articles: {error}") from None
    try:
        found = take_fingerprint(job.own_settings).digest
    except (SettingsError, OSError) as error:
        raise RunError(f"the worker {here}: {error}") from None
    if found != job.fingerprint:
        raise RunError(
            f"the worker {here} has another version of commentariat, its rules, its model or its packages than this run;"
            " install the same on all machines (run.json says which these are)"
        )


def _address() -> str:
    from distributed import get_worker

    return str(get_worker().address)


def look_at_files(sources: Sequence[Source], job: Job) -> list[Look]:
    """Look each file through."""
    looks = []
    for source in sources:
        try:
            looks.append(look_through(source, job.settings, job.slice_size))
        except OSError as error:
            looks.append(Look(unreadable=unreadable(source, error)))
    return looks


def name_records(part: Slice, job: Job) -> tuple[str, ...]:
    """The ids that a slice's records wish for."""
    return names_in(part, job.own_settings)


def work_on_shard(tasks: Sequence[Task], job: Job) -> list[tuple[bytes, bool]]:
    """The rows of each task, packed to be kept, and whether they last."""
    with _ended_when_stuck(job.settings.max_article_seconds + GRACE) as moved:
        found = []
        for task in tasks:
            found.append(_slice_rows(task, task.item, job, moved) if isinstance(task.item, Slice) else _rows(task, job))
            moved()
        return found


def _rows(task: Task, job: Job) -> tuple[bytes, bool]:
    if isinstance(task.item, Source) and task.item.url:
        try:
            with fetched(task.item) as source:
                return _rows(replace(task, item=source), job)
        except OSError as error:
            return pack([reject_rows(unreadable(task.item, error))]), False
    # Loaded in this process, so that it does the work itself.
    load(job.own_settings)
    ((_, packed, lasting),) = worked_on(iter([task]), job.own_settings, 1)
    return packed, lasting


def _slice_rows(task: Task, part: Slice, job: Job, moved: Callable[[], None]) -> tuple[bytes, bool]:
    parts, lasting = [], True
    for found in slice_tasks(task.source, part, job.fingerprint, job.own_settings):
        if isinstance(found, Reject):
            parts.append(pack([reject_rows(found)]))
            continue
        assert isinstance(found.item, Article), "a slice holds records"
        # Kept with the slice and not by itself, a record may say which file it is from.
        packed, lasts = _rows(replace(found, item=replace(found.item, sha256=part.sha256)), job)
        parts.append(packed)
        lasting = lasting and lasts
        moved()
    return b"".join(parts), lasting


@contextmanager
def _ended_when_stuck(seconds: float) -> Iterator[Callable[[], None]]:
    """End this worker where nothing has moved for so long; it hangs in a library, and no exception reaches it there.

    The scheduler then gives the shard to another worker, and in the end the driver finds out the article.
    """
    last = time.monotonic()
    left = threading.Event()

    def moved() -> None:
        nonlocal last
        last = time.monotonic()

    def watch() -> None:
        while not left.wait(_POLLS_EVERY):
            if time.monotonic() - last > seconds:
                os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield moved
    finally:
        left.set()
