"""The tables of names, read and checked: what is wrong is said with file, line and what would be right."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.compiled import key_by, known
from pipeline.rulefile import Located, RuleError, checked, read_yaml

LABELS = frozenset(
    "PERSON NORP GPE LOC ORG FAC EVENT PRODUCT LAW WORK_OF_ART LANGUAGE DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL "
    "MILITARY ALLIANCE EXERCISE TREATY PROGRAMME SUMMIT".split()
)
# The sectors of the PLOVER codebook (2021) and the older CAMEO ones that it keeps.
SECTORS = frozenset(
    "GOV MIL LEG JUD OPP REB COP SPY BUS MED EDU CVL IGO NGO NGM UAF LAB AGR CRM REF REL SET HLH ELI INT PTY SEP".split()
)
COUNTRY_COLUMNS = tuple(
    "kb_id name long_name iso2 iso3 cow gw from to country aliases adjectives demonyms prefixes capital seats".split()
)
# The columns that a table must have; further ones are allowed and left alone.
COLUMNS: dict[str, tuple[str, ...]] = {
    "countries": COUNTRY_COLUMNS,
    "invented": COUNTRY_COLUMNS,
    "bodies": ("kb_id", "name", "label", "country", "sector", "aliases", "members", "from", "to"),
    "groups": ("kb_id", "name", "label", "country", "sector", "aliases", "from", "to"),
    "forces": ("kb_id", "name", "label", "country", "sector", "aliases"),
    "exercises": ("kb_id", "name", "label", "country", "aliases", "members", "from", "to"),
    "treaties": ("kb_id", "name", "label", "country", "aliases", "members", "from", "to"),
    "programmes": ("kb_id", "name", "label", "country", "aliases", "members", "from", "to"),
    "regions": ("kb_id", "name", "label", "country", "sector", "aliases", "adjectives", "demonyms"),
    "places": ("kb_id", "name", "label", "country", "claimants", "aliases"),
    "officials": ("kb_id", "name", "aliases", "country", "office", "sector", "from", "to", "body"),
    "offices": ("office", "aliases", "sector"),
    "shared": ("alias", "kb_ids", "why"),
    "agents": ("agent", "forms", "sector", "state"),
}
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a table of names: where, what, and what would be right."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class GazetteerError(ValueError):
    """The tables of names can't be used; the message lists each problem with file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        shown = "\n".join(str(problem) for problem in problems[:20])
        more = f"\n… and {len(problems) - 20} more" if len(problems) > 20 else ""
        super().__init__(shown + more)
        self.problems = problems


class Row(dict[str, str]):
    """A line of a table by column, which knows its table, file and line."""

    __slots__ = ("line", "path", "table")

    def __init__(self, cells: dict[str, str], table: str, path: Path, line: int) -> None:
        super().__init__(cells)
        self.table, self.path, self.line = table, str(path), line

    def items_of(self, column: str) -> list[str]:
        """The items of a cell that holds several, ``;`` between them."""
        cell = self.get(column, "")
        return [item.strip() for item in cell.split(";") if item.strip()] if cell else []


def read_tables(folder: Path, own: Path | None = None) -> tuple[dict[str, list[Row]], list[Problem]]:
    """Every table of ``folder`` by name, and what is wrong with their lines (those lines are left out).

    A table that isn't there is empty, but there must be one of countries.

    :param own: a folder of further tables; its lines take the place of those that have the same first cell.
    :raises GazetteerError: if there is no table of countries at all.
    """
    tables: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    problems: list[Problem] = []
    files = files_of(folder, own)
    for path, data in files.items():
        key = COLUMNS[path.stem][0]
        added = list(_read(path, data, problems))
        replaced = {row[key] for row in added} if path.parent == own else set()
        tables[path.stem] = [row for row in tables[path.stem] if row[key] not in replaced] + added
    if not tables["countries"] and not tables["invented"] and not problems:
        raise GazetteerError(
            [
                Problem(
                    str(folder),
                    1,
                    "no countries.csv with a line of data here; give the folder models/entities",
                )
            ]
        )
    if known(key_of_tables(files)) is not True:
        _check_values(tables, problems)
    return tables, problems


def files_of(folder: Path, own: Path | None = None) -> dict[Path, bytes]:
    """The bytes of the tables that there are, by path: of each name the one of ``folder`` before the own one."""
    paths = [part / f"{name}.csv" for name in COLUMNS for part in (folder, own) if part is not None]
    return {path: path.read_bytes() for path in paths if path.is_file()}


def key_of_tables(files: Mapping[Path, bytes]) -> str:
    """Under what it stands that nothing is wrong with these tables."""
    return key_by(__file__, *(part for path, data in files.items() for part in (path.stem.encode(), data)))


