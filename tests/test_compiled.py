"""What was compiled gives the same values as the file, or none."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import compiled
from pipeline.compiled import NAME, compile_folder
from pipeline.rulefile import Located, RuleError, read_yaml
from pipeline.settings import models_folder

RULES = 'about: x\n\nrules:\n  - id: a.b\n    "on": [one, "2", 3, 4.5, true, ~]\n    deep: {c: {d: [e]}}\n'


def with_lines(value: Any) -> Any:
    if isinstance(value, Located):
        return value.line, [(key, value.key_lines[key], with_lines(one)) for key, one in value.items()]
    return [with_lines(one) for one in value] if isinstance(value, list) else (type(value).__name__, value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.yml").write_text(RULES)
    monkeypatch.setattr(compiled, "models_folder", lambda: tmp_path)
    compiled._known.cache_clear()
    yield tmp_path
    compiled._known.cache_clear()


def test_a_compiled_file_has_the_values_and_lines_of_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch):
    path = folder / "events" / "a.yml"
    read = read_yaml(path)
    compile_folder(folder)
    compiled._known.cache_clear()
    monkeypatch.setattr("pipeline.rulefile._RuleLoader", None)
    assert with_lines(read_yaml(path)) == with_lines(read)
    # Whoever completes what was read changes nothing for the next one.
    read_yaml(path)["rules"].clear()
    assert with_lines(read_yaml(path)) == with_lines(read)


def test_every_shipped_file_can_be_compiled(tmp_path: Path):
    told = json.loads(compile_folder_of_copies(tmp_path).read_text())
    for path in models_folder().glob("*/*.yml"):
        assert compiled.key_of(path.read_bytes()) in told, path


def compile_folder_of_copies(folder: Path) -> Path:
    for path in models_folder().glob("*/*.yml"):
        copy = folder / path.relative_to(models_folder())
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return compile_folder(folder)


def test_a_file_that_was_changed_is_read_itself(folder: Path):
    compile_folder(folder)
    path = folder / "events" / "a.yml"
    path.write_text(RULES.replace("about: x", "about: y"))
    assert read_yaml(path)["about"] == "y"
    path.write_text(RULES + "about: z\n")
    with pytest.raises(RuleError, match=r"a\.yml:7: .*stands twice"):
        read_yaml(path)


@pytest.mark.parametrize("damage", ["", "[]", '{"a": 1', "\xff", "{}", '{"KEY": "{}"}', '{"KEY": "[1"}', '{"KEY": 3}'])
def test_what_is_damaged_is_left_alone(folder: Path, damage: str):
    path = folder / "events" / "a.yml"
    key = compiled.key_of(path.read_bytes())
    (folder / NAME).write_bytes(damage.replace("KEY", key).encode("latin-1"))
    assert read_yaml(path)["about"] == "x"


def test_what_json_would_change_and_what_is_wrong_is_not_compiled(folder: Path):
    for name, text in {"date": "a: 2020-01-01", "empty": '"": 1', "wrong": "a: [", "list": "- a"}.items():
        (folder / "events" / f"{name}.yml").write_text(text)
    assert len(json.loads(compile_folder(folder).read_text())) == 1
