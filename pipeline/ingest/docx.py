"""Reader of Word files: paragraphs and table cells in order, headings by style, the document's own properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.table import Table
from docx.text.paragraph import Paragraph as DocxParagraph

from pipeline.ingest.characters import tidy
from pipeline.ingest.draft import BadRecord, Draft, Metadata, ReadError
from pipeline.ingest.lines import Line

# Unpacked, a document of this many bytes is a book with pictures, or a bomb.
_MOST_BYTES = 400_000_000
_MOST_TEXT_BYTES = 120_000_000
# A part packed tighter than this holds next to nothing over and over.
_TIGHTEST = 300
_OLE = b"\xd0\xcf\x11\xe0"
_HEADING = re.compile(r"^heading \d|^heading$|^title\d?$|^subtitle$", re.IGNORECASE)
_JUNK_NAMES = frozenset(
    (
        "python-docx",
        "user",
        "admin",
        "administrator",
        "windows user",
        "microsoft office user",
        "owner",
        "author",
        "hp",
        "dell",
        "lenovo",
        "user1",
        "pc",
    )
)
_JUNK_TITLES = re.compile(
    r"(?i)^(?:untitled|document\d*|microsoft word.*|word document|powerpoint.*|title|normal|template.*)$"
)
# Runs that Word keeps for the reader of the file, not of the text.
_NOT_TEXT = ("footnoteReference", "endnoteReference", "instrText", "delText", "commentReference")


def read_docx(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
    """One draft: the document's paragraphs in order, tables in their place.

    :raises ReadError: if it is no Word file, or too large once unpacked.
    """
    _check_zip(data)
    try:
        document = Document(io.BytesIO(data))
        lines = list(_lines(document))
        metadata = _metadata(document)
    # The library raises whatever its parsers do.
    except (
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        SyntaxError,
        zipfile.BadZipFile,
        OSError,
    ) as error:
        raise ReadError(_damaged(error)) from None
    except Exception as error:
        if type(error).__module__.startswith(("docx", "lxml")):
            raise ReadError(_damaged(error)) from None
        raise
    yield Draft(tuple(lines), metadata)


def _damaged(error: Exception) -> str:
    kind = type(error).__name__
    return f"the Word file is damaged or of another kind ({kind}); open it in Word and save it again as .docx"


def _check_zip(data: bytes) -> None:
    if data.startswith(_OLE):
        raise ReadError("it is an old Word file (.doc) or locked by a password; save it as .docx without one")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"it is no whole Word file ({error}); save it again from its source") from None
    unpacked = sum(part.file_size for part in parts)
    bombs = [
        part
        for part in parts
        if part.file_size > _MOST_TEXT_BYTES
        or (part.file_size > 5_000_000 and part.file_size > _TIGHTEST * max(part.compress_size, 1))
    ]
    if unpacked > _MOST_BYTES or bombs:
        raise ReadError(
            f"unpacked it has {unpacked / 1_000_000:,.0f} MB, which no article has; leave it out, or save its text"
        )


def _lines(document: DocxDocument) -> Iterator[Line]:
    for block in document.iter_inner_content():
        if isinstance(block, DocxParagraph):
            yield from _paragraph(block)
        elif isinstance(block, Table):
            yield from _table(block)


def _table(table: Table) -> Iterator[Line]:
    """A table's cells as paragraphs, each once: letters and newsletters are laid out in tables."""
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc in seen:
                continue
            seen.add(cell._tc)
            for block in cell.iter_inner_content():
                if isinstance(block, DocxParagraph):
                    yield from _paragraph(block)
                elif isinstance(block, Table):
                    yield from _table(block)


def _paragraph(paragraph: DocxParagraph) -> Iterator[Line]:
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    text = tidy(_text(paragraph))
    role = _role(style, paragraph)
    blanks = 1
    for part in text.split("\n"):
        line = " ".join(part.split())
        if line:
            yield Line(
                line,
                blanks,
                role=role
                if role != "bold"
                else "heading"
                if len(line.split()) <= 12 and line[-1] not in ".,:;?!"
                else "",
            )
        blanks = 0 if line else blanks + 1


def _text(paragraph: DocxParagraph) -> str:
    """The paragraph's words: of all runs, links and smart tags, without note marks, field codes and deleted text."""
    pieces: list[str] = []
    for element in paragraph._p.iter():
        tag = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        if tag == "t" and not _in_textbox(element, paragraph):
            if not _is_raised_number(element):
                pieces.append(element.text or "")
        elif tag == "tab":
            pieces.append(" " if element.getparent().tag.endswith("}r") else "")
        elif tag in ("br", "cr"):
            pieces.append("\n")
        elif tag == "noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def _in_textbox(element: Any, paragraph: DocxParagraph) -> bool:
    """Text boxes lie on the page, not in the sentence that they are anchored in."""
    return any(
        str(parent.tag).endswith("}txbxContent")
        for parent in element.iterancestors()
        if parent is not paragraph._p
    )


def _is_raised_number(element: Any) -> bool:
    text = (element.text or "").strip()
    if not re.fullmatch(r"\W*\d{1,3}\W*|[*†‡]+", text):
        return False
    run = element.getparent()
    raised = [node for node in run.iter() if str(node.tag).endswith("}vertAlign")]
    return any("superscript" in node.values() for node in raised)


def _role(style: str, paragraph: DocxParagraph) -> str:
    if style == "title":
        return "title"
    if _HEADING.match(style):
        return "heading"
    if style.startswith("caption"):
        return "caption"
    if style.startswith("list") or paragraph._p.xpath("./w:pPr/w:numPr"):
        return "item"
    runs = [run for run in paragraph.runs if run.text.strip()]
    return "bold" if runs and all(run.bold for run in runs) else ""


def _metadata(document: DocxDocument) -> Metadata:
    """Title and author of the file's properties, unless a program put them there; its dates are no publication's."""
    properties = document.core_properties
    title = " ".join((properties.title or "").split())
    author = " ".join((properties.author or "").split())
    authors = tuple(
        name.strip()
        for name in re.split(r"[;/]", author)
        if name.strip() and name.strip().lower() not in _JUNK_NAMES
    )
    return Metadata("" if _JUNK_TITLES.match(title) else title, authors)
