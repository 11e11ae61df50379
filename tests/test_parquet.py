import sys
from pathlib import Path

import pyarrow.parquet
import pytest

from pipeline.run import run
from pipeline.schema import TABLES
from pipeline.settings import Settings, SettingsError

WITH_PARQUET = Settings(formats=("csv", "parquet"))


def test_the_tables_hold_the_same_rows(articles: Path, tmp_path: Path, simple_stages: list[str]):
    run([articles], tmp_path / "out", WITH_PARQUET)
    rows = {t.name: pyarrow.parquet.read_table(tmp_path / "out" / f"{t.name}.parquet").to_pylist() for t in TABLES}
    assert [row["text"] for row in rows["sentences"]][1:3] == ["Norland signed a pact.", 'Ostia, "surprised", waited.']
    assert rows["sentences"][0]["section"] is None
    assert [type(rows["articles"][0][name]) for name in ("words", "title")] == [int, type(None)]
    assert rows["rejects"] == []
    assert list(rows["dyads"][0]) == list(next(t for t in TABLES if t.name == "dyads").header)


def test_the_same_tables_give_the_same_bytes(articles: Path, tmp_path: Path, simple_stages: list[str]):
    for name in ("one", "two"):
        run([articles], tmp_path / name, WITH_PARQUET)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).glob("*.parquet")} for name in ("one", "two"))
    assert one == two
    assert len(one) == len(TABLES)


def test_they_go_when_they_are_no_longer_asked_for(articles: Path, tmp_path: Path, simple_stages: list[str]):
    run([articles], tmp_path / "out", WITH_PARQUET)
    run([articles], tmp_path / "out", Settings())
    assert not list((tmp_path / "out").glob("*.parquet"))


def test_without_the_library_it_says_so_first(
    articles: Path, tmp_path: Path, simple_stages: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(SettingsError, match=r"pip install 'commentariat\[parquet\]'"):
        run([articles], tmp_path / "out", WITH_PARQUET)
    assert not (tmp_path / "out").exists()
