"""Labelled items -> lines of a gold file, checked; and files of tools or of gold, read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.schema import STANCES
from pipeline.workbench.evaluate_gold import (
    EVENT_TYPES,
    EntitySentence,
    EventSentence,
    GoldError,
    GoldSentence,
    StanceSentence,
    check_line,
)
from pipeline.workbench.label_formats import FormatError, Tool, from_tool, tool_of
from pipeline.workbench.label_items import ACTOR, Item, Kind, Span, place

FILES: dict[Kind, tuple[str, Any]] = {
    "entities": ("entities.jsonl", EntitySentence),
    "events": ("events.jsonl", EventSentence),
    "stance": ("stance.jsonl", StanceSentence),
}
_POLARITIES, _MODALITIES = ("affirmed", "negated"), ("actual", "planned", "possible", "urged")
# Who is meant by words that nobody has named yet: name and country.
Lookup = Callable[[str], tuple[str, str]]


@dataclass(slots=True)
class Imported:
    """What an import did: sentences new in the gold, in the place of others, and left out as not labelled."""

    path: Path
    new: int = 0
    replaced: int = 0
    skipped: int = 0


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their lines: one a line, or a list.

    :raises GoldError: naming file and line of what is no JSON.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it isn't UTF-8"
        raise GoldError(f"{path}: can't be read ({reason}); name an export of Prodigy, doccano or Label Studio") from error
    if text.lstrip().startswith("["):
        try:
            yield from ((number, one) for number, one in enumerate(json.loads(text), 1))
        except json.JSONDecodeError as error:
            raise GoldError(f"{path}:{error.lineno}: no JSON at column {error.colno} ({error.msg})") from None
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found = json.loads(line)
            except json.JSONDecodeError as error:
                raise GoldError(f"{path}:{number}: no JSON at column {error.colno} ({error.msg}); one object a line") from None
            if not isinstance(found, dict):
                raise GoldError(f"{path}:{number}: no object; one object a line is a task")
            yield number, found


def read_labelled(path: Path, kind: Kind, tool: Tool | None, lookup: Lookup) -> Iterator[GoldSentence | None]:
    """The sentences of a tool's export as gold, None for those that were rejected or not labelled.

    :param tool: whose file it is; found out where not given.
    :raises GoldError: naming file and line of what is wrong.
    """
    for number, raw in read_objects(path):
        where = f"{path}:{number}"
        try:
            item = from_tool(raw, kind, tool or tool_of(raw))
        except FormatError as error:
            raise GoldError(f"{where}: {error}") from None
        if item is None:
            yield None
            continue
        yield check_line(gold_line(item, kind, lookup, where), FILES[kind][1], where)


def gold_line(item: Item, kind: Kind, lookup: Lookup, where: str) -> dict[str, Any]:
    """A labelled item as an object of a gold file.

    :raises GoldError: for a label that is none.
    """
    for span in item.spans:
        if not 0 <= span.start < span.end <= len(item.text):
            raise GoldError(
                f"{where}: {span.label} stands at characters {span.start} to {span.end}, but the sentence has "
                f"{len(item.text)}; label the text as it was exported"
            )
    line: dict[str, Any] = {"article_id": item.article_id, "sentence": item.text}
    if item.published and kind == "events":
        line["published"] = item.published
    if kind == "entities":
        return {**line, "mentions": [{**_placed(item, span, "text"), "label": span.label, **_who(item, span, lookup)}
                                     for span in sorted(item.spans)]}  # fmt: skip
    if kind == "events":
        return {**line, "events": list(_events(item, lookup, where))}
    return {**line, "stances": list(_stances(item, where))}


def _placed(item: Item, span: Span, words: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, words: item.text[span.start : span.end]}


def _who(item: Item, span: Span, lookup: Lookup) -> dict[str, str]:
    known = item.details.get(place(span.start, span.end), {})
    if known.get("name"):
        return {"name": known["name"], "country": known.get("country", "")}
    name, country = lookup(item.text[span.start : span.end])
    return {"name": name, "country": country}


def _events(item: Item, lookup: Lookup, where: str) -> Iterator[dict[str, Any]]:
    for number, span in enumerate(item.spans):
        if span.label == ACTOR:
            continue
        event_type, *qualifiers = span.label.split(":")
        strange = [one for one in qualifiers if one not in (*_POLARITIES, *_MODALITIES)]
        if event_type not in EVENT_TYPES or strange:
            raise GoldError(
                f"{where}: {span.label!r} is no label of an event; write {ACTOR}, or one of {', '.join(EVENT_TYPES)}, "
                "with :negated, :planned, :possible or :urged behind it where it is that"
            )
        known = item.details.get(place(span.start, span.end), {})
        yield {
            **_placed(item, span, "trigger"),
            "event_type": event_type,
            "sources": _linked(item, number, "source", lookup),
            "targets": _linked(item, number, "target", lookup),
            "polarity": next((one for one in qualifiers if one in _POLARITIES), "affirmed"),
            "modality": next((one for one in qualifiers if one in _MODALITIES), "actual"),
            "date": str(known.get("date", "")).partition("/")[0],
            "speaker": known.get("speaker", ""),
            "mutual": bool(known.get("mutual", False)),
        }


def _linked(item: Item, trigger: int, role: str, lookup: Lookup) -> list[dict[str, str]]:
    spans = [item.spans[link.child] for link in item.links if link.head == trigger and link.label == role]
    found = [_who(item, span, lookup) for span in spans]
    return [one for number, one in enumerate(found) if one not in found[:number]]


def _stances(item: Item, where: str) -> Iterator[dict[str, Any]]:
    strange = [one for one in item.choices if one not in STANCES]
    if strange:
        raise GoldError(f"{where}: {strange[0]!r} is no stance; they are {', '.join(STANCES)}")
    before = [name for name in item.details if name in STANCES and name in item.choices]
    leading = before[0] if before else next((one for one in STANCES if one in item.choices), "")
    for stance in item.choices:
        for one in item.details.get(stance, {}).get("holders") or [{}]:
            yield {"stance": stance, "primary": stance == leading, **one}


def add_to_gold(path: Path, kind: Kind, sentences: Iterator[GoldSentence | None]) -> Imported:
    """Write labelled sentences into a gold file: in the place of the same sentences of the same article, or behind.

    What a tool can't label of a sentence that is there already (references) stays as it was.
    """
    done = Imported(path)
    lines: dict[tuple[str, str, int], dict[str, Any]] = {}
    met: dict[tuple[str, str], int] = {}

    def key(raw: dict[str, Any], seen: dict[tuple[str, str], int]) -> tuple[str, str, int]:
        own = (raw["article_id"], raw["sentence"])
        seen[own] = seen.get(own, 0) + 1
        return (*own, seen[own])

    for _, raw in read_objects(path) if path.is_file() else ():
        lines[key(raw, met)] = raw
    again: dict[tuple[str, str], int] = {}
    for sentence in sentences:
        if sentence is None:
            done.skipped += 1
            continue
        raw = sentence.model_dump(mode="json", exclude_unset=True)
        own = key(raw, again)
        if own in lines:
            done.replaced += 1
            kept = ("references", "note", "published")
            raw |= {name: value for name, value in lines[own].items() if name in kept and name not in raw}
        else:
            done.new += 1
        lines[own] = raw
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(raw, ensure_ascii=False) + "\n" for raw in lines.values())
    path.write_text(text, encoding="utf-8", newline="\n")
    return done
