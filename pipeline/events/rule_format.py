"""The form of a rule file, as people write it: what the keys are, and what each may hold.

``commentariat rules schema`` makes JSON Schemas of these models, by which editors complete and check a file.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict

KINDS = ("verb", "noun", "adjective")
EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
QUAD_CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def as_list(value: Any) -> Any:
    """A single word as a list of one; anything else as it is."""
    return [value] if isinstance(value, str) else value


_ONE_OR_SEVERAL: JsonDict = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}
Words = Annotated[tuple[str, ...], BeforeValidator(as_list), WithJsonSchema(_ONE_OR_SEVERAL)]


class Trigger(BaseModel):
    """What a rule looks for: words of one kind, and for further roles the words that must fill them ("*" for any)."""

    model_config = ConfigDict(
        extra="allow", frozen=True, json_schema_extra={"additionalProperties": _ONE_OR_SEVERAL}
    )

    verb: Words = ()
    noun: Words = ()
    adjective: Words = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Trigger:
        if sum(bool(getattr(self, kind)) for kind in KINDS) != 1:
            raise ValueError(
                "a trigger needs exactly one of verb, noun and adjective, with at least one word"
            )
        return self

    @property
    def kind(self) -> str:
        """``verb``, ``noun`` or ``adjective``."""
        return next(kind for kind in KINDS if getattr(self, kind))

    @property
    def words(self) -> tuple[str, ...]:
        """The trigger words, as written in the file."""
        words: tuple[str, ...] = getattr(self, self.kind)
        return words


class RuleEntry(BaseModel):
    """A rule as it stands in its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(description="The file's type, a point, a name; it stands in the tables' column `rule`.")
    about: str = ""
    trigger: Trigger
    source: Words | None = Field(
        None, description="The roles that hold who acts, tried in order; the subject where nothing is said."
    )
    target: Words = Field((), description="The roles that hold to whom it is done, tried in order.")
    needs: tuple[Literal["source", "target"], ...] = Field((), description="Without these actors there is no event.")
    source_sector: Words = Field((), description="One of the sources is of one of these sectors (GOV, MIL …).")
    unless: dict[str, Words] = Field({}, description="Roles and words that forbid the event.")
    mutual: bool = Field(False, description="What two do together: both are source and target.")
    mode: str = Field("", description="PLOVER's mode of the event, one of the file's modes.")
    absorbs: Words | None = Field(
        None, description="The roles whose own happenings are part of this one; the file's where nothing is said."
    )
    match: tuple[str, ...] = Field(
        description="Sentences that give exactly this event, with <trigger>, [source Name], [target Name] marked."
    )
    no_match: tuple[str, ...] = Field((), description="Near misses that give none.")


class PatternEntry(BaseModel):
    """A rule by a spaCy DependencyMatcher pattern whose RIGHT_IDs ``trigger``, ``source`` and ``target`` are the roles.

    Where no RIGHT_ID is ``source``, the subject of the trigger is, however far off it stands. What is ``itself`` has to be of
    the source's country: "Norland's premier warned that Norland would respond".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    about: str = ""
    pattern: tuple[dict[str, Any], ...]
    needs: tuple[Literal["source", "target"], ...] = ()
    source_sector: Words = ()
    mutual: bool = False
    mode: str = ""
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()


class RuleFile(BaseModel):
    """A whole file: what its event type is, and its rules.

    ``absorbs`` names the roles whose own happenings are part of this one ("refused to sign": no signing);
    ``mode_by_absorbed`` gives the mode by the type of what was absorbed; ``across_borders`` says that what a state
    does for its own people is none; ``planned_as`` what PLOVER makes of it when planned.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    event_type: Literal[EVENT_TYPES]  # type: ignore[valid-type]
    about: str
    quad_class: Literal[QUAD_CLASSES]  # type: ignore[valid-type]
    modes: tuple[str, ...] = ()
    planned_as: Literal[EVENT_TYPES] | None = None  # type: ignore[valid-type]
    absorbs: Words = ()
    mode_by_absorbed: dict[str, str] = {}
    across_borders: bool = False
    lists: dict[str, tuple[str, ...]] = {}
    rules: tuple[dict[str, Any], ...]
