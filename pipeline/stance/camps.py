"""Two rivals that one state deals with in two clauses of a sentence: a hedge by its build, whatever the words.

"While it strengthens Ostia's army, the president winks at Sudria": each clause is a move toward one of the rivals, and
nobody says that it is a hedge.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from pipeline.events.qualifiers import qualify
from pipeline.stance.cues import Cues
from pipeline.stance.evidence import Evidence, sides_in
from pipeline.stance.holder import SUBJECTS, HolderReader
from pipeline.stance.offsets import joints_in, looks_back

TWO_CAMPS = 0.6
RULE = "structure.two_camps"
# How far up from a name its verb may stand.
LONGEST_WAY = 6
APART = frozenset({"instead", "rather", "before", "nor"})
BETWEEN = frozenset({"between", "among", "against", "than", "over", "despite"})
CLAUSES = frozenset({"advcl", "conj", "ROOT", "ccomp", "xcomp", "relcl", "acl", "parataxis", "pcomp"})


def from_camps(
    sentence: Span, found: list[Evidence], reader: HolderReader, cues: Cues, year: str
) -> Iterator[Evidence]:
    """A move toward one rival and one toward the other, in two clauses joined by "while", "but" and the like."""
    joints = [i for i in joints_in(sentence, cues.lexicon) if not looks_back(sentence.doc[i])]
    ands = [token.i for token in sentence if token.lower_ in ("and", ";")]
    if any(one.label == "non-alignment" for one in found):
        ands = []
    if not joints and not ands:
        return
    engaging = {i for one in found if one.label == "cooperation" for i in range(one.start, one.end)}
    moves = list(_moves(sentence, found, reader, cues))
    for i, (first, one, a) in enumerate(moves):
        for second, other, b in moves[i + 1 :]:
            if one == other or _told_apart(first, second) or not any(cues.lexicon.are_rivals(x, y, year) for x in a for y in b):
                continue
            movers = _countries_of(one, reader) & _countries_of(other, reader)
            opposed = joints and (joints[0] < first.i or any(first.i < i < second.i for i in joints))
            # Where nothing sets the one against the other, both have to be dealings, of somebody who is named.
            dealing = [verb.i in engaging or _deals(verb, cues) for verb in (one, other)]
            withheld = any(_is_withheld(verb, cues) for verb in (one, other))
            listed = any(first.i < i < second.i for i in ands) and not withheld and (
                all(dealing) or (any(dealing) and other.dep_ == "conj" and other.head == one)
            )
            if (opposed or listed) and movers and not movers & (a | b):
                start, end = min(one.i, first.i), max(other.i, second.i) + 1
                yield Evidence("hedging", TWO_CAMPS, RULE, start, end, one)
                return


def _countries_of(verb: Token, reader: HolderReader) -> set[str]:
    """The countries of those who do what a verb tells."""
    return {holder.country for holder in reader.holders(verb, verb.i, verb.i + 1) if holder.country}


def _moves(
    sentence: Span, found: list[Evidence], reader: HolderReader, cues: Cues
) -> Iterator[tuple[Token, Token, frozenset[str]]]:
    """Each rival named in a clause that isn't a quarrel with it, the verb of the clause, and the codes it counts as."""
    away = {i for one in found if one.label == "distance" for i in range(one.start, one.end)}
    for token, codes in sides_in(sentence, reader, cues.lexicon):
        verb = _verb_of(token, cues)
        if verb is not None and verb.i not in away and verb.lemma_.lower() not in cues.lexicon.list("quarrels"):
            yield token, verb, codes


def _told_apart(first: Token, second: Token) -> bool:
    """Whether one is left for the other, or the two are of different times ("instead of from B", "before he left for B")."""
    return any(token.lower_ in APART for token in first.doc[first.i + 1 : second.i])


def _is_withheld(verb: Token, cues: Cues) -> bool:
    """Whether a move is denied or refused ("has not called A", "declined to arm A"): nothing to set beside a like one."""
    return qualify(verb, cues.grammar).negated


def _verb_of(name: Token, cues: Cues) -> Token | None:
    """The verb whose object or complement a name stands in; none where it is (part of) the subject, or set against something.

    Nor where it is what a blow falls on ("attacks on Ostia").
    """
    blows = cues.lexicon.list("quarrels")
    token = name
    for _ in range(LONGEST_WAY):
        if token.dep_ in SUBJECTS or (token.dep_ == "prep" and token.lower_ in BETWEEN):
            return None
        if token.dep_ in CLAUSES and token.pos_ in ("VERB", "AUX"):
            return token
        if token.head == token:
            return None
        token = token.head
        if token.pos_ == "NOUN" and token.lemma_.lower() in blows:
            return None
        if token.pos_ == "VERB":
            return token
    return None


def _deals(verb: Token, cues: Cues) -> bool:
    return any(verb.lemma_.lower() in cues.lexicon.list(name) for name in ("dealing_verbs", "getting", "ties"))
