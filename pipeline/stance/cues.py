"""Cue files: read, check, and index.

A cue file says which words carry a stance. One file holds one ``stance``; besides the three labels that is
``distance`` (words for keeping away, quarrelling or reassuring: half of an offset, never a row of their own) and
``none`` (exclusions: other senses of the same words, which take a cue's words away from it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.events.lexicon import Lexicon as Grammar
from pipeline.events.lexicon import load_lexicon
from pipeline.rulefile import Located, RuleError, checked, keep_or_raise, read_yaml
from pipeline.settings import models_folder
from pipeline.stance.anchors import Anchors, anchors_of
from pipeline.stance.classifier import Classifier, read_classifier
from pipeline.stance.lexicon import Lexicon, read_lexicon
from pipeline.stance.notation import NEGATIONS, NotationError, Pattern, compile_words, word_forms
from pipeline.stance.spans import Step, steps_of

Need = Literal["counterpart", "rivals", "foreign", "named", "party"]
Label = Literal["hedging", "non-alignment", "cooperation", "distance", "none"]
Words = Annotated[list[str], Field(min_length=1)]


class CueEntry(BaseModel):
    """A cue as it stands in its file: ``words`` in the notation, or ``verb`` with ``object`` (and its ``prep``).

    ``certainty`` is how often a careful reader who meets the words in foreign-policy commentary would give the
    label. ``denied`` asks for the verb's negation ("will not join a bloc"). ``needs`` asks for more in the sentence:
    ``counterpart`` (another actor than the holder), ``rivals`` (two rivals named, or words such as "both powers"),
    ``foreign`` (a word of foreign policy, or two actors), ``named`` (an actor in the sentence itself), ``party`` (an actor
    in the sentence itself, or words such as "the powers").
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

    @model_validator(mode="after")
    def _one_form(self) -> CueEntry:
        if (self.words is None) == (self.verb is None):
            raise ValueError("give either words, or verb with object")
        if self.verb and not self.object:
            raise ValueError("verb needs object")
        if self.words and (self.object or self.prep or self.denied):
            raise ValueError("object, prep and denied go with verb")
        return self


class Cue(CueEntry):
    """A cue ready for use: the stance of its file, and where it stands."""

    stance: Label
    path: Path
    line: int

    @cached_property
    def denies(self) -> bool:
        """Whether a negation is among its own words."""
        written = re.findall(r"[\w'’]+", " ".join(self.words or []))
        return any(word in NEGATIONS or word == "NEG" for word in written)


# A cue, and of each of its lines the anchors of the patterns that it makes.
Anchored = tuple[Cue, list[tuple[str, Anchors]]]


class CueFile(BaseModel):
    """A file of cues for one stance."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stance: Label
    about: str = ""
    cues: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pattern is written: a cue's line, and which of the patterns that the line makes."""

    cue_id: str
    line: str
    number: int


@dataclass(frozen=True)
class Cues:
    """All cues, ready to match. ``by_word`` leads from a word's form to the cues that can't match without one, ``anchored``
    to their patterns, by their number among ``places``, where those of a cue stand side by side: ``numbers``."""

    cues: dict[str, Cue]
    by_word: dict[str, frozenset[str]]
    lexicon: Lexicon
    grammar: Grammar
    classifier: Classifier | None = None
    anchored: dict[str, frozenset[int]] = field(default_factory=dict, repr=False)
    places: tuple[Place, ...] = field(default=(), repr=False)
    numbers: dict[str, range] = field(default_factory=dict, repr=False)
    _patterns: dict[int, Pattern] = field(default_factory=dict, repr=False, compare=False)
    _steps: dict[int, tuple[Step, ...]] = field(default_factory=dict, repr=False, compare=False)

    def pattern(self, number: int) -> Pattern:
        """The pattern of this number, compiled with all of its line when it is first asked for."""
        known = self._patterns.get(number)
        if known is None:
            place = self.places[number]
            self._patterns.update(enumerate(compile_words(place.line), number - place.number))
            known = self._patterns[number]
        return known

    def steps(self, number: int) -> tuple[Step, ...]:
        """The steps of the pattern of this number."""
        known = self._steps.get(number)
        if known is None:
            known = self._steps[number] = steps_of(self.pattern(number).tokens)
        return known


