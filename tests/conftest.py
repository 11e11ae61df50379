"""Fixtures that the tests of the run share."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.profiles import States
from pipeline.records import Article
from pipeline.settings import models_folder
from pipeline.tables import Rows
from tests.simple import STATES, read_simply, rows_simply

# The files of tests that take longest begin first, so that none of them is left alone at the end.
LONGEST = (
    "test_readme", "test_browser", "test_rules_commands", "test_rules_check", "test_tutorial", "test_dask",
    "test_nothing_lost", "test_rules_diff", "test_own_rules", "test_end_to_end",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; within a file their order stays."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))


@pytest.fixture
def simple_stages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Puts the simple stages in the place of the real ones; returns the ids of the articles read, as they are."""
    read: list[str] = []

    def rows_noted(article: Article, stages: Any, states: States) -> list[Rows]:
        read.append(article.article_id)
        return rows_simply(article)

    monkeypatch.setattr("pipeline.run._stays_here", lambda settings: settings.workers == 1)
    monkeypatch.setattr("pipeline.run.load", lambda settings: (None, STATES))
    monkeypatch.setattr("pipeline.run.analysed_rows", rows_noted)
    monkeypatch.setattr("pipeline.ingest.read", read_simply, raising=False)
    return read


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of three small articles."""
    folder = tmp_path / "articles"
    (folder / "inner").mkdir(parents=True)
    (folder / "one.txt").write_text("Norland signed a pact.\nOstia, \"surprised\", waited.", encoding="utf-8")
    (folder / "two.txt").write_text("Nothing happened in Sudria.", encoding="utf-8")
    (folder / "inner" / "three.txt").write_text("=Norland signed once more – so they say.", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def small_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped models with the rules of two types, the cues of one stance, and few names.

    For tests that read the rules anew many times over: to read all of them takes most of a second each time.
    """
    made = tmp_path_factory.mktemp("small") / "models"
    shutil.copytree(models_folder(), made)
    for path in (made / "events").glob("*.yml"):
        if path.stem not in {"sanction", "accuse", "lexicon", "roles", "time"}:
            path.unlink()
    for stance in ("cooperation", "non_alignment"):
        (made / "stance" / f"{stance}.yml").unlink()
    for name in ("cities", "officials", "forces", "groups", "places"):
        path = made / "entities" / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    # As in a clone, where the shipped ones stand in another repository than own rules.
    subprocess.run(["git", "init", "-q", str(made)], check=True)
    return made
