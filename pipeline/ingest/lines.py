"""Text -> lines, and the shape of a page: is it hard-wrapped, how wide, double-spaced; which lines are running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

# A text whose lines are longer than this isn't hard-wrapped: its lines are paragraphs.
_WIDEST_WRAP = 160
_ENDED = re.compile(r"[.?!…:;][\"'”’)\]*»\d†‡]{0,4}$")
_STOPPED = re.compile(r"[.?!…][\"'”’)\]*»†‡]{0,4}(?:\[?\d{1,3}\]?)?$")
# The end of a text is looked for in so many characters.
_END_CHARACTERS = 24
_NO_LETTER = re.compile(r"[\W\d_]+")
_DIGIT = re.compile(r"\d")
_BULLET = re.compile(r"^(?:[•●▪■◦‣∙·○►▶➢➤✓✔*+–-]|o(?= {1,3}[A-Z]))\s+(?=\S)|^[•●▪■◦‣∙○►➢➤✓✔](?=\S)")
# No letter with a stop: "S. Jaishankar said" is a name.
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+(?=\S)|\d{1,2}\.\s+(?=[A-Z“‘\"'(*]))")
_PAGE_NUMBER = re.compile(r"^\W*(?:(?i:page|p\.?)\s*)?\d{1,4}\W*(?:(?:of|/)\s*\d{1,4}\W*)?$")
# A running head is seen on this many pages, or this often where pages aren't marked.
_HEAD_REPEATS_PAGED = 2
_HEAD_REPEATS = 3
_HEAD_LONGEST = 110
# Where a document's own name stands, which its later pages say again.
_TOP_LINES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stood, without the spaces around it.

    ``blanks`` counts the empty lines above it, ``page`` says that it is the first of a page, and ``role`` what the
    file's format makes of it: heading, title, item, caption, or nothing.
    """

    text: str
    blanks: int = 0
    page: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the text is set: ``wrapped`` if lines are broken at a width, which is ``width``."""

    wrapped: bool
    width: int


def split_lines(text: str) -> list[Line]:
    """Cut text into lines; empty ones are counted, form feeds mark pages."""
    lines: list[Line] = []
    for number, page in enumerate(text.split("\f")):
        blanks, first = 0, number > 0
        for raw in page.split("\n"):
            stripped = " ".join(raw.split())
            if not stripped:
                blanks += 1
                continue
            lines.append(Line(stripped, blanks=blanks, page=first))
            blanks, first = 0, False
    return lines


def has_ended(text: str) -> bool:
    """Whether the text ends in a stop, a colon or a semicolon, closing quotes and marks behind it left out."""
    return bool(_ENDED.search(text[-_END_CHARACTERS:]))


def has_stopped(text: str) -> bool:
    """Whether the text ends in a full stop, a question or an exclamation mark, or an ellipsis."""
    return bool(_STOPPED.search(text[-_END_CHARACTERS:]))


def strip_bullet(text: str) -> tuple[str, str]:
    """The text without its bullet or number, and which it had: ``item``, ``number``, or nothing."""
    for pattern, role in ((_BULLET, "item"), (_NUMBER, "number")):
        found = pattern.match(text)
        if found:
            return text[found.end() :], role
    return text, ""


def unspread(lines: Sequence[Line]) -> list[Line]:
    """Close up a text typed with an empty line below each line."""
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if not b.role]
    if len(pairs) < 6 or max(len(line.text) for line in lines) > 2 * _WIDEST_WRAP:
        return list(lines)
    apart = [(a, b) for a, b in pairs if b.blanks == 1]
    running = [b for a, b in apart if not has_ended(a.text) and b.text[0].islower()]
    if len(apart) < 0.6 * len(pairs) or len(running) < 0.25 * len(apart):
        return list(lines)
    return [replace(line, blanks=max(line.blanks - 1, 0)) for line in lines]


def find_shape(lines: Sequence[Line]) -> Shape:
    """Find out whether the lines are broken at a width, and at which.

    Lines that break off in the middle of a sentence tell: in wrapped text they are many, and about equally long.
    """
    pairs = [(a.text, b.text) for a, b in zip(lines, lines[1:], strict=False) if b.blanks == 0 and not b.role]
    if len(pairs) < 2:
        return Shape(False, 0)
    broken = sorted(len(a) for a, b in pairs if not has_ended(a) and b[0].islower())
    if len(broken) < max(2, 0.15 * len(pairs)):
        return Shape(False, 0)
    width = broken[int(0.9 * (len(broken) - 1))]
    full = sum(length >= 0.75 * width for length in broken)
    longer = sum(len(a) > 1.2 * width for a, _ in pairs)
    wrapped = full >= 0.6 * len(broken) and longer <= 0.1 * len(pairs) and 25 <= width <= _WIDEST_WRAP
    return Shape(wrapped, width)


def drop_running_heads(lines: Sequence[Line]) -> list[Line]:
    """Leave out what stands on page after page (heads, feet)."""
    keys = [
        _head_key(line.text) if not line.role and len(line.text) <= _HEAD_LONGEST else "" for line in lines
    ]
    counts = Counter(keys)
    at_edge = Counter(key for i, key in enumerate(keys) if key and _at_page_edge(lines, i))
    top = set(keys[:_TOP_LINES]) - {""}
    whole_top = "".join(keys[:_TOP_LINES])
    kept = []
    for i, (line, key) in enumerate(zip(lines, keys, strict=True)):
        seen_above = i >= _TOP_LINES and (
            (key in top and counts[key] > 1)
            or (len(key) > 9 and key in whole_top and (line.text.isupper() or has_number(line.text)))
        )
        marked = line.text.isupper() or has_number(line.text)
        if not (
            key
            and _stands_alone(lines, i, both_sides=not marked)
            and _is_running_head(lines, i, counts[key], at_edge[key], seen_above)
        ):
            kept.append(line)
    return kept


def has_number(text: str) -> bool:
    """Whether a digit stands in the text."""
    return bool(_DIGIT.search(text))


def _stands_alone(lines: Sequence[Line], i: int, both_sides: bool) -> bool:
    """Empty lines or a page's end around the line: it is none out of a paragraph, nor the first or last of one."""
    after = lines[i + 1] if i + 1 < len(lines) else None
    above = bool(lines[i].blanks or lines[i].page or i == 0)
    below = after is None or bool(after.blanks or after.page)
    edge = lines[i].page or (after is not None and after.page)
    return (above and below) or ((above or below) and (edge or not both_sides))


def _head_key(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


def _at_page_edge(lines: Sequence[Line], i: int) -> bool:
    """Whether line ``i`` is among the first two or last two of a page."""
    near = lines[max(i - 1, 0) : i + 1]
    after = lines[i + 1 : i + 3]
    return (
        any(line.page for line in near) or any(line.page for line in after) or (i > 1 and i >= len(lines) - 2)
    )


def _is_running_head(lines: Sequence[Line], i: int, count: int, edge: int, seen_above: bool) -> bool:
    text = lines[i].text
    if (
        i == 0
        or text.endswith(":")
        or strip_bullet(text)[1]
        or sum(character.isalpha() for character in text) < 4
    ):
        return False
    stopped = has_stopped(text) or text.startswith(("(", "["))
    if edge >= _HEAD_REPEATS_PAGED and edge >= 0.6 * count:
        # On two pages only, a sentence said twice is likelier than a head that ends in a stop.
        return edge > _HEAD_REPEATS_PAGED or not stopped
    if stopped:
        return False
    by_number = count > 1 and any(_PAGE_NUMBER.match(line.text) for line in lines[max(i - 2, 0) : i + 3])
    return count >= _HEAD_REPEATS or seen_above or by_number
