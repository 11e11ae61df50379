"""Whole pages, laid out as outlets of many kinds lay theirs out: what is read of them, to the letter.

A page of ``pages/`` marks its lines: ``+`` body, ``#`` heading, ``-`` furniture; ``{…}`` within a body line is
furniture too, and ``: title = …`` says what metadata is expected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.ingest import read
from pipeline.records import Article

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
FIELDS = ("title", "authors", "outlet", "published")


@dataclass
class Page:
    """A marked page: the text to read, and what should come of it."""

    metadata: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def load(path: Path) -> Page:
    page = Page()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(": "):
            name, _, value = line[2:].partition(" = ")
            page.metadata[name] = value
            continue
        mark, text = line[:1], line[2:]
        page.lines.append(re.sub(r"[{}]", "", text))
        if mark == "+":
            page.body.append(re.sub(r"\{.*?\}", "", text))
        elif mark == "#":
            page.headings.append(text.strip())
    return page


def letters(text: str) -> str:
    """What can't be changed by joining lines."""
    return re.sub(r"[\W_]+", "", text)


def read_page(page: Page, folder: Path) -> Article:
    path = folder / "page.txt"
    path.write_text("\n".join(page.lines) + "\n", encoding="utf-8")
    (article,) = read(path)
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_body_is_kept_whole_and_the_rest_left_out(path: Path, tmp_path: Path) -> None:
    page = load(path)
    article = read_page(page, tmp_path)
    body = "".join(article.text[p.start : p.end] for p in article.paragraphs if not p.heading)
    assert letters(body) == letters("".join(page.body))
    assert [article.text[p.start : p.end] for p in article.paragraphs if p.heading] == page.headings


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_title_authors_outlet_and_date_are_read_off(path: Path, tmp_path: Path) -> None:
    page = load(path)
    article = read_page(page, tmp_path)
    found = (article.title, "; ".join(article.authors), article.outlet, article.published)
    assert dict(zip(FIELDS, found, strict=True)) == {name: page.metadata.get(name, "") for name in FIELDS}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_offsets_and_lines_agree(path: Path, tmp_path: Path) -> None:
    article = read_page(load(path), tmp_path)
    lines = article.text.split("\n")
    assert [article.text[p.start : p.end] for p in article.paragraphs] == lines
    assert all(line and line == line.strip() and "  " not in line for line in lines)


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    page = load(PAGES[0])
    article = read_page(page, tmp_path)
    path = tmp_path / "crlf.txt"
    path.write_bytes("\r\n".join(page.lines).encode("utf-8-sig"))
    (again,) = read(path)
    assert isinstance(again, Article)
    assert (again.text, again.title, again.authors) == (article.text, article.title, article.authors)
