"""Paths as named -> sources: which files a run reads, in which order, and what their articles are called."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.formats import READERS
from pipeline.records import Reject

STANDARD_INPUT = "-"
_ID_CHARACTERS = 100
# Hidden files, and the locks that Word leaves beside an open one.
HIDDEN = (".", "~$")
_NOT_IN_IDS = re.compile(r"[^\w.-]+")
# Devices, on Windows also with any ending; a file of that name can't be made there.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=$|\.)")


class InputError(ValueError):
    """The inputs as named can't be read; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. ``shown`` is its path as the tables show it, relative to the folder that was named.

    Where ``url`` is given it is to be fetched from there first; then ``path`` says only what it is called.
    """

    path: Path
    root: Path
    shown: str
    article_id: str = ""
    url: str = ""

    @property
    def is_collection(self) -> bool:
        """Whether each of its records is an article."""
        reader = READERS.get(self.path.suffix.lower())
        return reader is not None and reader.collection


def find_sources(
    paths: Sequence[Path | str], out: Path | None = None, list_url: Callable[[str], Iterator[Source]] | None = None
) -> tuple[list[Source], list[Reject]]:
    """The files under the paths, each once, in the order of their shown paths; hidden ones are left out.

    What stands in the output folder is no input, unless a path within it is named.

    :param list_url: gives the files under a URL; without it only paths can be named.
    :return: the sources, and a reject for each thing that can't be a source.
    :raises InputError: if a path isn't there, or there is no file at all.
    """
    if not paths:
        raise InputError("nothing to read: name at least one file or folder of articles, or - for standard input")
    found: dict[Path | str, tuple[str, int, Source]] = {}
    rejects: list[Reject] = []
    for number, named in enumerate(paths):
        if "://" in str(named):
            if list_url is None:
                raise InputError(f"{named}: URLs are read by the engine dask alone; add --engine dask, or name a path")
            for source in list_url(str(named)):
                found.setdefault(source.url, (source.shown, number, source))
            continue
        path = Path(named)
        if not path.exists():
            raise InputError(f"{path}: no such file or folder; name a file or folder of articles")
        root = path if path.is_dir() else path.parent
        for item in _files_under(path, root, out, rejects):
            shown = _shown(item, root)
            problem = _problem(item, root)
            if problem:
                rejects.append(Reject(shown, "read", problem))
            else:
                found.setdefault(item.resolve(), (shown, number, Source(item, root, shown)))
    if not found and not rejects:
        all_named = ", ".join(str(path) for path in paths)
        raise InputError(f"{all_named}: no file to read there; articles are .txt .md .html .pdf .docx .jsonl or .csv")
    ordered = sorted(found.values(), key=lambda one: one[:2])
    return list(_named([source for _, _, source in ordered])), rejects


def _files_under(path: Path, root: Path, out: Path | None, rejects: list[Reject]) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    skipped = out.resolve() if out is not None else None
    if skipped == path.resolve():
        raise InputError(f"{path}: the output folder can't be an input too; name another with --out")

    def unreadable(error: OSError) -> None:
        shown = _shown(Path(error.filename or root), root)
        rejects.append(Reject(shown, "read", f"the folder can't be listed ({error.strerror}); check its permissions"))

    for folder, folders, files in os.walk(path, onerror=unreadable):
        here = Path(folder)
        folders[:] = [
            name for name in sorted(folders) if not name.startswith(".") and (here / name).resolve() != skipped
        ]
        yield from (here / name for name in sorted(files) if not name.startswith(HIDDEN))


def _problem(item: Path, root: Path) -> str:
    """Why the file can't be a source; empty where it can."""
    try:
        if item.is_symlink() and not item.resolve(strict=True).is_relative_to(root.resolve()):
            return "a link to a file outside the folder; name that file itself to have it read"
        if not stat.S_ISREG(item.stat().st_mode):
            return "not a regular file; only files are read"
    except OSError as error:
        return f"can't be looked at ({error.strerror}); check that it is there and may be read"
    return ""


def _shown(item: Path, root: Path) -> str:
    """The path relative to its root, with / between and nothing that UTF-8 can't hold."""
    try:
        relative = item.relative_to(root)
    except ValueError:
        relative = item
    return os.fsencode(relative.as_posix()).decode("utf-8", errors="replace")


def safe_id(name: str) -> str:
    """A name as an article's id: letters, digits, ``.``, ``_`` and ``-``, fit to name a file on any system."""
    plain = _NOT_IN_IDS.sub("-", unicodedata.normalize("NFC", name)).strip("-.") or "article"
    if reserved := _RESERVED.match(plain):
        plain = f"{reserved.group()}_{plain[reserved.end() :]}"
    if len(plain.encode()) > _ID_CHARACTERS:
        short = plain.encode()[: _ID_CHARACTERS - 8].decode(errors="ignore")
        plain = f"{short}-{_digest(plain)}"
    return plain


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _named(sources: Iterable[Source]) -> Iterator[Source]:
    """The sources with their ids: the file's stem; where several share one, each also with a digest of its path.

    So an id hangs on nothing but its own path and whether the stem is shared, never on an order.
    """
    listed = list(sources)
    shared = Counter(safe_id(source.path.stem).casefold() for source in listed)
    for source in listed:
        name = safe_id(source.path.stem)
        if shared[name.casefold()] > 1:
            name = f"{name}-{_digest(source.shown)}"
        yield replace(source, article_id=name)


class TakenIds:
    """The ids given so far, so that no two articles of a run share one, nor two files one name on any system."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {one.casefold() for one in taken}

    def own(self, wished: str, told_apart_by: str) -> str:
        """The wished id, or, where it is taken, the id with a digest of what tells it apart."""
        own, number = safe_id(wished), 1
        while own.casefold() in self._taken:
            own = f"{safe_id(wished)}-{_digest(f'{told_apart_by}#{number}')}"
            number += 1
        self._taken.add(own.casefold())
        return own
