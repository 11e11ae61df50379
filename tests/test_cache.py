from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cache import RowsLostError, RowStore, hash_folder, input_key, pack, take_fingerprint, unpack
from pipeline.settings import Settings, SettingsError
from pipeline.tables import Rows


def rows(text: str) -> Rows:
    return Rows(lines={"sentences": text}, texts={"a": "é\n\ud800"}, counts={"sentences": 1})


def test_rows_come_back_in_the_order_of_the_run(tmp_path: Path):
    store = RowStore(tmp_path / "rows")
    for place, key in (((1, 0), "b"), ((0, 1), "c"), ((0, 0), "a"), ((-1, 0), "d")):
        store.put(key, pack([rows(key)]))
        store.list_in_run(*place, key)
    assert [one.lines["sentences"] for one in store.rows_of_run()] == ["d", "a", "c", "b"]
    assert next(store.rows_of_run()) == rows("d")


def test_rows_outlive_the_process_but_the_list_of_the_run_does_not(tmp_path: Path):
    store = RowStore(tmp_path / "rows")
    store.put("a", pack([rows("a")]))
    store.list_in_run(0, 0, "a")
    store.close()
    again = RowStore(tmp_path / "rows")
    assert again.holds("a")
    assert list(again.rows_of_run()) == []


def test_only_the_run_is_kept(tmp_path: Path):
    store = RowStore(tmp_path / "rows")
    store.put("old", pack([rows("old")]))
    store.put("a", pack([rows("a")]))
    store.list_in_run(0, 0, "a")
    store.keep_only_run()
    assert (store.holds("a"), store.holds("old")) == (True, False)


def test_a_store_that_is_junk_is_made_anew(tmp_path: Path):
    (tmp_path / "rows").write_bytes(b"junk" * 1000)
    store = RowStore(tmp_path / "rows")
    assert not store.holds("a")


def test_damaged_rows_are_dropped_and_said(tmp_path: Path):
    store = RowStore(tmp_path / "rows")
    store.put("a", pack([rows("a")]))
    store.list_in_run(0, 0, "a")
    store._base.execute("UPDATE kept SET rows = 'damaged'")
    with pytest.raises(RowsLostError, match="run again"):
        list(store.rows_of_run())
    assert not store.holds("a")


def test_rows_in_parts_come_back_part_by_part():
    parts = [rows("a\n"), rows("b\n"), Rows()]
    packed = pack(parts)
    assert list(unpack(packed)) == parts
    # Part by part they are put one behind the other, as those of several articles are.
    assert packed == b"".join(pack([one]) for one in parts)


@pytest.mark.parametrize("kept", [slice(0, -1), slice(0, -20), slice(3, None)])
def test_parts_that_are_cut_short_are_no_rows(tmp_path: Path, kept: slice):
    store = RowStore(tmp_path / "rows")
    store.put("a", pack([rows("a"), rows("b" * 100)])[kept])
    store.list_in_run(0, 0, "a")
    with pytest.raises(RowsLostError, match="run again"):
        list(store.rows_of_run())
    assert not store.holds("a")


def test_the_key_hangs_on_each_part():
    keys = {input_key(*parts) for parts in (("f", "s", "a"), ("g", "s", "a"), ("f", "t", "a"), ("f", "s", "b"))}
    assert len(keys) == 4
    assert input_key("f", "s", "a") == input_key("f", "s", "a")


def test_a_folder_hash_sees_bytes_and_names_but_no_times(tmp_path: Path):
    (tmp_path / "a.yml").write_text("one")
    before = hash_folder(tmp_path)
    (tmp_path / "a.yml").write_text("one")
    (tmp_path / ".swp").write_text("x")
    assert hash_folder(tmp_path) == before
    (tmp_path / "a.yml").write_text("two")
    assert hash_folder(tmp_path) != before
    (tmp_path / "a.yml").write_text("one")
    (tmp_path / "a.yml").rename(tmp_path / "b.yml")
    assert hash_folder(tmp_path) != before


def test_the_fingerprint_sees_rules_and_deciding_settings(tmp_path: Path):
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.yml").write_text("one")
    settings = Settings(models=tmp_path)
    before = take_fingerprint(settings)
    assert take_fingerprint(Settings(models=tmp_path, workers=2, strict=True)).digest == before.digest
    assert take_fingerprint(Settings(models=tmp_path, encoding="latin1")).digest != before.digest
    (tmp_path / "events" / "a.yml").write_text("two")
    assert take_fingerprint(settings).digest != before.digest
    assert before.model["version"] == "3.8.0"
    assert replace(before, code="other").digest != before.digest


def test_a_model_that_is_not_there():
    with pytest.raises(SettingsError, match="'en_nowhere' is not installed; install it with pip"):
        take_fingerprint(Settings(model="en_nowhere"))
