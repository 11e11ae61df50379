"""Which state a text is about, for sentences that say only "the government", "it" or "neutrality"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from pipeline.stance.holder import SUBJECTS, Holder, HolderReader

# A heavier word for a recent subject, so that the topic moves with the text; and for one named throughout. All chosen on the
# gold and on pages that are no part of it.
TOPIC_DECAY = 0.8
WHOLE_WEIGHT = 4.0
LEAST_TOPIC = 0.8
OWNER_WEIGHT = 0.8
NAMED_WEIGHT = 0.1
# Whom a pronoun stands for is a guess, and a wrong one is carried on from sentence to sentence.
PRONOUN_WEIGHT = 0.4
# Its people, firms and parties speak for no state, but a text that is full of them is about it.
PEOPLE_WEIGHT = 0.4
POWER_WEIGHT = 0.3


@dataclass
class Topic:
    """Which state a text is about just now: who was its subject of late, and who is named in many of its sentences.

    Powers count for less: a text tells how another state stands between them more often than the other way about.
    """

    reader: HolderReader
    whole: dict[Holder, float] = field(default_factory=dict)
    recent: dict[Holder, float] = field(default_factory=dict)
    # Each token that names somebody, with whom and how much that counts; in order.
    naming: list[tuple[int, Holder, float]] = field(default_factory=list)

    def survey(self, doc: Doc) -> None:
        """Take in all of a text, before it is read sentence by sentence; a sentence counts once for each whom it names.

        A state of which only the people are named takes no position in the text.
        """
        self.naming = [(token.i, *one) for token in self.reader.meaning(doc) for one in self._weighed(token)]
        own = set(self.reader.within(doc[:]))
        for sentence in doc.sents if self.naming else ():
            most: dict[Holder, float] = {}
            for holder, weight in self._within(sentence):
                most[holder] = max(weight, most.get(holder, 0.0))
            for holder, weight in most.items():
                if holder in own:
                    self.whole[holder] = self.whole.get(holder, 0.0) + weight
        total = sum(self.whole.values())
        for holder in self.whole:
            self.whole[holder] *= WHOLE_WEIGHT / total

    def see(self, sentence: Span) -> None:
        """Take in a sentence that has been read."""
        for holder in self.recent:
            self.recent[holder] *= TOPIC_DECAY
        for holder, weight in self._within(sentence):
            self.recent[holder] = self.recent.get(holder, 0.0) + weight

    def current(self) -> Holder | None:
        """The state that leads, or nobody where hardly any has been named."""
        weights = {one: self.whole.get(one, 0.0) + self.recent.get(one, 0.0) for one in self.whole}
        leader = min(weights, key=lambda one: (-weights[one], one.name), default=None)
        return leader if leader is not None and weights[leader] >= LEAST_TOPIC else None

    def _within(self, sentence: Span) -> Iterator[tuple[Holder, float]]:
        first = bisect_left(self.naming, sentence.start, key=_place)
        last = bisect_left(self.naming, sentence.end, key=_place)
        return ((holder, weight) for _, holder, weight in self.naming[first:last])

    def _weighed(self, token: Token) -> Iterator[tuple[Holder, float]]:
        """Whom a token names, and how much that counts."""
        named = self.reader.named(token)
        own = PRONOUN_WEIGHT if token.pos_ == "PRON" else 1.0
        if not named and token.pos_ != "PRON":
            named, own = self.reader.homes(token), PEOPLE_WEIGHT
        role = 1.0 if token.dep_ in SUBJECTS else OWNER_WEIGHT if token.dep_ == "poss" else NAMED_WEIGHT
        powers = self.reader.lexicon.list("powers")
        for holder in named:
            yield holder, own * role * (POWER_WEIGHT if holder.country in powers else 1.0)


def _place(naming: tuple[int, Holder, float]) -> int:
    return naming[0]
