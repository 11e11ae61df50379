"""Lines -> blocks: hard-wrapped lines joined, broken words mended, runs that something interrupts put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.lines import Line, Shape, has_ended, has_stopped, strip_bullet
from pipeline.ingest.words import ends_broken, join_broken, join_drop_cap

# Roles of list items, with a bullet or with a number.
LISTED = ("item", "number")
# A word that a sentence can't end with: what follows belongs to it.
_OPEN_WORDS = frozenset(
    "the a an of to in on at by for from with without and or but nor as that which who whom whose than into onto upon "
    "its his her their our my your this these those between among against under over through during before after "
    "about is are was were be been being has have had will would can could may might should must shall not also "
    "such including because while when where if although though since until per via both either neither only".split()
)
_LAST_WORD = re.compile(r"([\w’'-]+)$")
_OPEN_END = re.compile(r"(?:,|–|—|\s-|\(|“|‘)$")
_CARRIES_ON = re.compile(r"^(?:[a-zß-ÿ]|[,;.)\]”’](?:\s|$)|’s\b|'s\b|&\s)")
_SPEAKER = re.compile(r"^(?:[A-Z][A-Z.'’() -]{1,60}|Q|A):(?:\s|$)|^Q\s+(?=[A-Z“\"(—–-])")
# What stands in the middle of a running sentence and is no longer than this is a caption or a box, not body.
_INTRUSION_WORDS = 90
_INTRUSION_BLOCKS = 3
_FURTHEST = 12
# A line of fewer words that only seems to be unfinished is a title or a heading.
_RUNNING_WORDS = 8
_INNER_END = re.compile(r"[a-z)”’][.?!][”’\"]?\s+[“‘\"(]?[A-Z]")
_SHORT_OF_WIDTH = 0.8
# A line this short of the width ends before the next, near the top of the text and further down.
_SHORT_IN_HEAD, _SHORT_IN_BODY = 0.62, 0.35
_TOP_LINES = 15
_HEADING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or piece of furniture, on one line.

    ``role`` is what the format or the layout makes of it (heading, item, title …), ``full`` says that its last line
    filled the width, so that a sentence may go on, ``kind`` names the furniture it was found to be.
    """

    text: str
    role: str = ""
    blanks: int = 0
    full: bool = False
    kind: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Joiner:
    """What joining lines needs to know of the article: its shape, its words, the word list."""

    shape: Shape
    seen: Counter[str]
    words: frozenset[str]

    def join(self, first: str, second: str) -> str:
        """``first`` and ``second`` as one line."""
        if ends_broken(first):
            return join_broken(first, second, self.seen, self.words)
        if len(first) == 1 and first.isupper() and second[0].isalpha():
            return join_drop_cap(first, second, self.words)
        if re.match(r"[,;.)\]”’](?:\s|$)|[’']s\b", second) and not second.startswith("…"):
            return first + second
        if first.endswith(("(", "“", "‘", "—")) and not first.endswith(" —"):
            return first + second
        return f"{first} {second}"


def make_blocks(lines: Sequence[Line], joiner: Joiner) -> list[Block]:
    """Join lines to blocks."""
    blocks: list[Block] = []
    last = ""
    for i, line in enumerate(lines):
        text, mark = strip_bullet(line.text)
        if (
            mark
            and blocks
            and joiner.shape.wrapped
            and line.blanks == 0
            and not has_ended(last)
            and blocks[-1].role not in LISTED
        ):
            # "on March" / "5. The next day": a number that a line happens to begin with.
            text, mark = line.text, ""
        role = line.role or mark
        following = lines[i + 1] if i + 1 < len(lines) else None
        linked = not joiner.shape.wrapped and bool(blocks) and blocks[-1].role == "" and _links_on(lines, i)
        if (
            blocks
            and not role
            and (linked or _joins(blocks[-1], last, line, joiner.shape, near_top=i < _TOP_LINES))
        ):
            before = blocks[-1]
            blocks[-1] = replace(
                before,
                text=joiner.join(before.text, line.text),
                full=_fills(line.text, joiner.shape),
                lines=before.lines + 1,
            )
        else:
            if not role and _is_heading_line(line, following, last, joiner.shape):
                role = "heading?"
            blocks.append(Block(text, role, line.blanks, _fills(line.text, joiner.shape)))
        last = line.text
    return blocks


