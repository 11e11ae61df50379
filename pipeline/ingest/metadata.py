"""Title, authors, outlet and date from what stands above and below the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.ingest.blocks import Block
from pipeline.ingest.dates import find_date, without_dates
from pipeline.ingest.draft import Metadata
from pipeline.ingest.furniture import BIOS, Furniture
from pipeline.ingest.names import NameWords, as_name, find_authors, is_no_person, load_name_words
from pipeline.ingest.outlets import Outlets, find_outlet, load_outlets
from pipeline.ingest.structure import Parts

_SLUG = re.compile(r"^(?P<date>(?:19|20)\d\d-\d\d-\d\d)-(?P<words>[a-z0-9]+(?:-[a-z0-9]+){2,})$")
_TITLE_WORDS = 34
_MENU = frozenset(
    (
        "menu",
        "skip to content",
        "skip to main content",
        "search",
        "main menu",
        "home about archive",
        "home about",
        "home",
    )
)
_SITE_TAIL = re.compile(r"\s+[|–—-]\s+([^|–—]{2,50})$")
_SENTENCE_IN_IT = re.compile(r"[a-z][.!]\s+[A-Z][a-z]+ .*\.$")
_BIO_SUBJECT = re.compile(
    r"^(.{4,160}?),?\s(?:is|are|was|were|has|have|teach|teaches|serves|served|works|worked|writes|holds|heads|leads|directs|lectures|currently|joined|studied|reports|covers)\b"
)
_TAIL_NAMES = 6


@dataclass(frozen=True, slots=True)
class Known:
    """The word lists that metadata is told by."""

    names: NameWords
    outlets: Outlets
    furniture: Furniture


def load_known(models: Path, furniture: Furniture) -> Known:
    """Read the lists of names and outlets."""
    return Known(load_name_words(models), load_outlets(models), furniture)


def checked(given: Metadata, known: Known) -> Metadata:
    """A file's own metadata with persons only as authors, and the outlet by the name it is known under."""
    authors: list[str] = []
    for field in given.authors:
        found = find_authors(field, known.names)
        _add(authors, found if found else () if is_no_person(field, known.names) else (field,))
    outlet = known.outlets.named(given.outlet) or known.outlets.at(given.outlet) or given.outlet
    return replace(given, authors=tuple(authors), outlet=outlet)


def find_metadata(parts: Parts, known: Known) -> Metadata:
    """Read the metadata off the parts of an article."""
    slug = next((match for block in parts.head[:2] if (match := _SLUG.match(block.text))), None)
    title = _find_title(parts.head, any(b.lines > 2 for b in parts.body), known)
    head = [block.text for block in parts.head if block.text not in title]
    below = [*parts.tail, *parts.aside]
    outlet = find_outlet(
        [part for line in head for part in (line, without_dates(line), _without_role(line))],
        [block.text for block in (*parts.head, *below) if block.kind == "disclaimer"],
        [block.text for block in below],
        known.outlets,
    )
    published = next((found for text in head if (found := find_date(text))), "")
    if slug:
        title, published = _from_slug(slug["words"]), slug["date"]
    published = published or next(
        (
            found
            for block in below
            if block.kind in ("stamp", "copyright") and (found := find_date(block.text))
        ),
        "",
    )
    return Metadata(title, _find_authors(parts, title, known), outlet, published)


def _without_role(line: str) -> str:
    return re.sub(
        r"\s(?:Columnist|Contributor|Correspondent|Staff|Reporter|Editorial|Opinion|Commentary)s?\b.*$",
        "",
        without_dates(line),
    )


def _from_slug(words: str) -> str:
    return words.replace("-", " ").capitalize()


