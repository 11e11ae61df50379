from pathlib import Path

import pytest

from pipeline.settings import Settings, SettingsError, make_settings, models_folder


def test_the_shipped_models_are_found():
    assert (models_folder() / "events").is_dir()


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Settings().workers = 2


def test_an_unknown_setting_names_the_known_ones(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"unknown setting 'wokers'; known are: model, models, .*workers"):
        make_settings({"wokers": 2}, tmp_path)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"workers": 0}, "workers: .*greater than or equal to 1"),
        ({"encoding": "klingon"}, "no encoding that Python knows; try utf-8"),
        ({"formats": ("csv", "xls")}, "formats: Input should be 'csv', 'xlsx' or 'parquet'"),
        ({"formats": ("xlsx",)}, "always holds csv"),
        ({"models": "/nowhere"}, "is not a folder; name one laid out like"),
    ],
)
def test_a_value_that_cannot_be_says_what_could(given: dict, message: str, tmp_path: Path):
    with pytest.raises(SettingsError, match=message):
        make_settings(given, tmp_path)


def test_the_file_of_the_folder_is_read_and_what_is_given_goes_before_it(tmp_path: Path):
    (tmp_path / "commentariat.toml").write_text('workers = 3\nencoding = "latin1"\n')
    settings = make_settings({"workers": 2, "encoding": None}, tmp_path)
    assert (settings.workers, settings.encoding) == (2, "iso8859-1")


def test_models_in_the_file_are_relative_to_it(tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "commentariat.toml").write_text('models = "mine"\n')
    assert make_settings({}, tmp_path).models == tmp_path / "mine"


@pytest.mark.parametrize("content", ["workers = = 2", "unknown = 1"])
def test_a_faulty_file_is_named(tmp_path: Path, content: str):
    (tmp_path / "commentariat.toml").write_text(content)
    with pytest.raises(SettingsError, match=r"commentariat\.toml"):
        make_settings({}, tmp_path)


def test_what_decides_holds_nothing_of_this_machine(tmp_path: Path):
    one, other = Settings(workers=1, cache=False), Settings(workers=4, strict=True, models=tmp_path)
    assert one.deciding() == other.deciding()
