"""Blocks -> head, body, tail: where the article begins and ends, which lines are headings, and what is only beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.blocks import LISTED, Block
from pipeline.ingest.furniture import BIOS, Furniture
from pipeline.ingest.lines import has_ended, has_stopped

# The head is looked for among this many blocks, and no deck of more words stands in it.
_HEAD_BLOCKS = 14
_DECK_WORDS = 70
# The body is longer than its deck by as much, or the "deck" is a short body.
_DECK_SHARE = 3
_TITLE_WORDS = 32
_BEGINNING = 1000
# "References" and the like end the article when this share of it stands above.
_REST_FROM = 0.45
# A paragraph that is said again elsewhere, word for word, is a pull quote if it has as many words.
_PULL_QUOTE_WORDS = 8
# A longer paragraph is no pull quote.
_PULL_QUOTE_LONGEST = 60
_LINKS = 4
_SMALL_WORD = re.compile(r"\b[a-z]{2,}\b")
_SENTENCE_END = re.compile(r"[a-z0-9)”’\"][.?!][”’\"]?\s+[“‘\"(]?[A-Z]")
_SENTENCE_AND_SOURCE = re.compile(r"[.?!][”\"]?\s*(?:[-–—/]|\()\s?[A-Z][\w /&’'-]{1,40}\)?\.?$")
_SPOKEN = re.compile(r"^(?:[A-Z][A-Z.’' -]{1,40}(?:\([^()]{1,60}\))?:|Q {1,4}(?=[A-Z“]))\s?\S.*[.?!…—]")
_WORDS = re.compile(r"[^\W_]+")
_WORD_ALONE = re.compile(r"[A-Z][a-z]+[.!?]")
# As many words find the place where a quote may stand.
_KEY_WORDS = 4
# Of paragraphs that begin alike so many are compared; more of them are no pull quotes but a list.
_ALIKE = 6
_LABELS = frozenset(("teaser", "share", "rest", "advert"))


@dataclass(frozen=True, slots=True)
class Parts:
    """An article in parts: ``head`` and ``tail`` hold what isn't body, for the metadata in it, ``aside`` what stood within it."""

    head: tuple[Block, ...]
    body: tuple[Block, ...]
    tail: tuple[Block, ...]
    aside: tuple[Block, ...]


def is_prose(block: Block) -> bool:
    """Whether the block holds a sentence: words, small ones among them, and a stop."""
    if block.role in ("title", "heading", "caption", "byline"):
        return False
    # The beginning of a long paragraph tells as much as all of it.
    beginning = block.text[:_BEGINNING]
    words = beginning.split()
    long = len(words) > _TITLE_WORDS
    if len(words) < 4 or not (has_stopped(block.text) or (long and _SENTENCE_END.search(block.text))):
        return False
    small = len(_SMALL_WORD.findall(beginning))
    return small >= (3 if len(words) > 8 else 2) or (beginning.isupper() and len(words) >= 6)


def _is_short_prose(block: Block) -> bool:
    """A sentence of a few words, such as a speech begins and ends with: "Good afternoon.", "I thank you." """
    if (
        block.role
        or block.kind
        or not block.text.rstrip("\"'”’)").endswith((".", "!", ".]"))
        or len(block.text.split()) < 2
    ):
        return False
    return bool(_SMALL_WORD.search(block.text)) and block.text[0] not in "©*"


def label(blocks: Sequence[Block], furniture: Furniture) -> list[Block]:
    """Name the furniture among the blocks that goes wherever it stands, and the bylines near the top."""
    out = []
    for i, block in enumerate(blocks):
        kind = furniture.kind(block.text, "anywhere")
        if not kind and block.role == "item" and furniture.kind(block.text, "tail") in BIOS:
            # A note on the author behind a star, at the foot of the first page.
            kind = "bio"
        byline = (
            not kind
            and not block.role
            and i < _HEAD_BLOCKS
            and furniture.kind(block.text, "head") == "byline"
        )
        out.append(replace(block, kind=kind, role="byline" if byline else block.role))
    return _without_sign_off(out)


