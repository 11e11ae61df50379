"""The knowledge base in memory: names hashed by their first word, offices, agents and office-holders.

Finding is one pass over the words of a text: the first word gives the few lengths that a name beginning so can have,
and each length is one look-up. So the time goes with the text and hardly with the number of entries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pipeline.entities.anaphora import Anaphora, load_anaphora
from pipeline.entities.cities import Cities, load_cities
from pipeline.entities.officials import Officials
from pipeline.entities.patterns import Patterns, load_patterns
from pipeline.entities.ranking import Weights, load_weights
from pipeline.entities.senses import KINDS, Entry, Sense
from pipeline.entities.shapes import Shapes, load_shapes
from pipeline.entities.spelling import Speller
from pipeline.entities.tables import GazetteerError, Problem, Row, covers, read_tables
from pipeline.ingest.words import is_word, load_words

# Tables whose lines are names found in texts, the surest first: the order decides what a shared form means.
NAME_TABLES = (
    "countries",
    "invented",
    "bodies",
    "forces",
    "groups",
    "treaties",
    "exercises",
    "programmes",
    "regions",
    "places",
)
_SAME_LENGTH = str.maketrans("’‘ʼ`´–—‑−‐  ", "'''''-----  ")
_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile("[AEIOU]")
_ABBREVIATION = re.compile(r"(?<![^\W_])[A-Z]{2,5}(?![^\W_])")
_BOUND = frozenset({"prefix", "articled"})
_NO_PLURAL = ("s", "ese", "sh", "ch", "x", "z", "i")


@dataclass(frozen=True, slots=True)
class Match:
    """A form of the tables found in a text, with its senses, the likeliest first."""

    start: int
    end: int
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An office word: its sector, whether its holder leads or speaks for the state, and whether it is a mere form of address."""

    name: str
    sector: str
    heads_state: bool
    honorific: bool


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent without a name: what it is called, its sector, and whether it stands for its state."""

    name: str
    sector: str
    is_state: bool


@dataclass(slots=True)
class Gazetteer:
    """Everything that is known by name or by word. Build it with :func:`load_gazetteer`."""

    folder: Path
    forms: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    states: dict[str, Entry] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    """The kb_ids of parts of the world."""
    offices: dict[str, Office] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    phrase_ends: frozenset[str] = frozenset()
    """All ends of the last words of offices and agents: a word that is none of them ends no such phrase."""
    office_starts: frozenset[str] = frozenset()
    """All beginnings of the first words of offices: a word that is none of them begins no office."""
    officials: Officials = field(default_factory=Officials)
    shapes: Shapes = field(default_factory=Shapes)
    anaphora: Anaphora = field(default_factory=Anaphora)
    pronoun_weights: Weights | None = None
    cities: Cities = field(default_factory=Cities)
    patterns: Patterns = field(default_factory=Patterns)
    words: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
    """Given names, small letters, that are no words and no other names."""
    speller: Speller = field(default_factory=Speller)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """The names in ``text[start:end]`` from left to right, the longest where several begin, none inside another."""
        end = len(text) if end is None else end
        plain = normal(text[start : end + 1])
        length_of_part = end - start
        taken = 0
        for word in _WORD.finditer(plain, 0, length_of_part):
            lengths = self.lengths.get(word.group())
            if lengths is None or word.start() < taken:
                continue
            at = word.start()
            for length in lengths:
                stop = at + length
                if stop > length_of_part or (stop < len(plain) and not _ends_at(plain, stop)):
                    continue
                senses = self.forms.get(plain[at:stop])
                if senses is not None:
                    senses = _in_context(senses, plain, at, stop)
                if senses:
                    yield Match(start + at, start + stop, senses)
                    taken = stop
                    break

    def lookup(self, form: str) -> tuple[Sense, ...]:
        """The senses of exactly this form; empty where it is none."""
        return self.forms.get(normal(form), ())

    def is_building(self, form: str) -> bool:
        """Whether a seat of government is a building that stands for those in it, and no city."""
        return any(word in self.shapes.seat_buildings for word in form.lower().split())

    def state(self, code: str) -> Entry | None:
        """The state with this ISO alpha-3 code."""
        return self.states.get(code)


def normal(text: str) -> str:
    """``text`` with plain apostrophes, hyphens and spaces; every character keeps its place."""
    return text.translate(_SAME_LENGTH)


def _ends_at(text: str, stop: int) -> bool:
    """Whether a name may end before ``stop``: no letter or digit goes on, no sum of money ("US$")."""
    following = text[stop]
    return not (following.isalnum() or following in "_$")


def _in_context(senses: tuple[Sense, ...], text: str, start: int, stop: int) -> tuple[Sense, ...]:
    """The senses that what stands around allows: a prefix ("Sino") where a hyphen and a further name follow, no other there;
    what only its article makes a name ("the West") behind "the" and before no further name ("the West Wing")."""
    if all(sense.kind not in _BOUND for sense in senses):
        return senses
    joined = text[stop : stop + 1] == "-" and text[stop + 1 : stop + 2].isupper()
    named = text[max(0, start - 4) : start].lower() == "the " and not text[stop + 1 : stop + 2].isupper()
    return tuple(
        sense for sense in senses if (sense.kind == "prefix") == joined and (sense.kind != "articled" or named)
    )


@lru_cache(maxsize=2)
def load_gazetteer(folder: Path, own: Path | None = None) -> Gazetteer:
    """Read, check and index the tables of ``folder`` (``models/entities``).

    :param own: a folder of further tables and patterns; its lines go before those of the same id.
    :raises GazetteerError: listing what is wrong, with file and line; nothing is used where anything is wrong.
    """
    gazetteer, problems = build_gazetteer(Path(folder), own)
    if problems:
        raise GazetteerError(problems)
    return gazetteer


def build_gazetteer(folder: Path, own: Path | None = None) -> tuple[Gazetteer, list[Problem]]:
    """The gazetteer of what is right in ``folder`` (and in ``own``), and the problems of the rest."""
    tables, problems = read_tables(folder, own)
    gazetteer = Gazetteer(folder)
    gazetteer.shapes = load_shapes(folder / "shapes.yml", problems)
    words = load_words(folder.parent) if (folder.parent / "ingest" / "words.txt").is_file() else frozenset()
    gazetteer.words = words
    forms: dict[str, list[Sense]] = {}
    for table in NAME_TABLES:
        for row in tables[table]:
            entry = _entry(row)
            gazetteer.entries.setdefault(entry.kb_id, entry)
            if entry.is_state:
                gazetteer.states[entry.kb_id] = entry
            for form, kind in _forms(row):
                if _is_plain_agent(form, table, forms, gazetteer.shapes) or _only_adds_small(form, row):
                    continue
                for variant in (*_variants(form), *_spoken(form, words)):
                    _add(forms.setdefault(variant, []), Sense(entry, kind))
    gazetteer.regions = frozenset(row["kb_id"] for row in tables["regions"])
    gazetteer.officials = Officials.from_rows(tables["officials"])
    for person in gazetteer.officials.people.values():
        term = person.terms[-1]
        entry = Entry(
            "officials", person.kb_id, person.name, "PERSON", term.country, term.sector, (), "", "", 0
        )
        gazetteer.entries.setdefault(person.kb_id, entry)
        for form in person.forms:
            if " " not in form and (len(form) <= 3 or is_word(form, words)):
                continue
            for variant in _variants(form):
                _add(forms.setdefault(variant, []), Sense(entry, "name"))
    _prefer_shared(forms, tables["shared"])
    gazetteer.forms = {form: _ranked(senses) for form, senses in forms.items()}
    gazetteer.speller = Speller(gazetteer.forms, words)
    gazetteer.given_names = _given_names(gazetteer)
    gazetteer.lengths = _lengths(gazetteer.forms)
    gazetteer.offices = dict(_offices(tables["offices"]))
    gazetteer.agents = dict(_agents(tables["agents"]))
    first_words = {phrase.split(" ", 1)[0] for phrase in gazetteer.offices}
    gazetteer.office_starts = frozenset(word[:i] for word in first_words for i in range(len(word) + 1))
    last_words = {phrase.rsplit(" ", 1)[-1] for phrase in (*gazetteer.offices, *gazetteer.agents)}
    gazetteer.phrase_ends = frozenset(word[i:] for word in last_words for i in range(len(word)))
    gazetteer.patterns = load_patterns(
        folder / "patterns.yml",
        frozenset(gazetteer.states),
        problems,
        own / "patterns.yml" if own is not None else None,
    )
    gazetteer.anaphora = load_anaphora(folder / "coreference.yml", problems)
    countries = frozenset(entry.country for entry in gazetteer.states.values())
    gazetteer.cities = load_cities(folder / "cities.csv", countries, problems)
    gazetteer.pronoun_weights = load_weights(folder / "pronouns.yml", problems)
    return gazetteer, problems


def _given_names(gazetteer: Gazetteer) -> frozenset[str]:
    """The listed given names, and the first words of office-holders' names that aren't anything else."""
    people = gazetteer.officials.people.values()
    firsts = {person.name.split()[0] for person in people if " " in person.name}
    own = {
        first.lower()
        for first in firsts
        if len(first) > 2 and not is_word(first, gazetteer.words) and first not in gazetteer.forms
    }
    return gazetteer.shapes.given_names | own


def _entry(row: Row) -> Entry:
    return Entry(
        table=row.table,
        kb_id=row["kb_id"],
        name=row["name"],
        label=row.get("label", "GPE"),
        country=row["country"],
        sector=row.get("sector", "GOV" if row.table in {"countries", "invented"} else ""),
        members=tuple(row.items_of("members") or row.items_of("claimants")),
        start=row.get("from", ""),
        end=row.get("to", ""),
        line=row.line,
    )


def _forms(row: Row) -> Iterator[tuple[str, str]]:
    """Each form under which a line can be found in a text, and its kind."""
    aliases = row.items_of("aliases")
    if f"the {row['name']}" not in aliases:
        yield row["name"], "name"
    for alias in aliases:
        yield alias, "articled" if alias == f"the {row['name']}" else "name"
    for seat in row.items_of("seats") if row.table == "bodies" else ():
        yield seat, "seat"
    if row.table not in {"countries", "invented", "regions"}:
        return
    if row.table != "regions":
        yield row["long_name"], "name"
    for adjective in row.items_of("adjectives"):
        yield adjective, "adjective"
    for demonym in row.items_of("demonyms"):
        yield demonym, "demonym"
        if not demonym.endswith(_NO_PLURAL):
            yield demonym + "s", "demonym"
    for column, kind in (("capital", "capital"), ("seats", "seat"), ("prefixes", "prefix")):
        for form in row.items_of(column):
            yield form.removesuffix("-"), kind


def _is_plain_agent(form: str, table: str, forms: dict[str, list[Sense]], shapes: Shapes) -> bool:
    """Whether a form is a state and common words ("Norlander army"): that is an agent of it, and its name a mention."""
    if table not in {"forces", "groups"} or not form[-1:].islower():
        return False
    words = normal(form).split()
    named = next((i for i, word in enumerate(words) if not word[:1].isupper()), len(words))
    if not 0 < named < len(words) or any(word[:1].isupper() for word in words[named:]):
        return False
    if " ".join(words[named:]) in shapes.plain_agents:
        return True
    return any(sense.entry.is_state for sense in forms.get(" ".join(words[:named]), ()))


def _only_adds_small(form: str, row: Row) -> bool:
    """Whether a form is one of the line's own with a common word before it: "occupied West Bank"."""
    first, _, rest = form.partition(" ")
    return (
        len(first) > 3
        and first.islower()
        and rest[:1].isupper()
        and rest in {row["name"], *row.items_of("aliases")}
    )


