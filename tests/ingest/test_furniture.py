"""The furniture file: every group's own examples, and what is wrong with a broken file."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.ingest.furniture import ZONES, Group, load_furniture
from pipeline.rulefile import RuleError
from pipeline.settings import models_folder

FURNITURE = load_furniture(models_folder())
DROPS = [(group, line) for group in FURNITURE.groups for line in group.drops]
KEEPS = [(group, line) for group in FURNITURE.groups for line in group.keeps]


def name(value: object) -> str:
    return value.id if isinstance(value, Group) else str(value)[:40]


@pytest.mark.parametrize(("group", "line"), DROPS, ids=name)
def test_a_group_takes_its_examples(group: Group, line: str) -> None:
    assert group.matches(line)


@pytest.mark.parametrize(("group", "line"), KEEPS, ids=name)
def test_no_group_that_reaches_the_body_takes_a_near_miss(group: Group, line: str) -> None:
    assert not group.matches(line)
    assert FURNITURE.kind(line, "anywhere") == ""


@pytest.mark.parametrize("group", FURNITURE.groups, ids=name)
def test_every_group_has_examples_of_both_kinds(group: Group) -> None:
    assert len(group.drops) >= 2
    assert len(group.keeps) >= 2


HOSTILE = [
    "a " * 5000,
    "A" * 10_000,
    "Ada Example, " * 120,
    "- " * 3000,
    "(" * 400 + ")" * 400,
    "The views " * 90,
    "#" + "x #" * 300,
    "Ada Ben Cal Dee " * 100 + "is",
    "On 3 May 2024, " * 100,
]


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: line[:12])
def test_no_pattern_runs_away(line: str) -> None:
    began = time.perf_counter()
    for length in (250, 390, 590, 890, 1790, len(line)):
        FURNITURE.kind(line[:length], "anywhere", "head", "tail", "rest", "section", "kicker")
    assert time.perf_counter() - began < 1.0


def broken(folder: Path, text: str) -> Path:
    (folder / "ingest").mkdir()
    (folder / "ingest" / "furniture.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("groups:\n  - {id: mine, zone: middle}\n", "yml:2: groups.0.zone.0: Input should be 'anywhere'"),
        ("groups:\n  - {id: mine, zone: anywhere, line: [x]}\n", "yml:2: groups.0.line: Extra inputs are not permitted"),
        ("groups:\n  - {id: mine, zone: anywhere, patterns: ['(']}\n", "yml:2: group 'mine': '(' is no regular expression"),
        ("mine: []\n", "yml:1: mine: Extra inputs are not permitted; known keys: define, groups"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(RuleError, match=r"mine|groups") as caught:
        load_furniture(broken(tmp_path, text))
    assert named in str(caught.value)


def test_a_button_is_no_sentence() -> None:
    assert FURNITURE.kind("Listen", "anywhere") == "share"
    assert FURNITURE.kind("Listen.", "anywhere") == ""


def test_a_line_of_digits_takes_no_time() -> None:
    """Cut into pieces of one to three digits in all ways there are, it took seconds."""
    began = time.process_time()
    assert FURNITURE.kind("2022" * 10 + " ?" * 17 + ' "-', *ZONES) == ""
    assert time.process_time() - began < 0.5
    assert FURNITURE.kind("Share 12 (3) Tweet", *ZONES)
