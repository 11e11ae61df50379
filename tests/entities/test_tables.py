"""The facts in models/entities: each message names file and line and says what would be right."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pycountry
import pytest

FOLDER = Path(__file__).parents[2] / "models" / "entities"

COUNTRY_COLUMNS = (
    "kb_id name long_name iso2 iso3 cow gw from to country aliases adjectives demonyms prefixes capital seats"
)
COLUMNS = {
    "countries": COUNTRY_COLUMNS,
    "invented": COUNTRY_COLUMNS,
    "bodies": "kb_id name label country sector aliases members from to note seats",
    "groups": "kb_id name label country sector aliases from to",
    "forces": "kb_id name label country sector aliases",
    "agents": "agent forms sector state",
    "offices": "office aliases sector head kind",
    "shared": "alias kb_ids why",
}
LEAST = {
    "countries": 240,
    "invented": 13,
    "bodies": 200,
    "groups": 250,
    "forces": 200,
    "agents": 250,
    "offices": 80,
    "shared": 1,
}
LISTS = ("aliases", "adjectives", "demonyms", "prefixes", "seats", "members", "forms", "kb_ids")
# In these tables a form must lead to one entry; people (officials.csv) may share a name.
NAMED = (
    "countries",
    "invented",
    "bodies",
    "groups",
    "forces",
    "exercises",
    "treaties",
    "programmes",
    "regions",
    "places",
)
LABELS = {
    "bodies": {"ORG", "ALLIANCE", "SUMMIT", "MILITARY", "PROGRAMME"},
    "groups": {"ORG", "NORP", "MILITARY"},
    "forces": {"ORG", "MILITARY"},
    "regions": {"LOC", "NORP"},
}
SECTORS_NAMES = """
GOV MIL LEG JUD OPP REB COP SPY BUS MED EDU CVL IGO NGO UAF LAB AGR CRM REF REL SET HLH
"""
SECTORS = frozenset(SECTORS_NAMES.split())
# Territories without people of their own who act.
UNPEOPLED = {"ATA", "ATF", "BVT", "HMD", "SGS", "UMI"}
# Small parts of others, or named among the places.
LEFT_OUT = {"ALA", "BLM", "MAF"}
# User-assigned in ISO 3166-1, in common use for Kosovo.
USER_ASSIGNED = {"XKX": "XK"}
PAST_NAMES = """
ANT AUH BIA CSK DDR DEI FID FRY GFR GMY MCK MLY OTT PRU QNG RAJ RHO RUE RVN SCG SUN UAR VDR YAR YMD YUG
ZAN
"""
PAST = frozenset(PAST_NAMES.split())
# The Gleditsch-Ward number differs from that of the Correlates of War for these alone.
TWO_NUMBERS = {"DEU", "SRB", "YEM", "KIR", "TUV", "TON", "NRU", "MCK"}
# Words that begin sentences: none of them may be a name.
COMMON_WORDS = """
a about act after all also an and any are as at be before both but by can come could did do east even
ever few first for force forces free from general get give go good great had has have he her here him
his how if in into is it its just last law less let like long made make male many march may me met might
mobile more most much must my new next nice no none north not now of off old on once one only open or
order other our out over own part party peace plan police power press pro quick read reading real
reunion rights sea see set she should since so solidarity some south state states still such take than
that the their them then there these they this those three time to today together total trade two under
union unity up us very war was way we well were west what when where which while who whom why will wing
with work world would yes yet you young your squad amnesty memorial move common contact alliance front
movement group network shell meta apple target dawn star guardian economist independent times post
"""
COMMON = frozenset(COMMON_WORDS.split())


def _rows(table: str) -> list[tuple[int, dict[str, str]]]:
    path = FOLDER / f"{table}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        return [(reader.line_num, row) for row in reader]


def _items(row: dict[str, str], column: str) -> list[str]:
    return [item for item in (row.get(column) or "").split(";") if item]


def _forms(row: dict[str, str]) -> set[str]:
    forms = {row["name"], row.get("long_name") or row["name"], *_items(row, "capital")}
    for column in ("aliases", "adjectives", "demonyms", "seats"):
        forms.update(_items(row, column))
    return forms


def _named() -> Iterator[tuple[str, int, dict[str, str]]]:
    for table in NAMED:
        for line, row in _rows(table):
            yield table, line, row


def _report(problems: list[str]) -> None:
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize("table", COLUMNS)
def test_columns(table: str) -> None:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    assert header == COLUMNS[table].split(), (
        f"{table}.csv:1: the columns should be {','.join(COLUMNS[table].split())}"
    )


@pytest.mark.parametrize("table", COLUMNS)
def test_cells(table: str) -> None:
    problems = []
    for line, row in _rows(table):
        if None in row or None in row.values():
            problems.append(
                f"{table}.csv:{line}: too many or too few cells; put cells with a comma in quotes"
            )
            continue
        for column, cell in row.items():
            if cell != cell.strip() or unicodedata.normalize("NFC", cell) != cell or "  " in cell:
                problems.append(f"{table}.csv:{line}: {column}: needless space or a split accent in {cell!r}")
            parts = cell.split(";") if cell and column in LISTS else []
            if any(not part or part != part.strip() for part in parts):
                problems.append(
                    f"{table}.csv:{line}: {column}: an empty item or a space around one in {cell!r}"
                )
            if len(set(parts)) < len(parts):
                problems.append(f"{table}.csv:{line}: {column}: an item stands there twice in {cell!r}")
    _report(problems)


@pytest.mark.parametrize("table", LEAST)
def test_count(table: str) -> None:
    assert len(_rows(table)) >= LEAST[table]


def test_every_country_of_iso_is_there() -> None:
    listed = {row["kb_id"] for _, row in _rows("countries")}
    expected = (
        {country.alpha_3 for country in pycountry.countries} - UNPEOPLED - LEFT_OUT
        | set(USER_ASSIGNED)
        | PAST
    )
    assert listed == expected, (
        f"missing: {sorted(expected - listed)}; not expected: {sorted(listed - expected)}"
    )


def test_iso_codes() -> None:
    old = {country.alpha_3: country.alpha_2 for country in pycountry.historic_countries}
    problems = []
    for line, row in _rows("countries"):
        code = row["iso3"]
        present = pycountry.countries.get(alpha_3=code) if code else None
        iso2 = present.alpha_2 if present else USER_ASSIGNED.get(code) or old.get(code, "")
        if code and not iso2:
            problems.append(f"countries.csv:{line}: iso3: {code!r} is in neither ISO 3166-1 nor 3166-3")
        if row["iso2"] != iso2:
            problems.append(f"countries.csv:{line}: iso2: {row['iso2']!r} should be {iso2!r} for {code}")
        if code != row["kb_id"] and row["kb_id"] not in PAST:
            problems.append(f"countries.csv:{line}: kb_id {row['kb_id']!r} should be the iso3 {code!r}")
        if row["kb_id"] in PAST and not row["to"]:
            problems.append(f"countries.csv:{line}: to: a state of the past needs its last year")
    _report(problems)


def test_country_is_a_present_state() -> None:
    known = {country.alpha_3 for country in pycountry.countries} | set(USER_ASSIGNED)
    invented = {row["kb_id"] for _, row in _rows("invented")}
    problems = []
    for table in ("countries", "invented", "bodies", "groups", "forces"):
        for line, row in _rows(table):
            if row["country"] and row["country"] not in (invented if table == "invented" else known):
                problems.append(
                    f"{table}.csv:{line}: country: {row['country']!r} is no ISO 3166-1 alpha-3 code of today"
                )
            if not row["country"] and table in {"countries", "invented", "forces"}:
                problems.append(f"{table}.csv:{line}: country is empty; give an ISO 3166-1 alpha-3 code")
    _report(problems)


def test_invented_codes_are_free() -> None:
    known = {country.alpha_3 for country in pycountry.countries} | set(USER_ASSIGNED)
    names = {country.name for country in pycountry.countries}
    for line, row in _rows("invented"):
        here = f"invented.csv:{line}: {row['kb_id']}"
        assert re.fullmatch(r"X[A-Z]{2}", row["kb_id"]), f"{here} should be X and two letters"
        assert row["kb_id"] not in known, f"{here} is the code of a state"
        assert row["name"] not in names, f"{here}: {row['name']} is a state"
        assert row["adjectives"], f"{here} needs an adjective"
        assert row["capital"], f"{here} needs a capital"


def test_state_numbers() -> None:
    problems, owners = [], defaultdict(list)
    for line, row in _rows("countries"):
        for column in ("cow", "gw"):
            if row[column] and not (row[column].isdigit() and 2 <= int(row[column]) <= 990):
                problems.append(f"countries.csv:{line}: {column}: {row[column]!r} is no number of a state")
            if row[column] and row["kb_id"] not in PAST:
                owners[column, row[column]].append(f"{row['kb_id']} (line {line})")
        if row["cow"] != row["gw"] and row["kb_id"] not in TWO_NUMBERS and row["kb_id"] != "RAJ":
            problems.append(
                f"countries.csv:{line}: cow {row['cow']!r} and gw {row['gw']!r} differ for {row['kb_id']}"
            )
    for (column, number), holders in owners.items():
        if len(holders) > 1:
            problems.append(f"countries.csv: {column} {number} is given to {' and '.join(holders)}")
    _report(problems)


@pytest.mark.parametrize(
    ("code", "cow", "gw"),
    [
        ("USA", "2", "2"),
        ("GBR", "200", "200"),
        ("DEU", "255", "260"),
        ("RUS", "365", "365"),
        ("SRB", "345", "340"),
        ("YEM", "679", "678"),
        ("CHN", "710", "710"),
        ("TWN", "713", "713"),
        ("PRK", "731", "731"),
        ("KOR", "732", "732"),
        ("IND", "750", "750"),
        ("VNM", "816", "816"),
        ("RVN", "817", "817"),
        ("MYS", "820", "820"),
        ("DDR", "265", "265"),
        ("GFR", "260", "260"),
        ("YMD", "680", "680"),
        ("CSK", "315", "315"),
        ("XKX", "347", "347"),
        ("TON", "955", "972"),
    ],
)
def test_known_state_numbers(code: str, cow: str, gw: str) -> None:
    row = next(row for _, row in _rows("countries") if row["kb_id"] == code)
    assert (row["cow"], row["gw"]) == (cow, gw)


@pytest.mark.parametrize("table", ["countries", "bodies", "groups"])
def test_years(table: str) -> None:
    problems = []
    for line, row in _rows(table):
        start, end = row["from"], row["to"]
        for year in filter(None, (start, end)):
            if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", year):
                problems.append(f"{table}.csv:{line}: {year!r} is no date; write 2019, 2019-05 or 2019-05-31")
        if start and end and start[:4] > end[:4]:
            problems.append(f"{table}.csv:{line}: runs backwards: from {start} to {end}")
    _report(problems)


@pytest.mark.parametrize("table", LABELS)
def test_labels_and_sectors(table: str) -> None:
    problems = []
    for line, row in _rows(table):
        if row["label"] not in LABELS[table]:
            problems.append(
                f"{table}.csv:{line}: label {row['label']!r}; one of {', '.join(sorted(LABELS[table]))}"
            )
        if row["sector"] not in SECTORS:
            problems.append(
                f"{table}.csv:{line}: sector {row['sector']!r}; one of {', '.join(sorted(SECTORS))}"
            )
    _report(problems)


def test_members_are_states() -> None:
    codes = {row["iso3"] for _, row in _rows("countries")} - {""}
    _report(
        [
            f"bodies.csv:{line}: members: {code!r} is no iso3 of countries.csv"
            for line, row in _rows("bodies")
            for code in _items(row, "members")
            if code not in codes
        ]
    )


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("EU", 27),
        ("NATO", 32),
        ("ASEAN", 11),
        ("AU", 55),
        ("GCC", 6),
        ("G7", 7),
        ("G20", 19),
        ("APEC", 21),
        ("FPDA", 5),
        ("ARABLEAGUE", 22),
    ],
)
def test_member_counts(body: str, count: int) -> None:
    row = next(row for _, row in _rows("bodies") if row["kb_id"] == body)
    assert len(_items(row, "members")) == count


def test_ids_are_unique() -> None:
    seen: dict[str, str] = {}
    problems = []
    for table, line, row in _named():
        here = f"{table}.csv:{line}"
        if row["kb_id"] in seen:
            problems.append(f"{here}: the kb_id {row['kb_id']!r} is taken by {seen[row['kb_id']]}")
        seen.setdefault(row["kb_id"], here)
    _report(problems)


def test_a_form_leads_to_one_entry() -> None:
    shared = {row["alias"]: set(_items(row, "kb_ids")) for _, row in _rows("shared")}
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for table, line, row in _named():
        for form in _forms(row):
            owners[form][row["kb_id"]] = f"{table}.csv:{line} ({row['kb_id']})"
    _report(
        [
            f"{form!r} stands in {' and '.join(places.values())}; keep one, or say why in shared.csv"
            for form, places in sorted(owners.items())
            if len(places) > 1 and set(places) != shared.get(form)
        ]
    )


def test_no_form_swallows_a_common_word() -> None:
    problems = []
    for table in ("countries", "invented", "bodies", "groups", "forces"):
        for line, row in _rows(table):
            for form in _forms(row):
                plain = "".join(
                    c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c)
                )
                # An abbreviation is told from the word by its capitals.
                if plain.lower() in COMMON and sum(map(str.isupper, plain)) < 2:
                    problems.append(
                        f"{table}.csv:{line}: {form!r} is a common word; leave it out or write more"
                    )
    _report(problems)


def test_agents() -> None:
    problems, owners = [], {}
    for line, row in _rows("agents"):
        forms = _items(row, "forms")
        if row["agent"] not in forms:
            problems.append(f"agents.csv:{line}: {row['agent']!r} should be one of its forms")
        if row["sector"] not in SECTORS or row["state"] not in {"", "yes"}:
            problems.append(
                f"agents.csv:{line}: sector {row['sector']!r} or state {row['state']!r} is unknown"
            )
        for form in forms:
            if form != form.lower() and form != "GI":
                problems.append(f"agents.csv:{line}: {form!r} should be in small letters")
            if form in owners:
                problems.append(f"agents.csv:{line}: {form!r} stands on line {owners[form]} too")
            owners.setdefault(form, line)
    _report(problems)


@pytest.mark.parametrize(
    ("form", "sector"),
    [
        ("troops", "MIL"),
        ("soldier", "MIL"),
        ("warship", "MIL"),
        ("police", "COP"),
        ("coastguard", "COP"),
        ("coast guard", "COP"),
        ("rebel", "REB"),
        ("separatist", "REB"),
        ("gunman", "UAF"),
        ("militant", "UAF"),
        ("suicide bomber", "UAF"),
        ("lawmaker", "LEG"),
        ("parliament", "LEG"),
        ("court", "JUD"),
        ("prosecutor", "JUD"),
        ("opposition", "OPP"),
        ("protester", "CVL"),
        ("villager", "CVL"),
        ("worker", "LAB"),
        ("student", "EDU"),
        ("refugee", "REF"),
        ("diplomat", "GOV"),
        ("investor", "BUS"),
        ("newspaper", "MED"),
        ("aid worker", "NGO"),
        ("cleric", "REL"),
        ("smuggler", "CRM"),
        ("government", "GOV"),
    ],
)
def test_agent_sectors(form: str, sector: str) -> None:
    assert [row["sector"] for _, row in _rows("agents") if form in _items(row, "forms")] == [sector]


def test_offices() -> None:
    problems, owners = [], {}
    for line, row in _rows("offices"):
        if row["kind"] not in {"office", "honorific"} or row["head"] not in {"", "yes"}:
            problems.append(f"offices.csv:{line}: kind {row['kind']!r} or head {row['head']!r} is unknown")
        if row["sector"] and row["sector"] not in SECTORS:
            problems.append(f"offices.csv:{line}: sector {row['sector']!r} is unknown")
        for form in (row["office"], *_items(row, "aliases")):
            if form in owners:
                problems.append(f"offices.csv:{line}: {form!r} stands on line {owners[form]} too")
            owners.setdefault(form, line)
    _report(problems)
