"""Who "the two countries", "both sides" or "the three" are: those named together last, or whom a text has most in view."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from pipeline.entities.anaphora import Anaphor
from pipeline.entities.discourse import Discourse
from pipeline.entities.owners import unique
from pipeline.entities.pronouns import resolved
from pipeline.entities.salience import CLEAR, Salience
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# How many sentences back a phrase may refer, and how many back the persons have been named whom it takes up.
REACH, PEOPLE_REACH = 3, 2
# How many sentences back those may have been named in one breath whom a phrase of number takes up.
TOGETHER_REACH = 25
# Of the two they have to be among so many states that are most in view.
MOST_IN_VIEW = 3
# A phrase that says more of the two than that they are two: "the two communist neighbours".
DESCRIBED = "pair.described"
BOTH = Anaphor("pair.both", "pair", frozenset({"GPE"}), frozenset(), "", frozenset())
# Pairs that are those who lead and not their states.
_OF_PEOPLE = frozenset({"pair.leaders", "pair.both"})


class Pairs:
    """Answers for one Doc who is meant by phrases of two, three or four."""

    def __init__(self, index: ActorIndex, discourse: Discourse, salience: Salience) -> None:
        self.index = index
        self.discourse = discourse
        self.salience = salience

    def of(self, token: Token, anaphor: Anaphor) -> tuple[Actor, ...]:
        """Those whom a phrase stands for; empty where it is doubtful."""
        return self._several(token, anaphor) if anaphor.several else self._pair(token, anaphor)

    def _pair(self, token: Token, anaphor: Anaphor) -> tuple[Actor, ...]:
        """The two that were named together last, or that the text has in view before all others."""
        found: list[Actor] = []
        for distance, sentence in enumerate(self.discourse.backwards(token, PEOPLE_REACH)):
            if people := self._two_people(sentence, token, anaphor):
                return resolved(people)
            if distance > 1:
                continue
            together = self.discourse.joined(sentence, token.i)
            named = self.discourse.named(sentence, token.i, anaphor.labels | {"NORP"})
            found = list(unique([*named, *found]))
            if len(together) == 2 and len(found) <= 3:
                found = list(together)
                break
        if anaphor.only:
            found = [actor for actor in found if actor.kb_id in anaphor.only]
        if anaphor.rule == DESCRIBED:
            # What is said of the two may fit others than those in view.
            return resolved(tuple(found)) if len(found) == 2 else ()
        if len(found) != 2 or self._are_out_of_view(token, found):
            found = self._two_in_view(token, anaphor.only)
        barred = self.discourse.co_arguments(token)
        if barred & {actor.kb_id for actor in found if actor.kb_id}:
            # "Norland telephoned both presidents": Norland's own is none of the two.
            found = self._two_in_view(token, anaphor.only, barred)
        if len(found) != 2 and anaphor is not BOTH:
            found = self._last_together(token, anaphor, barred) or self._one_and_matter(token, anaphor, barred)
        return resolved(tuple(replace(actor, sector=anaphor.sector or actor.sector) for actor in found))

    def _last_together(self, token: Token, anaphor: Anaphor, barred: Collection[str]) -> list[Actor]:
        """The two states that were last named in one breath, however far back, if neither acts on the phrase."""
        in_view = {code for _, code in self.salience.ranked(token)[:MOST_IN_VIEW]}
        for sentence in self.discourse.backwards(token, TOGETHER_REACH):
            pair = self.discourse.joined(sentence, token.i)
            states = [a for a in pair if a.kb_id in in_view and a.kb_id not in barred]
            if len(states) == 2 and (not anaphor.only or all(a.kb_id in anaphor.only for a in states)):
                return states
        return []

    def _one_and_matter(self, token: Token, anaphor: Anaphor, barred: Collection[str]) -> list[Actor]:
        """The one state that a sentence has named before a phrase of two, and the other that is clearly in view: "When the
        Ostian president visited, the two countries signed", in a text on Norland."""
        sentence = next(self.discourse.backwards(token, 0), None)
        named = self.discourse.named(sentence, token.i, anaphor.labels | {"NORP"}) if sentence is not None else []
        states = [actor for actor in named if actor.kb_id in self.index.gazetteer.states]
        if len(states) != 1 or anaphor.only or barred:
            return []
        other = self.index.state_of_country(self.salience.clearest(token, {states[0].kb_id}))
        return [states[0], other] if other is not None else []

    def _two_people(self, sentence: Span, token: Token, anaphor: Anaphor) -> tuple[Actor, ...]:
        """The two persons of two countries whom a sentence names together: "A and B met. The two agreed", or their states."""
        people = self.discourse.joined(sentence, token.i, frozenset({"PERSON"}))
        countries = {actor.country for actor in people if actor.country}
        if len(countries) != 2:
            return ()
        if anaphor.rule in _OF_PEOPLE:
            return people
        states = [self.index.state_of_country(actor.country) for actor in people]
        return unique([replace(state, sector=anaphor.sector or state.sector) for state in states if state is not None])

    def _are_out_of_view(self, token: Token, found: Sequence[Actor]) -> bool:
        """Whether two other states are far more in view than these: guests of the text, and not its matter."""
        ranked = self.salience.ranked(token)
        scores = {code: score for score, code in ranked}
        if not all(actor.kb_id in scores for actor in found):
            return False
        own = sum(scores[actor.kb_id] for actor in found)
        return CLEAR * own < sum(score for score, _ in ranked[:2])

    def _two_in_view(
        self, token: Token, only: frozenset[str] = frozenset(), barred: Collection[str] = ()
    ) -> list[Actor]:
        ranked = self.salience.ranked(token, barred, only)
        if len(ranked) < 2 or (len(ranked) > 2 and ranked[1][0] < CLEAR * ranked[2][0]):
            return []
        states = [self.index.state_of_country(code) for _, code in ranked[:2]]
        return [state for state in states if state is not None]

    def _several(self, token: Token, anaphor: Anaphor) -> tuple[Actor, ...]:
        """The three or four that were last named in one list, or that one sentence near names alone."""
        words = {t.lower_ for t in self.index.doc[token.left_edge.i : token.i + 1]}
        wanted = 4 if "four" in words else 3
        for sentence in self.discourse.backwards(token, REACH):
            if listed := self.discourse.listed(sentence, token.i, wanted):
                return resolved(listed)
            named = self.discourse.named(sentence, token.i, frozenset({"GPE"}))
            if len(named) >= wanted:
                return resolved(tuple(named)) if len(named) == wanted else ()
        for sentence in self.discourse.backwards(token, TOGETHER_REACH):
            if listed := self.discourse.listed(sentence, token.i, wanted):
                states = [self.index.state_of_country(actor.country) for actor in listed]
                return resolved(unique([state for state in states if state is not None])) if all(states) else ()
        return ()