def read_yaml_file(path: Path, problems: list[Problem]) -> Located:
    """The mapping that a YAML file of names holds, which knows its lines; empty where the file isn't there or is wrong."""
    if not path.is_file():
        return Located()
    try:
        return read_yaml(path)
    except RuleError as error:
        problems.append(Problem(error.path, error.line, error.message))
        return Located()


def has_shape(path: Path, raw: Any, shape: type[BaseModel], problems: list[Problem]) -> bool:
    """Whether the values of a mapping read from YAML are of the kinds that ``shape`` says; if not, that is a problem."""
    if not isinstance(raw, Located):
        problems.append(Problem(str(path), 1, f"{raw!r} should be a mapping (key: value)"))
        return False
    try:
        checked(path, raw, shape)
    except RuleError as error:
        problems.append(Problem(error.path, error.line, error.message))
        return False
    return True


def line_of(raw: Any, key: str = "") -> int:
    """The line of a mapping read from YAML, or of one of its keys; 1 for anything else."""
    if not isinstance(raw, Located):
        return 1
    return raw.key_lines.get(key, raw.line) if key else raw.line


def _read(path: Path, data: bytes, problems: list[Problem]) -> Iterator[Row]:
    name = path.stem
    try:
        text = io.StringIO(data.decode("utf-8-sig"), newline=None).read()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(Problem(str(path), line, "not UTF-8; save the table as UTF-8"))
        return
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header = [cell.strip() for cell in next(reader, [])]
    missing = [column for column in COLUMNS[name] if column not in header]
    if missing:
        problems.append(
            Problem(
                str(path), 1, f"no column {', '.join(missing)}; the columns are {','.join(COLUMNS[name])}"
            )
        )
        return
    line = reader.line_num + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) == len(header):
                    yield Row(dict(zip(header, map(str.strip, cells), strict=True)), name, path, line)
                else:
                    problems.append(
                        Problem(
                            str(path),
                            line,
                            f"{len(cells)} cells instead of {len(header)}; put cells that hold a comma in quotes",
                        )
                    )
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(
            Problem(str(path), line, f"not readable as CSV ({error}); close the quotes that this line opens")
        )


def _check_values(tables: dict[str, list[Row]], problems: list[Problem]) -> None:
    codes = {row["iso3"] for name in ("countries", "invented") for row in tables[name] if row["iso3"]}
    for name, rows in tables.items():
        seen, good = dict[str, int](), list[Row]()
        for row in rows:
            found = list(_row_problems(row, codes))
            key = row.get("kb_id", "")
            if key and name != "officials" and seen.setdefault(key, row.line) != row.line:
                found.append(f"the kb_id {key!r} stands on line {seen[key]} too; give each entry its own")
            problems.extend(Problem(row.path, row.line, message) for message in found)
            if not found:
                good.append(row)
        tables[name] = good


def _row_problems(row: Row, codes: set[str]) -> Iterator[str]:
    key = next(iter(COLUMNS[row.table][:1]))
    if not row[key]:
        yield f"{key} is empty; every line needs one"
    if row.get("name") == "":
        yield "name is empty; write the name that the tables should show"
    if "label" in row and row["label"] not in LABELS:
        yield f"unknown label {row['label']!r}; known labels: {', '.join(sorted(LABELS))}"
    if row.get("sector") and row["sector"] not in SECTORS:
        yield f"unknown sector {row['sector']!r}; known sectors: {', '.join(sorted(SECTORS))}"
    for column in ("country", "members", "claimants"):
        for code in row.items_of(column):
            if code not in codes:
                yield f"{column}: {code!r} is no ISO 3166-1 alpha-3 code of countries.csv, such as MYS"
    if row.get("state", "") not in {"", "yes"}:
        yield f"state is {row['state']!r}; write yes or leave it empty"
    yield from _date_problems(row)


def _date_problems(row: Row) -> Iterator[str]:
    start, end = row.get("from", ""), row.get("to", "")
    wrong = [text for text in (start, end) if text and not _is_date(text)]
    for text in wrong:
        yield f"{text!r} is no date; write 2019, 2019-05 or 2019-05-31"
    if not wrong and start and end and not starts_by(start, end):
        yield f"runs backwards: from {start} to {end}; put the earlier date into `from`"


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def starts_by(start: str, date: str) -> bool:
    """Whether ``start`` may lie on or before ``date``, each a year, a month or a day; an empty one is open."""
    width = min(len(start), len(date))
    return start[:width] <= date[:width]


def covers(start: str, end: str, date: str) -> bool:
    """Whether ``date`` may lie in the term from ``start`` to ``end``, as exactly as the three are known."""
    return starts_by(start, date) and (not end or starts_by(date, end))
