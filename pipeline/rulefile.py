"""Rule files as data: YAML with line numbers, read safely, and errors that say where and what to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.compiled import compiled

Model = TypeVar("Model", bound=BaseModel)


class RuleError(ValueError):
    """Something in a rule file is wrong; the message names file, line, what is wrong and what would be right."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = str(path), line, message


class Located(dict[str, Any]):
    """A mapping that knows the line, from 1, on which it stands in its file, and those of its keys."""

    line: int = 1
    key_lines: dict[str, int]


_STRING, _LIST, _MAPPING = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"
_DEEPEST = 100
# The tags of plain words as they were found, for the next time.
_TAGS: dict[str, str] = {}
_MOST_TAGS = 100_000


class _RuleLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which only true and false are truth values: "on", "off", "no" are words here.

    Most of a rule file are words, each of which PyYAML would try on its patterns of numbers and dates and then build by
    a generator: here a word is asked about once, and a plain one is what it is. That takes half as long.
    """

    depth = 0

    def descend_resolver(self, parent: yaml.Node | None, index: Any) -> None:
        """Called before each node is read; read deeper and deeper, libyaml would overrun its stack."""
        self.depth += 1
        if self.depth > _DEEPEST:
            mark = parent.start_mark if parent is not None else None
            raise yaml.MarkedYAMLError("", None, f"nested more than {_DEEPEST} deep", mark)

    def ascend_resolver(self) -> None:
        """Called after each node is read."""
        self.depth -= 1

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """The tag of a node that has none written before it."""
        if kind is not yaml.ScalarNode or not implicit[0]:
            tag: str = super().resolve(kind, value, implicit)
            return tag
        found = _TAGS.get(value)
        if found is None:
            found = super().resolve(kind, value, implicit)
            if len(_TAGS) < _MOST_TAGS:
                _TAGS[value] = found
        return found

    def built(self, node: yaml.Node) -> Any:
        """The value of a node; of one that stands in several places only once."""
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == _STRING else self._scalar(node)
        if node in self.constructed_objects:
            return self.constructed_objects[node]
        if node in self.recursive_objects:
            raise yaml.MarkedYAMLError("", None, "it holds itself", node.start_mark)
        self.recursive_objects[node] = None
        if node.tag == _MAPPING:
            found: Any = self.mapping(node)
        elif node.tag == _LIST and isinstance(node, yaml.SequenceNode):
            found = [self.built(one) for one in node.value]
        else:
            del self.recursive_objects[node]
            return self.construct_object(node, deep=True)
        self.constructed_objects[node] = found
        del self.recursive_objects[node]
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_object(node, deep=True)
        except (ValueError, ArithmeticError) as error:
            raise yaml.MarkedYAMLError("", None, f"{node.value!r} can't be: {error}", node.start_mark) from error

    def mapping(self, node: yaml.Node) -> Located:
        """The value of a mapping's node, which knows its lines."""
        if not isinstance(node, yaml.MappingNode):
            raise yaml.MarkedYAMLError("", None, "it is said to be a mapping and is none", node.start_mark)
        found = Located()
        found.line = node.start_mark.line + 1
        found.key_lines = {}
        for key_node, value_node in node.value:
            key = self.built(key_node)
            if not isinstance(key, str):
                key = str(key_node.value)
            if key in found:
                raise yaml.MarkedYAMLError(
                    "", node.start_mark, f"the key {key!r} stands twice; keep one", key_node.start_mark
                )
            found[key] = self.built(value_node)
            found.key_lines[key] = key_node.start_mark.line + 1
        return found


_RuleLoader.add_constructor(_MAPPING, _RuleLoader.mapping)
_RuleLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _RuleLoader.yaml_implicit_resolvers.items()
}
_RuleLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))

def read_yaml(path: Path) -> Located:
    """The mapping that a YAML file holds, with line numbers; keys are always text.

    :raises RuleError: where the file can't be read, or is no UTF-8, no YAML or no mapping.
    """
    try:
        data = path.read_bytes()
        if (known := compiled(data, Located)) is not None:
            return known
        loader = _RuleLoader(data.decode())
        try:
            node = loader.get_single_node()
            found = loader.built(node) if node is not None else None
        finally:
            loader.dispose()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RuleError(path, 1, f"the file can't be read ({reason}); copy it from the shipped models") from error
    except UnicodeDecodeError as error:
        raise RuleError(path, 1, "the file isn't UTF-8; save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RuleError(
            path,
            mark.line + 1 if mark else 1,
            f"not valid YAML: {error.problem}; check indents, quotes and colons near here",
        ) from error
    except yaml.YAMLError as error:
        raise RuleError(path, 1, f"not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(found, Located):
        raise RuleError(path, 1, "the file should hold keys and values at its top level (key: value)")
    return found


def keep_or_raise(error: RuleError, problems: list[RuleError] | None) -> None:
    """Add ``error`` to ``problems`` so that the rest can be read; raise it where nobody collects."""
    if problems is None:
        raise error
    problems.append(error)


def checked(path: Path, raw: Located, model: type[Model]) -> Model:
    """``raw`` as a validated ``model``.

    :raises RuleError: at the line of the first key that is unknown, or else missing or of the wrong kind.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        # A key that isn't known is often the one that is missing, misspelt; it stands in the file.
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        line, where = _line_of(raw, first["loc"])
        known = ""
        if first["type"] == "extra_forbidden":
            known = f"; known keys: {', '.join(sorted(_fields_at(model, first['loc'])))}"
        message = first["msg"].removeprefix("Value error, ")
        raise RuleError(path, line, f"{where}: {message}{known}") from error


def _line_of(raw: Any, location: tuple[int | str, ...]) -> tuple[int, str]:
    line, node = getattr(raw, "line", 1), raw
    for part in location:
        if isinstance(node, Located) and isinstance(part, str) and part in node:
            line = node.key_lines.get(part, node.line)
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            break
        line = getattr(node, "line", line)
    name = ".".join(str(part) for part in location) or "the file"
    return line, name


def _fields_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    current: Any = model
    for part in location[:-1]:
        if not isinstance(part, str):
            continue
        field = getattr(current, "model_fields", {}).get(part)
        if field is None:
            break
        arguments = [a for a in getattr(field.annotation, "__args__", ()) if hasattr(a, "model_fields")]
        current = arguments[0] if arguments else field.annotation
    return list(getattr(current, "model_fields", {}))
