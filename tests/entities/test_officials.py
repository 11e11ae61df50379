"""The table of office-holders: dates that can be, codes that exist, a world and not a corner of it.

Every message names file and line, so that whoever edits the table knows where to look.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pycountry
import pytest

TABLE = Path(__file__).resolve().parents[2] / "models" / "entities" / "officials.csv"
BODIES = TABLE.with_name("bodies.csv")
GROUPS = TABLE.with_name("groups.csv")
COLUMNS = ["kb_id", "name", "aliases", "country", "office", "sector", "from", "to", "body"]
SECTORS = {"GOV", "MIL", "LEG", "JUD", "OPP", "REB", "SPY", "COP", "IGO", "NGO", "REL", "UAF"}
# Kosovo has no ISO code of its own; the user-assigned one is in general use.
COUNTRIES = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

Row = dict[str, str]


def read() -> Iterator[tuple[str, Row]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield f"{TABLE.name}:{reader.line_num}", row


ROWS = list(read())


def is_date(text: str) -> bool:
    """Whether ``text`` is a year, a month or a day that the calendar has."""
    try:
        date.fromisoformat(first_day(text))
    except ValueError:
        return False
    return DATE.fullmatch(text) is not None


def first_day(when: str) -> str:
    """The earliest day that a date of lesser precision can mean, for comparing as text."""
    return when + "-01-01"[len(when) - 4 :] if len(when) < 10 else when


def last_day(when: str) -> str:
    """The latest day that a date can mean; an office without an end goes on for ever."""
    return {0: "9999-12-31", 4: f"{when}-12-31", 7: f"{when}-31"}.get(len(when), when)


def problems(found: list[str]) -> str:
    return "\n" + "\n".join(found[:20])


def test_header_is_the_agreed_one() -> None:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == COLUMNS


def test_no_cell_is_missing_or_padded() -> None:
    found = [
        f"{at}: a cell is missing or has spaces around it: {row}"
        for at, row in ROWS
        if None in row.values() or any(value != value.strip() for value in row.values())
    ]
    assert not found, problems(found)


@pytest.mark.parametrize("column", ["kb_id", "name", "office", "sector", "from"])
def test_required_cells_are_filled(column: str) -> None:
    found = [f"{at}: {column} is empty" for at, row in ROWS if not row[column]]
    assert not found, problems(found)


def test_dates_are_iso_and_run_forward() -> None:
    found = []
    for at, row in ROWS:
        for column in ("from", "to"):
            if row[column] and not is_date(row[column]):
                found.append(f"{at}: {column} is {row[column]!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
        if first_day(row["from"]) > last_day(row["to"]):
            found.append(f"{at}: {row['name']} leaves office ({row['to']}) before taking it ({row['from']})")
    assert not found, problems(found)


def test_terms_of_one_person_in_one_office_do_not_overlap() -> None:
    terms = defaultdict(list)
    for at, row in ROWS:
        terms[row["kb_id"], row["office"], row["country"], row["body"]].append(
            (first_day(row["from"]), at, row)
        )
    found = []
    for held in terms.values():
        held.sort(key=lambda term: term[0])
        for (_, _, earlier), (_, at, later) in zip(held, held[1:], strict=False):
            if not earlier["to"] or first_day(earlier["to"]) > last_day(later["from"]):
                found.append(
                    f"{at}: {later['name']}, {later['office']} from {later['from']}, "
                    f"overlaps the term that began {earlier['from']}"
                )
    assert not found, problems(found)


def test_a_state_has_one_head_of_government_at_a_time() -> None:
    # Sources differ on the first day by weeks; two at once for more than a year means that a row is wrong.
    held = defaultdict(list)
    for at, row in ROWS:
        if row["office"] in {"prime minister", "chancellor"} and row["sector"] == "GOV" and row["country"]:
            held[row["country"]].append(
                (first_day(row["from"]), last_day(row["to"]), at, row["kb_id"], row["name"])
            )
    found = []
    for terms in held.values():
        terms.sort()
        for earlier, later in zip(terms, terms[1:], strict=False):
            if earlier[3] != later[3] and int(earlier[1][:4]) - int(later[0][:4]) > 1:
                found.append(
                    f"{later[2]}: {later[4]} took office in {later[0]}, "
                    f"while {earlier[4]} held it until {earlier[1]}"
                )
    assert not found, problems(found)


def test_countries_are_iso_codes() -> None:
    found = [
        f"{at}: {row['country']!r} is no ISO 3166-1 alpha-3 code"
        for at, row in ROWS
        if row["country"] and row["country"] not in COUNTRIES
    ]
    assert not found, problems(found)


def test_each_row_acts_for_a_state_or_a_body() -> None:
    found = [
        f"{at}: {row['name']} has neither country nor body"
        for at, row in ROWS
        if not row["country"] and not row["body"]
    ]
    assert not found, problems(found)


def test_bodies_are_known() -> None:
    known = set()
    for path in (BODIES, GROUPS):
        with path.open(encoding="utf-8", newline="") as lines:
            known |= {row["kb_id"] for row in csv.DictReader(lines)}
    found = [
        f"{at}: body {row['body']!r} is in neither {BODIES.name} nor {GROUPS.name}"
        for at, row in ROWS
        if row["body"] and row["body"] not in known
    ]
    assert not found, problems(found)


def test_sectors_are_known() -> None:
    found = [
        f"{at}: sector {row['sector']!r}; known: {sorted(SECTORS)}"
        for at, row in ROWS
        if row["sector"] not in SECTORS
    ]
    assert not found, problems(found)


def test_a_person_has_one_id_one_name_and_one_set_of_aliases() -> None:
    by_id: dict[str, tuple[str, str]] = {}
    by_name: dict[str, str] = {}
    found = []
    for at, row in ROWS:
        who = row["name"], row["aliases"]
        if by_id.setdefault(row["kb_id"], who) != who:
            found.append(f"{at}: {row['kb_id']} has another name or other aliases elsewhere")
        if by_name.setdefault(row["name"], row["kb_id"]) != row["kb_id"]:
            found.append(f"{at}: {row['name']!r} is {by_name[row['name']]} and {row['kb_id']}")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["kb_id"]):
            found.append(f"{at}: kb_id {row['kb_id']!r} is not a slug")
    assert not found, problems(found)


def test_people_of_one_form_are_told_apart_by_their_terms() -> None:
    # Father and son may share a surname that each went by alone, as long as they never held office at once;
    # what has several words is looked up without regard to the date.
    terms = defaultdict(list)
    for at, row in ROWS:
        for form in filter(None, {row["name"], *row["aliases"].split(";")}):
            terms[form].append((first_day(row["from"]), last_day(row["to"]), row["kb_id"], at))
    found = [
        f"{at}: {form!r} is {kb_id} and {other} in {start[:4]}; leave it out of the aliases of one of them"
        for form, held in terms.items()
        for start, end, kb_id, at in held
        for begun, ended, other, _ in held
        # A successor who takes over in the same month is told apart well enough.
        if kb_id != other and begun <= start and (" " in form or start[:7] < min(end, ended)[:7])
    ]
    assert not found, problems(found)


def test_no_row_is_there_twice() -> None:
    seen: dict[tuple[str, ...], str] = {}
    found = []
    for at, row in ROWS:
        key = row["kb_id"], row["office"], row["country"], row["body"], row["from"]
        if key in seen:
            found.append(f"{at}: the same term as {seen[key]}")
        seen[key] = at
    assert not found, problems(found)


def test_the_world_is_covered() -> None:
    people = {row["kb_id"] for _, row in ROWS}
    states = {row["country"] for _, row in ROWS if row["country"]}
    since_1990 = {row["kb_id"] for _, row in ROWS if last_day(row["to"]) >= "1990"}
    assert len(ROWS) >= 750
    assert len(people) >= 600
    assert len(since_1990) >= 600
    assert len(states) >= 60


@pytest.mark.parametrize(
    ("name", "day", "office", "country"),
    [
        ("Najib Razak", "2002-05-03", "defence minister", "MYS"),
        ("Najib Razak", "2012-05-03", "prime minister", "MYS"),
        ("Saifuddin Abdullah", "2021-12-15", "foreign minister", "MYS"),
        ("Antony Blinken", "2021-12-15", "secretary of state", "USA"),
        ("Gina Raimondo", "2021-11-18", "secretary of commerce", "USA"),
        ("Daniel Kritenbrink", "2021-12-01", "assistant secretary of state", "USA"),
        ("Vladimir Putin", "2010-01-01", "prime minister", "RUS"),
        ("Narendra Modi", "2019-09-01", "prime minister", "IND"),
        ("Nelson Mandela", "1996-01-01", "president", "ZAF"),
        ("Luiz Inácio Lula da Silva", "2005-01-01", "president", "BRA"),
        ("Nikolai Bulganin", "1956-10-23", "prime minister", "RUS"),
        ("Leopold Figl", "1950-01-01", "chancellor", "AUT"),
        ("Mohammad Hatta", "1955-04-18", "vice president", "IDN"),
        ("Takeo Miki", "1975-08-05", "prime minister", "JPN"),
        ("Milovan Djilas", "1953-06-01", "vice president of Yugoslavia", "SRB"),
        ("Sarit Thanarat", "1961-05-01", "prime minister", "THA"),
        ("Ekrem İmamoğlu", "2024-04-01", "mayor of Istanbul", "TUR"),
    ],
)
def test_who_held_which_office_on_a_day(name: str, day: str, office: str, country: str) -> None:
    held = {
        (row["office"], row["country"])
        for _, row in ROWS
        if row["name"] == name and first_day(row["from"]) <= day <= last_day(row["to"])
    }
    assert (office, country) in held
