"""Names that are well-formed and still wrong: claimed twice, swallowing a common word, an office held by two at once."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.entities.gazetteer import NAME_TABLES, Gazetteer, normal
from pipeline.entities.senses import Entry
from pipeline.entities.tables import Problem, Row
from pipeline.ingest.words import is_word, load_common_words
from pipeline.rulefile import checked, read_yaml

CHECKS = "checks.yml"
Tables = dict[str, list[Row]]
_LIST_COLUMNS = ("aliases", "adjectives", "demonyms", "prefixes", "seats", "members", "claimants", "forms")
_ORDER = (*NAME_TABLES, "officials")
_FAR = date(9999, 12, 31)


class Overlap(BaseModel):
    """Two office-holders who did hold one office at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: tuple[str, str]
    why: str


class NameChecks(BaseModel):
    """What ``models/entities/checks.yml`` holds: offices of one holder, and what has been looked at and kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    one_holder: tuple[tuple[str, ...], ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    common_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Names:
    """The tables of names as read, the gazetteer made of them, and what is accepted."""

    folder: Path
    tables: Tables
    gazetteer: Gazetteer
    checks: NameChecks

    def problem(self, row: Row, message: str) -> Problem:
        """A problem at a line of a table."""
        return Problem(row.path, row.line, message)


def load_checks(folder: Path) -> NameChecks:
    """Read ``checks.yml`` of a folder of names; empty where there is none.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    path = folder / CHECKS
    return checked(path, read_yaml(path), NameChecks) if path.is_file() else NameChecks()


def name_problems(names: Names) -> list[Problem]:
    """Everything that is wrong with the tables beyond the form of their lines, by file and line."""
    checks: tuple[Callable[[Names], Iterator[Problem]], ...] = (
        _twice_in_a_cell,
        _past_countries,
        _claimed_twice,
        _common_words,
        _words_listed_twice,
        _held_by_two,
    )
    return [problem for check in checks for problem in check(names)]


def _twice_in_a_cell(names: Names) -> Iterator[Problem]:
    for rows in names.tables.values():
        for row in rows:
            for column in _LIST_COLUMNS:
                items = row.items_of(column)
                for item in sorted({item for item in items if items.count(item) > 1}):
                    yield names.problem(row, f"{column}: {item!r} stands there twice; keep one")


def _past_countries(names: Names) -> Iterator[Problem]:
    """States of the past as the ``country`` of a line: scholars count by the states of today."""
    past = {row["kb_id"]: row["country"] for row in names.tables["countries"] if row["to"]}
    for rows in names.tables.values():
        for row in rows:
            heir = past.get(row.get("country", ""))
            if heir is not None:
                yield names.problem(
                    row, f"country: {row['country']!r} is a state of the past; write {heir or 'its successor'}"
                )


def _claimed_twice(names: Names) -> Iterator[Problem]:
    """Forms that two different things claim, unless shared.csv says so and in which order."""
    shared = {normal(row["alias"]): (row, set(row.items_of("kb_ids"))) for row in names.tables["shared"]}
    rows = {(row.table, row["kb_id"]): row for table in names.tables.values() for row in table if row.get("kb_id")}
    for form, senses in sorted(names.gazetteer.forms.items()):
        claimants = {sense.entry.kb_id: sense.entry for sense in senses}
        declared = shared.pop(form, (None, set()))[1]
        if len(claimants) < 2 or set(claimants) <= declared or _all_people(claimants.values()):
            continue
        first, *others = sorted(claimants.values(), key=lambda entry: _ORDER.index(entry.table))
        for entry in others:
            yield names.problem(
                rows[entry.table, entry.kb_id],
                f"{form!r} stands for {entry.kb_id} here and for {first.kb_id} in {_place(first, rows)};"
                f" keep one, or add {form},{first.kb_id};{entry.kb_id},why to shared.csv",
            )
    for row, declared in shared.values():
        yield names.problem(
            row, f"{row['alias']!r} is in no table of {', '.join(sorted(declared))}; delete the line"
        )


def _all_people(entries: Iterable[Entry]) -> bool:
    """Whether only people share a form: who is meant is then told by the dates of their terms."""
    return all(entry.table == "officials" for entry in entries)


