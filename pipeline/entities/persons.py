"""Who a person's name stands for: somebody in office, by the tables and the article's date, or whom the text has named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Span

from pipeline.entities.candidates import Candidate
from pipeline.entities.context import Surroundings
from pipeline.entities.gazetteer import Gazetteer, normal
from pipeline.entities.officials import Person, days_to_read
from pipeline.entities.people import last_name, same_person, short_names

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


class Persons:
    """The people of one text.

    ``full_names`` has those that it names in full, by what it may call them later.

    :param named: names that no table has, as they were resolved when the text first had them; persons are added.
    :param states: how often the text names each state, as far as it has been read.
    """

    def __init__(
        self,
        text: str,
        gazetteer: Gazetteer,
        published: str,
        surroundings: Surroundings,
        named: dict[str, Candidate],
        states: Counter[str],
    ) -> None:
        self._text = text
        self._gazetteer = gazetteer
        self._published = published
        self._surroundings = surroundings
        self._states = states
        self._named = named
        self.full_names: dict[str, Candidate] = {}

    def collect(self, candidates: Iterable[Candidate]) -> None:
        """Learn the full names of a text by what it calls them later; a surname that two people share stands for neither."""
        shared: set[str] = set()
        for candidate in candidates:
            text = normal(self._text[candidate.start : candidate.end])
            if candidate.label != "PERSON" or " " not in text:
                continue
            kb_id = candidate.senses[0].entry.kb_id if candidate.senses else ""
            name = candidate.senses[0].entry.name if candidate.senses else text
            full = replace(candidate, name=name, kb_id=kb_id)
            self.full_names.setdefault(text, full)
            families = self._gazetteer.shapes.first_surnames
            for short in short_names(text, families) | short_names(name, families):
                held = self.full_names.get(short)
                if held is not None and held.name != name and not same_person(held.name, name):
                    shared.add(short)
                self.full_names.setdefault(short, full)
        for short in shared:
            self.full_names.pop(short, None)

    def resolve(self, candidate: Candidate, span: Span, text: str) -> Candidate:
        """A person with name, id, country and sector, by office, by what stands around the name or by an earlier sentence.

        :param text: the candidate's words.
        """
        title = self._surroundings.title_of(candidate)
        office = title.office if title is not None else None
        told = self._surroundings.country_of_person(candidate)
        date = self._published
        days = days_to_read((token.text for token in span), date)
        known = self._official(candidate, text, days, told, office.name if office else "")
        if known is not None:
            return self._in_office(candidate, known, date, told, span)
        full = self.full_names.get(last_name(text)) if " " not in text.strip() else self.full_names.get(text)
        before = self._named.get(full.name if full is not None else normal(text))
        sector = office.sector if office is not None and not office.honorific else ""
        if before is not None:
            return replace(
                candidate,
                name=before.name,
                kb_id=before.kb_id,
                country=told or before.country,
                sector=sector or before.sector,
            )
        titled = office is not None and not office.honorific
        if not told and " " not in text.strip() and (titled or self._surroundings.leads_agents(candidate)):
            told = self._gazetteer.officials.country_of_surname(text, date)
        apposed = self._surroundings.apposed_office(candidate)
        sector = sector or (apposed.sector if apposed is not None else "")
        if self._surroundings.is_former(candidate) and sector == "GOV":
            sector = ""
        name = full.name if full is not None and full.name else normal(" ".join(text.split()))
        found = replace(candidate, name=name, country=told, sector=sector)
        self._named[name] = found
        return found

    def _official(
        self, candidate: Candidate, text: str, dates: Sequence[str], country: str, office: str
    ) -> Person | None:
        """The office-holder of a name; a surname alone is one's who was in office on the first of ``dates`` that has any."""
        date = dates[-1]
        officials = self._gazetteer.officials
        if len(candidate.senses) == 1 or (candidate.senses and " " in text):
            return officials.people.get(candidate.senses[0].entry.kb_id)
        if " " in text.strip():
            return officials.named(text, date)
        full = self.full_names.get(last_name(text))
        if full is not None:
            return officials.people.get(full.kb_id) or officials.named(full.name, date)
        for day in dates:
            found = officials.surnamed(text, day, country, office, listed_only=not (office or country))
            if found is not None and (day == date or found.at(day)):
                return found
        named = [self._gazetteer.states[code].country for code, _ in self._states.most_common()]
        return officials.holder(text, date, office, named) or (None if office else officials.ruling(text, date, named))

    def _in_office(self, candidate: Candidate, person: Person, date: str, told: str, span: Span) -> Candidate:
        """An office-holder with country and sector as they were at the article's date, or that of the sentence."""
        term = person.at(date)
        latest = term or person.latest(date)
        sector = term.sector if term is not None else ""
        if self._surroundings.is_former(candidate):
            sector = ""
        elif not sector and (self._surroundings.is_then(candidate) or self._in_term_of_sentence(person, span)):
            sector = latest.sector
        rule = f"officials:{person.kb_id}"
        return replace(
            candidate,
            label="PERSON",
            rule=rule,
            name=person.name,
            kb_id=person.kb_id,
            country=latest.country or told,
            sector=sector,
        )

    def _in_term_of_sentence(self, person: Person, span: Span) -> bool:
        return any(person.at(year) is not None for year in _YEAR.findall(span.text))
