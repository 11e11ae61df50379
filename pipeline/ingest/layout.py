"""Pieces of a page -> lines in reading order: columns, paragraphs, titles and footnotes told by where and how large they stand.

Columns are told apart by the empty strips between pieces (a recursive XY cut, after Nagy & Seth 1984), paragraphs by
space, indent and short last lines, footnotes and their marks by size.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.lines import Line

_PAGE_NUMBER = re.compile(r"^\W*(?:(?i:page|p\.?)\s*)?(?:\d{1,4}|[ivxl]{1,6})\W*(?:(?:of|/)\s*\d{1,4}\W*)?$")
_MARK = re.compile(r"^[\d,*†‡a-z]{1,4}$")
_FOOTNOTE = re.compile(r"^(?:\d{1,3}|[*†‡])[.)]?\s+\S|^\[\d{1,3}\]\s")
_ENDED = re.compile(r"[.?!…:][\"'”’)\]»]{0,3}\d{0,3}$")
# Heads and feet stand in this share of a page's height at either end, on so many pages.
_EDGE = 0.1
_REPEATS = 2
# What letters take of their type's size: small ones without a stem, those with one, and what hangs below the line.
_LOW, _RISE, _FALL = 0.52, 0.72, 0.21
_RISING = re.compile(r"[A-Z0-9bdfhklt()\[\]|/\"'‘’“”!?%&$]")
_FALLING = re.compile(r"[gjpqyQ()\[\]|/,;$]")
# Sizes in units of the page's usual size of type.
_GAP_WITHIN_LINE = 0.7
_GUTTER = 0.65
_PARAGRAPH_GAP = 1.45
_INDENT = 0.6
_TITLE_SIZE = 1.25
_HEADING_SIZE = 1.1
_OTHER_SIZE = 1.14
_SMALL = 0.9
_HEADING_WORDS = 14
# The share of a column's width that stays free at the end of a line, at least, where a paragraph ends.
_SLACK_ENDED, _SLACK = 0.05, 0.2


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: its box, y upwards, and its text."""

    left: float
    bottom: float
    right: float
    top: float
    text: str
    bold: bool = False

    @property
    def size(self) -> float:
        """The size of the type, from the height of the box and the letters that made it so high."""
        share = (_RISE if _RISING.search(self.text) else _LOW) + (_FALL if _FALLING.search(self.text) else 0)
        return (self.top - self.bottom) / share


