"""Doc -> Doc: what the parser is known to read wrongly, put right before anybody asks it.

The parser takes the subject behind an opening phrase for one more item of a list in that phrase, where the two can be
told apart by their commas alone: "When troops entered Sudria, Norland and Ostia protested" has Sudria, Norland and Ostia
entered, and nobody protesting. A finite verb that nobody is the subject of gets those back who stand before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
# What may stand between a subject and its verb and hangs on the verb.
BETWEEN = frozenset({"aux", "auxpass", "advmod", "neg"})
OPENERS = frozenset({"advcl", "prep", "npadvmod"})


@Language.component("commentariat_syntax")
def mend_syntax(doc: Doc) -> Doc:
    """Give verbs back the subjects that the parser took for items of a list before them."""
    for verb in doc:
        if verb.dep_ == "ROOT" and _is_finite(verb):
            first = _taken_subject(verb)
            if first is not None:
                first.head, first.dep_ = verb, _subject_dep(verb)
    return doc


def _is_finite(verb: Token) -> bool:
    """Whether a verb stands as a statement has it, and has no subject."""
    finite = verb.tag_ in FINITE or any(c.tag_ in FINITE and c.dep_ in {"aux", "auxpass"} for c in verb.lefts)
    return finite and not any(c.dep_ in SUBJECTS or c.dep_ == "attr" for c in verb.children)


def _subject_dep(verb: Token) -> str:
    return "nsubjpass" if any(c.dep_ == "auxpass" for c in verb.children) else "nsubj"


def _taken_subject(verb: Token) -> Token | None:
    """The first noun behind the comma that ends the opening phrase, where a list runs from that phrase up to the verb."""
    before = verb.i - 1
    while before >= 0 and verb.doc[before].dep_ in BETWEEN and verb.doc[before].head == verb:
        before -= 1
    if before < 0:
        return None
    items = list(_list_of(verb.doc[before]))
    if len(items) < 2 or not any(
        a.dep_ in OPENERS and a.head == verb and a.i < verb.i for a in items[0].ancestors
    ):
        return None
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
    chain = [top]
    while chain[-1].dep_ in {"conj", "appos"}:
        chain.append(chain[-1].head)
    yield from reversed(chain)
