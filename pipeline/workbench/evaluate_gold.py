"""Gold files -> checked gold sentences: what a careful reader found in sentences of the corpus.

A file holds one JSON object a line, each a sentence that was read whole: what isn't labelled in it isn't there.
``entities.jsonl`` labels mentions and references, ``events.jsonl`` events, ``stance.jsonl`` stances; each may be left
out. Offsets count characters of the sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

# Sentences under this id belong to no article: each is read as an article of one sentence.
SINGLE = "hard"
# What the gold labels: names. Amounts, dates and the like are not asked for.
EntityLabel = Literal[
    "PERSON", "NORP", "GPE", "LOC", "ORG", "FAC", "EVENT", "PRODUCT", "LAW",
    "MILITARY", "ALLIANCE", "EXERCISE", "TREATY", "PROGRAMME", "SUMMIT",
]  # fmt: skip
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
ENTITY_LABELS: tuple[str, ...] = get_args(EntityLabel)
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
Polarity = Literal["affirmed", "negated"]
Modality = Literal["actual", "planned", "possible", "urged"]
StanceLabel = Literal["hedging", "non-alignment", "cooperation"]
_DATE = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"


class GoldError(ValueError):
    """A gold file can't be used; the message names file and line, what is wrong and what would be right."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldActor(_Strict):
    """Who: a canonical name and the ISO 3166-1 alpha-3 code of the country, either of them may be empty."""

    name: str = ""
    country: str = ""


class _Named(_Strict):
    start: int = Field(ge=0)
    end: int
    text: str = Field(min_length=1)
    name: str
    country: str = ""

    @property
    def surface(self) -> str:
        return self.text


class GoldMention(_Named):
    """A name where it stands."""

    label: EntityLabel


class GoldReference(_Named):
    """Words that stand for actors named elsewhere: "it", "both sides"; several actors are told apart by ``;``."""

    @property
    def actors(self) -> tuple[GoldActor, ...]:
        """The actors that are meant; where names and countries aren't as many, each speaks for itself."""
        names = [name.strip() for name in self.name.split(";")]
        countries = [code.strip() for code in self.country.split(";")]
        if len(names) == len(countries):
            return tuple(GoldActor(name=n, country=c) for n, c in zip(names, countries, strict=True))
        return tuple(GoldActor(name=n) for n in names if n)

    @model_validator(mode="after")
    def _as_many_countries(self) -> Self:
        names, countries = self.name.count(";") + 1, self.country.count(";") + 1
        if self.country and names != countries:
            raise ValueError(
                f'{names} names but {countries} countries; write one for each, empty where there is none ("CHN;")'
            )
        return self


class GoldEvent(_Strict):
    """An event; ``mutual`` where both sides do the same to each other and either may be called the source."""

    start: int = Field(ge=0)
    end: int
    trigger: str = Field(min_length=1)
    event_type: EventType
    sources: tuple[GoldActor, ...] = ()
    targets: tuple[GoldActor, ...] = ()
    polarity: Polarity = "affirmed"
    modality: Modality = "actual"
    date: str = Field(default="", pattern=_DATE)
    speaker: str = ""
    mutual: bool = False
    note: str = ""

    @property
    def surface(self) -> str:
        return self.trigger


class GoldStance(_Strict):
    """A stance that a sentence carries, one for each holder; the stance that leads is primary for all who hold it."""

    stance: StanceLabel
    primary: bool = False
    holder: GoldActor = GoldActor()
    toward: tuple[str, ...] = ()
    polarity: Polarity = "affirmed"
    modality: Modality = "actual"


class _GoldSentence(_Strict):
    article_id: str = Field(min_length=1)
    sentence: str = Field(min_length=1)
    published: str = Field(default="", pattern=_DATE)
    note: str = ""


class EntitySentence(_GoldSentence):
    """A sentence of entities.jsonl."""

    mentions: tuple[GoldMention, ...]
    references: tuple[GoldReference, ...] = ()


class EventSentence(_GoldSentence):
    """A sentence of events.jsonl."""

    events: tuple[GoldEvent, ...]


