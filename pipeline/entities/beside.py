"""Names that the words beside them give away: "the town of X", "X province", "rebel group X", "newspaper X", and the place
at the head of a dispatch. A model that has read few of them takes such places for persons, or sees nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from pipeline.entities.candidates import GUESS, KNOWN, Candidate
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.guesses import TextFacts
from pipeline.entities.people import office_at
from pipeline.entities.shapes import Shapes, find_runs, is_capital, is_lead
from pipeline.ingest.words import is_word

_NAME = r"[^\W\d_](?:[^\W\d_]|['’.\-])*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    rf"(?P<place>{_NAME}(?: {_NAME}){{0,3}}?)"
    rf"(?P<wider>, {_NAME}(?: {_NAME}){{0,2}})?"
    rf"(?P<date>,? (?:{_MONTH} \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})(?:,? \d{{4}})?)?"
    r"(?:,? \((?P<agency>[^()\d][^()]{1,24})\))?"
    r"\s?(?:[—–:]|--?|::)\s"
)
_RULE = "pattern:beside"
_MOST_WORDS = 4


def find_beside(sentence: Span, gazetteer: Gazetteer, facts: TextFacts) -> Iterator[Candidate]:
    """Candidates for the names of a sentence that its other words show to be of a kind."""
    yield from _dateline(sentence, gazetteer, facts.text)
    tokens = list(sentence)
    for first, last in find_runs(tokens, gazetteer.shapes):
        for begin, end, label in _told(tokens, first, last, gazetteer, facts):
            name = tokens[begin : end + 1]
            # A state in a company's name must not stand for the whole of it.
            certainty = KNOWN if label == "ORG" else GUESS
            yield Candidate(name[0].idx, name[-1].idx + len(name[-1]), label, _RULE, certainty)


def _dateline(sentence: Span, gazetteer: Gazetteer, text: str) -> Iterator[Candidate]:
    """The place, and the agency, of "LAGOS, Nigeria (AP) —": capitals tell it from a speaker or a heading."""
    head = _DATELINE.match(text, sentence.start_char, sentence.end_char)
    if head is None:
        return
    place = head["place"]
    senses = gazetteer.lookup(place.title())
    known = bool(senses) and senses[0].entry.label in {"GPE", "LOC"}
    sure = known or bool(head["wider"] or head["date"] or head["agency"])
    if not place.isupper() or (len(place) < 4 and not sure) or gazetteer.lookup(place):
        return
    if not sure and all(is_word(word, gazetteer.words) for word in place.split()):
        return
    country = senses[0].entry.country if known else ""
    yield Candidate(
        *head.span("place"), "GPE", "pattern:dateline", KNOWN, name=place.title(), country=country
    )
    agency = head["agency"]
    if agency and agency[0].isupper() and not is_word(agency, gazetteer.words):
        yield Candidate(*head.span("agency"), "ORG", "pattern:dateline", GUESS, sector="MED")


def _told(
    tokens: Sequence[Token], first: int, last: int, gazetteer: Gazetteer, facts: TextFacts
) -> Iterator[tuple[int, int, str]]:
    """First and last position and label of what the words around a capitalised run, or an office in it, tell."""
    shapes = gazetteer.shapes
    if not _is_told(tokens, first, last, shapes):
        return
    officer = _officer_in(tokens, first, last, gazetteer)
    end = last if officer is None else officer - 1
    begin = _begin(tokens, first, end, gazetteer, facts)
    if begin > end or end - begin >= _MOST_WORDS or _says_nothing(tokens[begin : end + 1], gazetteer):
        return
    if officer is not None:
        yield begin, end, "GPE"
        return
    behind = _behind(tokens, end, shapes.place_officers)
    before = tokens[begin - 1].lower_ if begin else ""
    further = tokens[begin - 2].lower_ if begin > 1 else ""
    if (
        (before == "of" and further in shapes.place_nouns)
        or (before in {"for", "from", "of"} and further in shapes.place_officers)
        or (before == "from" and further in shapes.place_people)
        or _owns_place(tokens, end, shapes)
    ):
        yield begin, end, "GPE"
    elif before in shapes.organisation_leads and not office_at(tokens, first, gazetteer):
        yield begin, end, "ORG"
    elif behind in shapes.place_nouns or behind in shapes.place_officers:
        yield begin, end, "GPE"
    elif behind in shapes.people_nouns:
        yield begin, end, "NORP"
    elif behind in shapes.organisation_nouns and tokens[end].pos_ != "ADJ":
        yield begin, end, "ORG"
    elif before in {"in", "near"} and all(token.ent_type_ == "" for token in tokens[begin : end + 1]):
        yield begin, end, "GPE"


def _is_told(tokens: Sequence[Token], first: int, last: int, shapes: Shapes) -> bool:
    """Whether any word in or around a run may tell something; most runs end here, at little cost."""
    around = tokens[max(0, first - 2) : last + 2]
    if any(token.lower_.rstrip(".") in shapes.telling for token in around):
        return True
    return last + 1 < len(tokens) and tokens[last + 1].tag_ == "POS"


def _behind(tokens: Sequence[Token], end: int, officers: frozenset[str]) -> str:
    """The word behind a name; behind its possessive only an officer's, since anybody may have a town or a party."""
    if end + 1 >= len(tokens):
        return ""
    if tokens[end + 1].tag_ == "POS" and end + 2 < len(tokens) and tokens[end + 2].text in officers:
        return tokens[end + 2].text
    return tokens[end + 1].text if tokens[end].whitespace_ else ""


