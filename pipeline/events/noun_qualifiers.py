"""What the words around a noun phrase say of the happening that it names: "no talks", "the prospect of sanctions"."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.factuality import STRENGTH, Qualifiers
from pipeline.events.governors import GovernorClasses, is_indefinite
from pipeline.events.lexicon import Lexicon
from pipeline.events.light_verbs import host_of, light_verb_of
from pipeline.events.phrases import NOUN_TAGS


class NounClimb:
    """The part of a climb that leads through noun phrases; what it meets is written into ``found``."""

    def __init__(self, lexicon: Lexicon, governors: GovernorClasses, found: Qualifiers) -> None:
        self._lexicon = lexicon
        self._classes = lexicon.classes
        self._governors = governors
        self._found = found

    def step(self, noun: Token) -> Token | None:
        """Take into account what stands around a noun phrase; the next token to climb to, if any."""
        host = host_of(noun, self._lexicon)
        for token in {noun, host}:
            self._noun_modifiers(token)
        verb = light_verb_of(noun, self._lexicon)
        if verb is not None and verb.dep_ != "acl":
            return verb
        return self._governed_noun(host)

    def _noun_modifiers(self, noun: Token) -> None:
        for child in noun.children:
            if (
                child.dep_ in {"amod", "det", "advmod", "nmod", "compound", "neg", "preconj"}
                and child.i < noun.i
            ):
                kind = self._classes["modifiers"].get(child.lower_)
                if kind == "negating":
                    self._found.negate(child)
                elif kind in STRENGTH:
                    self._found.weaken(kind, child)
            elif (
                child.dep_ in {"acl", "relcl"}
                and child.tag_ == "VB"
                and child.dep_ == "acl"
                and any(c.dep_ == "auxpass" for c in child.children)
            ):
                self._found.weaken("planned", child)

    def _governed_noun(self, noun: Token) -> Token | None:
        head, dep = noun.head, noun.dep_
        if dep == "pobj" and head.dep_ in {"prep", "pcomp", "agent"}:
            return self._prepositional_noun(noun, head)
        if dep in {"dobj", "nsubjpass", "dative"} and head.pos_ == "VERB":
            return self._object_noun(noun, head)
        if dep in {"nsubj", "attr"} and head.pos_ in {"VERB", "AUX"}:
            return self._subject_noun(noun, head)
        if dep == "compound" and head.tag_ in NOUN_TAGS:
            kind = self._governors.class_of(head)
            if kind in STRENGTH:
                self._found.weaken(kind, head)
                return head
        return None

    def _object_noun(self, noun: Token, verb: Token) -> Token | None:
        kind = self._governors.class_of(verb)
        if self._is_faced(noun, verb):
            return None
        if kind == "negating":
            self._found.negate(verb)
            return verb
        if kind in {"preventing", "denying", "possible", "planned", "urged"}:
            self._found.weaken("possible" if kind in {"preventing", "denying"} else kind, verb)
            return verb
        return verb if is_indefinite(noun) and self._governors.is_future(verb) else None

    def _subject_noun(self, noun: Token, verb: Token) -> Token | None:
        if any(child.dep_ == "expl" for child in verb.children):
            # "There has never been an attack."
            return verb
        if (phrase := self._predicate_phrase(verb)) is not None:
            stands, preposition = phrase
            if stands == "negating":
                self._found.negate(preposition)
            else:
                self._found.weaken(stands, preposition)
        predicates = [c for c in verb.children if c.dep_ in {"acomp", "attr"}]
        for predicate in predicates:
            kind = self._governors.class_of(predicate) if predicate.dep_ == "acomp" else None
            # "The attack was necessary" tells of one, "The attack is necessary" calls for it.
            done = verb.tag_ == "VBD" and not is_indefinite(noun)
            if kind in {"possible", "planned"} or (kind == "urged" and not done):
                self._found.weaken(kind, predicate)
            elif kind == "doubting":
                self._found.negate(predicate)
                self._found.weaken("possible", noun)
        return verb if is_indefinite(noun) and self._governors.is_future(verb) else None

    def _is_faced(self, noun: Token, verb: Token) -> bool:
        """Whether a known happening is one that somebody faces or fuels: "enables its war", "resisted Norland's invasion"."""
        return self._is_waged(noun) and verb.lemma_ in self._lexicon.facing_verbs

    def _is_waged(self, noun: Token) -> bool:
        return noun.lemma_ in self._lexicon.waged_nouns and not is_indefinite(noun)

    def _predicate_phrase(self, verb: Token) -> tuple[str, Token] | None:
        """How what a noun names stands by a phrase behind "is": "out of the question", "in the works", "on the table"."""
        if verb.lemma_ not in {"be", "remain", "stay"}:
            return None
        for child in verb.rights:
            words = verb.doc[child.i : child.i + 4].text.lower().split() if child.dep_ == "prep" else []
            for end in range(len(words), 1, -1):
                kind = self._classes["predicates"].get(" ".join(words[:end]).rstrip(".,;:"))
                if kind is not None:
                    return kind, child
        return None

    def _prepositional_noun(self, noun: Token, preposition: Token) -> Token | None:
        head = preposition.head
        if head.dep_ == "prep":
            head = head.head
        if self._classes["prepositions"].get(preposition.lower_) == "negating":
            self._found.negate(preposition)
            return None
        kind = self._governors.class_of(head)
        if head.tag_ in NOUN_TAGS:
            return self._noun_of_noun(head, kind, preposition.lower_)
        if head.lemma_ == "be" and preposition.lower_ == "against":
            # "Norland is against an attack."
            self._found.weaken("possible", preposition)
        if head.pos_ != "VERB":
            return None
        if self._is_faced(noun, head) or (self._is_waged(noun) and preposition.lower_ in {"about", "over", "on"}):
            # "talked about Norland's invasion"
            return None
        governed = preposition.lower_ in {"for", "to", "from", "of", "about", "against"}
        if governed and kind == "negating":
            self._found.negate(head)
            return head
        if governed and kind in {"possible", "planned", "urged"}:
            self._found.weaken(kind, head)
            return head
        return head if is_indefinite(noun) and self._governors.is_future(head) else None

    def _noun_of_noun(self, head: Token, kind: str | None, preposition: str) -> Token | None:
        """ "the prospect of talks", "a pause in the bombing", "calls for sanctions"."""
        if kind == "negating" and preposition in {"of", "in"}:
            self._found.negate(head)
            return head
        about = preposition in {"of", "for", "on", "about", "against", "to", "over", "from"}
        if about and kind in {"possible", "planned", "urged", "preventing", "negating"}:
            self._found.weaken("possible" if kind in {"preventing", "negating"} else kind, head)
            return head
        return None
