"""``rules diff``: which rows of which tables a change of the rules adds, drops and changes."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from spacy.language import Language

from pipeline.analysis import Stages, analyse_parsed
from pipeline.cache import hash_folder
from pipeline.entities import Gazetteer, load_gazetteer
from pipeline.events import load_rules
from pipeline.language import load_model, parse
from pipeline.records import Article
from pipeline.schema import TABLE
from pipeline.settings import Settings
from pipeline.stance import load_cues
from pipeline.tables import article_rows, cell
from pipeline.workbench.corpus import Forms, each_article, holds_one

# The tables that rules decide; the others are the same under any rules, or sums of these.
COMPARED = ("entities", "events", "participants", "dyads", "stances")
_KEYS: dict[str, tuple[str, ...]] = {
    "entities": ("entity_id",),
    "events": ("event_id",),
    "participants": ("event_id", "role", "name"),
    "dyads": ("event_id", "source", "target"),
    "stances": ("stance_id",),
}
_SHARED = ("lexicon.yml", "time.yml", "lists.yml", "roles.yml")


class BaseError(ValueError):
    """What to compare with can't be had; the message says why and what would be right."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row that a change of rules adds or drops, or of which it changes cells (then ``was`` holds the old ones)."""

    table: str
    kind: str
    key: str
    sentence_id: str
    sentence: str
    row: dict[str, str]
    was: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Compared:
    """What was compared: articles looked at, of these read, and the changes."""

    articles: int = 0
    read: int = 0
    changes: list[Change] = field(default_factory=list)


def base_settings(settings: Settings, base: str, folder: Path) -> Settings:
    """The settings with the rules as they were at a revision of git, or as they are in another folder.

    Own rules that stand in no repository, or weren't there at the revision, are all new. The shipped ones are taken as
    of the revision only where they stand in the same repository, or there are no own ones.

    :param base: a revision (HEAD, a branch, a hash), or a folder of own rules or of models.
    :param folder: an empty folder for what a revision holds.
    :raises BaseError: if there is no such revision or folder, or the rules stand outside of git.
    """
    if Path(base).is_dir():
        part = "models" if (Path(base) / "events" / "lexicon.yml").is_file() else "rules"
        return settings.model_copy(update={part: Path(base)})
    own, shipped = (_repository(one) if one is not None else None for one in (settings.rules, settings.models))
    update: dict[str, Path | None] = {}
    if settings.rules is not None:
        update["rules"] = _at_revision(settings.rules, own, base, folder / "rules") if own is not None else None
    if settings.rules is None or own == shipped:
        models = _at_revision(settings.models, shipped, base, folder / "models") if shipped is not None else None
        if models is None and settings.rules is None:
            raise BaseError(f"{settings.models} was not in git at {base}; name a folder to compare with: --base DIR")
        if models is not None:
            update["models"] = models
    return settings.model_copy(update=update)


def _repository(path: Path) -> Path | None:
    """The top of the repository that a folder stands in; None where it stands in none."""
    top = _git(path, "rev-parse", "--show-toplevel")
    return Path(top.decode().strip()) if top is not None else None


def _at_revision(path: Path, root: Path, revision: str, into: Path) -> Path | None:
    """A folder as it was at a revision; None where it wasn't there then."""
    if _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        if revision == "HEAD":
            # A repository without a commit yet: nothing was there.
            return None
        raise BaseError(f"{revision!r} is no revision of {root} and no folder; try HEAD, main or HEAD~1")
    inner = path.resolve().relative_to(root.resolve()).as_posix()
    packed = _git(root, "archive", "--format=tar", revision, "--", inner)
    if packed is None:
        return None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(into, filter="data")
    return into / inner


