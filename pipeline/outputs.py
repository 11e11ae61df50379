"""The output folder: one run at a time, tables replaced whole or not at all, files of other people's left alone.

A run writes everything anew into ``.commentariat/new``; renaming that to ``.commentariat/ready`` is the one
moment that decides. What is ready is then moved to its place; a run killed in between is finished by the next.
"""

from __future__ import annotations

import csv
import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pipeline.parquet import PART_PATTERN, PARTS, parquet_name
from pipeline.schema import TABLES

if TYPE_CHECKING:
    from filelock import BaseFileLock

WORKBOOK = "tables.xlsx"
DESCRIPTION = "datapackage.json"
RUN = "run.json"
TEXTS = "text"
# What is written only where it is asked for.
_ON_REQUEST = (*(parquet_name(table) for table in TABLES), WORKBOOK)
OWN_FILES = (*(f"{table.name}.csv" for table in TABLES), DESCRIPTION, RUN, *_ON_REQUEST)
_HIDDEN = ".commentariat"


class OutputError(ValueError):
    """The output folder can't be used; the message says why and what would be right."""


class OutputFolder:
    """An output folder held by one run: ``with OutputFolder(path) as folder``.

    ``folder.new`` is an empty folder to write the new tables into; :meth:`replace_tables` puts them in place.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hidden = path / _HIDDEN
        self.new = self._hidden / "new"
        self._ready = self._hidden / "ready"
        self._old_texts = self._hidden / "old-text"
        self._holder = self._hidden / "holder"
        self._lock: BaseFileLock | None = None

    @property
    def store(self) -> Path:
        """Where the rows of each input are kept from one run to the next."""
        return self._hidden / "rows.sqlite"

    @property
    def passing_store(self) -> Path:
        """Where they are put by a run that keeps none."""
        return self._hidden / "passing.sqlite"

    def __enter__(self) -> Self:
        """Make the folder, take the lock, finish what a killed run left ready.

        :raises OutputError: if it can't be made or written, holds tables of others, or another run holds it.
        """
        self._claim()
        try:
            self._take_lock()
            if self._ready.exists():
                self._put_in_place()
            self._clear()
            self.new.mkdir()
        except OSError as error:
            self._release()
            raise OutputError(
                f"{self.path}: can't be written ({error.strerror}); name another folder with --out"
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._clear()
        self._release()

    def _claim(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise OutputError(f"{self.path}: is a file; name a folder with --out")
        if not self._hidden.exists():
            there = [name for name in (*OWN_FILES, TEXTS, PARTS) if (self.path / name).exists()]
            if there:
                raise OutputError(
                    f"{self.path}: holds {', '.join(there)}, which no run of commentariat wrote;"
                    " name another folder with --out, or move them away"
                )
        try:
            self._hidden.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{self.path}: can't be made or written ({error.strerror}); name another folder with --out"
            ) from error

    def _take_lock(self) -> None:
        """Take the lock, which the system gives back when the process ends, however it does.

        Who holds it stands in a file of its own: on Windows nobody else may read the lock itself.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self._hidden / "lock", timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise OutputError(
                f"{self.path}: another run (process {self._told_holder()}) is writing there;"
                " wait for it, or name another folder with --out"
            ) from None
        self._lock = lock
        self._holder.write_text(str(os.getpid()), encoding="ascii")

    def _told_holder(self) -> str:
        with suppress(OSError, ValueError):
            return self._holder.read_text(encoding="ascii").strip() or "unknown"
        return "unknown"

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _clear(self) -> None:
        """Drop what is half written."""
        shutil.rmtree(self.new, ignore_errors=True)
        for path in self._hidden.glob(f"{self.passing_store.name}*"):
            path.unlink()

    def replace_tables(self) -> None:
        """Put everything in ``new`` in the place of the last run's tables."""
        for name in _written(self.new):
            _flush(self.new / name)
        self.new.rename(self._ready)
        self._put_in_place()

    def _put_in_place(self) -> None:
        """Move what is ready; may be killed and started again at any point."""
        texts = self.path / TEXTS
        if (self._ready / TEXTS).exists():
            if texts.exists():
                texts.rename(self._old_texts)
            (self._ready / TEXTS).rename(texts)
        if self._old_texts.exists():
            # articles.csv is still the last run's here, so it tells whose the old files are.
            self._save_files_of_others(texts)
            shutil.rmtree(self._old_texts)
        written = _written(self._ready)
        if OWN_FILES[0] in written:
            # Nothing has been moved yet. What the last run wrote and this one didn't would tell another story.
            for name in (*_ON_REQUEST, *_parts(self.path)):
                if name not in written:
                    (self.path / name).unlink(missing_ok=True)
        for name in written:
            (self.path / name).parent.mkdir(parents=True, exist_ok=True)
            (self._ready / name).replace(self.path / name)
        for folder in (*(self.path / PARTS).glob("*"), self.path / PARTS):
            with suppress(OSError):
                folder.rmdir()
        shutil.rmtree(self._ready)

    def _save_files_of_others(self, texts: Path) -> None:
        own = _texts_of(self.path / "articles.csv")
        for path in self._old_texts.iterdir():
            if path.name not in own and not (texts / path.name).exists():
                path.rename(texts / path.name)


def _written(folder: Path) -> list[str]:
    """What stands there of the tables, in the order in which it is moved."""
    return [*(name for name in OWN_FILES if (folder / name).exists()), *_parts(folder)]


def _parts(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(PART_PATTERN))


def _texts_of(articles: Path) -> set[str]:
    if not articles.is_file():
        return set()
    with articles.open(encoding="utf-8", newline="") as stream:
        return {f"{row['article_id']}.txt" for row in csv.DictReader(stream)}


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
