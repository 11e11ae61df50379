"""A run that is killed, or has no room, loses nothing and leaves nothing half."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "tests.deeds"]
ROOT = Path(__file__).parents[1]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".commentariat" not in path.parts
    }


def write(folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    for n in range(number):
        (folder / f"{n:03}.txt").write_text(f"Norland signed pact {n}.\nOstia waited for number {n}.")


def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(tmp_path: Path):
    articles, out = tmp_path / "articles", tmp_path / "out"
    write(articles, 5)
    subprocess.run([*PROGRAM, articles, out, "0"], cwd=ROOT, check=True)
    seen = [contents(out)]
    write(articles, 60)
    chance = random.Random(8)
    for _ in range(10):
        started = subprocess.Popen([*PROGRAM, articles, out, "0.03"], cwd=ROOT)
        time.sleep(chance.uniform(0.3, 1.4))
        started.send_signal(signal.SIGKILL)
        started.wait()
        if not (out / ".commentariat" / "ready").exists():  # else the next run puts the rest in place
            seen.append(contents(out))
    subprocess.run([*PROGRAM, articles, out, "0"], cwd=ROOT, check=True)
    subprocess.run([*PROGRAM, articles, tmp_path / "afresh", "0"], cwd=ROOT, check=True)
    new = contents(tmp_path / "afresh")
    assert contents(out) == new
    assert all(tables in (seen[0], new) for tables in seen)


def test_a_full_disk_leaves_the_old_tables(tmp_path: Path):
    """On a disk of a few megabytes of its own, where the system lets a user mount one."""
    alone = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-e", "-c"]
    mounted = f"mount -t tmpfs -o size=3m none {tmp_path}"
    if shutil.which("unshare") is None or subprocess.run([*alone, mounted], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    few, many, kept = (tmp_path.parent / f"{tmp_path.name}-{name}" for name in ("few", "many", "kept"))
    write(few, 5)
    write(many, 5)
    (many / "large.txt").write_text("\n".join(f"Norland signed {random.Random(n).random()}." for n in range(60_000)))
    out, python = tmp_path / "out", " ".join(map(str, PROGRAM))
    first, second = f"{python} {few} {out} 0; cp -r {out} {kept}", f"{python} {many} {out} 0 2>{kept}.said"
    subprocess.run([*alone, f"{mounted}; {first}; {second} || cp -r {out} {kept}-2"], cwd=ROOT, check=True)
    said = Path(f"{kept}.said").read_text()
    assert "full" in said or "No space left" in said
    assert contents(kept) == contents(Path(f"{kept}-2"))
