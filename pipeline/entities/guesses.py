"""What the model's entity recogniser says, with its habitual mistakes undone: articles and titles in names, common words
with a capital, what a verb or a comma splits, sums and dates that are none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.entities.candidates import AMOUNTS, GUESS, NAMED, Candidate
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.people import without_titles
from pipeline.entities.shapes import is_capital, is_lead
from pipeline.ingest.words import is_word

_DATE_WORD = re.compile(
    r"\d|january|february|march|april|may\b|june|july|august|september|october|november|december|day|week|month|year|decade"
    r"|centur|season|quarter|spring|summer|autumn|winter|morning|night|evening|hour|minute|noon|ramadan|christmas|tonight|yesterday",
    re.IGNORECASE,
)
_JUNK = re.compile(r"^[\W\d_]+|[\W_]+$")
_STARTS_DATE = re.compile(r"^(?:the|a|an|this|that)\s+", re.IGNORECASE)
_FUNCTION = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "ADV", "AUX", "PART", "INTJ", "PUNCT", "SYM"})
_PLACING = frozenset({"off", "near", "amid", "against", "across"})
_PORTFOLIO_HOLDERS = frozenset({"Minister", "Ministers", "Secretary", "minister", "ministers"})


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What a whole text tells about its words: which ones it also writes small."""

    text: str
    """The whole text: a Doc puts its own together anew each time it is asked."""
    small: frozenset[str]
    entities: tuple[Span, ...]
    """The model's entities, in order: asking a sentence for its own would walk through the whole text each time."""
    starts: tuple[int, ...]

    @classmethod
    def of(cls, doc: Doc) -> TextFacts:
        """Read them off a Doc."""
        entities = tuple(doc.ents)
        small = frozenset(token.text for token in doc if token.is_lower and len(token) > 2)
        return cls(doc.text, small, entities, tuple(entity.start for entity in entities))

    def within(self, span: Span) -> tuple[Span, ...]:
        """The model's entities that begin in a span."""
        return self.entities[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]


def find_guesses(sentence: Span, model: str, gazetteer: Gazetteer, facts: TextFacts) -> Iterator[Candidate]:
    """The model's entities within ``sentence``, mended, as candidates that anything surer overrules.

    :param model: the model's name, which becomes the rows' ``rule``.
    """
    for entity in facts.within(sentence):
        label = entity.label_
        if label in AMOUNTS:
            amount = _amount(entity, label)
            if amount is not None:
                yield Candidate(*amount, label, model, GUESS)
        elif label in NAMED:
            for piece in _pieces(entity, gazetteer):
                yield from _name(piece, label, model, sentence, gazetteer, facts)


def _amount(entity: Span, label: str) -> tuple[int, int] | None:
    text = entity.text
    if label == "DATE" and not _DATE_WORD.search(text):
        return None
    if label in {"MONEY", "PERCENT", "QUANTITY"} and not re.search(
        r"\d|hundred|thousand|million|billion|trillion", text
    ):
        return None
    if label == "MONEY" and not re.search(r"[$€£¥₹]|[a-z]{3}|[A-Z]{2}", text):
        return None
    lead = _STARTS_DATE.match(text)
    start = entity.start_char + (
        lead.end() if lead and label == "DATE" and re.match(r"\d", text[lead.end() :]) else 0
    )
    text = text[start - entity.start_char :]
    return start, start + len(text.rstrip(" ,;:-–—'’\""))


