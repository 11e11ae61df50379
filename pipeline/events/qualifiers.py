"""Polarity, modality and speaker of a happening, read off the chain of what governs it.

From the trigger upwards: auxiliaries and negation on each clause, then the class of the word that governs the clause or
the noun (``models/events/lexicon.yml``). FactBank (Saurí & Pustejovsky 2009) is the closest scheme.
"""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.clause_qualifiers import ClauseWords
from pipeline.events.factuality import STRENGTH, Qualifiers, quoted_source
from pipeline.events.governors import (
    CONTENT_PREPOSITIONS,
    NOT_YET,
    REFUSING,
    SETTING_APART,
    TIME_MARKERS,
    UNTIL,
    GovernorClasses,
    denial_in,
    denial_of_doing,
    denies,
    done_above,
    goes_as_far,
    is_indefinite,
    is_inverted_condition,
    is_ranked,
    of_whom,
    phrase_before,
    rather_than,
    stands_alone,
    too_much,
)  # fmt: skip
from pipeline.events.lexicon import Lexicon
from pipeline.events.noun_qualifiers import NounClimb
from pipeline.events.phrases import NOUN_TAGS, is_infinitive, kind_of
from pipeline.events.subjects import RELATIVE_PRONOUNS, SUBJECT_DEPS, surface_subject
from pipeline.grammar import grammar
from pipeline.syntax.words import is_past_perfect

MAX_STEPS = 12


def qualify(trigger: Token, lexicon: Lexicon, found: Qualifiers | None = None) -> Qualifiers:
    """Polarity, modality and speaker of what ``trigger`` names.

    :param trigger: the head token of the happening, in a parsed sentence.
    :param found: where it is written down; one that keeps more of how it came about may be given.
    """
    return _Climb(lexicon, Qualifiers() if found is None else found).run(trigger)


