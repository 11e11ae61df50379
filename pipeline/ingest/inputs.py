"""Paths -> the files of a run, in a stable order, each with an article id that no other has."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.ingest.collections import read_csv, read_jsonl
from pipeline.ingest.draft import Draft
from pipeline.ingest.readers import READERS, known_endings
from pipeline.records import Reject

STANDARD_INPUT = "-"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_ID = 80


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: where it is, its name in the tables, and its article id.

    ``avoid`` holds the ids of its records (lower case) that an earlier file of the run has taken.
    """

    path: Path
    name: str
    article_id: str
    avoid: frozenset[str] = frozenset()


def find_inputs(paths: Sequence[str | Path]) -> tuple[list[Input], list[Reject]]:
    """The files behind ``paths``: files as named, folders with all below them; and what can't be used.

    Files are ordered by name in the tables (relative to the folder that was given). Hidden files and folders are left
    out, and links that lead out of the folder. A file is taken once, however often it is named. Where two would have
    one article id, the first keeps it and the others get a suffix made of their name.

    :param paths: files and folders; ``-`` is standard input.
    """
    found: dict[Path, str] = {}
    rejects: list[Reject] = []
    several = len({str(path) for path in paths}) > 1
    for given in paths:
        if str(given) == STANDARD_INPUT:
            found[Path(STANDARD_INPUT)] = "stdin.txt"
            continue
        path = Path(given)
        for item in _below(path, several):
            if isinstance(item, Reject):
                rejects.append(item)
            else:
                found.setdefault(item[0].resolve(), item[1])
    ordered = sorted(found.items(), key=lambda item: (item[1], str(item[0])))
    return _with_ids([Input(path, name, "") for path, name in ordered]), sorted(set(rejects), key=lambda r: r.path)


def _below(path: Path, several: bool) -> Iterator[tuple[Path, str] | Reject]:
    try:
        if path.is_dir():
            yield from _in_folder(path, path.name + "/" if several and path.name else "")
        elif path.exists():
            if path.suffix.lower() in READERS or path.is_fifo():
                yield path, path.name
            else:
                yield Reject(path.name, "find", _unknown(path))
        else:
            yield Reject(str(given_name(path)), "find", "there is no such file or folder; check the path")
    except OSError as error:
        yield Reject(path.name, "find", f"it can't be reached ({error.strerror or error}); check its permissions")


def given_name(path: Path) -> Path:
    """The path as it was given, for a message: absolute paths by their last two parts."""
    return Path(*path.parts[-2:]) if path.is_absolute() else path


def _unknown(path: Path) -> str:
    ending = path.suffix.lower() or "no ending"
    return f"{ending} is no format that can be read; save it as one of {known_endings()}"


def _in_folder(folder: Path, prefix: str) -> Iterator[tuple[Path, str] | Reject]:
    root = folder.resolve()

    def refused(error: OSError) -> None:
        unreadable.append(error)

    unreadable: list[OSError] = []
    usable = 0
    for place, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            shown = prefix + path.relative_to(folder).as_posix()
            if name.startswith((".", "~$")):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield Reject(shown, "find", "it is a link that leads out of the folder; name the file itself")
            elif path.suffix.lower() in READERS:
                usable += 1
                yield path, shown
            else:
                yield Reject(shown, "find", _unknown(path))
        # A folder named like a file ("x.txt") is walked into like any other.
    for error in unreadable:
        shown = prefix + Path(error.filename or folder).relative_to(folder).as_posix()
        yield Reject(shown, "find", f"the folder can't be read ({error.strerror}); check its permissions")
    if not usable and not unreadable:
        yield Reject(prefix or f"{folder.name}/", "find", f"the folder holds no file that can be read; put files there that end in {known_endings()}")


def safe_id(name: str) -> str:
    """A file's stem or a record's id as an article id: letters, digits, ``.``, ``_`` and ``-``; accents are taken off.

    A name in another script keeps nothing of itself, so it becomes a hash.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = _UNSAFE.sub("-", plain).strip("-. ")
    lost = sum(character.isalnum() for character in name) - sum(character.isalnum() for character in plain)
    if not safe or lost > 0.3 * len(name):
        return "-".join(part for part in (safe[:40], short_hash(name)) if part)
    return safe if len(safe) <= _LONGEST_ID else f"{safe[: _LONGEST_ID - 9]}-{short_hash(name)}"


def short_hash(name: str) -> str:
    """Eight hex digits that stand for a name."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def _with_ids(inputs: Sequence[Input]) -> list[Input]:
    # File systems and spreadsheets differ in whether "A" and "a" are one name; ids differ in both.
    taken: set[str] = set()
    out: list[Input] = []
    collections: list[int] = []
    for item in inputs:
        article_id = safe_id(Path(item.name).stem)
        reader = READERS.get(item.path.suffix.lower())
        if reader is not None and reader.collection:
            collections.append(len(out))
        else:
            if article_id.lower() in taken:
                article_id = f"{article_id}-{short_hash(item.name)}"
            taken.add(article_id.lower())
        out.append(replace(item, article_id=article_id))
    for i in collections:
        ids = {record.lower() for record in _record_ids(out[i])}
        out[i] = replace(out[i], avoid=frozenset(ids & taken))
        taken |= ids
    return out


def _record_ids(item: Input) -> Iterator[str]:
    """The ids that the records of a collection will ask for; a file that can't be read asks for none."""
    reading = read_csv if item.path.suffix.lower() == ".csv" else read_jsonl
    try:
        for number, draft in enumerate(reading(item.path.read_bytes(), ""), 1):
            if isinstance(draft, Draft):
                yield record_id(item.article_id, draft.record, number)
    except (OSError, ValueError):
        return


def record_id(stem: str, record: str, number: int) -> str:
    """The id of a record: its own, made safe, else the file's stem and its number in the file."""
    return safe_id(record) if record else f"{stem}-{number}"


def standard_input() -> bytes:
    """All of standard input."""
    return sys.stdin.buffer.read()