def _pieces(entity: Span, gazetteer: Gazetteer) -> Iterator[Span]:
    """The entity, or its parts where a slash, a spaced dash, a bracket, an "at", an "off" or a possessive parts two."""
    doc, first = entity.doc, entity.start
    for token in entity:
        splits = token.text in {"/", "–", "—", "--", ";", "(", ")", '"', "“", "”"} or (
            token.tag_ == "POS"
            and token.i + 1 < entity.end
            and (
                token.nbor(-1).ent_type_ not in {"ORG", "FAC", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT"}
                or _is_owner(doc[first : token.i], gazetteer)
            )
        )
        splits = splits or (token.text == "at" and token.ent_type_ == "ORG") or token.text in _PLACING
        splits = splits or (token.text == "of" and token.i > entity.start and _are_holders(token.nbor(-1), gazetteer))
        # "Hence, Norland …": the word that opens a sentence is no part of the name behind the comma.
        splits = splits or (token.text == "," and token.i == entity.start + 1 and bool(token.nbor(-1).is_sent_start))
        if splits:
            if token.i > first:
                yield doc[first : token.i]
            first = token.i + 1
    if first < entity.end:
        yield doc[first : entity.end]


def _are_holders(noun: Token, gazetteer: Gazetteer) -> bool:
    """Whether several hold an office, so that what follows is of whom: "the Foreign Ministers of Norland and Ostia"."""
    return noun.lower_.endswith("s") and noun.lower_[:-1] in gazetteer.offices


def _is_owner(piece: Span, gazetteer: Gazetteer) -> bool:
    """Whether a name is a place's or a body's own, so that its possessive begins another: "Norland's National Bank"."""
    senses = gazetteer.lookup(piece.text)
    if senses and senses[0].entry.label in {"GPE", "LOC"}:
        return True
    return len(piece) > 1 and bool(gazetteer.shapes.kind_of_last([token.lower_ for token in piece]))


def _name(
    piece: Span, label: str, model: str, sentence: Span, gazetteer: Gazetteer, facts: TextFacts
) -> Iterator[Candidate]:
    tokens = _trimmed(list(piece), label, gazetteer)
    if label == "PERSON" and tokens:
        tokens = _whole(tokens, sentence, gazetteer, facts)
    if not tokens or not any(is_capital(token) or token.text[:1].isdigit() for token in tokens):
        return
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    text = facts.text[start:end]
    if _is_no_name(tokens, text, label, sentence, gazetteer, facts):
        return
    words = [token.lower_ for token in tokens]
    own = gazetteer.shapes.kind_of_last(words) if len(words) > 1 else ""
    if own and label in {"PERSON", "GPE", "ORG", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "NORP"}:
        label = own
    elif label in {"GPE", "LOC", "FAC", "ORG", "PRODUCT", "WORK_OF_ART"} and _is_person(tokens, gazetteer):
        label = "PERSON"
    if label != "NORP" and not own and not gazetteer.lookup(text) and _names_treaty(tokens, sentence, gazetteer):
        label = "TREATY"
    yield Candidate(start, end, label, model, GUESS, guessed=True)


def _names_treaty(tokens: list[Token], sentence: Span, gazetteer: Gazetteer) -> bool:
    """Whether a strange name stands between "the" and the word for a treaty: "the Belmora accord" is nobody of that name."""
    before, behind = tokens[0].i - 1, tokens[-1].i + 1
    if before < sentence.start or behind >= sentence.end:
        return False
    return sentence.doc[before].lower_ == "the" and sentence.doc[behind].text in gazetteer.shapes.treaty_last


def _is_person(tokens: list[Token], gazetteer: Gazetteer) -> bool:
    """Whether a name is a given name and one or two words that are no words."""
    return (
        2 <= len(tokens) <= 3
        and tokens[0].lower_ in gazetteer.given_names
        and all(token.is_alpha and token.text.istitle() for token in tokens)
        and not any(
            is_word(token.lower_, gazetteer.words) or token.lower_ in gazetteer.shapes.kinds
            for token in tokens[1:]
        )
    )


def _trimmed(tokens: list[Token], label: str, gazetteer: Gazetteer) -> list[Token]:
    """The tokens without articles, small words at the ends, possessive endings and, for persons, titles."""
    particles = gazetteer.shapes.particles
    while tokens and (
        not _opens(tokens[0], particles) or (len(tokens) > 1 and tokens[0].pos_ in {"DET", "PRON"})
    ):
        tokens = tokens[1:]
    # "If Harel Omso signs": the word that opens a sentence is no part of the name.
    if len(tokens) > 1 and _only_opens(tokens[0]):
        tokens = tokens[1:]
    while len(tokens) > 1 and is_lead(tokens[0], gazetteer.shapes):
        tokens = tokens[1:]
    while tokens and not (
        is_capital(tokens[-1]) or tokens[-1].text[:1].isdigit() or _is_tail(tokens, particles)
    ):
        tokens = tokens[:-1]
    if label == "PERSON":
        tokens = without_titles(tokens, gazetteer)
    return tokens


def _only_opens(token: Token) -> bool:
    """Whether a small word has its capital from the sentence that it opens."""
    return bool(token.is_sent_start) and token.is_stop and token.pos_ in _FUNCTION


def _whole(tokens: list[Token], sentence: Span, gazetteer: Gazetteer, facts: TextFacts) -> list[Token]:
    """A person's name with the capitalised words before and behind that the model left alone."""
    doc = sentence.doc
    while tokens[0].i > sentence.start and _belongs(doc[tokens[0].i - 1], sentence, gazetteer, facts):
        if not doc[tokens[0].i - 1].whitespace_:
            break
        tokens = [doc[tokens[0].i - 1], *tokens]
    while tokens[-1].i + 1 < sentence.end and _belongs(doc[tokens[-1].i + 1], sentence, gazetteer, facts):
        if not tokens[-1].whitespace_:
            break
        tokens = [*tokens, doc[tokens[-1].i + 1]]
    return tokens


def _belongs(token: Token, sentence: Span, gazetteer: Gazetteer, facts: TextFacts) -> bool:
    """Whether a word beside a person's name is a part of it: a strange capitalised word that no table and no list has."""
    shapes, low = gazetteer.shapes, token.lower_
    return (
        token.ent_type_ == ""
        and not _only_opens(token)
        and token.text.istitle()
        and token.is_alpha
        and len(token) > 1
        and low not in facts.small
        and low not in shapes.kinds
        and low not in shapes.no_names
        and low not in gazetteer.offices
        and low not in gazetteer.agents
        and not gazetteer.lookup(token.text)
        and not is_word(low, gazetteer.words)
    )


def _opens(token: Token, particles: frozenset[str]) -> bool:
    return (
        is_capital(token)
        or token.text[:1].isdigit()
        or (token.lower_ in particles and token.lower_ not in {"e", "y", "do"})
    )


def _is_tail(tokens: list[Token], particles: frozenset[str]) -> bool:
    """The small end of a name with a hyphen ("Ki-moon")."""
    return len(tokens) > 2 and tokens[-2].text == "-" and not tokens[-2].whitespace_ and tokens[-1].is_alpha


def _is_no_name(
    tokens: list[Token], text: str, label: str, sentence: Span, gazetteer: Gazetteer, facts: TextFacts
) -> bool:
    """Whether the model took common words for a name."""
    bare = _JUNK.sub("", text)
    low = bare.lower()
    named = label == "PERSON" and bare.istitle() and len(bare) < 4
    if len(bare) < 2 or (low in gazetteer.shapes.no_names and not named):
        return True
    if low in gazetteer.offices:
        return True
    if (
        low in gazetteer.agents
        and label != "NORP"
        and (tokens[0].i <= sentence.start + 1 or not tokens[0].text.istitle())
    ):
        return True
    if len(tokens) == 1:
        token = tokens[0]
        if label != "ORG" and low in gazetteer.shapes.kinds:
            return True
        if token.pos_ in _FUNCTION and not token.is_upper:
            return True
        if low in facts.small and not token.is_upper:
            return True
        return token.i == sentence.start and token.pos_ in {"VERB", "ADJ", "NOUN"} and not token.is_upper
    if all(token.pos_ in _FUNCTION or not token.is_alpha for token in tokens):
        return True
    if label not in {"PERSON", "NORP"} and _is_portfolio(tokens, sentence, gazetteer):
        return True
    begins = tokens[0].i <= sentence.start + 1
    return begins and all(
        token.lower_ in facts.small or token.is_lower or not token.is_alpha for token in tokens
    )


def _is_portfolio(tokens: list[Token], sentence: Span, gazetteer: Gazetteer) -> bool:
    """Whether common words only say what a minister is for: "Energy and Mines" in "Energy and Mines Minister A B"."""
    end = tokens[-1].i + 1
    if end >= sentence.end or sentence.doc[end].text not in _PORTFOLIO_HOLDERS:
        return False
    return all(is_word(token.lower_, gazetteer.words) for token in tokens if token.is_alpha)
