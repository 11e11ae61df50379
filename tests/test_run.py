import io
import json
import os
import sys
from pathlib import Path

import pytest
from frictionless import Package

import pipeline.run
from pipeline.cache import hash_file
from pipeline.inputs import InputError
from pipeline.records import Article
from pipeline.run import RunError, Summary, load, run
from pipeline.schema import TABLES
from pipeline.settings import Settings
from pipeline.tables import Rows, frames
from tests.deeds import work_or_die

SETTINGS = Settings()


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".commentariat" not in path.parts
    }


def assert_valid(folder: Path) -> None:
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "note"])


def test_all_tables_are_written_and_valid(articles: Path, tmp_path: Path, simple_stages: list[str]):
    (articles / "empty.txt").write_text("")
    summary = run([articles], tmp_path / "out", SETTINGS)
    expected = {f"{table.name}.csv" for table in TABLES} | {"datapackage.json", "run.json"}
    assert {path for path in contents(tmp_path / "out") if "/" not in path} == expected
    assert_valid(tmp_path / "out")
    tables = frames(tmp_path / "out")
    assert list(tables["articles"]["path"]) == ["inner/three.txt", "one.txt", "two.txt"]
    assert list(tables["rejects"]["path"]) == ["empty.txt"]
    assert list(tables["dyads"]["target"]) == ["Ostia", "Ostia"]
    assert tables["profiles"].iloc[0][["actor", "counterpart", "articles", "events"]].tolist() == [
        "Norland", "Ostia", 2, 2,
    ]  # fmt: skip
    assert (summary.counts["articles"], summary.counts["rejects"], summary.events) == (3, 1, {"SUPPORT": 2})


def test_offsets_hold_in_the_files(articles: Path, tmp_path: Path, simple_stages: list[str]):
    run([articles], tmp_path / "out", SETTINGS)
    tables = frames(tmp_path / "out")
    rows = [
        *tables["sentences"][["article_id", "start", "end", "text"]].itertuples(index=False),
        *tables["entities"][["article_id", "start", "end", "text"]].itertuples(index=False),
        *tables["events"][["article_id", "start", "end", "trigger"]].itertuples(index=False),
    ]
    assert len(rows) > 6
    for article_id, start, end, text in rows:
        written = (tmp_path / "out" / "text" / f"{article_id}.txt").read_bytes().decode("utf-8")
        assert written[start:end] == text


def test_a_run_with_nothing_but_rejects_is_valid(tmp_path: Path, simple_stages: list[str]):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    run([tmp_path / "in"], tmp_path / "out", SETTINGS)
    assert_valid(tmp_path / "out")
    assert frames(tmp_path / "out")["rejects"]["stage"].tolist() == ["read"]


def test_the_same_input_gives_the_same_bytes(articles: Path, tmp_path: Path, simple_stages: list[str]):
    for out, settings in (("one", SETTINGS), ("two", Settings(cache=False)), ("one", SETTINGS)):
        run([articles], tmp_path / out, settings)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert not (tmp_path / "two" / ".commentariat" / "rows.sqlite").exists()
    assert str(tmp_path) not in (tmp_path / "one" / "run.json").read_text()


def test_only_what_changed_is_read_again(articles: Path, tmp_path: Path, simple_stages: list[str]):
    out = tmp_path / "out"
    run([articles], out, SETTINGS)
    assert sorted(simple_stages) == ["one", "three", "two"]
    simple_stages.clear()
    os.utime(articles / "one.txt", (0, 0))
    assert run([articles], out, SETTINGS).reused == 3
    assert simple_stages == []
    (articles / "two.txt").write_text("Norland signed in Sudria.")
    os.utime(articles / "two.txt", (0, 0))
    assert run([articles], out, SETTINGS).reused == 2
    assert simple_stages == ["two"]
    run([articles], tmp_path / "afresh", SETTINGS)
    assert contents(out) == contents(tmp_path / "afresh")


def test_what_is_gone_leaves_the_tables(articles: Path, tmp_path: Path, simple_stages: list[str]):
    run([articles], tmp_path / "out", SETTINGS)
    (articles / "one.txt").unlink()
    run([articles], tmp_path / "out", SETTINGS)
    assert "text/one.txt" not in contents(tmp_path / "out")
    assert frames(tmp_path / "out")["articles"]["article_id"].tolist() == ["three", "two"]


