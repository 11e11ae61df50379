"""Whom a pronoun may mean: the actors and things of its sentence and those before, and what speaks for each.

The scheme is that of Lappin and Leass (1994), "An algorithm for pronominal anaphora resolution": what has been named is
weighed by where it stood, how long ago, and how it stands to the pronoun. A thing that is no actor competes as well, so
that "it" in "the treaty … it" means nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from pipeline.entities.discourse import clause_of, subject_of
from pipeline.entities.owners import unique
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex
    from pipeline.entities.discourse import Discourse

# How many sentences back a pronoun may refer.
REACH = 2
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NEUTER_LABELS = frozenset({"GPE", "ORG", "MILITARY", "ALLIANCE"})
_COLLECTIVE_LABELS = frozenset({"ORG", "MILITARY", "NORP"})
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_PRONOUNS = {
    "it": "neuter", "its": "neuter", "itself": "neuter",
    "they": "plural", "them": "plural", "their": "plural", "theirs": "plural", "themselves": "plural",
    "he": "person", "him": "person", "his": "person", "himself": "person",
    "she": "person", "her": "person", "hers": "person", "herself": "person",
}  # fmt: skip
_HER = frozenset({"she", "her", "hers", "herself"})


def kind_of(token: Token) -> str:
    """What a pronoun of the third person asks for: neuter, plural or person; empty for other words."""
    return _PRONOUNS.get(token.lower_, "")


@dataclass(slots=True)
class Candidate:
    """Somebody or something that a text has spoken of: its actors (none for a thing) and the words that name it."""

    actors: tuple[Actor, ...]
    heads: list[tuple[int, Token]] = field(default_factory=list)
    """How many sentences back, and the word; the nearest first."""
    trust: float = 0.0
    """How sure it is that one of these words names it, 0 to 1."""

    @property
    def nearest(self) -> tuple[int, Token]:
        return self.heads[0]


class Antecedents:
    """Finds the candidates for the pronouns of one Doc."""

    def __init__(self, index: ActorIndex, discourse: Discourse) -> None:
        self.index = index
        self.discourse = discourse
        self.guesses: dict[int, tuple[tuple[Actor, ...], float]] = {}
        """Whom the pronouns before are most likely to mean, and how likely, by number of the token."""
        # Many pronouns look back on the same words.
        self._heads: dict[int, list[Token]] = {}
        self._sorts_of: dict[int, frozenset[str]] = {}
        self._governing: dict[int, list[tuple[int, int]]] = {}

    def of(self, pronoun: Token) -> list[Candidate]:
        """Who and what a pronoun may mean by number and sort, the nearest first."""
        kind = kind_of(pronoun)
        found: dict[str, Candidate] = {}
        for distance, sentence in enumerate(self.discourse.backwards(pronoun, REACH)):
            end = pronoun.i if distance == 0 else sentence.end
            for token in self._heads_before(sentence, end):
                for key, actors in self._readings(token, kind, pronoun):
                    candidate = found.setdefault(key, Candidate(actors))
                    candidate.trust = max(candidate.trust, self._trust(token))
                    if not candidate.heads or candidate.heads[-1][1].i != token.i:
                        candidate.heads.append((distance, token))
            if kind == "plural":
                self._add_loose_pair(found, sentence, end, distance)
        return list(found.values())

    def governing(self, pronoun: Token) -> list[tuple[int, int]]:
        """The subjects of the verbs above a pronoun, the nearest first, each with how many others stand between."""
        known = self._governing.get(pronoun.i)
        if known is None:
            known = self._governing[pronoun.i] = list(_governing_subjects(pronoun))
        return known

    def _readings(self, token: Token, kind: str, pronoun: Token) -> Iterator[tuple[str, tuple[Actor, ...]]]:
        """The keys and actors of a noun phrase that a pronoun of this kind may take up."""
        if _holds(token, pronoun) or self._is_other(token, pronoun):
            return
        if kind == "plural":
            joint = self._joint(token)
            if joint:
                yield _key(joint, token, self.index), joint
                return
        if kind not in self._sorts(token):
            return
        if token.pos_ == "PRON":
            actors = self.index.at(token) or self.guesses.get(token.i, ((), 0.0))[0]
            if actors and not self._would_act_on_itself(pronoun, actors):
                yield _key(actors, token, self.index), actors
            return
        actors = tuple(a for a in self.index.at(token) if a.kb_id or a.entity_id or a.country)
        if len(actors) > 1 and kind != "plural":
            actors = ()
        actors = actors or self.of_owner(token)
        if self._would_act_on_itself(pronoun, actors):
            return
        if kind == "person" and any(actor.kb_id in self.index.gazetteer.states for actor in actors):
            # "A Norlander negotiator … he": somebody of the state, but nobody says that he is the state.
            actors = actors if self.leads(token) else ()
        yield _key(actors, token, self.index), actors

    def _would_act_on_itself(self, pronoun: Token, actors: tuple[Actor, ...]) -> bool:
        """Whether a pronoun would do to its own state what is done to others: who "accused Norland" is no Norlander."""
        verb = pronoun.head
        if pronoun.dep_ != "nsubj" or verb.lemma_ not in self.index.gazetteer.anaphora.done_to_others:
            return False
        objects = (child for child in verb.rights if child.dep_ == "dobj" and self.index.mention_at(child) is not None)
        met = {actor.country for noun in objects for actor in self.index.at(noun) if actor.kb_id in self.index.gazetteer.states}
        return any(actor.country in met for actor in actors)

    def of_owner(self, token: Token) -> tuple[Actor, ...]:
        """The state whose government a pronoun gives to somebody: "his government … it"."""
        agent = self.index.agent_at(token)
        if agent is None or agent.name not in self.index.gazetteer.shapes.governments:
            return ()
        owners = (self.guesses.get(child.i, ((), 0.0))[0] for child in token.lefts if child.dep_ == "poss")
        states = [self.index.state_of_country(actor.country) for owner in owners for actor in owner]
        return unique([state for state in states if state is not None])

    def leads(self, token: Token) -> bool:
        """Whether a word is the office of who leads or speaks for a state: "the Norlander premier … he" is Norland's voice."""
        office = self.index.gazetteer.offices.get(token.lemma_.lower())
        agent = self.index.agent_at(token)
        named = office is not None and token.tag_ == "NN" and token.dep_ != "poss"
        return named and agent is not None and agent.is_state

    def _is_other(self, token: Token, pronoun: Token) -> bool:
        """Whether two words can't mean the same: who does a thing to others isn't whom it is done to, and he isn't she."""
        if token.pos_ == "PRON" and kind_of(token) == "person":
            return (token.lower_ in _HER) != (pronoun.lower_ in _HER)
        noun = pronoun.head if pronoun.dep_ == "poss" else pronoun
        verb = clause_of(pronoun)
        if verb is None or token.head.i != verb.i or token.dep_ != "nsubj" or not _is_object_of(noun, verb):
            return False
        return noun is pronoun or verb.lemma_ in self.index.gazetteer.anaphora.done_to_others

    def _heads_before(self, sentence: Span, end: int) -> Iterator[Token]:
        """The words of a sentence that head a noun phrase and stand before ``end``, the last first."""
        known = self._heads.get(sentence.start)
        if known is None:
            known = self._heads[sentence.start] = [token for token in reversed(sentence) if self._is_head(token)]
        return (token for token in known if token.i < end)

    def _is_head(self, token: Token) -> bool:
        mention = self.index.mention_at(token)
        if mention is not None:
            if mention.label in _AMOUNTS:
                return False
            first, last = self.index.tokens_of(mention)
            return self.index.doc[first:last].root.i == token.i
        if token.pos_ == "PRON":
            return bool(kind_of(token))
        return token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"compound", "nmod", "npadvmod", "amod"}

    def _sorts(self, token: Token) -> frozenset[str]:
        known = self._sorts_of.get(token.i)
        if known is None:
            known = self._sorts_of[token.i] = self._find_sorts(token)
        return known

    def _find_sorts(self, token: Token) -> frozenset[str]:
        if token.pos_ == "PRON":
            return frozenset({kind_of(token)})
        mention = self.index.mention_at(token)
        if mention is not None:
            if mention.label == "PERSON":
                return frozenset({"person"})
            if mention.label == "NORP" and token.tag_ not in {"NN", "NNS", "NNP", "NNPS"}:
                return frozenset({"neuter"})
            sorts = {"neuter"} if mention.label != "NORP" else {"plural"}
            if mention.label in _COLLECTIVE_LABELS:
                sorts.add("plural")
            return frozenset(sorts)
        if token.tag_ in {"NNS", "NNPS"}:
            return frozenset({"plural"})
        agent = self.index.agent_at(token)
        if token.lemma_.lower() in self.index.gazetteer.offices or (agent is not None and not agent.is_state):
            return frozenset({"person"})
        return frozenset({"neuter", "plural"}) if agent is not None else frozenset({"neuter"})

    def _joint(self, token: Token) -> tuple[Actor, ...]:
        """The actors of a list that ``token`` heads, if there are several."""
        joined = [noun for noun in token.conjuncts if noun.dep_ == "conj" and noun.i > token.i]
        if not joined or token.dep_ == "conj":
            return ()
        found: list[Actor] = []
        for noun in (token, *joined):
            actors = self.index.at(noun)
            if not actors:
                return ()
            found.extend(actors)
        return unique(found) if len(unique(found)) > 1 else ()

    def _add_loose_pair(self, found: dict[str, Candidate], sentence: Span, end: int, distance: int) -> None:
        """The two states that a sentence names, apart from each other."""
        states = self.discourse.named(sentence, end, frozenset({"GPE", "NORP"}))
        if len(states) == 2:
            key = "pair:" + _key(tuple(states), sentence[0], self.index)
            found.setdefault(key, Candidate(tuple(states), trust=1.0)).heads.append((distance, sentence[0]))

    def _trust(self, token: Token) -> float:
        return self.guesses[token.i][1] if token.pos_ == "PRON" and token.i in self.guesses else 1.0


