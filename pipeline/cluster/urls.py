"""Files behind URLs, by fsspec: which there are, their bytes, a copy on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from pipeline.inputs import HIDDEN, InputError, Source

# The extra that brings what a scheme needs.
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}
_LOCAL = "file://"


def list_url(url: str) -> Iterator[Source]:
    """The files at or under a URL, named relative to it; hidden ones are left out.

    :raises InputError: if the scheme isn't known or its library not installed, or if nothing can be listed there.
    """
    system, root = _file_system(url)
    try:
        found: dict[str, Any] = system.find(root, detail=True)
    except Exception as error:  # Each library has exceptions of its own for a name, a right or a network that isn't there.
        raise InputError(f"{url}: can't be listed ({_told(error)}); check the address and your credentials") from None
    if not found:
        raise InputError(f"{url}: no such file or folder, or nothing in it; name a file or folder of articles")
    alone = list(found) == [root.rstrip("/")]
    for name in sorted(found):
        shown = PurePosixPath(name).name if alone else name.removeprefix(root).lstrip("/")
        if not any(part.startswith(HIDDEN) for part in PurePosixPath(shown).parts):
            yield Source(Path(shown), Path(), shown, url=system.unstrip_protocol(name))


def local_path(named: Path | str) -> Path | str:
    """A ``file://`` URL as the path that it is; anything else as it stands."""
    return Path(str(named).removeprefix(_LOCAL)) if str(named).startswith(_LOCAL) else named


def check_scheme(url: str) -> None:
    """Look for the library that reads the URL's scheme.

    :raises InputError: if the scheme isn't known or the library not installed.
    """
    _file_system(url)


def _file_system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    scheme = url.split("://", 1)[0]
    if scheme == "memory":
        raise InputError(f"{url}: is in this process's memory, where workers can't read it; save it as a file")
    try:
        return url_to_fs(url)
    except ImportError as error:
        wanted = f"pip install 'commentariat[dask,{_EXTRAS[scheme]}]'" if scheme in _EXTRAS else "install it with pip"
        raise InputError(f"{url}: a library for {scheme}:// is missing ({_told(error)}); {wanted}") from None
    except ValueError as error:
        raise InputError(f"{url}: {_told(error)}; name a path, or a URL such as s3://… or gs://…") from None


def _told(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """The source's bytes, to read and seek in.

    :raises OSError: if it can't be opened.
    """
    if not source.url:
        with source.path.open("rb") as file:
            yield file
        return
    system, name = _file_system(source.url)
    with told_as_os_errors():
        file = system.open(name, "rb")
    with file:
        yield file


@contextmanager
def told_as_os_errors() -> Iterator[None]:
    """Have what a library says of a name, a right or a network that isn't there be an ``OSError``, as with files."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(_told(error)) from error


@contextmanager
def fetched(source: Source) -> Iterator[Source]:
    """The source on this machine, for as long as it is needed; one that is a path is itself.

    :raises OSError: if it can't be fetched.
    """
    if not source.url:
        yield source
        return
    with TemporaryDirectory() as folder, opened(source) as file:
        # By its own path, which rejects show and ids are made of; a key of a store may hold "..", and leads nowhere here.
        copy = Path(folder, *(part for part in source.path.parts if part not in ("..", source.path.anchor)))
        copy.parent.mkdir(parents=True, exist_ok=True)
        with copy.open("wb") as local, told_as_os_errors():
            shutil.copyfileobj(file, local, 1 << 20)
        yield replace(source, path=copy, root=Path(folder), url="")
