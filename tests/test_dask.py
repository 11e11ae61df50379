"""The engine dask gives what the plain one does, whatever becomes of its workers, and says what is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dask
import pyarrow.dataset
import pyarrow.parquet
import pytest
from distributed import Client, LocalCluster
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.run import RunError, run
from pipeline.schema import TABLES
from pipeline.settings import Settings, SettingsError
from pipeline.tables import frames
from tests.simple import STATES, rows_simply

SLICE = 200
LINES = (
    '{"text": "Norland signed a pact with Ostia, and the ministers were content.", "id": "pact"}\n'
    "\n"
    '{"text": "Ostia waited for the answer of its neighbours in the north.", "title": "Waiting"}\n'
    "{bad\n"
    '{"text": "Norland signed a second pact; nobody has read it until now.", "id": "pact"}\n'
    '{"text": "Der Minister sagte, dass er davon nichts gewusst habe und nichts wissen wolle."}\n'
    '{"text": "It was said of Norland that it signed whatever was put before it.", "id": "last"}\n'
)  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    config = {
        "distributed.worker.preload": ["tests.dask_stages"],
        "distributed.scheduler.allowed-failures": 0,
        "distributed.comm.timeouts.connect": "2s",
    }
    with (
        dask.config.set(config),
        LocalCluster(n_workers=2, threads_per_worker=1, memory_limit=0, dashboard_address=":0", silence_logs=50) as made,
    ):
        yield made


@pytest.fixture
def on_dask(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings for a run on the cluster, whose shards and slices are small."""
    monkeypatch.setattr("pipeline.run._stays_here", lambda settings: True)
    monkeypatch.setattr("pipeline.run.load", lambda settings: (None, STATES))
    monkeypatch.setattr("pipeline.run.analysed_rows", rows_simply)
    monkeypatch.setattr("pipeline.cluster.driver.SHARD_SIZE", SLICE)
    return Settings(engine="dask", scheduler=cluster.scheduler_address, formats=("csv", "parquet"))


@pytest.fixture
def inputs(articles: Path) -> Path:
    (articles / "empty.txt").write_text("")
    (articles / "inner" / "lines.jsonl").write_text(LINES)
    (articles / "records.csv").write_text("id,text\npact,Norland signed a third pact with Sudria.\n")
    return articles


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".commentariat" not in path.parts and path.suffix != ".parquet"
    }


def test_the_tables_are_those_of_the_plain_engine(inputs: Path, tmp_path: Path, on_dask: Settings):
    run([inputs], tmp_path / "plain", Settings(formats=("csv", "parquet")))
    run([inputs], tmp_path / "dask", on_dask)
    assert contents(tmp_path / "dask") == contents(tmp_path / "plain")
    ids = frames(tmp_path / "dask")["articles"]["article_id"].tolist()
    assert len({one.casefold() for one in ids}) == len(ids) == 8
    for table in TABLES:
        parts = pyarrow.dataset.dataset(tmp_path / "dask" / "parquet" / table.name).to_table()
        assert parts.equals(pyarrow.parquet.read_table(tmp_path / "plain" / f"{table.name}.parquet"))
    # The other engine's files go, and what was done is taken over.
    assert run([inputs], tmp_path / "dask", on_dask).reused == 9
    run([inputs], tmp_path / "dask", Settings(formats=("csv", "parquet")))
    assert not (tmp_path / "dask" / "parquet").exists()


def test_urls_are_read_like_paths(inputs: Path, tmp_path: Path, on_dask: Settings):
    run([inputs], tmp_path / "plain", Settings())
    run([f"local://{inputs}"], tmp_path / "local", on_dask)
    assert contents(tmp_path / "local") == contents(tmp_path / "plain")
    run([f"file://{inputs}"], tmp_path / "file", on_dask)
    assert contents(tmp_path / "file") == contents(tmp_path / "plain")


def test_a_worker_killed_in_mid_run_costs_no_row(tmp_path: Path, cluster: LocalCluster, on_dask: Settings):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "lines.jsonl").write_text(LINES * 5)
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Norland signed pact {number}.\nOstia waited for number {number}.")
    run([folder], tmp_path / "plain", Settings())
    killed: list[int] = []

    def kill(done: int, known: int) -> None:
        if done and not killed:
            killed.append(next(iter(processes(cluster).values())))
            os.kill(killed[0], signal.SIGKILL)

    run([folder], tmp_path / "dask", on_dask, kill)
    assert killed
    assert contents(tmp_path / "dask") == contents(tmp_path / "plain")


