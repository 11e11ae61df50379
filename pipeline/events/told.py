"""What a text has told so far, and whom that makes the unsaid side of a happening.

Columns leave out whom they have in view already: "Norland recalled its ambassador" three sentences into a quarrel with
Ostia. Whoever was told of last with the side that is named, and whoever is named most around, is taken, and nobody
where two come near each other. This is salience as in centering (Grosz, Joshi & Weinstein 1995), by counted weights.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spacy.tokens import Span

from pipeline.events.candidates import Candidate
from pipeline.events.party import Party
from pipeline.events.wording import is_spoken
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# How much of a weight is left a sentence later, and how many sentences back it counts.
FADING, REACH = 0.6, 8
# How much further back a paragraph's beginning puts what was told before it, in sentences: a text turns there.
TURN = 1
# What speaks for a state or body: to be named, as a body or by its people's names, to act, to have met the named side.
NAMED, LESS_NAMED, ACTED, MET = 1.0, 0.7, 1.0, 3.0
# So many times as much in view as the next: then it is meant.
CLEAR = 1.2
# Doers are guessed less lightly.
CLEARER = 2.0
# How many sentences back a deed is still the one that others turn against.
BLAMED_REACH = 3
# How many sentences back a noun may refer.
REFERS_REACH = 6
_STATES = frozenset({"GPE", "NORP"})


@dataclass(frozen=True, slots=True)
class Happening:
    """A happening told before: its sentence's number, its type, who is on its sides (see :func:`key_of`), and itself."""

    sentence: int
    event_type: str
    sources: frozenset[str]
    targets: frozenset[str]
    candidate: Candidate


