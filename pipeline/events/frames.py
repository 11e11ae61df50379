"""Doc -> Frame: a clause or an eventive noun phrase in normal form.

A frame has a trigger (verb, noun or adjective) and its arguments by role, with passives, relatives, participles, control,
coordination and light verbs undone, so that a rule names roles and never syntax. PredPatt (White et al. 2016) and ClausIE
(Del Corro & Gemulla 2013) are relatives. Roles are ``subject``, ``object``, ``indirect``, ``possessor``, ``modifier``,
``predicate``, ``complement`` (also ``infinitive`` or ``gerund`` where it is one), ``purpose`` and every preposition by its own name (``on``, ``with`` …).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from pipeline.events.lexicon import Lexicon

SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
CLAUSE_DEPS = frozenset({"xcomp", "ccomp"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
MODIFIER_DEPS = frozenset({"compound", "amod", "nmod", "npadvmod", "appos", "conj", "dep", "advmod", "quantmod"})
HAVE = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"})
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
# How far an argument may be inherited: longer chains are parser errors.
MAX_STEPS = 8

Roles = dict[str, list[Token]]


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger and its arguments: for each role the head tokens of its noun phrases or clauses, conjuncts included."""

    trigger: Token
    kind: str
    roles: Roles = field(compare=False)
    light_verb: Token | None = None

    def get(self, role: str) -> list[Token]:
        """The head tokens in ``role``; empty where the frame has none."""
        return self.roles.get(role, [])


def kind_of(token: Token) -> str:
    """``verb``, ``noun``, ``adjective`` or empty: what sort of trigger a token can be.

    Gerunds and participles count as verbs also where they stand before a noun only if they govern something.
    """
    if token.pos_ == "VERB" or (token.tag_.startswith("VB") and token.pos_ != "AUX"):
        return "verb"
    if token.tag_ in NOUN_TAGS or token.pos_ == "NOUN":
        return "noun"
    if token.pos_ == "ADJ":
        return "adjective"
    return ""


def is_gerund_noun(token: Token) -> bool:
    """Whether a form in -ing stands where a noun stands and governs nothing as a verb would: "Training for pilots began"."""
    return (
        token.tag_ == "VBG"
        and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "ROOT", "conj"}
        and not any(c.dep_ in {"dobj", "aux", "auxpass", "nsubj", "xcomp", "ccomp"} for c in token.children)
    )


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it to its right."""
    found = [token]
    for child in token.rights:
        if child.dep_ == "conj":
            found.extend(conjuncts(child))
    return found


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is the one acted upon."""
    deps = {child.dep_ for child in verb.children}
    if "auxpass" in deps or "nsubjpass" in deps:
        return True
    if "agent" in deps and "dobj" not in deps and verb.dep_ != "ROOT":
        return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" and child.lower_ in HAVE for child in verb.children):
        return False
    if verb.dep_ in {"acl", "advcl", "xcomp", "oprd"}:
        return "dobj" not in deps or "agent" in deps
    if verb.dep_ == "conj" and not deps & {"nsubj", "aux"}:
        return verb.head.tag_ == "VBN" and is_passive(verb.head)
    return False


def surface_subject(verb: Token, steps: int = 0) -> list[Token]:
    """Who stands as the grammatical subject of a verb, its own or one that it shares or is controlled by."""
    if steps > MAX_STEPS:
        return []
    own = [child for child in verb.children if child.dep_ in SUBJECT_DEPS]
    if own:
        subject = own[0]
        if verb.dep_ == "relcl" and subject.lower_ in RELATIVE_PRONOUNS:
            return conjuncts(verb.head) if _shares_relative(verb.head) else [verb.head]
        if verb.dep_ == "ccomp" and subject.tag_ in {"WDT", "WP"} and verb.head.lemma_ == "be":
            # "It is Norland that signed": the parser takes the clause for a complement.
            return [t for c in verb.head.children if c.dep_ == "attr" for t in conjuncts(c)]
        return _with_companions(subject)
    head, dep = verb.head, verb.dep_
    if head is verb:
        return []
    if dep == "acl":
        return _acl_subject(verb, head, steps)
    if dep == "relcl":
        return [] if any(c.dep_ == "dobj" and c.lower_ in RELATIVE_PRONOUNS for c in verb.children) else [head]
    if dep in CLAUSE_DEPS or dep in {"oprd", "acomp"}:
        return _controller(head, steps)
    if dep in {"conj", "advcl", "parataxis", "dep"} and head.pos_ in {"VERB", "AUX"}:
        return surface_subject(head, steps + 1)
    if dep in {"advcl", "conj"} and head.pos_ == "ADJ":
        return surface_subject(head.head, steps + 1) if head.dep_ == "acomp" else []
    if dep in {"pcomp", "pobj"}:
        return _prepositional_subject(head, steps)
    return []