def _owns_place(tokens: Sequence[Token], end: int, shapes: Shapes) -> bool:
    """Whether a name's possessive begins another that is a place's: "Norlund's Velmur district"."""
    at = end + 2
    if at >= len(tokens) or tokens[end + 1].tag_ != "POS" or not is_capital(tokens[at]):
        return False
    while at < len(tokens) and is_capital(tokens[at]):
        at += 1
    return at < len(tokens) and tokens[at].text in shapes.place_nouns


def _officer_in(tokens: Sequence[Token], first: int, last: int, gazetteer: Gazetteer) -> int | None:
    """Where in a run an office of a place stands between it and a name: "Norlund Governor A B"."""
    for at in range(first + 1, last):
        if tokens[at].lower_.rstrip(".") in gazetteer.shapes.place_officers:
            return at
    return None


def _begin(tokens: Sequence[Token], first: int, last: int, gazetteer: Gazetteer, facts: TextFacts) -> int:
    """Where the name in a run begins, behind an article, a title, a nationality, or what only begins the sentence."""
    while first <= last:
        token = tokens[first]
        senses = gazetteer.lookup(token.text)
        office = office_at(tokens, first, gazetteer)
        if office is not None:
            first = office[0]
        elif (
            token.lower_ == "the"
            or is_lead(token, gazetteer.shapes)
            or (first == 0 and (token.lower_ in facts.small or token.pos_ not in {"PROPN", "NOUN", "X"}))
            or (senses and senses[0].kind in {"adjective", "demonym"})
        ):
            first += 1
        else:
            break
    return first


def _says_nothing(name: Sequence[Token], gazetteer: Gazetteer) -> bool:
    """Whether a name is known anyway, is nothing but common words, or has a word that tells its kind."""
    text = "".join(token.text_with_ws for token in name).strip()
    if gazetteer.lookup(text) or len(text) < 3:
        return True
    words = [token.lower_ for token in name if token.is_alpha]
    shapes = gazetteer.shapes
    if any(word in shapes.no_names or word in gazetteer.offices or word in shapes.kinds for word in words):
        return True
    return any(token.is_upper and len(token) > 1 for token in name) or all(
        is_word(word, gazetteer.words) for word in words
    )