_SPELLINGS = (
    ("Cooperation", "Co-operation"),
    ("Coordination", "Co-ordination"),
    ("Organisation", "Organization"),
    ("Defence", "Defense"),
    ("Centre", "Center"),
    ("Programme", "Program"),
)


def _variants(form: str) -> Iterable[str]:
    """A form as texts write it: plain quotes and dashes, with and without accents, abbreviations with and without points,
    in British and American spelling.
    """
    form = normal(form).removeprefix("the ")
    if not form:
        return ()
    found = {form: None}
    words = form.split(" ")
    for pair in _SPELLINGS if len(words) > 1 else ():
        for old, new in (pair, pair[::-1]):
            if old in words:
                found |= {" ".join(new if word == old else word for word in spelt.split(" ")): None for spelt in [*found]}
    if not form.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
        if len(bare) == len(form):
            found[bare] = None
    for short in _ABBREVIATION.findall(form) if len(form) <= 5 or " " in form else ():
        if len(short) <= 3 or short == form:
            pointed = "".join(letter + "." for letter in short)
            found[form.replace(short, pointed)] = None
            found[form.replace(short, pointed[:-1])] = None
    return found


def _spoken(form: str, words: frozenset[str]) -> Iterable[str]:
    """An abbreviation that is spoken as a word, as British papers write it: "Nato", "Sadc", "Ecowas"."""
    is_word_like = form.isalpha() and form.isupper() and len(form) > 3 and _VOWEL.search(form)
    return (form.capitalize(),) if is_word_like and not is_word(form.lower(), words) else ()


