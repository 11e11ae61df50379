"""What a name may mean: the lines of the tables of names, and as what a form stands for them."""

from __future__ import annotations

from dataclasses import dataclass

# As what a form stands for its entry, the surest first.
KINDS = ("name", "articled", "adjective", "demonym", "seat", "capital", "prefix")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table of names. ``rule`` is its id in the output: table and kb_id."""

    table: str
    kb_id: str
    name: str
    label: str
    country: str
    sector: str
    members: tuple[str, ...]
    start: str
    end: str
    line: int

    @property
    def rule(self) -> str:
        """How the tables name this line."""
        return f"{self.table}:{self.kb_id}"

    @property
    def is_state(self) -> bool:
        """Whether it is a state or territory, of today or of the past."""
        return self.table in {"countries", "invented"}


@dataclass(frozen=True, slots=True)
class Sense:
    """What a form may mean: an entry, and as what: its name, "the" and its name, adjective, demonym, capital, seat, prefix."""

    entry: Entry
    kind: str
