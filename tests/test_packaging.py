"""The package as others get it: a wheel with the rules in it, locks without a place to fetch from."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_every_rule_and_module(wheel: Path):
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("pipeline", "models"):
        prefix = "pipeline/" if folder == "models" else ""
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert prefix + path.relative_to(ROOT).as_posix() in held
    assert not [name for name in held if name.startswith(("tests/", "corpus/"))]


def test_the_wheel_works_from_any_folder(wheel: Path, tmp_path: Path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "note.txt").write_text("Ostia imposed sanctions on Sudria. Norland condemned the sanctions.")
    command = [sys.executable, "-m", "pipeline.cli", "extract", "note.txt", "--out", "tables"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "SANCTION" in (tmp_path / "tables" / "events.csv").read_text()
    where = subprocess.run(
        [sys.executable, "-c", "import pipeline.settings as s; print(s.models_folder())"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert where.strip() == str(tmp_path / "site" / "pipeline" / "models")


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("*.lock")))
def test_a_lock_pins_by_hash_and_names_no_place(lock: str):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "@" not in text
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_lock_holds_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {
        "requirements.lock": project["dependencies"],
        "requirements-test.lock": project["dependencies"] + project["optional-dependencies"]["test"],
    }
    for lock, wanted in named.items():
        locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text(), re.MULTILINE))
        assert {re.match(r"[a-z0-9._-]+", one).group() for one in wanted} <= locked  # type: ignore[union-attr]
    assert "pytest" not in (ROOT / "requirements.lock").read_text()


def test_the_tests_lock_has_the_same_versions():
    def versions(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / lock).read_text(), re.MULTILINE))

    assert versions("requirements.lock") <= versions("requirements-test.lock")
