"""What the classifier goes by: marks of a sentence, each with a value. No mark names anybody: actors stand by their roles.

A mark's name begins with its group: ``word`` (lemmas, with actors masked), ``rule`` (what the
rules' evidence comes to), ``cue`` (each cue and structure found), ``event`` (what was coded in the sentence), ``syntax``
(denial, modals, joints, subjects), ``near`` (the evidence in the sentences before and after).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from spacy.tokens import Span, Token

from pipeline.records import Event, Mention

# In the order in which they lead: both sides of an offset, else a refusal to take sides, else cooperation.
STANCES = ("hedging", "non-alignment", "cooperation")
# Marks come in many kinds, and there are far more words than other marks: what a group's marks count.
WORTH = {"cue": 0.5, "event": 0.5, "syntax": 0.5}
MASKS = {"GPE": "<state>", "NORP": "<people>", "PERSON": "<person>", "ORG": "<body>", "ALLIANCE": "<body>",
         "SUMMIT": "<body>", "MILITARY": "<forces>", "LOC": "<place>", "FAC": "<place>"}  # fmt: skip
NUMBERS = frozenset({"CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})
DATES = frozenset({"DATE", "TIME"})
MOST_COUNTED = 3
NAME, NUMBER, TIME = "<name>", "<number>", "<time>"
JOINTS = frozenset("while but without yet although though however despite still even both neither nor not between instead "
                   "rather nevertheless".split())  # fmt: skip
MEANINGFUL = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
QUOTES = frozenset('"“”‘')


@dataclass(frozen=True, slots=True)
class Weighed:
    """How strong the rules hold each stance to be, before the classifier is asked."""

    label: str
    rule: str
    strength: float


@dataclass(frozen=True, slots=True)
class View:
    """A sentence as the classifier sees it: its words (masked, with the tokens they stand for) and its own marks.

    ``meaningful`` are the tokens that mean something by themselves and name nobody.
    """

    words: tuple[str, ...] = ()
    tokens: tuple[int, ...] = ()
    meaningful: frozenset[int] = frozenset()
    marks: Mapping[str, float] = field(default_factory=dict)
    strengths: Mapping[str, float] = field(default_factory=dict)


def view_of(
    sentence: Span,
    mentions: Sequence[Mention],
    events: Sequence[Event],
    evidence: Sequence[Weighed],
    claims: Sequence[Weighed],
    strengths: Mapping[str, float],
    states: int,
    rivals: bool,
) -> View:
    """A sentence's own marks.

    :param evidence: every piece of evidence, ``claims``: what the rules make of it, the leading stance first.
    :param strengths: how strong the evidence is for each stance, and for keeping a distance.
    :param states: how many states and blocs the sentence names; ``rivals``: whether two of them are rivals.
    """
    words, tokens = _masked(sentence, mentions)
    marks = {
        **_unit({f"word:{word}": 1.0 for word in words if _says_something(word)}),
        **_rule_marks(evidence, claims, strengths),
        **{f"cue:{one.rule}": WORTH["cue"] for one in evidence},
        **dict.fromkeys(_event_marks(events, states, rivals), WORTH["event"]),
        **dict.fromkeys(_syntax_marks(sentence, mentions), WORTH["syntax"]),
    }
    meaningful = frozenset(
        token
        for word, token in zip(words, tokens, strict=True)
        if not word.startswith("<") and sentence.doc[token].pos_ in MEANINGFUL
    )
    return View(tuple(words), tuple(tokens), meaningful, marks, dict(strengths))


def with_neighbours(views: Sequence[View]) -> list[dict[str, float]]:
    """All marks of each sentence of a text: its own, and what the rules find in the ones before and after."""
    marks = []
    for i, view in enumerate(views):
        near: dict[str, float] = {}
        for where, j in (("before", i - 1), ("after", i + 1)):
            if 0 <= j < len(views):
                near |= {
                    f"near:{where}:{stance}": views[j].strengths[stance]
                    for stance in STANCES
                    if views[j].strengths.get(stance)
                }
        marks.append({**view.marks, **near})
    return marks


def _unit(marks: dict[str, float]) -> dict[str, float]:
    """The marks made so that a long sentence has no more say than a short one."""
    return {mark: value / len(marks) ** 0.5 for mark, value in marks.items()}


def _says_something(word: str) -> bool:
    return word.isalpha() or word.startswith("<") or "-" in word


def _masked(sentence: Span, mentions: Sequence[Mention]) -> tuple[list[str], list[int]]:
    """The lemmas in order, what names somebody by its role; a name of several words once."""
    words: list[str] = []
    tokens: list[int] = []
    for token in sentence:
        if token.is_space:
            continue
        word = _mask(token, mentions)
        if words and word == words[-1] and word.startswith("<"):
            continue
        words.append(word)
        tokens.append(token.i)
    return words, tokens


def _mask(token: Token, mentions: Sequence[Mention]) -> str:
    for one in mentions:
        if one.start <= token.idx < one.end:
            return MASKS.get(one.label, NAME)
    if token.pos_ == "NUM" or token.ent_type_ in NUMBERS:
        return NUMBER
    if token.ent_type_ in DATES:
        return TIME
    if token.ent_type_ or token.pos_ == "PROPN":
        return NAME
    return token.lemma_.lower()


def _rule_marks(
    evidence: Sequence[Weighed], claims: Sequence[Weighed], strengths: Mapping[str, float]
) -> dict[str, float]:
    marks: dict[str, float] = {}
    for label, strength in strengths.items():
        if strength:
            marks[f"rule:strength:{label}"] = strength
            marks[f"rule:found:{label}"] = 1.0
            marks[f"rule:pieces:{label}"] = min(sum(one.label == label for one in evidence), 4) / 4
    marks[f"rule:leads:{claims[0].label if claims else 'none'}"] = 1.0
    marks |= {f"rule:claim:{one.label}": one.strength for one in claims}
    found = sorted({one.label for one in evidence})
    return marks | {f"rule:both:{one}+{other}": 1.0 for one, other in combinations(found, 2)}


def _event_marks(events: Sequence[Event], states: int, rivals: bool) -> Iterable[str]:
    for event in events:
        yield f"event:type:{event.event_type}"
        yield f"event:class:{event.quad_class}"
        if event.polarity != "affirmed":
            yield f"event:denied:{event.quad_class}"
        yield f"event:modality:{event.modality}"
        parties = {one.country for one in event.participants if one.country}
        yield "event:between states" if len(parties) > 1 else "event:of one state"
    yield f"event:states named:{min(states, MOST_COUNTED)}"
    if rivals:
        yield "event:rivals named"


def _syntax_marks(sentence: Span, mentions: Sequence[Mention]) -> Iterable[str]:
    for token in sentence:
        if token.dep_ == "neg":
            yield "syntax:denial"
            yield f"syntax:denied:{_mask(token.head, mentions)}"
        if token.tag_ == "MD":
            yield f"syntax:modal:{token.lemma_.lower()}"
        if token.dep_ == "ROOT":
            yield f"syntax:root:{token.tag_}"
        if token.lower_ in JOINTS:
            yield f"syntax:joint:{token.lower_}"
        if token.dep_ in ("nsubj", "nsubjpass"):
            mask = _mask(token, mentions)
            yield f"syntax:subject:{mask if mask.startswith('<') else token.pos_}"
        if token.text in QUOTES:
            yield "syntax:quotation"
    if sentence[-1].text == "?":
        yield "syntax:question"
