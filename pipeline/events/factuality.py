"""What is known of a happening: whether it happened, and on whose word.

The steps from fact to wish follow FactBank (Saurí & Pustejovsky 2009), made coarser.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from pipeline.events.lexicon import Lexicon
from pipeline.events.subjects import SUBJECT_DEPS

_ACCORDING = "according"
# What stands further out may only make a happening less of a fact.
STRENGTH = {"actual": 0, "planned": 1, "possible": 2, "urged": 3}


@dataclass(slots=True)
class Qualifiers:
    """What is known of a happening: whether it happened, and on whose word.

    ``because`` lists the tokens that decided, innermost first, so that a row can be explained.
    """

    negated: bool = False
    modality: str = "actual"
    speaker: Token | None = None
    because: list[Token] = field(default_factory=list)

    @property
    def polarity(self) -> str:
        """``negated`` or ``affirmed``."""
        return "negated" if self.negated else "affirmed"

    def negate(self, token: Token) -> None:
        """Turn the polarity round, because of ``token``; the same token counts once."""
        if token in self.because:
            return
        self.negated = not self.negated
        self.because.append(token)

    def weaken(self, modality: str, token: Token) -> None:
        """Take ``modality`` where it is weaker than the one that holds, because of ``token``."""
        if STRENGTH[modality] > STRENGTH[self.modality]:
            self.modality = modality
            self.because.append(token)


def quoted_source(trigger: Token) -> Token | None:
    """Who a sentence is according to ("according to the ministry"); None where it names nobody."""
    sentence = trigger.sent
    if _ACCORDING not in sentence.text.lower():
        return None
    for token in sentence:
        if token.lower_ != _ACCORDING or token.i + 1 >= len(token.doc) or token.nbor().lower_ != "to":
            continue
        for preposition in (token.nbor(), *token.children):
            named = [t for t in preposition.children if t.dep_ == "pobj"]
            if named:
                return named[0]
    return None


def is_general(trigger: Token, lexicon: Lexicon) -> bool:
    """Whether a word tells what is usual and no happening: "states that typically oppose it", "is always supportive"."""
    verb = trigger.head if trigger.pos_ == "ADJ" and trigger.dep_ == "acomp" else trigger
    while True:
        present = verb.tag_ in {"VB", "VBP", "VBZ"} and not any(
            c.dep_ in {"aux", "auxpass"} for c in verb.children
        )
        if not present:
            return False
        if any(c.dep_ == "advmod" and c.lower_ in lexicon.general_adverbs for c in verb.children):
            return True
        if verb.dep_ != "conj" or any(c.dep_ in SUBJECT_DEPS for c in verb.children):
            return False
        verb = verb.head
