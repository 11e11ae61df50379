"""The stages over many articles: find what changed, read it in local processes, write all tables at once."""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import os
import shutil
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.cache import Fingerprint, RowStore, pack, package_version, take_fingerprint
from pipeline.inputs import STANDARD_INPUT, Source, find_sources
from pipeline.limits import LimitError, limited
from pipeline.outputs import DESCRIPTION, RUN, TEXTS, WORKBOOK, OutputFolder
from pipeline.parquet import check_installed, write_parquet
from pipeline.profiles import ProfileSums, States, load_states, tally
from pipeline.records import Article, Reject
from pipeline.schema import TABLE, TABLES, data_package
from pipeline.settings import Settings
from pipeline.start import import_spacy, keep_for_good, no_collections
from pipeline.tables import Rows, article_rows, encode, header, lines, rows_of
from pipeline.tasks import PASSING, Task, put, put_reject, reject_rows, tasks
from pipeline.workers import Lost, Workers

if TYPE_CHECKING:
    from pipeline.analysis import Stages

log = logging.getLogger("commentariat")
# So much of standard input tells what it is.
_LOOKED_AT = 1 << 20
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

Progress = Callable[[int, int], None]


class RunError(RuntimeError):
    """The run couldn't be finished; the message says why and what to do. The last run's tables are whole."""


