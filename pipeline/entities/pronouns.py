"""Pronouns: who a text makes likeliest by grammar, and nobody where it is doubtful.

First comes the subject that the pronoun's clauses share or that says them, then the subject of the sentence before: so
say the rules. Their answer is then one of the marks by which all candidates are weighed (:mod:`pipeline.entities.ranking`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.entities.antecedents import Antecedents, Candidate, kind_of
from pipeline.entities.discourse import OBJECT_DEPS, PLURAL, Discourse, clause_of, subject_of
from pipeline.entities.owners import unique
from pipeline.entities.parallels import ClauseParallels
from pipeline.entities.ranking import likeliest
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

_FIRST = frozenset({"we", "our", "us", "ours"})
_FIRST_SINGULAR = frozenset({"i", "my", "me"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


class Pronouns:
    """Answers for one Doc who is meant by its pronouns."""

    def __init__(self, index: ActorIndex, discourse: Discourse) -> None:
        self.index = index
        self.anaphora = index.gazetteer.anaphora
        self.discourse = discourse
        self.antecedents = Antecedents(index, discourse)
        self._third = [t for t in index.doc if t.pos_ == "PRON" and kind_of(t)]
        self._parallels = ClauseParallels(index, self._fitting)
        self._settled = 0

    def of(self, token: Token) -> tuple[Actor, ...]:
        """The actors that a pronoun stands for; empty where it is doubtful."""
        word = token.lower_
        if word in _RELATIVE:
            return self._of_relative(token) if token.tag_ in {"WDT", "WP", "WP$"} else ()
        if kind_of(token):
            return self._of_third(token)
        if word in _FIRST or word in _FIRST_SINGULAR:
            return self._of_first(token, word in _FIRST_SINGULAR)
        return ()

    def _of_relative(self, token: Token) -> tuple[Actor, ...]:
        """ "Norland, which …": the noun that the relative clause belongs to."""
        clause = token.head
        while clause.dep_ not in {"relcl", "ROOT"} and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ != "relcl":
            return ()
        return self.index.at(clause.head)

    def _is_empty(self, token: Token) -> bool:
        """ "It is clear that …", "it seems that …": nobody is meant."""
        if (
            token.lower_ == "it"
            and token.dep_ == "dobj"
            and token.head.lemma_ in self.index.gazetteer.shapes.it_carriers
        ):
            # "made it a crime to …", "finds it hard to …"
            return any(
                child.dep_ in {"oprd", "xcomp", "ccomp"} and child.i > token.i
                for child in token.head.children
            )
        if token.lower_ != "it" or token.dep_ not in {"nsubj", "nsubjpass", "expl"}:
            return False
        verb = token.head
        shapes = self.index.gazetteer.shapes
        if verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_ in shapes.it_carriers:
            return True
        if verb.lemma_ in shapes.it_tells and any(child.dep_ == "ccomp" for child in verb.children):
            return True
        if token.dep_ == "nsubjpass" and verb.lemma_ in shapes.saying:
            return True
        if verb.lemma_ == "come" and any(child.lower_ in {"when", "if", "whenever", "once"} for child in verb.lefts):
            # "when it comes to trade", "if it came to war"
            return True
        clausal = any(
            child.dep_ in {"ccomp", "xcomp", "csubj", "advcl", "csubjpass"} for child in verb.children
        )
        if token.dep_ == "expl" or (verb.lemma_ in self.anaphora.empty_verbs and clausal):
            return True
        if verb.lemma_ != "be" or verb.tag_ == "VBN":
            return any(child.dep_ == "nsubj" and child.tag_ == "VB" for child in verb.children)
        if clausal and any(child.dep_ == "prep" for child in verb.children):
            # "It was through Norland that …"
            return True
        for child in verb.children:
            if child.dep_ in {"acomp", "attr"}:
                inner = any(
                    g.dep_ in {"ccomp", "xcomp", "relcl", "acl"} and g.i > child.i for g in child.children
                )
                if child.lemma_.lower() in self.anaphora.dispositions:
                    return False
                if child.lemma_.lower() in self.anaphora.empty_adjectives or inner or clausal:
                    return True
        return False

    def _of_third(self, token: Token) -> tuple[Actor, ...]:
        """The likeliest of those whom a pronoun of the third person may mean, in the light of what the rules say."""
        self._settle_before(token)
        if self._is_empty(token):
            return ()
        kind = kind_of(token)
        if told := self._parallels.of(token, kind) or self._compatriot(token):
            return resolved(told)
        by_rule = self.by_rule(token)
        weights = self.index.gazetteer.pronoun_weights
        if weights is None or token.lower_.endswith(("self", "selves")):
            return by_rule
        actors, likelihood = likeliest(token, self.candidates(token), by_rule, weights, self.index)
        if actors:
            self.antecedents.guesses[token.i] = (actors, likelihood)
        return resolved(actors) if likelihood >= weights.enough else ()

    def _settle_before(self, token: Token) -> None:
        """Answer all pronouns before this one in order, so that none asks its way back through the whole text."""
        while self._settled < len(self._third) and self._third[self._settled].i < token.i:
            self._settled += 1
            self.index.at(self._third[self._settled - 1])

    def candidates(self, token: Token) -> list[Candidate]:
        """Whom and what a pronoun of the third person may mean; nobody for an empty "it"."""
        return [] if self._is_empty(token) else self.antecedents.of(token)

    def by_rule(self, token: Token) -> tuple[Actor, ...]:
        """The subject that the clause shares or that says it; then the subject of the sentence before."""
        kind = kind_of(token)
        if self._is_empty(token):
            return ()
        if token.lower_.endswith(("self", "selves")):
            subject = subject_of(token.head) if token.dep_ in {"dobj", "dative"} else None
            return (
                resolved(self._fitting(subject, kind)) if subject is not None and subject.i < token.i else ()
            )
        if token.dep_ in OBJECT_DEPS and token.tag_ == "PRP":
            return resolved(self._as_object(token, kind))
        if kind == "person" and self._persons_before(token) > 1:
            return ()
        found = self._parallels.blamed(token, kind) or self._within(token, kind)
        if found is None and kind == "neuter":
            found = self._possessor_before(token)
        if found is None and kind == "person":
            found = self._named_here(token)
        if found is None and token.dep_ in {"nsubj", "nsubjpass", "poss"}:
            found = self._from_before(token, kind) if self._may_look_back(token, kind) else ()
        state = kind == "person" and any(actor.kb_id in self.index.gazetteer.states for actor in found or ())
        if state and not self._is_its_leader(token):
            # "A Norlander negotiator … he": somebody of the state, but nobody says that he is the state.
            return ()
        return resolved(found or ())

    def _is_its_leader(self, token: Token) -> bool:
        """Whether the sentence before was about the holder of an office that leads a state: "The Norlander premier … He"."""
        before = self.discourse.sentence_before(token)
        main = subject_of(before.root) if before is not None else None
        return main is not None and self.antecedents.leads(main)

    def _compatriot(self, token: Token) -> tuple[Actor, ...]:
        """ "Norland's premier said that his country would pay": it is the country of whoever says so, if of somebody unnamed."""
        if token.tag_ != "PRP$" or token.head.lemma_ not in self.anaphora.homelands or kind_of(token) != "person":
            return ()
        found = self._within(token, "person") or ()
        return tuple(actor for actor in found if actor.kb_id in self.index.gazetteer.states)

    def _persons_before(self, token: Token) -> int:
        """How many persons a sentence has named before a pronoun; if none, how many the sentence before has."""
        for sentence in self.discourse.backwards(token, 1):
            named = self.discourse.mentions(sentence, token.i, frozenset({"PERSON"}))
            if named:
                return len({mention.name for mention in named})
        return 0

    def _named_here(self, token: Token) -> tuple[Actor, ...] | None:
        """The person whom the sentence has named before a pronoun; None where it has named nobody."""
        sentence = next(self.discourse.backwards(token, 0), None)
        if sentence is None:
            return None
        named = self.discourse.mentions(sentence, token.i, frozenset({"PERSON"}))
        return unique([a for m in named if (a := self.index.actor_of(m)) is not None]) if named else None

    def _may_look_back(self, token: Token, kind: str) -> bool:
        """Whether a pronoun can be told to mean an actor of the sentence before: "It was a day" and "It was told" can't."""
        verb = token.head
        if kind == "person" or token.dep_ == "poss":
            return True
        return token.dep_ == "nsubj" and not (verb.lemma_ == "be" and verb.pos_ == "AUX")

    def _as_object(self, token: Token, kind: str) -> tuple[Actor, ...]:
        """Who acts on a pronoun isn't it; whoever says or wants so may be: "A said that B attacked it"."""
        verb = clause_of(token)
        if verb is None:
            return ()
        own = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
        if own is None or own.pos_ == "PRON" or verb.dep_ not in {"ccomp", "advcl", "relcl"}:
            return ()
        above = clause_of(verb)
        subject = subject_of(above) if above is not None else None
        if subject is None or subject.i > token.i or subject.pos_ == "PRON":
            return ()
        doers = {actor.name for actor in self.index.at(own)}
        return tuple(a for a in self._fitting(subject, kind) if a.name not in doers) if doers else ()

    def _within(self, token: Token, kind: str) -> tuple[Actor, ...] | None:
        """An antecedent in the same sentence, nearest clause first; empty where one of another kind stands in its place."""
        own = token.head if token.dep_ in {"nsubj", "nsubjpass"} else None
        verb = clause_of(token)
        beside = self._clause_before(token, verb, kind) if own is not None else ()
        if beside:
            return beside
        for _ in range(6):
            if verb is None:
                return None
            subject = subject_of(verb)
            inside = subject is not None and (token.i == subject.i or subject in token.ancestors)
            if subject is not None and not inside and subject.i < token.i and verb is not own:
                if subject.tag_ in {"WDT", "WP"} or subject.lower_ in _RELATIVE:
                    subject = verb.head if verb.dep_ == "relcl" else subject
                fitting = self._fitting(subject, kind)
                if fitting:
                    return fitting
                if subject.pos_ != "PRON" and self.discourse.agrees(subject, kind):
                    return ()
            verb = clause_of(verb) if verb.head.i != verb.i else None
        return None

    def _clause_before(self, token: Token, verb: Token | None, kind: str) -> tuple[Actor, ...]:
        """The subject of a clause before the pronoun's own verb: "When A signed, it …", "A waited; it …"."""
        if verb is None:
            return ()
        for clause in reversed(
            [c for c in verb.lefts if c.i < token.i and c.dep_ in {"advcl", "ccomp", "parataxis"}]
        ):
            subject = next((child for child in clause.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
            if subject is not None:
                return self._fitting(subject, kind)
        return ()

    def _possessor_before(self, token: Token) -> tuple[Actor, ...] | None:
        """The only possessor before a pronoun ("Given Norland's size, it …"); nobody where other states stand before it."""
        sentence = next(self.discourse.backwards(token, 0), None)
        if sentence is None:
            return None
        states = self.discourse.named(sentence, token.i, frozenset({"GPE", "NORP"}))
        if not states:
            return None
        found: list[Actor] = []
        for word in self.index.doc[sentence.start : token.i]:
            if word.dep_ == "poss" and word.tag_ not in {"PRP$", "WP$"}:
                found.extend(self.index.at(word))
        owners = unique(found)
        return owners if len(owners) == 1 else ()

    def _from_before(self, token: Token, kind: str) -> tuple[Actor, ...]:
        """The subject of the sentence before; or the only actor of this kind there."""
        before = self.discourse.sentence_before(token)
        if before is None:
            return ()
        main = subject_of(before.root)
        if main is not None and self._is_rivalled(main, before.root, kind):
            return ()
        if main is not None:
            found = self._fitting(main, kind)
            if kind == "plural" and main.tag_ not in PLURAL and not main.conjuncts:
                return ()
            if found:
                return found
            if kind != "person" and main.pos_ != "PRON" and self.discourse.agrees(main, kind):
                return ()
        only = self.discourse.only_one(before, kind)
        return (only,) if only is not None and kind == "person" else ()

    def _is_rivalled(self, main: Token, root: Token, kind: str) -> bool:
        """Whether a second main clause has a subject of its own that a pronoun may mean as well."""
        first = {actor.name for actor in self._fitting(main, kind)}
        for verb in root.children:
            if verb.dep_ not in {"conj", "parataxis", "ccomp"} or verb.pos_ not in {"VERB", "AUX"}:
                continue
            other = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
            if other is not None and verb.dep_ != "ccomp":
                found = {actor.name for actor in self._fitting(other, kind)}
                if found and found != first:
                    return True
        return False

    def _fitting(self, subject: Token, kind: str) -> tuple[Actor, ...]:
        """The actors of a subject, if it is of the number and sort that a pronoun asks for."""
        if not self.discourse.agrees(subject, kind):
            return ()
        found = list(self.index.at(subject) or self.antecedents.of_owner(subject))
        joined = [noun for noun in subject.conjuncts if noun.dep_ == "conj"]
        if kind == "plural":
            for noun in joined:
                found.extend(self.index.at(noun))
        elif joined:
            return ()
        # A people isn't its state: "Norlanders sat on their roofs", "a crowd had left, and it was silent".
        return unique([actor for actor in found if kind == "person" or actor.sector != "CVL"])

    def _of_first(self, token: Token, singular: bool) -> tuple[Actor, ...]:
        """ "we" in a quotation: whom its speaker speaks for; "I": the speaker."""
        for verb in token.ancestors:
            subject = subject_of(verb)
            if (
                subject is None
                or subject.i == token.i
                or verb.lemma_ not in self.index.gazetteer.shapes.saying
            ):
                continue
            speakers = self.index.at(subject)
            if len(speakers) != 1:
                return ()
            speaker = speakers[0]
            if singular or speaker.sector not in {"GOV", "MIL"}:
                return resolved(speakers)
            state = self.index.state_of_country(speaker.country)
            return resolved((state,)) if state is not None else ()
        return ()


def resolved(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The actors as found by coreference, those left out that belong to nobody known."""
    return tuple(
        replace(actor, resolved_by="coreference")
        for actor in actors
        if actor.country or actor.kb_id or actor.entity_id
    )
