"""Items as Prodigy, doccano and Label Studio write them, and back.

Each tool's JSON has one object a sentence. What no tool shows goes along where the tool keeps what it doesn't know:
in ``meta`` (Prodigy), in columns of their own (doccano), in ``data`` (Label Studio).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

from pipeline.schema import EVENT_TYPES, STANCES
from pipeline.workbench.evaluate_gold import ENTITY_LABELS
from pipeline.workbench.label_items import ACTOR, Item, Kind, Link, Span

Tool = Literal["prodigy", "doccano", "label-studio"]
TOOLS: tuple[Tool, ...] = ("prodigy", "doccano", "label-studio")
Raw = dict[str, Any]
_ID, _PUBLISHED, _DETAILS = "article_id", "published", "commentariat"


class FormatError(ValueError):
    """An object is no task of the tool; the message says what is missing."""


def to_tool(item: Item, kind: Kind, tool: Tool) -> Raw:
    """A task of a tool, with the labels that are there already."""
    # As text: tools keep a text as it is, and may flatten an object.
    about = {_ID: item.article_id, _PUBLISHED: item.published, _DETAILS: json.dumps(item.details, ensure_ascii=False)}
    return _WRITERS[tool](item, kind, about)


def from_tool(raw: Raw, kind: Kind, tool: Tool) -> Item | None:
    """An item as it was labelled; None where it was rejected, left out or not labelled.

    :raises FormatError: if it is no task of the tool.
    """
    try:
        return _READERS[tool](raw, kind)
    except (KeyError, TypeError, IndexError, AttributeError, json.JSONDecodeError) as error:
        raise FormatError(f"no task of {tool}: {type(error).__name__}: {error}") from error


def tool_of(raw: Raw) -> Tool:
    """The tool that wrote a task.

    :raises FormatError: if it is of none.
    """
    if "data" in raw:
        return "label-studio"
    if "text" in raw and ("answer" in raw or "options" in raw or "spans" in raw or "meta" in raw):
        return "prodigy"
    if "text" in raw and ("label" in raw or "labels" in raw or "entities" in raw):
        return "doccano"
    raise FormatError(f"no task of {', '.join(TOOLS)}: it has the keys {', '.join(sorted(raw)) or 'none'}")


def _item(text: str, about: Raw) -> Item:
    if not about.get(_ID):
        raise FormatError(f"no {_ID}; export the sentences with commentariat label export, which writes it")
    details = about.get(_DETAILS) or "{}"
    known = json.loads(details) if isinstance(details, str) else details
    return Item(text, about[_ID], about.get(_PUBLISHED) or "", details=known)


# Prodigy: https://prodi.gy/docs/api-interfaces


def _to_prodigy(item: Item, kind: Kind, about: Raw) -> Raw:
    task: Raw = {"text": item.text, "meta": about}
    if kind == "stance":
        return {**task, "options": [{"id": one, "text": one} for one in STANCES], "accept": list(item.choices)}
    task["tokens"] = [
        {"text": item.text[start:end], "start": start, "end": end, "id": number, "ws": item.text[end : end + 1] == " "}
        for number, (start, end) in enumerate(item.tokens)
    ]
    spans = [_prodigy_span(item, span) for span in item.spans]
    task["spans"] = spans
    if kind == "events":
        task["relations"] = [
            {
                "head": spans[link.head]["token_end"], "child": spans[link.child]["token_end"], "label": link.label,
                "head_span": spans[link.head], "child_span": spans[link.child],
            }
            for link in item.links
        ]  # fmt: skip
    return task


def _prodigy_span(item: Item, span: Span) -> Raw:
    inside = [i for i, (start, end) in enumerate(item.tokens) if start < span.end and span.start < end] or [0]
    return {"start": span.start, "end": span.end, "label": span.label, "token_start": inside[0], "token_end": inside[-1]}


def _from_prodigy(raw: Raw, kind: Kind) -> Item | None:
    # A task that nobody has answered yet holds predictions only.
    if raw.get("answer") != "accept":
        return None
    item = _item(raw["text"], raw.get("meta") or {})
    if kind == "stance":
        item.choices = list(raw.get("accept") or ())
        return item
    item.spans = [Span(one["start"], one["end"], one["label"]) for one in raw.get("spans") or ()]
    places = {(span.start, span.end): number for number, span in enumerate(item.spans)}
    for one in raw.get("relations") or ():
        ends = [(one[side]["start"], one[side]["end"]) for side in ("head_span", "child_span")]
        if loose := next((end for end in ends if end not in places), None):
            words = item.text[slice(*loose)]
            raise FormatError(f"{one['label']!r} links {words!r}, which has no label; mark it as {ACTOR}, or as an event")
        item.links.append(Link(places[ends[0]], places[ends[1]], one["label"]))
    return item


# doccano: https://doccano.github.io/doccano/tutorial/


def _to_doccano(item: Item, kind: Kind, about: Raw) -> Raw:
    if kind == "stance":
        return {"text": item.text, "label": list(item.choices), **about}
    if kind == "entities":
        return {"text": item.text, "label": [[span.start, span.end, span.label] for span in item.spans], **about}
    entities = [
        {"id": number, "start_offset": span.start, "end_offset": span.end, "label": span.label}
        for number, span in enumerate(item.spans)
    ]
    relations = [
        {"id": number, "from_id": link.head, "to_id": link.child, "type": link.label}
        for number, link in enumerate(item.links)
    ]
    return {"text": item.text, "entities": entities, "relations": relations, **about}


def _from_doccano(raw: Raw, kind: Kind) -> Item | None:
    # doccano numbers what it exports; without a number it is what we gave it.
    if "id" not in raw:
        return None
    item = _item(raw["text"], {**raw, **(raw.get("metadata") or {})})
    if kind == "stance":
        item.choices = list(raw.get("label") or raw.get("labels") or ())
        return item
    if "entities" not in raw:
        item.spans = [Span(*one) for one in raw.get("label") or raw.get("labels") or ()]
        return item
    numbers = {one["id"]: number for number, one in enumerate(raw["entities"])}
    item.spans = [Span(one["start_offset"], one["end_offset"], one["label"]) for one in raw["entities"]]
    item.links = [Link(numbers[one["from_id"]], numbers[one["to_id"]], one["type"]) for one in raw.get("relations") or ()]
    return item


# Label Studio: https://labelstud.io/guide/task_format


def _to_label_studio(item: Item, kind: Kind, about: Raw) -> Raw:
    result: list[Raw] = []
    if kind == "stance" and item.choices:
        value: Raw = {"choices": list(item.choices)}
        result = [{"id": "s", "from_name": "stance", "to_name": "text", "type": "choices", "value": value}]
    for number, span in enumerate(item.spans):
        value = {"start": span.start, "end": span.end, "text": item.text[span.start : span.end], "labels": [span.label]}
        result.append({"id": f"s{number}", "from_name": "label", "to_name": "text", "type": "labels", "value": value})
    for link in item.links:
        ends = {"from_id": f"s{link.head}", "to_id": f"s{link.child}"}
        result.append({**ends, "type": "relation", "direction": "right", "labels": [link.label]})
    return {
        "data": {"text": item.text, **about},
        "predictions": [{"model_version": "commentariat", "result": result}],
    }


def studio_interface(kind: Kind, labels: Iterable[str]) -> str:
    """The labelling interface of a Label Studio project that shows such tasks.

    :param labels: those of the tasks; of events any may be negated or planned, and too many make no good choice.
    """
    if kind == "stance":
        choices = "".join(f'    <Choice value="{one}"/>\n' for one in STANCES)
        inner = f'  <Choices name="stance" toName="text" choice="multiple">\n{choices}  </Choices>\n'
    else:
        known = ENTITY_LABELS if kind == "entities" else (ACTOR, *EVENT_TYPES)
        listed = "".join(f'    <Label value="{one}"/>\n' for one in dict.fromkeys([*known, *sorted(labels)]))
        inner = f'  <Labels name="label" toName="text">\n{listed}  </Labels>\n'
    if kind == "events":
        links = "".join(f'    <Relation value="{one}"/>\n' for one in ("source", "target"))
        inner += f"  <Relations>\n{links}  </Relations>\n"
    return f'<View>\n{inner}  <Text name="text" value="$text"/>\n</View>\n'


def _from_label_studio(raw: Raw, kind: Kind) -> Item | None:
    done = [one for one in raw.get("annotations") or () if not one.get("was_cancelled")]
    if not done:
        return None
    item = _item(raw["data"]["text"], raw["data"])
    numbers: dict[str, int] = {}
    for one in done[0]["result"]:
        if one["type"] == "choices" and kind == "stance":
            item.choices += one["value"]["choices"]
        elif one["type"] == "labels":
            numbers[one["id"]] = len(item.spans)
            item.spans.append(_studio_span(item, one["value"]))
    for one in done[0]["result"]:
        if one["type"] == "relation":
            item.links.append(Link(numbers[one["from_id"]], numbers[one["to_id"]], (one.get("labels") or [""])[0]))
    return item


def _studio_span(item: Item, value: Raw) -> Span:
    held = item.text[value["start"] : value["end"]]
    if value.get("text", held) != held:
        at = item.text.find(value["text"])
        meant = f"; that stands at {at} to {at + len(value['text'])}" if at >= 0 else ""
        raise FormatError(f"characters {value['start']} to {value['end']} are {held!r}, not {value['text']!r}{meant}")
    return Span(value["start"], value["end"], value["labels"][0])


_WRITERS = {"prodigy": _to_prodigy, "doccano": _to_doccano, "label-studio": _to_label_studio}
_READERS = {"prodigy": _from_prodigy, "doccano": _from_doccano, "label-studio": _from_label_studio}
