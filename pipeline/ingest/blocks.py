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
# A block that is being put together is judged by so much of its end.
_ENDING_CHARACTERS, _ENDING_PIECES = 600, 20
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
    # The texts of each block's lines, with the spaces between them; put together once, for a block may be a book.
    pieces: list[list[str]] = []
    last = ""
    for i, line in enumerate(lines):
        text, mark = strip_bullet(line.text)
        if mark and blocks and _is_chance_number(line, last, blocks[-1], joiner.shape):
            text, mark = line.text, ""
        role = line.role or mark
        if blocks and not role and _goes_on(lines, i, last, blocks[-1], joiner.shape):
            _add_line(pieces[-1], line.text, joiner)
            full = _fills(line.text, joiner.shape)
            blocks[-1] = replace(
                blocks[-1], text=_beginning(pieces[-1]), full=full, lines=blocks[-1].lines + 1
            )
        else:
            following = lines[i + 1] if i + 1 < len(lines) else None
            if not role and _is_heading_line(line, following, last, joiner.shape):
                role = "heading?"
            blocks.append(Block(text, role, line.blanks, _fills(line.text, joiner.shape)))
            pieces.append([text])
        last = line.text
    return [replace(block, text="".join(texts)) for block, texts in zip(blocks, pieces, strict=True)]


def _is_chance_number(line: Line, last: str, before: Block, shape: Shape) -> bool:
    """ "on March" / "5. The next day": a number or dash that a line happens to begin with."""
    return shape.wrapped and line.blanks == 0 and not has_ended(last) and before.role not in LISTED


def _goes_on(lines: Sequence[Line], i: int, last: str, before: Block, shape: Shape) -> bool:
    """Whether line ``i`` goes on in the block before it."""
    linked = not shape.wrapped and before.role == "" and _links_on(lines, i)
    return linked or _joins(before, last, lines[i], shape, near_top=i < _TOP_LINES)


def _add_line(pieces: list[str], text: str, joiner: Joiner) -> None:
    """Join a line to the last piece: what is between them changes, and the end of that piece, nothing before it."""
    joined = joiner.join(pieces[-1], text)
    pieces[-1] = joined[: -len(text)]
    pieces.append(text)


def _beginning(pieces: Sequence[str]) -> str:
    """Enough of a block in the making to tell whether it is one letter."""
    return "".join(pieces[:2])[:2]


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
    at = 0
    while at < len(blocks):
        block = blocks[at]
        pieces, behind = [block.text], []
        at += 1
        # A first line with a date under it is a title, be its last word "not".
        titled = at == 1 and block.lines == 1 and len(blocks) > 1 and blocks[1].kind == "stamp"
        while not block.kind and not titled:
            ahead = _next_half(block, blocks[at : at + _FURTHEST])
            if ahead is None:
                break
            behind.extend(_set_aside(blocks[at : at + ahead]))
            half = blocks[at + ahead]
            _add_line(pieces, half.text, joiner)
            # What follows is told by the end of the sentence: the last half stands for the whole until it is put together.
            role = "" if block.role == "heading?" else block.role
            lines = block.lines + half.lines
            block = replace(half, role=role, kind="", blanks=block.blanks, lines=lines, text=_ending(pieces))
            at += ahead + 1
        out.append(replace(block, text="".join(pieces)) if len(pieces) > 1 else block)
        out.extend(behind)
    return out


def _ending(pieces: Sequence[str]) -> str:
    """The last pieces of a block, to be taken for all of it."""
    return "".join(pieces[-_ENDING_PIECES:])[-_ENDING_CHARACTERS:]


def _next_half(block: Block, rest: Sequence[Block]) -> int | None:
    """Where in ``rest`` the sentence at the end of ``block`` goes on, or None."""
    if not is_open(block) and len(block.text) > 1:
        return None
    strangers: list[Block] = []
    first: int | None = None
    for ahead, after in enumerate(rest):
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
