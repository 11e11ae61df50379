"""Cue files: read, check, and index.

A cue file says which words carry a stance. One file holds one ``stance``; besides the three labels that is
``distance`` (words for keeping away, quarrelling or reassuring: half of an offset, never a row of their own) and
``none`` (exclusions: other senses of the same words, which take a cue's words away from it).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from spacy.matcher import Matcher
from spacy.vocab import Vocab

from pipeline.events.lexicon import Lexicon as Grammar
from pipeline.events.lexicon import load_lexicon
from pipeline.settings import models_folder
from pipeline.stance.lexicon import CueError, Lexicon, read_lexicon
from pipeline.stance.notation import NotationError, Pattern, compile_words, word_forms

Need = Literal["counterpart", "rivals", "foreign", "named"]
Label = Literal["hedging", "non-alignment", "cooperation", "distance", "none"]
Words = Annotated[list[str], Field(min_length=1)]


class Cue(BaseModel):
    """One cue: ``words`` in the notation, or ``verb`` with ``object`` (and ``prep``, where the object hangs on one).

    ``certainty`` is how often a careful reader who meets the words in foreign-policy commentary would give the
    label. ``denied`` asks for the verb's negation ("will not join a bloc"). ``needs`` asks for more in the sentence:
    ``counterpart`` (another actor than the holder), ``rivals`` (two rivals named, or words such as "both powers"),
    ``foreign`` (a word of foreign policy, or two actors), ``named`` (an actor in the sentence itself).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")
    certainty: float = Field(gt=0, le=1)
    words: Words | None = None
    verb: Words | None = None
    object: Words | None = None
    prep: Words | None = None
    denied: bool = False
    needs: list[Need] = []
    match: Words
    no_match: list[str] = []
    stance: Label = "none"

    @model_validator(mode="after")
    def _one_form(self) -> Cue:
        if (self.words is None) == (self.verb is None):
            raise ValueError("give either words, or verb with object")
        if self.verb and not self.object:
            raise ValueError("verb needs object")
        if self.words and (self.object or self.prep or self.denied):
            raise ValueError("object, prep and denied go with verb")
        return self


class CueFile(BaseModel):
    """A file of cues for one stance."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stance: Label
    about: str
    cues: list[Cue]


@dataclass(frozen=True)
class Cues:
    """All cues, ready to match. ``by_word`` leads from a word's form to the cues that can't match without one."""

    cues: dict[str, Cue]
    patterns: dict[str, list[Pattern]]
    by_word: dict[str, frozenset[str]]
    lexicon: Lexicon
    grammar: Grammar
    _matchers: dict[tuple[str, int], tuple[Vocab, Matcher]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def matchers(self, cue_id: str, words: frozenset[str], vocab: Vocab) -> Iterator[Matcher]:
        """The Matchers of those patterns of a cue that a sentence of these words can hold."""
        for number, pattern in enumerate(self.patterns[cue_id]):
            if pattern.possible(words):
                yield self._matcher(cue_id, number, pattern, vocab)

    def _matcher(self, cue_id: str, number: int, pattern: Pattern, vocab: Vocab) -> Matcher:
        known = self._matchers.get((cue_id, number))
        if known is None or known[0] is not vocab:
            matcher = Matcher(vocab, validate=True)
            matcher.add(cue_id, [pattern.tokens], greedy="LONGEST")
            known = self._matchers[cue_id, number] = (vocab, matcher)
        return known[1]


def load_cues(folder: Path) -> Cues:
    """Read every cue file (``*.yml``) of a folder, and the word lists and rival pairs that stand beside them.

    :param folder: the folder of cue files, ``models/stance`` in the project.
    :raises CueError: with file and line, when a file or a cue in it can't be used.
    """
    cues: dict[str, Cue] = {}
    patterns: dict[str, list[Pattern]] = {}
    where: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name == "lexicon.yml":
            continue
        for cue, place in _read_file(path):
            if cue.id in cues:
                raise CueError(
                    f"{place}: the id {cue.id!r} is taken, by {where[cue.id]}; ids are unique over all cue files"
                )
            cues[cue.id], where[cue.id] = cue, place
            patterns[cue.id] = _compile(cue, place)
    if not cues:
        raise CueError(f"{folder}: no cue file (*.yml) with a cue in it")
    by_word: dict[str, set[str]] = {}
    for cue_id, cue in cues.items():
        for word in _anchors(cue, patterns[cue_id]):
            by_word.setdefault(word, set()).add(cue_id)
    grammar = load_lexicon(models_folder() / "events" / "lexicon.yml")
    return Cues(
        cues, patterns, {word: frozenset(ids) for word, ids in by_word.items()}, read_lexicon(folder), grammar
    )


def _read_file(path: Path) -> list[tuple[Cue, str]]:
    text = path.read_text(encoding="utf-8")
    try:
        raw = yaml.safe_load(text)
        lines = _cue_lines(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise CueError(f"{path.name}:{line}: no valid YAML: {getattr(error, 'problem', error)}") from error
    try:
        file = CueFile.model_validate(raw)
    except ValidationError as error:
        raise CueError(_first_fault(path, error, lines)) from error
    return [
        (cue.model_copy(update={"stance": file.stance}), f"{path.name}:{line}")
        for cue, line in zip(file.cues, lines, strict=True)
    ]


def _first_fault(path: Path, error: ValidationError, lines: list[int]) -> str:
    fault = error.errors()[0]
    loc = fault["loc"]
    line = (
        lines[loc[1]]
        if len(loc) > 1 and loc[0] == "cues" and isinstance(loc[1], int) and loc[1] < len(lines)
        else 1
    )
    name = ".".join(str(part) for part in loc if not isinstance(part, int))
    known = ", ".join(Cue.model_fields) if fault["type"] == "extra_forbidden" else ""
    return f"{path.name}:{line}: {name or 'cue'}: {fault['msg']}" + (
        f" (known keys: {known})" if known else ""
    )


def _cue_lines(text: str) -> list[int]:
    """The line, from 1, at which each item of ``cues`` starts."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return []
    for key, value in root.value:
        if key.value == "cues" and isinstance(value, yaml.SequenceNode):
            return [item.start_mark.line + 1 for item in value.value]
    return []


def _compile(cue: Cue, place: str) -> list[Pattern]:
    try:
        return [pattern for line in cue.words or [] for pattern in compile_words(line)]
    except NotationError as error:
        raise CueError(f"{place}: {cue.id}: {error}") from error


def _anchors(cue: Cue, patterns: list[Pattern]) -> frozenset[str]:
    if cue.verb:
        return frozenset(form.lower() for verb in cue.verb for form in word_forms(verb))
    return frozenset().union(*(pattern.anchor for pattern in patterns))
