"""``rules list`` and ``rules show``: what rules and cues there are, and how often each made a row of the last run."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.events.rules import Rule, load_rules
from pipeline.settings import Settings
from pipeline.stance.cues import Cue, load_cues

MOST_SHOWN = 60
MOST_SENTENCES = 5


class UnknownRuleError(ValueError):
    """There is no rule or cue of that id; the message names those that are near."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule or cue: what it is for, its words, where it stands, and its rows in the last run (None: no run)."""

    id: str
    kind: str
    words: str
    file: str
    line: int
    rows: int | None
    own: bool


def list_rules(settings: Settings, out: Path) -> list[Listed]:
    """All event rules and cues, in the order of their files.

    :param out: folder of a run's tables, whose rows are counted.
    :raises RuleError: naming file and line of what can't be read.
    """
    counts = count_rows(out)
    events = settings.rules / "events" if settings.rules else None
    stance = settings.rules / "stance" if settings.rules else None
    rules = load_rules(settings.models / "events", own=events).all
    cues = load_cues(settings.models / "stance", own=stance).cues.values()
    return [
        *(_listed(rule, rule.event_type, rule.words or ("a pattern",), counts, events) for rule in rules),
        *(_listed(cue, cue.stance, tuple(cue.words or cue.verb or ()), counts, stance) for cue in cues),
    ]


def _listed(
    one: Rule | Cue, kind: str, words: tuple[str, ...], counts: Counter[str] | None, own: Path | None
) -> Listed:
    told = ", ".join(words)
    told = told if len(told) <= MOST_SHOWN else f"{told[: MOST_SHOWN - 1]}…"
    rows = counts[one.id] if counts is not None else None
    return Listed(one.id, kind, told, str(one.path), one.line, rows, one.path.parent == own)


def count_rows(out: Path) -> Counter[str] | None:
    """How many rows of events.csv and stances.csv each rule made; None where there is no run."""
    tables = [out / f"{name}.csv" for name in ("events", "stances")]
    if not all(path.is_file() for path in tables):
        return None
    return Counter(row["rule"] for path in tables for row in _rows(path))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def find_rule(rule_id: str, listed: list[Listed]) -> Listed:
    """The rule or cue of an id.

    :raises UnknownRuleError: if there is none.
    """
    from rapidfuzz.process import extract

    found = next((one for one in listed if one.id == rule_id), None)
    if found is None:
        near = ", ".join(name for name, *_ in extract(rule_id, [one.id for one in listed], limit=3))
        raise UnknownRuleError(
            f"no rule or cue {rule_id!r}; near it are {near}; commentariat rules list names all"
        )
    return found


def source_text(one: Listed) -> str:
    """The lines of a rule in its file."""
    lines = Path(one.file).read_text(encoding="utf-8").splitlines()[one.line - 1 :]
    indent = len(lines[0]) - len(lines[0].lstrip())
    kept = [lines[0]]
    for line in lines[1:]:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        kept.append(line)
    return "\n".join(kept).rstrip()


def sentences_of(rule_id: str, out: Path) -> list[tuple[str, str]]:
    """The first sentences in which the rule made a row of the last run: their ids and texts."""
    if count_rows(out) is None:
        return []
    wanted: dict[str, str] = {}
    for name in ("events", "stances"):
        for row in _rows(out / f"{name}.csv"):
            if row["rule"] == rule_id and len(wanted) < MOST_SENTENCES:
                wanted.setdefault(row["sentence_id"], "")
    texts = {
        row["sentence_id"]: row["text"]
        for row in _rows(out / "sentences.csv")
        if row["sentence_id"] in wanted
    }
    return [(sentence_id, texts.get(sentence_id, "")) for sentence_id in wanted]