class _Climb:
    """One walk from a trigger to the root; it keeps what it has met on the way."""

    def __init__(self, lexicon: Lexicon, found: Qualifiers) -> None:
        self.lexicon = lexicon
        self.classes = lexicon.classes
        self.governors = GovernorClasses(lexicon)
        self.found = found
        self.nouns = NounClimb(lexicon, self.governors, found)
        self.clause = ClauseWords(lexicon, found)

    def run(self, trigger: Token) -> Qualifiers:
        if trigger.lemma_ in self.lexicon.coming_verbs and kind_of(trigger) == "verb":
            self.found.weaken("planned", trigger)
        node: Token | None = trigger
        for _ in range(MAX_STEPS):
            if node is None:
                break
            if node.pos_ in {"VERB", "AUX"} or kind_of(node) == "verb":
                node = self._verb(node)
            elif node.tag_ in NOUN_TAGS:
                node = self.nouns.step(node)
            elif node.pos_ in {"ADJ", "ADV"}:
                node = self._adjective(node)
            else:
                node = None
        if self.clause.would is not None:
            self.found.weaken("possible", self.clause.would)
        if self.found.speaker is None:
            self.found.speaker = quoted_source(trigger)
        return self.found

    # -- clauses

    def _verb(self, verb: Token) -> Token | None:
        self.clause.read(verb)
        if (even_less := phrase_before(verb, self.lexicon.even_less_phrases)) is not None:
            self.found.negate(even_less)
            return None
        if is_inverted_condition(verb):
            self.found.weaken("possible", verb)
            return None
        if (done := done_above(verb, self.lexicon.done_phrases)) is not None:
            above, start = done
            for child in above.children:
                if child.dep_ == "aux":
                    self.clause.auxiliary(child, above)
                elif child.i < start and denies(child, above):
                    # "never took the chance to sign"; the denial of "did not hesitate to" is its phrase's own
                    self.found.negate(child)
            return self._governor(above)
        return self._governor(verb)

    def _governor(self, verb: Token) -> Token | None:
        """Take what governs the clause of ``verb`` into account; the next token to climb to."""
        head, dep = verb.head, verb.dep_
        if head == verb:
            return None
        if dep in {"conj", "xcomp"} and (instead := rather_than(verb)) is not None:
            self.found.negate(instead)
        if dep in {"xcomp", "ccomp", "csubj", "csubjpass", "oprd", "acomp"}:
            return self._complement(verb, head)
        if dep in {"pcomp", "pobj"}:
            # "prides itself on having signed": what a perfect says is done, unless it is denied.
            return None if self.governors.is_done_before(verb, head) else self._gerund(head)
        if dep == "advcl":
            return self._adverbial(verb, head)
        if dep == "acl" and head.tag_ in NOUN_TAGS:
            return self._noun_complement(verb, head)
        if dep == "conj":
            return self._conjunct(verb, head)
        if dep == "relcl":
            return self._relative(verb, head)
        return None

    def _complement(self, clause: Token, head: Token) -> Token | None:
        kind = self.governors.class_of(head)
        if clause.dep_ == "ccomp" and kind not in {"speaking", "denying"} and stands_alone(clause):
            return None
        infinitive = is_infinitive(clause)
        if infinitive and self._is_errand(clause, head):
            return head
        if infinitive and (too := too_much(head)) is not None:
            # "is too weak to sign"
            self.found.negate(too)
        if any(c.dep_ == "mark" and c.lower_ == "whether" for c in clause.children):
            self.found.weaken("possible", head)
            if kind not in {"speaking", "urged", "denying"}:
                # "has yet to decide whether to sign": what isn't decided is no denial of what it would be about.
                return None
            kind = "speaking" if kind == "urged" else kind
        if kind == "be" and (predicate := self.governors.predicate(head)) is not None:
            self._apply(self.governors.class_of(predicate), predicate)
            return head
        finite = not infinitive and clause.tag_ != "VBG"
        surprises = clause.dep_ == "csubj" and kind in {None, "factual"}
        told = finite or clause.tag_ == "VBG"
        if (finite and surprises) or (told and head.lemma_ in self.lexicon.factive_verbs):
            # "That Norland has signed surprises nobody", "Nobody noticed that Norland had signed", "may regret signing".
            return None
        not_yet = any(c.lower_ == "yet" and c.i > head.i for c in head.children)
        if kind == "be" and not not_yet:
            later = any(c.lower_ in self.lexicon.later_adverbs for c in head.children)
            if infinitive and clause.dep_ == "xcomp" and not later and not self.governors.tells_what_was_done(head):
                self.found.weaken("planned", head)
            for subject in head.children:
                # "What Norland must do is sign."
                if subject.dep_ in {"csubj", "nsubj"} and subject.lemma_ == "do":
                    self.clause.read(subject)
        elif not_yet and infinitive:
            self.found.negate(head)
        elif kind == "have":
            if infinitive:
                self.found.weaken("actual" if head.tag_ == "VBD" else "urged", head)
        elif head.lemma_ == "go" and head.tag_ == "VBG" and infinitive:
            self.found.weaken("planned", head)
        elif kind == "speaking" and not infinitive:
            self._spoken(clause, head)
        else:
            self._apply(kind, head, infinitive)
        few = next((c for c in head.lefts if c.lower_ == "few" and c.dep_ == "nsubj"), None)
        if few is not None and kind in {"planned", "possible", "speaking"}:
            # "Few expect Norland to sign."
            self.found.negate(few)
        return head

    def _is_errand(self, infinitive: Token, head: Token) -> bool:
        """Whether somebody went or wrote to say a thing, and so has said it: "flew to Ostia to ask for aid"; how the going
        stands is left to what governs it.
        """
        gone = head.tag_ in {"VBD", "VBN"} and head.lemma_ in self.lexicon.errand_verbs
        present_perfect = head.lemma_ != "be" or head.tag_ == "VBN"
        return gone and present_perfect and infinitive.lemma_ in self.lexicon.errands

    def _apply(self, kind: str | None, head: Token, infinitive: bool = False) -> None:
        if kind in {"negating", "preventing"}:
            self.found.negate(head)
        elif kind == "denying":
            self.found.negate(head)
            self._speaker(head)
        elif kind == "doubting":
            self.found.negate(head)
            self.found.weaken("possible", head)
        elif kind in STRENGTH:
            self.found.weaken(kind, head)
        elif kind == "speaking":
            if infinitive and head.lemma_ != "know":
                self.found.weaken("possible", head)
        elif infinitive and kind is None:
            self.found.weaken("planned", head)

    def _spoken(self, clause: Token, head: Token) -> None:
        self._speaker(head)
        self.clause.reporting = head
        if self.clause.would is not None:
            self.found.weaken("planned" if head.tag_ in {"VBD", "VBN", "VBG"} else "possible", self.clause.would)
            self.clause.would = None
        if any(c.dep_ == "mark" and c.lower_ in {"whether", "if"} for c in clause.children):
            self.found.weaken("possible", head)

    def _speaker(self, verb: Token) -> None:
        if self.found.speaker is None:
            subjects = [t for t in surface_subject(verb) if t.lower_ not in RELATIVE_PRONOUNS]
            self.found.speaker = subjects[0] if subjects else None

    def _gerund(self, preposition: Token) -> Token | None:
        """ "without endorsing", "from docking", "the prospect of signing", "committed to joining"."""
        head = preposition.head
        kind = self.governors.class_of_preposition(preposition)
        if kind == "negating":
            self.found.negate(preposition)
            # "Without signing it gained nothing": the denial behind is of something else.
            return head if preposition.i > head.i or head.pos_ not in {"VERB", "AUX"} else None
        if preposition.lower_ == "but":
            # "has no choice but to sign"; who had none has signed.
            if not any(t.tag_ == "VBD" for t in preposition.ancestors):
                self.found.weaken("urged", preposition)
            return None
        if head.dep_ == "advmod" and self.governors.class_of(head.head) == "negating":
            # "came close to signing", and even less who did not come close.
            self.found.negate(head)
            return None if any(c.dep_ == "neg" for c in head.head.children) else head.head
        governor = self.governors.class_of(head)
        lifted = head.dep_ in {"dobj", "nsubjpass"} and head.head.lemma_ in self.lexicon.lifting_verbs
        if lifted and governor in {"negating", "preventing"}:
            # "lifted its ban on selling arms": it may sell them.
            self.found.weaken("possible", head)
            return None
        if preposition.i < head.i and preposition.lower_ in SETTING_APART:
            return None
        if preposition.lower_ == "for" and head.lemma_ in grammar().condemning_verbs:
            # "refused to condemn Ostia for invading Sudria"
            return None
        if preposition.lower_ == "from" and governor in {"preventing", "negating"}:
            if any(denial_in(c) or c.dep_ == "neg" for c in head.children):
                # "Nothing prevents Norland from signing": it may.
                self.found.weaken("possible", preposition)
            self.found.negate(head)
        elif governor == "factual":
            return head
        elif preposition.lower_ in CONTENT_PREPOSITIONS and governor not in {None, "speaking", "be", "have"}:
            self._apply(governor, head)
        elif preposition.lower_ in {"about", "on", "against", "toward", "towards"}:
            self.found.weaken("possible", preposition)
        elif preposition.lower_ == "for" and head.pos_ == "VERB" and kind != "factual":
            self.found.weaken("planned", preposition)
        return head

    def _adverbial(self, verb: Token, head: Token) -> Token | None:
        markers = [c for c in verb.children if c.dep_ in {"mark", "advmod"} and c.i <= verb.i]
        words = {c.lower_ for c in markers}
        if {"rather", "than"} <= words or {"instead", "of"} <= words:
            self.found.negate(markers[0])
            return head
        if words & self.lexicon.conditional_markers:
            self.found.weaken("possible", markers[0])
            return None
        infinitive = is_infinitive(verb)
        if infinitive and (denial := denial_of_doing(head)) is not None:
            self.found.negate(denial)
            return head
        if infinitive and self._is_errand(verb, head):
            return head
        if infinitive and goes_as_far(markers):
            return head.head if head.pos_ == "ADV" else head
        if infinitive:
            if any(c.lemma_ in self.lexicon.high_time for c in head.children if c.dep_ in {"nsubj", "attr"}):
                # "The time has come to sign", "It is high time for Norland to sign."
                self.found.weaken("urged", head)
            if words <= {"for", "in", "order", "so", "as"}:
                governor = self.governors.predicate(head) or head
                kind = self.governors.class_of(governor)
                # "would do well to sign"
                told = kind if governor.pos_ == "ADJ" or kind == "urged" else None
                self._apply(told, governor, infinitive=True)
            return head
        if verb.tag_ in {"VBG", "VBN"} and not any(c.dep_ in {"aux", "auxpass", *SUBJECT_DEPS} for c in verb.children):
            return head
        to_come = any(c.lower_ in self.lexicon.planned_auxiliaries for c in head.children)
        present = verb.tag_ in {"VBZ", "VBP"} and (words & NOT_YET or (words & TIME_MARKERS and to_come))
        if present or (words & UNTIL and self.governors.holds_back(head)):
            self.found.weaken("planned", markers[0])
        return self._reporting_parent(head)

    def _reporting_parent(self, head: Token) -> Token | None:
        """Finite adverbial clauses keep their own tense; only who reports the whole still counts."""
        if head.dep_ in {"ccomp"} and self.governors.class_of(head.head) == "speaking":
            self._speaker(head.head)
        return None

    def _noun_complement(self, verb: Token, noun: Token) -> Token | None:
        if any(c.dep_ == "mark" and c.lower_ in {"that", "whether"} for c in verb.children):
            return self._content_of(noun)
        if is_infinitive(verb) and denial_of_doing(noun.head) == noun:
            self.found.negate(noun)
            return noun.head
        kind = self.governors.class_of(noun)
        if verb.tag_ == "VBG" and kind in STRENGTH and of_whom(noun, verb) is not None:
            self.found.weaken(kind, noun)
            return noun
        if verb.tag_ != "VB":
            # "sanctions imposed last week", "troops patrolling the strait": the participle stands by itself.
            return None
        if kind == "negating":
            self.found.negate(noun)
        elif self.governors.is_kept(noun):
            return noun.head
        else:
            self.found.weaken(kind if kind in STRENGTH else "planned", noun)
        return noun

    def _content_of(self, noun: Token) -> Token | None:
        """ "dismissed claims that it had signed": what is claimed stands as the claim does."""
        governor = noun.head
        rejected = noun.dep_ == "dobj" and self.governors.class_of(governor) in REFUSING
        if rejected or self.governors.is_called_false(noun):
            self.found.negate(governor)
            return None
        held = noun.dep_ in {"attr", "dobj", *SUBJECT_DEPS} and noun.lemma_ not in self.lexicon.doubt_nouns
        if held and (denial := denial_in(noun, scant=True)) is not None:
            # "There is no evidence that it has signed."
            self.found.negate(denial)
            self.found.weaken("possible", noun)
            return None
        kind = self.governors.class_of(noun)
        if kind in STRENGTH:
            self.found.weaken(kind, noun)
        if kind == "speaking" and self.clause.would is not None:
            # "the announcement that it would sign"
            self.found.weaken("planned", self.clause.would)
            self.clause.would = None
        return None

    def _relative(self, verb: Token, noun: Token) -> Token | None:
        """A clause that belongs to a noun: "the time to sign" and "time that it signed" are no facts, "the pact it signed" is."""
        if is_infinitive(verb):
            return None if is_ranked(noun) else self._noun_complement(verb, noun)
        if verb.tag_ == "VBD" and noun.lemma_ in self.lexicon.high_time and noun.dep_ == "attr":
            self.found.weaken("urged", noun)
            return None
        return self._of_new_thing(verb, noun)

    def _of_new_thing(self, verb: Token, noun: Token) -> Token | None:
        """ "should pass a resolution that gives Norland a deadline": what isn't there yet has done nothing."""
        maker = noun.head
        brings_about = noun.dep_ in {"dobj", "nsubjpass"} and maker.pos_ == "VERB" and verb.tag_ in {"VBZ", "VBP"}
        # "will not take back migrants whom Ostia rejects": they are there already.
        made = brings_about and not any(c.lower_ in {"who", "whom"} for c in verb.children)
        return maker if made and is_indefinite(noun) and self.governors.is_future(maker) else None

    def _conjunct(self, verb: Token, head: Token) -> Token | None:
        own = {c.dep_ for c in verb.children} & (SUBJECT_DEPS | {"aux", "auxpass"})
        if {"neither", "nor"} <= {c.lower_ for c in head.children}:
            self.found.negate(verb)
        if head.pos_ not in {"VERB", "AUX"}:
            return head
        if verb.tag_ in {"VBD", "VBZ", "VBP"} and (is_infinitive(head) or head.tag_ == "VBG"):
            # "was to visit Ostia but stayed at home": the parser joins what was done to what was planned or stopped.
            return None
        if self._goes_on_outside(verb, head):
            return None
        if not own and verb.tag_ == "VBN" and head.tag_ == "VB" and verb.lower_ != verb.lemma_:
            # "said that it would withdraw and in July bombed Ostia": a past tense, whatever the parser takes it for.
            return None
        # "might have frozen its assets or kept back its aid"
        kept_back = verb.tag_ == "VBD" and head.tag_ == "VBN"
        if not own and (kept_back or (verb.tag_ in {"VB", "VBP", "VBG", "VBN"} and head.tag_ in {verb.tag_, "VB"})):
            self.clause.share_auxiliaries(head)
        return self._governor(head)

    def _goes_on_outside(self, verb: Token, head: Token) -> bool:
        """ "denied that it had signed and blamed Ostia": what is told beside what is denied, though the parser joins it."""
        told = verb.tag_ == "VBD" and is_past_perfect(head) and head.dep_ == "ccomp" and head.head.tag_ == "VBD"
        return told and self.governors.class_of(head.head) in {"denying", "speaking", "doubting"}

    def _adjective(self, adjective: Token) -> Token | None:
        if adjective.dep_ in {"acomp", "oprd", "xcomp", "attr"}:
            return adjective.head
        if adjective.dep_ == "conj":
            return adjective.head
        return None
