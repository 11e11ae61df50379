"""Word files, made here."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from pipeline.ingest import read
from pipeline.records import Article


def test_a_word_file(tmp_path: Path) -> None:
    document = Document()
    document.core_properties.author = "python-docx"
    document.core_properties.title = "Document1"
    document.add_paragraph("OPINION")
    document.add_heading("A quiet pact between Norland and Ostia", 0)
    document.add_paragraph("By Ada Example")
    document.add_paragraph("3 May 2024")
    document.add_paragraph("Norland signed the pact on Friday. It matters.")
    marked = document.add_paragraph("It has a mark")
    marked.add_run("1").font.superscript = True
    marked.add_run(" in the middle of it.")
    document.add_paragraph("Ministers at the port. Photo: Reuters", style="Caption")
    document.add_heading("Why now?", 2)
    document.add_paragraph("Because it can be done now.")
    document.add_paragraph("It opens ports.", style="List Bullet")
    document.add_paragraph("It opens a hotline.", style="List Bullet")
    document.add_paragraph().add_run("The price").bold = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "A cell holds a sentence too."
    table.cell(0, 1).text = "So does the other one here."
    broken = document.add_paragraph("Two lines")
    broken.add_run().add_break()
    broken.add_run("of one sentence.")
    document.add_paragraph("Ada Example is a fellow at the Norland Institute.")
    path = tmp_path / "pact.docx"
    document.save(str(path))
    (article,) = read(path)
    assert isinstance(article, Article), article
    assert article.text.split("\n") == [
        "Norland signed the pact on Friday. It matters.",
        "It has a mark in the middle of it.",
        "Why now?",
        "Because it can be done now.",
        "It opens ports.",
        "It opens a hotline.",
        "The price",
        "A cell holds a sentence too.",
        "So does the other one here.",
        "Two lines of one sentence.",
    ]
    assert [p.section for p in article.paragraphs if p.heading] == ["Why now?", "The price"]
    assert (article.title, article.authors, article.published, article.format) == (
        "A quiet pact between Norland and Ostia",
        ("Ada Example",),
        "2024-05-03",
        "docx",
    )


def test_the_files_own_title_and_author_count_when_somebody_wrote_them(tmp_path: Path) -> None:
    document = Document()
    document.core_properties.author = "Ada Example"
    document.core_properties.title = "A quiet pact"
    document.add_paragraph("Norland signed the pact on Friday. It matters.")
    document.save(str(tmp_path / "pact.docx"))
    (article,) = read(tmp_path / "pact.docx")
    assert isinstance(article, Article)
    assert (article.title, article.authors, article.published) == ("A quiet pact", ("Ada Example",), "")