def _fills(text: str, shape: Shape) -> bool:
    return shape.wrapped and len(text) >= _SHORT_OF_WIDTH * shape.width


def _joins(before: Block, last: str, line: Line, shape: Shape, near_top: bool) -> bool:
    """Whether ``line`` goes on in the block whose last line is ``last``."""
    if before.role in ("heading", "title", "caption", "heading?") or line.blanks > 0:
        return False
    text = line.text
    if _is_drop_cap(before, text):
        return True
    if _SPEAKER.match(text):
        return False
    if not shape.wrapped:
        return not has_ended(last) and (bool(_CARRIES_ON.match(text)) or _hangs(last))
    if _CARRIES_ON.match(text) and not has_stopped(last):
        return True
    if before.lines == 1 and before.role not in LISTED and _stands_short(last, text, shape, near_top):
        return False
    fits = len(last) + 1 + len(text.split(" ", 1)[0])
    if has_ended(last):
        return fits > _SHORT_OF_WIDTH * shape.width
    return True


def _hangs(last: str) -> bool:
    """Whether the line ends with a word that a sentence can't end with: links were set on lines of their own."""
    final = _LAST_WORD.search(last)
    return final is not None and final.group(1) in _OPEN_WORDS and len(last.split()) > 2


def _links_on(lines: Sequence[Line], i: int) -> bool:
    """Whether line ``i`` is a link out of a sentence: short, in capitals, with small letters before and behind."""
    if (
        i == 0
        or i + 1 >= len(lines)
        or lines[i].role
        or lines[i].blanks
        or lines[i + 1].blanks
        or lines[i + 1].role
    ):
        return False
    before, text, after = lines[i - 1].text, lines[i].text, lines[i + 1].text
    final = _LAST_WORD.search(before)
    return (
        len(text.split()) <= 5
        and not has_ended(text)
        and not has_ended(before)
        and final is not None
        and final.group(1)[0].islower()
        and bool(_CARRIES_ON.match(after))
    )


def _stands_short(last: str, text: str, shape: Shape, in_head: bool) -> bool:
    """A short line without a stop, with a capital below it: a name, a date or a title, and no part of a paragraph."""
    if has_ended(last) or text[0].islower() or last.endswith((",", "-", "–", "—", "(")):
        return False
    final = _LAST_WORD.search(last)
    if final is not None and final.group(1) in _OPEN_WORDS:
        return False
    return len(last) < (_SHORT_IN_HEAD if in_head else _SHORT_IN_BODY) * shape.width


def _is_drop_cap(before: Block, text: str) -> bool:
    return (
        len(before.text) == 1
        and before.text.isupper()
        and before.lines == 1
        and text[0].isalpha()
        and len(text) > 20
    )


def _is_heading_line(line: Line, following: Line | None, last: str, shape: Shape) -> bool:
    """A short line without a stop on top of a wrapped paragraph, where one could have ended."""
    if (
        not shape.wrapped
        or following is None
        or following.blanks
        or (last and not has_ended(last) and not line.blanks)
    ):
        return False
    text = line.text
    if has_ended(text) or text.endswith((",", "-", "–", "—")) or len(text) > 0.62 * shape.width:
        return False
    if len(text.split()) > _HEADING_WORDS or not text[0].isupper() or not following.text[0].isupper():
        return False
    if len(following.text) <= 0.62 * shape.width and not has_ended(following.text):
        return False
    final = _LAST_WORD.search(text)
    return final is None or final.group(1).lower() not in _OPEN_WORDS


def is_open(block: Block) -> bool:
    """Whether the block ends in the middle of a sentence, as far as its end tells."""
    return not has_ended(block.text) and len(block.text.split()) >= 4


