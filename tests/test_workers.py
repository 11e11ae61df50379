import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline import workers
from pipeline.interrupts import interrupts_held
from pipeline.limits import LimitError
from pipeline.workers import Lost, Workers
from tests.deeds import do

ROOT = Path(__file__).parents[1]


def answers(tasks: list[str], seconds: float = 30.0, number: int = 2) -> dict[str, str | Lost]:
    return dict(Workers(do, number, seconds).answers(iter(tasks)))


def test_tasks_are_shared_and_answered():
    assert answers(["a", "b", "c"]) == {"a": "A", "b": "B", "c": "C"}


def test_ctrl_c_while_a_worker_begins_is_not_lost():
    with ThreadPoolExecutor(1) as another:
        # Another thread is there to be told of it.
        another.submit(time.sleep, 0.1)
        with pytest.raises(KeyboardInterrupt), interrupts_held(), workers._unheard_by_the_new():
            os.kill(os.getpid(), signal.SIGINT)


def test_a_task_that_kills_is_lost_and_all_others_are_done(tmp_path: Path):
    found = answers(["a", "die", "b", f"die-once {tmp_path / 'once'}", "c"])
    lost = found.pop("die")
    assert isinstance(lost, Lost)
    assert "died (Killed)" in lost.why
    assert sorted(str(answer)[:8] for answer in found.values()) == ["A", "B", "C", "DIE-ONCE"]


def test_a_program_is_not_begun_again_in_its_workers(tmp_path: Path):
    """A script that doesn't ask whether it is ``__main__``."""
    script = tmp_path / "script.py"
    script.write_text(
        "from pipeline.workers import Workers; from tests.deeds import do\n"
        "print('begun'); print(list(Workers(do, 1, 30).answers(iter(['a']))))"
    )
    said = subprocess.run(
        [sys.executable, script], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    ).stdout
    assert said == "begun\n[('a', 'A')]\n"


def test_a_task_that_hangs_is_lost(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workers, "GRACE", 0.5)
    began = time.monotonic()
    found = answers(["hang", "a"], seconds=1.5)
    assert found["a"] == "A"
    assert isinstance(found["hang"], Lost)
    assert "takes more than 2 seconds" in found["hang"].why
    assert time.monotonic() - began < 30


def test_a_task_that_keeps_its_own_limit_is_lost():
    found = answers(["long", "large"])
    assert found["long"] == Lost("it takes more than 0 seconds; split it into articles, or raise max_article_seconds")
    assert found["large"] == Lost(
        "it needs more than 600 MB of memory; split it into articles, or raise max_memory_megabytes"
    )


def test_a_limit_of_time_holds_in_a_thread_too():
    with ThreadPoolExecutor(1) as threads:
        with pytest.raises(LimitError, match="it takes more than 0 seconds"):
            threads.submit(do, "long").result()
        assert threads.submit(do, "a").result() == "A"


def test_a_fault_in_the_work_is_raised():
    with pytest.raises(ValueError, match="it failed"):
        answers(["a", "fail"])


def test_no_tasks_need_no_workers():
    assert answers([]) == {}
