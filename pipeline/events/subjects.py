"""Who does what a verb or noun names: its own subject, or one that it shares or is controlled by."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.events.phrases import conjuncts, is_infinitive, noun_roles
from pipeline.grammar import grammar

SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
CLAUSE_DEPS = frozenset({"xcomp", "ccomp"})
HAVE = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"})
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
# "Norland, by signing, has": the parser hangs it on the name.
BY_DOING = frozenset({"by", "after", "before", "without", "besides", "while"})
ITSELF = frozenset({"itself", "himself", "herself", "themselves"})
# How far an argument may be inherited: longer chains are parser errors.
MAX_STEPS = 8


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is the one acted upon."""
    deps = {child.dep_ for child in verb.children}
    if "auxpass" in deps or "nsubjpass" in deps:
        return True
    if "agent" in deps and "dobj" not in deps and verb.dep_ != "ROOT" and verb.lemma_ not in grammar().never_passive:
        return True
    if causer(verb):
        return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" and child.lower_ in HAVE for child in verb.children):
        return False
    if verb.dep_ in {"acl", "advcl", "xcomp", "oprd"}:
        return "dobj" not in deps or "agent" in deps
    if verb.dep_ == "conj" and not deps & {"nsubj", "aux"}:
        return verb.head.tag_ == "VBN" and is_passive(verb.head)
    return False


def causer(verb: Token) -> list[Token]:
    """ "The premier had two editors arrested": who has it done; "had its jet shot down" is rather what one suffers."""
    if verb.tag_ not in {"VBN", "VBD"} or verb.dep_ not in {"ccomp", "acl"}:
        return []
    noun = verb.head if verb.dep_ == "acl" else next((c for c in verb.lefts if c.dep_ in SUBJECT_DEPS), verb)
    had = noun.head if verb.dep_ == "acl" else verb.head
    caused = had.lemma_ == "have" and had.i < noun.i < verb.i and (verb.dep_ == "ccomp" or noun.dep_ == "dobj")
    if not caused or any(c.dep_ in {"agent", "dobj", "aux", "auxpass", "mark"} for c in verb.children):
        return []
    own = any(t.lower_ in {"its", "their"} for t in verb.doc[had.i : verb.i])
    return [] if own or noun.pos_ == "PRON" else surface_subject(had)


def surface_subject(verb: Token, steps: int = 0) -> list[Token]:
    """Who stands as the grammatical subject of a verb, its own or one that it shares or is controlled by."""
    if steps > MAX_STEPS:
        return []
    # "Norland has, for reasons of its own, signed": the parser may hang the subject on the auxiliary.
    words = (verb, *(child for child in verb.lefts if child.dep_ in {"aux", "auxpass"}))
    own = next((found for word in words if (found := [c for c in word.children if c.dep_ in SUBJECT_DEPS])), [])
    if own:
        # "Not Norland but Ostia signed": the parser takes both for subjects.
        refused = len(own) > 1 and any(c.dep_ == "neg" for c in own[0].children)
        # "Time and again Norland has signed": the parser takes the time for a subject.
        timed = len(own) > 1 and own[0].pos_ == "NOUN" and own[1].pos_ == "PROPN" and not own[0].n_lefts
        subject = own[1] if refused or timed or _opens_sentence(own) else own[0]
        if subject.lower_ in ITSELF and verb.dep_ in CLAUSE_DEPS:
            # "found itself paying"
            return surface_subject(verb.head, steps + 1)
        if (doing := _done_by_all(subject)) is not None:
            return surface_subject(doing, steps + 1)
        if verb.dep_ == "relcl" and _is_part_of_relative(subject):
            # "Norland and Ostia, both of which signed"
            return sorted({*conjuncts(verb.head), *verb.head.conjuncts})
        if verb.dep_ == "relcl" and subject.lower_ in RELATIVE_PRONOUNS:
            if (ranked := _ranked_among(verb.head)) is not None:
                return surface_subject(ranked, steps + 1)
            if (called := _called(verb.head)):
                return called
            return conjuncts(verb.head) if _shares_relative(verb.head) else [verb.head]
        relative = subject.tag_ in {"WDT", "WP"} or subject.lower_ == "that"
        if verb.dep_ == "ccomp" and relative and verb.head.lemma_ == "be":
            # "It is Norland that signed": the parser takes the clause for a complement.
            return _cleft(verb.head)
        if relative and (was := next((c for c in verb.lefts if c.dep_ == "ccomp" and c.lemma_ == "be"), None)) is not None:
            # "It was Norland, of all states, that signed": the parser takes "it was" for a complement.
            return _cleft(was)
        return [*_with_companions(subject, verb), *_who_did_so_too(verb)]
    if (before := _name_before(verb)) is not None:
        return [before]
    head, dep = verb.head, verb.dep_
    if head == verb:
        return []
    infinitive = is_infinitive(verb)
    if infinitive and dep in {"acl", "relcl"} and (called := _called(head)):
        return called
    if dep == "acl" or (dep == "relcl" and infinitive):
        return _acl_subject(verb, head, steps)
    if dep == "relcl":
        return (
            [] if any(c.dep_ == "dobj" and c.lower_ in RELATIVE_PRONOUNS for c in verb.children) else [head]
        )
    if dep in CLAUSE_DEPS or dep in {"oprd", "acomp"}:
        return _controller(head, steps)
    if dep == "conj" and _is_said_by_speaker(verb):
        return surface_subject(head.head, steps + 1)
    if dep in {"conj", "advcl", "parataxis", "dep"} and head.pos_ in {"VERB", "AUX"}:
        return surface_subject(head, steps + 1)
    if dep == "advcl" and head.pos_ == "ADV" and head.head.pos_ in {"VERB", "AUX"}:
        # "went so far as to sign"
        return surface_subject(head.head, steps + 1)
    if dep == "advcl" and head.pos_ == "ADJ" and head.dep_ == "ccomp" and head.head.pos_ == "VERB":
        # "found it wise to sign"
        return surface_subject(head.head, steps + 1)
    if dep in {"advcl", "conj"} and head.pos_ == "ADJ":
        # "declared it invalid and opened a case": who has declared it has also opened the case.
        finite = head.dep_ == "ccomp" and dep == "conj" and verb.tag_ in {"VBD", "VBN", "VBZ", "VBP"}
        return surface_subject(head.head, steps + 1) if head.dep_ == "acomp" or finite else []
    if dep in {"pcomp", "pobj"}:
        return _prepositional_subject(head, steps)
    return []


