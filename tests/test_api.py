from pathlib import Path

import pytest

from pipeline import Tables, extract, extract_text
from pipeline.settings import SettingsError
from pipeline.tables import frames


def test_a_sentence_in_a_notebook():
    tables = extract_text("Ostia imposed sanctions on Sudria last week.", published="2022-03-02")
    assert tables.events["event_type"].tolist() == ["SANCTION"]
    assert tables.dyads[["source", "target"]].to_numpy().tolist() == [["Ostia", "Sudria"]]
    assert tables.profiles["material_conflict"].tolist() == [1]
    assert tables.articles["published"][0] == "2022-03-02"
    assert len(tables.rejects) == 0


@pytest.mark.parametrize("text", ["", "\n \n", "…", "\x00", "a" * 5000, "\ud800 Norland signed."])
def test_any_text_has_tables(text: str):
    tables = extract_text(text)
    assert len(tables.articles) == 1


def test_a_day_of_publication_that_is_none():
    with pytest.raises(ValueError, match="'March' is no ISO 8601 date, such as"):
        extract_text("Norland signed.", published="March")


def test_an_unknown_setting():
    with pytest.raises(SettingsError, match="known are"):
        extract_text("Norland signed.", modle="x")


def test_tables_in_memory_are_those_on_disk(articles: Path, tmp_path: Path, simple_stages: list[str]):
    in_memory = extract(articles)
    on_disk = extract([articles], out=tmp_path / "out", workers=1)
    written = frames(tmp_path / "out")
    for name in Tables.__slots__:
        assert getattr(in_memory, name).equals(getattr(on_disk, name))
        assert getattr(in_memory, name).equals(written[name])
    assert len(in_memory.events) == 2


def test_no_day_of_publication_is_an_unknown_one() -> None:
    assert extract_text("Norland signed a pact with Ostia.", published=None).articles["published"].isna().all()
