"""Who held which office when: the people of officials.csv by name and by surname."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.entities.tables import Row, covers, starts_by


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office."""

    kb_id: str
    name: str
    country: str
    office: str
    sector: str
    start: str
    end: str
    body: str

    def at(self, date: str) -> bool:
        """Whether the term may cover ``date``."""
        return covers(self.start, self.end, date)


@dataclass(frozen=True, slots=True)
class Person:
    """An office-holder with all terms, the earliest first."""

    kb_id: str
    name: str
    terms: tuple[Term, ...]
    forms: tuple[str, ...] = ()

    def at(self, date: str) -> Term | None:
        """The term at ``date``, the highest of several; the last one where no date is known; None outside all of them."""
        if not date:
            return self.terms[-1]
        running = [term for term in self.terms if term.at(date)]
        return running[-1] if running else None

    def held(self, office: str, date: str) -> bool:
        """Whether this is who held an office, at ``date`` where one is given."""
        return bool(office) and any(term.office == office and (not date or term.at(date)) for term in self.terms)

    def latest(self, date: str) -> Term:
        """The term at ``date``, or the last before it, or the first of all."""
        running = self.at(date)
        if running is not None:
            return running
        begun = [term for term in self.terms if starts_by(term.start, date)]
        return begun[-1] if begun else self.terms[0]


@dataclass(slots=True)
class Officials:
    """The office-holders, by every form of their names and by what of a name is used alone."""

    people: dict[str, Person] = field(default_factory=dict)
    by_form: dict[str, list[str]] = field(default_factory=dict)
    by_surname: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> Officials:
        """Index the lines of officials.csv; the lines of one kb_id are the terms of one person."""
        terms: dict[str, list[Term]] = {}
        forms: dict[str, set[str]] = {}
        for row in rows:
            kb_id = row["kb_id"]
            columns = ("name", "country", "office", "sector", "from", "to", "body")
            name, country, office, sector, start, end, body = (row[column] for column in columns)
            terms.setdefault(kb_id, []).append(Term(kb_id, name, country, office, sector, start, end, body))
            forms.setdefault(kb_id, set()).update((row["name"], *row.items_of("aliases")))
        index = cls()
        for kb_id, held in terms.items():
            held.sort(key=lambda term: (term.start, term.end or "9999"))
            index.people[kb_id] = Person(kb_id, held[0].name, tuple(held), tuple(sorted(forms[kb_id])))
            for form in forms[kb_id]:
                for variant in {plain(form), form.lower()}:
                    words = variant.split()
                    table = index.by_form if len(words) > 1 else index.by_surname
                    listed = table.setdefault(variant, [])
                    if kb_id not in listed:
                        listed.append(kb_id)
            words = plain(held[0].name).split()
            for word in {words[0], words[-1], " ".join(words[1:])} if len(words) > 1 else ():
                listed = index.by_surname.setdefault(word, [])
                if kb_id not in listed:
                    listed.append(kb_id)
        return index

    def named(self, name: str, date: str = "") -> Person | None:
        """The person whose full name this is; of two of one name the one in office at ``date``, else None."""
        found = [self.people[kb_id] for kb_id in self.by_form.get(plain(name), ())]
        if len(found) > 1:
            found = [person for person in found if person.at(date)]
        return found[0] if len(found) == 1 else None

    def surnamed(
        self, name: str, date: str = "", country: str = "", office: str = "", listed_only: bool = False
    ) -> Person | None:
        """The one person who goes by ``name`` alone and was in office around ``date``; None where there are none or two.

        :param listed_only: only those whom the tables list under this name alone, as texts that give neither
            office nor country do.
        """
        found = [self.people[kb_id] for kb_id in self.by_surname.get(plain(name), ())]
        if listed_only:
            found = [person for person in found if name in person.forms]
        if country:
            found = [person for person in found if any(term.country == country for term in person.terms)]
        in_office = [person for person in found if person.held(office, date)]
        held = [person for person in found if person.held(office, "")]
        running = [person for person in found if person.at(date)] if date else []
        listed = [person for person in found if name in person.forms]
        for kept in (in_office, held, running, listed):
            if len(found) > 1:
                found = [person for person in found if person in kept] or found
        if len(found) > 1 and date and (held or listed):
            # Of several who are all gone, the one who left last is meant.
            left = [person for person in found if person.latest(date).end]
            left.sort(key=lambda person: person.latest(date).end)
            found = left[-1:] if len(left) == len(found) and not running else found
        if len(found) == 1 and office and not country and found[0] not in [*held, *listed]:
            # "Governor A" is nobody of that name who never was governor.
            return None
        return found[0] if len(found) == 1 else None

    def holder(self, name: str, date: str, office: str, countries: Iterable[str]) -> Person | None:
        """Who goes by ``name`` and holds the office before it: he alone of all, wherever he is ("In Velostra President A"), or
        of several (kings of one name) the one of the first of ``countries`` that has one.
        """
        if not office:
            return None
        only = self.surnamed(name, date, office=office, listed_only=True)
        found = (only, *(self.surnamed(name, date, country, office) for country in countries))
        return next((person for person in found if person is not None and person.held(office, date)), None)

    def ruling(self, name: str, date: str, countries: Iterable[str]) -> Person | None:
        """Who goes by ``name`` alone and was in office at ``date`` in one of ``countries``; None where there are none or two."""
        found = (self.surnamed(name, date, country) for country in dict.fromkeys(countries)) if date else ()
        ruling = {person.kb_id: person for person in found if person is not None and person.at(date) is not None}
        return next(iter(ruling.values())) if len(ruling) == 1 else None

    def country_of_surname(self, name: str, date: str = "") -> str:
        """The one country of all who go by ``name`` alone and were in office around ``date``; empty where there are several."""
        found = [self.people[kb_id] for kb_id in self.by_surname.get(plain(name), ())]
        found = [person for person in found if not date or person.at(date)] or found
        countries = {term.country for person in found for term in person.terms[-1:]}
        return countries.pop() if len(countries) == 1 else ""


def days_to_read(words: Iterable[str], published: str) -> list[str]:
    """The days on which to read the names of a sentence: the middle of the one past year that it names ("In 1997 Clinton
    signed"), and the article's day.
    """
    numbers = {word for word in words if len(word) == 4 and word.isdigit()}
    years = {year for year in numbers if "1900" < year < (published or "9999")}
    return [f"{year}-07" for year in years if len(years) == 1] + [published]


def plain(name: str) -> str:
    """A name in small letters without accents, for comparing."""
    if name.isascii():
        return name.lower()
    bare = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()
