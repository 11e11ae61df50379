"""Noun phrase -> Actor: who stands behind it, named or not, and for which country.

A name speaks for itself. An agent without a name ("police") has its country from what modifies it, or from the text.
A noun that only counts or leads others ("thousands of", "leaders of") passes on to them. Pronouns and phrases like
"the two countries" are coreference's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipeline.entities.agents import agent_ending
from pipeline.entities.coreference import Coreference
from pipeline.entities.equated import described
from pipeline.entities.gazetteer import Agent, Gazetteer
from pipeline.entities.home import at_home
from pipeline.entities.owners import is_opposed, objects_of, owners_of, shared_owners, unique
from pipeline.entities.pronouns import resolved
from pipeline.records import Actor, Mention, Sentence

ACTING = frozenset({"GPE", "NORP", "ORG", "PERSON", "MILITARY", "ALLIANCE"})
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
# Sectors whose people act for themselves and not for the state that they belong to.
_APART = frozenset({"REB", "UAF", "OPP", "IGO", "NGO", "NGM", "BUS", "MED", "SEP", "CRM", "EDU", "REL"})


class ActorIndex:
    """Who stands behind the noun phrases of one Doc. Answers are kept, so asking twice costs nothing."""

    def __init__(
        self,
        doc: Doc,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        gazetteer: Gazetteer,
        published: str = "",
    ) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.published = published
        self.mentions = tuple(mentions)
        self._by_token: dict[int, Mention] = {}
        self._spans: dict[str, tuple[int, int]] = {}
        for mention in sorted(mentions, key=lambda m: m.start - m.end):
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None:
                self._spans[mention.entity_id] = (span.start, span.end)
                for token in span:
                    self._by_token[token.i] = mention
        self._starting: dict[int, list[int]] = {}
        for number, mention in enumerate(self.mentions):
            if mention.entity_id in self._spans:
                self._starting.setdefault(self._spans[mention.entity_id][0], []).append(number)
        self._persons = frozenset(m.entity_id for m in mentions if m.label == "PERSON")
        self._answers: dict[int, tuple[Actor, ...]] = {}
        self._busy: set[int] = set()
        self.coreference = Coreference(self, sentences)

    # -- what stages ask

    def at(self, token: Token) -> tuple[Actor, ...]:
        """The actors behind the noun phrase that ``token`` heads, its conjuncts left out.

        Empty where there are none, or where it is doubtful who is meant.
        """
        known = self._answers.get(token.i)
        if known is None:
            if token.i in self._busy:
                return ()
            self._busy.add(token.i)
            known = self._find(token)
            if not any(actor.country or actor.kb_id or actor.entity_id for actor in known):
                known = described(token, known, self)
            self._busy.discard(token.i)
            self._answers[token.i] = known
        return known

    def know(self, token: Token, actors: tuple[Actor, ...]) -> None:
        """Keep an answer that is known otherwise, as from a reader's labels."""
        self._answers[token.i] = actors

    def mention_at(self, token: Token) -> Mention | None:
        """The (innermost) mention that ``token`` is part of."""
        return self._by_token.get(token.i)

    def tokens_of(self, mention: Mention) -> tuple[int, int]:
        """The tokens of a mention of this Doc: the first, and the one after the last."""
        return self._spans[mention.entity_id]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions within tokens ``start`` to ``end`` (exclusive), in the order of the text."""
        numbers = sorted(number for first in range(start, end) for number in self._starting.get(first, ()))
        return [
            mention
            for mention in map(self.mentions.__getitem__, numbers)
            if self._spans[mention.entity_id][1] <= end
        ]

    def place(self, token: Token) -> str:
        """The name of the place that ``token`` is part of; empty where it is none."""
        mention = self._by_token.get(token.i)
        if mention is None or mention.label not in {"GPE", "LOC", "FAC"}:
            return ""
        return mention.name

    def members_of(self, mention: Mention) -> tuple[str, ...]:
        """The ISO codes of the states that the tables list as taking part in what a mention names; empty where they list none."""
        entry = self.gazetteer.entries.get(mention.kb_id)
        return entry.members if entry is not None else ()

    def is_city(self, mention: Mention) -> bool:
        """Whether a place is named by a city, be it a capital for its state."""
        senses = self.gazetteer.lookup(mention.text)
        return not senses or senses[0].kind == "capital" or not senses[0].entry.is_state

    def other_side(self, token: Token, own: Collection[str]) -> Actor | None:
        """The state that the text has most in view at a word beside those that act; None where two come near each other.

        :param own: ISO codes of the countries that act.
        """
        return self.coreference.other_side(token, own)

    def is_from_abroad(self, token: Token) -> bool:
        """Whether a word before a noun says that its people or things are of none of the states in view: "foreign boats"; a
        foreign ministry is the state's own.
        """
        agent = self.agent_at(token)
        own = agent.name.split() if agent is not None else []
        return any(c.lower_ in self.gazetteer.shapes.from_abroad and c.lower_ not in own for c in token.lefts)

    def opens_paragraph(self, sentence: Span) -> bool:
        """Whether a sentence is the first of its paragraph, and not of the text."""
        return self.coreference.discourse.opens_paragraph(sentence)

    def only_state(self, token: Token) -> Actor | None:
        """The state that a text has in view at a word, if no other is and it doesn't act on what the word names."""
        return self.coreference.only_state(token)

    def guess(self, token: Token, enough: float) -> tuple[Actor, ...]:
        """Whom a pronoun likely means, where that is too doubtful for :meth:`at`.

        :param enough: how likely, 0 to 1; nobody is meant where the likeliest is less likely.
        """
        actors, likelihood = self.coreference.pronouns.antecedents.guesses.get(token.i, ((), 0.0))
        if likelihood < enough:
            return ()
        return tuple(replace(actor, resolved_by="implied") for actor in resolved(actors))

    # -- names

    def _find(self, token: Token) -> tuple[Actor, ...]:
        mention = self._by_token.get(token.i)
        if mention is not None and mention.label in _AMOUNTS:
            return ()
        if mention is not None:
            return self._named(token, mention)
        if token.pos_ in {"PRON", "DET"} or token.tag_ in {"PRP", "PRP$"}:
            return self.coreference.of_pronoun(token) or self._of_objects(token)
        if token.pos_ in {"NUM", "ADJ"} and token.tag_ not in _NOUN_TAGS:
            if token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj"}:
                return ()
            return self._of_objects(token) or self.coreference.of_phrase(token) or ()
        if token.tag_ not in _NOUN_TAGS and token.pos_ not in {"NOUN", "PROPN"}:
            return ()
        return self._unnamed(token)

    def _named(self, token: Token, mention: Mention) -> tuple[Actor, ...]:
        if not _may_act(mention):
            return ()
        if mention.label == "GPE" and not mention.kb_id and self._is_place(mention):
            return ()
        if is_opposed(token, mention, self):
            return ()
        meant = self._called_by_kind(token, mention)
        if meant:
            return meant
        actor = self.actor_of(mention)
        return (actor,) if actor is not None else ()

    def _called_by_kind(self, token: Token, mention: Mention) -> tuple[Actor, ...]:
        """Whom a name means that is no more than a kind of body or organ with a capital: "the Commission", "the Treasury"."""
        first, end = self.tokens_of(mention)
        known = mention.kb_id or mention.country
        if known or mention.label != "ORG" or end - first > 1 or not first or self.doc[first - 1].lower_ != "the":
            return ()
        agent = self.gazetteer.agents.get(token.lower_)
        found = self.coreference.of_phrase(token) or (at_home(token, agent, self) if agent is not None else ())
        return tuple(actor for actor in found if actor.country or actor.kb_id)

    def actor_of(self, mention: Mention) -> Actor | None:
        """The actor that a mention names; None for what can't act."""
        if not _may_act(mention):
            return None
        if mention.label in {"GPE", "NORP"} or mention.kb_id in self.gazetteer.states:
            return self._union_of(mention) or self._of_nation(mention)
        actor = Actor(mention.entity_id, mention.name, mention.kb_id, mention.country, mention.sector)
        if mention.label == "PERSON" and not actor.country:
            return self.coreference.with_country(actor, mention)
        return actor

    def _union_of(self, mention: Mention) -> Actor | None:
        """The body through which a part of the world acts, in a text that names it too: "the Europeans" are the Union then."""
        body = self.gazetteer.shapes.unions.get(mention.kb_id, "")
        named = next((m for m in self.mentions if m.kb_id == body), None) if body else None
        start, end = self.tokens_of(mention)
        if named is None or self.doc[start:end].root.dep_ in {"amod", "compound", "nmod"}:
            # "European diplomats" are rather of its states.
            return None
        return Actor(mention.entity_id, named.name, named.kb_id, "", named.sector)

    def _of_nation(self, mention: Mention) -> Actor | None:
        entry = self.gazetteer.states.get(mention.kb_id)
        if entry is not None:
            sector = _sector_of_nation(mention)
            if mention.label == "NORP" and self._is_ethnic(mention):
                return Actor(mention.entity_id, f"ethnic {mention.text}", "", "", "CVL")
            return Actor(mention.entity_id, entry.name, entry.kb_id, entry.country, sector)
        if mention.label == "NORP" or mention.sector:
            return Actor(mention.entity_id, mention.name, mention.kb_id, mention.country, mention.sector)
        return self.state_of_country(mention.country, mention)

    def _is_ethnic(self, mention: Mention) -> bool:
        first, _ = self.tokens_of(mention)
        return first > 0 and self.doc[first - 1].lower_ == "ethnic"

    def state_of_country(self, code: str, mention: Mention | None = None) -> Actor | None:
        """The state with this code as an actor, found by ``mention``."""
        entry = self.gazetteer.states.get(code)
        if entry is None:
            return None
        entity_id = mention.entity_id if mention is not None else ""
        return Actor(entity_id, entry.name, entry.kb_id, entry.country, "GOV")

    def _is_place(self, mention: Mention) -> bool:
        """Whether a city is only where something is: "in Halvenby"."""
        start, end = self.tokens_of(mention)
        head = self.doc[start:end].root
        while head.dep_ == "conj" and head.head.i != head.i:
            head = head.head
        return head.dep_ == "pobj" and head.head.lower_ in self.gazetteer.shapes.place_prepositions

    # -- agents without a name

    def _unnamed(self, token: Token) -> tuple[Actor, ...]:
        if token.dep_ in {"compound", "nmod"}:
            bearer = self._by_token.get(token.head.i)
            if bearer is not None and bearer.label == "PERSON":
                actor = self.actor_of(bearer)
                return (actor,) if actor is not None else ()
        resolved = self.coreference.of_phrase(token)
        agent = self.agent_at(token)
        if resolved is not None and (resolved or agent is None or agent.is_state):
            return resolved
        if agent is None:
            if token.lemma_.lower() in self.gazetteer.shapes.means:
                own = owners_of(token, self)
                if own:
                    return own
            passed = self._passed_on(token)
            return passed if any(actor.country or actor.kb_id for actor in passed) else self._crowd(token) or passed
        if agent.name in self.gazetteer.shapes.relational:
            # "Norland's allies" are not Norland, and nobody says who they are.
            return ()
        own = owners_of(token, self) or shared_owners(token, agent, self)
        if not own and token.lemma_.lower() in self.gazetteer.shapes.transparent_nouns:
            own = self._passed_on(token)
        region = self._region_of(token)
        if region is not None and not any(actor.country for actor in own):
            if own and agent.is_state and token.tag_ in {"NNS", "NNPS"} and own[0].name != region.text:
                return own
            return (Actor("", f"{region.text} {token.text.lower()}", "", "", agent.sector),)
        if not own:
            return self._of_small_region(token, agent) or at_home(token, agent, self)
        if agent.is_state and own[0].sector == "IGO" and _is_one_of_many(token):
            # "a NATO country" is one of its members, and no act of the whole.
            return (Actor(own[0].entity_id, f"{own[0].name} {token.text.lower()}", "", "", agent.sector),)
        return unique([self.agent_of(owner, agent) for owner in own])

    def _region_of(self, token: Token) -> Mention | None:
        """A part of the world, or a people of several states, before an agent: "African students", "a Western state"."""
        for child in token.lefts:
            mention = self._by_token.get(child.i)
            if mention is None or mention.label not in {"NORP", "LOC"} or mention.country:
                continue
            if token.tag_ in {"NNS", "NNPS"} or mention.kb_id in self.gazetteer.regions:
                return mention
        return None

    def _of_small_region(self, token: Token, agent: Agent) -> tuple[Actor, ...]:
        """The part of the world whose states an adjective in small letters says that they are: "western governments"."""
        if not agent.is_state or token.tag_ not in {"NNS", "NNPS"}:
            return ()
        senses = [self.gazetteer.lookup(child.text.title()) for child in token.lefts if child.is_lower]
        entry = next((found[0].entry for found in senses if found and found[0].entry.kb_id in self.gazetteer.regions), None)
        return (Actor("", entry.name, entry.kb_id, "", agent.sector),) if entry is not None else ()

    def agent_of(self, owner: Actor, agent: Agent) -> Actor:
        """An agent that belongs to an actor: the state itself, a body's own people, or "<state> <agent>"."""
        if self.is_person(owner) and not owner.country and agent.is_state:
            return replace(owner, entity_id="", name=agent.name, kb_id="", sector=agent.sector)
        if owner.country and self.is_person(owner):
            ruled = self.state_of_country(owner.country)
            owner = replace(ruled, resolved_by=owner.resolved_by) if ruled is not None else owner
        if owner.kb_id not in self.gazetteer.states:
            if not owner.country or owner.sector in _APART or not agent.is_state:
                return owner
            state = self.gazetteer.states.get(owner.country)
            if state is None:
                return owner
            return replace(
                owner, name=state.name, kb_id=state.kb_id, country=state.country, sector=agent.sector
            )
        if agent.is_state:
            return replace(owner, sector=agent.sector)
        return Actor("", f"{owner.name} {agent.name}", "", owner.country, agent.sector, owner.resolved_by)

    def is_person(self, actor: Actor) -> bool:
        """Whether an actor is a person who is named."""
        return actor.entity_id in self._persons

    def agent_at(self, token: Token) -> Agent | None:
        """The agent or bare office whose phrase ends with ``token``: "maritime militia vessels", "the foreign minister"."""
        return agent_ending(token, self.gazetteer, self._by_token)

    # -- nouns that pass on

    def _passed_on(self, token: Token) -> tuple[Actor, ...]:
        """Those whom a noun counts, leads or speaks for: "thousands of A", "members of B"."""
        if token.lemma_.lower() not in self.gazetteer.shapes.transparent_nouns and not token.like_num:
            return ()
        return self._of_objects(token)

    def _crowd(self, token: Token) -> tuple[Actor, ...]:
        """The people whom a number counts where they act, whose they are told by where: "thousands (of people) marched in A"."""
        people = self.gazetteer.agents.get("people")
        counts = token.lemma_.lower() in self.gazetteer.shapes.counts and token.tag_ == "NNS"
        if people is None or not counts or token.dep_ not in {"nsubj", "nsubjpass"}:
            return ()
        return self.coreference.without_owner(token, people)

    def _of_objects(self, token: Token) -> tuple[Actor, ...]:
        found: list[Actor] = []
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ in {"of", "from", "for"}:
                for noun in objects_of(child):
                    found.extend(self.at(noun))
        return unique(found)


def find_actors(
    doc: Doc,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    published: str = "",
) -> ActorIndex:
    """The actors of a Doc, to be asked by noun phrase.

    :param doc: the parsed Doc; offsets of ``sentences`` and ``mentions`` are its characters.
    :param mentions: what :func:`find_mentions` found in it.
    :param published: ISO date of the article; may be empty.
    """
    return ActorIndex(doc, sentences, mentions, gazetteer, published)


def _may_act(mention: Mention) -> bool:
    """Whether what is named acts: no place does, but parts of the world that stand for their states ("the West")."""
    return mention.label in ACTING or (mention.label == "LOC" and mention.sector == "GOV")


def _sector_of_nation(mention: Mention) -> str:
    """A state acts as its government; people named by their nation don't."""
    return (
        "CVL"
        if mention.label == "NORP" and mention.text.endswith(("ns", "is", "rs", "ts", "es", "men"))
        else "GOV"
    )


def _is_one_of_many(noun: Token) -> bool:
    """Whether a noun stands for one, whoever it is: "a member", "another state"."""
    return noun.tag_ == "NN" and any(c.lower_ in {"a", "an", "another", "one", "any", "every"} for c in noun.lefts)
