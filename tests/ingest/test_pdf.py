"""PDF files, made here: columns, heads and feet, broken words, footnotes, no text layer, a password."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest import read
from pipeline.records import Article, Reject

LEFT = [
    "Small states learn early that geography",
    "is a teacher who never retires, and the",
    "capital of Norland has learnt it twice.",
    "Its fleet was counted in the year of the",
    "treaty, and again when the treaty lapsed",
    "without anybody noticing; both counts",
    "were wrong, but they were wrong in ways",
    "that suited the ministry, which kept its",
]
RIGHT = [
    "own numbers in a drawer. The drawer is",
    "now open. What it holds is an inven-",
    "tory of ships that were never built and",
    "of harbours that were never dredged, as",
    "well as letters that were never sent to",
    "Non-",
    "Aligned partners in the south. Nobody in",
    "the ministry will say who opened it.",
]
BODY = (
    "Small states learn early that geography is a teacher who never retires, and the capital of Norland has learnt it twice. "
    "Its fleet was counted in the year of the treaty, and again when the treaty lapsed without anybody noticing; both counts "
    "were wrong, but they were wrong in ways that suited the ministry, which kept its own numbers in a drawer. The drawer is "
    "now open. What it holds is an inventory of ships that were never built and of harbours that were never dredged, as well "
    "as letters that were never sent to Non-Aligned partners in the south. Nobody in the ministry will say who opened it."
)


def column(canvas: Canvas, x: float, y: float, lines: list[str]) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(x, y - 13 * number, line)


def head_and_foot(canvas: Canvas, page: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(72, 800, "Norland Institute Policy Brief")
    canvas.drawRightString(520, 800, f"No. 12 / {page}")
    canvas.drawCentredString(300, 30, f"Page {page}")
    canvas.setFont("Helvetica", 10)


def article(folder: Path, data: bytes) -> Article:
    path = folder / "brief.pdf"
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("interleaved", [False, True], ids=["columns in turn", "line by line"])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, interleaved: bool) -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    head_and_foot(canvas, 1)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 760, "Counting ships that are not there")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 735, "By Ada Example")
    canvas.drawString(72, 720, "3 May 2024")
    if interleaved:
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            canvas.drawString(72, 680 - 13 * number, left)
            canvas.drawString(310, 680 - 13 * number, right)
    else:
        column(canvas, 72, 680, LEFT)
        column(canvas, 310, 680, RIGHT)
    canvas.showPage()
    canvas.save()
    found = article(tmp_path, data.getvalue())
    assert found.text == BODY
    assert (found.title, found.authors, found.published) == (
        "Counting ships that are not there",
        ("Ada Example",),
        "2024-05-03",
    )


def test_a_sentence_runs_on_over_the_page_its_foot_and_its_notes(tmp_path: Path) -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    for page, lines in enumerate((LEFT, RIGHT), 1):
        head_and_foot(canvas, page)
        column(canvas, 72, 740, lines)
        if page == 1:
            # A raised mark, and its note in small print at the foot.
            end = 72 + canvas.stringWidth(LEFT[2], "Helvetica", 10)
            canvas.setFont("Helvetica", 5.5)
            canvas.drawString(end, 740 - 26 + 4, "1")
            canvas.setFont("Helvetica", 7)
            canvas.drawString(72, 80, "1 See A. Example, Counting (Vell, 2019), p. 12.")
        canvas.showPage()
    canvas.save()
    assert article(tmp_path, data.getvalue()).text == BODY


def test_bold_and_large_lines_are_headings(tmp_path: Path) -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    column(
        canvas,
        72,
        780,
        ["The drawer was opened on Monday, said the ministry, and closed on Tuesday.", "Nobody saw it."],
    )
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(72, 735, "A drawer closes")
    canvas.setFont("Helvetica", 10)
    column(
        canvas,
        72,
        722,
        ["On Wednesday it was opened again, and by Friday the whole town had read it", "at least once."],
    )
    canvas.showPage()
    canvas.save()
    found = article(tmp_path, data.getvalue())
    assert [p.section for p in found.paragraphs] == ["", "A drawer closes", "A drawer closes"]
    assert found.text.split("\n")[2].endswith("had read it at least once.")


def rejected(folder: Path, data: bytes) -> str:
    path = folder / "brief.pdf"
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Reject)
    return found.reason


def test_pages_without_text_ask_for_ocr(tmp_path: Path) -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    assert "no text layer" in rejected(tmp_path, data.getvalue())


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "Nobody reads this.")
    canvas.save()
    assert "password" in rejected(tmp_path, data.getvalue())