def _opens_sentence(subjects: list[Token]) -> bool:
    """Whether a comma parts two subjects: "By refusing Norland's demand, Ostia risks …" has one, behind what opens it."""
    if len(subjects) < 2:
        return False
    start = subjects[1].left_edge.i
    return start == subjects[0].right_edge.i + 2 and subjects[1].doc[start - 1].text == ","


def _cleft(be: Token) -> list[Token]:
    """Who it was that did something, in a sentence with "it was … that"."""
    return [t for c in be.children if c.dep_ == "attr" for t in conjuncts(c)]


def _is_said_by_speaker(verb: Token) -> bool:
    """ "He said that the two states were at one and praised Ostia": who said the one did the other."""
    clause = verb.head
    praises = verb.tag_ == "VBD" and verb.lemma_ in grammar().blaming_or_praising and clause.dep_ == "ccomp"
    return praises and clause.head.lemma_ in grammar().saying_verbs and clause.head.tag_ == "VBD" and clause.head.i < clause.i


def _name_before(verb: Token) -> Token | None:
    """The name right before a finite verb that the parser hangs elsewhere: "At the gate Reagan challenged …"."""
    words = [child for child in verb.lefts if child.dep_ in {"aux", "auxpass", "neg", "advmod"}]
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"} or any(word.dep_ == "aux" and word.tag_ != "TO" for word in words)
    first = min([verb, *words])
    while words and first.dep_ == "advmod" and first.i + 1 < verb.i:
        first = first.nbor()
    if not finite or verb.dep_ not in {"ROOT", "ccomp", "conj"} or first.i == verb.sent.start:
        return None
    name = first.nbor(-1)
    if name.pos_ != "PROPN" or name.ent_type_ in {"DATE", "TIME", "EVENT", "FAC", "LOC"}:
        return None
    opening = next((child for child in verb.lefts if child.dep_ == "prep" and name in child.subtree), None)
    swallowed = opening is not None and opening.left_edge.i == verb.sent.start and name.dep_ == "pobj" and not name.n_rights
    return name if swallowed or (name.dep_ == "npadvmod" and name.head == verb) else None


def _done_by_all(subject: Token) -> Token | None:
    """ "What Norland did was to sign", "All that Norland has done is sign": the verb whose subject has signed."""
    told_of_all = [c for c in subject.rights if c.dep_ == "relcl" and subject.lower_ == "all"]
    clauses = [subject] if subject.dep_ == "csubj" else told_of_all
    return next((clause for clause in clauses if clause.lemma_ == "do" and clause != subject.head), None)


