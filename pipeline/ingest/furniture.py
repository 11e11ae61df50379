"""What stands around an article and isn't its body, told by the phrases and patterns of models/ingest/furniture.yml.

A group of the file has an id, a zone and a list of whole lines, of line beginnings and of patterns. Zones:

============  ==================================================================================================
``anywhere``  dropped wherever it stands
``head``      dropped before the first paragraph of the body
``tail``      dropped after the last paragraph of the body
``rest``      a heading below which nothing belongs to the article ("Related stories"), when it stands in its latter part
``section``   a heading of the article although it could be taken for something else ("SYNOPSIS")
``kicker``    a department's name above the title ("OPINION"): neither title nor heading
============  ==================================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from pipeline.rulefile import Located, RuleError, checked, read_yaml

ZONES = ("anywhere", "head", "tail", "rest", "section", "kicker")
# The groups that tell who the author is.
BIOS = frozenset({"bio", "bio_below"})
# A longer block is never furniture by a pattern of a group that doesn't say otherwise.
_LONGEST = 400
_ENCLOSED = re.compile(r"^(?:\[(.+)\]|--+\s?(.+?)\s?--+|\((.+)\)|\*+(.+?)\*+)\.?$")
_NAMED = re.compile(r"\{\{(\w+)\}\}")
_TRIM = " \t.:;,*_#|>»›-–—[]()<•·…!’'\"“”"


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the file, compiled."""

    id: str
    zones: frozenset[str]
    longest: int
    lines: frozenset[str]
    stopped: frozenset[str]
    starts: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    drops: tuple[str, ...]
    keeps: tuple[str, ...]
    line: int

    def matches(self, text: str) -> bool:
        """Whether the text is of this group, as it stands or without the brackets or stars around it."""
        return any(self._is(form, plain) for form, plain in _forms(text))

    def _is(self, text: str, plain: str) -> bool:
        if len(text) > self.longest:
            return False
        # "Listen" is a button, "Listen." a sentence.
        if plain in self.lines and (not text.endswith((".", "?")) or plain + text[-1] in self.stopped):
            return True
        if self.starts and plain.startswith(self.starts):
            return True
        return any(pattern.search(text) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class Furniture:
    """All groups, by zone."""

    groups: tuple[Group, ...]

    def kind(self, text: str, *zones: str) -> str:
        """The id of the first group of these zones that ``text`` belongs to, or an empty string."""
        if len(text) > self.longest:
            return ""
        forms = _forms(text)
        for group in self.groups:
            if not group.zones.isdisjoint(zones) and any(group._is(form, plain) for form, plain in forms):
                return group.id
        return ""

    @property
    def longest(self) -> int:
        """The length of the longest text that any group may take."""
        return max((group.longest for group in self.groups), default=0)


class _Entry(BaseModel):
    """A group as it stands in its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    about: str = ""
    zone: Annotated[tuple[Literal[ZONES], ...], BeforeValidator(_as_list)]  # type: ignore[valid-type]
    longest: int = _LONGEST
    lines: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


class _FurnitureFile(BaseModel):
    """What ``models/ingest/furniture.yml`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    define: dict[str, str] = {}
    groups: tuple[_Entry, ...]


@lru_cache(maxsize=4)
def load_furniture(models: Path) -> Furniture:
    """Read and compile ``models/ingest/furniture.yml``.

    :raises RuleError: naming file and line of an unknown key or zone, or of a pattern that is no regular expression.
    """
    path = models / "ingest" / "furniture.yml"
    raw = read_yaml(path)
    file = checked(path, raw, _FurnitureFile)
    entries = zip(file.groups, raw["groups"], strict=True)
    return Furniture(tuple(_compile(entry, given, file.define, path) for entry, given in entries))


def _written_out(pattern: str, define: dict[str, str]) -> str:
    return _NAMED.sub(lambda name: define.get(name.group(1), name.group()), pattern)


def _compile(entry: _Entry, given: Located, define: dict[str, str], path: Path) -> Group:
    compiled = []
    for pattern in entry.patterns:
        try:
            compiled.append(re.compile(_written_out(pattern, define)))
        except re.error as error:
            message = f"group {entry.id!r}: {pattern!r} is no regular expression: {error}"
            raise RuleError(path, given.key_lines["patterns"], message) from None
    return Group(
        id=entry.id,
        zones=frozenset(entry.zone),
        longest=entry.longest,
        lines=frozenset(_plain(line) for line in entry.lines),
        stopped=frozenset(_plain(line) + line[-1] for line in entry.lines if line.endswith((".", "?"))),
        starts=tuple(start.casefold() for start in entry.starts),
        patterns=tuple(compiled),
        drops=entry.drops,
        keeps=entry.keeps,
        line=given.line,
    )


def _forms(text: str) -> list[tuple[str, str]]:
    """The text and what brackets or stars enclose in it, each also in plain form."""
    enclosed = _ENCLOSED.match(text) if text and text[0] in "[(-*" else None
    inner = next((part for part in enclosed.groups() if part), "") if enclosed else ""
    return [(form, _plain(form)) for form in ((text, inner) if inner else (text,))]


def _plain(text: str) -> str:
    """Small letters, one space between words, no marks at either end; curly apostrophes straight."""
    return " ".join(text.replace("’", "'").strip(_TRIM).casefold().split())
