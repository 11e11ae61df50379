"""Reader of web pages: trafilatura finds the article, this module keeps its paragraphs, headings and metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from pipeline.ingest.characters import DecodingError, decode, tidy
from pipeline.ingest.dates import read_date
from pipeline.ingest.draft import BadRecord, Draft, Metadata, ReadError
from pipeline.ingest.lines import Line

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOTE = re.compile(r"^\W*(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡]+)\W*$")
_INLINE_NOTES = (
    "//sup | //a[contains(@class, 'footnote') or contains(@class, 'endnote')"
    " or contains(@href, '#fn') or contains(@href, '#_ftn') or contains(@href, '#_edn')]"
)
_NEVER_BODY = "//script | //style | //noscript | //template | //svg | //figcaption | //button | //select | //iframe | //comment()"
# A table with paragraphs or headings in a cell lays out a page, as old pages did; it holds no figures.
_LAID_OUT = "//td[count(p) > 1 or h1 or h2 or h3 or h4]/ancestor::table[1][not(.//th)]"
_TABLE_PARTS = ("tbody", "tr", "td")
# Blocks beside the article by their class: notes below it, and its own words set large.
_BESIDE = re.compile(r"(?:^|\s)(?:footnotes?|endnotes?|pull-?quotes?)(?:\s|$)", re.IGNORECASE)
_BLOCKS = ("div", "section", "ol", "li", "aside", "blockquote")
# The parser takes these characters and then refuses to move them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Elements nested deeper than this are no article's; the parsers below would run out of stack.
_DEEPEST = 400
# The most text that a page's paragraphs have while the extractor finds nothing, for it to be believed.
_FEWEST_LETTERS = 200
# A paragraph that the extractor left out between others is put back when it has as many words.
_LOST_WORDS = 8


def read_html(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
    """One draft: the article of the page, with its title, authors, site and date.

    :raises DecodingError: if the bytes are no text.
    :raises ReadError: if no article can be found in it.
    """
    tree = _parse(_decoded(data, encoding))
    _tidy_tree(tree)
    kept = lxml_html.tostring(tree, encoding="unicode")
    try:
        found: Any = trafilatura.bare_extraction(
            kept,
            favor_recall=True,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={
                "original_date": True,
                "extensive_search": False,
                "max_date": "2100-01-01",
            },
        )
    except (ValueError, TypeError, AttributeError, etree.LxmlError) as error:
        raise ReadError(
            f"the page can't be taken apart ({type(error).__name__}); save it again, or as text"
        ) from None
    page = _page_lines(tree)
    lines = _body_lines(found.body) if found is not None and found.body is not None else []
    lines = _with_lost(lines, page) if lines else page
    if sum(len(line.text) for line in lines) < _FEWEST_LETTERS:
        lines = (
            page if sum(len(line.text) for line in page) > sum(len(line.text) for line in lines) else lines
        )
    if not lines:
        raise ReadError("no article is found in the page; save the article's own page, or its text")
    metadata = _metadata(found) if found is not None else Metadata()
    yield Draft(tuple(_titled(lines, metadata.title)), metadata)


def _decoded(data: bytes, encoding: str) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not encoding and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            # What says Latin-1 is Windows-1252 on the web.
            name = declared.group(1).decode("ascii").lower()
            return decode(
                data, "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
            )
        except (DecodingError, LookupError):
            pass
    return decode(data, encoding)


def _parse(text: str) -> lxml_html.HtmlElement:
    text = _DECLARATION.sub("", text).replace("\x00", "")
    if _depth(text) > _DEEPEST:
        raise ReadError(
            f"its elements are nested more than {_DEEPEST} deep, which no article's are; save the page again, or as text"
        )
    try:
        tree = lxml_html.document_fromstring(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"it is no web page ({error}); save the page again, or as text") from None
    return tree


_OPEN_OR_CLOSE = re.compile(
    r"<(/?)(div|span|section|article|ul|ol|li|table|tr|td|blockquote|b|i|em|strong|font|center|p|a)\b[^<>]{0,2000}?(/?)>",
    re.IGNORECASE,
)


def _depth(text: str) -> int:
    """How deep elements are nested, roughly: a close tag takes one off, whatever it closes."""
    depth = deepest = 0
    for tag in _OPEN_OR_CLOSE.finditer(text):
        if tag.group(2).lower() in ("p", "li", "td", "tr", "a"):
            continue
        if tag.group(1):
            depth = max(depth - 1, 0)
        elif not tag.group(3):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _tidy_tree(tree: lxml_html.HtmlElement) -> None:
    """Take out footnote marks, captions and what is no text, before a space is lost or a number glued to a word."""
    for element in tree.iter():
        if element.text and _NOT_XML.search(element.text):
            element.text = _NOT_XML.sub(" ", element.text)
        if element.tail and _NOT_XML.search(element.tail):
            element.tail = _NOT_XML.sub(" ", element.tail)
    for element in tree.xpath(_INLINE_NOTES):
        if _NOTE.match(element.text_content().strip() or "1"):
            element.drop_tree()
    for element in tree.xpath(_NEVER_BODY):
        # Scripts carry metadata in JSON-LD.
        if element.tag == "script" and "ld+json" in (element.get("type") or ""):
            continue
        if element.getparent() is not None:
            element.drop_tree()
    for block in [element for element in tree.iter(*_BLOCKS) if _BESIDE.search(element.get("class") or "")]:
        if block.getparent() is not None:
            block.drop_tree()
    for table in tree.xpath(_LAID_OUT):
        parts = [part for part in table.iter(*_TABLE_PARTS) if next(part.iterancestors("table")) is table]
        for part in (table, *parts):
            part.tag = "div"


def _lines_of(element: etree._Element, role: str, blanks: int) -> list[Line]:
    """The element's text, cut at its line breaks; two breaks are an empty line."""
    pieces: list[str] = []

    def collect(node: etree._Element) -> None:
        pieces.append(" ".join((node.text or "").split(" ")).replace("\n", " "))
        for child in node:
            if child.tag in ("lb", "br"):
                pieces.append("\n")
            elif isinstance(child.tag, str) and child.tag not in ("graphic", "img"):
                collect(child)
            pieces.append((child.tail or "").replace("\n", " "))

    collect(element)
    lines: list[Line] = []
    empty = blanks
    for piece in tidy("".join(pieces)).split("\n"):
        text = " ".join(piece.split())
        if text:
            lines.append(Line(text, empty, role=role))
            empty = 0
        else:
            empty += 1
    return lines


