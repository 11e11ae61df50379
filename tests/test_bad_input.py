"""A folder of everything that goes wrong: the run goes on, uses what can be used and explains the rest."""

import os
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from reportlab.pdfgen import canvas

from pipeline.cache import hash_file
from pipeline.records import Article
from pipeline.run import run
from pipeline.settings import Settings
from pipeline.tables import frames
from tests.simple import STATES, rows_simply

PROSE = "Norland signed a defence pact with Ostia on Monday. Sudria condemned it and recalled its ambassador.\n"
USED = {"good.txt", "inner/good.md", "nul.txt", "utf16.txt", "=formula.txt"}
WHY = {
    "empty.txt": "the file is empty; leave it out",
    "junk.txt": "it is binary, not text; give it the ending of its real format",
    "pictures.pdf": "the PDF has no text layer, its pages are pictures; run OCR on it",
    "broken.docx": "it is no whole Word file",
    "large.txt": "the file has 50 MB and the limit is 25; split it into articles, or raise max_document_megabytes",
    "data.txt": "it holds a word of more than 1,000 letters, so it is data and no prose; leave it out",
    "french.txt": "it seems to be French, and only English is read; translate it or leave it out",
    "photo.png": ".png is no format that can be read; save it as one of",
    "locked.txt": "can't be read (Permission denied); check its permissions",
    "gone.txt": "can't be looked at (No such file or directory); check that it is there",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    (made / "inner").mkdir(parents=True)
    files = {
        "good.txt": PROSE.encode(),
        "inner/good.md": b"# The pact\n\n" + PROSE.encode(),
        "=formula.txt": ("=" + PROSE).encode(),
        "nul.txt": PROSE.replace("pact", "pa\0ct").encode(),
        "utf16.txt": PROSE.encode("utf-16"),
        "empty.txt": b"",
        "junk.txt": bytes(range(256)) * 40,
        "broken.docx": b"PK\x03\x04" + bytes(range(256)),
        "large.txt": b"",
        "data.txt": b"a" * 50_000,
        "french.txt": "Le ministre a déclaré que la France ne participerait pas à cet exercice avec ses voisins. ".encode() * 4,
        "photo.png": b"\x89PNG\r\n",
        "locked.txt": PROSE.encode(),
    }
    for name, data in files.items():
        (made / name).write_bytes(data)
    os.truncate(made / "large.txt", 50_000_000)
    (made / "gone.txt").symlink_to(made / "nowhere.txt")
    page = canvas.Canvas(str(made / "pictures.pdf"))
    page.rect(10, 10, 300, 300, fill=1)
    page.save()
    return made


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading is real, what follows takes no time; a locked file is locked for the root user too."""

    def hash_unlocked(path: Path) -> str:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return hash_file(path)

    def rows(article: Article, stages: Any, states: Any) -> Any:
        return rows_simply(article)

    monkeypatch.setattr("pipeline.tasks.hash_file", hash_unlocked)
    monkeypatch.setattr("pipeline.run.load", lambda settings: (None, STATES))
    monkeypatch.setattr("pipeline.run.analysed_rows", rows)


def test_the_run_goes_on_and_explains(folder: Path, tmp_path: Path, no_model: None):
    out = tmp_path / "out"
    summary = run([folder], out, Settings())
    tables = frames(out)
    assert set(tables["articles"]["path"]) == USED
    reasons = dict(zip(tables["rejects"]["path"], tables["rejects"]["reason"], strict=True))
    assert set(reasons) == set(WHY)
    for path, why in WHY.items():
        assert why in reasons[path], path
    assert summary.counts["rejects"] == len(WHY)
    report = Package(str(out / "datapackage.json")).validate()
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "note"])


def test_what_can_be_used_is_read_alike_in_every_dress(folder: Path, tmp_path: Path, no_model: None):
    run([folder], tmp_path / "out", Settings())
    texts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "text").iterdir()}
    plain = PROSE.strip()
    assert texts["utf16.txt"] == texts["nul_.txt"] == plain
    assert texts["formula.txt"] == "=" + plain
    # Two files of one stem are two articles.
    assert sum(name.startswith("good-") and text.endswith(plain) for name, text in texts.items()) == 2


def test_a_folder_of_nothing_usable_gives_tables_without_rows(tmp_path: Path, no_model: None):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    run([tmp_path / "in"], tmp_path / "out", Settings())
    assert {name: len(table) for name, table in frames(tmp_path / "out").items() if len(table)} == {"rejects": 1}
