"""Days and months that the parser takes for parts of names, and what it hangs on a date that belongs to a noun."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.grammar import grammar
from pipeline.syntax.words import NOUNS, SUBJECTS


def mend_relative(clause: Token) -> None:
    """ "the strikes in January that killed …", "its vote on 2 March, which condemned …": no day kills or condemns."""
    relative = next((c for c in clause.lefts if c.dep_ in SUBJECTS | {"dobj"} and c.tag_ == "WDT"), None)
    if relative is None or relative.i < clause.sent.start + 3:
        return
    date = relative.nbor(-2 if relative.nbor(-1).text == "," else -1)
    while _is_of_date(date) and date.dep_ in {"nummod", "npadvmod"} and date.head.i < date.i:
        date = date.head
    preposition = date.head
    if not _is_of_date(date) or preposition.dep_ != "prep" or preposition.i == clause.sent.start:
        return
    noun = _phrase_before(preposition)
    if noun.tag_ in {"NN", "NNS"} and clause not in noun.ancestors and noun.dep_ != "npadvmod":
        clause.head, clause.dep_ = noun, "relcl"


def _is_of_date(token: Token) -> bool:
    """Whether a word is a month, a weekday or the number of a day or year."""
    return token.lower_ in grammar().calendar_names or (token.like_num and len(token) in {1, 2, 4})


def _phrase_before(preposition: Token) -> Token:
    """The noun that heads the whole phrase before a preposition: "vote" of "its vote against the invasion of Ostia on …"."""
    word = top = preposition.nbor(-1)
    while word.head.i < word.i and word.head.tag_ in NOUNS | {"IN"}:
        word = word.head
        top = word if word.tag_ in NOUNS else top
    return top


def mend_month(month: Token) -> None:
    """ "In July Norland announced …": no land is called July Norland."""
    start = month.i - 1
    days = [t for t in month.head.lefts if t.i == start and t.like_num]
    preposition = month.doc[start - len(days)] if start >= len(days) else month
    if preposition.dep_ == "prep" and preposition.lower_ in {"in", "on", "by", "since"} and not preposition.n_rights:
        _govern(preposition, month, days)


def behind_day(items: list[Token]) -> Token | None:
    """The first item where the parser has read a date into its name; the date gets the preposition that the name had."""
    first = items[0] if items else None
    if first is None or first.dep_ != "pobj":
        return None
    month = next((t for t in first.lefts if t.lower_ in grammar().calendar_names and t.dep_ in {"compound", "nmod"}), None)
    if month is None:
        return None
    days = [t for t in first.lefts if t.i < month.i and t.like_num]
    _govern(first.head, month, days)
    return first


def _govern(preposition: Token, month: Token, days: list[Token]) -> None:
    """Hang a month with its days on the preposition of the date."""
    month.head, month.dep_ = preposition, "pobj"
    for day in days:
        day.head, day.dep_ = month, "nummod"
