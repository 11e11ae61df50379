"""What the words that govern a happening are: deniers, plans, permissions, reports … (``models/events/lexicon.yml``)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from spacy.tokens import Token

from pipeline.events.lexicon import Lexicon
from pipeline.events.phrases import NOUN_TAGS, is_infinitive
from pipeline.events.subjects import SUBJECT_DEPS
from pipeline.grammar import grammar

# With a verb in the present, what follows hasn't come yet: "until it signs".
NOT_YET = frozenset({"until", "till", "before"})
UNTIL = frozenset({"until", "till"})
# The classes of what says that a thing isn't so or isn't to be.
REFUSING = frozenset({"negating", "preventing", "denying"})
NOBODY = frozenset({"none", "nobody", "neither", "nothing"})
WITH_WHOM = frozenset({"with", "on", "to", "against"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
DENIALS = frozenset({"n't", "n’t", "not", "never", "neither", "nor"})
TIME_MARKERS = frozenset({"when", "once", "until", "till", "before", "after", "as"})
# Prepositions before what a verb, noun or adjective is about: "the prospect of", "committed to", "close to".
CONTENT_PREPOSITIONS = frozenset({"of", "to", "for", "on", "about", "against", "at", "in"})


# What these open a sentence with is done, whatever follows: "After signing the pact, Norland did not ratify it".
SETTING_APART = frozenset(
    {"after", "since", "from", "besides", "beyond", "despite", "following", "upon", "on"}
)


def affirms(word: Token) -> bool:
    """Whether a word of denial denies nothing: "has not only signed", "no sooner (hardly) had it signed", "whether or not"."""
    if word.i > word.sent.start + 1 and (word.nbor(-2).lower_, word.nbor(-1).lower_) == ("whether", "or"):
        return True
    if word.i + 1 >= word.sent.end:
        return False
    after = word.nbor().lower_
    return after in grammar().only_words if word.lower_ in {"not", "n't", "n’t"} else after == "had" and word.dep_ == "advmod"


def is_regretted(verb: Token) -> bool:
    """Whether a clause says that what was done was better not done: "should never have signed", "need not have signed"."""
    words = {c.lower_ for c in verb.children if c.dep_ in {"aux", "neg", "advmod"}}
    done = verb.tag_ == "VBN" and "have" in words and bool(words & {"should", "ought", "need"})
    return done and bool(words & {"not", "n't", "n’t", "never"})


class GovernorClasses:
    """The class of a governing word, as the lexicon has it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._classes = lexicon.classes

    def class_of(self, head: Token) -> str | None:
        """The class of a governing verb, noun or adjective, with its particle or preposition where that is listed."""
        if head.pos_ in {"ADJ", "ADV"}:
            return "factual" if self._judges(head) else self._classes["adjectives"].get(head.lower_)
        if head.tag_ in NOUN_TAGS:
            return self._classes["nouns"].get(head.lemma_.lower())
        table = self._classes["verbs"]
        for child in head.children:
            if child.dep_ in {"prt", "prep", "advmod", "acomp", "dobj"}:
                kind = table.get(f"{head.lemma_} {child.lower_}")
                if kind:
                    return kind
        if head.lemma_ == "be":
            return "be"
        if head.lemma_ in {"have", "need"} and head.tag_ != "VBN":
            return "have" if head.lemma_ == "have" else "urged"
        return table.get(head.lemma_)

    def predicate(self, verb: Token) -> Token | None:
        """ "it is vital that …", "the demand is that …": the adjective, or else the noun, that says how the clause stands."""
        unsure = {"possible", "planned", "urged"}
        found = [c for c in verb.children if c.dep_ == "acomp" and self.class_of(c) in unsure]
        if not found and verb.lemma_ == "be":
            # No reason or hope: "The reason is that Norland attacked" tells of what it did.
            nouns = (c for c in verb.lefts if c.dep_ == "nsubj" and c.tag_ in NOUN_TAGS)
            found = [noun for noun in nouns if self.class_of(noun) in {"planned", "urged"}]
        return found[0] if found else None

    def _judges(self, adjective: Token) -> bool:
        """ "was wise to sign": what advises in the present judges in the past, and what is judged was done."""
        return adjective.head.tag_ == "VBD" and adjective.lower_ in self._lexicon.factual.adjectives

    def is_kept(self, noun: Token) -> bool:
        """Whether what was promised is said to be done: "kept its promise to sign"."""
        return noun.dep_ == "dobj" and self._classes["verbs"].get(f"{noun.head.lemma_} {noun.lower_}") == "factual"

    def is_called_false(self, noun: Token) -> bool:
        """Whether a claim is said not to be true: "reports that it signed were false", "proved unfounded"."""
        predicates = (c for c in noun.head.children if c.dep_ in {"acomp", "oprd"})
        return noun.dep_ == "nsubj" and any(self.class_of(c) == "denying" for c in predicates)

    def holds_back(self, verb: Token) -> bool:
        """Whether somebody refuses the verb's deed or rules it out: what he waits for hasn't come ("refused to talk until")."""
        refuses = self.class_of(verb) in REFUSING
        return refuses or (verb.dep_ == "xcomp" and self.class_of(verb.head) in REFUSING)

    def class_of_preposition(self, preposition: Token) -> str | None:
        """The class of a preposition, with the word that it belongs to ("far from") or that stands before it ("instead of")."""
        word, head = preposition.lower_, preposition.head.lower_
        if word in {"of", "than"} and head in {"instead", "short", "rather"}:
            return "negating"
        before = preposition.nbor(-1).lower_ if preposition.i else ""
        table = self._classes["prepositions"]
        return table.get(word) or table.get(f"{head} {word}") or table.get(f"{before} {word}")

    def is_done_before(self, verb: Token, preposition: Token) -> bool:
        """Whether a gerund is a perfect that nothing denies: "for having signed"; not "denies having", "without having"."""
        perfect = any(c.dep_ == "aux" and c.lower_ == "having" for c in verb.children)
        denied = self._classes["prepositions"].get(preposition.lower_) == "negating"
        return perfect and not denied and self.class_of(preposition.head) not in {*REFUSING, "speaking"}

    def tells_what_was_done(self, be: Token) -> bool:
        """ "What Norland did was to sign", "Its answer was to sign", "It was foolish to sign": no plan but a deed."""
        subject = next((c for c in be.lefts if c.dep_ in SUBJECT_DEPS), None)
        if subject is None or be.tag_ != "VBD":
            return False
        if any(c.dep_ == "acomp" and self._judges(c) for c in be.rights):
            return True
        did = subject.lemma_ == "do" and subject.tag_ in {"VBD", "VBN"}
        return did or (subject.tag_ in NOUN_TAGS and self.class_of(subject) == "factual")

    def is_future(self, verb: Token) -> bool:
        """Whether what the verb says is still to come, possible or wanted."""
        words = (
            self._lexicon.planned_auxiliaries
            | self._lexicon.possible_auxiliaries
            | self._lexicon.urged_auxiliaries
        )
        return (
            any(c.dep_ == "aux" and c.lower_ in words for c in verb.children)
            or verb.dep_ in {"xcomp", "pcomp"}
            or (verb.tag_ == "VB" and verb.dep_ == "advcl")
        )


