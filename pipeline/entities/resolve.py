"""Candidate -> Candidate with a canonical name, an id, a country and a sector, read off the whole text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipeline.entities.bodies import Bodies
from pipeline.entities.candidates import GUESS, KNOWN, Candidate, choose
from pipeline.entities.context import Surroundings
from pipeline.entities.gazetteer import Gazetteer, holds, normal
from pipeline.entities.implied import with_implied_countries
from pipeline.entities.overlooked import find_overlooked, settle_kinds
from pipeline.entities.people import TitledName, last_name
from pipeline.entities.persons import Persons
from pipeline.entities.senses import Entry, Sense

SentenceCandidates = tuple[Span, list[Candidate], list[TitledName]]


class Resolver:
    """Resolves the candidates of one text; keeps what the text has said so far."""

    def __init__(self, doc: Doc, text: str, gazetteer: Gazetteer, published: str) -> None:
        self.doc = doc
        self.text = text
        self.gazetteer = gazetteer
        self.published = published
        self.surroundings = Surroundings(doc, gazetteer)
        self.speller = gazetteer.speller
        self.named: dict[str, Candidate] = {}
        self.bodies = Bodies()
        self.states: Counter[str] = Counter()
        self.persons = Persons(text, gazetteer, published, self.surroundings, self.named, self.states)

    def resolve(self, sentences: Sequence[SentenceCandidates]) -> list[list[Candidate]]:
        """The candidates of each sentence, resolved, with those added that an earlier name explains."""
        for _, kept, _ in sentences:
            self.states.update(
                c.senses[0].entry.kb_id
                for c in kept
                if c.senses and c.senses[0].entry.is_state and len(c.senses) == 1
            )
        kinds = settle_kinds([kept for _, kept, _ in sentences], self.text)
        self.persons.collect(candidate for _, kept, _ in sentences for candidate in kept)
        result = []
        for span, kept, titled in sentences:
            kept = choose([*kept, *self._again(span, kept)])
            kept = choose([*kept, *find_overlooked(span, kept, kinds, self.gazetteer)])
            result.append(self._sentence(span, kept, titled))
        return with_implied_countries(result)

    # -- a sentence

    def _sentence(self, span: Span, kept: list[Candidate], titled: Sequence[TitledName]) -> list[Candidate]:
        self.surroundings.enter(span, kept, titled)
        resolved = []
        for candidate in kept:
            resolved.append(self._one(candidate, span))
            self.bodies.remember(resolved[-1])
        return resolved

    def _one(self, candidate: Candidate, span: Span) -> Candidate:
        text = self.text[candidate.start : candidate.end]
        if self._is_misplaced(candidate, text):
            candidate = replace(candidate, label="GPE")
        if candidate.senses and candidate.senses[0].entry.table != "officials":
            return self._known(candidate, span, text)
        if candidate.label in {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}:
            return replace(candidate, name=text)
        if self._is_known_person(candidate, text):
            candidate = replace(candidate, label="PERSON")
        slip = self._slip(candidate, text)
        if candidate.label == "PERSON":
            return self.persons.resolve(replace(candidate, senses=candidate.senses or slip), span, text)
        if slip:
            label = "NORP" if slip[0].kind in {"adjective", "demonym"} else slip[0].entry.label
            return self._known(
                replace(candidate, senses=slip, label=label, rule=slip[0].entry.rule), span, text
            )
        return self._unlisted(candidate, text)

    def _is_known_person(self, candidate: Candidate, text: str) -> bool:
        """Whether a guess of another kind is what the tables list as a name that a person goes by alone."""
        if candidate.certainty > GUESS or " " in text or candidate.label in {"PERSON", "LOC", "LAW", "EVENT"}:
            return False
        return self.gazetteer.officials.surnamed(text, self.published, listed_only=True) is not None

    def _is_misplaced(self, candidate: Candidate, text: str) -> bool:
        """Whether a guess takes for something else what a preposition shows to be a place: "in Surat"."""
        if (
            candidate.certainty > GUESS
            or " " in text
            or candidate.label not in {"PERSON", "ORG", "FAC", "PRODUCT", "NORP"}
        ):
            return False
        if (
            not text.istitle()
            or text.lower() in self.gazetteer.shapes.kinds
            or self.persons.full_names.get(normal(text))
        ):
            return False
        words = {"in", "near", "at"} if candidate.label == "PERSON" else {"in", "near"}
        return self.surroundings.stands_after(candidate, words)

    def _slip(self, candidate: Candidate, text: str) -> tuple[Sense, ...]:
        """What a guessed name misspells, if anything."""
        if candidate.senses or candidate.label not in {"GPE", "NORP", "ORG", "PERSON", "LOC"}:
            return ()
        if candidate.certainty > GUESS and candidate.label != "PERSON":
            return ()
        senses = self.speller.meant(text, candidate.label)
        return () if senses and self._names_place(self.surroundings.tokens(candidate).end) else senses

    def _names_place(self, behind: int) -> bool:
        """Whether the word behind a name says that it is a smaller place: "the Burmal district" is no slip for Burma."""
        return behind < len(self.doc) and self.doc[behind].lower_ in self.gazetteer.shapes.place_nouns

    def _known(self, candidate: Candidate, span: Span, text: str) -> Candidate:
        sense = self._sense(candidate.senses, span)
        entry = sense.entry
        found = replace(
            candidate,
            rule=entry.rule,
            name=entry.name,
            kb_id=entry.kb_id,
            country=entry.country,
            sector=entry.sector,
        )
        if candidate.certainty > 3 and candidate.name:
            return found
        if (
            not entry.country
            and entry.table in {"groups", "bodies"}
            and candidate.label in {"NORP", "ORG", "MILITARY"}
            and entry.sector != "IGO"
        ):
            return replace(found, country=self.surroundings.country_around(candidate))
        if not entry.is_state and entry.table != "bodies":
            return found
        label = "NORP" if sense.kind in {"adjective", "demonym", "prefix"} else candidate.label
        if sense.kind in {"capital", "seat"} and label != "NORP":
            building = label == "ORG" and entry.is_state
            if building and not self.surroundings.is_place(candidate):
                return replace(found, label=label)
            if self.surroundings.is_place(candidate):
                host = next((s.entry for s in candidate.senses if s.kind == "capital"), entry)
                return replace(
                    found,
                    label="FAC" if building else "GPE",
                    name=normal(text),
                    kb_id="",
                    country=host.country,
                    sector="",
                    rule=host.rule,
                )
            label = "GPE"
        return replace(found, label=label)

    def _sense(self, senses: Sequence[Sense], span: Span) -> Sense:
        """The sense that fits: of states that share a form, the one that was there, and that the text names otherwise."""
        if len(senses) == 1:
            return senses[0]
        same = [s for s in senses if s.kind == senses[0].kind and s.entry.is_state] or [senses[0]]
        if len(same) > 1:
            date = self.published
            same = [s for s in same if holds(s.entry, date)] or same
            return max(same, key=lambda s: self.states[s.entry.kb_id])
        return same[0]

    def _unlisted(self, candidate: Candidate, text: str) -> Candidate:
        """A name that no table has: its country from its own words, from what stands around it, or from an earlier time."""
        key = normal(text)
        before = self.named.get(key)
        if before is not None and before.country and before.label == candidate.label:
            return replace(
                before,
                start=candidate.start,
                end=candidate.end,
                rule=candidate.rule,
                certainty=candidate.certainty,
            )
        body = self.bodies.meant(candidate, text)
        if body is not None:
            return body
        ruled = self._ruled_by(candidate, text)
        if ruled is not None:
            self.named[key] = ruled
            return ruled
        country = candidate.country or self._country_inside(text, candidate.label)
        if not country and candidate.label in {"ORG", "MILITARY", "FAC", "GPE", "LAW", "PROGRAMME"}:
            country = self.surroundings.country_around(candidate)
        if not country and candidate.label in {"GPE", "FAC", "LOC"}:
            country = self.gazetteer.cities.country_of(text, self._told())
        name = candidate.name or normal(" ".join(text.split()))
        short = self._known_with_kind(candidate, text)
        if short is not None:
            return replace(
                candidate,
                name=short.name,
                kb_id=short.kb_id,
                country=short.country or country,
                sector=short.sector,
                rule=short.rule,
            )
        sector = candidate.sector
        if not sector and candidate.label in {"ORG", "MILITARY"}:
            sector = self.gazetteer.shapes.sector_of(name) or ("MIL" if candidate.label == "MILITARY" else "")
        found = replace(candidate, name=name, country=country, sector=sector)
        self.named[key] = found
        return found

    def _told(self) -> set[str]:
        """The countries that the text names."""
        return {self.gazetteer.states[code].country for code in self.states}

    def _ruled_by(self, candidate: Candidate, text: str) -> Candidate | None:
        """The state in "Obama Administration": an office-holder's name and a word for a government."""
        first, _, last = text.rpartition(" ")
        if candidate.label != "ORG" or last.lower() not in self.gazetteer.shapes.governments or not first:
            return None
        full = self.persons.full_names.get(last_name(first))
        officials = self.gazetteer.officials
        person = officials.named(full.name if full is not None else first, self.published) or officials.surnamed(
            last_name(first), self.published, listed_only=True
        )
        state = self.gazetteer.states.get(person.latest(self.published).country) if person is not None else None
        if state is None:
            return None
        return replace(
            candidate, name=state.name, kb_id=state.kb_id, country=state.country, sector="GOV", rule=state.rule
        )

    def _known_with_kind(self, candidate: Candidate, text: str) -> Entry | None:
        """The known body in "Fatah Party": a name and one word that only says what it is."""
        first, _, last = text.rpartition(" ")
        if candidate.label not in {"ORG", "MILITARY"} or last.lower() not in self.gazetteer.shapes.kinds:
            return None
        senses = self.gazetteer.lookup(first)
        return (
            senses[0].entry if senses and senses[0].entry.label in {"ORG", "MILITARY", "ALLIANCE"} else None
        )

    def _country_inside(self, text: str, label: str) -> str:
        """The one country that a name speaks of; a pact is named after a place without being its country's."""
        senses = [match.senses[0] for match in self.gazetteer.find(text)]
        if label in {"TREATY", "SUMMIT", "EVENT", "EXERCISE"}:
            senses = [
                sense for sense in senses if sense.kind in {"adjective", "name"} and sense.entry.is_state
            ]
        countries = {
            sense.entry.country
            for sense in senses
            if sense.entry.country and sense.entry.label in {"GPE", "NORP", "LOC"}
        }
        return countries.pop() if len(countries) == 1 else ""

    def _again(self, span: Span, kept: Sequence[Candidate]) -> Iterator[Candidate]:
        """Surnames of persons named in full somewhere in the text, also where the model saw none or another kind."""
        taken = {(c.start, c.end): c for c in kept}
        for token in span:
            if not token.text[:1].isupper() or token.pos_ not in {"PROPN", "NOUN", "ADJ", "X", "VERB"}:
                continue
            full = self.persons.full_names.get(normal(token.text))
            if self.gazetteer.lookup(token.text):
                continue
            if full is None:
                yield from self._misspelt(token, kept)
                continue
            here = taken.get((token.idx, token.idx + len(token)))
            if here is None and any(c.start <= token.idx < c.end for c in kept):
                continue
            yield Candidate(token.idx, token.idx + len(token), "PERSON", full.rule, KNOWN)

    def _misspelt(self, token: Token, kept: Sequence[Candidate]) -> Iterator[Candidate]:
        """A state that a word misspells which nothing else explains."""
        if token.pos_ != "PROPN" or any(c.start < token.idx + len(token) and token.idx < c.end for c in kept):
            return
        senses = self.speller.meant(token.text, "GPE")
        if senses and not self._names_place(token.i + 1):
            label = "NORP" if senses[0].kind in {"adjective", "demonym"} else "GPE"
            yield Candidate(token.idx, token.idx + len(token), label, senses[0].entry.rule, GUESS, senses)
