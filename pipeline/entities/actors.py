"""Noun phrase -> Actor: who stands behind it, named or not, and for which country.

A name speaks for itself. An agent without a name ("police") has its country from what modifies it, or from the text.
A noun that only counts or leads others ("thousands of", "leaders of") passes on to them. Pronouns and phrases like
"the two countries" are coreference's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from pipeline.entities.coreference import Coreference
from pipeline.entities.gazetteer import Agent, Gazetteer, normal
from pipeline.entities.people import TITLE_WORDS
from pipeline.records import Actor, Mention, Sentence

ACTING = frozenset({"GPE", "NORP", "ORG", "PERSON", "MILITARY", "ALLIANCE"})
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod", "npadvmod", "dep", "appos"})
_OWNING = frozenset({"of", "in", "from", "for", "at"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_INNERMOST_FIRST = 10_000


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
        self._answers: dict[int, tuple[Actor, ...]] = {}
        self._busy: set[int] = set()
        self.coreference = Coreference(self, doc, sentences)

    # -- what stages ask

    def at(self, token: Token) -> tuple[Actor, ...]:
        """The actors behind the noun phrase that ``token`` heads, its conjuncts left out; empty where there are none, or it is doubtful."""
        known = self._answers.get(token.i)
        if known is None:
            if token.i in self._busy:
                return ()
            self._busy.add(token.i)
            known = self._find(token)
            self._busy.discard(token.i)
            self._answers[token.i] = known
        return known

    def mention_at(self, token: Token) -> Mention | None:
        """The (innermost) mention that ``token`` is part of."""
        return self._by_token.get(token.i)

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions within tokens ``start`` to ``end`` (exclusive), in the order of the text."""
        return [
            m
            for m in self.mentions
            if m.entity_id in self._spans
            and start <= self._spans[m.entity_id][0]
            and self._spans[m.entity_id][1] <= end
        ]

    def place(self, token: Token) -> str:
        """The name of the place that ``token`` is part of; empty where it is none."""
        mention = self._by_token.get(token.i)
        if mention is None or mention.label not in {"GPE", "LOC", "FAC"}:
            return ""
        return mention.name

    # -- names

    def _find(self, token: Token) -> tuple[Actor, ...]:
        mention = self._by_token.get(token.i)
        if (
            mention is not None
            and mention.label in {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}
            and token.pos_ in _NOUNS
        ):
            return ()
        if mention is not None:
            return self._named(token, mention)
        if token.pos_ == "PRON" or token.tag_ in {"PRP", "PRP$"} or token.pos_ == "DET":
            return self.coreference.of_pronoun(token)
        if token.pos_ not in _NOUNS and token.tag_ not in {"NN", "NNS", "NNP", "NNPS"}:
            return self._of_number(token)
        return self._unnamed(token)

    def _named(self, token: Token, mention: Mention) -> tuple[Actor, ...]:
        if mention.label not in ACTING:
            return ()
        actor = self.actor_of(mention)
        if actor is None or (mention.label == "GPE" and not mention.kb_id and self._is_place(token, mention)):
            return ()
        return (actor,)

    def actor_of(self, mention: Mention) -> Actor | None:
        """The actor that a mention names; None for what can't act."""
        if mention.label not in ACTING:
            return None
        if mention.label in {"GPE", "NORP"}:
            return self._state_of(mention)
        return Actor(mention.entity_id, mention.name, mention.kb_id, mention.country, mention.sector)

    def _state_of(self, mention: Mention) -> Actor | None:
        entry = self.gazetteer.states.get(mention.kb_id)
        if entry is not None:
            return Actor(mention.entity_id, entry.name, entry.kb_id, entry.country, _sector_of_state(mention))
        if mention.label == "NORP" or mention.sector:
            return Actor(mention.entity_id, mention.name, mention.kb_id, mention.country, mention.sector)
        entry = self.gazetteer.states.get(mention.country)
        if entry is None:
            return None
        return Actor(mention.entity_id, entry.name, entry.kb_id, entry.country, "GOV")

    def _is_place(self, token: Token, mention: Mention) -> bool:
        """Whether a city is only where something is: "in Halvenby"."""
        start, end = self._spans[mention.entity_id]
        head = self.doc[start:end].root
        while head.dep_ == "conj" and head.head.i != head.i:
            head = head.head
        return head.dep_ == "pobj" and head.head.lower_ in self.gazetteer.shapes.place_prepositions

    # -- agents without a name

    def _unnamed(self, token: Token) -> tuple[Actor, ...]:
        resolved = self.coreference.of_phrase(token)
        if resolved is not None:
            return resolved
        agent = self.agent_at(token)
        if agent is None:
            return self._passed_on(token)
        own = list(self._owners(token))
        if agent.is_state:
            counted = self._passed_on(token)
            own = own or list(counted)
        if not own:
            own = list(self.coreference.implied(token, agent))
        if not own:
            return () if agent.is_state else (Actor("", agent.name, "", "", agent.sector, "mention"),)
        return _unique(self._agent_of(owner, agent) for owner in own)

    def _agent_of(self, owner: Actor, agent: Agent) -> Actor:
        """An agent that belongs to an actor: the state itself, a body's own people, or "<state> <agent>"."""
        if owner.kb_id not in self.gazetteer.states:
            if (
                not owner.country
                or owner.sector in {"REB", "UAF", "OPP", "IGO", "NGO", "BUS", "MED"}
                or not agent.is_state
            ):
                return owner
            state = self.gazetteer.states.get(owner.country)
            return (
                Actor(
                    owner.entity_id, state.name, state.kb_id, state.country, agent.sector, owner.resolved_by
                )
                if state
                else owner
            )
        if agent.is_state:
            return Actor(
                owner.entity_id, owner.name, owner.kb_id, owner.country, agent.sector, owner.resolved_by
            )
        return Actor("", f"{owner.name} {agent.name}", "", owner.country, agent.sector, owner.resolved_by)

    def agent_at(self, token: Token) -> Agent | None:
        """The agent or bare office whose phrase ends with ``token``: "maritime militia vessels", "the foreign minister"."""
        first = max(token.sent.start, token.i - TITLE_WORDS + 1)
        for start in range(first, token.i + 1):
            tokens = self.doc[start : token.i + 1]
            if any(t.i in self._by_token for t in tokens):
                continue
            for phrase in _readings(tokens):
                agent = self.gazetteer.agents.get(phrase)
                if agent is not None:
                    return agent
                office = self.gazetteer.offices.get(phrase)
                if office is not None and not office.honorific:
                    return Agent(office.name, office.sector, office.sector == "GOV")
        return None

    def _owners(self, token: Token) -> Iterator[Actor]:
        """Whose an agent is, by modifiers, a possessor or a prepositional phrase; several where they are coordinated."""
        found = list(self._modifying(token, 0))
        if not found:
            found = list(self._owning_phrases(token))
        yield from _unique(found)

    def _modifying(self, token: Token, depth: int) -> Iterator[Actor]:
        for child in token.lefts:
            if child.dep_ not in MODIFIERS and child.dep_ != "conj":
                continue
            yield from self._owner_or_inner(child, depth)

    def _owner_or_inner(self, child: Token, depth: int) -> Iterator[Actor]:
        mention = self._by_token.get(child.i)
        if mention is not None:
            actor = self.actor_of(mention)
            if actor is not None:
                yield actor
                start = self._spans[mention.entity_id][0]
                if mention.label == "PERSON" or start == child.i and not child.n_lefts and not child.n_rights:
                    pass
        elif child.tag_ == "PRP$" or child.dep_ == "poss":
            yield from self.at(child)
        if depth < 3:
            for inner in child.children:
                linked = inner.dep_ in MODIFIERS and inner.i < child.i and inner.dep_ != "appos"
                if inner.dep_ == "conj" or (
                    linked and (mention is None or inner.i not in range(*self._spans[mention.entity_id]))
                ):
                    yield from self._owner_or_inner(inner, depth + 1)

    def _owning_phrases(self, token: Token) -> Iterator[Actor]:
        for child in token.rights:
            if child.dep_ != "prep" or child.lower_ not in _OWNING:
                continue
            for noun in _objects(child):
                mention = self._by_token.get(noun.i)
                if mention is not None and mention.label in {"GPE", "LOC", "FAC"}:
                    state = self._state_of(mention) if mention.country else None
                    if state is not None:
                        yield state
                elif child.lower_ != "at" and child.lower_ != "in":
                    yield from (actor for actor in self.at(noun))
            return

    # -- nouns that pass on

    def _passed_on(self, token: Token) -> tuple[Actor, ...]:
        """Those whom a noun counts, leads or speaks for: "thousands of A", "members of B"."""
        if token.lemma_.lower() not in self.gazetteer.shapes.transparent_nouns and not token.like_num:
            return ()
        return self._of_objects(token)

    def _of_number(self, token: Token) -> tuple[Actor, ...]:
        """ "two of its soldiers", "some in Norland": a number or quantity word alone."""
        return (
            self._of_objects(token)
            if token.pos_ in {"NUM", "ADJ", "PRON"} and token.dep_ in {"nsubj", "dobj", "pobj", "nsubjpass"}
            else ()
        )

    def _of_objects(self, token: Token) -> tuple[Actor, ...]:
        found: list[Actor] = []
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ in {"of", "from", "for"}:
                for noun in _objects(child):
                    found.extend(self.at(noun))
        return _unique(found)


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


def _sector_of_state(mention: Mention) -> str:
    """A state acts as its government; people named by their nation don't."""
    if mention.label == "NORP" and mention.text.endswith(("s", "men")) and mention.text[:1].isupper():
        return "" if mention.text.endswith("ss") else "CVL"
    return "GOV"


def _readings(tokens: Span) -> Iterator[str]:
    """A phrase as it stands and with its last word in the singular, in small letters."""
    whole = normal("".join(token.text_with_ws for token in tokens)).strip().lower()
    yield whole
    last = tokens[-1]
    lemma = last.lemma_.lower()
    if lemma != last.lower_:
        yield whole[: len(whole) - len(last)] + lemma


def _objects(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield child
            yield from child.conjuncts


def _unique(actors: Iterator[Actor] | Sequence[Actor]) -> tuple[Actor, ...]:
    found: dict[tuple[str, str], Actor] = {}
    for actor in actors:
        found.setdefault((actor.name, actor.kb_id), actor)
    return tuple(found.values())