def denies(word: Token, verb: Token) -> bool:
    """Whether a word beside a verb denies it; "not only" doesn't."""
    return (word.dep_ == "neg" or (word.lower_ in DENIALS and word.i < verb.i)) and not affirms(word)


def phrase_before(verb: Token, phrases: frozenset[str]) -> Token | None:
    """The last word of a phrase of two words right before a verb, if it is one of ``phrases``: "[let] alone signed"."""
    if verb.i < verb.sent.start + 2:
        return None
    last = verb.nbor(-1)
    return last if f"{last.nbor(-1).lower_} {last.lower_}" in phrases else None


def done_above(verb: Token, phrases: frozenset[str]) -> tuple[Token, int] | None:
    """The verb of a phrase that says that the deed behind it was done, and where the phrase begins: "[saw] fit to sign",
    "[lost] no time in signing".
    """
    start = max(verb.sent.start, verb.i - 5)
    words = [t.lower_ for t in verb.doc[start : verb.i]]
    first = next((first for first in range(len(words)) if " ".join(words[first:]) in phrases), None)
    above = next((token for token in verb.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    return (above, start + first) if above is not None and first is not None else None


def is_indefinite(noun: Token) -> bool:
    """Whether nothing marks the noun as known: no "the", "this", "its", "Norland's"."""
    return not any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in DEFINITE)
        for c in noun.children
    )


def is_past_refusal(verb: Token) -> bool:
    """ "came but would not sign": a refusal that is told, after a verb in the past and without any condition."""
    denied = any(c.dep_ == "neg" for c in verb.children)
    told = verb.dep_ == "conj" and verb.head.tag_ == "VBD"
    return denied and told and not any(c.dep_ == "advcl" for c in verb.children)


def stands_alone(clause: Token) -> bool:
    """Whether a finite clause that the parser hangs on another is a sentence of its own.

    So is one before a semicolon or a dash, and one behind a verb that has its object already and no "that" between.
    """
    if clause.i < clause.head.i:
        return True
    finite = clause.tag_ in {"VBD", "VBP", "VBZ"} and any(c.dep_ in SUBJECT_DEPS for c in clause.children)
    marked = any(c.dep_ == "mark" for c in clause.children)
    return finite and not marked and any(c.dep_ == "dobj" for c in clause.head.children)