def _called(noun: Token) -> list[Token]:
    """ "The first leader to sign was Premier A", "the state that signed was Norland": who is then said to have done it."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be" or any(child.dep_ == "neg" for child in verb.children):
        return []
    return [name for child in verb.children if child.dep_ == "attr" and child.pos_ == "PROPN" for name in conjuncts(child)]


def _is_part_of_relative(subject: Token) -> bool:
    """Whether a subject only counts those of a relative clause: "all of which", "two of whom"."""
    inside = (noun for child in subject.rights if child.lower_ == "of" for noun in child.children)
    return any(noun.tag_ in {"WDT", "WP"} for noun in inside)


def _ranked_among(noun: Token) -> Token | None:
    """The verb of "Norland is (not) the first state in the region that signed", "Norland is one of the states that signed",
    "Norland is among those that signed": Norland has signed, not the region or all of those.
    """
    host = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ == "prep" else noun
    among = host.lemma_ == "be" and noun.head.lower_ == "among"
    verb = host if among else host.head
    counted = among or (host.lower_ == "one" and any(child.lower_ == "of" for child in host.children))
    if counted and (verb.tag_ not in {"VBZ", "VBP", "VBD"} or any(child.dep_ == "neg" for child in verb.children)):
        # "is not one of those", "refused to be among those"
        return None
    ranked = among or counted or any(child.lower_ in grammar().ranking_words for child in host.children)
    return verb if ranked and verb.lemma_ == "be" and (among or host.dep_ == "attr") else None


def _shares_relative(head: Token) -> bool:
    return any(child.dep_ == "conj" for child in head.children) and not any(
        child.dep_ == "conj" for child in head.lefts
    )


def _who_did_so_too(verb: Token) -> list[Token]:
    """ "Norland signed, and so did Ostia", "as have Ostia and Sudria", "like Ostia, Norland signed": whose deed it is as well."""
    echoes = [c for c in verb.rights if c.dep_ in {"conj", "advcl"}]
    if verb.dep_ == "ccomp" and verb.i < verb.head.i:
        echoes.append(verb.head)
    found = [t for echo in echoes if _is_echo(echo) for c in echo.children if c.dep_ == "nsubj" for t in conjuncts(c)]
    for child in verb.lefts:
        if child.dep_ == "prep" and child.lower_ == "like" and child.i == child.sent.start:
            found += [t for c in child.children if c.dep_ == "pobj" for t in conjuncts(c)]
    return found


def _is_echo(verb: Token) -> bool:
    """Whether a bare "did", "has" or "will" says no more than that somebody else does the same."""
    if verb.lemma_ not in {"do", "have", "will", "be"} or any(c.dep_ in {"dobj", "attr", "acomp", "neg"} for c in verb.children):
        return False
    words = {c.lower_ for c in verb.children if c.dep_ in {"advmod", "mark"}}
    turned = any(c.dep_ == "nsubj" and c.i > verb.i for c in verb.children)
    return bool(words & {"so", "as"}) if turned else bool(words & {"too", "likewise"})


def _with_companions(subject: Token, verb: Token) -> list[Token]:
    """The subject, its conjuncts, and those it acts "together with", "along with" or "alongside"."""
    tokens = conjuncts(subject)
    between = (c for c in verb.lefts if c.dep_ == "prep" and c.i > subject.i)
    # "applied together with Ostia": what stands right behind a verb that has no other partner
    behind = (c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "with" and c.nbor(-1).lower_ in {"together", "along"})
    # "Along with Ostia, Norland signed"
    ahead = (
        c
        for c in verb.lefts
        if c.dep_ == "prep" and c.i < subject.i and c.lower_ in {"along", "together"} and c.right_edge.pos_ == "PROPN"
    )
    for child in (*subject.rights, *between, *behind, *ahead):
        if child.dep_ != "prep":
            continue
        inner = next((c for c in child.rights if c.lower_ == "with" and c.dep_ == "prep"), child)
        along = child.lower_ in {"along", "together"} and inner != child
        joined = along or child.lower_ == "alongside"
        if joined or (child.lower_ == "with" and child.i and child.nbor(-1).lower_ in {"together", "along"}):
            tokens.extend(t for pobj in inner.children if pobj.dep_ == "pobj" for t in conjuncts(pobj))
    return tokens


def _acl_subject(verb: Token, noun: Token, steps: int) -> list[Token]:
    if noun.lower_ in grammar().ranking_words and noun.dep_ == "pobj" and noun.head.head.lemma_ == "be":
        # "was among the first to sign"
        return surface_subject(noun.head.head, steps + 1)
    if is_infinitive(verb) and (ranked := _ranked_among(noun)) is not None:
        return surface_subject(ranked, steps + 1)
    if verb.tag_ in {"VBN", "VBG", "VBD"} and not is_infinitive(verb):
        return conjuncts(noun) if is_passive(verb) else [noun]
    if noun.pos_ == "PROPN" and noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.tag_ in {"NN", "NNS"}:
        # "the decision of Norland to sign": the parser hangs the signing on Norland.
        return conjuncts(noun)
    if is_infinitive(verb) and noun.lemma_ in grammar().asking_nouns:
        # "its call on Ostia to withdraw"
        asked = [c for c in noun.rights if c.dep_ == "prep" and c.lower_ in {"to", "on", "upon", "for"} and c.i < verb.i]
        return [t for c in asked for pobj in c.children if pobj.dep_ == "pobj" for t in conjuncts(pobj)]
    # "its plan to sign", "the refusal by A to join": whoever has the plan is the one who would sign.
    return noun_subject(noun, steps + 1)


def _controller(governor: Token, steps: int) -> list[Token]:
    """Who is controlled by a governing verb or adjective: its object ("urged A to sign"), else its subject."""
    if governor.pos_ == "ADJ" and governor.dep_ in {"acomp", "oprd", "xcomp", "conj"}:
        return surface_subject(governor.head, steps + 1)
    objects = [c for c in governor.children if c.dep_ in {"dobj", "dative"} and c.pos_ != "ADP"]
    did = next((c for c in governor.lefts if c.dep_ == "csubj" and c.lemma_ == "do"), None)
    if governor.lemma_ == "be" and did is not None:
        # "What Norland did was to sign."
        return surface_subject(did, steps + 1)
    if governor.lemma_ == "take" and any(c.dep_ == "nsubj" and c.lower_ == "it" for c in governor.children):
        # "It took Norland nine years to sign."
        return [noun for noun in objects if noun.pos_ == "PROPN"][:1]
    if objects and governor.lemma_ not in grammar().object_not_subject:
        nouns = [o for o in objects if o.dep_ == "dative"] or objects
        return conjuncts(nouns[0])
    pressed = [
        p
        for c in governor.children
        if c.dep_ == "prep" and c.lower_ in {"on", "upon"}
        for p in c.children
        if p.dep_ == "pobj"
    ]
    if pressed and governor.lemma_ in grammar().pressing_verbs:
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
        # "charged Ostia with arming rebels"; but "angered Ostia with arming rebels"
        theirs = {"of", "for", "from", "into"} | ({"with"} if governor.lemma_ == "charge" else set())
        if objects and preposition.lower_ in theirs and preposition.i > objects[0].i:
            return conjuncts(objects[0])
        subjects = surface_subject(governor, steps + 1)
        alike = objects and governor.lemma_ in grammar().doing_alike and preposition.lower_ == "in"
        return [*subjects, *conjuncts(objects[0])] if alike and _is_done(governor) else subjects
    if governor.pos_ in {"NOUN", "PROPN"} or governor.lower_ == "nothing":
        blamed = governor.dep_ == "dobj" and governor.head.lemma_ in grammar().blaming_or_praising
        if blamed or (governor.pos_ == "PROPN" and preposition.lower_ in BY_DOING):
            return conjuncts(governor)
        return noun_subject(governor, steps + 1)
    if governor.pos_ in {"ADJ", "ADV"}:
        return surface_subject(governor.head, steps + 1)
    return []


def _is_done(verb: Token) -> bool:
    """Whether a verb is no infinitive and isn't denied: "joined", not "refused to join", "did not join"."""
    return verb.tag_ != "VB" and not any(child.dep_ == "neg" for child in verb.children)


