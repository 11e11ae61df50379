"""Exercises, treaties, programmes and places; patterns for names by form; phrases that refer back.

Every message names file and line (or the entry's id), so that whoever edits a table knows where to look.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycountry
import pytest
import spacy
import yaml

MODELS = Path(__file__).resolve().parents[2] / "models" / "entities"
TABLES = ["exercises", "treaties", "programmes", "places"]
AT_LEAST = {"exercises": 80, "treaties": 100, "programmes": 50, "places": 400}
LABELS = {
    "exercises": {"EXERCISE"},
    "treaties": {"TREATY", "LAW"},
    "programmes": {"PROGRAMME"},
    "places": {"LOC", "GPE", "FAC"},
}
# Kosovo has no ISO code of its own; the user-assigned one is in general use.
COUNTRIES = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
# Words that open sentences or stand in headings in capitals: as an alias each would swallow plain English.
COMMON = set(
    """
    a act aid all alliance and are arms army art as at be body border both but by can canal capital
    case city coast code common conduct council country crisis deal defence defense drill east
    economy exercise exercises first force forces fund global government group gulf her his i in
    initiative is island islands it its joint law live may military mission nation navy new north
    not number of on one open or our pact paradise part partner partnership peace people plan police
    policy power president programme project reading region rights river road route safe sea
    security share shield south split start state strait summit team the their there they this to
    trade training treaty trident union unity us victory war was waters we west will with world nice
    pale hue acre bor male polish turkey mobile buffalo reef shoal shoals komodo kakadu garuda
    shakti indra
    """.split()
)

Row = dict[str, str]


def read(table: str) -> Iterator[tuple[str, Row]]:
    with (MODELS / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield f"{table}.csv:{reader.line_num}", row


ROWS = {table: list(read(table)) for table in TABLES}


def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((MODELS / name).read_text(encoding="utf-8"))
    return loaded


PATTERNS: list[dict[str, Any]] = load("patterns.yml")["patterns"]
REFERENCES = load("coreference.yml")


def forms(row: Row) -> list[str]:
    return [form for form in (row["name"], *row["aliases"].split(";")) if form]


def problems(found: list[str]) -> str:
    return "\n" + "\n".join(found[:20])


@pytest.mark.parametrize("table", TABLES)
def test_there_are_enough(table: str) -> None:
    assert len(ROWS[table]) >= AT_LEAST[table]


def test_seas_straits_reefs_and_regions_are_among_the_places() -> None:
    labels = Counter(row["label"] for _, row in ROWS["places"])
    assert labels["LOC"] >= 100
    assert labels["GPE"] >= 250


@pytest.mark.parametrize("table", TABLES)
def test_cells_are_clean(table: str) -> None:
    found = []
    for at, row in ROWS[table]:
        if None in row.values() or None in row:
            found.append(f"{at}: a cell too many or too few")
        elif any(value != value.strip() or ";;" in value for value in row.values()):
            found.append(f"{at}: spaces around a cell, or an empty list item")
        if row["label"] not in LABELS[table]:
            found.append(f"{at}: label {row['label']!r}; known here: {sorted(LABELS[table])}")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["kb_id"]):
            found.append(f"{at}: kb_id {row['kb_id']!r} is not a slug")
    assert not found, problems(found)


@pytest.mark.parametrize("table", TABLES)
def test_states_are_iso_codes(table: str) -> None:
    found = []
    for at, row in ROWS[table]:
        listed = row.get("members") or row.get("claimants") or ""
        for code in filter(None, [row["country"], *listed.split(";")]):
            if code not in COUNTRIES:
                found.append(f"{at}: {code!r} is no ISO 3166-1 alpha-3 code")
    assert not found, problems(found)


@pytest.mark.parametrize("table", ["exercises", "treaties", "programmes"])
def test_years_run_forward(table: str) -> None:
    found = []
    for at, row in ROWS[table]:
        if any(row[column] and not re.fullmatch(r"\d{4}", row[column]) for column in ("from", "to")):
            found.append(f"{at}: write years as YYYY")
        elif row["from"] and row["to"] and row["from"] > row["to"]:
            found.append(f"{at}: ends in {row['to']}, before it begins in {row['from']}")
    assert not found, problems(found)


def test_ids_are_unique() -> None:
    seen: dict[tuple[str, str], str] = {}
    found = []
    for table in TABLES:
        for at, row in ROWS[table]:
            if (table, row["kb_id"]) in seen:
                found.append(f"{at}: kb_id {row['kb_id']!r} is also at {seen[table, row['kb_id']]}")
            seen[table, row["kb_id"]] = at
    assert not found, problems(found)


def test_no_alias_stands_twice_in_these_tables() -> None:
    seen: dict[str, str] = {}
    found = []
    for table in TABLES:
        for at, row in ROWS[table]:
            for form in forms(row):
                if form in seen:
                    found.append(f"{at}: {form!r} is also at {seen[form]}")
                seen[form] = at
    assert not found, problems(found)


def test_no_alias_swallows_a_common_word() -> None:
    found = [
        f"{at}: {form!r} is a common word; give the name more of itself"
        for table in TABLES
        for at, row in ROWS[table]
        for form in forms(row)
        if form.casefold() in COMMON or len(form) < 3
    ]
    assert not found, problems(found)


@pytest.mark.parametrize(
    ("table", "form", "country"),
    [
        ("exercises", "CARAT", ""),
        ("exercises", "Bersama Shield", ""),
        ("exercises", "Exercise Keris Strike", ""),
        ("exercises", "RIMPAC", ""),
        ("programmes", "IMET", "USA"),
        ("programmes", "Foreign Military Sales", "USA"),
        ("programmes", "Excess Defence Articles", "USA"),
        ("programmes", "Malaysia Future Force 2050", "MYS"),
        ("programmes", "Malaysian-Australian Joint Defence Programme", ""),
        ("treaties", "UNCLOS", ""),
        ("treaties", "Taiwan Relations Act", "USA"),
        ("places", "Luconia Shoals", "MYS"),
        ("places", "Straits of Malacca", ""),
        ("places", "South China Sea", ""),
        ("places", "Gaza", "PSE"),
        ("places", "Istanbul", "TUR"),
    ],
)
def test_a_form_leads_to_its_entry(table: str, form: str, country: str) -> None:
    assert [row["country"] for _, row in ROWS[table] if form in forms(row)] == [country]


@pytest.fixture(scope="module")
def blank() -> Any:
    return spacy.blank("en")


@pytest.mark.parametrize("entry", PATTERNS, ids=[entry["id"] for entry in PATTERNS])
def test_a_pattern_keeps_its_examples(entry: dict[str, Any], blank: Any) -> None:
    assert entry["match"], f"{entry['id']}: needs match"
    assert entry["no_match"], f"{entry['id']}: needs no_match"
    ruler = spacy.pipeline.EntityRuler(blank, validate=True)
    ruler.add_patterns(
        [{"id": entry["id"], "label": entry["label"], "pattern": tokens} for tokens in entry["patterns"]]
    )
    for marked in entry["match"]:
        found = [span.text for span in ruler(blank.make_doc(re.sub(r"[\[\]]", "", marked))).ents]
        assert found == re.findall(r"\[(.*?)\]", marked), f"{entry['id']}: {marked}"
    for sentence in entry["no_match"]:
        found = [span.text for span in ruler(blank.make_doc(sentence)).ents]
        assert not found, f"{entry['id']}: finds {found} in {sentence!r}"


def test_patterns_are_bounded_and_well_labelled() -> None:
    found = []
    for name, count in Counter(entry["id"] for entry in PATTERNS).items():
        if count > 1:
            found.append(f"patterns.yml: id {name} stands there {count} times")
    for entry in PATTERNS:
        if entry["country"] and entry["country"] not in COUNTRIES:
            found.append(f"patterns.yml, {entry['id']}: {entry['country']!r} is no ISO 3166-1 alpha-3 code")
        for tokens in entry["patterns"]:
            if len(tokens) > 8 or any(token.get("OP", "1") not in {"1", "?"} for token in tokens):
                found.append(f"patterns.yml, {entry['id']}: a pattern may repeat without end")
    assert not found, problems(found)


def test_phrases_that_refer_back_are_told_apart() -> None:
    known = {"pair", "country", "government", "body", "group", "force", "treaty", "person"}
    owner: dict[str, str] = {}
    found = []
    for entry in [*REFERENCES["phrases"], *REFERENCES["pronouns"]]:
        kinds = entry["stands_for"] if isinstance(entry["stands_for"], list) else [entry["stands_for"]]
        if not set(kinds) <= known:
            found.append(f"coreference.yml, {entry['id']}: stands_for {kinds}; known: {sorted(known)}")
        for form in entry["forms"]:
            if form != form.lower():
                found.append(f"coreference.yml, {entry['id']}: write {form!r} in small letters")
            if form in owner:
                found.append(f"coreference.yml, {entry['id']}: {form!r} is also in {owner[form]}")
            owner[form] = entry["id"]
    assert not found, problems(found)


def test_phrases_name_known_states_and_bodies_and_carry_examples() -> None:
    known: set[str] = set()
    for table in ("countries", "bodies"):
        known |= {row["kb_id"] for _, row in read(table)}
    found = []
    for entry in REFERENCES["phrases"]:
        narrower = entry.get("narrower", {})
        listed = [
            *entry.get("only", []),
            *entry.get("not", []),
            *(code for codes in narrower.values() for code in codes),
        ]
        at = f"coreference.yml, {entry['id']}"
        found += [f"{at}: {code!r} is in no table" for code in listed if code not in known]
        found += [f"{at}: narrower {form!r} is no form" for form in narrower if form not in entry["forms"]]
        for marked in entry["match"]:
            phrase = re.findall(r"\[(.*?)\]", marked)
            if len(phrase) != 1 or phrase[0].lower() not in entry["forms"] or "{" not in marked:
                found.append(f"coreference.yml, {entry['id']}: example {marked!r} marks no form")
        if not entry["no_match"]:
            found.append(f"coreference.yml, {entry['id']}: needs no_match")
    assert not found, problems(found)


def test_names_of_one_kind_do_not_repeat_as_another_label() -> None:
    labels = defaultdict(set)
    for table in TABLES:
        for at, row in ROWS[table]:
            labels[row["name"].casefold()].add(f"{at} {row['label']}")
    found = [f"{name}: {sorted(where)}" for name, where in labels.items() if len(where) > 1]
    assert not found, problems(found)