def _without_sign_off(blocks: list[Block]) -> list[Block]:
    """An agency's name behind the last paragraph ("he said. — Bernama") makes no caption of it."""
    prose = [i for i, block in enumerate(blocks) if is_prose(block) and block.kind in ("", "credit")]
    body = [i for i in prose if not blocks[i].kind]
    if (
        len(body) > 1
        and prose[-1] > body[-1]
        and blocks[prose[-1]].kind == "credit"
        and _SENTENCE_AND_SOURCE.search(blocks[prose[-1]].text)
    ):
        blocks[prose[-1]] = replace(blocks[prose[-1]], kind="")
    return blocks


def split_parts(blocks: Sequence[Block], furniture: Furniture) -> Parts:
    """Tell head, body and tail apart, and drop from the body what belongs to neither."""
    head_end = _head_end(blocks, furniture)
    head, deck = _split_head(blocks[:head_end], furniture)
    rest = list(blocks[head_end:])
    cut = _rest_from(rest, furniture)
    tail = rest[cut:]
    rest = rest[:cut]
    end = _tail_from(rest, furniture)
    tail = rest[end:] + tail
    body, aside = _drop_asides([*deck, *rest[:end]], furniture)
    if not body:
        # A sentence or two and nothing else: too short to tell a head from.
        body = [
            block
            for block in blocks
            if _is_short_prose(block) and not furniture.kind(block.text, "head", "tail")
        ]
    return Parts(tuple(head), tuple(_drop_pull_quotes(body)), tuple(tail), tuple(aside))


def _head_end(blocks: Sequence[Block], furniture: Furniture) -> int:
    """The number of blocks up to the first paragraph of the body.

    A byline or a date below a deck of a sentence or two still belongs to the head.
    """
    first_prose = len(blocks)
    for i, block in enumerate(blocks):
        if _begins_body(block, i, blocks, furniture):
            first_prose = i
            break
    end, deck_words = first_prose, 0
    all_words = sum(len(block.text.split()) for block in blocks if is_prose(block) and not block.kind)
    for i in range(first_prose, min(len(blocks), _HEAD_BLOCKS)):
        block = blocks[i]
        if block.role in LISTED:
            break
        if _is_head_mark(block, furniture) and all_words > _DECK_SHARE * deck_words:
            end = i + 1
        elif is_prose(block) and not block.kind:
            deck_words += len(block.text.split())
            if deck_words > _DECK_WORDS:
                break
    return end


def _is_head_mark(block: Block, furniture: Furniture) -> bool:
    return block.kind == "stamp" or block.role == "byline" or furniture.kind(block.text, "head") == "byline"


def _begins_body(block: Block, i: int, blocks: Sequence[Block], furniture: Furniture) -> bool:
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    short = _is_short_prose(block) and following is not None and is_prose(following) and not following.kind
    short = short or bool(_SPOKEN.match(block.text)) or _is_word_alone(block, following, furniture)
    if block.kind or not (is_prose(block) or short) or furniture.kind(block.text, "head"):
        return False
    return not _is_sentence_title(block, i, blocks, furniture)


def _is_word_alone(block: Block, following: Block | None, furniture: Furniture) -> bool:
    """ "Enough." above a paragraph."""
    if block.role or following is None or not is_prose(following) or following.kind:
        return False
    return bool(_WORD_ALONE.fullmatch(block.text)) and not furniture.kind(block.text, "kicker")


def _is_sentence_title(block: Block, i: int, blocks: Sequence[Block], furniture: Furniture) -> bool:
    """A title that is a question or a sentence: the first line that isn't a kicker, with the marks of a head below it."""
    if len(block.text.split()) > 20 or _SENTENCE_END.search(block.text):
        return False
    if any(not b.kind and not furniture.kind(b.text, "kicker", "head") for b in blocks[:i]):
        return False
    return any(_is_head_mark(b, furniture) for b in blocks[i + 1 : i + 3])


