"""Sources -> tasks: each input of a run once, in order, with the key that its rows are kept under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cache import RowStore, hash_file, input_key, pack, record_key
from pipeline.inputs import Source, TakenIds
from pipeline.records import Article, Reject
from pipeline.settings import Settings
from pipeline.tables import Rows, reject_line

if TYPE_CHECKING:
    from pipeline.cluster.slices import Slice

# Kept under this prefix: what may turn out otherwise when tried again. It is never looked up.
PASSING = "passing:"


@dataclass(frozen=True, slots=True)
class Task:
    """One input for a worker: a file, one record of a collection as read, or a slice of a collection.

    ``inputs`` says how many inputs a slice holds, ``size`` about how many characters there are to read.
    """

    source: int
    record: int
    key: str
    shown: str
    item: Source | Article | Slice
    sha256: str = ""
    inputs: int = 1
    size: int = 0


def put(store: RowStore, source: int, record: int, key: str, packed: bytes, sha256: str = "") -> None:
    """Keep packed rows, and say at which place of the run's order they stand."""
    store.put(key, packed)
    store.list_in_run(source, record, key, sha256)


def put_reject(store: RowStore, source: int, record: int, reject: Reject) -> None:
    """Say at this place of the run's order that an input can't be used; it is tried anew by the next run."""
    put(store, source, record, f"{PASSING}{source}:{record}:{reject.path}", pack([reject_rows(reject)]))


def tasks(sources: Sequence[Source], store: RowStore, fingerprint: str, settings: Settings) -> Iterator[Task]:
    """One task an input, in order. Files that can't be read are rejected here."""
    taken = TakenIds(source.article_id for source in sources if not source.is_collection)
    for number, source in enumerate(sources):
        if source.is_collection:
            yield from records(number, source, taken, store, fingerprint, settings)
            continue
        try:
            sha256 = _hash(source.path, settings)
        except OSError as error:
            put_reject(store, number, 0, unreadable(source, error))
            continue
        yield file_task(number, source, fingerprint, sha256)


def _hash(path: Path, settings: Settings) -> str:
    """What tells a file's content; of one that is refused for its size, that says all that the reason does."""
    size = path.stat().st_size
    return f"{size} bytes" if settings.refuses(size) else hash_file(path)


def unreadable(source: Source, error: OSError) -> Reject:
    """The reject of a file that can't be opened or read."""
    reason = f"can't be read ({error.strerror or error}); check its permissions"
    return Reject(source.shown, "read", " ".join(reason.split()))


def file_task(number: int, source: Source, fingerprint: str, sha256: str) -> Task:
    """The task of a file of one article."""
    key = input_key(fingerprint, sha256, source.shown, source.article_id)
    return Task(number, 0, key, source.shown, source)


def records(
    number: int, source: Source, taken: TakenIds, store: RowStore, fingerprint: str, settings: Settings
) -> Iterator[Task]:
    """A task for each record of a collection, in its order; bad ones are rejected here."""
    from pipeline.ingest import read

    for record, found in enumerate(read(source.path, source.root, settings)):
        if isinstance(found, Reject):
            put_reject(store, number, record, found)
            continue
        own = taken.own(found.article_id, f"{source.shown}#{record}")
        yield record_task(number, record, source.shown, found, own, fingerprint)


def record_task(number: int, record: int, shown: str, found: Article, own_id: str, fingerprint: str) -> Task:
    """The task of a record of a collection, as read."""
    # Without the file's hash, which the rows get when they are written, a record outlives changes around it.
    article = replace(found, article_id=own_id, path=shown, sha256="")
    return Task(number, record, record_key(fingerprint, article), shown, article, found.sha256, size=len(found.text))


def reject_rows(reject: Reject) -> Rows:
    """What the tables say of an input that could not be used."""
    return Rows(lines={"rejects": reject_line(reject)}, counts={"rejects": 1})