def noun_subject(noun: Token, steps: int = 0) -> list[Token]:
    """Who does what a noun names: its possessor, "by" or "of" phrase, modifier, or the subject of the verb that it completes."""
    if steps > MAX_STEPS:
        return []
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.tag_ in {"NN", "NNS"}:
        # "had a number of reasons to go"
        counted = noun.head.head
        if counted.dep_ == "dobj" and any(
            c.dep_ == "det" and c.lower_ in {"a", "some", "any"} for c in counted.children
        ):
            return noun_subject(counted, steps + 1)
    roles = noun_roles(noun)
    for role in ("possessor", "by"):
        if roles.get(role):
            return roles[role]
    deciding = roles.get("of", [])
    if deciding and deciding[0].pos_ == "PROPN" and any(c.dep_ == "acl" and c.tag_ == "VB" for c in noun.rights):
        # "was stunned by the decision of Norland to sign"
        return deciding
    verb = (
        noun.head
        if noun.dep_ in {"dobj", "attr", "oprd"}
        else noun.head.head
        if noun.dep_ == "pobj"
        else None
    )
    if verb is not None and verb.pos_ in {"VERB", "AUX"} and verb.lemma_ not in grammar().made_by_others:
        return surface_subject(verb, steps + 1)
    return roles.get("modifier", []) or roles.get("of", [])