def _holds(token: Token, pronoun: Token) -> bool:
    """Whether a pronoun is part of a noun phrase: "the ships of its navy", "its navy"; a clause in it is apart."""
    for above in pronoun.ancestors:
        if above.i == token.i:
            return True
        if above.pos_ in {"VERB", "AUX"}:
            return False
    return False


def _is_object_of(noun: Token, verb: Token) -> bool:
    """Whether a noun, or what it is one of, is the direct object of a verb: "occupied its coast", "six of its islands"."""
    word = noun
    for _ in range(3):
        if word.head.i == verb.i:
            return word.dep_ == "dobj" or (word == noun and word.dep_ == "dative")
        if word.dep_ not in {"pobj", "prep"} or (word.dep_ == "prep" and word.lower_ != "of"):
            return False
        word = word.head
    return False


def _key(actors: tuple[Actor, ...], token: Token, index: ActorIndex) -> str:
    if not actors:
        return f"thing:{token.lemma_.lower()}"
    return "+".join(sorted(_name_of(actor, index) for actor in actors))


def _name_of(actor: Actor, index: ActorIndex) -> str:
    if actor.kb_id in index.gazetteer.states:
        return actor.country or actor.kb_id
    return actor.kb_id or actor.name


def _governing_subjects(pronoun: Token) -> Iterator[tuple[int, int]]:
    own = pronoun.head if pronoun.dep_ in _SUBJECTS else None
    met: list[int] = []
    verb = clause_of(pronoun)
    for _ in range(8):
        if verb is None:
            return
        subject = subject_of(verb)
        if subject is not None and subject.i != pronoun.i and verb is not own:
            if subject.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
                subject = verb.head
            yield subject.i, len(met)
            if subject.i < pronoun.i and subject.i not in met and pronoun not in subject.subtree:
                met.append(subject.i)
        verb = clause_of(verb) if verb.head.i != verb.i else None
