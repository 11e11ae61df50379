"""Coreference by rule: pronouns and phrases that stand for an actor named before, and none where it is doubtful.

Who a text makes likeliest is read off grammar first (the subject that a clause shares, the subject that a saying verb
has) and off recency then, a few sentences back; a second candidate as likely as the first means no answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.entities.anaphora import Anaphor
from pipeline.entities.discourse import Discourse, clause_of
from pipeline.entities.gazetteer import Agent
from pipeline.entities.holders import Holders
from pipeline.entities.owners import owners_of, unique
from pipeline.entities.pairs import BOTH, DESCRIBED, Pairs
from pipeline.entities.pronouns import Pronouns, resolved
from pipeline.entities.salience import CLEAR, Salience
from pipeline.records import Actor, Mention, Sentence

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# How many sentences back a phrase may refer.
REACH = 3
OTHER_SIDE_REACH = 2
# Agents that live under whatever state a text speaks of, friend or foe of its government.
_AT_HOME = frozenset({"REB", "OPP", "COP", "LAB", "JUD", "LEG", "AGR", "MIL"})
_MAYBE_AT_HOME = frozenset({"CVL", "EDU", "UAF", "REL", "HLH", "MED"})
_PLACING = frozenset({"in", "at", "across", "outside", "near", "throughout"})
CROWD = "crowd"
_OF_TWO = frozenset({"two", "both"})


class Coreference:
    """Answers for one Doc who is meant by words that name nobody."""

    def __init__(self, index: ActorIndex, sentences: Sequence[Sentence]) -> None:
        self.index = index
        self.anaphora = index.gazetteer.anaphora
        self.discourse = Discourse(index, sentences)
        self.salience = Salience(self.discourse)
        self.pairs = Pairs(index, self.discourse, self.salience)
        self.pronouns = Pronouns(index, self.discourse)
        self.holders = Holders(index)

    def of_pronoun(self, token: Token) -> tuple[Actor, ...]:
        """The actors that a pronoun stands for; empty where it is doubtful."""
        if token.lower_ == "both":
            argument = token.dep_ in {"nsubj", "dobj"}
            alone = argument and not any(c.dep_ in {"prep", "conj"} for c in token.children)
            return self.pairs.of(token, BOTH) if alone else ()
        return self.pronouns.of(token)

    # -- phrases

    def of_phrase(self, token: Token) -> tuple[Actor, ...] | None:
        """The actors that a phrase such as "the two countries" stands for; None where it is no such phrase."""
        anaphor = self._anaphor(token)
        if anaphor is None or anaphor.stands_for in {"government", "office"}:
            return None
        if anaphor.stands_for == "treaty":
            return ()
        if anaphor.stands_for == "pair":
            return self.pairs.of(token, anaphor)
        if anaphor.stands_for == "country":
            return resolved(self._country(token, anaphor.only))
        return resolved(self._organised(token, anaphor))

    def _anaphor(self, token: Token) -> Anaphor | None:
        if token.lower_ not in self.anaphora.phrase_ends:
            return None
        start = max(token.left_edge.i, token.i - 5)
        doc = self.index.doc
        for first in range(start, token.i + 1):
            anaphor = self.anaphora.phrases.get(doc[first : token.i + 1].text.lower()) or self._described_pair(token, first)
            if anaphor is None:
                continue
            if anaphor.capital and not token.text[:1].isupper():
                return None
            behind = [t.lower_ for t in doc[token.i + 1 : token.i + 3]]
            general = bool(behind) and behind[0] in anaphor.never_before and behind != ["of", "them"]
            # "asked both sides to withdraw", but "both sides to the treaty"
            general = general and not (behind[0] == "to" and doc[min(token.i + 2, len(doc) - 1)].tag_ == "VB")
            return None if general or first > start + 1 else anaphor
        return None

    def _described_pair(self, token: Token, first: int) -> Anaphor | None:
        """The pair that a phrase stands for whose noun is described: "the two communist neighbours", "both Asian giants"."""
        words = [t for t in self.index.doc[first : token.i] if t.dep_ not in {"amod", "compound", "punct", "npadvmod"}]
        if len(words) == token.i - first or not any(t.lower_ in _OF_TWO for t in words):
            return None
        anaphor = self.anaphora.phrases.get(" ".join(t.lower_ for t in (*words, token)))
        return replace(anaphor, rule=DESCRIBED) if anaphor is not None and anaphor.stands_for == "pair" else None

    def _country(self, token: Token, only: Iterable[str] = ()) -> tuple[Actor, ...]:
        """The one state that a phrase can mean: the subject near it, the one that the text is about, or the only one near."""
        allowed = frozenset(only)
        barred = self.discourse.co_arguments(token)
        sentence = next(self.discourse.backwards(token, 0), None)
        subject = self.discourse.subject_state(sentence, token) if sentence is not None else None
        if subject is not None and subject.kb_id not in barred and (not allowed or subject.kb_id in allowed):
            ranked = self.salience.ranked(token, barred, allowed)
            return (subject,) if not ranked or ranked[0][1] == subject.kb_id else ()
        code = self.salience.clearest(token, barred, allowed)
        state = self.index.state_of_country(code) if code or len(allowed) != 1 else self._named_somewhere(allowed)
        return (state,) if state is not None else ()

    def _named_somewhere(self, only: Iterable[str]) -> Actor | None:
        """The one state that a phrase can mean, if the text names it anywhere."""
        found = next((m for m in self.index.mentions if m.kb_id in only), None)
        return self.index.state_of_country(found.kb_id) if found is not None else None

    def _organised(self, token: Token, anaphor: Anaphor) -> tuple[Actor, ...]:
        """The body, group or force named last, if it is what the phrase's word says."""
        word = token.lemma_.lower()
        for sentence in self.discourse.backwards(token, REACH):
            named = self.discourse.mentions(sentence, token.i, anaphor.labels)
            fitting = [m for m in named if self._is_called(m, word, anaphor)]
            found = unique([a for m in fitting if (a := self.index.actor_of(m)) is not None])
            if found:
                return found if len(found) == 1 else ()
        # "The western alliance": one that only one body can be, if the text has named it at all.
        sole = next((m for m in self.index.mentions if m.start < token.idx and {m.kb_id} == set(anaphor.only)), None)
        actor = self.index.actor_of(sole) if sole is not None else None
        return (actor,) if actor is not None else ()

    def _is_called(self, mention: Mention, word: str, anaphor: Anaphor) -> bool:
        if anaphor.only:
            return mention.kb_id in anaphor.only
        if word in mention.name.lower().split() or word in mention.text.lower().split():
            return True
        if anaphor.stands_for == "force" and mention.rule.startswith("ship."):
            return word in self.index.gazetteer.agents or word in self.index.gazetteer.shapes.means
        sectors = self.index.gazetteer.shapes.called.get(word, frozenset())
        return mention.sector in sectors

    def other_side(self, token: Token, own: Collection[str]) -> Actor | None:
        """The state beside those of ``own`` that this sentence or one of the two before names, and that is clearly in view."""
        near: set[str] = set()
        for sentence in self.discourse.backwards(token, OTHER_SIDE_REACH):
            named = self.discourse.named(sentence, sentence.end, frozenset({"GPE", "NORP"}))
            near |= {a.kb_id for a in named if a.kb_id in self.index.gazetteer.states and a.country not in own}
            if near:
                break
        ranked = [(score, code) for score, code in self.salience.ranked(token) if not self._is_of(code, own)]
        fitting = [(score, code) for score, code in ranked if code in near]
        if not fitting or CLEAR * fitting[0][0] < ranked[0][0]:
            return None
        if len(fitting) > 1 and fitting[0][0] < CLEAR * fitting[1][0]:
            return None
        return self.index.state_of_country(fitting[0][1])

    def only_state(self, token: Token) -> Actor | None:
        """The state in view at a word, if it is the only one and isn't what acts on it ("Norland invited delegations")."""
        ranked = self.salience.ranked(token)
        if len(ranked) != 1 or ranked[0][1] in self.discourse.co_arguments(token):
            return None
        return self.index.state_of_country(ranked[0][1])

    def _is_of(self, code: str, own: Collection[str]) -> bool:
        state = self.index.state_of_country(code)
        return code in own or (state is not None and state.country in own)

    # -- agents and persons

    def without_owner(self, token: Token, agent: Agent) -> tuple[Actor, ...]:
        """An agent that nothing around it gives to a country: the holder of its office, the text's country, or nobody's."""
        if any(c.tag_ == "PRP$" for c in token.children):
            return (Actor("", agent.name, "", "", agent.sector, "mention"),) if not agent.is_state else ()
        if self.index.is_from_abroad(token):
            return (Actor("", agent.name, "", "", agent.sector, "mention"),)
        definite = any(c.dep_ == "det" and c.lower_ in {"the", "this", "these"} for c in token.children)
        plural = token.tag_ in {"NNS", "NNPS"}
        if definite and not plural:
            holder = self.holders.of(token, agent, self.discourse.co_arguments(token))
            if holder is not None:
                return resolved((holder,))
        if agent.name in self.index.gazetteer.shapes.monarchs:
            return ()
        if agent.is_state and not plural and agent.name not in self.index.gazetteer.shapes.bare_agents:
            return (Actor("", agent.name, "", "", agent.sector, "mention"),) if definite else ()
        if agent.is_state and plural and agent.name not in self.index.gazetteer.shapes.collective:
            return (Actor("", agent.name, "", "", agent.sector, "mention"),) if agent.sector else ()
        if agent.is_state and not definite and token.tag_ not in {"NNS", "NNPS"}:
            return ()
        state = self._country(token)
        if agent.is_state and not state and definite:
            state = self._state_of_persons(token)
        if agent.is_state:
            state = state if definite or len(self.discourse.states_near(token)) == 1 else ()
            found = tuple(self.index.agent_of(actor, agent) for actor in state)
            if not found and definite and agent.sector:
                return (Actor("", agent.name, "", "", agent.sector, "mention"),)
            return resolved(found) if definite else _implied(found)
        if not state and agent.sector in _AT_HOME:
            # Its own police may well act on a state, and its crowds on its parliament.
            home = self.index.state_of_country(self.salience.clearest(token))
            state = (home,) if home is not None else ()
        if state and self._lives_there(token, agent) and self._is_clear(token, state[0]):
            return _implied((self.index.agent_of(state[0], agent),))
        place = self._state_of_place(token)
        if place is not None and self._lives_there(token, agent):
            return _implied((self.index.agent_of(place, agent),))
        return (Actor("", agent.name, "", "", agent.sector, "mention"),)

    def _state_of_place(self, token: Token) -> Actor | None:
        """The state where the clause of a word says that it happens: "thousands protested in Velostra"."""
        verb = clause_of(token)
        # "stormed the embassy in Velostra": the parser hangs the place on what stands there.
        above = [token, verb, *(c for c in verb.children if c.dep_ == "dobj" and c.i > token.i)] if verb is not None else [token]
        for child in (child for head in above for child in head.rights):
            if child.dep_ == "prep" and child.lower_ in _PLACING:
                for noun in child.children:
                    mention = self._place_at(noun) if noun.dep_ == "pobj" else None
                    if mention is not None and mention.label in {"GPE", "NORP"} and mention.country:
                        return self.index.state_of_country(mention.country)
        return None

    def _place_at(self, noun: Token) -> Mention | None:
        """The place that a noun names, or that "the city of …" says behind it, or "the Norlander capital" before it."""
        inside = [inner for child in noun.rights if child.lower_ == "of" for inner in child.children]
        if noun.lower_ in self.index.gazetteer.shapes.place_nouns | {"capital"}:
            inside += [child for child in noun.lefts if child.dep_ in {"amod", "compound", "poss"}]
        return self.index.mention_at(noun) or next((m for n in inside if (m := self.index.mention_at(n))), None)

    def _state_of_persons(self, token: Token) -> tuple[Actor, ...]:
        """The state of the only persons that a sentence and the one before name, where they name no state."""
        codes: set[str] = set()
        for sentence in self.discourse.backwards(token, 1):
            if self.discourse.named(sentence, sentence.end, frozenset({"GPE", "NORP"})):
                return ()
            codes |= {m.country for m in self.discourse.mentions(sentence, sentence.end, frozenset({"PERSON"}))}
        state = self.index.state_of_country(codes.pop()) if len(codes) == 1 else None
        return (state,) if state is not None else ()

    def _lives_there(self, token: Token, agent: Agent) -> bool:
        """Whether an agent is likely one of the state's own: its police, rebels, parliament, or people who act or suffer."""
        if agent.sector in _AT_HOME:
            return token.dep_ != "appos"
        return (
            agent.sector in _MAYBE_AT_HOME
            and (token.dep_ in {"nsubj", "nsubjpass", "dobj"} or _is_aimed_at(token))
            and (token.tag_ == "NNS" or agent.name == CROWD)
        )

    def _is_clear(self, token: Token, state: Actor) -> bool:
        """Whether no other state stands near that an agent could belong to."""
        near = self.discourse.states_near(token)
        return near <= {state.kb_id}

    def with_country(self, actor: Actor, mention: Mention) -> Actor:
        """A person in office whose country nothing tells has that of whose office it is, or the one clearly in view there."""
        first, last = self.index.tokens_of(mention)
        token = self.index.doc[first:last].root
        told = self._country_of_described(token)
        if told:
            return replace(actor, country=told)
        if mention.sector not in {"GOV", "MIL", "LEG", "JUD", "COP", "OPP", "REB"}:
            return actor
        country = self._country_of_owner(token)
        if not country:
            state = self.index.state_of_country(self.salience.clearest(token))
            if state is None or state.kb_id in self.discourse.co_arguments(token):
                return actor
            country = state.country
        return replace(actor, country=country, resolved_by="implied")

    def _country_of_described(self, name: Token) -> str:
        """The country of an office that somebody is said to have held: "the last Norlander president to go there was A"."""
        verb = name.head
        if name.dep_ != "attr" or verb.lemma_ != "be":
            return ""
        offices = [c for c in verb.lefts if c.dep_ == "nsubj" and self.index.agent_at(c) is not None]
        countries = {owner.country for office in offices for owner in owners_of(office, self.index)}
        return countries.pop() if len(countries) == 1 else ""

    def _country_of_owner(self, name: Token) -> str:
        """The country of whom "his prime minister, A" or "A, her envoy" serves; empty where that isn't told or doubtful."""
        described = [name.head] if name.dep_ == "appos" else [c for c in name.rights if c.dep_ == "appos"]
        for noun in (name, *described):
            for child in noun.lefts:
                if child.tag_ == "PRP$":
                    countries = {actor.country for actor in self.index.at(child)}
                    return countries.pop() if len(countries) == 1 else ""
        return ""


def _is_aimed_at(token: Token) -> bool:
    """Whether something is done to somebody: "fired at demonstrators", "a crackdown on protesters"."""
    return token.dep_ == "pobj" and token.head.lower_ in {"at", "against", "on"}


def _implied(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple(replace(actor, resolved_by="implied") for actor in actors)
