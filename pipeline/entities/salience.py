"""Which states a text has in view at a word: named lately, as subjects, and all along."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.records import Mention

if TYPE_CHECKING:
    from pipeline.entities.discourse import Discourse

# What naming a state weighs: as the subject, as the owner of somebody who acts, elsewhere, as a mere quality of a thing.
SUBJECT, OWNER, OTHER, QUALITY = 3.0, 1.5, 1.0, 0.2
# How much of that is left a sentence later, how many sentences back it counts, and what being the text's matter adds.
FADING, REACH, MATTER = 0.7, 8, 4.0
# So many times as much in view as the next: then it is meant.
CLEAR = 1.5
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_STATES = frozenset({"GPE", "NORP"})


class Salience:
    """Ranks the states of one Doc, asked for at a word."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.index = discourse.index
        self._shares: dict[str, float] | None = None

    def clearest(self, token: Token, barred: Collection[str] = (), allowed: Collection[str] = ()) -> str:
        """The id of the state that is clearly most in view; empty where there is none, or two come near each other."""
        ranked = self.ranked(token, barred, allowed)
        if not ranked or (len(ranked) > 1 and ranked[0][0] < CLEAR * ranked[1][0]):
            return ""
        return ranked[0][1]

    def ranked(
        self, token: Token, barred: Collection[str] = (), allowed: Collection[str] = ()
    ) -> list[tuple[float, str]]:
        """Scores and ids of the states named within reach of a word, the highest first."""
        scores: dict[str, float] = {}
        fading = 1.0
        for sentence in self.discourse.backwards(token, REACH):
            weights: dict[str, float] = {}
            for mention in self.discourse.mentions(sentence, token.i, _STATES):
                code = mention.kb_id or mention.country
                if code in self.index.gazetteer.states:
                    weights[code] = max(weights.get(code, 0.0), self._weight(mention))
            for code, weight in weights.items():
                scores[code] = scores.get(code, 0.0) + weight * fading
            fading *= FADING
        for code, share in self.shares().items():
            if share >= 0.2 or code in scores:
                scores[code] = scores.get(code, 0.0) + MATTER * share
        return sorted(
            (
                (score, code)
                for code, score in scores.items()
                if code not in barred and (not allowed or code in allowed)
            ),
            reverse=True,
        )

    def shares(self) -> dict[str, float]:
        """What part of all mentions of states in the text each state has; of a short text nothing can be said."""
        if self._shares is None:
            counts: dict[str, int] = {}
            for mention in self.index.mentions:
                if mention.label in _STATES and mention.kb_id in self.index.gazetteer.states:
                    counts[mention.kb_id] = counts.get(mention.kb_id, 0) + 1
            total = sum(counts.values())
            self._shares = {code: number / total for code, number in counts.items()} if total >= 12 else {}
        return self._shares

    def _weight(self, mention: Mention) -> float:
        first, last = self.index.tokens_of(mention)
        token = self.index.doc[first:last].root
        head = token.head
        while token.dep_ == "conj" and head.i != token.i:
            token, head = head, head.head
        if token.dep_ in _SUBJECTS:
            return SUBJECT
        if token.dep_ in {"amod", "compound", "nmod", "poss"}:
            acts = self.index.mention_at(head) is not None or self.index.agent_at(head) is not None
            if not acts and token.dep_ != "poss":
                return QUALITY
            return SUBJECT - 0.5 if acts and head.dep_ in _SUBJECTS else OWNER
        if token.dep_ == "pobj" and head.lower_ == "in" and head.i == head.sent.start:
            # "In Norland, the government …"
            return SUBJECT
        return OTHER