class StanceSentence(_GoldSentence):
    """A sentence of stance.jsonl; one without a stance has an empty list."""

    stances: tuple[GoldStance, ...]

    @model_validator(mode="after")
    def _one_leads(self) -> Self:
        leading = {stance.stance for stance in self.stances if stance.primary}
        if self.stances and len(leading) != 1:
            raise ValueError(
                f'{len(leading)} stances are primary; give "primary": true to one stance, for each of its holders'
            )
        return self

    @property
    def primary(self) -> GoldStance | None:
        """The stance that leads; None where the sentence takes none."""
        return next((stance for stance in self.stances if stance.primary), None)


GoldSentence = EntitySentence | EventSentence | StanceSentence
Kind = TypeVar("Kind", EntitySentence, EventSentence, StanceSentence)


@dataclass(frozen=True, slots=True)
class Gold:
    """What the gold files of a folder hold."""

    entities: Sequence[EntitySentence] = ()
    events: Sequence[EventSentence] = ()
    stances: Sequence[StanceSentence] = ()
    files: tuple[str, ...] = field(default=())

    def sentences(self) -> Iterator[GoldSentence]:
        """The sentences of all files, one file after the other."""
        yield from self.entities
        yield from self.events
        yield from self.stances


def load_gold(folder: Path) -> Gold:
    """The gold of a folder.

    :raises GoldError: if there is none, or a line doesn't hold what it should.
    """
    entities, events, stances = (folder / f"{name}.jsonl" for name in ("entities", "events", "stance"))
    there = tuple(path.name for path in (entities, events, stances) if path.is_file())
    if not there:
        raise GoldError(f"{folder}: no gold there; it holds entities.jsonl, events.jsonl or stance.jsonl")
    return Gold(
        tuple(_read(entities, EntitySentence)),
        tuple(_read(events, EventSentence)),
        tuple(_read(stances, StanceSentence)),
        there,
    )


def _read(path: Path, kind: type[Kind]) -> Iterator[Kind]:
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: the file isn't UTF-8 ({error.reason}); save it as UTF-8") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _checked(line, kind, f"{path}:{number}")


def _checked(line: str, kind: type[Kind], where: str) -> Kind:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        raise GoldError(
            f"{where}: no JSON at column {error.colno} ({error.msg}); write one object a line"
        ) from None
    if not isinstance(raw, dict):
        raise GoldError(f'{where}: no object; write {{"article_id": …, "sentence": …, …}}')
    return check_line(raw, kind, where)


def check_line(raw: dict[str, Any], kind: type[Kind], where: str) -> Kind:
    """An object of a gold file as a sentence of its kind.

    :param where: file and line, for messages.
    :raises GoldError: if it doesn't hold what it should, or offsets don't fit.
    """
    try:
        sentence = kind.model_validate(raw)
    except ValidationError as error:
        raise GoldError(f"{where}: {_explained(error, kind)}") from None
    for name in ("mentions", "references", "events"):
        for number, one in enumerate(getattr(sentence, name, ()), start=1):
            problem = misplaced(sentence.sentence, one)
            if problem:
                raise GoldError(f"{where}: {name} {number}: {problem}")
    return sentence


def misplaced(sentence: str, one: GoldMention | GoldReference | GoldEvent) -> str:
    """What is wrong with the offsets of something labelled, and what would be right; empty where they fit."""
    held, surface = sentence[one.start : one.end], one.surface
    if held == surface:
        return ""
    problem = f"characters {one.start} to {one.end} are {held!r}, not {surface!r}"
    places = [i for i in range(len(sentence)) if sentence.startswith(surface, i)]
    if not places:
        return f"{problem}, which doesn't occur in the sentence; copy the words as they stand there"
    nearest = min(places, key=lambda place: abs(place - one.start))
    return f"{problem}; that stands at {nearest} to {nearest + len(surface)}"


def _explained(error: ValidationError, kind: type[BaseModel]) -> str:
    problem = error.errors()[0]
    # Numbers of list items count from 1, as people do.
    place = " ".join(str(part + 1) if isinstance(part, int) else part for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        message = f"unknown key; known are {', '.join(_known_keys(kind, problem['loc']))}"
    return f"{place}: {message}" if place else message


def _known_keys(kind: type[BaseModel], place: tuple[int | str, ...]) -> Sequence[str]:
    """The keys of the object that ``place`` leads into."""
    model: Any = kind
    for part in place[:-1]:
        if isinstance(part, str):
            model = model.model_fields[part].annotation
            while getattr(model, "__args__", None):
                model = model.__args__[0]
    return list(model.model_fields)
