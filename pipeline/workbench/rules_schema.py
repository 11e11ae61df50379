"""JSON Schemas of the formats of rules and cues, by which editors complete and check the files.

They are made of the very models that read the files, and shipped in ``models/schemas``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.events.rule_format import PatternEntry, RuleEntry, RuleFile
from pipeline.stance.cues import CueEntry, CueFile

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# An own file may leave to the shipped one what holds for all rules of its type.
_LEFT_UNSAID = ("about", "quad_class")


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, by its file's name."""
    events = _of_file(RuleFile, "rules", (RuleEntry, PatternEntry))
    events["required"] = [name for name in events["required"] if name not in _LEFT_UNSAID]
    return {"events.schema.json": events, "stance.schema.json": _of_file(CueFile, "cues", (CueEntry,))}


def _of_file(file: type[BaseModel], listed: str, entries: tuple[type[BaseModel], ...]) -> dict[str, Any]:
    schema = file.model_json_schema()
    shared: dict[str, Any] = schema.pop("$defs", {})
    for entry in entries:
        own = entry.model_json_schema()
        shared |= own.pop("$defs", {})
        shared[entry.__name__] = own
    items = [{"$ref": f"#/$defs/{entry.__name__}"} for entry in entries]
    schema["properties"][listed]["items"] = items[0] if len(items) == 1 else {"anyOf": items}
    return {"$schema": _DIALECT, **schema, "$defs": shared}


def write_schemas(folder: Path) -> list[Path]:
    """Write the schemas into a folder, which is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / name
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        written.append(path)
    return written
