"""Cities: read when the first is asked for, and what is wrong in their table is told before."""

import shutil
from pathlib import Path

import pytest

from pipeline import compiled
from pipeline.compiled import compile_folder
from pipeline.entities import cities
from pipeline.entities.cities import Cities, load_cities
from pipeline.entities.gazetteer import build_gazetteer
from pipeline.entities.tables import Problem

TABLE = "name,country,inhabitants\nNordhafen,NOR,300000\nNordhafen,OST,20000\nKüste,OST,5000\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cities.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "told", "country"),
    [
        ("Nordhafen", (), "NOR"),
        ("Nordhafen", ("OST",), "OST"),
        ("Nordhafen", ("NOR", "OST"), ""),
        ("Kuste", (), ""),
        ("Kuste", ("OST",), "OST"),
        ("Elsewhere", ("OST",), ""),
    ],
)
def test_country(table: Path, name: str, told: tuple[str, ...], country: str):
    problems: list[Problem] = []
    assert load_cities(table, {"NOR", "OST"}, problems).country_of(name, told) == country
    assert problems == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("name,country", "city,country", 1),
        ("Küste,OST", "Küste,XXX", 4),
        ("300000", "many", 2),
        (",20000", "", 3),
    ],
)
def test_what_is_wrong_is_told_with_its_line(table: Path, old: str, new: str, line: int):
    table.write_text(TABLE.replace(old, new), encoding="utf-8")
    problems: list[Problem] = []
    load_cities(table, {"NOR", "OST"}, problems)
    assert [problem.line for problem in problems] == [line]


def test_a_table_known_to_be_right_is_read_when_it_is_asked(table: Path, monkeypatch: pytest.MonkeyPatch):
    key = cities.key_of_cities(Cities(table.read_bytes(), frozenset({"NOR", "OST"})))
    monkeypatch.setattr(compiled, "_known", lambda: {key: "true"})
    read: list[bytes] = []
    lines = Cities.lines
    monkeypatch.setattr(Cities, "lines", lambda self: read.append(self.data) or lines(self))
    problems: list[Problem] = []
    loaded = load_cities(table, {"NOR", "OST"}, problems)
    assert read == []
    # As it was when it was loaded, whatever happens to the file until the first is asked for.
    table.unlink()
    assert (loaded.country_of("Nordhafen", ()), loaded.country_of("Nordhafen", ())) == ("NOR", "NOR")
    assert len(read) == 1


def test_tables_known_to_be_right_are_looked_through_again_once_they_change(
    small_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    models = tmp_path / "models"
    shutil.copytree(small_models, models)
    compile_folder(models)
    compiled._known.cache_clear()
    monkeypatch.setattr(compiled, "models_folder", lambda: models)
    looked: list[str] = []
    monkeypatch.setattr("pipeline.entities.tables._check_values", lambda tables, problems: looked.append("tables"))
    build_gazetteer(models / "entities")
    assert looked == []
    path = models / "entities" / "groups.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    build_gazetteer(models / "entities")
    assert looked == ["tables"]
    compiled._known.cache_clear()
