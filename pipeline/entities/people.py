"""Persons: the titles before their names, and what a text calls them later."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.entities.candidates import SURE, Candidate
from pipeline.entities.gazetteer import Gazetteer, Office, normal
from pipeline.entities.shapes import find_runs, is_capital
from pipeline.ingest.words import is_word

# A title has at most this many words, a name likewise; longer runs are headlines.
TITLE_WORDS = 5
NAME_WORDS = 6
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class TitledName:
    """A name behind a title: tokens ``first`` to ``last``; the title begins at ``title`` (numbers in the Doc)."""

    title: int
    first: int
    last: int
    office: Office
    begin: int = 0
    """The character at which the title begins."""


def office_at(tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> tuple[int, Office] | None:
    """The longest office that begins at position ``at``: the position after it, and the office."""
    first = _phrase(tokens[at : at + 1])
    if first not in gazetteer.office_starts and first.replace(".", "") not in gazetteer.office_starts:
        return None
    for size in range(min(TITLE_WORDS, len(tokens) - at), 0, -1):
        phrase = _phrase(tokens[at : at + size])
        if phrase in gazetteer.shapes.forename_titles and at + 1 < len(tokens) and is_capital(tokens[at + 1]):
            continue
        office = gazetteer.offices.get(phrase) or gazetteer.offices.get(phrase.replace(".", "").strip())
        if office is not None and not (size == 1 and len(phrase) <= 2 and not tokens[at].text[0].isupper()):
            return at + size, office
    return None


def office_before(tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> tuple[int, Office] | None:
    """The longest office that ends just before position ``at``: where it begins, and the office."""
    best = None
    for size in range(1, min(TITLE_WORDS, at) + 1):
        found = office_at(tokens[:at], at - size, gazetteer)
        if found is not None and found[0] == at:
            best = (at - size, found[1])
    return best


def _phrase(tokens: Sequence[Token]) -> str:
    return normal("".join(token.text_with_ws for token in tokens)).strip().lower()


def without_titles(tokens: list[Token], gazetteer: Gazetteer) -> list[Token]:
    """The tokens of a name without the titles it begins with; a title alone stays as it is."""
    while len(tokens) > 1:
        found = office_at(tokens, 0, gazetteer)
        if found is None or found[0] >= len(tokens):
            break
        tokens = tokens[found[0] :]
        while len(tokens) > 1 and not is_capital(tokens[0]):
            tokens = tokens[1:]
    return tokens


def find_titled(tokens: Sequence[Token], gazetteer: Gazetteer) -> Iterator[TitledName]:
    """The names that stand right behind a title: "Foreign Minister Datuk A B", "spokesman A B"."""
    for first, last in find_runs(tokens, gazetteer.shapes):
        found = _titled_in(tokens, first, last, gazetteer)
        if found is not None:
            yield found


def _titled_in(tokens: Sequence[Token], first: int, last: int, gazetteer: Gazetteer) -> TitledName | None:
    before = office_before(tokens, first, gazetteer)
    title, at, office = (before[0], first, before[1]) if before else (-1, first, None)
    if before is None and (over := _office_over(tokens, first, last, gazetteer)) is not None:
        title, at, office = over
    scan = max(first, at)
    while scan < last and scan < first + NAME_WORDS:
        found = office_at(tokens, scan, gazetteer)
        if found is not None and found[0] <= last:
            title = scan if title < 0 else title
            office = found[1] if office is None or office.honorific else office
            at = scan = found[0]
        elif found is not None:
            break
        else:
            scan += 1
    while at <= last and not is_capital(tokens[at]):
        at += 1
    if office is None or at > last or last - at >= NAME_WORDS:
        return None
    names = tokens[at : last + 1]
    behind = tokens[last + 1].text if last + 1 < len(tokens) else ""
    if _is_thing(names, gazetteer) or behind in gazetteer.shapes.place_nouns:
        return None
    return TitledName(tokens[title].i, names[0].i, names[-1].i, office, tokens[title].idx)


def _office_over(
    tokens: Sequence[Token], first: int, last: int, gazetteer: Gazetteer
) -> tuple[int, int, Office] | None:
    """The office that begins before a run of capitals and ends in it: "Secretary of [State A]". Where it begins, where the
    name does, and the office."""
    for start in range(max(0, first - TITLE_WORDS + 2), first):
        found = office_at(tokens, start, gazetteer)
        if found is not None and first < found[0] <= last:
            return start, found[0], found[1]
    return None


def _is_thing(names: Sequence[Token], gazetteer: Gazetteer) -> bool:
    """Whether what follows a title isn't a person: an office, a body, a state, a single common word."""
    text = "".join(token.text_with_ws for token in names).strip()
    words = [token.lower_ for token in names]
    shapes = gazetteer.shapes
    if len(text.replace(".", "")) < 2 or text.lower() in gazetteer.offices:
        return True
    if shapes.kind_of_last(words) or any(n.lower_ in shapes.no_names and not n.text.istitle() for n in names):
        return True
    if len(names) == 1 and len(text) > 3 and words[0] in shapes.no_names:
        return True
    senses = gazetteer.lookup(text)
    if senses and senses[0].entry.label != "PERSON":
        return True
    if any(word in shapes.kinds and len(word) > 4 for word in words):
        return True
    return len(names) == 1 and names[0].pos_ not in {"PROPN", "NOUN", "X"} and not names[0].is_oov


def titled_candidates(sentence: Span, gazetteer: Gazetteer) -> Iterator[tuple[Candidate, TitledName]]:
    """Candidates for the titled names of a sentence, with the titles."""
    doc = sentence.doc
    for titled in find_titled(list(sentence), gazetteer):
        span = doc[titled.first : _with_small_half(titled.last, sentence, gazetteer) + 1]
        yield Candidate(span.start_char, span.end_char, "PERSON", "pattern:titled", SURE), titled


def _with_small_half(last: int, sentence: Span, gazetteer: Gazetteer) -> int:
    """The last token of a name, with what a hyphen joins to it in small letters: "Ban Ki-moon", not "Omso-led"."""
    doc = sentence.doc
    if (
        last + 2 >= sentence.end
        or doc[last + 1].text != "-"
        or doc[last].whitespace_
        or doc[last + 1].whitespace_
    ):
        return last
    half = doc[last + 2]
    small = half.is_lower and half.is_alpha and not is_word(half.text, gazetteer.words)
    return last + 2 if small else last


def last_name(name: str) -> str:
    """What a text is likely to call a person later: the last word that is no "Jr."."""
    words = [word for word in re.split(r"\s+", name) if word.lower() not in _SUFFIXES]
    return words[-1] if words else name


def short_names(name: str, first_surnames: Collection[str] = ()) -> set[str]:
    """What a text may call a person later: the last name, also without its article ("al-Omso", "Omso"); the first, where it is
    a family's ("Wang Yi").

    :param first_surnames: names of families that stand first, in small letters.
    """
    last = last_name(name)
    article, _, bare = last.partition("-")
    short = {last, bare} if bare and len(article) == 2 and article.islower() else {last}
    first = name.split(maxsplit=1)[0] if " " in name else ""
    return short | {first} if first.lower() in first_surnames else short


def same_person(one: str, two: str) -> bool:
    """Whether one name may be a fuller form of the other."""
    first, second = set(one.lower().split()), set(two.lower().split())
    return first <= second or second <= first
