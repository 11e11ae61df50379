"""The roles that a rule may name (``models/events/roles.yml``): those of the engine, and the prepositions."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pipeline.rulefile import RuleError, checked, keep_or_raise, read_yaml

if TYPE_CHECKING:
    from pipeline.events.rules import Rule

# A preposition in two spellings is one role.
SPELT_ALSO = {"towards": "toward"}


def spelt(role: str) -> str:
    """A role, or a role in a role, as frames have it: "object.towards@gpe" is "object.toward@gpe"."""
    path, at, label = role.partition("@")
    return ".".join(SPELT_ALSO.get(part, part) for part in path.split(".")) + at + label


class Roles(BaseModel):
    """What ``roles.yml`` holds: each role of the engine with what it means, and the prepositions, which are roles too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: dict[str, str]
    prepositions: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """Every name of a role."""
        return self.prepositions | self.roles.keys()


def load_roles(path: Path) -> Roles | None:
    """Read ``roles.yml``; None where there is none, so that roles can't be checked.

    :raises RuleError: naming file and line of what is wrong.
    """
    return checked(path, read_yaml(path), Roles) if path.is_file() else None


def check_roles(rule: Rule, known: Roles | None, problems: list[RuleError] | None) -> None:
    """Add to ``problems`` the first role of a rule that isn't one.

    :raises RuleError: where nobody collects.
    """
    if known is None:
        return
    named = [*rule.source, *rule.target, *rule.absorbs]
    named += [role for role, _ in (*rule.constraints, *rule.unless)]
    for name in named:
        path = name.partition("@")[0]
        for part in path.split("."):
            if part not in known.names:
                near = get_close_matches(part, sorted(known.names), 3, 0.6)
                meant = (
                    f"did you mean {' or '.join(near)}?"
                    if near
                    else f"roles are {', '.join(known.roles)}, and prepositions"
                )
                message = f"rule {rule.id}: {part!r} is no role; {meant}"
                keep_or_raise(RuleError(rule.path, rule.line, message), problems)
                return