def processes(cluster: LocalCluster) -> dict[str, int]:
    with Client(cluster, set_as_default=False) as client:
        return client.run(os.getpid)


def test_an_article_that_kills_is_rejected_and_all_others_are_read(inputs: Path, tmp_path: Path, on_dask: Settings):
    run([inputs], tmp_path / "plain", Settings())
    record = {"text": "In Ostia too a killer waits for those who read it.", "id": "deadly-record"}
    with (inputs / "inner" / "lines.jsonl").open("a") as stream:
        stream.write(json.dumps(record))
    run([inputs], tmp_path / "dask", on_dask)
    rejects = frames(tmp_path / "dask")["rejects"]
    dead = rejects[rejects["reason"].str.startswith("the worker that read it died")]
    assert dead[["path", "stage"]].to_numpy().tolist() == [["inner/lines.jsonl", "analyse"]]
    for table in ("sentences", "events", "dyads", "profiles"):
        assert contents(tmp_path / "dask")[f"{table}.csv"] == contents(tmp_path / "plain")[f"{table}.csv"]


def test_interrupted_it_takes_finished_shards_over(inputs: Path, tmp_path: Path, on_dask: Settings):
    def interrupt(done: int, known: int) -> None:
        if done >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([inputs], tmp_path / "dask", on_dask, interrupt)
    assert run([inputs], tmp_path / "dask", on_dask).reused >= 3
    run([inputs], tmp_path / "plain", Settings())
    assert contents(tmp_path / "dask") == contents(tmp_path / "plain")


def test_a_worker_of_another_version_stops_the_run(
    inputs: Path, tmp_path: Path, on_dask: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("pipeline.cache.package_version", lambda: "another")
    with pytest.raises(RunError, match=r"the worker tcp://\S+ has another version of commentariat"):
        run([inputs], tmp_path / "dask", on_dask)


def test_without_dask_it_says_what_to_install(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SettingsError, match=r"pip install 'commentariat\[dask\]'"):
        run([articles], tmp_path / "out", Settings(engine="dask"))


def said(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["extract", *map(str, arguments)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("commentariat: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ARTICLES", "--scheduler", "tcp://head:8786"], "add --engine dask"),
        (["s3://bucket/articles"], "add --engine dask"),
        (["ARTICLES", "--engine", "spark"], "'local' or 'dask'"),
        (["ARTICLES", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"], "no Dask scheduler answers at tcp://127.0.0.1:9"),
        (["ARTICLES", "--engine", "dask", "--scheduler", "nonsense://x"], "no Dask scheduler answers at nonsense://x"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], words: str, articles: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.cluster.engine._CONNECT_SECONDS", 0.5)
    named = [str(articles) if argument == "ARTICLES" else argument for argument in arguments]
    assert words in said(*named, "--out", articles.parent / "out")
    assert not (articles.parent / "out").exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nowhere://x", "name a path, or a URL such as s3://"),
        ("memory://x", "save it as a file"),
        ("s3://bucket/x", "pip install 'commentariat[dask,s3]'"),
        ("local:///not/there", "no such file or folder"),
    ],
)
def test_a_wrong_url_is_told(url: str, words: str, tmp_path: Path, on_dask: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    assert words in said(url, "--out", tmp_path / "out", "--engine", "dask", "--scheduler", on_dask.scheduler)


def test_a_cluster_of_its_own_runs_the_real_stages(tmp_path: Path):
    (tmp_path / "one.txt").write_text("Norland condemned Ostia last week, and Sudria signed a pact with Ostia.")
    with dask.config.set({"distributed.worker.preload": []}):
        done = CliRunner().invoke(app, ["extract", str(tmp_path / "one.txt"), "--out", str(tmp_path / "out"), "--engine", "dask"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert frames(tmp_path / "out")["events"]["event_type"].tolist() == ["ACCUSE", "SUPPORT"]


def test_a_worker_that_is_stuck_in_a_library_ends_itself():
    program = "import time; from pipeline.cluster.work import _ended_when_stuck as e\nwith e(0.1): time.sleep(60)"
    done = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[1], timeout=50)
    assert done.returncode == -signal.SIGKILL
