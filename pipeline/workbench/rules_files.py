"""Every file of a folder of models, read by what reads it in a run; all that is wrong is collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.entities.gazetteer import NAME_TABLES, build_gazetteer
from pipeline.entities.tables import GazetteerError, Problem, read_tables, starts_by
from pipeline.events.examples import Example, read_examples
from pipeline.events.rules import Rule, Rules, load_rules
from pipeline.grammar import load_grammar
from pipeline.ingest.english import load_language_words
from pipeline.ingest.furniture import Furniture, load_furniture
from pipeline.ingest.inline import load_inline_words
from pipeline.ingest.names import load_name_words
from pipeline.ingest.outlets import load_outlets
from pipeline.language import load_lemmas
from pipeline.recognition import load_recognition
from pipeline.rulefile import RuleError
from pipeline.sentences import load_boundary_words
from pipeline.stance.cues import Cues, load_cues
from pipeline.workbench.rules_names import Names, load_checks, name_problems
from pipeline.workbench.rules_report import Finding

PARTS = ("events", "entities", "stance")
_DATA_FILES: dict[str, Callable[[Path], Any]] = {
    "ingest/boundaries.yml": load_boundary_words,
    "ingest/inline.yml": load_inline_words,
    "ingest/languages.yml": load_language_words,
    "ingest/names.yml": load_name_words,
    "ingest/outlets.yml": load_outlets,
    "language/grammar.yml": load_grammar,
    "language/lemmas.yml": load_lemmas,
    "language/recognition.yml": load_recognition,
}
_FURNITURE = "ingest/furniture.yml"
_WORDS = "ingest/words.txt"
_ONE_WORD = re.compile(r"\S+")
_RIVAL_COLUMNS = ("a", "b", "from", "to")
_YEAR = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class ModelsError(ValueError):
    """The folder holds no models; the message says which would."""


@dataclass(slots=True)
class Models:
    """What could be read of a folder of models (and of one of somebody's own), and what is wrong with the rest."""

    folder: Path
    own: Path | None = None
    rules: Rules | None = None
    sound_rules: list[Rule] = field(default_factory=list)
    cues: Cues | None = None
    names: Names | None = None
    data_files: int = 0
    problems: list[Finding] = field(default_factory=list)

    def own_part(self, part: str) -> Path | None:
        """One of the folders of the own rules; None where there are none."""
        return self.own / part if self.own is not None else None

    def is_asked(self, path: Path) -> bool:
        """Whether the examples of a file are to be checked: of the shipped ones only where there are no own ones."""
        return self.own is None or path.parent.parent == self.own

    def counts(self) -> dict[str, int]:
        """How much there is of what."""
        found: dict[str, int] = {}
        if self.rules is not None:
            found["event rules"] = len(self.rules.all)
        if self.cues is not None:
            found["cues"] = len(self.cues.cues)
        if self.names is not None:
            tables = self.names.tables
            found["names"] = sum(len(tables[table]) for table in NAME_TABLES) + len(self.names.gazetteer.officials.people)
            found["terms of office"] = len(tables["officials"])
        found["other files"] = self.data_files
        return found


def read_models(folder: Path, own: Path | None = None) -> Models:
    """Read everything in a folder laid out like the shipped ``models``.

    :param own: a folder of own rules, names and cues, read on top.
    :raises ModelsError: if it is no such folder.
    """
    if not folder.is_dir() or not any((folder / part).is_dir() for part in PARTS):
        what = "holds none of the folders events, entities and stance" if folder.is_dir() else "is no folder"
        raise ModelsError(f"{folder} {what}; name a folder laid out like the shipped models")
    models = Models(folder, own)
    if (folder / "events").is_dir():
        _read_rules(models)
    if (folder / "stance").is_dir():
        _read_cues(models)
    if (folder / "entities").is_dir():
        _read_names(models)
    _read_data(models)
    return models


def _read_rules(models: Models) -> None:
    errors: list[RuleError] = []
    try:
        models.rules = load_rules(models.folder / "events", errors, models.own_part("events"))
    except RuleError as error:
        errors.append(error)
    for rule in models.rules.all if models.rules is not None else ():
        try:
            for marked, example, _ in read_examples(rule):
                _check_marks(rule, marked, example)
            models.sound_rules.append(rule)
        except RuleError as error:
            errors.append(error)
    models.problems += _findings(errors)


def _check_marks(rule: Rule, marked: str, example: Example) -> None:
    """Marks stand around whole words: within one they would hold by the part that they are around.

    :raises RuleError: naming the first that doesn't.
    """
    for role, start, end in [*example.roles, *([("trigger", *example.trigger)] if example.trigger else [])]:
        before, after = example.text[start - 1 : start + 1], example.text[end - 1 : end + 1]
        if (start and before.isalnum()) or (len(after) == 2 and after.isalnum()):
            words = example.text[start:end]
            message = f"rule {rule.id}: {marked!r}: the mark of the {role} cuts a word at {words!r}; mark whole words"
            raise RuleError(rule.path, rule.line, message)


def _read_cues(models: Models) -> None:
    errors: list[RuleError] = []
    try:
        models.cues = load_cues(models.folder / "stance", errors, models.own_part("stance"))
    except RuleError as error:
        errors.append(error)
    models.problems += _findings(errors)


def _read_names(models: Models) -> None:
    folder = models.folder / "entities"
    problems: list[Problem] = []
    try:
        gazetteer, problems = build_gazetteer(folder, models.own_part("entities"))
        models.names = Names(folder, read_tables(folder, models.own_part("entities"))[0], gazetteer, load_checks(folder))
    except GazetteerError as error:
        problems = error.problems
    except RuleError as error:
        models.problems += _findings([error])
    if models.names is not None:
        problems = [*problems, *name_problems(models.names), *_rival_problems(models.names)]
    models.problems += [Finding(one.path, one.line, one.message) for one in problems]


def _rival_problems(names: Names) -> Iterator[Problem]:
    """What is wrong with the pairs of rivals, which name states of the tables."""
    path = names.folder.parent / "stance" / "rivals.csv"
    if not path.is_file():
        return
    header, *lines = [*path.read_text(encoding="utf-8", errors="replace").splitlines(), ""]
    if header.split(",")[:4] != list(_RIVAL_COLUMNS):
        yield Problem(str(path), 1, f"the first columns should be {','.join(_RIVAL_COLUMNS)}")
        return
    for number, line in enumerate(lines, 2):
        if line.strip():
            cells = [*(cell.strip() for cell in line.split(",")), "", "", ""]
            for message in _wrong_rivals(cells[:2], cells[2:4], names):
                yield Problem(str(path), number, message)


def _wrong_rivals(pair: list[str], years: list[str], names: Names) -> Iterator[str]:
    for code in pair:
        if code not in names.gazetteer.states:
            yield f"{code!r} is no state of the tables; write an ISO alpha-3 code, such as MYS"
    for year in years:
        if year and not _YEAR.fullmatch(year):
            yield f"{year!r} is no date; write a year, such as 1979"
    if all(years) and not starts_by(*years):
        yield f"runs backwards: from {years[0]} to {years[1]}; put the earlier year first"


def _read_data(models: Models) -> None:
    errors: list[RuleError] = []
    for name, load in _DATA_FILES.items():
        if (models.folder / name).is_file():
            models.data_files += 1
            try:
                load(models.folder)
            except RuleError as error:
                errors.append(error)
    if (models.folder / _FURNITURE).is_file():
        models.data_files += 1
        try:
            models.problems += _furniture_failures(load_furniture(models.folder), models.folder / _FURNITURE)
        except RuleError as error:
            errors.append(error)
    if (models.folder / _WORDS).is_file():
        models.data_files += 1
        models.problems += _word_problems(models.folder / _WORDS)
    models.problems += _findings(errors)


def _furniture_failures(furniture: Furniture, path: Path) -> Iterator[Finding]:
    for group in furniture.groups:
        for line in group.drops:
            if not group.matches(line):
                yield Finding(str(path), group.line, "it should be taken, and isn't", group.id, line)
        for line in group.keeps:
            if group.matches(line) or furniture.kind(line, "anywhere"):
                yield Finding(str(path), group.line, "a near miss should be kept, and is taken", group.id, line)


def _word_problems(path: Path) -> Iterator[Finding]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        # Said already by the tables of names, which are read with it.
        return
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#") and not _ONE_WORD.fullmatch(line.strip()):
            yield Finding(str(path), number, f"{line.strip()!r} is more than one word; write one word a line")


def _findings(errors: Iterable[RuleError]) -> list[Finding]:
    return [Finding(error.path, error.line, error.message) for error in errors]
