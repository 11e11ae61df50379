"""The notebooks in docs/ run from the first cell to the last, and are kept without output."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))
TEXT = "Norland signed a defence pact with Ostia on 3 March 2022. Ostia condemned Sudria.\n"


def code_cells(path: Path) -> list[dict]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path):
    for name, published in (("pact", "2022-03-04"), ("later", "2024-05-06")):
        article = tmp_path / "corpus" / "articles" / f"{name}.md"
        article.parent.mkdir(parents=True, exist_ok=True)
        article.write_text(f"---\ntitle: A pact\ndate: {published}\n---\n{TEXT}", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    program = "\n".join("".join(cell["source"]) for cell in code_cells(path))
    program += "\nassert len(wide) == 2 and wide.sum().sum() > 0, wide"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "docs", env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_output(path: Path):
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code_cells(path))


def test_there_are_notebooks():
    assert NOTEBOOKS