def _shares_relative(head: Token) -> bool:
    return any(child.dep_ == "conj" for child in head.children) and not any(child.dep_ == "conj" for child in head.lefts)


def _with_companions(subject: Token) -> list[Token]:
    """The subject, its conjuncts, and those it acts "together with", "along with" or "alongside"."""
    tokens = conjuncts(subject)
    for child in subject.rights:
        joined = child.dep_ == "prep" and (
            child.lower_ == "alongside" or (child.lower_ == "with" and child.i and child.nbor(-1).lower_ in {"together", "along"})
        )
        if joined:
            tokens.extend(t for pobj in child.children if pobj.dep_ == "pobj" for t in conjuncts(pobj))
    return tokens


def _acl_subject(verb: Token, noun: Token, steps: int) -> list[Token]:
    if verb.tag_ in {"VBN", "VBG", "VBD"}:
        return conjuncts(noun) if is_passive(verb) else [noun]
    # "its plan to sign", "the refusal by A to join": whoever has the plan is the one who would sign.
    return noun_subject(noun, steps + 1)


def _controller(governor: Token, steps: int) -> list[Token]:
    """Who is controlled by a governing verb or adjective: its object ("urged A to sign"), else its subject."""
    if governor.pos_ == "ADJ" and governor.dep_ in {"acomp", "oprd", "xcomp", "conj"}:
        return surface_subject(governor.head, steps + 1)
    objects = [c for c in governor.children if c.dep_ in {"dobj", "dative"} and c.pos_ != "ADP"]
    if objects and governor.lemma_ != "promise":
        nouns = [o for o in objects if o.dep_ == "dative"] or objects
        return conjuncts(nouns[0])
    pressed = [p for c in governor.children if c.dep_ == "prep" and c.lower_ in {"on", "upon"} for p in c.children if p.dep_ == "pobj"]
    if pressed and governor.lemma_ in {"call", "prevail"}:
        return conjuncts(pressed[0])
    return surface_subject(governor, steps + 1)


def _prepositional_subject(preposition: Token, steps: int) -> list[Token]:
    """The subject of a gerund behind a preposition: "accused A of doing", "by doing", "without doing"."""
    governor = preposition.head
    if preposition.pos_ != "ADP" and preposition.dep_ != "prep":
        return []
    if governor.dep_ == "prep":
        governor = governor.head
    if governor.pos_ in {"VERB", "AUX"}:
        objects = [c for c in governor.children if c.dep_ in {"dobj", "nsubjpass"}]
        if objects and preposition.lower_ in {"of", "for", "from", "into"}:
            return conjuncts(objects[0])
        return surface_subject(governor, steps + 1)
    if governor.pos_ in {"NOUN", "PROPN"}:
        return noun_subject(governor, steps + 1)
    if governor.pos_ in {"ADJ", "ADV"}:
        return surface_subject(governor.head, steps + 1)
    return []


def noun_subject(noun: Token, steps: int = 0) -> list[Token]:
    """Who does what a noun names: its possessor, "by" or "of" phrase, modifier, or the subject of the verb that it completes."""
    if steps > MAX_STEPS:
        return []
    roles = noun_roles(noun)
    for role in ("possessor", "by"):
        if roles.get(role):
            return roles[role]
    if noun.dep_ in {"dobj", "attr", "oprd"} and noun.head.pos_ in {"VERB", "AUX"}:
        return surface_subject(noun.head, steps + 1)
    if noun.dep_ == "pobj" and noun.head.head.pos_ in {"VERB", "AUX"}:
        return surface_subject(noun.head.head, steps + 1)
    return roles.get("modifier", []) or roles.get("of", [])


def verb_roles(verb: Token) -> Roles:
    """The arguments of a verb by role, voice undone."""
    roles: Roles = {}
    passive = is_passive(verb)
    has_object = any(child.dep_ == "dobj" for child in verb.children)
    for child in verb.children:
        _add_verb_child(roles, child)
    subjects = [t for t in surface_subject(verb) if t is not verb]
    if subjects:
        role = ("indirect" if has_object else "object") if passive else "subject"
        _extend(roles, role, subjects)
    if passive and "subject" not in roles and "by" in roles:
        # With a second object the parser takes the agent for any prepositional phrase: "was sent food by Norland".
        roles["subject"] = roles.pop("by")
    _add_relative_gap(roles, verb, passive)
    _share_object(roles, verb, passive)
    return roles


