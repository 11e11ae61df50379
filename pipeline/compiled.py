"""Rule files in a form that is read ten times as fast: their values as JSON, made when the package is set up or built.

``python -m pipeline.compiled`` writes ``models/.compiled.json``. A file's values stand there under a hash of its bytes and
of what reads them, so that a file which has changed isn't found there and is read as ever; nothing depends on its being
there. Checks come after, and are made of these values as of others.

Beside them stands what else takes long to find out at each start, likewise under a hash of all that it depends on: by which
words the cues' lines are looked up, and which tables of names have nothing wrong in them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.settings import models_folder

NAME = ".compiled.json"
# Of a mapping: the line on which it begins, and those of its keys. No rule file has an empty key.
_LINES = ""


def compiled(data: bytes, made: type[Any]) -> Any:
    """The values that a rule file of these bytes holds; None where they aren't known.

    :param made: the class of mappings that know their lines.
    """

    def mapping(values: dict[str, Any]) -> Any:
        line, lines = values.pop(_LINES)
        found = made(values)
        found.line, found.key_lines = line, dict(zip(values, lines, strict=True))
        return found

    return known(key_of(data), mapping)


def known(key: str, mapping: Callable[[dict[str, Any]], Any] | None = None) -> Any:
    """What stands under a key; None where nothing does.

    :param mapping: what is made of each mapping in it.
    """
    told = _known().get(key)
    if not isinstance(told, str):
        return None
    try:
        return json.loads(told, object_hook=mapping)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def key_of(data: bytes) -> str:
    """Under what the values of these bytes stand."""
    return hashlib.sha256(_reader() + data).hexdigest()


def key_by(code: str, *data: bytes) -> str:
    """Under what stands that a module finds out from bytes.

    :param code: the module's file, a change of which makes all of it unknown.
    """
    digest = hashlib.sha256()
    for part in (Path(code).read_bytes(), *data):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


@cache
def _reader() -> bytes:
    """A hash of the code that makes values of a file, and of its library's version."""
    import yaml

    code = Path(__file__).with_name("rulefile.py").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(code + yaml.__version__.encode()).digest()


@cache
def _known() -> dict[str, Any]:
    try:
        found = json.loads((models_folder() / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def compile_folder(models: Path) -> Path:
    """Write the values of a folder's rule files (``*.yml``) beside them, and what else is found out of the folder.

    :raises OSError: if that can't be written.
    """
    from pipeline.entities.checked import told_of_names
    from pipeline.rulefile import RuleError, read_yaml
    from pipeline.stance.anchors import told_of_cues

    told = {**told_of_names(models / "entities"), **told_of_cues(models / "stance")}
    for path in sorted(models.glob("*/*.yml")):
        try:
            told[key_of(path.read_bytes())] = json.dumps(_plain(read_yaml(path)), ensure_ascii=False)
        except (RuleError, TypeError):
            # What is wrong, or holds what JSON can't, is read from the file itself.
            continue
    new = models / f"{NAME}.{os.getpid()}"
    new.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return new.replace(models / NAME)


def _plain(value: Any) -> Any:
    """A value as JSON, with the lines of its mappings in them.

    :raises TypeError: if JSON would give back another.
    """
    if hasattr(value, "key_lines"):
        if _LINES in value:
            raise TypeError("an empty key")
        return {**{key: _plain(one) for key, one in value.items()}, _LINES: [value.line, list(value.key_lines.values())]}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if value is not None and not isinstance(value, str | int | float | bool):
        raise TypeError(type(value).__name__)
    return value


if __name__ == "__main__":
    compile_folder(models_folder())