def without_running_heads(pages: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Leave out what stands at the same height of several pages, at their top or foot, and page numbers there."""
    edges = [_edges(page) for page in pages]
    counts: Counter[tuple[str, int]] = Counter()
    for page, (low, high) in zip(pages, edges, strict=True):
        counts.update({_place(span) for span in page if span.top >= high or span.bottom <= low})
    out = []
    for page, (low, high) in zip(pages, edges, strict=True):
        out.append(
            [
                span
                for span in page
                if not (span.top >= high or span.bottom <= low)
                or not (_PAGE_NUMBER.match(span.text) or counts[_place(span)] >= _REPEATS)
            ]
        )
    return out


def _edges(page: Sequence[Span]) -> tuple[float, float]:
    """How far up the foot of a page reaches, and how far down its head."""
    if not page:
        return 0, 0
    low, high = min(span.bottom for span in page), max(span.top for span in page)
    band = _EDGE * (high - low)
    return low + band, high - band


def _place(span: Span) -> tuple[str, int]:
    return re.sub(r"\d+", "#", span.text.strip().casefold()), round((span.top + span.bottom) / 8)


def segments(spans: Sequence[Span]) -> list[Span]:
    """The pieces of a page put together to lines, or to what a column holds of one; footnote marks left out."""
    if not spans:
        return []
    usual = _usual_size(spans)
    return _merge(_without_marks(spans, usual), usual)


def page_lines(segments: Sequence[Span], number: int) -> list[Line]:
    """The lines of a page in reading order."""
    if not segments:
        return []
    usual = _usual_size(segments)
    columns = _columns(segments, usual)
    lines: list[Line] = []
    for column in columns:
        lines.extend(_column_lines(_without_footnotes(column, usual), usual, number, not lines))
    return lines


def _usual_size(spans: Sequence[Span]) -> float:
    """The size of type that most letters have."""
    weighted = sorted((round(span.size, 1), len(span.text)) for span in spans if len(span.text) > 3) or [
        (spans[0].size, 1)
    ]
    half = sum(weight for _, weight in weighted) / 2
    for size, weight in weighted:
        half -= weight
        if half <= 0:
            return max(size, 1.0)
    return max(weighted[-1][0], 1.0)


def _without_marks(spans: Sequence[Span], usual: float) -> list[Span]:
    """Leave out raised small numbers: footnote marks."""
    small = [span for span in spans if _MARK.match(span.text.strip()) and span.size < 0.78 * usual]
    if not small:
        return list(spans)
    marks = {
        id(span) for span in small if any(_is_raised(span, word, usual) for word in spans if word is not span)
    }
    return [span for span in spans if id(span) not in marks]


def _is_raised(mark: Span, word: Span, usual: float) -> bool:
    """Whether the mark stands at the end of the word, above its line."""
    if abs(mark.left - word.right) > 0.5 * usual or word.size < mark.size * 1.2:
        return False
    return word.bottom + 0.15 * usual < mark.bottom < word.top


def _merge(spans: Sequence[Span], usual: float) -> list[Span]:
    """Put the pieces of one line together that stand close to each other."""
    out: list[Span] = []
    for span in spans:
        before = out[-1] if out else None
        if (
            before is not None
            and _same_line(before, span)
            and -usual < span.left - before.right < _GAP_WITHIN_LINE * usual
        ):
            apart = (
                span.left - before.right > 0.12 * usual
                and not before.text.endswith(" ")
                and not span.text.startswith(" ")
            )
            out[-1] = Span(
                min(before.left, span.left),
                min(before.bottom, span.bottom),
                max(before.right, span.right),
                max(before.top, span.top),
                before.text + (" " if apart else "") + span.text,
                before.bold and span.bold,
            )
        else:
            out.append(span)
    return out


def _same_line(a: Span, b: Span) -> bool:
    overlap = min(a.top, b.top) - max(a.bottom, b.bottom)
    return overlap > 0.5 * min(a.top - a.bottom, b.top - b.bottom)


def _columns(segments: Sequence[Span], usual: float) -> list[list[Span]]:
    """Segments in reading order, in runs that stand in one column.

    Iterative, so that a page with thousands of pieces needs no deep stack.
    """
    done: list[list[Span]] = []
    waiting: list[list[Span]] = [list(segments)]
    while waiting:
        part = waiting.pop()
        halves = _cut_upright(part, usual) or _cut_level(part, usual)
        if halves is None:
            done.append(sorted(part, key=lambda span: (-round((span.top + span.bottom) / usual), span.left)))
        else:
            waiting.extend(reversed(halves))
    return _joined_columns(done)


def _cut_upright(part: Sequence[Span], usual: float) -> list[list[Span]] | None:
    """Two columns, if an empty strip runs down between two sides that both hold lines of prose."""
    if len(part) < 6:
        return None
    ordered = sorted(part, key=lambda span: span.left)
    reach = ordered[0].right
    left, right = ordered[0].left, max(span.right for span in ordered)
    best: tuple[float, int] | None = None
    for i, span in enumerate(ordered[1:], 1):
        gap = span.left - reach
        if (
            gap > _GUTTER * usual
            and (best is None or gap > best[0])
            and _is_side(ordered[:i], right - left)
            and _is_side(ordered[i:], right - left)
        ):
            best = (gap, i)
        reach = max(reach, span.right)
    return [ordered[: best[1]], ordered[best[1] :]] if best else None


def _is_side(spans: Sequence[Span], width: float) -> bool:
    """Three lines or more, of words, over a fair part of the width: no list of bullets, no numbers in the margin."""
    if len(spans) < 3:
        return False
    wide = max(span.right for span in spans) - min(span.left for span in spans)
    return wide > 0.18 * width and statistics.fmean(len(span.text) for span in spans) >= 12


def _cut_level(part: Sequence[Span], usual: float) -> list[list[Span]] | None:
    """Top and bottom, cut at the largest empty strip across; None for what can't be cut further to any use."""
    if len(part) < 7:
        return None
    ordered = sorted(part, key=lambda span: -span.top)
    floor = ordered[0].bottom
    best: tuple[float, int] | None = None
    for i, span in enumerate(ordered[1:], 1):
        gap = floor - span.top
        if gap > 0.05 * usual and (best is None or gap > best[0]):
            best = (gap, i)
        floor = min(floor, span.bottom)
    return [ordered[: best[1]], ordered[best[1] :]] if best else None


def _joined_columns(runs: Sequence[list[Span]]) -> list[list[Span]]:
    """Runs that follow each other down the same column as one."""
    out: list[list[Span]] = []
    for run in runs:
        if (
            out
            and run
            and out[-1]
            and min(span.bottom for span in out[-1]) >= max(span.top for span in run) - 2
            and _overlaps(out[-1], run)
        ):
            out[-1] = [*out[-1], *run]
        else:
            out.append(list(run))
    return out


def _overlaps(above: Sequence[Span], below: Sequence[Span]) -> bool:
    left, right = min(span.left for span in below), max(span.right for span in below)
    return any(min(span.right, right) - max(span.left, left) > 0 for span in above)


def _without_footnotes(column: Sequence[Span], usual: float) -> list[Span]:
    """Leave out small print at the foot of a column that begins with a number or an asterisk."""
    start = len(column)
    for i in range(len(column) - 1, -1, -1):
        if column[i].size > _SMALL * usual:
            break
        if _FOOTNOTE.match(column[i].text.strip()):
            start = i
    return list(column[:start]) if start < len(column) and start > 0 else list(column)


def _column_lines(column: Sequence[Span], usual: float, page: int, first: bool) -> list[Line]:
    """The column's segments as lines, with empty lines where a paragraph begins."""
    lines: list[Line] = []
    rows = _rows(column)
    pitch = _pitch(rows, usual)
    for i, row in enumerate(rows):
        text = " ".join(row.text.split())
        role = _role(
            row,
            rows,
            i,
            usual,
            page == 0 and not any(len(line.text) > 90 and not line.role for line in lines),
        )
        above = rows[i - 1] if i else None
        blanks = 1 if above is None or _begins_paragraph(above, row, rows, i, pitch, usual) else 0
        if (
            role
            and lines
            and lines[-1].role == role
            and above is not None
            and abs(above.size / row.size - 1) < 0.1
            and above.bottom - row.bottom < 1.7 * row.size
        ):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {text}")
        else:
            lines.append(Line(text, blanks, page=first and not lines and page > 0, role=role))
    return lines


def _role(row: Span, rows: Sequence[Span], i: int, usual: float, on_top: bool) -> str:
    """Title for large type on top of the first page, heading for larger or bold type on a line of its own."""
    text = row.text.strip()
    if row.size > _TITLE_SIZE * usual and on_top and len(text) > 7:
        return "title"
    if (
        len(text.split()) > _HEADING_WORDS
        or len(text) < 4
        or text[-1] in ".,;"
        or not any(character.isalpha() for character in text)
    ):
        return ""
    if (
        row.size > _HEADING_SIZE * usual
        and row.size > 1.05 * rows[i - 1 if i else 0].size
        or row.size > 1.3 * usual
    ):
        return "heading" if len(text.split()) > 1 or len(text) > 6 else ""
    below = rows[i + 1] if i + 1 < len(rows) else None
    above = rows[i - 1] if i else None
    alone = (
        (above is None or not above.bold and bool(_ENDED.search(above.text.strip())))
        and below is not None
        and not below.bold
    )
    return "heading" if row.bold and alone else ""


def _rows(column: Sequence[Span]) -> list[Span]:
    """Segments that share a line put together, left to right."""
    rows: list[Span] = []
    for span in column:
        if (
            rows
            and _same_line(rows[-1], span)
            and span.left >= rows[-1].right - 1
            and len(rows[-1].text.strip()) > 1
        ):
            before = rows[-1]
            rows[-1] = Span(
                before.left,
                min(before.bottom, span.bottom),
                span.right,
                max(before.top, span.top),
                f"{before.text} {span.text}",
                before.bold and span.bold,
            )
        else:
            rows.append(span)
    return rows


def _pitch(rows: Sequence[Span], usual: float) -> float:
    """The usual distance from line to line."""
    steps = [
        a.bottom - b.bottom
        for a, b in zip(rows, rows[1:], strict=False)
        if 0 < a.bottom - b.bottom < 4 * usual
    ]
    return statistics.median(steps) if steps else 1.2 * usual


def _begins_paragraph(
    above: Span, row: Span, rows: Sequence[Span], i: int, pitch: float, usual: float
) -> bool:
    """Space above it, another size, an indent, or a last line before it that had room for more."""
    # Boxes follow the letters in them, so that equal lines differ by the depth of a "p".
    if above.bottom - row.bottom > _PARAGRAPH_GAP * pitch and above.bottom - row.bottom > pitch + 0.3 * usual:
        return True
    sizes = sorted((above.size, row.size))
    if sizes[1] > _OTHER_SIZE * sizes[0] and min(len(above.text), len(row.text)) > 5:
        return True
    below = rows[i + 1] if i + 1 < len(rows) else None
    indented = row.left - above.left > _INDENT * usual
    indented = indented and (below is None or row.left - below.left > _INDENT * usual)
    ended = bool(_ENDED.search(above.text.strip()))
    return (ended and indented) or _had_room(above, row, rows, i, usual, ended)


def _had_room(above: Span, row: Span, rows: Sequence[Span], i: int, usual: float, ended: bool) -> bool:
    """Whether the first word of ``row`` would have stood on the line above, which then ended a paragraph or stood alone."""
    if not ended and row.text.strip()[:1].islower():
        return False
    near = [other for other in rows[max(i - 4, 0) : i + 5] if abs(other.left - above.left) < 4 * usual]
    # A title over two columns says nothing of their width.
    alike = [other for other in near if abs(other.size / row.size - 1) < 0.15]
    rights = sorted(other.right for other in (alike if len(alike) > 3 else near)) or [above.right]
    right = rights[int(0.75 * (len(rights) - 1))]
    word = 0.5 * row.size * len(row.text.strip().split(" ", 1)[0])
    slack = (_SLACK_ENDED if ended else _SLACK) * (right - above.left)
    return above.right + word + slack < right