def _add_verb_child(roles: Roles, child: Token) -> None:
    dep = child.dep_
    if dep == "agent":
        agents = _objects_of(child)
        _extend(roles, "subject", agents)
        for agent in agents:
            # "hosted by Norland for Ostia": what hangs on a bare name belongs to the verb.
            for inner in agent.rights:
                if agent.pos_ == "PROPN" and inner.dep_ == "prep" and inner.lower_ != "of":
                    _add_prepositional(roles, inner)
    elif dep == "dobj":
        if child.lower_ not in RELATIVE_PRONOUNS:
            _extend(roles, "object", conjuncts(child))
    elif dep == "dative":
        if child.pos_ == "ADP":
            _extend(roles, child.lower_, _objects_of(child))
        else:
            _extend(roles, "indirect", conjuncts(child))
    elif dep == "prep":
        _add_prepositional(roles, child)
    elif dep in CLAUSE_DEPS:
        _extend(roles, "complement", conjuncts(child))
        if child.tag_ == "VBG":
            _extend(roles, "gerund", conjuncts(child))
        elif any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children):
            _extend(roles, "infinitive", conjuncts(child))
        _add_raised_object(roles, child)
    elif dep in {"acomp", "attr", "oprd"}:
        _extend(roles, "predicate", conjuncts(child))
    elif dep == "advcl" and _is_purpose(child):
        _extend(roles, "purpose", conjuncts(child))


def _is_purpose(clause: Token) -> bool:
    """Whether a clause says what something is done for, or what is said with it: "to demand reforms", "calling for a vote"."""
    if clause.tag_ == "VBG":
        return not any(c.dep_ in {"nsubj", "mark"} for c in clause.children)
    return clause.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)


def _add_raised_object(roles: Roles, clause: Token) -> None:
    """"urged Ostia to leave": the parser calls Ostia the clause's subject; it is also the one who is urged."""
    infinitive = clause.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)
    if infinitive and "object" not in roles:
        own = [c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}]
        if own:
            _extend(roles, "object", conjuncts(own[0]))


def _add_relative_gap(roles: Roles, verb: Token, passive: bool) -> None:
    """"the treaty (that) Norland signed": the noun before the clause is its object."""
    if verb.dep_ != "relcl" or passive or "object" in roles:
        return
    subjects = [c for c in verb.children if c.dep_ in SUBJECT_DEPS]
    relative = [c for c in verb.children if c.lower_ in {"which", "that", "whom"} and c.dep_ in {"dobj", "mark", "nsubj"}]
    blocked = any(c.lower_ in {"where", "when", "why", "whose"} for c in verb.subtree if c.i < verb.i)
    if blocked:
        return
    if subjects and subjects[0].lower_ not in RELATIVE_PRONOUNS:
        dangling = [c for c in verb.children if c.dep_ == "prep" and not any(True for _ in c.children)]
        _extend(roles, dangling[0].lower_ if dangling else "object", [verb.head])
    elif relative and relative[0].dep_ == "dobj":
        _extend(roles, "object", [verb.head])


def _share_object(roles: Roles, verb: Token, passive: bool) -> None:
    """"criticised and threatened Norland": the first verb shares the object of the second."""
    if passive or "object" in roles or "complement" in roles:
        return
    for child in verb.rights:
        if child.dep_ == "conj" and child.i - verb.i <= 3 and child.pos_ == "VERB":
            shared = [c for c in child.children if c.dep_ == "dobj"]
            if shared:
                _extend(roles, "object", conjuncts(shared[0]))
            return


def noun_roles(noun: Token) -> Roles:
    """The arguments inside a noun phrase: possessor, modifiers and prepositional phrases."""
    roles: Roles = {}
    for child in noun.children:
        if child.dep_ == "poss":
            _extend(roles, "possessor", conjuncts(child))
        elif child.dep_ == "prep":
            _add_prepositional(roles, child)
        elif child.dep_ == "agent":
            _extend(roles, "by", _objects_of(child))
        elif child.dep_ in {"acl", "ccomp", "xcomp"} and child.tag_ == "VB":
            _extend(roles, "complement", conjuncts(child))
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            # "waters claimed by Ostia", "sanctions imposed by Norland".
            _extend(roles, "by", (t for c in child.children if c.dep_ == "agent" for t in _objects_of(c)))
    modifiers = list(_modifiers(noun))
    if modifiers:
        roles["modifier"] = modifiers
    return roles


def _modifiers(noun: Token) -> Iterator[Token]:
    """What stands before a noun and modifies it, at any depth: "the Norland–Ostia defence pact", "US-led"."""
    for child in noun.lefts:
        if child.dep_ in MODIFIER_DEPS and child.dep_ not in {"advmod"}:
            yield child
            yield from _modifiers(child)
            yield from (t for t in _coordinated(child) if t.i < noun.i)
        elif child.dep_ == "nmod" or (child.dep_ == "poss" and child.pos_ == "PROPN"):
            yield from _modifiers(child)


def _coordinated(token: Token) -> Iterable[Token]:
    return conjuncts(token)[1:]


