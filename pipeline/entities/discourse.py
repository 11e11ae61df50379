"""What a text has spoken of so far, sentence by sentence: its actors, its subjects, who was named together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from pipeline.entities.owners import is_opposed, unique
from pipeline.records import Actor, Mention, Sentence

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

OBJECT_DEPS = frozenset({"dobj", "dative", "pobj"})
_VERBS = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_STATES = frozenset({"GPE", "NORP"})
# "The two had not spoken": a number that stands for its noun is of several.
PLURAL = frozenset({"NNS", "NNPS", "CD"})
_NEUTER_LABELS = frozenset({"GPE", "ORG", "MILITARY", "ALLIANCE"})


def clause_of(token: Token) -> Token | None:
    """The nearest verb above a token."""
    for above in token.ancestors:
        if above.pos_ in _VERBS:
            return above
    return None


def subject_of(verb: Token) -> Token | None:
    """The subject that stands at a verb, or the one that it shares with the verb it is coordinated with or controlled by."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                return child
        if verb.dep_ not in {"conj", "xcomp", "advcl", "aux", "auxpass", "pcomp"} or verb.head.i == verb.i:
            return None
        verb = verb.head if verb.head.pos_ in _VERBS else (clause_of(verb) or verb.head)
    return None


class Discourse:
    """The sentences of a Doc with the actors named in them."""

    def __init__(self, index: ActorIndex, sentences: Sequence[Sentence]) -> None:
        self.index = index
        doc = index.doc
        self.spans: list[tuple[Span, int]] = []
        for sentence in sentences:
            span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
            if span is not None and len(span):
                self.spans.append((span, sentence.paragraph))
        self._number: dict[int, int] = {}
        for number, (span, _) in enumerate(self.spans):
            self._number.update(dict.fromkeys(range(span.start, span.end), number))
        self._mentions: dict[int, list[Mention]] = {}
        for mention in index.mentions:
            at = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if at is not None and at.start in self._number:
                self._mentions.setdefault(self._number[at.start], []).append(mention)

    def backwards(self, token: Token, reach: int) -> Iterator[Span]:
        """The sentence of a token and those before it, the nearest first."""
        at = self._number.get(token.i)
        if at is not None:
            for number in range(at, max(-1, at - reach - 1), -1):
                yield self.spans[number][0]

    def opens_paragraph(self, sentence: Span) -> bool:
        """Whether a sentence is the first of its paragraph, and not of the text."""
        at = self._number.get(sentence.start, 0)
        return at > 0 and self.spans[at][1] != self.spans[at - 1][1]

    def co_arguments(self, token: Token) -> set[str]:
        """Who stands beside a phrase in its own clause and so can't be meant by it: "Norland condemned the government"."""
        verb = clause_of(token)
        noun = token.head if token.dep_ == "poss" else token
        over = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
        if over.lemma_ in self.index.gazetteer.shapes.transparent_nouns:
            # "banned members of the regime"
            noun = over
        if verb is None or noun.dep_ not in OBJECT_DEPS | {"nsubjpass"}:
            return set()
        subject = subject_of(verb)
        if subject is None or subject.i == token.i:
            return set()
        found = self.index.at(subject)
        return {actor.kb_id for actor in found if actor.kb_id} | {
            actor.country for actor in found if actor.country
        }

    def sentence_before(self, token: Token) -> Span | None:
        """The sentence before that of a token."""
        at = self._number.get(token.i)
        return self.spans[at - 1][0] if at else None

    def mentions(self, sentence: Span, before: int, labels: frozenset[str]) -> list[Mention]:
        """The mentions of some kinds in a sentence, before a token."""
        found = self._mentions.get(self._number.get(sentence.start, -1), [])
        return [m for m in found if m.label in labels and self._stands_before(m, before)]

    def _stands_before(self, mention: Mention, before: int) -> bool:
        first, _ = self.index.tokens_of(mention)
        return first < before and not is_opposed(self.index.doc[first], mention, self.index)

    def named(self, sentence: Span, before: int, labels: frozenset[str]) -> list[Actor]:
        """The actors named in a sentence before a token, each once; a person or people counts for nobody but itself."""
        # "In New York": where something is, and no state.
        actors = [self.index.actor_of(m) for m in self.mentions(sentence, before, labels) if m.kb_id or m.label != "GPE"]
        return list(
            unique(
                [
                    a
                    for a in actors
                    if a is not None
                    and (a.kb_id in self.index.gazetteer.states or "GPE" not in labels or a.sector != "CVL")
                    and a.kb_id
                ]
            )
        )

    def joined(
        self, sentence: Span, before: int, labels: frozenset[str] = _STATES
    ) -> tuple[Actor, ...]:
        """The two, states if nothing else is asked for, that stand in one breath: "A and B", "between A and B", "A–B"."""
        states = self.mentions(sentence, before, labels)
        pairs = []
        for one, two in zip(states, states[1:], strict=False):
            first, second = self.index.tokens_of(one), self.index.tokens_of(two)
            gap = self.index.doc[first[1] : second[0]]
            between = " ".join(t.lower_ for t in gap if labels == _STATES or not self._tells_office(t))
            listed = first[0] > 0 and self.index.doc[first[0] - 1].text == ","
            if not listed and between in {"and", "and the", "-", "–", "/", "—", "’s and", "'s and"}:
                actors = unique([a for m in (one, two) if (a := self.index.actor_of(m)) is not None])
                if len(actors) == 2 and actors not in pairs:
                    pairs.append(actors)
        return pairs[0] if len(pairs) == 1 else ()

    def _tells_office(self, token: Token) -> bool:
        """Whether a word only says who the person beside it is: "A of Norland and Prime Minister B"."""
        mention = self.index.mention_at(token)
        if mention is not None:
            return mention.label in _STATES
        return token.lower_ in {"of", "the"} or (token.dep_ == "compound" and token.text[:1].isupper())

    def listed(self, sentence: Span, before: int, number: int) -> tuple[Actor, ...]:
        """So many actors whom a sentence names in one list: "A, B and C"; the last such list."""
        for word in reversed(self.index.doc[sentence.start : min(sentence.end, before)]):
            if word.dep_ == "conj" or not any(child.dep_ == "conj" for child in word.rights):
                continue
            named = [noun for noun in (word, *word.conjuncts) if noun.i < before and self.index.mention_at(noun)]
            found = unique([actor for noun in named for actor in self.index.at(noun)])
            if len(named) == len(found) == number:
                return found
        return ()

    def states_near(self, token: Token) -> set[str]:
        """The states named in the sentence of a token up to it and, where it names none, in the one before it."""
        found: set[str] = set()
        for sentence in self.backwards(token, 1):
            end = sentence.end if sentence.end <= token.i else token.i + 1
            states = self.named(sentence, end, frozenset({"GPE", "NORP"}))
            found |= {actor.kb_id for actor in states if actor.kb_id in self.index.gazetteer.states}
            if found:
                break
        return found

    def subject_state(self, sentence: Span, token: Token) -> Actor | None:
        """The state that is the subject of a sentence's main verb, or of the verb that governs ``token``."""
        subject = subject_of(sentence.root)
        if subject is None or token.i <= subject.i or token in subject.subtree:
            return None
        found = self.index.at(subject)
        states = [actor for actor in found if actor.kb_id in self.index.gazetteer.states]
        if any(noun.dep_ == "conj" for noun in subject.conjuncts):
            return None
        return states[0] if len(states) == 1 else None

    def only_one(self, sentence: Span, kind: str) -> Actor | None:
        """The only actor of a kind in a sentence."""
        labels = frozenset({"PERSON"}) if kind == "person" else _NEUTER_LABELS
        found = unique(
            [
                a
                for m in self.mentions(sentence, sentence.end, labels)
                if self._is_argument(m) and (a := self.index.actor_of(m)) is not None
            ]
        )
        return found[0] if len(found) == 1 else None

    def _is_argument(self, mention: Mention) -> bool:
        first, last = self.index.tokens_of(mention)
        return self.index.doc[first:last].root.dep_ in {"nsubj", "nsubjpass", "dobj"}

    def agrees(self, subject: Token, kind: str) -> bool:
        """Whether a subject has the number and sort that a pronoun asks for."""
        if subject.pos_ == "PRON":
            return _pronoun_agrees(subject.lower_, kind)
        mention = self.index.mention_at(subject)
        joined = any(noun.dep_ == "conj" for noun in subject.conjuncts) or self._is_listed(subject)
        plural = subject.tag_ in PLURAL or joined
        if kind == "plural":
            collective = mention is not None and mention.label in {"ORG", "MILITARY", "NORP"}
            body = (
                mention is None
                and not self._is_person(subject, mention)
                and self.index.agent_at(subject) is not None
            )
            return plural or collective or body
        if joined:
            return False
        if kind == "person":
            return self._is_person(subject, mention)
        if mention is not None:
            return mention.label in _NEUTER_LABELS
        agent = self.index.agent_at(subject)
        person = subject.tag_ in {"NNS", "NNPS"} or (agent is not None and self._is_person(subject, mention))
        return not person

    def _is_listed(self, subject: Token) -> bool:
        """Whether the parser took a list for an apposition: "A, B and others"."""
        mention = self.index.mention_at(subject)
        if mention is None or mention.label != "GPE":
            return False
        beside = (self.index.mention_at(child) for child in subject.rights if child.dep_ == "appos")
        return any(one is not None and one.label == "GPE" and one.kb_id != mention.kb_id for one in beside)

    def _is_person(self, subject: Token, mention: Mention | None) -> bool:
        if mention is not None:
            return mention.label == "PERSON"
        return subject.tag_ == "NN" and subject.lemma_.lower() in self.index.gazetteer.offices


def _pronoun_agrees(word: str, kind: str) -> bool:
    kinds = {
        "it": "neuter",
        "they": "plural",
        "he": "person",
        "she": "person",
        "who": "person",
        "which": "neuter",
    }
    return kinds.get(word) == kind
