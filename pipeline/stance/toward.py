"""Toward whom a position is: those named in the phrase of its words, or the others of its sentence."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Span, Token

from pipeline.stance.evidence import Evidence
from pipeline.stance.holder import SUBJECTS, Holder, HolderReader
from pipeline.stance.lexicon import Lexicon


def counterparts(
    evidence: Evidence, holders: Iterable[Holder], sentence: Span, reader: HolderReader
) -> list[Holder]:
    """Toward whom: those named in the phrase of the cue's words; else for a hedge, which is toward two at least, the rivals or
    else all others named in the sentence, for cooperation the only other one, and nobody for a refusal to take sides.

    Nobody is dealt with whom the holder is only compared with.
    """
    known, head = set(holders), evidence.head
    near = _phrase(head).subtree if evidence.start <= head.i < evidence.end else ()
    words = (*sentence.doc[evidence.start : evidence.end], *(t for t in near if not _acts_meanwhile(t, head)))
    if evidence.label == "cooperation":
        words = tuple(t for t in words if not _is_left_out(t, reader.lexicon))
    below = [one for one in reader.each(words) if one not in known]
    if evidence.label == "non-alignment":
        # Who belongs to them keeps out of camps with them, and not toward them.
        return [one for one in below if one.name not in reader.lexicon.list("bodies_of_neutrals")]
    met = [token for token in reader.naming(sentence) if not _is_compared(token, reader.lexicon)]
    if evidence.label == "hedging":
        found = below if len(below) > 1 else [one for one in reader.each(met) if one not in known]
        return [a for a in found if any(reader.lexicon.are_rivals(a.country, b.country) for b in found)] or found
    with_them = (t for t in met if not _acts_meanwhile(t, head) and not _is_left_out(t, reader.lexicon))
    others = [one for one in reader.each(with_them) if one not in known]
    return below or (others if len(others) == 1 else [])


def _acts_meanwhile(name: Token, head: Token) -> bool:
    """Whether a name stands in a clause of another doer beside what is told: "Norland deepens its ties, while Ostia arms"."""
    clause = next((above for above in name.ancestors if above.dep_ == "advcl"), None)
    if clause is None or clause == head or clause.is_ancestor(head):
        return False
    return any(child.dep_ in SUBJECTS and child.pos_ != "PRON" for child in clause.lefts)


def _is_left_out(name: Token, lexicon: Lexicon) -> bool:
    """Whether somebody is named as not taking part: "drills with Ostia without inviting Sudria", "to the dismay of Sudria"."""
    return any(above.lower_ in lexicon.list("leaving_out") and above.dep_ in ("prep", "pobj") for above in name.ancestors)


def _phrase(word: Token) -> Token:
    """The noun of the phrase that a word qualifies: "line" of "an equidistant line", "policy" of "a policy of neutrality"."""
    if word.dep_ in ("amod", "compound", "nmod"):
        word = word.head
    if word.dep_ == "pobj" and word.head.lower_ == "of" and word.head.head.pos_ == "NOUN":
        word = word.head.head
    return word


def _is_compared(name: Token, lexicon: Lexicon) -> bool:
    """Whether a name stands in a comparison: "compared to Ostia", "unlike Ostia"."""
    for above in name.ancestors:
        if above.lower_ in lexicon.list("comparing"):
            return True
        if above.pos_ in ("VERB", "AUX"):
            return False
    return False
