"""The driver of a run on a cluster: it makes tasks and shards of them, and takes their rows, each once.

Only the driver writes. What a worker has done is kept in one transaction when it comes, and a shard that is lost with its
worker is done again, so no row is lost and none is there twice.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.cache import RowStore, input_key, pack
from pipeline.cluster.slices import Look, Slice, slice_tasks
from pipeline.cluster.urls import fetched
from pipeline.cluster.work import Job, look_at_files, name_records, work_on_shard
from pipeline.cluster.workforce import Killed, Workforce
from pipeline.inputs import Source, TakenIds
from pipeline.records import Reject
from pipeline.run import RunError
from pipeline.settings import Settings, models_folder
from pipeline.tasks import Task, file_task, put_reject, records, reject_rows, unreadable

# A core reads about 18,000 characters a second (measured; see docs/many-machines.md): such a shard takes a minute and a half.
SHARD_SIZE = 1_600_000
# Smaller ones, where each core would have fewer than this.
_SHARDS_A_CORE = 4
# So many files are looked through at once.
_FILES_A_LOOK = 256

Shard = tuple[Task, ...]


class Driver:
    """One run on the workers of a cluster."""

    def __init__(self, client: Any) -> None:
        self._workforce = Workforce(client)
        self._store: RowStore
        self._shard_size = SHARD_SIZE

    def tasks(
        self, sources: Sequence[Source], store: RowStore, fingerprint: str, settings: Settings
    ) -> Iterator[Task]:
        """A task for each file of one article, slice of a collection, and record of a collection that can't be cut; in order.

        :raises RunError: if a worker can't work for the run.
        """
        # Workers have working folders of their own.
        sources = [_absolute(source) for source in sources]
        roots = sorted({f"{source.url.split('://')[0]}://" if source.url else str(source.root) for source in sources})
        shipped = settings.models == models_folder()
        self._store = store
        self._workforce.job = Job(settings, fingerprint, SHARD_SIZE, shipped, tuple(roots))
        self._workforce.meet()
        looks = self._looks(sources)
        names = self._names([part for source in sources for part in looks[source].slices])
        size = sum(look.size for look in looks.values())
        self._shard_size = min(SHARD_SIZE, max(1, size // max(1, self._workforce.cores * _SHARDS_A_CORE)))
        taken = TakenIds(source.article_id for source in sources if not source.is_collection)
        for number, source in enumerate(sources):
            look = looks[source]
            if look.unreadable is not None:
                put_reject(store, number, 0, look.unreadable)
            elif not source.is_collection:
                yield replace(file_task(number, source, fingerprint, look.sha256), size=look.size)
            elif look.slices:
                for part in look.slices:
                    yield _slice_task(number, _with_own_names(part, names[part], taken), fingerprint)
            else:
                yield from self._records(number, source, taken)

    def _looks(self, sources: Sequence[Source]) -> dict[Source, Look]:
        looks: dict[Source, Look] = {}
        for group, answer in self._workforce.answers(look_at_files, _groups(sources)):
            if isinstance(answer, Killed):
                raise _unreadable_anywhere(group[0])
            looks.update(zip(group, answer, strict=True))
        return looks

    def _names(self, parts: Iterable[Slice]) -> dict[Slice, tuple[str, ...]]:
        names: dict[Slice, tuple[str, ...]] = {}
        for part, answer in self._workforce.answers(name_records, iter(parts)):
            if isinstance(answer, Killed):
                raise _unreadable_anywhere(part.source)
            names[part] = answer
        return names

    def _records(self, number: int, source: Source, taken: TakenIds) -> Iterator[Task]:
        try:
            with fetched(source) as here:
                job = self._workforce.job
                yield from records(number, here, taken, self._store, job.fingerprint, job.settings)
        except OSError as error:
            put_reject(self._store, number, 0, unreadable(source, error))

    def worked_on(
        self, tasks: Iterator[Task], settings: Settings, most: int
    ) -> Generator[tuple[Task, bytes, bool], None, None]:
        """Each task with its rows, packed, and whether they last, as they come.

        A shard on which workers die is worked on article by article, and an article on which they die once more alone,
        with nothing else on the cluster, since Dask suspects all that lies on a worker that dies. Then it is rejected.

        :raises RunError: if the scheduler goes away, or a worker can't work for the run.
        """
        suspects: list[Shard] = []
        yield from self._shared(self._shards(tasks), suspects)
        killers: list[Shard] = []
        yield from self._shared(self._single(suspects), killers)
        for (task,) in killers:
            died: list[Shard] = []
            yield from self._shared(iter([(task,)]), died)
            if died:
                yield task, pack([reject_rows(Reject(task.shown, "analyse", _why_died(settings)))]), False

    def _shared(
        self, shards: Iterator[Shard], died: list[Shard]
    ) -> Iterator[tuple[Task, bytes, bool]]:
        for shard, answer in self._workforce.answers(work_on_shard, shards):
            if isinstance(answer, Killed):
                died.append(shard)
                continue
            for task, (packed, lasting) in zip(shard, answer, strict=True):
                yield task, packed, lasting

    def _shards(self, tasks: Iterator[Task]) -> Iterator[Shard]:
        """Tasks together as large as a shard; a slice is one by itself."""
        gathered: list[Task] = []
        size = 0
        for task in tasks:
            if isinstance(task.item, Slice):
                yield (task,)
                continue
            gathered.append(task)
            size += task.size
            if size >= self._shard_size:
                yield tuple(gathered)
                gathered, size = [], 0
        if gathered:
            yield tuple(gathered)

    def _single(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        for task in (task for shard in shards for task in shard):
            if not isinstance(task.item, Slice):
                yield (task,)
                continue
            part, job = task.item, self._workforce.job
            for place, found in enumerate(slice_tasks(task.source, part, job.fingerprint, job.settings)):
                if isinstance(found, Reject):
                    put_reject(self._store, task.source, part.records + place, found)
                else:
                    yield (found,)


def _absolute(source: Source) -> Source:
    if source.url:
        return source
    return replace(source, path=source.path.absolute(), root=source.root.absolute())


def _groups(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Files to look through together; a collection, which may be of any size, alone."""
    group: list[Source] = []
    for source in sources:
        if source.is_collection:
            yield [source]
            continue
        group.append(source)
        if len(group) == _FILES_A_LOOK:
            yield group
            group = []
    if group:
        yield group


def _with_own_names(part: Slice, wished: Iterable[str], taken: TakenIds) -> Slice:
    """The slice with names that no article before it has; records are told apart as where a file is read from end to end."""
    shown = part.source.shown
    names = (
        name and taken.own(name, f"{shown}#{record}") for record, name in enumerate(wished, start=part.records)
    )
    return replace(part, names=tuple(names))


def _slice_task(number: int, part: Slice, fingerprint: str) -> Task:
    place = (str(part.start), str(part.end), part.encoding, *part.names)
    key = input_key(fingerprint, part.sha256, part.source.shown, *place)
    size = part.end - part.start
    return Task(number, part.records, key, part.source.shown, part, inputs=sum(map(bool, part.names)), size=size)


def _unreadable_anywhere(source: Source) -> RunError:
    return RunError(
        f"each worker that reads {source.shown} dies, likely for want of memory; give the workers more, or leave it out"
    )


def _why_died(settings: Settings) -> str:
    return (
        "the worker that read it died, also when it read nothing else: for want of memory, or because it took more than"
        f" {settings.max_article_seconds:,.0f} seconds; split it"
    )