def _split_head(blocks: Sequence[Block], furniture: Furniture) -> tuple[list[Block], list[Block]]:
    """The head's own blocks, and those among them that are body: decks that are sentences, the heading above the body."""
    head: list[Block] = []
    deck: list[Block] = []
    for i, block in enumerate(blocks):
        if block.kind:
            head.append(block)
        elif _begins_body(block, i, blocks, furniture):
            # A deck in capitals is part of the title; one in sentences is kept.
            (head if block.text.isupper() else deck).append(block)
        elif (
            furniture.kind(block.text, "section")
            and (i == len(blocks) - 1 or deck or _followed_by_body(blocks[i + 1 :], furniture))
            or i == len(blocks) - 1
            and _is_first_heading(block, head, furniture)
        ):
            deck.append(replace(block, role="heading"))
        else:
            head.append(block)
    return head, deck


def _is_first_heading(block: Block, head: Sequence[Block], furniture: Furniture) -> bool:
    """A heading right above the body, below a title: marked as one, or in capitals below a byline or date."""
    if block.role == "heading":
        return any(b.role in ("title", "heading") or _titlelike(b) for b in head)
    below_mark = bool(head) and (head[-1].role == "byline" or _is_head_mark(head[-1], furniture))
    return (
        block.text.isupper()
        and below_mark
        and len(head) > 1
        and not furniture.kind(block.text, "head", "kicker")
    )


def _followed_by_body(blocks: Sequence[Block], furniture: Furniture) -> bool:
    return bool(blocks) and _begins_body(blocks[0], 1, blocks, furniture)


def _titlelike(block: Block) -> bool:
    return not block.kind and 2 < len(block.text.split()) <= _TITLE_WORDS


def _rest_from(blocks: Sequence[Block], furniture: Furniture) -> int:
    """Where a heading such as "References" or "Related stories" ends the article, or the number of blocks."""
    total = sum(len(b.text) for b in blocks if is_prose(b)) or 1
    above = 0
    last_section: int | None = None
    for i, block in enumerate(blocks):
        if is_prose(block) and not block.kind:
            above += len(block.text)
            continue
        if above < _REST_FROM * total or not furniture.kind(block.text, "rest"):
            continue
        if last_section is None:
            sections = (n for n, b in enumerate(blocks) if not b.kind and furniture.kind(b.text, "section"))
            last_section = max(sections, default=-1)
        if i > last_section:
            return i
    return len(blocks)


def _tail_from(blocks: Sequence[Block], furniture: Furniture) -> int:
    """The number of blocks up to the end of the body's last paragraph."""
    end = len(blocks)
    while end > 0:
        block = blocks[end - 1]
        before = blocks[end - 2] if end > 1 else None
        furniture_here = block.kind or furniture.kind(block.text, "tail", "rest")
        if not furniture_here and _ends_body(block, before, end < len(blocks)):
            break
        end -= 1
    return end


def _ends_body(block: Block, before: Block | None, something_below: bool) -> bool:
    if is_prose(block) or block.role in LISTED or _is_unstopped_sentence(block, before, something_below):
        return True
    if before is None or before.kind:
        return False
    if not _is_short_prose(block) and (something_below or not _is_last_question(block)):
        return False
    return before.role == "heading" or is_prose(before) or _is_short_prose(before)


def _is_last_question(block: Block) -> bool:
    """ "Who will pay?" below the last paragraph."""
    return not block.role and block.text.endswith("?") and len(block.text.split()) > 1


def _is_unstopped_sentence(block: Block, before: Block | None, something_below: bool) -> bool:
    """A last sentence that lost its stop, not a link: long, in small letters, right behind a paragraph."""
    words = block.text.split()
    small = len(_SMALL_WORD.findall(block.text))
    if block.text.endswith((":", ";", ",")):
        return len(words) > 3
    if before is None or not is_prose(before):
        return before is None and len(words) >= 4
    if _SENTENCE_END.search(block.text):
        return True
    return len(words) >= (16 if something_below else 10) and small >= 0.6 * len(words)