def test_a_row_keeps_its_id_when_other_articles_change(articles: Path, tmp_path: Path, simple_stages: list[str]):
    run([articles], tmp_path / "out", SETTINGS)
    before = frames(tmp_path / "out")["events"].set_index("article_id")["event_id"].to_dict()
    (articles / "aaa.txt").write_text("Norland signed first.")
    (articles / "two.txt").unlink()
    run([articles], tmp_path / "out", SETTINGS)
    after = frames(tmp_path / "out")["events"].set_index("article_id")["event_id"].to_dict()
    assert {name: after[name] for name in before} == before


def test_changed_rules_have_everything_read_again(articles: Path, tmp_path: Path, simple_stages: list[str]):
    rules = tmp_path / "models" / "events"
    rules.mkdir(parents=True)
    settings = Settings(models=tmp_path / "models")
    run([articles], tmp_path / "out", settings)
    (rules / "new.yml").write_text("x")
    assert run([articles], tmp_path / "out", settings).reused == 0


def test_records_of_a_collection_are_articles_of_their_own(tmp_path: Path, simple_stages: list[str]):
    path = tmp_path / "all.jsonl"
    path.write_text("Norland signed.\nOstia waited.\nNorland waited.\n")
    run([path], tmp_path / "out", SETTINGS)
    assert_valid(tmp_path / "out")
    ids = frames(tmp_path / "out")["articles"]["article_id"].tolist()
    assert ids[:2] == ["record-1", "record-0"]
    assert len(set(ids)) == 3
    assert frames(tmp_path / "out")["articles"]["sha256"].tolist() == [hash_file(path)] * 3
    simple_stages.clear()
    path.write_text("Norland signed.\nOstia waited.\nNorland waited.\nSudria waited.\n")
    run([path], tmp_path / "out", SETTINGS)
    assert len(simple_stages) == 1
    assert frames(tmp_path / "out")["articles"]["sha256"].tolist() == [hash_file(path)] * 4
    run([path], tmp_path / "afresh", SETTINGS)
    assert contents(tmp_path / "out") == contents(tmp_path / "afresh")


def test_two_files_of_one_stem_are_two_articles(articles: Path, tmp_path: Path, simple_stages: list[str]):
    (articles / "inner" / "one.txt").write_text("Norland signed here too.")
    run([articles], tmp_path / "out", SETTINGS)
    assert_valid(tmp_path / "out")
    assert len(frames(tmp_path / "out")["articles"]) == 4
    assert len([path for path in contents(tmp_path / "out") if path.startswith("text/")]) == 4


