import pytest

from pipeline.report.source import ReportError, bundles, check_tables, records_of, run_of


def test_whole_tables_pass(tables):
    check_tables(tables)
    assert run_of(tables)["model"]["name"] == "simple"


def test_a_folder_without_tables_is_told(tmp_path):
    with pytest.raises(ReportError, match=r"no such folder; name the one that `commentariat extract --out` wrote"):
        check_tables(tmp_path / "nowhere")
    with pytest.raises(ReportError, match=r"holds no tables; run `commentariat extract ARTICLES"):
        check_tables(tmp_path)


def test_a_table_that_is_missing_is_named(tables):
    (tables / "stances.csv").unlink()
    with pytest.raises(ReportError, match=r"stances\.csv is not there; the tables are of an older version"):
        check_tables(tables)


def test_a_column_that_is_missing_is_named(tables):
    path = tables / "events.csv"
    path.write_text(path.read_text().replace("plover_type,mode", "mode", 1))
    with pytest.raises(ReportError, match=r"events\.csv: has no column plover_type; the table is of another version"):
        check_tables(tables)


def test_columns_that_came_later_and_in_another_order_do_no_harm(tables):
    before = list(records_of(tables, "articles"))
    lines = (tables / "articles.csv").read_text().splitlines()
    added = [f"{cell},{line}" for cell, line in zip(("new", "1", "2"), lines, strict=True)]
    (tables / "articles.csv").write_text("\n".join(added) + "\n")
    assert list(records_of(tables, "articles")) == before


def test_tables_in_another_order_are_told(tables):
    header, *rows = (tables / "articles.csv").read_text().splitlines(keepends=True)
    (tables / "articles.csv").write_text(header + "".join(reversed(rows)))
    with pytest.raises(ReportError, match=r"not in the order of articles\.csv"):
        list(bundles(tables))


def test_a_missing_text_is_told(tables):
    (tables / "text" / "plain.txt").unlink()
    with pytest.raises(ReportError, match=r"plain\.txt: can't be read"):
        list(bundles(tables))
