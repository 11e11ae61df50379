"""Where a name begins and ends: short of the title behind it, and, where its last word gives it away, beyond its own run of
capitals ("Roads and Transport Authority", "Velmur Bank Norland")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Span, Token

from pipeline.entities.candidates import Candidate
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.people import TitledName
from pipeline.entities.shapes import is_capital
from pipeline.ingest.words import is_word

_AND = frozenset({"and", "&"})
_MOST_WORDS = 3
_LINKS = (" of", " for", " and", " of the")


def joined_start(start: int, span: Span, gazetteer: Gazetteer) -> int:
    """The token at which an organisation's name begins, with the matter that "and" joins to its first word.

    :param start: the first token of its run, by its number in the Doc, as the result.
    """
    doc = span.doc
    if start - 2 < span.start or doc[start - 1].lower_ not in _AND or not _is_matter(doc[start], gazetteer):
        return start
    first = start - 1
    while first - 1 >= span.start and start - first <= _MOST_WORDS and _is_matter(doc[first - 1], gazetteer):
        first -= 1
    if first == start - 1 or (first == span.start and doc[first].tag_ in {"NNS", "NNPS"}):
        return start
    return start if gazetteer.lookup(doc[first : start - 1].text) else first


def _is_matter(token: Token, gazetteer: Gazetteer) -> bool:
    """Whether a capitalised common word may say what an authority is for, and names neither a body nor somebody."""
    low = token.lower_
    return (
        is_capital(token)
        and (is_word(low, gazetteer.words) or low in gazetteer.shapes.against)
        and token.pos_ in {"NOUN", "PROPN", "ADJ"}
        and low not in gazetteer.shapes.kinds
        and low not in gazetteer.offices
        and low not in gazetteer.agents
        and not gazetteer.lookup(token.text)
    )


def with_state_behind(last: int, span: Span, gazetteer: Gazetteer) -> int:
    """The last token of an organisation's name, with the state of a branch that ends the run: "Velmur Bank Norland"."""
    doc = span.doc
    at = last + 1
    if at >= span.end or not doc[last].whitespace_:
        return last
    senses = gazetteer.lookup(doc[at].text)
    if not senses or not senses[0].entry.is_state or senses[0].kind != "name" or doc[at].is_upper:
        return last
    ends = at + 1 >= span.end or not (
        is_capital(doc[at + 1]) or doc[at + 1].tag_ == "POS" or doc[at + 1].text == "-"
    )
    return at if ends else last


def cuts_title(guess: Candidate, titled: Sequence[tuple[Candidate, TitledName]]) -> bool:
    """Whether a guess takes a part of a title for a name: "Norlander Defence" in "Norlander Defence Secretary A B"."""
    return any(
        guess.end > title.begin and guess.start < name.start and guess.end < name.end
        for name, title in titled
    )


def before_titles(
    found: Iterable[Candidate],
    titled: Sequence[tuple[Candidate, TitledName]],
    text: str,
    gazetteer: Gazetteer,
) -> Iterator[Candidate]:
    """What stands before a title in a run that goes on to the name, and not what a title is for: "Ministry of Trade" in
    "Ministry of Trade Secretary A B", nothing in "Trade Cabinet Secretary A B"."""
    for one in found:
        for name, title in titled:
            longer = " " in text[name.start : name.end]
            if not longer or one.label == "PERSON" or not one.start < title.begin < one.end:
                continue
            before = text[one.start : title.begin].rstrip()
            if before.endswith(_LINKS):
                before += _until_office(text[title.begin : name.start], gazetteer)
            if name.start < one.end:
                yield one.moved(one.start, one.start + len(before))
                break
            if not before.startswith(text[one.start : one.end]):
                break
        else:
            yield one


def _until_office(title: str, gazetteer: Gazetteer) -> str:
    """The words of a title before the first that is an office by itself: " Trade" of "Trade Secretary"."""
    words = title.split()
    at = next(
        (n for n, word in enumerate(words) if word.lower().rstrip(".") in gazetteer.offices), len(words)
    )
    return "".join(" " + word for word in words[:at])