def denial_in(noun: Token, scant: bool = False) -> Token | None:
    """The word that makes an argument nobody: "no country signed", "signed no treaty", "neither side", "none of them".

    :param scant: whether "little evidence" is as good as none.
    """
    if noun.lower_ in NOBODY:
        return noun
    denying = (c for c in noun.children if c.dep_ in {"det", "preconj", "neg"} and c.lower_ in {"no", "neither"})
    few = (c for c in noun.lefts if scant and c.lower_ in {"little", "scant"})
    return next(chain(denying, few), None)


def denial_of_doing(verb: Token) -> Token | None:
    """ "did nothing to stop it", "has done little to condemn it": the word that says that it wasn't done."""
    if verb.lemma_ != "do":
        return None
    return next((c for c in verb.rights if c.dep_ == "dobj" and c.lower_ in {"nothing", "little"}), None)


def opening_denial(preposition: Token, verb: Token) -> Token | None:
    """The denial in a phrase before an inverted clause: "At [no] point has Norland signed"; or of whom or what it is done
    with: "signed with [neither]", "agreed on [nothing] else".
    """
    nobody = next((noun for noun in preposition.children if noun.dep_ == "pobj" and noun.lower_ in NOBODY), None)
    if nobody is not None and preposition.i > verb.i and preposition.lower_ in WITH_WHOM:
        return nobody
    subject = next((c for c in verb.lefts if c.dep_ in SUBJECT_DEPS), None)
    inverted = subject is not None and any(c.dep_ == "aux" and preposition.i < c.i < subject.i for c in verb.lefts)
    found = (denial_in(noun) for noun in preposition.children if noun.dep_ == "pobj")
    return next((denial for denial in found if denial is not None), None) if inverted else None


def is_past_purpose(verb: Token) -> bool:
    """ "came in September to sign", "lifted its ban on selling in April": what somebody did something for, or made free, in the
    past is no plan of today.
    """
    if verb.dep_ == "pcomp" and verb.head.head.dep_ == "dobj":
        return verb.head.head.head.tag_ == "VBD"
    return is_infinitive(verb) and verb.dep_ in {"advcl", "xcomp"} and verb.head.tag_ == "VBD"


def is_perfect(verb: Token) -> bool:
    """Whether a verb speaks of what would have been by then: "would not have struck back"."""
    return verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.lefts)


def goes_as_far(markers: Iterable[Token]) -> bool:
    """Whether an infinitive says how far somebody went, which is done: "went so far as to sign"."""
    return any(marker.lower_ == "as" and marker.i and marker.nbor(-1).lower_ == "far" for marker in markers)


def too_much(head: Token) -> Token | None:
    """The "too" of what is too much so to do a thing: "is [too] weak to sign"; not of "only too happy", "all too ready"."""
    qualities = (t for t in (head, *head.children) if t.pos_ == "ADJ" and (t == head or t.dep_ == "acomp"))
    found = (c for quality in qualities for c in quality.lefts if c.lower_ == "too" and c.dep_ == "advmod")
    return next((c for c in found if c.nbor(-1).lower_ not in {"only", "all", "none", "not"}), None)


def is_ranked(noun: Token) -> bool:
    """Whether a noun says which of many did it: "the first state to sign", "the only one to sign"."""
    return any(c.lower_ in grammar().ranking_words or c.tag_ == "JJS" for c in (noun, *noun.lefts))


def is_inverted_condition(verb: Token) -> bool:
    """ "Had Norland signed, Ostia would have": a condition without "if"."""
    opening = next((c for c in verb.lefts if not c.is_punct), None)
    inverted = opening is not None and opening.dep_ in {"aux", "auxpass"} and opening.lower_ in {"had", "were", "should"}
    return inverted and verb.dep_ in {"ccomp", "advcl"} and any(c.dep_ in SUBJECT_DEPS for c in verb.lefts)


def of_whom(noun: Token, verb: Token) -> Token | None:
    """Who does what a noun is about, before the participle: "the idea of [Norland] signing"."""
    prepositions = (c for c in noun.rights if c.dep_ == "prep" and c.lower_ == "of" and c.i < verb.i)
    return next((o for c in prepositions for o in c.children if o.dep_ == "pobj" and o.i < verb.i), None)


def rather_than(verb: Token) -> Token | None:
    """The "than" before what wasn't done: "praised Norland rather [than] condemn Ostia"."""
    return next((c for c in verb.head.rights if c.dep_ == "cc" and c.lower_ == "than" and c.i < verb.i), None)
