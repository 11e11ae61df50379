"""What stands around a name in its sentence: whose it is, which office it has, whether it is a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from pipeline.entities.candidates import Candidate
from pipeline.entities.gazetteer import Gazetteer, Office
from pipeline.entities.people import TitledName, office_at, office_before

# How far an office may stand from the name that it is an apposition to.
APPOSITION_TOKENS = 14
_COUNTRY_LABELS = frozenset({"GPE", "NORP"})


class Surroundings:
    """Answers about the names of one sentence at a time; :meth:`enter` moves on to the next."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.shapes = gazetteer.shapes
        self.span: Span = doc[0:0]
        self.owners: dict[int, Candidate] = {}
        self.titles: dict[int, TitledName] = {}

    def enter(self, span: Span, kept: Sequence[Candidate], titled: Sequence[TitledName]) -> None:
        """Turn to a sentence and what was found in it."""
        self.span = span
        self.owners = {}
        for candidate in kept:
            for token in self.tokens(candidate):
                if token.i not in self.owners or candidate.pair:
                    self.owners[token.i] = candidate
        self.titles = {name.first: name for name in titled}

    def tokens(self, candidate: Candidate) -> Span:
        """The tokens of a candidate."""
        found = self.doc.char_span(candidate.start, candidate.end, alignment_mode="expand")
        return found if found is not None else self.doc[0:0]

    # -- places and actors

    def is_place(self, candidate: Candidate) -> bool:
        """Whether a capital is the place of something here ("in Halvenby"), and no government."""
        tokens = self.tokens(candidate)
        if not len(tokens):
            return False
        head = tokens.root
        while head.dep_ == "conj" and head.head.i != head.i and head.head.i in self.owners:
            head = head.head
        if head.dep_ == "pobj":
            preposition = head.head.lower_
            if preposition in self.shapes.place_prepositions:
                return True
            governor = head.head.head
            if preposition in {"to", "from", "for"}:
                return governor.lemma_.lower() in self.shapes.motion_words
        before = self.doc[tokens.start - 1] if tokens.start > self.span.start else None
        if before is not None and before.lower_ in {"in", "at", "near", "outside"}:
            return True
        following = self.doc[tokens.end] if tokens.end < self.span.end else None
        return (
            head.dep_ == "npadvmod"
            and following is not None
            and following.text == "-"
            and self.doc[min(tokens.end + 1, len(self.doc) - 1)].lower_ in {"based", "born"}
        )

    def stands_after(self, candidate: Candidate, words: set[str]) -> bool:
        """Whether one of these words stands right before a name, and the name by itself."""
        tokens = self.tokens(candidate)
        if (
            not len(tokens)
            or tokens.start <= self.span.start
            or self.doc[tokens.start - 1].lower_ not in words
        ):
            return False
        return (
            tokens.root.dep_ == "pobj"
            and tokens.end < self.span.end
            and self.doc[tokens.end].pos_ not in {"NOUN", "PROPN"}
        )

    # -- whose

    def country_around(self, candidate: Candidate) -> str:
        """The country of what possesses or qualifies a name: "Norland's Land Bank", "X of Norland", "Y, Norland"."""
        tokens = self.tokens(candidate)
        if not len(tokens):
            return ""
        for token in self._leading(tokens.start):
            owner = self.owners.get(token.i)
            if owner is not None and owner.label in _COUNTRY_LABELS and owner.end <= candidate.start:
                return self._country(owner)
        return self._country_behind(tokens, candidate.label)

    def _leading(self, start: int) -> Iterator[Token]:
        """The tokens right before a name that may say whose it is, nearest first."""
        for i in range(start - 1, max(self.span.start, start - 4) - 1, -1):
            token = self.doc[i]
            if token.i in self.owners:
                yield token
                return
            if token.tag_ != "POS" and token.pos_ not in {"ADJ", "NOUN"} or token.is_punct:
                return

    def _country_behind(self, tokens: Span, label: str) -> str:
        """The country in "X of Norland", "X in Norland" or, of a place, "X, Norland"."""
        links = {",", "in"} if label in {"GPE", "LOC", "FAC"} else {"of", "in"}
        at = tokens.end
        if at + 1 >= self.span.end or self.doc[at].lower_ not in links:
            return ""
        at += 1
        for _ in range(2):
            if (
                at < self.span.end
                and self.doc[at].i not in self.owners
                and self.doc[at].pos_ in {"DET", "ADJ"}
            ):
                at += 1
        owner = self.owners.get(at)
        return (
            self._country(owner)
            if owner is not None and owner.label == "GPE" and owner.start == self.doc[at].idx
            else ""
        )

    def _country(self, owner: Candidate | None) -> str:
        if owner is None:
            return ""
        if owner.senses:
            return owner.senses[0].entry.country
        return owner.country

    # -- offices

    def title_of(self, candidate: Candidate) -> TitledName | None:
        """The title that stands before a name."""
        tokens = self.tokens(candidate)
        return next((self.titles[token.i] for token in tokens if token.i in self.titles), None)

    def country_of_person(self, candidate: Candidate) -> str:
        """The country that a title, an adjective or an apposition gives a person; empty where nothing does."""
        tokens = self.tokens(candidate)
        if not len(tokens):
            return ""
        title = self.title_of(candidate)
        if title is not None:
            found = self._before_title(title.title) or self._in_title(title.title, tokens.start)
            if found:
                return found
        else:
            found = self._before_title(tokens.start) or self._before_comma(tokens.start)
            if found:
                return found
        return self._apposed_country(tokens) or self._country_of_namesake(tokens)

    def _country_of_namesake(self, tokens: Span) -> str:
        """The country in "X of Norland", unless it only begins what comes next ("warned X of Norland's anger")."""
        at = tokens.end
        if at + 1 >= self.span.end or self.doc[at].lower_ != "of" or self.doc[at].head not in tokens:
            return ""
        owner = self.owners.get(at + 1)
        behind = next((i for i in range(at + 1, self.span.end) if self.owners.get(i) is not owner), self.span.end)
        if behind < self.span.end and (self.doc[behind].tag_ == "POS" or self.doc[behind].pos_ in {"NOUN", "PROPN"}):
            return ""
        return self._country_behind(tokens, "PERSON")

    def _before_comma(self, start: int) -> str:
        """ "Norland's foreign minister, X", "her Norlander colleague, X": what X is stands before the name and a comma."""
        if start - 2 < self.span.start or self.doc[start - 1].text != ",":
            return ""
        if self.doc[start - 2].lower_ in self.shapes.peers:
            return self._before_title(start - 1)
        before = list(self.doc[self.span.start : start - 1])
        found = office_before(before, len(before), self.gazetteer)
        return self._before_title(self.span.start + found[0]) if found is not None else ""

    def _before_title(self, start: int) -> str:
        """ "Norlander Foreign Minister X", "Norland's then foreign minister X"."""
        for i in range(start - 1, max(self.span.start, start - 6) - 1, -1):
            owner = self.owners.get(i)
            if owner is not None:
                return self._country(owner) if owner.label in _COUNTRY_LABELS | {"ORG", "MILITARY"} else ""
            token = self.doc[i]
            if (
                token.tag_ != "POS"
                and token.pos_ != "ADJ"
                and token.lower_ not in self.gazetteer.agents
                and token.lower_ not in self.shapes.office_modifiers
                and token.lower_ not in self.gazetteer.offices
                and token.lower_ not in self.shapes.peers
            ):
                return ""
        return ""

    def _in_title(self, start: int, end: int) -> str:
        """ "Minister of Defence of Norland X"."""
        owners = [self.owners[i] for i in range(start, end) if i in self.owners]
        countries = {self._country(owner) for owner in owners if owner.label in _COUNTRY_LABELS} - {""}
        return countries.pop() if len(countries) == 1 else ""

    def _apposition(self, tokens: Span) -> list[Token]:
        """What stands between the comma behind a name and the next, if an office is in it."""
        end = tokens.end
        if end >= self.span.end or self.doc[end].text not in {",", "(", "–", "—"}:
            return []
        found = []
        for i in range(end + 1, min(self.span.end, end + 1 + APPOSITION_TOKENS)):
            token = self.doc[i]
            if (
                token.text in {",", ")", ";", "–", "—", "."}
                or token.pos_ in {"VERB", "AUX"}
                and token.tag_ not in {"VBN", "VBG"}
            ):
                break
            found.append(token)
        return found if any(office_at(found, at, self.gazetteer) for at in range(len(found))) else []

    def apposed_office(self, candidate: Candidate) -> Office | None:
        """The office in "X, Norland's finance minister,"."""
        found = self._apposition(self.tokens(candidate))
        for at in range(len(found)):
            office = office_at(found, at, self.gazetteer)
            if office is not None:
                return office[1]
        tokens = self.tokens(candidate)
        if tokens.start - 2 >= self.span.start and self.doc[tokens.start - 1].text == ",":
            before = list(self.doc[self.span.start : tokens.start - 1])
            office = office_before(before, len(before), self.gazetteer)
            return office[1] if office is not None else None
        return None

    def _apposed_country(self, tokens: Span) -> str:
        owners = [self.owners[t.i] for t in self._apposition(tokens) if t.i in self.owners]
        countries = [
            self._country(owner) for owner in owners if owner.label in _COUNTRY_LABELS | {"ORG", "MILITARY"}
        ]
        return next((country for country in countries if country), "")

    def leads_agents(self, candidate: Candidate) -> bool:
        """Whether a name stands before those who serve a ruler: "the Omso administration", "Omso's government"."""
        at = self.tokens(candidate).end
        while at < self.span.end and self.doc[at].tag_ == "POS":
            at += 1
        return at < self.span.end and self.doc[at].lower_ in self.shapes.plain_agents

    def is_former(self, candidate: Candidate) -> bool:
        """Whether a title is one of the past: "former", "ex-"."""
        return self._has_before(candidate, self.shapes.former_words)

    def is_then(self, candidate: Candidate) -> bool:
        """Whether a title is that of the time told about: "then"."""
        return self._has_before(candidate, self.shapes.then_words)

    def _has_before(self, candidate: Candidate, words: frozenset[str]) -> bool:
        tokens = self.tokens(candidate)
        title = self.title_of(candidate)
        if not len(tokens):
            return False
        start = title.title if title is not None else tokens.start
        near = [self.doc[i].lower_ for i in range(max(self.span.start, start - 4), tokens.start)]
        apposed = [token.lower_ for token in self._apposition(tokens)[:3]]
        return any(word in words for word in [*near, *apposed])
