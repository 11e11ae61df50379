"""CSV tables -> one workbook whose text cells are text, so that nothing of an article runs in a spreadsheet."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from pipeline.schema import TABLES, Table

# Excel's limits: UTF-16 units in a cell, rows in a sheet (the header among them).
CELL_UNITS = 32_767
SHEET_ROWS = 1_048_576
_CUT = "…"
# What XML 1.0 can't hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as an escape for "A"; its own way to write that literally is to escape the underscore.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_workbook(folder: Path, path: Path) -> None:
    """Write the CSV tables of ``folder`` as a workbook, a sheet a table; the same tables give the same bytes.

    A text longer than a cell can hold is cut and ends in "…"; a table longer than a sheet goes on in another
    ("sentences 2").
    """
    book = Workbook(write_only=True)
    for table in TABLES:
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = csv.reader(stream)
            next(rows)
            _write_sheets(book, table, rows)
    draft = path.with_suffix(".draft")
    book.save(draft)
    _settle(draft, path)
    draft.unlink()


def _write_sheets(book: Workbook, table: Table, rows: Iterator[list[str]]) -> None:
    number = 0
    while True:
        part = list(islice(rows, 1))
        if number and not part:
            return
        number += 1
        sheet = book.create_sheet(table.name if number == 1 else f"{table.name} {number}")
        sheet.freeze_panes = "A2"
        sheet.append(_header(sheet, table))
        for row in _chain(part, islice(rows, SHEET_ROWS - 2)):
            pairs = zip(row, table.columns, strict=True)
            sheet.append([_cell(sheet, text, column.type) for text, column in pairs])


def _chain(first: Iterable[list[str]], rest: Iterable[list[str]]) -> Iterator[list[str]]:
    yield from first
    yield from rest


def _header(sheet: Any, table: Table) -> list[Any]:
    cells = []
    for name in table.header:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        cells.append(cell)
    return cells


def _cell(sheet: Any, text: str, kind: str) -> Any:
    if not text:
        return None
    if kind == "integer":
        return int(text)
    if kind == "number":
        return float(text)
    if kind == "boolean":
        return text == "true"
    cell = WriteOnlyCell(sheet, value=cell_text(text))
    cell.data_type = "s"  # else a text that begins with "=" is a formula
    return cell


def cell_text(text: str) -> str:
    """A text as a cell can hold it: no character that XML forbids, no longer than Excel allows."""
    clean = _LOOKS_ESCAPED.sub("_x005F_", _ILLEGAL.sub("\ufffd", text))
    if len(clean) * 2 <= CELL_UNITS or len(clean.encode("utf-16-le")) // 2 <= CELL_UNITS:
        return clean
    return clean.encode("utf-16-le")[: 2 * (CELL_UNITS - 1)].decode("utf-16-le", errors="ignore") + _CUT


def _settle(draft: Path, path: Path) -> None:
    """Copy a workbook without the times at which it and its parts were written."""
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            info = zipfile.ZipInfo(part.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with old.open(part) as source, new.open(info, "w") as target:
                if part.filename == "docProps/core.xml":
                    target.write(_MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", source.read()))
                else:
                    shutil.copyfileobj(source, target)
