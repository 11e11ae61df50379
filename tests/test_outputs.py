import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.outputs import OutputError, OutputFolder


def write_new(folder: OutputFolder, version: str, article: str = "a", workbook: bool = False) -> None:
    (folder.new / "articles.csv").write_text(f"article_id,title\n{article},{version}\n")
    (folder.new / "run.json").write_text(version)
    (folder.new / "text").mkdir()
    (folder.new / "text" / f"{article}.txt").write_text(version)
    if workbook:
        (folder.new / "tables.xlsx").write_text(version)


def state(path: Path) -> dict[str, str]:
    return {
        file.relative_to(path).as_posix(): file.read_text()
        for file in sorted(path.rglob("*"))
        if file.is_file() and ".commentariat" not in file.parts
    }


def run(path: Path, version: str, **more: object) -> None:
    with OutputFolder(path) as folder:
        write_new(folder, version, **more)  # type: ignore[arg-type]
        folder.replace_tables()


def test_tables_are_replaced_and_files_of_others_stay(tmp_path: Path):
    run(tmp_path / "out", "one", article="a", workbook=True)
    (tmp_path / "out" / "notes.md").write_text("mine")
    (tmp_path / "out" / "text" / "remarks.txt").write_text("mine too")
    run(tmp_path / "out", "two", article="b")
    assert state(tmp_path / "out") == {
        "articles.csv": "article_id,title\nb,two\n",
        "notes.md": "mine",
        "run.json": "two",
        "text/b.txt": "two",
        "text/remarks.txt": "mine too",
    }


def test_a_run_that_fails_leaves_the_old_tables(tmp_path: Path):
    run(tmp_path, "one")
    before = state(tmp_path)

    def fail() -> None:
        with OutputFolder(tmp_path) as folder:
            write_new(folder, "two")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert state(tmp_path) == before


@pytest.mark.parametrize("steps", range(9))
def test_killed_while_tables_are_moved_the_next_run_finishes_them(
    tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
):
    class Killed(BaseException):
        pass

    left = steps

    def dying(method):
        def moved(self, target):
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            return method(self, target)

        return moved

    run(tmp_path, "one", article="a")
    (tmp_path / "text" / "remarks.txt").write_text("mine")
    before = state(tmp_path)
    folder = OutputFolder(tmp_path)
    with monkeypatch.context() as patch:
        folder.__enter__()
        write_new(folder, "two", article="b", workbook=True)
        patch.setattr(Path, "rename", dying(Path.rename))
        patch.setattr(Path, "replace", dying(Path.replace))
        with suppress(Killed):
            folder.replace_tables()
    folder._release()  # a dead process holds no lock
    with OutputFolder(tmp_path):
        pass
    after = state(tmp_path)
    if steps == 0:
        assert after == before
    else:
        assert after["run.json"] == after["text/b.txt"] == after["tables.xlsx"] == "two"
        assert after["text/remarks.txt"] == "mine"
        assert "text/a.txt" not in after


def test_tables_that_no_run_wrote_are_not_replaced(tmp_path: Path):
    (tmp_path / "events.csv").write_text("mine")
    with pytest.raises(OutputError, match=r"holds events\.csv, which no run of commentariat wrote"), OutputFolder(tmp_path):
        pass
    assert state(tmp_path) == {"events.csv": "mine"}


@pytest.mark.parametrize("where", ["file", "file/inner"])
def test_a_folder_that_cannot_be_made(tmp_path: Path, where: str):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"name (a|another) folder with --out"), OutputFolder(tmp_path / where):
        pass


HOLD = (
    "import sys, time; from pathlib import Path; from pipeline.outputs import *\n"
    "try: folder = OutputFolder(Path(sys.argv[1])); folder.__enter__(); print('held', flush=True); time.sleep(60)\n"
    "except OutputError as error: print(error)"
)


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path):
    with OutputFolder(tmp_path):
        told = subprocess.run(
            [sys.executable, "-c", HOLD, str(tmp_path)], capture_output=True, text=True, check=True
        ).stdout
        assert f"another run (process {os.getpid()}) is writing there" in told
        with pytest.raises(OutputError, match=f"process {os.getpid()}"), OutputFolder(tmp_path):
            pass
    with OutputFolder(tmp_path):
        pass


def test_a_run_that_was_killed_holds_no_folder(tmp_path: Path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(OutputError, match=f"process {holder.pid}"), OutputFolder(tmp_path):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with OutputFolder(tmp_path):
        pass
