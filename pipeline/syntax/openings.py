"""Who acts behind the phrase that opens a sentence: the parser takes him for one more item of a list in that phrase."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.syntax.days import behind_day
from pipeline.syntax.words import subject_dep, word_before

OPENERS = frozenset({"advcl", "prep", "npadvmod"})


def mend_opening(verb: Token) -> None:
    """ "When troops entered Sudria, Norland and Ostia protested", "On 25 August Norland signed": who protested, who signed."""
    items = _items_before(verb)
    first = behind_day(items) or _behind_comma(items, verb)
    if first is not None:
        first.head, first.dep_ = verb, subject_dep(verb)


def _items_before(verb: Token) -> list[Token]:
    """The list of noun phrases that ends before a verb and hangs on what opens its sentence; empty where there is none."""
    before = word_before(verb)
    if before is not None and before.text == "," and before.i:
        # "On Friday Norland, a small state, signed": the comma that ends what it is
        before = before.nbor(-1)
    if before is None:
        return []
    items = list(_list_of(before))
    opens = any(a.dep_ in OPENERS and a.head == verb and a.i < verb.i for a in items[0].ancestors)
    return items if opens else []


def _behind_comma(items: list[Token], verb: Token) -> Token | None:
    """The first item behind the comma that ends the opening phrase."""
    for item, following in zip(items, items[1:], strict=False):
        gap = verb.doc[item.i + 1 : following.left_edge.i]
        if any(t.text == "," for t in gap):
            return following
    return None


def _list_of(last: Token) -> Iterator[Token]:
    """The items of the list that the noun phrase before a verb ends, from the first."""
    top = last
    while top.dep_ not in {"conj", "appos"} and top.head.right_edge.i == last.i and top.head != top:
        top = top.head
    if top.dep_ not in {"conj", "appos"}:
        top = last
    chain = [top]
    while chain[-1].dep_ in {"conj", "appos"}:
        chain.append(chain[-1].head)
    yield from reversed(chain)