def _drop_asides(blocks: Sequence[Block], furniture: Furniture) -> tuple[list[Block], list[Block]]:
    """Leave out the furniture of the body, and the links below a line such as "Related stories"."""
    body: list[Block] = []
    aside: list[Block] = []
    in_list = False
    links = _link_lists(blocks)
    for i, block in enumerate(blocks):
        rest = block.role != "heading" and furniture.kind(block.text, "rest")
        if block.kind or (rest and not is_prose(block)):
            aside.append(block)
            # A bare label is followed by links; "Read more: …" has its link with it.
            bare = len(block.text.split()) <= 4 and not block.text.rstrip(".").endswith("…")
            if block.kind == "paywall":
                _drop_box_title(body, aside)
            in_list = bool(rest) or (block.kind in _LABELS and bare and block.kind == "teaser")
        elif (
            in_list
            and not is_prose(block)
            and block.role not in ("heading", *LISTED)
            and not _is_list_intro(block)
            or i in links
        ):
            aside.append(block)
        else:
            in_list = False
            body.append(block)
    return body, aside


def _drop_box_title(body: list[Block], aside: list[Block]) -> None:
    """The short lines right above a newsletter's box are its title."""
    for _ in range(2):
        if body and body[-1].role == "" and not has_ended(body[-1].text) and len(body[-1].text.split()) <= 5:
            aside.append(body.pop())


def _is_list_intro(block: Block) -> bool:
    return block.text.endswith(":")


def _link_lists(blocks: Sequence[Block]) -> set[int]:
    """Which blocks are of four or more short lines in a row without a stop: links, a menu, a table."""
    found: set[int] = set()
    start = 0
    while start < len(blocks):
        end = start
        while end < len(blocks) and _is_bare(blocks[end]):
            end += 1
        introduced = start > 0 and blocks[start - 1].text.endswith((":", "following", "as follows"))
        if end - start >= _LINKS and not introduced:
            found.update(range(start, end))
        start = max(end, start + 1)
    return found


def _is_bare(block: Block) -> bool:
    return (
        not block.kind
        and block.role in ("", "heading?")
        and not has_ended(block.text)
        and len(block.text.split()) <= 14
    )


def _drop_pull_quotes(blocks: Sequence[Block]) -> list[Block]:
    """Leave out a paragraph whose words stand in another one as well, and all but the first of equal ones."""
    words = [_WORDS.findall(block.text.casefold()) for block in blocks]
    quoted = _said_elsewhere(blocks, words)
    seen: set[tuple[str, ...]] = set()
    out = []
    for i, block in enumerate(blocks):
        if len(words[i]) >= _PULL_QUOTE_WORDS and block.role != "heading":
            if i in quoted or tuple(words[i]) in seen:
                continue
            seen.add(tuple(words[i]))
        out.append(block)
    return out


def _said_elsewhere(blocks: Sequence[Block], words: Sequence[list[str]]) -> set[int]:
    """Which blocks of a few words stand, word for word, within another block."""
    short: dict[tuple[str, ...], list[int]] = {}
    for i, said in enumerate(words):
        if _PULL_QUOTE_WORDS <= len(said) <= _PULL_QUOTE_LONGEST and blocks[i].role != "heading":
            alike = short.setdefault(tuple(said[:_KEY_WORDS]), [])
            if len(alike) < _ALIKE:
                alike.append(i)
    found: set[int] = set()
    for i, said in enumerate(words):
        for at, key in enumerate(zip(*(said[n:] for n in range(_KEY_WORDS)), strict=False)):
            for other in short.get(key, ()):
                longer = len(said) > len(words[other])
                if other != i and longer and said[at : at + len(words[other])] == words[other]:
                    found.add(other)
    return found