def _body_lines(body: etree._Element) -> list[Line]:
    lines: list[Line] = []
    _collect_body(body, lines)
    return lines


def _collect_body(element: etree._Element, lines: list[Line]) -> None:
    for child in element:
        tag = child.tag
        if tag == "head":
            lines.extend(_lines_of(child, "heading", 1))
        elif tag == "item":
            lines.extend(_lines_of(child, "item", 1))
        elif tag in ("list", "div", "body") or (
            tag == "quote" and any(grandchild.tag == "p" for grandchild in child)
        ):
            if (child.text or "").strip():
                lines.append(Line(" ".join(tidy(child.text).split()), 1))
            _collect_body(child, lines)
        elif isinstance(tag, str) and tag not in ("graphic", "table", "comments"):
            lines.extend(_lines_of(child, "", 1))
        if (child.tail or "").strip() and tag != "lb":
            lines.append(Line(" ".join(tidy(child.tail).split()), 1))


def _page_lines(tree: lxml_html.HtmlElement) -> list[Line]:
    """All paragraphs, headings and list items of the page's main part, in its order: what the extractor chose from."""
    mains = (
        tree.xpath("//article")
        if len(tree.xpath("//article")) == 1
        else tree.xpath("//main") or tree.xpath("//body") or [tree]
    )
    lines: list[Line] = []
    for element in mains[0].iter("p", "li", "blockquote", "pre", *_HEADINGS):
        if element.xpath(
            "ancestor::nav | ancestor::footer | ancestor::aside | ancestor::form | ancestor::figure"
        ):
            continue
        if element.tag in ("li", "blockquote") and element.xpath(".//p | .//li"):
            continue
        role = "heading" if element.tag in _HEADINGS else "item" if element.tag == "li" else ""
        lines.extend(_lines_of(element, role, 1))
    if not lines:
        lines = _lines_of(mains[0], "", 0)
    return lines


def _with_lost(lines: list[Line], page: list[Line]) -> list[Line]:
    """Put back paragraphs that the extractor left out (for their many links, say) between two that it kept."""
    have = {_key(line.text) for line in lines}
    whole = "\n".join(_key(line.text) for line in lines)
    positions = [i for i, line in enumerate(page) if _key(line.text) in have]
    if len(positions) < 2:
        return lines
    after: dict[str, list[Line]] = {}
    last = ""
    for line in page[positions[0] : positions[-1] + 1]:
        key = _key(line.text)
        if key in have:
            last = key
        elif (
            not line.role
            and len(line.text.split()) >= _LOST_WORDS
            and line.text[-1] in '.?!”"'
            and key not in whole
        ):
            after.setdefault(last, []).append(line)
    out: list[Line] = []
    for line in lines:
        out.append(line)
        out.extend(after.pop(_key(line.text), []))
    return out


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _metadata(found: Any) -> Metadata:
    authors = tuple(name.strip() for name in tidy(found.author or "").split(";") if name.strip())
    return Metadata(
        " ".join(tidy(found.title or "").split()),
        authors,
        " ".join(tidy(found.sitename or found.hostname or "").split()),
        read_date(found.date or ""),
    )


def _titled(lines: list[Line], title: str) -> list[Line]:
    """The lines, with the page's title marked as such, or put on top."""
    if not title:
        return lines
    key = _key(title)
    for i, line in enumerate(lines[:12]):
        if _key(line.text) == key:
            return [*lines[:i], Line(line.text, line.blanks, role="title"), *lines[i + 1 :]]
    return [Line(title, role="title"), *lines]
