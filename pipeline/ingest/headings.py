"""Which lines of the body are headings, and which list items are one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.blocks import LISTED, Block
from pipeline.ingest.furniture import Furniture
from pipeline.ingest.lines import has_stopped, strip_bullet

_HEADING_WORDS = 16
_HEADING_CHARACTERS = 110
_LONGEST_SENTENCE = 3000
_SPOKEN_LABEL = re.compile(r"^(?:[A-Z][A-Z.’' -]{1,40}(?:\([^()]{1,60}\))?:\s|Q\s+[A-Z“])")
_TITLE_CASE_SMALL = frozenset(
    "a an the of and or to in on at by for from with without as but nor vs is are its into".split()
)


def mark_headings(blocks: Sequence[Block], furniture: Furniture) -> list[Block]:
    """Give the role ``heading`` to the lines of the body that are headings, and none to other lines."""
    out: list[Block] = []
    for i, block in enumerate(blocks):
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        if block.role in ("heading", "title") or _is_heading(
            block, out[-1] if out else None, following, furniture
        ):
            out.append(replace(block, role="heading", text=strip_bullet(block.text)[0].strip("#*_ ")))
        else:
            out.append(replace(block, role=block.role if block.role in LISTED else ""))
    while out and out[-1].role == "heading":
        out.pop()
    return out


def join_running_items(blocks: Sequence[Block]) -> list[Block]:
    """List items that are parts of one sentence ("They agreed to:", "open ports;", "share data.") put together with it."""
    out: list[Block] = []
    for block in blocks:
        runs_on = (
            bool(out)
            and block.role in LISTED
            and block.text[0].islower()
            and out[-1].text.endswith((":", ";", ",", " and", " or"))
        )
        if runs_on and out[-1].role != "heading" and len(out[-1].text) < _LONGEST_SENTENCE:
            out[-1] = replace(out[-1], text=f"{out[-1].text} {block.text}")
        else:
            out.append(block)
    return out


def _is_heading(block: Block, before: Block | None, following: Block | None, furniture: Furniture) -> bool:
    text = block.text.strip("*_# ")
    if following is None or not text:
        return False
    if furniture.kind(text, "section"):
        return True
    words = text.split()
    if (
        len(words) > _HEADING_WORDS
        or len(text) > _HEADING_CHARACTERS
        or not (text[0].isupper() or text[0].isdigit() or text[0] in "“‘\"'")
    ):
        return False
    if block.role == "item" and (
        following.role == "item"
        or (before is not None and (before.role == "item" or before.text.endswith(":")))
    ):
        return False
    if block.role == "number" and (
        following.role == "number" or (before is not None and before.text.endswith(":"))
    ):
        return False
    if _SPOKEN_LABEL.match(text) or text.endswith(("—", "–", "-")):
        return False
    if (
        before is not None
        and before.role != "heading"
        and before.text.endswith((":", ","))
        and not text.isupper()
    ):
        return False
    if text.endswith((".", "!", ";", ",", "…", ":")) or has_stopped(text):
        return _is_question_heading(text, words)
    return not (following.role == "" and following.text[0].islower())


def _is_question_heading(text: str, words: Sequence[str]) -> bool:
    """ "What Is To Be Done?": a question in title case alone on its line."""
    if not text.endswith(("?", "?”")) or len(words) < 2 or len(words) > 12:
        return False
    return (
        all(word[0].isupper() or word.lower() in _TITLE_CASE_SMALL or not word[0].isalpha() for word in words)
        and sum(word[0].isupper() for word in words) >= max(2, 0.5 * len(words))
        and (text.isupper() or len(words) > 2)
    )
