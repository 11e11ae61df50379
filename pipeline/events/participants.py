"""Roles -> Party: the actors that the arguments of a frame stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.events.frames import Frame, build_frame
from pipeline.events.lexicon import Lexicon
from pipeline.events.named_beside import is_office_of_named, named_beside
from pipeline.events.party import STATELY, Party, unique, without_kind, without_others
from pipeline.events.phrases import Roles, kind_of, names_in, names_of, noun_roles
from pipeline.events.subjects import noun_subject
from pipeline.events.verb_frames import verb_roles
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

# Where an actor is looked for inside a noun phrase that is none itself: "Norland's decision", "the invasion of Ostia by Norland".
INSIDE_NOUN = ("possessor", "modifier", "by", "between", "of")
INSIDE_CLAUSE = (
    "object",
    "indirect",
    "to",
    "on",
    "with",
    "from",
    "against",
    "for",
    "of",
    "in",
    "into",
    "between",
)
# Where the other side of an absorbed clause is looked for: "to hand over two men to Ostia", "a pact with Ostia".
CONTENT_ROLES = (
    "indirect", "to", "with", "object", "on", "against", "from", "of", "for", "possessor", "modifier", "in", "into",
    "through", "complement",
)  # fmt: skip
PARTNER_ROLES = ("subject", "possessor", "modifier", "of", "with", "between", "alongside", "among", "and")
PLACE_ROLES = frozenset(
    {"in", "near", "at", "across", "throughout", "outside", "around", "inside", "within", "over", "off"}
)
# Names of what is held or written, by nobody of that name.
NO_ACTORS = frozenset({"@exercise", "@law"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
# So likely a pronoun that acts or is acted on has to mean somebody; "it" may mean a thing, but where it does what only
# somebody does.
LIKELY, LIKELY_IT, LIKELY_IF_IT_ACTS = 0.4, 0.7, 0.25
IT = frozenset({"it", "its"})
# Who are somebody, whoever it is.
OTHERS = frozenset({"him", "her", "them", "us", "you"})
# Where those stand before whom one complains of others.
BEFORE_WHOM = frozenset({"to", "with", "at", "before", "in"})
# Where a noun of a place or meeting says where something is said.
VENUE_ROLES = frozenset({"in", "at", "on"})
# What one says of others before a body of states, and rarely of the body.
SAID_OF_OTHERS = frozenset({"ACCUSE", "REJECT"})
# So many who hold a drill are meant each by its name; more are not.
FEW = 4
MAX_DEPTH = 1
MAX_CONTENT_DEPTH = 2


class Parties:
    """Who stands behind the arguments of frames, in one Doc."""

    def __init__(self, actors: ActorIndex, lexicon: Lexicon) -> None:
        self._actors = actors
        self._lexicon = lexicon
        # What is asked again by each rule, found out once.
        self._frames: dict[tuple[int, str], Frame | None] = {}
        self._names: dict[int, frozenset[str]] = {}
        self._said: dict[int, frozenset[str]] = {}
        self._inner: dict[int, Roles] = {}
        self._parties: dict[tuple[int, int, frozenset[str]], list[Party]] = {}

    def frame(self, token: Token, kind: str) -> Frame | None:
        """The frame that a token triggers; its roles are shared by all rules, so that none may change them."""
        key = (token.i, kind)
        if key not in self._frames:
            frame = build_frame(token, kind, self._lexicon)
            if frame is not None and kind == "verb":
                _set_backing_apart(frame.roles, self._lexicon.backing_nouns)
            self._frames[key] = frame
        return self._frames[key]

    def names(self, token: Token) -> frozenset[str]:
        """How a rule may name a token."""
        found = self._names.get(token.i)
        if found is None:
            found = self._names[token.i] = names_of(token)
        return found

    def role_tokens(self, path: str, roles: Roles) -> list[Token]:
        """The tokens of a role, or of a role inside a role ("object.of", "object.in.to", "complement.subject")."""
        first, _, inside = path.partition(".")
        tokens = roles.get(first, [])
        for role in inside.split(".") if tokens and inside else ():
            tokens = [found for token in tokens for found in self._roles_inside(token).get(role, [])]
        return tokens

    def _roles_inside(self, token: Token) -> Roles:
        """The roles of the clause or noun phrase that ``token`` heads; shared, so that none may change them."""
        found = self._inner.get(token.i)
        if found is None:
            found = self._inner[token.i] = verb_roles(token) if kind_of(token) == "verb" else noun_roles(token)
        return found

    def said_beside(self, token: Token) -> frozenset[str]:
        """All by which a rule may name a token of the same sentence; what isn't here fills no role."""
        found = self._said.get(token.i)
        if found is None:
            sentence = token.sent
            found = names_in(sentence)
            self._said.update(dict.fromkeys(range(sentence.start, sentence.end), found))
        return found

    def of(self, token: Token, taken: Collection[str] = (), depth: int = 0) -> list[Party]:
        """The actors that a role's token stands for: itself, or whoever stands inside its noun phrase or clause.

        :param taken: names of actors that have another role already and can't have this one too.
        """
        key = (token.i, depth, frozenset(taken))
        if key not in self._parties:
            self._parties[key] = self._find(token, taken, depth)
        return self._parties[key]

    def _find(self, token: Token, taken: Collection[str], depth: int) -> list[Party]:
        own = self._actors.at(token)
        if not own and token.pos_ == "PRON":
            acts = token.lower_ == "it" and token.dep_ == "nsubj"
            own = self._actors.guess(token, LIKELY_IF_IT_ACTS if acts else LIKELY_IT if token.lower_ in IT else LIKELY)
        if own and self.labels(token) & NO_ACTORS:
            own = ()
        own = self._at_home(token, own)
        unsure = not any((actor.country or actor.kb_id) and actor.resolved_by == "mention" for actor in own)
        if (unsure or is_office_of_named(token, self._actors)) and (
            named := named_beside(token, self._actors, self._lexicon)
        ):
            return [party for party in named if party.actor.name not in taken]
        if own:
            return [Party(token, actor) for actor in own if actor.name not in taken]
        if (behind := self._state_behind(token)) is not None:
            return [behind] if behind.actor.name not in taken else []
        if token.lemma_.lower() in self._lexicon.counterpart_nouns:
            return [party for party in self._other_nation(token) if party.actor.name not in taken]
        if depth > MAX_DEPTH or token.pos_ == "PRON":
            return []
        inside = INSIDE_CLAUSE if kind_of(token) == "verb" else INSIDE_NOUN
        roles = self._roles_inside(token)
        for role in inside:
            found = [party for t in roles.get(role, []) for party in self.of(t, taken, depth + 1)]
            if found:
                return found
        word = token.lemma_.lower()
        if word in self._lexicon.speaking.nouns or word in self._lexicon.decree_nouns:
            # "issued a statement demanding …", "passed a law that bans …": who demands or bans is who issued it.
            return [
                party
                for t in noun_subject(token)
                if t != token
                for party in self.of(t, taken, MAX_DEPTH + 1)
            ]
        return []

    def _at_home(self, token: Token, own: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Who acts for a state that nothing names ("parliament") acts for the only one that a text has in view."""
        stately = own and all(actor.sector in STATELY and not actor.entity_id for actor in own)
        if not stately or any(actor.country or actor.kb_id for actor in own):
            return own
        home = self._actors.only_state(token)
        if home is None:
            return own
        return tuple(
            replace(a, name=f"{home.name} {a.name}", country=home.country, resolved_by="implied") for a in own
        )

    def _other_nation(self, token: Token) -> list[Party]:
        """Whose counterpart it is stands before, of what nation it is too: "his Norlander counterpart" is Norland's."""
        if not any(child.dep_ == "poss" for child in token.children):
            return []
        nations = [child for child in token.lefts if child.dep_ in {"amod", "compound", "nmod"}]
        return [Party(token, actor) for nation in nations for actor in self._actors.at(nation)]

    def in_roles(
        self, roles: Roles, names: Iterable[str], taken: Collection[str] = (), but: Collection[str] = ()
    ) -> list[Party]:
        """The actors of the first of the roles ``names`` that has any, those named in ``taken`` left out.

        :param but: ids of those who are only spoken to, where the role says no more than that (see ``lexicon.forums``).
        """
        for name in names:
            path, _, label = name.partition("@")
            tokens = self.role_tokens(path, roles)
            if not tokens:
                continue
            last = path.rpartition(".")[2]
            spared = but if last in BEFORE_WHOM else ()
            is_place = last in PLACE_ROLES
            if last in VENUE_ROLES:
                # "voiced concern on the sidelines of the Sudrian summit"
                tokens = [token for token in tokens if token.lemma_.lower() not in self._lexicon.venue_nouns]
            found = [
                party
                for token in tokens
                for party in (
                    self._labelled(token, label, taken)
                    if label
                    else self.of(token, taken) or (self.at_place(token) if is_place else ())
                )
                if party.actor.name not in taken and party.actor.kb_id not in spared
            ]
            if found:
                return unique(without_kind(found) if last == "modifier" else without_others(found))
        return []

    def labels(self, token: Token) -> set[str]:
        """How a rule may name what is named, by the label of the name that the token is part of: ``@treaty``, ``@product``;
        and what is done, if it is denied: ``@denied``.
        """
        mention = self._actors.mention_at(token)
        if mention is None:
            return {"@denied"} if any(child.dep_ == "neg" for child in token.children) else set()
        places = {"@place"} if mention.label in PLACE_LABELS else set()
        # "US airstrikes", "NATO air raids": a name before a noun does what an adjective of nation does.
        before = token.dep_ in {"compound", "nmod"} and mention.sector in {"GOV", "IGO"}
        places |= {"@norp"} if before else set()
        bodies = {"@body"} if any(actor.sector == "IGO" for actor in self._actors.at(token)) else set()
        return {f"@{mention.label.lower()}"} | places | bodies

    def _labelled(self, token: Token, label: str, taken: Collection[str]) -> list[Party]:
        """Who stands behind a name of one label alone: a product or a place, no state or capital, for its country; a drill
        for those who hold it.
        """
        if f"@{label}" not in self.labels(token):
            return []
        if label == "exercise":
            return self._taking_part(token)
        if label not in {"place", "product"}:
            return self.of(token, taken)
        mention = self._actors.mention_at(token)
        return [] if mention is not None and mention.sector == "GOV" else self._of_country(token)

    def _taking_part(self, token: Token) -> list[Party]:
        """The states that hold the named drill that a token is part of, if they are few: "the Balikatan exercise"."""
        mention = self._actors.mention_at(token)
        states = [self._actors.state_of_country(code) for code in self._actors.members_of(mention)] if mention else []
        return [Party(token, state) for state in states if state is not None] if len(states) <= FEW else []

    def at_place(self, token: Token) -> list[Party]:
        """The country of a place, for a rule that asks for it by naming a role of place: "a curfew in [Ostia]"."""
        return self._of_country(token) if "@place" in self.labels(token) else []

    def _of_country(self, token: Token) -> list[Party]:
        mention = self._actors.mention_at(token)
        if mention is None or not mention.country:
            return []
        state = self._actors.state_of_country(mention.country)
        return [Party(token, state)] if state is not None else []

    def _state_behind(self, token: Token) -> Party | None:
        """The state whose programme a name is: what IMET pays, the United States pay."""
        mention = self._actors.mention_at(token)
        if mention is None or mention.label != "PROGRAMME" or not mention.country:
            return None
        state = self._actors.state_of_country(mention.country, mention)
        return Party(token, state) if state is not None else None

    def states_at(self, places: Iterable[Token]) -> list[Actor]:
        """The states of the places named, capitals and states themselves included."""
        found = (self._actors.mention_at(token) for token in places)
        return self.states_of(dict.fromkeys(m.country for m in found if m is not None and m.label == "GPE"))

    def is_person(self, party: Party) -> bool:
        """Whether a party is somebody with a name."""
        return bool(party.actor.entity_id) and self._actors.is_person(party.actor)

    def is_invasion(self, token: Token) -> bool:
        """Whether a noun names an invasion, as the lexicon has it, or a verb tells one."""
        lemma, verb = token.lemma_.lower(), token.pos_ == "VERB"
        return lemma in (self._lexicon.invading_verbs if verb else self._lexicon.invasion_nouns)

    def invaders_of(self, invaded: Collection[str]) -> list[Actor]:
        """Who invaded a state, if by the article's day one known invasion of it had come and no second.

        :param invaded: codes of the state.
        """
        day = self._actors.published
        known = [one for one in self._lexicon.invasions if one.of in invaded and one.since <= day]
        return self.states_of(known[0].by if len(known) == 1 else ())

    def invaded_by(self, invaders: frozenset[str]) -> list[Actor]:
        """Whom a state had invaded last by the article's day, as far as it is known; nobody where it had invaded none.

        :param invaders: codes of the state.
        """
        day = self._actors.published
        known = [one for one in self._lexicon.invasions if not invaders.isdisjoint(one.by) and one.since <= day]
        return self.states_of([max(known, key=attrgetter("since")).of] if known else ())

    def states_of(self, codes: Iterable[str]) -> list[Actor]:
        """The states with these codes, those left out that aren't known."""
        return [state for code in codes if (state := self._actors.state_of_country(code)) is not None]

    def partners(self, roles: Roles, sources: Iterable[Party]) -> list[Party]:
        """All who take part in a mutual happening, whichever roles name them ("the Norland–Ostia pact")."""
        found = list(sources)
        for role in PARTNER_ROLES:
            parties = [party for token in roles.get(role, []) for party in self.of(token)]
            # Unknown names before "the Pukpuk treaty" are its own.
            found.extend([p for p in parties if p.actor.country or p.actor.kb_id] if role == "modifier" else parties)
        return unique(found)

    def is_venue(self, token: Token) -> bool:
        """Whether a city before a noun only says where they met: "the Doha talks with Ostia"; a capital alone may be its state:
        "Doha talks with Ostia".
        """
        mention = self._actors.mention_at(token)
        if token.dep_ not in {"compound", "nmod"} or mention is None or mention.label != "GPE":
            return False
        definite = any(c.lower_ in {"the", "these", "those"} for c in token.head.lefts if c.dep_ == "det")
        joined = any(c.text in {"-", "–", "/"} for c in (*token.rights, *token.lefts)) or token.dep_ == "conj"
        return definite and not joined and self._actors.is_city(mention)

    def is_unnamed_other(self, token: Token) -> bool:
        """Whether a word stands for somebody whom the sentence doesn't name: "his allies", "them"."""
        return token.lower_ in OTHERS or token.lemma_.lower() in self._lexicon.counterpart_nouns

    def forums_for(self, event_type: str) -> frozenset[str]:
        """The bodies that are rather spoken to than spoken of where somebody complains or refuses."""
        return self._lexicon.forums if event_type in SAID_OF_OTHERS else frozenset()

    def in_content(self, token: Token, depth: int = 0) -> list[Party]:
        """Whom a clause or noun phrase that is part of another happening is about."""
        roles = self._roles_inside(token)
        for role in CONTENT_ROLES:
            for inner in roles.get(role, []):
                own = [Party(inner, actor) for actor in self._actors.at(inner) if _is_known(actor)]
                found = own or (self.in_content(inner, depth + 1) if depth < MAX_CONTENT_DEPTH else [])
                if found:
                    return found
        return []


def _is_known(actor: Actor) -> bool:
    """Whether an actor is somebody in particular; "tourists" and "tanks" are rather what a clause is about."""
    return bool(actor.country or actor.kb_id or actor.entity_id)


def _set_backing_apart(roles: Roles, backing: Collection[str]) -> None:
    """ "With Norland's backing, Ostia blocked the resolution": whose backing one has is no other side of what one does."""
    kept = [t for t in roles.pop("with", ()) if t.lemma_.lower() not in backing or t.head.i == t.head.head.i + 1]
    if kept:
        roles["with"] = kept