def carries_on(before: Block, after: Block) -> bool:
    """Whether the sentence at the end of ``before`` goes on in ``after``, another block."""
    apart = ("heading", "title", "caption", "byline")
    if before.role in apart or after.role in apart:
        return False
    if len(before.text) == 1 and before.text.isupper() and after.text[0].isalpha():
        return after.text[0].islower() or (len(after.text) > 1 and after.text[1].isupper())
    if not is_open(before):
        return False
    if (
        ends_broken(before.text)
        and len(before.text) > 20
        and after.text[0].isalpha()
        and after.role not in LISTED
    ):
        # "Non-" + "Aligned"; but a picture's caption behind "align-" begins with a capital too.
        return (
            after.text[0].islower()
            or before.text.rsplit(" ", 1)[-1][0].isupper()
            or before.lines + after.lines == 2
        )
    if _CARRIES_ON.match(after.text):
        return (
            before.role not in LISTED
            or after.role not in LISTED
            or before.text.endswith((",", " and", " or"))
        )
    if after.role in LISTED or _SPEAKER.match(after.text):
        return False
    final = _LAST_WORD.search(before.text)
    if _OPEN_END.search(before.text) or (final and final.group(1) in _OPEN_WORDS):
        return before.lines > 1 or len(before.text.split()) >= _RUNNING_WORDS
    return before.full and before.lines > 1 and len(after.text.split()) > 4 and after.lines + before.lines > 2


def mend_runs(blocks: Sequence[Block], joiner: Joiner) -> list[Block]:
    """Put together what a page break, a picture, a caption or empty lines took apart.

    Named furniture between two halves of a sentence is set behind it. A short block there that nothing names is taken
    for a caption; a longer one is kept behind the sentence too.
    """
    out: list[Block] = []
    rest = list(blocks)
    while rest:
        block, rest = rest[0], rest[1:]
        behind: list[Block] = []
        while not block.kind:
            ahead = _next_half(block, rest)
            if ahead is None:
                break
            behind.extend(_set_aside(rest[:ahead]))
            block = _joined(block, rest[ahead], joiner)
            rest = rest[ahead + 1 :]
        out.append(block)
        out.extend(behind)
    return out


def _next_half(block: Block, rest: Sequence[Block]) -> int | None:
    """Where in ``rest`` the sentence at the end of ``block`` goes on, or None."""
    if not is_open(block) and len(block.text) > 1:
        return None
    strangers: list[Block] = []
    first: int | None = None
    for ahead, after in enumerate(rest[:_FURTHEST]):
        if after.kind:
            continue
        if (
            _CARRIES_ON.match(after.text)
            and carries_on(block, after)
            and (not strangers or _interrupt(block, strangers, after))
        ):
            return ahead
        if not strangers and carries_on(block, after):
            first = ahead
        strangers.append(after)
        if len(strangers) >= _INTRUSION_BLOCKS:
            break
    return first


def _interrupt(block: Block, strangers: Sequence[Block], after: Block) -> bool:
    """Whether the blocks between stand in a running sentence, and ``after`` goes on with ``block`` and not with them."""
    if after.role or block.role not in ("", "heading?") or len(block.text.split()) < 8:
        return False
    if (
        any(b.text[0].islower() or b.role in (*LISTED, "title", "heading") or not b.blanks for b in strangers)
        or not after.blanks
    ):
        return False
    if any(len(_INNER_END.findall(b.text)) > 2 for b in strangers):
        return False
    last = strangers[-1]
    running = block.full or len(block.text.split()) >= 15 or bool(_INNER_END.search(block.text))
    # A caption without a stop is short; a paragraph that itself runs on is not.
    return not is_open(last) or (
        running and len(last.text.split()) <= 40 and not _INNER_END.search(last.text)
    )


def _set_aside(between: Sequence[Block]) -> list[Block]:
    return [
        b if b.kind or len(b.text.split()) > _INTRUSION_WORDS else replace(b, kind="intrusion")
        for b in between
    ]


def _joined(before: Block, after: Block, joiner: Joiner) -> Block:
    return replace(
        before,
        text=joiner.join(before.text, after.text),
        full=after.full,
        lines=before.lines + after.lines,
        role="" if before.role == "heading?" else before.role,
    )
