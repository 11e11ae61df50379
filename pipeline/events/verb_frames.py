"""Verb -> roles: its arguments, voice, relatives, clefts and lists undone, wherever the parser hangs them."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.misplaced import add_misplaced
from pipeline.events.phrases import (
    NOUN_TAGS,
    Roles,
    add_prepositional,
    conjuncts,
    extend,
    is_done_besides,
    is_infinitive,
    listed_objects,
    noun_roles,
    objects_of,
)
from pipeline.events.subjects import (
    CLAUSE_DEPS,
    RELATIVE_PRONOUNS,
    SUBJECT_DEPS,
    causer,
    is_passive,
    surface_subject,
)
from pipeline.grammar import grammar

SENTENCE_MARKS = frozenset({";", ":", "–", "—", "--"})


def verb_roles(verb: Token) -> Roles:
    """The arguments of a verb by role, voice undone."""
    roles: Roles = {}
    passive = is_passive(verb)
    has_object = any(child.dep_ == "dobj" for child in verb.children)
    for child in verb.children:
        _add_verb_child(roles, child)
    subjects = [t for t in surface_subject(verb) if t != verb]
    if subjects:
        role = ("indirect" if has_object else "object") if passive else "subject"
        extend(roles, role, subjects)
    if passive and "subject" not in roles and "by" in roles:
        # With a second object the parser takes the agent for any prepositional phrase: "was sent food by Norland".
        roles["subject"] = roles.pop("by")
    if passive and "subject" not in roles:
        extend(roles, "subject", _agent_further_on(verb) or causer(verb) or _who_announces(verb))
    _add_counted_object(roles, verb)
    add_misplaced(roles, verb, passive)
    _add_listed_phrases(roles, verb)
    _add_relative_gap(roles, verb, passive)
    _share_object(roles, verb, passive)
    return roles


def _agent_further_on(verb: Token) -> list[Token]:
    """ "was threatened with sanctions by Norland", "was accused of spying by Norland": the parser hangs the agent on what
    stands between; and "was rammed and sunk by Norland": it stands behind the last of a list alone.
    """
    for other in verb.conjuncts:
        if other.i > verb.i and is_passive(other) and not any(c.dep_ in SUBJECT_DEPS for c in other.children):
            for child in other.rights:
                if child.dep_ == "agent":
                    return objects_of(child)
    for child in verb.rights:
        if child.dep_ == "dobj" and (agents := noun_roles(child).get("by")):
            # "was granted a loan by Norland"
            return agents
        for between in child.rights if child.dep_ == "prep" else ():
            day = between.dep_ == "pobj" and between.ent_type_ in {"DATE", "TIME"}
            thing = child.lower_ in {"with", "without"} and between.dep_ == "pobj"
            deed = child.lower_ in {"of", "for"} and between.dep_ == "pcomp" and between.tag_ == "VBG"
            for inner in between.rights if thing or deed or day else ():
                agents = objects_of(inner) if inner.lower_ == "by" and inner.dep_ == "prep" else []
                if agents and agents[0].pos_ == "PROPN":
                    return agents
    return []


def _who_announces(verb: Token) -> list[Token]:
    """ "Norland and Ostia announced that ties would be restored": who speaks of what will be done will do it."""
    ahead = any(c.dep_ == "aux" and c.lower_ in {"will", "would"} for c in verb.lefts)
    announced = verb.dep_ == "ccomp" and verb.head.lemma_ in grammar().announcing_verbs
    denied = any(c.dep_ == "neg" for c in verb.head.children)
    return surface_subject(verb.head) if ahead and announced and not denied and not is_passive(verb.head) else []


def _add_verb_child(roles: Roles, child: Token) -> None:
    dep = child.dep_
    if dep == "agent":
        agents = listed_objects(child)
        extend(roles, "subject", agents)
        for agent in agents:
            # "hosted by Norland for Ostia": what hangs on a bare name belongs to the verb.
            for inner in agent.rights:
                if agent.pos_ == "PROPN" and inner.dep_ == "prep" and inner.lower_ != "of":
                    add_prepositional(roles, inner)
    elif dep == "dobj":
        if child.lower_ in grammar().captive_nouns and not any(c.dep_ in {"det", "amod", "poss"} for c in child.children):
            # "held two tourists hostage": the parser takes what they are held as for who is held, or for one with them.
            extend(roles, "predicate", [child])
            extend(roles, "object", (c for c in child.lefts if c.dep_ == "compound" and c.tag_ in NOUN_TAGS))
        elif child.lower_ not in RELATIVE_PRONOUNS:
            extend(roles, "indirect" if _is_receiver(child) else "object", conjuncts(child))
    elif dep == "dative":
        if child.pos_ == "ADP":
            extend(roles, child.lower_, objects_of(child))
        elif child.pos_ == "NOUN" and not any(c.dep_ in CLAUSE_DEPS | {"dobj", "npadvmod"} for c in child.head.children):
            # "gave arms worth millions to Ostia": the one thing that is given
            extend(roles, "object", conjuncts(child))
        else:
            extend(roles, "indirect", conjuncts(child))
    elif dep == "prep":
        add_prepositional(roles, child)
        _add_companions_purpose(roles, child)
    elif dep in {"advmod", "prt"} and not _leads_nowhere(child):
        # "walked away from the talks", "moved closer to Ostia": the parser hangs the phrase on the adverb.
        for inner in child.rights:
            if inner.dep_ == "prep":
                add_prepositional(roles, inner)
    elif dep in CLAUSE_DEPS:
        if _is_cut_off(child):
            return
        if child.pos_ in {"ADP", "ADV"} or child.tag_ == "RP":
            _add_small_clause(roles, child)
            return
        clauses = [t for t in conjuncts(child) if not is_done_besides(child, t)]
        extend(roles, "complement", clauses)
        if child.tag_ == "VBG":
            extend(roles, "gerund", clauses)
        elif is_infinitive(child):
            extend(roles, "infinitive", clauses)
        _add_raised_object(roles, child)
    elif dep in {"acomp", "attr", "oprd"}:
        extend(roles, "predicate", conjuncts(child))
    elif dep == "advcl" and _is_purpose(child):
        extend(roles, "purpose", conjuncts(child))


def _leads_nowhere(adverb: Token) -> bool:
    """Whether a phrase behind an adverb isn't where the verb goes: "came close to attacking", "fled prior to the raid"."""
    words = grammar()
    return adverb.lower_ in words.no_direction or f"{adverb.head.lemma_} {adverb.lower_}" in words.no_motion