@dataclass(slots=True)
class Summary:
    """What a run did."""

    out: Path
    counts: Counter[str] = field(default_factory=Counter)
    inputs: int = 0
    reused: int = 0
    seconds: float = 0.0

    @property
    def events(self) -> dict[str, int]:
        """Events by type, the most frequent first."""
        named = {name.removeprefix("events "): n for name, n in self.counts.items() if name.startswith("events ")}
        return dict(sorted(named.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class Engine:
    """How a run finds its sources, makes tasks of them and has them worked on; here, or on many machines."""

    find_sources: Callable[[Sequence[Path | str], Path], tuple[list[Source], list[Reject]]]
    tasks: Callable[[Sequence[Source], RowStore, str, Settings], Iterator[Task]]
    worked_on: Callable[[Iterator[Task], Settings, int], Generator[tuple[Task, bytes, bool], None, None]]


def run(paths: Sequence[Path | str], out: Path, settings: Settings, progress: Progress | None = None) -> Summary:
    """Read the articles under ``paths`` and write all tables into ``out``.

    :param paths: files and folders, for the engine ``dask`` URLs too; ``-`` is standard input.
    :param progress: called with the inputs done and known so far.
    :raises InputError: if a path isn't there or holds no file.
    :raises OutputError: if the output folder can't be used.
    :raises SettingsError: if the model, or what a format or the engine needs, isn't there.
    :raises RunError: if the run couldn't be finished.
    """
    started = time.perf_counter()
    try:
        summary = _run(paths, out, settings, progress or (lambda done, known: None))
    except sqlite3.OperationalError as error:
        raise RunError(
            f"{out}: the rows found so far can't be kept ({error}); make room on the disk and run again: the tables of"
            " the last run are whole"
        ) from error
    summary.seconds = time.perf_counter() - started
    return summary


def _engine(settings: Settings) -> AbstractContextManager[Engine]:
    if settings.engine == "local":
        return nullcontext(Engine(find_sources, tasks, worked_on))
    from pipeline.cluster.engine import open_engine

    return open_engine(settings)


def _run(paths: Sequence[Path | str], out: Path, settings: Settings, progress: Progress) -> Summary:
    if "parquet" in settings.formats:
        check_installed()
    with ExitStack() as stack:
        engine = stack.enter_context(_engine(settings))
        named = [_saved_input(stack) if str(path) == STANDARD_INPUT else path for path in paths]
        sources, rejects = engine.find_sources(named, out)
        fingerprint = take_fingerprint(settings)
        folder = stack.enter_context(OutputFolder(out))
        store = RowStore(folder.store if settings.cache else folder.passing_store)
        stack.callback(store.close)
        summary = Summary(out)
        for number, reject in enumerate(rejects):
            put_reject(store, -1, number, reject)
        _find_rows(sources, store, fingerprint.digest, settings, engine, summary, progress)
        store.commit()
        _write_tables(folder.new, store, fingerprint, settings, summary)
        folder.replace_tables()
        store.keep_only_run()
    return summary


def _saved_input(stack: ExitStack) -> Path:
    """Standard input as a file, named after what it looks like."""
    folder = Path(stack.enter_context(TemporaryDirectory()))
    data = sys.stdin.buffer.read(_LOOKED_AT)
    start = data[:1000].lstrip().lower()
    suffix = ".txt"
    for mark, kind in ((b"%pdf", ".pdf"), (b"pk\x03\x04", ".docx"), (b"<!doctype html", ".html"), (b"<html", ".html")):
        if start.startswith(mark):
            suffix = kind
    if start.startswith(b"{") and b'"text"' in data:
        suffix = ".jsonl"
    path = folder / f"stdin{suffix}"
    with path.open("wb") as file:
        file.write(data)
        shutil.copyfileobj(sys.stdin.buffer, file)
    return path


# Finding the rows of each input: kept ones, or new ones from the workers.


def _find_rows(
    sources: Sequence[Source],
    store: RowStore,
    fingerprint: str,
    settings: Settings,
    engine: Engine,
    summary: Summary,
    progress: Progress,
) -> None:
    known = len(sources)
    done = 0
    progress(done, known)

    def new_tasks() -> Iterator[Task]:
        nonlocal known
        for task in engine.tasks(sources, store, fingerprint, settings):
            known += task.inputs if task.record > 0 else task.inputs - 1
            summary.inputs += task.inputs
            if store.holds(task.key):
                summary.reused += task.inputs
                store.list_in_run(task.source, task.record, task.key, task.sha256)
                progress(summary.reused + done, known)
            else:
                yield task

    most = settings.workers if any(source.is_collection for source in sources) else len(sources)
    with closing(engine.worked_on(new_tasks(), settings, most)) as worked:
        for task, packed, lasting in worked:
            done += task.inputs
            key = task.key if lasting else PASSING + task.key
            put(store, task.source, task.record, key, packed, task.sha256)
            progress(summary.reused + done, known)


def worked_on(tasks: Iterator[Task], settings: Settings, most: int) -> Generator[tuple[Task, bytes, bool], None, None]:
    """Each task with its rows, packed, and whether they last, as they come."""
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    if _stays_here(settings):
        answers = _worked_on_here(tasks, settings)
    else:
        shared = Workers(partial(_work, settings=settings), min(settings.workers, most), settings.max_article_seconds)
        answers = shared.answers(tasks)
    for task, answer in answers:
        if isinstance(answer, Lost):
            yield task, pack([reject_rows(Reject(task.shown, "analyse", answer.why))]), False
        else:
            yield task, *answer


def _stays_here(settings: Settings) -> bool:
    """Whether this process does the work itself.

    One worker too is a process of its own, so that an article on which it crashes doesn't end the run. But where the
    stages are loaded already, to load them once more would take longer than most of what is asked for one by one.
    """
    return settings.workers == 1 and (_stages_of(settings) in _loaded or multiprocessing.current_process().daemon)


def _worked_on_here(tasks: Iterator[Task], settings: Settings) -> Iterator[tuple[Task, tuple[bytes, bool] | Lost]]:
    for task in tasks:
        try:
            yield task, _work(task, settings)
        except LimitError as error:
            yield task, Lost(str(error))


_loaded: dict[tuple[object, ...], tuple[Stages, States]] = {}


def load(settings: Settings) -> tuple[Stages, States]:
    """The stages for these settings; loaded once a process.

    :raises RunError: if the model, a rule, a name or a cue can't be read; the message says which.
    """
    key = _stages_of(settings)
    if key not in _loaded:
        _loaded.clear()
        try:
            with no_collections():
                import_spacy()
                from pipeline.analysis import load_stages
                from pipeline.ingest.clean import load_rules

                load_rules(settings.models)
                _loaded[key] = load_stages(settings), load_states(settings.models, settings.rules)
        except (OSError, ValueError) as error:
            raise RunError(str(error)) from error
        keep_for_good()
    return _loaded[key]


def _stages_of(settings: Settings) -> tuple[object, ...]:
    """What the stages depend on."""
    return settings.model, settings.models, settings.rules


def _work(task: Task, settings: Settings) -> tuple[bytes, bool]:
    """The rows of one input, packed, and whether they last: a failure of ours is tried again next time."""
    stages, states = load(settings)
    try:
        with limited(settings.max_article_seconds, settings.max_memory_megabytes):
            return pack(_rows(task, settings, stages, states)), True
    except LimitError:
        raise
    except Exception as error:
        log.exception("%s: could not be analysed", task.shown)
        reason = f"could not be analysed ({type(error).__name__}: {error}); please report it with the file"
        return pack([reject_rows(Reject(task.shown, "analyse", " ".join(reason.split())))]), False


def _rows(task: Task, settings: Settings, stages: Stages, states: States) -> Iterable[Rows]:
    if isinstance(task.item, Source):
        return _file_rows(task.item, settings, stages, states)
    assert isinstance(task.item, Article), "a slice is worked on record by record"
    return analysed_rows(task.item, stages, states)


def _file_rows(source: Source, settings: Settings, stages: Stages, states: States) -> Iterable[Rows]:
    from pipeline.ingest import read

    found = next(iter(read(source.path, source.root, settings)))
    if isinstance(found, Reject):
        return [reject_rows(replace(found, path=source.shown))]
    return analysed_rows(replace(found, article_id=source.article_id, path=source.shown), stages, states)


def analysed_rows(article: Article, stages: Stages, states: States) -> Iterator[Rows]:
    """Everything that the tables say of one article, in parts."""
    from pipeline.analysis import analyse

    analysis = analyse(article, stages)
    tallies = tally(article_rows(analysis)["dyads"], analysis.stances, analysis.mentions, states)
    for rows in rows_of(analysis):
        rows.tallies, tallies = tallies, []
        yield rows


# Writing.


def _write_tables(
    folder: Path, store: RowStore, fingerprint: Fingerprint, settings: Settings, summary: Summary
) -> None:
    """All tables of the run, from the kept rows of each input, one input at a time."""
    texts = folder / TEXTS
    texts.mkdir()
    sums = ProfileSums()
    articles = hashlib.sha256()
    with ExitStack() as stack:
        files = {
            table.name: stack.enter_context((folder / f"{table.name}.csv").open("wb")) for table in TABLES
        }
        for table in TABLES:
            files[table.name].write(encode(header(table)))
        for rows in store.rows_of_run():
            for name, text in rows.lines.items():
                files[name].write(encode(text))
            for article_id, text in rows.texts.items():
                (texts / f"{article_id}.txt").write_bytes(encode(text))
            articles.update(encode(rows.lines.get("articles", "")))
            sums.add(rows.tallies)
            summary.counts.update(rows.counts)
        for profile in sums.profiles():
            files["profiles"].write(encode(lines(TABLE["profiles"], [profile])))
            summary.counts["profiles"] += 1
    _write_json(folder / DESCRIPTION, data_package(package_version()))
    _write_json(folder / RUN, _description(fingerprint, articles.hexdigest(), summary))
    if "xlsx" in settings.formats:
        from pipeline.workbook import write_workbook

        write_workbook(folder, folder / WORKBOOK)
    if "parquet" in settings.formats:
        write_parquet(folder, in_parts=settings.engine == "dask")


def _description(fingerprint: Fingerprint, articles: str, summary: Summary) -> dict[str, Any]:
    """What ``run.json`` says: all that the tables depend on, and nothing of this machine or hour."""
    return {
        **asdict(fingerprint),
        "articles": articles,
        "rows": {table.name: summary.counts[table.name] for table in TABLES},
        "events": dict(sorted(summary.events.items())),
    }


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