def _add(senses: list[Sense], sense: Sense) -> None:
    if all(
        sense.entry.kb_id != other.entry.kb_id or sense.entry.table != other.entry.table for other in senses
    ):
        senses.append(sense)


def _prefer_shared(forms: dict[str, list[Sense]], rows: Iterable[Row]) -> None:
    """Put the senses of a form that stands in several lines on purpose into the order of shared.csv."""
    for row in rows:
        order = row.items_of("kb_ids")
        senses = forms.get(normal(row["alias"]), [])
        senses.sort(key=lambda s: order.index(s.entry.kb_id) if s.entry.kb_id in order else len(order))


def _ranked(senses: list[Sense]) -> tuple[Sense, ...]:
    """Names before adjectives before capitals; what still is before what was; then the order of the tables."""
    if len(senses) == 1:
        return tuple(senses)
    return tuple(sorted(senses, key=lambda s: (KINDS.index(s.kind), bool(s.entry.end))))


def _lengths(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for form in forms:
        first = _WORD.match(form)
        if first is not None:
            found.setdefault(first.group(), set()).add(len(form))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def _offices(rows: Iterable[Row]) -> Iterator[tuple[str, Office]]:
    for row in rows:
        office = Office(
            row["office"], row["sector"], row.get("head") == "yes", row.get("kind") == "honorific"
        )
        for form in (row["office"], *row.items_of("aliases")):
            yield normal(form).lower(), office


def _agents(rows: Iterable[Row]) -> Iterator[tuple[str, Agent]]:
    for row in reversed(list(rows)):
        agent = Agent(row["agent"], row["sector"], row["state"] == "yes")
        for form in (row["agent"], *row.items_of("forms")):
            yield normal(form).lower(), agent


def holds(entry: Entry, date: str) -> bool:
    """Whether the entry existed at ``date`` (any where the date is empty)."""
    return not date or covers(entry.start, entry.end, date)
