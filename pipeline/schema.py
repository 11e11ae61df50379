"""What each table holds: names and types from the records, meanings and constraints from the notes below.

A column is added by adding a field to its record and a note to NOTES; everything that reads or writes tables
(CSV, data frames, workbook, data package) follows from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_type_hints

from pipeline.records import Event, Mention, Participant, Reject, Sentence, Stance, columns

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
QUAD_CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
POLARITIES = ("affirmed", "negated")
MODALITIES = ("actual", "planned", "possible", "urged")
STANCES = ("hedging", "non-alignment", "cooperation")
FORMATS = ("txt", "md", "html", "pdf", "docx", "jsonl", "csv")

# A date as precise as the text: a year, a month or a day; or two of them with a slash between.
PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?"


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article as its table shows it."""

    article_id: str
    path: str
    format: str
    title: str
    authors: tuple[str, ...]
    outlet: str
    published: str
    language: str
    words: int
    sentences: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dyad:
    """One event, one source and one target: the row to analyse. Empty cells where the text names none."""

    event_id: str
    article_id: str
    sentence_id: str
    published: str
    date: str
    source: str
    source_country: str
    source_sector: str
    target: str
    target_country: str
    target_sector: str
    event_type: str
    plover_type: str
    mode: str
    quad_class: str
    polarity: str
    modality: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What one actor did to one counterpart, over all articles; formulas: :mod:`pipeline.profiles`."""

    actor: str
    counterpart: str
    articles: int
    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    hedging: int
    non_alignment: int
    cooperation: int
    says: float | None
    does: float | None
    say_do_gap: float | None
    hedging_index: float | None
    actor_country: str
    counterpart_country: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a column means, and what its cells must be. ``of`` is the table and column that it points to."""

    about: str
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its Frictionless type and its note."""

    name: str
    type: str
    note: Note


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row a record of ``record``; ``key`` names the columns that tell its rows apart."""

    name: str
    about: str
    record: type
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


_START = Note("First character of the words in text/<article_id>.txt, counted from 0.", True, minimum=0)
_END = Note("One past the last character.", True, minimum=0)
_RULE = Note("Id of the rule that made the row, or the name of the model.", True)
_NAME = Note("Canonical name.", True)
_COUNTRY = Note("ISO 3166-1 alpha-3 code of the country that it is or belongs to; empty for a body of many.")
_SECTOR = Note("PLOVER's sector: GOV, MIL, LEG, OPP, REB, COP, BUS, MED, CVL, IGO, NGO …")
_POLARITY = Note("Whether the text affirms or negates it.", True, enum=POLARITIES)
_MODALITY = Note("Whether it is told as actual, planned, possible or urged.", True, enum=MODALITIES)


def _count(about: str) -> Note:
    return Note(about, True, minimum=0)