def name_warnings(names: Names) -> Iterator[Problem]:
    """Names that people share who were in office at once, so that no date tells which of them is meant."""
    terms: dict[str, list[Row]] = defaultdict(list)
    for row in names.tables["officials"]:
        terms[row["kb_id"]].append(row)
    for form, senses in sorted(names.gazetteer.forms.items()):
        people = list(dict.fromkeys(sense.entry.kb_id for sense in senses))
        if len(people) < 2 or not _all_people(sense.entry for sense in senses):
            continue
        rows = [row for kb_id in people for row in terms[kb_id]]
        for one, other in _overlapping([rows]):
            if one["kb_id"] != other["kb_id"]:
                yield names.problem(
                    other,
                    f"{form!r} alone means nobody for sure while {_term(one)} (line {one.line}) and {_term(other)} overlap",
                )


def _place(entry: Entry, rows: dict[tuple[str, str], Row]) -> str:
    return f"{entry.table}.csv:{rows[entry.table, entry.kb_id].line}"


def _common_words(names: Names) -> Iterator[Problem]:
    """Single words that a text may hold as common words; abbreviations are told from them by their capitals."""
    models = names.folder.parent
    if not (models / "ingest" / "words.txt").is_file():
        return
    common, only_names = load_common_words(models)
    for table in NAME_TABLES:
        for row in names.tables[table]:
            for form in sorted(_single_words(row) - names.checks.common_words):
                low = _bare(form).lower()
                if low not in only_names and is_word(low, common):
                    yield names.problem(
                        row,
                        f"{form!r} is a common word and would be found wherever a sentence begins with it; write more"
                        f" of the name, or add it to common_words in {CHECKS}",
                    )


def _single_words(row: Row) -> set[str]:
    forms = [row["name"], row.get("long_name", ""), row.get("capital", "")]
    for column in ("aliases", "adjectives", "demonyms", "seats"):
        forms += row.items_of(column)
    return {f for f in forms if f and " " not in f and "-" not in f and sum(map(str.isupper, _bare(f))) < 2}


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _words_listed_twice(names: Names) -> Iterator[Problem]:
    """A word for an office or an agent on two lines: only one of them would count."""
    for table, name, column in (("offices", "office", "aliases"), ("agents", "agent", "forms")):
        owners: dict[str, Row] = {}
        for row in names.tables[table]:
            for form in dict.fromkeys((row[name], *row.items_of(column))):
                first = owners.setdefault(normal(form), row)
                if first is not row:
                    yield names.problem(
                        row, f"{form!r} stands on line {first.line} too ({first[name]}); keep it in one line"
                    )


def _held_by_two(names: Names) -> Iterator[Problem]:
    office_of = {form: forms[0] for forms in names.checks.one_holder for form in forms}
    accepted = {frozenset(overlap.who) for overlap in names.checks.overlaps}
    held: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    own: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in names.tables["officials"]:
        if row["office"] in office_of:
            held[office_of[row["office"]], row["country"], row["body"]].append(row)
        own[row["kb_id"], row["office"], row["country"], row["body"]].append(row)
    for one, other in _overlapping(own.values()):
        yield names.problem(other, f"{_term(other)} overlaps {_term(one)} (line {one.line}); mend the dates")
    for one, other in _overlapping(held.values()):
        if one["kb_id"] != other["kb_id"] and frozenset((one["kb_id"], other["kb_id"])) not in accepted:
            yield names.problem(
                other,
                f"{_term(other)} overlaps {_term(one)} (line {one.line}), and one person holds the office at a time;"
                f" mend the dates, or say why under overlaps in {CHECKS}",
            )


def _overlapping(groups: Iterable[list[Row]]) -> Iterator[tuple[Row, Row]]:
    """Lines of a group whose terms overlap however their dates are read, the later one second."""
    for rows in groups:
        ordered = sorted(rows, key=lambda row: (_first_day(row["from"]), row.line))
        for number, one in enumerate(ordered):
            for other in ordered[number + 1 :]:
                ends = [_first_day(row["to"]) if row["to"] else _FAR for row in (one, other)]
                if max(_last_day(one["from"]), _last_day(other["from"])) < min(ends):
                    yield one, other


def _term(row: Row) -> str:
    return f"{row['name']}, {row['office']} from {row['from'] or '?'} to {row['to'] or 'now'},"


def _first_day(text: str) -> date:
    """The earliest day that a date of a table can mean."""
    year, month, day = [*map(int, text.split("-")), 1, 1][:3] if text else (1, 1, 1)
    return date(year, month, day)


def _last_day(text: str) -> date:
    """The latest day that a date of a table can mean."""
    first = _first_day(text)
    if len(text) == 4:
        return date(first.year, 12, 31)
    if len(text) == 7:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first