def _find_title(head: Sequence[Block], wrapped: bool, known: Known) -> str:
    given = next((block.text for block in head if block.role == "title"), "")
    if given:
        return given
    # A menu stands above the title, and the site's name above the menu.
    menu = max((i for i, block in enumerate(head) if block.text.casefold() in _MENU), default=-1)
    candidates = [(i, block) for i, block in enumerate(head) if _may_be_title(block, known)]
    candidates = [pair for pair in candidates if pair[0] > menu] or candidates
    marked = [pair for pair in candidates if pair[1].role == "heading"]
    if not candidates:
        return ""
    i, block = (marked or candidates)[0]
    if not marked and block.text.isupper():
        # The name of a column or a series in capitals, above the title or above its number and date.
        numbered = i + 1 < len(head) and head[i + 1].kind == "stamp"
        i, block = next(
            (
                pair
                for pair in candidates[1:3]
                if numbered
                or (
                    len(block.text.split()) <= 4 < len(pair[1].text.split()) + 1
                    and not pair[1].text.isupper()
                )
            ),
            (i, block),
        )
    text = block.text
    # A title may run on in the next line: "Finland's long goodbye:" and below it "From the treaty of 1948 …".
    while i + 1 < len(head) and _goes_on(text, head[i + 1], wrapped, known):
        i += 1
        text = f"{text} {head[i].text}"
    return text.strip("#*:, ")


def _goes_on(title: str, after: Block, wrapped: bool, known: Known) -> bool:
    """Whether the title runs on in the next line."""
    if after.kind or after.role in ("byline", "heading", "title"):
        return False
    if title.endswith((":", ",")):
        return True
    return (
        (wrapped or title.isupper())
        and after.blanks == 0
        and title[-1].isalnum()
        and title.isupper() == after.text.isupper()
        and len(title.split()) > 2
        and _may_be_title(after, known)
    )


def _may_be_title(block: Block, known: Known) -> bool:
    text = block.text
    words = text.split()
    if (
        block.kind
        or block.role in ("item", "number", "caption")
        or not 2 <= len(words) <= _TITLE_WORDS
        or _SLUG.match(text)
    ):
        return False
    if (
        known.furniture.kind(text, "kicker", "head", "section")
        or known.outlets.named(text)
        or _SENTENCE_IN_IT.search(text)
    ):
        return False
    if (
        text.endswith(";")
        or (find_date(text) and len(words) < 9)
        or (len(words) <= 4 and as_name(text, known.names))
    ):
        return False
    return len(words) > 2 or not text.isupper()


def _find_authors(parts: Parts, title: str, known: Known) -> tuple[str, ...]:
    """From bylines; else from notes on the authors; else from a bare name beside the title or a date."""
    names: list[str] = []
    notes = [b.text for b in (*parts.head, *parts.tail) if not b.kind and b.text not in title]
    for text in notes:
        if known.furniture.kind(text, "head", "tail") == "byline":
            _add(names, find_authors(without_dates(text), known.names))
    if names:
        return tuple(names)
    noted = [b.text for b in parts.aside if b.kind in BIOS]
    for text in (*notes, *noted):
        if known.furniture.kind(text, "head", "tail") in BIOS:
            _add(names, _names_of_note(text, known))
    below_title = [i for i, b in enumerate(parts.head) if title and b.text in title]
    for block in parts.head[below_title[-1] + 1 if below_title else 0 :]:
        # "Ada Example 17/11/2025": a name and nothing but a date beside it, or alone below the title.
        rest = without_dates(block.text) if block.kind in ("", "stamp") else ""
        if rest and len(rest.split()) <= 8:
            _add(
                names,
                tuple(name for name in find_authors(rest, known.names) if not known.outlets.named(name)),
            )
    return tuple(names)


def _names_of_note(text: str, known: Known) -> tuple[str, ...]:
    subject = _BIO_SUBJECT.match(text.lstrip("*†‡ "))
    found = find_authors(subject.group(1) if subject else text, known.names)
    return found[:_TAIL_NAMES] if subject else found[:1]


def _add(names: list[str], found: tuple[str, ...]) -> None:
    names.extend(name for name in found if name not in names)


def tidy_title(title: str, outlet: str, authors: Sequence[str] = ()) -> str:
    """A page's title without the site's or the author's name behind it: "A quiet pact | Norland Times"."""
    tail = _SITE_TAIL.search(title)
    if not tail:
        return title
    name = tail.group(1).casefold().strip()
    known = {
        outlet.casefold(),
        outlet.casefold().removeprefix("the "),
        *(author.casefold() for author in authors),
    }
    return title[: tail.start()] if name in known - {""} else title
