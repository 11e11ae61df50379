"""The whole way with the real stages, on a few small articles."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from frictionless import Package

from pipeline.schema import TABLES

COMMAND = [sys.executable, "-m", "pipeline.cli", "extract"]
ARTICLES = {
    "pact.txt": "The pact that nobody wanted\n\nBy A. Writer\n\nMarch 2, 2022\n\nNorland signed a defence pact with Ostia on"
    " Monday. Sudria condemned the pact and recalled its ambassador.\n\nOstia will not withdraw from it, its"
    " minister said. It buys its gas from Sudria and its jets from Norland, and wants neither to notice.\n",
    "visit.md": "# A visit\n\nThe president of Sudria may visit Ostia in April. Norland has imposed sanctions on Sudria.\n",
    "notes.jsonl": '{"id": "n1", "text": "Norland and Ostia held talks.", "published": "2022-03-02"}\n'
    '{"id": "n2", "text": "Norland refused to sign the treaty with Sudria."}\n{"id": "n3"}\n',
    "empty.txt": "",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def out(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("run") / "out"
    subprocess.run([*COMMAND, str(folder), "--out", str(made)], check=True, capture_output=True)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".commentariat" not in path.parts
    }


def test_the_tables_are_valid_and_full(out: Path):
    report = Package(str(out / "datapackage.json")).validate()
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "note"])
    rows = json.loads((out / "run.json").read_text())["rows"]
    assert rows["articles"] == 4
    assert rows["rejects"] == 2
    assert all(rows[table.name] for table in TABLES)


def test_two_workers_write_the_same_bytes(folder: Path, out: Path, tmp_path: Path):
    command = [*COMMAND, str(folder), "--out", str(tmp_path / "out"), "--workers", "2", "--quiet"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == ""
    assert contents(tmp_path / "out") == contents(out)


def test_killed_and_run_again_the_tables_are_whole(folder: Path, out: Path, tmp_path: Path):
    command = [*COMMAND, str(folder), "--out", str(tmp_path / "out"), "--workers", "2"]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    wait_for(tmp_path / "out" / ".commentariat" / "rows.sqlite")
    killed.kill()
    killed.wait()
    assert not (tmp_path / "out" / "run.json").exists() or contents(tmp_path / "out") == contents(out)
    subprocess.run(command, check=True, capture_output=True)
    assert contents(tmp_path / "out") == contents(out)
    assert_nobody_left(killed.pid)


def wait_for(path: Path) -> None:
    """Until the file is there: the run has begun, and its workers are about to load the model."""
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


def assert_nobody_left(session: int) -> None:
    """No worker of a killed run lives on for long."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(session, signal.SIGKILL)
    pytest.fail("workers outlived their main process")


def test_interrupted_it_says_so_and_stops(folder: Path, tmp_path: Path):
    command = [*COMMAND, str(folder), "--out", str(tmp_path / "out"), "--workers", "2"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    wait_for(tmp_path / "out" / ".commentariat" / "rows.sqlite")
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 130, told
    assert "interrupted; the tables of the last run are whole" in told
    assert "Traceback" not in told