class Told:
    """The happenings and names of one Doc up to a sentence; :meth:`enter` moves on to the next."""

    def __init__(self, actors: ActorIndex) -> None:
        self._actors = actors
        self._sentence = 0
        self.is_spoken = False
        self._happenings: list[Happening] = []
        self._named: list[tuple[int, str, float]] = []
        self._bodies: dict[str, Actor] = {}

    def enter(self, span: Span) -> None:
        """Turn to the next sentence."""
        if not self._sentence:
            self.is_spoken = is_spoken(span.doc)
        self._sentence += 1 + (TURN if self._actors.opens_paragraph(span) else 0)
        for mention in self._actors.mentions_in(span.start, span.end):
            if not mention.country and mention.sector == "IGO" and mention.kb_id:
                actor = self._actors.actor_of(mention)
                if actor is not None:
                    self._bodies.setdefault(mention.kb_id, actor)
            key = mention.country or (mention.kb_id if mention.kb_id in self._bodies else "")
            if key:
                self._named.append(
                    (self._sentence, key, NAMED if mention.label in _STATES else LESS_NAMED)
                )

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Keep what the sentence tells."""
        self._happenings += [_happening(candidate, self._sentence) for candidate in candidates]

    def other_side(
        self, candidate: Candidate, beside: Iterable[Candidate] = (), but: Collection[str] = ()
    ) -> list[Actor]:
        """Who is clearly meant as the target: a state, a body, or several that acted as one; or nobody.

        :param beside: what else the same sentence tells.
        :param but: who isn't meant (see :func:`key_of`).
        """
        return self._other_than({side_of(party.actor) for party in candidate.sources}, candidate, beside, but)

    def doer_side(self, candidate: Candidate, beside: Iterable[Candidate] = ()) -> list[Actor]:
        """Who is clearly meant as the source of what the text says without a doer: "the envoy was told to leave"."""
        return self._other_than({key_of(party.actor) for party in candidate.targets}, candidate, beside, (), CLEARER)

    def _other_than(
        self,
        own: set[str],
        candidate: Candidate,
        beside: Iterable[Candidate],
        but: Collection[str],
        clear: float = CLEAR,
    ) -> list[Actor]:
        alone = len(own) == 1 or "conflict" in candidate.rule.quad_class
        if not own or "" in own or not alone:
            return []
        happenings = [*self._happenings, *(_happening(one, self._sentence) for one in beside)]
        scores: dict[str, float] = {}
        for key, weight in self._weights(own, happenings):
            if key not in own and key not in but:
                scores[key] = scores.get(key, 0.0) + weight
        ranked = sorted(((score, key) for key, score in scores.items()), reverse=True)
        rivals = [key for score, key in ranked if clear * score > ranked[0][0]]
        if len(rivals) > 1 and not any(_are_one_side(rivals, own, one) for one in happenings):
            return []
        return [actor for key in rivals if (actor := self._actor(key)) is not None]

    def give_sides(self, noun: Candidate) -> bool:
        """Give a noun the sides of the last happening of its type that can be the same; whether there is one."""
        own = _happening(noun, self._sentence)
        for one in reversed(self._happenings):
            if self._sentence - one.sentence > REFERS_REACH:
                break
            if own.event_type == one.event_type and one.sources and _can_be(own, one):
                noun.sources = noun.sources or _again(noun, one.candidate.sources)
                noun.targets = noun.targets or _again(noun, one.candidate.targets)
                return True
        return False

    def give_pair(self, shared: Candidate, beside: Iterable[Candidate]) -> None:
        """Give what two have done together ("a pact was signed") the two whom the sentence, or of late the text, tells of.

        :param beside: what else the sentence tells.
        """
        happenings = [_happening(one, self._sentence) for one in beside if one is not shared]
        pairs = {pair for one in happenings if len(pair := one.sources | one.targets) == 2}
        here = sorted(pairs.pop()) if len(pairs) == 1 else []
        known = [actor for key in here if (actor := self._actor(key)) is not None] or self.two_at_odds(())
        shared.sources, shared.targets = ([Party(shared.trigger, actor)] for actor in known) if len(known) == 2 else ([], [])

    def last_doer(self, event_types: Collection[str] | None, but: Collection[str]) -> Actor | None:
        """Who did the last thing, a few sentences back at most; None where several did, or one of ``but``.

        :param event_types: of which types the thing was; of any where this is None.
        """
        for one in reversed(self._happenings):
            if self._sentence - one.sentence > BLAMED_REACH:
                break
            if (event_types is None or one.event_type in event_types) and one.sources:
                key = next(iter(one.sources))
                return self._actor(key) if len(one.sources) == 1 and key not in but else None
        return None

    def last_met(self, event_types: Collection[str], own: Collection[str]) -> list[Actor]:
        """Against whom those of ``own`` last did a thing of certain types; nobody where the text has told of none."""
        return self._last_beside(((one, one.sources, one.targets) for one in reversed(self._happenings)), event_types, own)

    def last_against(self, event_types: Collection[str], own: Collection[str]) -> list[Actor]:
        """Who last did a thing of certain types to those of ``own``."""
        return self._last_beside(((one, one.targets, one.sources) for one in reversed(self._happenings)), event_types, own)

    def _last_beside(
        self,
        sides: Iterable[tuple[Happening, frozenset[str], frozenset[str]]],
        event_types: Collection[str],
        own: Collection[str],
    ) -> list[Actor]:
        """Who is on the second side where one of ``own`` is on the first, by the last happening of these types."""
        for one, theirs, others in sides:
            if self._sentence - one.sentence > REACH:
                break
            met = others.difference(own)
            if one.event_type in event_types and not theirs.isdisjoint(own) and met:
                return [actor for key in sorted(met) if (actor := self._actor(key)) is not None]
        return []

    def two_at_odds(self, but: Collection[str]) -> list[Actor]:
        """The two between whom most has been told of late, if no two others come near them and none is of ``but``."""
        scores: dict[frozenset[str], float] = {}
        for one in self._happenings:
            distance = self._sentence - one.sentence
            pair = one.sources | one.targets
            if distance <= REACH and len(pair) == 2 and pair.isdisjoint(but):
                scores[pair] = scores.get(pair, 0.0) + FADING**distance
        ranked = sorted(((score, sorted(pair)) for pair, score in scores.items()), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] < CLEAR * ranked[1][0]):
            return []
        return [actor for key in ranked[0][1] if (actor := self._actor(key)) is not None]

    def _actor(self, key: str) -> Actor | None:
        actor = self._bodies.get(key) or self._actors.state_of_country(key)
        return replace(actor, resolved_by="implied") if actor is not None else None

    def _weights(
        self, own: Collection[str], happenings: Iterable[Happening]
    ) -> Iterator[tuple[str, float]]:
        for sentence, key, weight in self._named:
            if self._sentence - sentence <= REACH:
                yield key, weight * FADING ** (self._sentence - sentence)
        for one in happenings:
            distance = self._sentence - one.sentence
            if distance > REACH:
                continue
            parties = one.sources | one.targets
            if parties.isdisjoint(own):
                for key in parties if one.candidate.rule.mutual else one.sources:
                    yield key, ACTED * FADING**distance
            else:
                others = parties.difference(own)
                for key in others:
                    yield key, MET * FADING**distance / len(others) ** 0.5


def key_of(actor: Actor) -> str:
    """What tells actors apart here: their country, or the body that is of none; empty for anybody else."""
    return actor.country or (actor.kb_id if actor.sector == "IGO" else "")


def side_of(actor: Actor) -> str:
    """Whom an actor stands for who acts himself: as :func:`key_of`, or a region that acts as one ("the Europeans")."""
    return key_of(actor) or (actor.kb_id if actor.sector == "GOV" else "")


def _are_one_side(keys: Collection[str], own: Collection[str], one: Happening) -> bool:
    """Whether a happening has all of ``keys`` on one side and somebody of ``own`` on the other."""
    sides = (one.sources, one.targets)
    return any(
        some.issuperset(keys) and not other.isdisjoint(own) for some, other in (sides, sides[::-1])
    )


def _can_be(own: Happening, told: Happening) -> bool:
    """Whether a noun with these sides, or without some of them, can name what was told."""
    if told.candidate.rule.mutual:
        return own.sources | own.targets <= told.sources | told.targets
    return own.sources <= told.sources and own.targets <= told.targets


def _again(noun: Candidate, side: Iterable[Party]) -> list[Party]:
    return [Party(noun.trigger, replace(party.actor, resolved_by="implied")) for party in side]


def _happening(candidate: Candidate, sentence: int) -> Happening:
    sources, targets = (
        frozenset(key for p in side if (key := key_of(p.actor)))
        for side in (candidate.sources, candidate.targets)
    )
    return Happening(sentence, candidate.rule.event_type, sources, targets, candidate)