# By column name; "table.column" where a name means something else in one table.
NOTES: dict[str, Note] = {
    "article_id": Note("The article, named after its file or record.", True, of="articles.article_id"),
    "path": Note("Where it was read from, relative to the input folder.", True),
    "format": Note("What kind of file it was read from.", True, enum=FORMATS),
    "title": Note("Title."),
    "authors": Note("Authors, `; ` between."),
    "outlet": Note("Where it was published."),
    "published": Note("When it was published, ISO 8601, as precise as the text.", pattern=PARTIAL_DATE),
    "language": Note("Language, ISO 639-1.", True),
    "words": _count("Words in the sentences of the body."),
    "sentences": _count("Sentences of the body."),
    "sha256": Note("SHA-256 of the raw file or record.", True, pattern="[0-9a-f]{64}"),
    "sentence_id": Note("The sentence.", True, of="sentences.sentence_id"),
    "position": Note("Number of the sentence in its article, from 1.", True, minimum=1),
    "paragraph": Note("Number of its paragraph in the article, from 1.", True, minimum=1),
    "section": Note("The heading that it stands under."),
    "start": _START,
    "end": _END,
    "text": Note("The surface text: text[start:end] of text/<article_id>.txt.", True),
    "entity_id": Note("The mention.", True),
    "label": Note("OntoNotes's label where one fits, else MILITARY, ALLIANCE, EXERCISE, TREATY …", True),
    "name": _NAME,
    "kb_id": Note("Id in the knowledge base; for countries ISO 3166-1 alpha-3."),
    "country": _COUNTRY,
    "sector": _SECTOR,
    "rule": _RULE,
    "event_id": Note("The event.", True, of="events.event_id"),
    "trigger": Note("The words that name the act: text[start:end] of text/<article_id>.txt.", True),
    "event_type": Note("The act's own type, by PLOVER's scheme.", True, enum=EVENT_TYPES),
    "plover_type": Note("What the codebook makes of the row; empty where nothing.", enum=EVENT_TYPES),
    "mode": Note("PLOVER's mode of the act, where it has one."),
    "quad_class": Note("Verbal or material, cooperation or conflict.", True, enum=QUAD_CLASSES),
    "polarity": _POLARITY,
    "modality": _MODALITY,
    "date": Note("When it happened, ISO 8601, as precise as the text.", pattern=PARTIAL_DATE),
    "date_text": Note("The words that date it."),
    "location": Note("Where it happened."),
    "speaker": Note("To whom the text attributes the claim; empty for the author."),
    "role": Note("What the actor is in the event.", True, enum=("source", "target")),
    "participants.entity_id": Note("The mention; empty where none stands for it.", of="entities.entity_id"),
    "resolved_by": Note("How the actor was found.", True, enum=("mention", "coreference", "implied")),
    "source": Note("Canonical name of who acts; empty where the text names none."),
    "source_country": _COUNTRY,
    "source_sector": _SECTOR,
    "target": Note("Canonical name of whom the act is done to; empty where the text names none."),
    "target_country": _COUNTRY,
    "target_sector": _SECTOR,
    "stance_id": Note("The stance.", True),
    "holder": Note("Canonical name of the state or bloc that takes the stance."),
    "holder_country": _COUNTRY,
    "toward": Note("The counterpart or counterparts, `; ` between."),
    "stance": Note("The position that the sentence describes, recommends or denies.", True, enum=STANCES),
    "score": Note("How sure the coding is, 0 to 1.", True, minimum=0, maximum=1),
    "primary": Note("True for the stance that leads in its sentence.", True),
    "cue": Note("The words that carry it."),
    "method": Note("Who spoke: rule, model or both.", True, enum=("rule", "model", "both")),
    "stances.rule": Note("Id of the rule, where a rule spoke."),
    "actor": Note("Who acts or takes the stance; a state for those who act for it.", True),
    "counterpart": Note("Toward whom; empty where the text names nobody."),
    "articles": _count("Articles with at least one such event or stance."),
    "events": _count("Events, actual and affirmed, from actor to counterpart."),
    "verbal_cooperation": _count("Of these, verbal cooperation."),
    "material_cooperation": _count("Of these, material cooperation."),
    "verbal_conflict": _count("Of these, verbal conflict."),
    "material_conflict": _count("Of these, material conflict."),
    "hedging": _count("Sentences, actual and affirmed, in which the actor hedges toward the counterpart."),
    "non_alignment": _count("Likewise non-alignment."),
    "cooperation": _count("Likewise cooperation."),
    "says": Note("(V+ - V-) / (V+ + V-) over verbal events.", minimum=-1, maximum=1),
    "does": Note("(M+ - M-) / (M+ + M-) over material events.", minimum=-1, maximum=1),
    "say_do_gap": Note("says - does.", minimum=-2, maximum=2),
    "hedging_index": Note(
        "1 - |E1 - E2| / (E1 + E2): cooperative events with the counterpart and with its main rival.",
        minimum=0,
        maximum=1,
    ),
    "actor_country": _COUNTRY,
    "counterpart_country": _COUNTRY,
    "rejects.path": Note("The input that could not be used.", True),
    "stage": Note("The stage that gave it up.", True),
    "reason": Note("Why, and what to do.", True),
}

_TYPES: dict[Any, str] = {
    str: "string",
    tuple[str, ...]: "string",
    int: "integer",
    float: "number",
    float | None: "number",
    bool: "boolean",
}


def _column(table: str, name: str, annotation: Any) -> Column:
    note = NOTES.get(f"{table}.{name}") or NOTES[name]
    return Column(name, _TYPES[annotation], note)


def _table(name: str, record: type, key: str, about: str) -> Table:
    types = get_type_hints(record)
    made = tuple(_column(name, column, types[column]) for column in columns(record))
    return Table(name, about, record, made, tuple(key.split()))


TABLES: tuple[Table, ...] = (
    _table("articles", ArticleRow, "article_id", "One row an article."),
    _table("sentences", Sentence, "sentence_id", "One row a sentence of the body, boilerplate left out."),
    _table("entities", Mention, "entity_id", "One row a mention of an actor, place, force, pact …"),
    _table("events", Event, "event_id", "One row an event."),
    _table("participants", Participant, "event_id role name", "One row an event, role and actor."),
    _table("dyads", Dyad, "event_id source target", "One row an event, source and target, to analyse."),
    _table("stances", Stance, "stance_id", "One row a sentence, holder and stance."),
    _table("profiles", Profile, "actor counterpart", "One row an actor and counterpart."),
    _table("rejects", Reject, "", "One row an input that could not be used."),
)
TABLE = {table.name: table for table in TABLES}


def data_package(version: str) -> dict[str, Any]:
    """The tables' description as a Frictionless Data Package (descriptor of ``datapackage.json``)."""
    return {
        "profile": "tabular-data-package",
        "name": "commentariat",
        "title": "Who did what to whom in commentary, and how states position themselves",
        "version": version,
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    foreign = [_foreign_key(table, column) for column in table.columns]
    if any(foreign):
        schema["foreignKeys"] = [key for key in foreign if key]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.about,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n"},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    note = column.note
    constraints: dict[str, Any] = {}
    if note.required:
        constraints["required"] = True
    for name, value in (("enum", list(note.enum)), ("pattern", note.pattern)):
        if value:
            constraints[name] = value
    for name, bound in (("minimum", note.minimum), ("maximum", note.maximum)):
        if bound is not None:
            constraints[name] = bound
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": note.about}
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_key(table: Table, column: Column) -> dict[str, Any] | None:
    """The key that a column is, unless it is the table's own."""
    target, _, field = column.note.of.partition(".")
    if not target or target == table.name:
        return None
    return {"fields": [column.name], "reference": {"resource": target, "fields": [field]}}