def _add_prepositional(roles: Roles, preposition: Token) -> None:
    name = preposition.lower_
    nested = [c for c in preposition.children if c.dep_ == "prep"]
    objects = _objects_of(preposition)
    if objects:
        _extend(roles, name, objects)
    for inner in nested:
        _extend(roles, inner.lower_, _objects_of(inner))
    clauses = [c for c in preposition.children if c.dep_ == "pcomp"]
    for clause in clauses:
        _extend(roles, name, conjuncts(clause))


def _objects_of(preposition: Token) -> list[Token]:
    return [t for c in preposition.children if c.dep_ == "pobj" for t in conjuncts(c)]


def _extend(roles: Roles, role: str, tokens: Iterable[Token]) -> None:
    held = roles.setdefault(role, [])
    held.extend(t for t in tokens if t not in held)
    if not held:
        del roles[role]


def host_of(noun: Token, lexicon: Lexicon) -> Token:
    """The noun whose place in the clause counts: "a round of talks" stands where "round" stands."""
    host = noun
    for _ in range(3):
        if host.dep_ == "pobj" and host.head.lower_ == "of" and host.head.head.lemma_ in lexicon.transparent_nouns:
            host = host.head.head
        elif host.dep_ == "conj" and host.head.tag_ in NOUN_TAGS:
            host = host.head
        else:
            break
    return host


def light_verb_of(noun: Token, lexicon: Lexicon) -> Token | None:
    """The verb that only carries the noun: "held talks", "talks were held", "talks held in May", "engaged in talks"."""
    host = host_of(noun, lexicon)
    if host.dep_ in {"dobj", "nsubjpass", "attr"} and host.head.lemma_ in lexicon.light_verbs:
        return host.head
    if host.dep_ == "nsubj" and host.head.lemma_ in lexicon.happening_verbs:
        return host.head
    if host.dep_ == "pobj" and host.head.dep_ == "prep":
        verb = host.head.head
        phrases = {f"{verb.lemma_} {host.head.lower_}"}
        phrases |= {f"{verb.lemma_} {c.lower_} {host.head.lower_}" for c in verb.children if c.dep_ in {"dobj", "prt", "advmod"}}
        if phrases & lexicon.light_verbs:
            return verb
        if verb.dep_ == "dobj" and f"{verb.head.lemma_} {verb.lower_} {host.head.lower_}" in lexicon.light_verbs:
            return verb.head
    for child in host.rights:
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in lexicon.light_verbs and child.tag_ != "VB":
            return child
    return None


def build_frame(token: Token, kind: str, lexicon: Lexicon) -> Frame | None:
    """The frame that ``token`` triggers as a verb, noun or adjective; None for any other kind."""
    if kind == "verb":
        return Frame(token, kind, verb_roles(token))
    if kind == "noun":
        return _noun_frame(token, lexicon)
    if kind == "adjective":
        return Frame(token, kind, _adjective_roles(token))
    return None


def _noun_frame(noun: Token, lexicon: Lexicon) -> Frame:
    roles = {role: list(tokens) for role, tokens in noun_roles(noun).items()}
    host = host_of(noun, lexicon)
    if host is not noun:
        for role, tokens in noun_roles(host).items():
            _extend(roles, role, (t for t in tokens if t is not noun and noun not in conjuncts(t)))
    verb = light_verb_of(noun, lexicon)
    if verb is not None:
        _add_light_verb(roles, verb, host, noun)
    elif host.dep_ == "attr" and host.head.lemma_ in {"be", "become", "remain"}:
        _extend(roles, "subject", surface_subject(host.head))
    return Frame(noun, "noun", roles, verb)


def _add_light_verb(roles: Roles, verb: Token, host: Token, noun: Token) -> None:
    inside = set(conjuncts(host)) | {noun, host}
    for role, tokens in verb_roles(verb).items():
        if role in {"object", "complement", "predicate"}:
            continue
        _extend(roles, role, (t for t in tokens if t not in inside and noun not in conjuncts(t)))


def _adjective_roles(adjective: Token) -> Roles:
    roles: Roles = {}
    if adjective.tag_ == "VBN":
        # "is opposed to": the tagger takes the adjective for a participle.
        _extend(roles, "subject", surface_subject(adjective))
    for child in adjective.children:
        if child.dep_ == "prep":
            _add_prepositional(roles, child)
        elif child.dep_ in CLAUSE_DEPS:
            _extend(roles, "complement", conjuncts(child))
    anchor = adjective
    while anchor.dep_ == "conj" and anchor.head.pos_ == "ADJ":
        anchor = anchor.head
    if anchor.dep_ in {"acomp", "oprd", "xcomp", "ccomp", "conj", "ROOT", "advcl"}:
        _extend(roles, "subject", surface_subject(anchor.head))
    elif anchor.dep_ == "amod" and anchor.head.i < anchor.i:
        _extend(roles, "subject", [anchor.head])
    return roles
