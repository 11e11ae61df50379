"""Draft -> the cleaned article: body paragraphs and headings, and the metadata that stood around them.

The steps are small pure functions, composed here in plain sight: lines are tidied and joined to blocks, furniture is
named and left out, head and tail are told from the body, and each paragraph is cleaned within.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.ingest.blocks import Block, Joiner, make_blocks, mend_runs
from pipeline.ingest.draft import Draft, Metadata
from pipeline.ingest.furniture import Furniture, load_furniture
from pipeline.ingest.headings import join_running_items, mark_headings
from pipeline.ingest.inline import (
    InlineWords,
    find_marks,
    find_speakers,
    is_speaker_line,
    join_spaced_drop_cap,
    load_inline_words,
    space_out,
    strip_dateline,
    strip_emphasis,
    strip_footnote_marks,
    strip_sign_off,
    strip_speaker,
    strip_stage_directions,
)
from pipeline.ingest.lines import Line, Shape, drop_running_heads, find_shape, unspread
from pipeline.ingest.metadata import Known, checked, find_metadata, load_known, tidy_title
from pipeline.ingest.structure import label, split_parts
from pipeline.ingest.words import count_words, load_words

_DATELINE_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything under models/ingest that cleaning goes by."""

    furniture: Furniture
    inline: InlineWords
    known: Known
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or heading of the cleaned article, and the section that it stands in."""

    text: str
    section: str = ""
    heading: bool = False


def load_rules(models: Path) -> Rules:
    """Read the rules of ``models/ingest``; each file is read once a process."""
    furniture = load_furniture(models)
    return Rules(furniture, load_inline_words(models), load_known(models, furniture), load_words(models))


def clean(draft: Draft, rules: Rules) -> tuple[list[Piece], Metadata]:
    """Clean a draft; the pieces are the body in reading order, the metadata what the file and its text tell."""
    if draft.whole:
        return clean_whole(draft, rules), draft.metadata
    lines = drop_running_heads(draft.lines if draft.laid_out else unspread(draft.lines))
    joiner = _joiner(lines, rules, draft.laid_out)
    blocks = [b for b in make_blocks(lines, joiner) if not is_speaker_line(b.text, rules.inline)]
    blocks = label(blocks, rules.furniture)
    parts = split_parts(mend_runs(blocks, joiner), rules.furniture)
    metadata = checked(draft.metadata, rules.known).filled_from(find_metadata(parts, rules.known))
    metadata = replace(metadata, title=tidy_title(metadata.title, metadata.outlet, metadata.authors))
    body = mark_headings(_without_title(parts.body, metadata.title), rules.furniture)
    return in_sections(clean_blocks(join_running_items(body), rules)), metadata


def clean_whole(draft: Draft, rules: Rules) -> list[Piece]:
    """Clean a text that is all body: lines are joined and spaces set, nothing is left out."""
    joiner = _joiner(draft.lines, rules)
    blocks = mend_runs([replace(b, role="") for b in make_blocks(draft.lines, joiner)], joiner)
    texts = [space_out(strip_dateline(b.text, rules.inline, first=False)) for b in blocks]
    return [Piece(text) for text in texts if text]


def _joiner(lines: Sequence[Line], rules: Rules, laid_out: bool = False) -> Joiner:
    # Without a width no line is short of it, and only empty lines part paragraphs.
    shape = Shape(wrapped=True, width=0) if laid_out else find_shape(lines)
    return Joiner(shape, count_words("\n".join(line.text for line in lines)), rules.words)


def _without_title(body: Sequence[Block], title: str) -> list[Block]:
    """The body without a line that says the title again."""
    plain = title.casefold().strip(" .")
    return [b for b in body if not plain or b.text.casefold().strip(" .") != plain]


def clean_blocks(blocks: Sequence[Block], rules: Rules) -> list[Block]:
    """Clean each paragraph within; those of which nothing is left go."""
    speakers = find_speakers([b.text for b in blocks])
    behind_words = find_marks([b.text for b in blocks])
    out: list[Block] = []
    paragraphs = 0
    for block in blocks:
        text = strip_emphasis(block.text)
        if block.role != "heading":
            # A deck may stand above the paragraph with the dateline.
            text = strip_dateline(text, rules.inline, first=paragraphs < _DATELINE_PARAGRAPHS)
            text = strip_speaker(text, rules.inline, speakers)
            text = strip_sign_off(strip_stage_directions(text, rules.inline), rules.inline)
            text = join_spaced_drop_cap(text, rules.words)
            paragraphs += 1
        text = space_out(strip_footnote_marks(text, behind_words and block.role != "heading"))
        if any(character.isalnum() for character in text):
            out.append(replace(block, text=text))
    return out


def in_sections(blocks: Sequence[Block]) -> list[Piece]:
    """Blocks as pieces, each under the last heading above it."""
    pieces: list[Piece] = []
    section = ""
    for block in blocks:
        if block.role == "heading":
            section = block.text
            pieces.append(Piece(block.text, section, heading=True))
        else:
            pieces.append(Piece(block.text, section))
    while pieces and pieces[-1].heading:
        pieces.pop()
    return pieces
