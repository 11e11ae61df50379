"""Reader of Markdown: headings, lists, emphasis, links, pictures, front matter; its paragraphs are like plain text's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from pipeline.ingest.characters import decode, tidy
from pipeline.ingest.dates import read_date
from pipeline.ingest.draft import BadRecord, Draft, Metadata
from pipeline.ingest.lines import Line

_FRONT = re.compile(r"\A---[ ]*\n(.*?)\n(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
_FRONT_TOML = re.compile(r"\A\+{3}[ ]*\n(.*?)\n\+{3}[ ]*(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_BOLD_LINE = re.compile(r"^(?:\*\*|__)([^*_]+)(?:\*\*|__)$")
_PICTURE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\[\]]+)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^>\s]+)>")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s+\S+.*$")
_NOTE = re.compile(r"\[\^[^\]]+\](?!:)")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^[^\]]+\]:")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_CODE = re.compile(r"`([^`]+)`")
_TAG = re.compile(r"</?(?:[a-zA-Z][\w-]*)(?:\s[^<>]*)?/?>|<!--.*?-->")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~-])")
_QUOTE = re.compile(r"^(?: {0,3}> ?)++")


def read_markdown(data: bytes, encoding: str) -> Iterator[Draft | BadRecord]:
    """One draft, its headings and list items marked; front matter in YAML (``---``) or TOML (``+++``) gives metadata.

    :raises DecodingError: if the bytes are no text.
    """
    text = tidy(decode(data, encoding))
    front = _FRONT.match(text) or _FRONT_TOML.match(text)
    metadata = _metadata(_front_matter(front)) if front else Metadata()
    yield Draft(tuple(_lines(text[front.end() :] if front else text)), metadata)


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    blanks, fenced, in_note, titled = 0, False, False, False
    for raw in text.replace("\f", "\n").split("\n"):
        if _FENCE.match(raw):
            fenced = not fenced
            continue
        if fenced or _REFERENCE.match(raw) and not _NOTE_TEXT.match(raw):
            continue
        if not raw.strip():
            blanks, in_note = blanks + 1, False
            continue
        # A note's text may run over several lines.
        in_note = in_note or bool(_NOTE_TEXT.match(raw))
        if in_note:
            continue
        under = _UNDERLINE.match(raw)
        if under and lines and blanks == 0 and not lines[-1].role and len(lines[-1].text) < 120:
            lines[-1] = Line(lines[-1].text, lines[-1].blanks, role="heading")
            continue
        line = _line(raw, blanks)
        if line is None:
            continue
        if (
            line.role == "heading"
            and raw.lstrip().startswith("# ")
            and not titled
            and not any(b.role == "heading" for b in lines)
        ):
            line, titled = Line(line.text, line.blanks, role="title"), True
        lines.append(line)
        blanks = 0
    return lines


def _line(raw: str, blanks: int) -> Line | None:
    heading = _HEADING.match(raw)
    bold = _BOLD_LINE.match(raw.strip())
    text = " ".join(
        plain_inline(heading.group(2) if heading else bold.group(1) if bold else _QUOTE.sub("", raw)).split()
    )
    if not text:
        return None
    short_bold = bold is not None and not text.endswith((".", ":", ",")) and len(text.split()) <= 12
    return Line(text, blanks, role="heading" if heading or short_bold else "")


def plain_inline(text: str) -> str:
    """Text without Markdown's marks for pictures, links, emphasis, notes and raw HTML."""
    text = _PICTURE.sub("", text)
    text = _NOTE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _CODE.sub(r"\1", text)
    text = _TAG.sub("", text)
    for pattern in (_STRONG, _EMPHASIS):
        text = pattern.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text)


def _front_matter(front: re.Match[str]) -> Any:
    load = tomllib.loads if front.re is _FRONT_TOML else yaml.safe_load
    try:
        return load(front.group(1))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _metadata(values: Any) -> Metadata:
    if not isinstance(values, dict):
        return Metadata()
    fields = {str(key).lower(): value for key, value in values.items()}
    authors = fields.get("authors", fields.get("author"))
    names = authors if isinstance(authors, list) else [authors] if authors else []
    outlet = (
        fields.get("outlet")
        or fields.get("publication")
        or fields.get("publisher")
        or fields.get("site")
        or ""
    )
    published = fields.get("published") or fields.get("date") or ""
    return Metadata(
        title=str(fields.get("title") or "").strip(),
        authors=tuple(
            str(name.get("name", "") if isinstance(name, dict) else name).strip() for name in names if name
        ),
        outlet=str(outlet).strip(),
        published=read_date(str(published)),
    )
