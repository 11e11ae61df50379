from pathlib import Path

import openpyxl
import pytest

from pipeline import workbook
from pipeline.schema import TABLE, TABLES
from pipeline.tables import csv_line, header
from pipeline.workbook import CELL_UNITS, cell_text, write_workbook

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"x\")", "'=1", "a\nb", " lead", "12"]


def write_tables(folder: Path, texts: list[str]) -> Path:
    for table in TABLES:
        lines = header(table)
        if table.name == "sentences":
            for number, text in enumerate(texts, start=1):
                lines += csv_line([f"a:{number}", "a", str(number), "1", "", "0", "5", text])
        (folder / f"{table.name}.csv").write_text(lines, encoding="utf-8", newline="")
    return folder


def test_texts_are_text_and_numbers_numbers(tmp_path: Path):
    write_workbook(write_tables(tmp_path, HOSTILE), tmp_path / "tables.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    assert book.sheetnames == [table.name for table in TABLES]
    rows = list(book["sentences"].iter_rows(min_row=2))
    for row, text in zip(rows, HOSTILE, strict=True):
        assert row[7].data_type in {"s", "inlineStr"}
        assert row[7].value.replace("\r\n", "\n") == text.replace("\r", row[7].value[0] if text[0] == "\r" else "\r")
        assert row[2].data_type == "n"
        assert row[4].value is None
    assert [cell.value for cell in next(book["sentences"].iter_rows(max_row=1))] == list(TABLE["sentences"].header)


def test_no_cell_is_a_formula(tmp_path: Path):
    import zipfile

    write_workbook(write_tables(tmp_path, HOSTILE), tmp_path / "tables.xlsx")
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets" in name]
    assert len(sheets) == len(TABLES)
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_the_same_tables_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_tables(tmp_path, ["a"])
    write_workbook(tmp_path, tmp_path / "one.xlsx")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    write_workbook(tmp_path, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bell\x07 and \x00", "bell\ufffd and \ufffd"),
        ("\ufffe", "\ufffd"),
        ("a_x0041_b", "a_x005F_x0041_b"),
        ("tab\tline\n", "tab\tline\n"),
        ("x" * CELL_UNITS, "x" * CELL_UNITS),
        ("x" * (CELL_UNITS + 1), "x" * (CELL_UNITS - 1) + "…"),
    ],
)
def test_what_a_cell_cannot_hold(text: str, shown: str):
    assert cell_text(text) == shown


def test_long_texts_are_counted_as_excel_counts():
    cut = cell_text("😀" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_UNITS
    assert cut.endswith("😀…")


def test_a_table_longer_than_a_sheet_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "SHEET_ROWS", 4)
    write_workbook(write_tables(tmp_path, list("abcdefg")), tmp_path / "tables.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    sheets = [name for name in book.sheetnames if name.startswith("sentences")]
    assert sheets == ["sentences", "sentences 2", "sentences 3"]
    assert [[row[7] for row in book[name].iter_rows(min_row=2, values_only=True)] for name in sheets] == [
        ["a", "b", "c"], ["d", "e", "f"], ["g"],
    ]  # fmt: skip
