"""Patterns that would take forever are refused when they are read, with what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.bounds import check_bounds, check_expression
from pipeline.events.rules import read_rule_file
from pipeline.rulefile import RuleError
from pipeline.settings import models_folder

TRIGGER = {"RIGHT_ID": "trigger", "RIGHT_ATTRS": {"LEMMA": "say"}}


def below(name: str, operator: str = ">", **attributes: Any) -> dict[str, Any]:
    return {"LEFT_ID": "trigger", "REL_OP": operator, "RIGHT_ID": name, "RIGHT_ATTRS": attributes or {"DEP": "dobj"}}


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ([TRIGGER, below("target", OP="+")], "target: OP makes a token several"),
        ([TRIGGER, {**below("target"), "RIGHT_ATTRS": {}}], "target: any word would do; give it a LEMMA"),
        ([{**TRIGGER, "RIGHT_ATTRS": {"POS": "VERB"}}, below("target")], "trigger: any word would do; name its words"),
        ([TRIGGER, *(below(name, ">>") for name in ("target", "b", "c"))], "target, b, c stand at any distance; let 2 do so"),
        ([TRIGGER, *(below(f"t{number}") for number in range(7)), below("target")], "it has 9 tokens; 8 are the most"),
        ([TRIGGER, below("target", LOWER={"REGEX": "(a+)+b"})], "repeats what is repeated already"),
        ([TRIGGER, below("target", LOWER={"REGEX": "(a"})], "is no regular expression"),
    ],
)
def test_an_unbounded_pattern_is_refused(pattern: list[dict[str, Any]], message: str, tmp_path: Path):
    with pytest.raises(ValueError, match=message):
        check_bounds(pattern)
    path = tmp_path / "mine.yml"
    rule = {"id": "accuse.say", "pattern": pattern, "match": ["[source Norland] <said> so."]}
    path.write_text(yaml.safe_dump({"event_type": "ACCUSE", "rules": [rule]}), encoding="utf-8")
    with pytest.raises(RuleError, match=message) as raised:
        read_rule_file(path, {}, shipped=models_folder() / "events")
    assert str(raised.value).startswith(f"{path}:3: rule accuse.say: ")


@pytest.mark.parametrize("expression", ["^[A-Z][a-z]+$", "(USS|HMS) ?[0-9]+", r"\(a+\)+"])
def test_a_plain_expression_is_none_of_these(expression: str):
    check_expression(expression)
