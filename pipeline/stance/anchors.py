"""By which words the patterns of a cue's line are looked up: known beforehand for the shipped lines.

So a start compiles none of them, but each when its words first stand in a sentence.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS

from pipeline.compiled import key_by, known
from pipeline.rulefile import RuleError, read_yaml
from pipeline.stance import notation
from pipeline.stance.notation import NotationError, compile_words

Anchors = tuple[frozenset[str], ...]


def anchors_of(line: str) -> Anchors:
    """For each pattern that a line makes, the forms one of which a sentence must have to hold it.

    :raises NotationError: when the line can't be read, has no plain word, or unfolds into too many patterns.
    """
    found = _known().get(line)
    return tuple(pattern.anchor for pattern in compile_words(line)) if found is None else found


@cache
def _known() -> dict[str, Anchors]:
    told = known(_key())
    try:
        sets = [frozenset(map(str, forms)) for forms in told["sets"]]
        return {line: tuple(sets[number] for number in numbers) for line, numbers in told["lines"].items()}
    except (TypeError, KeyError, IndexError, AttributeError):
        return {}


def _key() -> str:
    # What is looked up first depends on spaCy's list of frequent words too, and how it is kept on this module.
    return key_by(notation.__file__, " ".join(sorted(STOP_WORDS)).encode(), Path(__file__).read_bytes())


def told_of_cues(folder: Path) -> dict[str, str]:
    """The anchors of the lines of a folder's cues, as they are kept: each set of forms once, and its number in the lines."""
    numbers: dict[frozenset[str], int] = {}
    lines: dict[str, list[int]] = {}
    for line in _lines(folder):
        try:
            patterns = compile_words(line)
        except NotationError:
            # What is wrong is told by whoever reads the file.
            continue
        lines[line] = [numbers.setdefault(pattern.anchor, len(numbers)) for pattern in patterns]
    told = {"sets": [sorted(forms) for forms in numbers], "lines": lines}
    return {_key(): json.dumps(told, ensure_ascii=False)} if lines else {}


def _lines(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.glob("*.yml")):
        try:
            cues = read_yaml(path).get("cues")
        except RuleError:
            continue
        for cue in cues if isinstance(cues, list) else ():
            words = cue.get("words") if isinstance(cue, dict) else None
            found += [line for line in words if isinstance(line, str)] if isinstance(words, list) else []
    return found
