"""What was found in each input, kept on disk under a hash of everything that it depends on.

The key of an input's rows is made of the input's bytes and name, the package's code, the rules, the model and the
deciding settings; so a change of any of these, and nothing else, has it read again. Time stamps play no part.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import platform
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.records import Article
from pipeline.settings import Settings, SettingsError
from pipeline.tables import Rows, add_sha256

# Packages whose version can change what is read or found.
_DECIDING_PACKAGES = (
    "charset-normalizer", "dateparser", "ftfy", "numpy", "py3langid", "pypdfium2", "python-docx", "rapidfuzz",
    "scikit-learn", "spacy", "thinc", "trafilatura",
)  # fmt: skip
_CHUNK = 1 << 20


def package_version() -> str:
    """The installed version of commentariat; ``0`` in a checkout that isn't installed."""
    try:
        return version("commentariat")
    except PackageNotFoundError:
        return "0"


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes.

    :raises OSError: if it can't be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def hash_folder(folder: Path, suffix: str = "") -> str:
    """SHA-256 over the names and bytes of a folder's files (with the suffix), but hidden and compiled ones."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(f"*{suffix}")):
        inner = path.relative_to(folder)
        if path.is_file() and path.suffix != ".pyc" and not any(part.startswith(".") for part in inner.parts):
            digest.update(f"{inner.as_posix()}\0{hash_file(path)}\0".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a run's rows depend on besides the articles."""

    versions: dict[str, str]
    model: dict[str, str]
    rules: dict[str, str]
    settings: dict[str, Any]
    code: str

    @property
    def digest(self) -> str:
        """One hash of it all."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def take_fingerprint(settings: Settings) -> Fingerprint:
    """Look at the code, the rules, the model and the packages as they are now.

    :raises SettingsError: if the model isn't installed.
    """
    versions = {"commentariat": package_version(), "python": ".".join(platform.python_version_tuple()[:2])}
    for name in _DECIDING_PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    rules = {
        folder.name: hash_folder(folder) for folder in sorted(settings.models.iterdir()) if folder.is_dir()
    }
    if settings.rules is not None:
        rules["own"] = hash_folder(settings.rules)
    code = hash_folder(Path(str(files("pipeline"))), ".py")
    return Fingerprint(versions, _describe_model(settings.model), rules, settings.deciding(), code)


@cache
def _describe_model(name: str) -> dict[str, str]:
    folder = _model_folder(name)
    described = {"name": Path(name).name, "sha256": hash_folder(folder)}
    metas = sorted(folder.rglob("meta.json"), key=lambda path: len(path.parts))
    if metas:
        described["version"] = str(json.loads(metas[0].read_text(encoding="utf-8")).get("version", ""))
    return described


def _model_folder(name: str) -> Path:
    if Path(name).is_dir():
        return Path(name)
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise SettingsError(
            f"model {name!r} is not installed; install it with pip, or leave --model out for the default"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def input_key(fingerprint: str, sha256: str, *parts: str) -> str:
    """The key of an input's rows: the run's fingerprint, the input's bytes, and what else names it."""
    return hashlib.sha256("\0".join((fingerprint, sha256, *parts)).encode("utf-8", "surrogatepass")).hexdigest()


def record_key(fingerprint: str, article: Article) -> str:
    """The key of the rows of one record of a collection; made of the record alone, not of the file around it."""
    return input_key(fingerprint, "", json.dumps(astuple(article)))


def pack(parts: Iterable[Rows]) -> bytes:
    """Rows as they are kept and sent: part by part, so that only one at a time stands in memory as text."""
    return b"".join(zlib.compress(json.dumps(asdict(rows), ensure_ascii=True).encode(), 1) for rows in parts)


def unpack(packed: bytes) -> Iterator[Rows]:
    """The parts that were packed.

    :raises ValueError: if they can't be read (:class:`TypeError` and ``zlib.error`` too).
    """
    while packed:
        stream = zlib.decompressobj()
        text = stream.decompress(packed)
        if not stream.eof:
            raise zlib.error("cut short")
        yield Rows(**json.loads(text))
        packed = stream.unused_data


class RowStore:
    """Rows by key, in one SQLite file, and the list of what the present run is made of.

    Only the run's main process uses it. What is put in stays, even if the process is killed.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the store; one that can't be read any more is made anew, since all in it can be found again."""
        self._path = path
        try:
            self._open()
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._open()

    def _open(self) -> None:
        self._base = sqlite3.connect(self._path)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, rows BLOB) WITHOUT ROWID")
        self._base.execute("DROP TABLE IF EXISTS run")
        self._base.execute(
            "CREATE TABLE run"
            " (source INTEGER, record INTEGER, key TEXT, sha256 TEXT, PRIMARY KEY (source, record))"
        )
        self._base.commit()

    def holds(self, key: str) -> bool:
        """Whether rows are kept under the key."""
        return self._base.execute("SELECT 1 FROM kept WHERE key = ?", (key,)).fetchone() is not None

    def put(self, key: str, packed: bytes) -> None:
        """Keep packed rows under a key."""
        self._base.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, packed))
        self._base.commit()

    def list_in_run(self, source: int, record: int, key: str, sha256: str = "") -> None:
        """Say that the present run has the key's rows at this place of its order.

        :param sha256: hash of the file around a record, which its rows, kept from another file, don't know.
        """
        self._base.execute("INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?)", (source, record, key, sha256))

    def rows_of_run(self) -> Iterator[Rows]:
        """The rows of the present run in its order, part by part.

        :raises RowsLostError: if kept rows can't be read (a damaged disk); they are dropped, so that a new run
            finds them.
        """
        query = "SELECT run.key, sha256, kept.rows FROM run LEFT JOIN kept USING (key) ORDER BY source, record"
        for key, sha256, packed in self._base.execute(query):
            try:
                for rows in unpack(packed):
                    if sha256:
                        add_sha256(rows, sha256)
                    yield rows
            except (zlib.error, ValueError, TypeError) as error:
                self._base.execute("DELETE FROM kept WHERE key = ?", (key,))
                self.commit()
                raise RowsLostError("some kept rows can't be read any more and were dropped; run again") from error

    def keep_only_run(self) -> None:
        """Drop what the present run isn't made of."""
        self._base.execute("DELETE FROM kept WHERE key NOT IN (SELECT key FROM run)")
        self.commit()

    def commit(self) -> None:
        """Write what was put in to disk."""
        self._base.commit()

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self._base.close()


class RowsLostError(RuntimeError):
    """Kept rows can't be read any more."""