def test_standard_input(tmp_path: Path, simple_stages: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Norland signed.")))
    run([Path("-")], tmp_path / "out", SETTINGS)
    assert frames(tmp_path / "out")["articles"][["article_id", "path"]].to_numpy().tolist() == [["stdin", "stdin.txt"]]


def test_a_stage_that_fails_costs_its_article_and_is_tried_again(
    articles: Path, tmp_path: Path, simple_stages: list[str], monkeypatch: pytest.MonkeyPatch
):
    def failing(article: Article, stages: object, states: object) -> Rows:
        raise KeyError("oh\nno")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.run.analysed_rows", failing)
        run([articles], tmp_path / "out", SETTINGS)
    rejects = frames(tmp_path / "out")["rejects"]
    assert rejects["stage"].tolist() == ["analyse"] * 3
    assert "KeyError" in rejects["reason"][0]
    assert_valid(tmp_path / "out")
    run([articles], tmp_path / "out", SETTINGS)
    assert len(frames(tmp_path / "out")["articles"]) == 3


def test_interrupted_the_old_tables_are_whole_and_what_is_done_is_kept(
    articles: Path, tmp_path: Path, simple_stages: list[str]
):
    out = tmp_path / "out"
    run([articles], out, SETTINGS)
    before = contents(out)
    (articles / "four.txt").write_text("Norland signed.")
    (articles / "five.txt").write_text("Norland waited.")

    def interrupting(done: int, known: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([articles], out, SETTINGS, interrupting)
    assert contents(out) == before
    assert run([articles], out, SETTINGS).reused == 4
    run([articles], tmp_path / "afresh", SETTINGS)
    assert contents(out) == contents(tmp_path / "afresh")


def test_an_article_on_which_the_one_worker_crashes_is_rejected(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (articles / "die.txt").write_text("Norland signed.")
    # Another test may have loaded the stages into this process, which would then do the work, and die, itself.
    monkeypatch.setattr("pipeline.run._loaded", {})
    monkeypatch.setattr("pipeline.run._work", work_or_die)
    summary = run([articles], tmp_path / "out", SETTINGS)
    assert summary.counts["articles"] == 3
    rejects = frames(tmp_path / "out")["rejects"]
    assert rejects["path"].tolist() == ["die.txt"]
    assert "the process that read it died (Segmentation fault)" in rejects["reason"][0]


def test_where_the_model_is_loaded_already_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.run._loaded", {})
    assert not pipeline.run._stays_here(SETTINGS)
    monkeypatch.setattr("pipeline.run._loaded", {pipeline.run._stages_of(SETTINGS): None})
    assert pipeline.run._stays_here(SETTINGS)
    assert pipeline.run._stays_here(Settings(cache=False))
    assert not pipeline.run._stays_here(Settings(workers=2))
    assert not pipeline.run._stays_here(Settings(model="another"))


def test_a_full_disk_leaves_the_old_tables(
    articles: Path, tmp_path: Path, simple_stages: list[str], monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "out"
    run([articles], out, SETTINGS)
    before = contents(out)
    (articles / "two.txt").write_text("Norland signed.")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space left"):
            run([articles], out, SETTINGS)
    assert contents(out) == before


def test_wrong_paths_touch_nothing(tmp_path: Path):
    with pytest.raises(InputError, match="no such file or folder"):
        run([tmp_path / "nowhere"], tmp_path / "out", SETTINGS)
    assert not (tmp_path / "out").exists()


def test_rules_that_cannot_be_read_stop_the_run(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def failing(settings: Settings) -> None:
        raise ValueError("sanction.yml:3: unknown key")

    monkeypatch.setattr("pipeline.analysis.load_stages", failing)
    monkeypatch.setattr("pipeline.run._loaded", {})
    monkeypatch.setattr("pipeline.run._stays_here", lambda settings: True)
    with pytest.raises(RunError, match=r"sanction\.yml:3: unknown key"):
        run([articles], tmp_path / "out", SETTINGS)


def test_a_broken_file_of_the_reader_stops_the_run_before_any_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def failing(models: Path) -> None:
        raise ValueError("furniture.yml:276: unknown zone")

    monkeypatch.setattr("pipeline.ingest.clean.load_rules", failing)
    monkeypatch.setattr("pipeline.run._loaded", {})
    with pytest.raises(RunError, match=r"furniture\.yml:276: unknown zone"):
        load(SETTINGS)


def test_run_json_tells_what_the_tables_depend_on(articles: Path, tmp_path: Path, simple_stages: list[str]):
    run([articles], tmp_path / "out", SETTINGS)
    told = json.loads((tmp_path / "out" / "run.json").read_text())
    assert told["model"]["version"] == "3.8.0"
    assert set(told["rules"]) >= {"entities", "events", "stance"}
    assert told["rows"]["articles"] == 3
    assert told["events"] == {"SUPPORT": 2}
    assert {"spacy", "commentariat", "python"} <= set(told["versions"])


def test_a_workbook_goes_when_it_is_no_longer_asked_for(articles: Path, tmp_path: Path, simple_stages: list[str]):
    run([articles], tmp_path / "out", Settings(formats=("csv", "xlsx")))
    assert "tables.xlsx" in contents(tmp_path / "out")
    run([articles], tmp_path / "out", SETTINGS)
    assert "tables.xlsx" not in contents(tmp_path / "out")


def test_progress_reaches_the_end(articles: Path, tmp_path: Path, simple_stages: list[str]):
    seen: list[tuple[int, int]] = []
    run([articles], tmp_path / "out", SETTINGS, lambda done, known: seen.append((done, known)))
    assert seen[-1] == (3, 3)
    assert isinstance(run([articles], tmp_path / "out", SETTINGS), Summary)