def _git(folder: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise BaseError(f"git can't be run ({error.strerror}); name a folder to compare with: --base DIR") from error
    return done.stdout if done.returncode == 0 else None


def compare(settings: Settings, base: Settings, paths: Sequence[Path]) -> Compared:
    """The rows of articles under the present rules against those under others.

    Articles in which nothing that changed can match aren't parsed: the same rules give the same rows.

    :raises InputError: if a path isn't there or holds no file.
    :raises RuleError: naming file and line of what can't be read.
    :raises BaseError: if the rules to compare with can't be read.
    """
    nlp = load_model(settings.model)
    now = _stages(settings, nlp, load_gazetteer(*_entities(settings)))
    same_names = _others(settings, "entities") == _others(base, "entities")
    try:
        then = _stages(base, nlp, now.gazetteer if same_names else load_gazetteer(*_entities(base)))
    except ValueError as error:
        raise BaseError(f"the rules to compare with can't be read by this version: {error}") from error
    forms = _changed_forms(settings, base, now, then)
    found = Compared()
    for article in each_article(paths, settings):
        found.articles += 1
        if not holds_one(article, forms):
            continue
        found.read += 1
        found.changes += _changes(article, now, then)
    return found


def _entities(settings: Settings) -> tuple[Path, Path | None]:
    return settings.models / "entities", settings.rules / "entities" if settings.rules else None


def _stages(settings: Settings, nlp: Language, gazetteer: Gazetteer) -> Stages:
    """The stages, with the rules and cues read as they are now and the names given, which take longer."""
    events, stance = (settings.rules / part if settings.rules else None for part in ("events", "stance"))
    rules = load_rules(settings.models / "events", own=events)
    # Made now: what a memory zone adds to the vocabulary goes with it.
    rules.pattern_matcher(nlp.vocab)
    return Stages(nlp, gazetteer, rules, load_cues(settings.models / "stance", own=stance))


def _changed_forms(settings: Settings, base: Settings, now: Stages, then: Stages) -> frozenset[str] | None:
    """The forms of the words of all rules and cues that are new, gone or changed; None where more than these changed."""
    if any(_others(settings, part) != _others(base, part) for part in ("events", "entities", "stance")):
        return None
    forms = Forms(now.nlp, settings.models)
    changed = list(_differing(now.rules.all, then.rules.all, ("path", "line", "order")))
    rule_forms = forms.of_rules(changed)
    if rule_forms is None:
        return None
    words: set[str] = set()
    for one, other in ((now.cues, then.cues), (then.cues, now.cues)):
        ids = {cue.id for cue in one.cues.values() if not _is_same_cue(cue, other.cues.get(cue.id))}
        words |= {word for word, cues in one.by_word.items() if cues & ids}
    return rule_forms | frozenset(form for word in words for form in forms.of(word))


def _is_same_cue(cue: Any, other: Any) -> bool:
    left_out = {"path", "line"}
    return other is not None and cue.model_dump(exclude=left_out) == other.model_dump(exclude=left_out)


def _differing(now: Iterable[Any], then: Iterable[Any], left_out: tuple[str, ...]) -> Iterator[Any]:
    """What stands on one side only, or otherwise on the other."""

    def content(one: Any) -> tuple[Any, ...]:
        return tuple(getattr(one, f.name) for f in fields(one) if f.name not in left_out)

    mine, others = ({one.id: one for one in side} for side in (now, then))
    for one, other in ((mine, others), (others, mine)):
        yield from (rule for name, rule in one.items() if name not in other or content(rule) != content(other[name]))


def _others(settings: Settings, part: str) -> str:
    """A hash of what stands beside rules and cues: word lists, names."""
    folders = [folder / part for folder in (settings.models, settings.rules) if folder is not None]
    if part == "entities":
        return ",".join(hash_folder(folder) for folder in folders if folder.is_dir())
    names = _SHARED if part == "events" else ("lexicon.yml", "rivals.csv", "classifier.json")
    files = [folders[0] / name for name in names]
    return ",".join(path.read_text(encoding="utf-8") for path in files if path.is_file())


def _changes(article: Article, now: Stages, then: Stages) -> Iterator[Change]:
    with now.nlp.memory_zone():
        passages = list(parse(article, now.nlp))
        new, old = (analyse_parsed(article, passages, stages) for stages in (now, then))
    texts = {sentence.sentence_id: sentence.text for sentence in new.sentences}
    rows, old_rows = article_rows(new), article_rows(old)
    of_event = {event.event_id: event.sentence_id for one in (old, new) for event in one.events}
    for table in COMPARED:
        mine, others = _by_key(table, rows[table]), _by_key(table, old_rows[table])
        for key in dict.fromkeys([*others, *mine]):
            row, was = mine.get(key), others.get(key)
            if row == was:
                continue
            there = row or was or {}
            sentence_id = there.get("sentence_id") or of_event.get(there.get("event_id", ""), "")
            kind = "added" if was is None else "dropped" if row is None else "changed"
            yield Change(table, kind, key, sentence_id, texts.get(sentence_id, ""), there, _changed_cells(row, was))


def _changed_cells(row: dict[str, str] | None, was: dict[str, str] | None) -> dict[str, str]:
    if row is None or was is None:
        return {}
    return {name: value for name, value in was.items() if row[name] != value}


def _by_key(table: str, records: Iterable[Any]) -> dict[str, dict[str, str]]:
    names = TABLE[table].header
    rows = ({name: cell(getattr(record, name)) for name in names} for record in records)
    return {" ".join(row[name] for name in _KEYS[table]): row for row in rows}
