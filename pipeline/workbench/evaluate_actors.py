"""When two actors are the same for the purpose of counting, and when two sides of an event are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol


class Named(Protocol):
    """Anything with a name and a country."""

    @property
    def name(self) -> str: ...

    @property
    def country(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a stance, by name and country."""

    name: str
    country: str


def plain(name: str) -> str:
    """A name without what doesn't tell it apart: case, a leading article, space around it."""
    return " ".join(name.casefold().removeprefix("the ").split())


def same_actor(one: Named, other: Named) -> bool:
    """Whether two actors agree in country, or in name.

    So a minister is as good as the government, and "police" as good as the state that they serve; who is of no
    country or of several (a body, a company) has to agree in name.
    """
    if one.country and one.country == other.country:
        return True
    return bool(one.name) and plain(one.name) == plain(other.name)


def same_side(some: Collection[Named], others: Collection[Named]) -> bool:
    """Whether each actor of either side has its like on the other; nobody agrees with nobody."""
    return _all_met(some, others) and _all_met(others, some)


def sides_meet(some: Collection[Named], others: Collection[Named]) -> bool:
    """Whether the sides have an actor in common, or both have none."""
    if not some and not others:
        return True
    return any(same_actor(one, other) for one in some for other in others)


def _all_met(some: Iterable[Named], others: Collection[Named]) -> bool:
    return all(any(same_actor(one, other) for other in others) for one in some)


def shown(actors: Iterable[Named]) -> str:
    """Actors in a few words."""
    return "; ".join(f"{one.name} ({one.country})" if one.country else one.name for one in actors) or "nobody"