def load_cues(
    folder: Path, problems: list[RuleError] | None = None, own: Path | None = None, learned: bool = True
) -> Cues:
    """Read every cue file (``*.yml``) of a folder, and the word lists, rival pairs and classifier that stand beside them.

    :param folder: the folder of cue files, ``models/stance`` in the project.
    :param problems: where given, what is wrong with a cue or a file is added to it, and the rest is loaded.
    :param own: a folder of further cue files, or one such file; a cue of an id that is there already takes its place.
    :param learned: whether the classifier is read as well.
    :raises RuleError: with file and line, when a file or a cue in it can't be used and nobody collects.
    """
    cues = _read_folder(folder, problems)
    if own is not None and own.exists():
        cues |= _read_folder(own, problems)
    if not cues and not problems:
        raise RuleError(folder, 1, "no cue file (*.yml) with a cue in it")
    return _indexed(cues, folder, own, learned)


def _read_folder(folder: Path, problems: list[RuleError] | None) -> dict[str, Anchored]:
    """The cues of a folder, or of one file, that are right, with the anchors of their lines, by id."""
    cues: dict[str, Anchored] = {}
    for path in [folder] if folder.is_file() else sorted(folder.glob("*.yml")):
        if path.name == "lexicon.yml":
            continue
        for cue in _read_file(path, problems):
            try:
                if cue.id in cues:
                    first, _ = cues[cue.id]
                    where = f"{first.path.name}:{first.line}"
                    message = f"the id {cue.id!r} is taken, by {where}; ids are unique over all cue files"
                    raise RuleError(path, cue.line, message)
                cues[cue.id] = _with_anchors(cue)
            except RuleError as error:
                keep_or_raise(error, problems)
    return cues


def _indexed(cues: dict[str, Anchored], folder: Path, own: Path | None, learned: bool) -> Cues:
    by_word: dict[str, set[str]] = {}
    anchored: dict[str, set[int]] = {}
    places: list[Place] = []
    numbers: dict[str, range] = {}
    for cue_id, (cue, lines) in cues.items():
        first = len(places)
        for line, anchors in lines:
            for number, anchor in enumerate(anchors):
                for word in anchor:
                    anchored.setdefault(word, set()).add(len(places))
                places.append(Place(cue_id, line, number))
        numbers[cue_id] = range(first, len(places))
        for word in _anchors(cue, lines):
            by_word.setdefault(word, set()).add(cue_id)
    return Cues(
        {cue_id: cue for cue_id, (cue, _) in cues.items()},
        {word: frozenset(ids) for word, ids in by_word.items()},
        read_lexicon(folder, own),
        load_lexicon(models_folder() / "events" / "lexicon.yml"),
        read_classifier(folder) if learned else None,
        {word: frozenset(found) for word, found in anchored.items()},
        tuple(places),
        numbers,
    )


def _read_file(path: Path, problems: list[RuleError] | None) -> Iterator[Cue]:
    """The cues of a file that are right, each with its stance and place."""
    try:
        raw = read_yaml(path)
        file = checked(path, raw, CueFile)
    except RuleError as error:
        keep_or_raise(error, problems)
        return
    for number, entry in enumerate(raw["cues"], 1):
        try:
            if not isinstance(entry, Located):
                message = f'cue {number} should be a mapping that begins with "- id:"'
                raise RuleError(path, raw.key_lines["cues"], message)
            given = checked(path, entry, CueEntry).model_dump()
        except RuleError as error:
            keep_or_raise(error, problems)
        else:
            yield Cue(**given, stance=file.stance, path=path, line=entry.line)


def _with_anchors(cue: Cue) -> Anchored:
    try:
        return cue, [(line, anchors_of(line)) for line in cue.words or []]
    except NotationError as error:
        raise RuleError(cue.path, cue.line, f"{cue.id}: {error}") from error


def _anchors(cue: Cue, lines: Iterable[tuple[str, Anchors]]) -> frozenset[str]:
    if cue.verb:
        return frozenset(form.lower() for verb in cue.verb for form in word_forms(verb))
    return frozenset().union(*(anchor for _, anchors in lines for anchor in anchors))