def _add_small_clause(roles: Roles, particle: Token) -> None:
    """ "let the inspectors in", "wants Ostia out of the pact": the parser makes a clause of whom and whither."""
    extend(roles, "object", (t for c in particle.children if c.dep_ in SUBJECT_DEPS for t in conjuncts(c)))
    for child in particle.rights:
        if child.dep_ == "prep":
            add_prepositional(roles, child)


def _is_receiver(noun: Token) -> bool:
    """Whether the first of two objects is who gets the second: "sold Ostia the jets"."""
    return noun.ent_type_ in {"GPE", "NORP"} and any(c.dep_ == "dobj" and c.i > noun.i and c != noun for c in noun.head.rights)


def _is_cut_off(clause: Token) -> bool:
    """Whether a clause stands before its head, a semicolon or dash between: a sentence of its own, whatever the parser says."""
    head = clause.head
    return clause.i < head.i and any(t.text in SENTENCE_MARKS for t in clause.doc[clause.i + 1 : head.i])


def _is_purpose(clause: Token) -> bool:
    """Whether a clause says what something is done for, or what is said with it: "to demand reforms", "calling for a vote"."""
    if clause.tag_ == "VBG":
        return not any(c.dep_ in {"nsubj", "mark"} for c in clause.children)
    return clause.tag_ == "VB" and is_infinitive(clause)


def _add_companions_purpose(roles: Roles, preposition: Token) -> None:
    """ "flew there with a team of officials to see Ostia's king": the parser hangs what one goes for on those who go along."""
    if preposition.lower_ == "with":
        for noun in (*objects_of(preposition), *(t for n in objects_of(preposition) for t in noun_roles(n).get("of", ()))):
            extend(roles, "purpose", (c for c in noun.rights if c.dep_ == "acl" and c.tag_ == "VB" and _is_purpose(c)))


