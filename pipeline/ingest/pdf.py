"""Reader of PDF files: pdfium gives the pieces of text and where they stand, pipeline/ingest/layout.py their order."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as raw

from pipeline.ingest.characters import tidy
from pipeline.ingest.draft import BadRecord, Draft, Metadata, ReadError
from pipeline.ingest.layout import Span, page_lines, segments, without_running_heads

# A page of prose has hundreds of letters; fewer than these on average, and the pages are pictures.
_LETTERS_A_PAGE = 25
_MOST_PAGES = 5000
# What a page says is packed; unpacked, this is more than a book. (zlib packs to a 1032nd part at best.)
_MOST_STREAM_BYTES = 64_000_000
_BEST_PACKED = 1032
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# pdfium writes one of these for the hyphen that a line end brought.
_LINE_END_HYPHEN = re.compile(r"[\ufffe\x02\u00ad](?=\s*$)")
_STRAY_HYPHEN = re.compile(r"[\ufffe\x02]")
_JUNK_TITLE = re.compile(
    r"(?i)^(?:untitled|\(unspecified\)|\(anonymous\)|microsoft \w+.*|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|pub|tex|dvi)\b.*"
    r"|document\d*|layout \d+|slide \d+|title)$"
)


def read_pdf(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
    """One draft: the text of all pages in reading order.

    :raises ReadError: if it is no PDF, is locked, too large once unpacked, or holds pictures of pages without text.
    """
    _check_streams(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise ReadError(
            "the PDF is locked by a password; save it without"
            if locked
            else "it is no whole PDF; save it again from its source"
        ) from None
    try:
        if len(document) > _MOST_PAGES:
            raise ReadError(
                f"the PDF has {len(document):,} pages and the limit is {_MOST_PAGES:,}; split it into articles"
            )
        pages = [_page_spans(document, number) for number in range(len(document))]
        information = document.get_metadata_dict()
    finally:
        document.close()
    letters = sum(len(span.text) for page in pages for span in page)
    if letters < _LETTERS_A_PAGE * max(len(pages), 1):
        raise ReadError(
            "the PDF has no text layer, its pages are pictures; run OCR on it (ocrmypdf makes such a layer) and try again"
        )
    first_page = pages[0] if pages else []
    merged = without_running_heads([segments(page) for page in pages])
    lines = [line for number, page in enumerate(merged) for line in page_lines(page, number)]
    yield Draft(tuple(lines), _metadata(information, first_page), laid_out=True)


def _check_streams(data: bytes) -> None:
    """Refuse a file that holds gigabytes of drawing, packed into little: pdfium would unpack and keep all of it."""
    for mark in _STREAM.finditer(data):
        end = data.find(b"endstream", mark.end())
        described = data[max(0, mark.start() - 1000) : mark.start()].rpartition(b" obj")[2]
        # Pictures are large and never unpacked here.
        if b"/Flate" not in described or b"/Image" in described or end - mark.end() <= _MOST_STREAM_BYTES // _BEST_PACKED:
            continue
        if described.count(b"/Flate") > 1 or _unpacks_beyond(data[mark.end() : end], _MOST_STREAM_BYTES):
            raise ReadError(
                f"a page of it has more than {_MOST_STREAM_BYTES // 1_000_000} MB once unpacked, which no text has;"
                " leave it out, or save its text"
            )


def _unpacks_beyond(packed: bytes, most: int) -> bool:
    unpacked = zlib.decompressobj()
    size = 0
    try:
        while packed and size <= most:
            size += len(unpacked.decompress(packed, 1 << 20))
            packed = unpacked.unconsumed_tail
    except zlib.error:
        return False
    return size > most


def _page_spans(document: pypdfium2.PdfDocument, number: int) -> list[Span]:
    """The pieces of text of a page, in the order of the file. A page that can't be read has none."""
    spans: list[Span] = []
    try:
        page = document[number]
        textpage = page.get_textpage()
        for i in range(textpage.count_rects()):
            left, bottom, right, top = textpage.get_rect(i)
            text = textpage.get_text_bounded(left, bottom, right, top)
            # A space at the end tells that the next piece is another word; the boxes don't.
            text = _STRAY_HYPHEN.sub(
                "", _LINE_END_HYPHEN.sub("-", text.replace("\r", "").rstrip("\n").replace("\n", " "))
            )
            text = tidy(text).replace("\n", " ")
            if text.strip() and top > bottom:
                spans.append(
                    Span(left, bottom, right, top, text, _is_bold(textpage, left, bottom, right, top))
                )
        textpage.close()
        page.close()
    except pypdfium2.PdfiumError:
        return spans
    return spans


def _is_bold(textpage: pypdfium2.PdfTextPage, left: float, bottom: float, right: float, top: float) -> bool:
    """Whether the first and the last letter of a piece are set in a bold font, by the font's name or weight."""
    for x in (left + 1, right - 1):
        index = textpage.get_index(x, (bottom + top) / 2, 4, 4)
        if index is None:
            return False
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(textpage, index, name, 128, ctypes.byref(flags))
        if not (
            b"bold" in name.value.lower()
            or b"black" in name.value.lower()
            or raw.FPDFText_GetFontWeight(textpage, index) >= 600
        ):
            return False
    return True


def _metadata(information: dict[str, str], first_page: Sequence[Span]) -> Metadata:
    """The file's own title and author, when the first page says them too; the dates of a file are no publication's."""
    seen = _letters(" ".join(span.text for span in first_page))
    title = " ".join((information.get("Title") or "").split())
    author = " ".join((information.get("Author") or "").split())
    good_title = title and not _JUNK_TITLE.match(title) and len(title.split()) > 1 and _letters(title) in seen
    good_author = (
        author and not _JUNK_TITLE.match(author) and _letters(author) in seen and len(author.split()) > 1
    )
    return Metadata(title if good_title else "", (author,) if good_author else ())


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
