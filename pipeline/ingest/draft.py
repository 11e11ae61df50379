"""What a reader hands to the cleaner: lines with what the file's format says of them, and its metadata."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.ingest.lines import Line


class ReadError(ValueError):
    """A file or record can't be used; the message says what is wrong, why, and what to do, in one line."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text; empty where nothing is."""

    title: str = ""
    authors: tuple[str, ...] = ()
    outlet: str = ""
    published: str = ""

    def filled_from(self, other: Metadata) -> Metadata:
        """This metadata, with what it lacks taken from ``other``."""
        return Metadata(
            self.title or other.title,
            self.authors or other.authors,
            self.outlet or other.outlet,
            self.published or other.published,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a reader leaves it, to be cleaned.

    ``whole`` says that the text is all body (a record of a collection), so that nothing is left out of it.
    ``laid_out`` says that every paragraph has an empty line above it, so that all other lines belong together.
    ``record`` is the record's own id, ``place`` its line, where the file is a collection.
    """

    lines: tuple[Line, ...]
    metadata: Metadata = field(default_factory=Metadata)
    whole: bool = False
    laid_out: bool = False
    record: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record of a collection that can't be used: its line, and why."""

    place: str
    reason: str