def _add_raised_object(roles: Roles, clause: Token) -> None:
    """ "urged Ostia to leave", "let Ostia build": the parser calls Ostia the clause's subject; it is also who is urged or let."""
    auxiliaries = {c.lower_ for c in clause.children if c.dep_ == "aux"}
    infinitive = clause.tag_ == "VB" and "to" in auxiliaries
    bare = clause.tag_ in {"VB", "VBP"} and clause.head.lemma_ == "let" and not auxiliaries
    own = [c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}] if infinitive or bare else []
    # "invited A as well as B to stay": the parser parts the second of them from the first.
    joined = bool(own) and own[0].left_edge.i > 0 and own[0].left_edge.nbor(-1).dep_ == "cc"
    if own and ("object" not in roles or joined) and (infinitive or own[0].pos_ == "PROPN"):
        extend(roles, "object", conjuncts(own[0]))


def _add_counted_object(roles: Roles, verb: Token) -> None:
    """ "kidnapped up to 16 engineers": the parser takes "up to" for a particle and a preposition."""
    if "object" in roles:
        return
    for child in verb.rights:
        counted = child.lower_ == "to" and child.dep_ == "prep" and child.nbor(-1).lower_ == "up"
        nouns = (
            [n for n in objects_of(child) if any(c.dep_ == "nummod" for c in n.children)] if counted else []
        )
        if nouns:
            roles["object"] = nouns
            roles.pop("to", None)


def _add_listed_phrases(roles: Roles, verb: Token) -> None:
    """ "buys oil from Norland, jets from Ostia and drones from Sudria": a list of objects, each with the same preposition."""
    objects = list(roles.get("object", []))
    if any(child.dep_ == "dobj" for child in verb.children):
        # The parser joins the second object to the verb where its own verb is left out.
        objects += [t for c in verb.rights if c.dep_ == "conj" and c.tag_ in NOUN_TAGS for t in conjuncts(c)]
    if len(objects) < 2:
        return
    listed = [noun_roles(noun) for noun in objects]
    for role in ("from", "to", "with", "against", "on"):
        if role not in roles and role not in listed[0]:
            continue
        for inside in listed:
            for token in inside.get(role, []):
                # The parser takes the last object for another giver: "from Ostia and drones from Sudria".
                extend(roles, role, noun_roles(token).get(role) or [token])


def _add_relative_gap(roles: Roles, verb: Token, passive: bool) -> None:
    """ "the treaty (that) Norland signed": the noun before the clause is its object."""
    if verb.dep_ != "relcl" or verb.head.lemma_ in grammar().time_nouns:
        return
    if any(c.lower_ == "where" and c.dep_ == "advmod" for c in verb.lefts):
        # "Lima, where Norland has built a port"
        extend(roles, "in", [verb.head])
    if passive or "object" in roles:
        return
    subjects = [c for c in verb.children if c.dep_ in SUBJECT_DEPS]
    relative = [
        c
        for c in verb.children
        if c.lower_ in {"which", "that", "whom"} and c.dep_ in {"dobj", "mark", "nsubj"}
    ]
    blocked = any(c.lower_ in {"where", "when", "why", "whose"} for c in verb.subtree if c.i < verb.i)
    if blocked:
        return
    if subjects and subjects[0].lower_ not in RELATIVE_PRONOUNS:
        dangling = [c for c in verb.children if c.dep_ == "prep" and not any(True for _ in c.children)]
        extend(roles, dangling[0].lower_ if dangling else "object", [verb.head])
    elif relative and relative[0].dep_ == "dobj":
        extend(roles, "object", [verb.head])


def _share_object(roles: Roles, verb: Token, passive: bool) -> None:
    """ "criticised and threatened Norland": the first verb shares the object of the second."""
    if passive or "object" in roles or "complement" in roles:
        return
    if any(c.dep_ == "prt" or (c.lower_ == "back" and c.i == verb.i + 1) for c in verb.children):
        # "hit back and sent its bombers"
        return
    for child in verb.rights:
        beside = child.i - verb.i <= (5 if verb.nbor().text == "," else 3)
        if child.dep_ == "conj" and beside and child.pos_ == "VERB":
            shared = [c for c in child.children if c.dep_ == "dobj"]
            if shared:
                extend(roles, "object", conjuncts(shared[0]))
            return
