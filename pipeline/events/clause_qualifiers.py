"""What the words of a clause itself say of the happening that its verb names: auxiliaries, denials, adverbs."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.factuality import Qualifiers
from pipeline.events.governors import (
    UNTIL,
    affirms,
    denial_in,
    denies,
    is_past_refusal,
    is_regretted,
    opening_denial,
    phrase_before,
)
from pipeline.events.lexicon import Lexicon
from pipeline.events.subjects import SUBJECT_DEPS


class ClauseWords:
    """The part of a climb that reads one clause; what it meets is written into ``found``.

    ``would`` is the last "would" met, which may be the past of "will"; ``reporting`` the verb that reports what was met.
    """

    def __init__(self, lexicon: Lexicon, found: Qualifiers) -> None:
        self._lexicon = lexicon
        self._classes = lexicon.classes
        self._found = found
        self.would: Token | None = None
        self.reporting: Token | None = None
        self._outer = False

    def read(self, verb: Token) -> None:
        """Take into account what the words of a verb's own clause say."""
        outer, self._outer = self._outer, True
        if is_regretted(verb):
            return
        if (nearly := phrase_before(verb, self._lexicon.nearly_phrases)) is not None:
            self._found.negate(nearly)
        if (nor := _nor_before(verb)) is not None:
            self._found.negate(nor)
        for child in verb.children:
            if denies(child, verb):
                if not _comes_late(verb):
                    self._found.negate(child)
                if outer and self._leaves_open(verb):
                    self._found.weaken("possible", verb)
            elif child.dep_ in {"aux", "auxpass"}:
                self.auxiliary(child, verb)
            elif child.dep_ in {"advmod", "dep"}:
                self._adverb(child, verb)
            elif child.dep_ in {"prep", "dative"} and (denial := opening_denial(child, verb)) is not None:
                self._found.negate(denial)
            elif child.dep_ in SUBJECT_DEPS or child.dep_ in {"dobj", "dative", "attr", "agent"}:
                at_once = child.lemma_ == "time" and verb.lemma_ in {"lose", "waste"}
                denial = None if at_once else denial_in(child)
                if denial is not None and (child.dep_ != "attr" or child.lemma_ not in self._lexicon.doubt_nouns):
                    self._found.negate(denial)

    def _leaves_open(self, verb: Token) -> bool:
        """Whether what isn't done to a thing leaves it open: "did not rule out signing"."""
        words = (verb.lemma_, *(f"{verb.lemma_} {c.lower_}" for c in verb.children if c.dep_ == "prt"))
        return any(word in self._lexicon.excluding_verbs for word in words)

    def auxiliary(self, aux: Token, verb: Token) -> None:
        """Take into account what an auxiliary says; whose "would" is only a past "will" shows further out."""
        word = aux.lower_
        if verb == self.reporting and _is_own_word(verb):
            return
        if word == "should" and _is_condition(aux, verb):
            self._found.weaken("possible", aux)
        elif word in {"would", "'d", "’d"}:
            later = any(c.lower_ in self._lexicon.later_adverbs for c in verb.children)
            if word == "would" and not later and not is_past_refusal(verb):
                self.would = aux
        elif word == "could" and is_past_refusal(verb):
            return
        elif word in self._lexicon.planned_auxiliaries:
            # "I will tell you that Norland attacked": what will be is the telling.
            if verb != self.reporting:
                self._found.weaken("planned", aux)
        elif word in self._lexicon.urged_auxiliaries:
            self._found.weaken("urged", aux)
        elif word in self._lexicon.possible_auxiliaries:
            self._found.weaken("possible", aux)

    def share_auxiliaries(self, head: Token) -> None:
        """Take into account the auxiliaries that a verb shares with the one that it is joined to."""
        joined_by_or = any(c.dep_ == "cc" and c.lower_ in {"or", "nor"} for c in head.children)
        for child in head.children:
            if child.dep_ in {"aux", "auxpass"}:
                self.auxiliary(child, head)
            elif child.dep_ == "neg" and joined_by_or:
                self._found.negate(child)

    def _adverb(self, adverb: Token, verb: Token) -> None:
        kind = self._classes["adverbs"].get(adverb.lower_)
        denied = adverb.dep_ == "advmod" and any(c.dep_ == "neg" or c.lower_ == "no" for c in adverb.children)
        # "No sooner had Norland signed than …"
        denied = denied and adverb.lower_ != "sooner"
        sure = adverb.lemma_ in self._lexicon.doubt_nouns
        if (kind == "negating" and not affirms(adverb)) or (denied and adverb.i < verb.i and not sure and not affirms(adverb)):
            # "never", "no longer", "not once"
            self._found.negate(adverb)
        elif adverb.lower_ == "better" and any(t.lower_ == "had" for t in (verb.head, *verb.children)):
            self._found.weaken("urged", adverb)
        elif kind == "possible" or (kind == "planned" and not _is_told_as_past(verb)):
            self._found.weaken(kind, adverb)


def _nor_before(verb: Token) -> Token | None:
    """The "nor" before an inverted clause: "did not sign, [nor] has it closed the border"."""
    conjunction = next((c for c in verb.head.rights if c.dep_ == "cc" and c.lower_ == "nor" and c.i < verb.i), None)
    inverted = any(c.dep_ in {"aux", "auxpass"} and c.nbor(-1) == conjunction for c in verb.lefts) if conjunction else False
    return conjunction if inverted and verb.dep_ == "conj" else None


def _is_told_as_past(verb: Token) -> bool:
    """Whether what would else be to come came: "was soon complaining", "had soon signed"."""
    return verb.tag_ == "VBD" or any(c.dep_ in {"aux", "auxpass"} and c.tag_ == "VBD" for c in verb.children)


def _comes_late(verb: Token) -> bool:
    """Whether what is denied came after all: "did not sign until 1995", "until Ostia had left"."""
    did = any(c.dep_ == "aux" and c.lower_ == "did" for c in verb.lefts)
    dated = any(
        c.dep_ == "prep" and c.lower_ in UNTIL and any(t.ent_type_ == "DATE" or t.like_num for t in c.subtree)
        for c in verb.rights
    )
    told = any(
        c.dep_ == "advcl" and c.tag_ in {"VBD", "VBN"} and any(m.lower_ in UNTIL for m in c.lefts) for c in verb.rights
    )
    return did and (dated or told)


def _is_own_word(verb: Token) -> bool:
    """Whether the speaker only frames what he says: "I can tell you that Norland has signed", "I must say that"."""
    return any(c.dep_ in SUBJECT_DEPS and c.lower_ in {"i", "we"} for c in verb.children)


def _is_condition(aux: Token, verb: Token) -> bool:
    """Whether "should" opens a condition: "Should Norland attack, Ostia will answer"; not a question."""
    turned = any(c.dep_ in SUBJECT_DEPS and c.i > aux.i for c in verb.children)
    return turned and not aux.sent.text.rstrip().endswith("?")
