"""What stands inside a noun phrase, and whether a word can tell a happening at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.strings import get_string_id
from spacy.tokens import Span, Token

from pipeline.events.roles import spelt
from pipeline.events.wording import is_currency, lower_text, wording
from pipeline.grammar import grammar

Roles = dict[str, list[Token]]
_OF, _HYPHEN = get_string_id("of"), get_string_id("-")

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
# So far behind a noun what it is done to may stand: "the killing, on 31 July in Ostia, of".
MOST_BETWEEN = 9
LAID_ON = frozenset({"on", "upon", "against"})
# So a clause that tells of now or then is tagged; the parser takes some of those that belong to a noun for participles.
FINITE_TAGS = frozenset({"VBD", "VBP", "VBZ"})
# So few words say how much: "worth 400 million dollars".
MOST_OF_A_SUM = 6
MODIFIER_DEPS = frozenset({"compound", "amod", "nmod", "npadvmod", "appos", "conj", "dep", "quantmod"})


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


def hyphenated(token: Token) -> list[str]:
    """The forms of a word that the tokeniser cut at its hyphens: "cease-fire" for "fire", "test-fire" for "fired"."""
    doc, i = token.doc, token.i
    forms: list[str] = []
    if _HYPHEN not in wording(doc).lowers[max(i - 1, 0) : i + 2]:
        return forms
    if i >= 2 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_:
        forms += [
            f"{doc[i - 2].lower_}-{form}" for form in dict.fromkeys((token.lemma_.lower(), token.lower_))
        ]
    if token.whitespace_ or i + 2 >= len(doc):
        return forms
    if doc[i + 1].text == "-" and not doc[i + 1].whitespace_:
        forms.append(f"{token.lower_}-{doc[i + 2].lower_}")
    return forms


def names_of(token: Token) -> frozenset[str]:
    """How a rule may name the token: its lemma, its form, or with the word before it ("peace talk", "peace talks").

    A sum in figures ("$4bn") is "money".
    """
    lemma, lower = token.lemma_.lower(), token.lower_
    names = {lemma, lower, *hyphenated(token)}
    if not token.is_sent_start and token.i:
        before = token.nbor(-1)
        names |= {f"{before.lower_} {lemma}", f"{before.lower_} {lower}"}
        if before.is_currency:
            names.add("money")
    return frozenset(names)


def names_in(sentence: Span) -> frozenset[str]:
    """All names of the tokens of a whole sentence of the parse, as :func:`names_of` gives them one by one."""
    words, strings, first, last = wording(sentence.doc), sentence.doc.vocab.strings, sentence.start, sentence.end
    lowers = [lower_text(strings, number) for number in words.lowers[first:last]]
    lemmas = [lower_text(strings, number) for number in words.lemmas[first:last]]
    names = {*lowers, *lemmas}
    names.update(map(" ".join, zip(lowers, lowers[1:], strict=False)))
    names.update(map(" ".join, zip(lowers, lemmas[1:], strict=False)))
    beside = [sentence.doc[i].text for i in (first - 1, last) if 0 <= i < len(sentence.doc)]
    if any(is_currency(sentence.vocab, number) for number in words.lowers[first:last]):
        names.add("money")
    if "-" in lowers or "-" in beside:
        names.update(form for token in sentence for form in hyphenated(token))
    return frozenset(names)


def ends_fixed_phrase(token: Token, phrases: frozenset[str]) -> bool:
    """Whether the word is the last of a phrase that tells nothing: "in other words"."""
    if token.lower_ not in _last_words(phrases):
        return False
    words = [t.lower_ for t in token.doc[max(token.sent.start, token.i - 3) : token.i + 1]]
    return any(" ".join(words[first:]) in phrases for first in range(len(words) - 1))


@lru_cache(maxsize=8)
def _last_words(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(phrase.rsplit(" ", 1)[-1] for phrase in phrases)


def particle_of(verb: Token, phrasal: frozenset[str]) -> str:
    """The particle with which a verb tells another deed than without it ("gave [up] its aid"); empty where it has none."""
    particles = (c.lower_ for c in verb.rights if c.dep_ in {"prt", "advmod"} and c.i <= verb.i + 4)
    return next((word for word in particles if f"{verb.lemma_.lower()} {word}" in phrasal), "")


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
        if child.dep_ == "conj" or _is_next_listed(child):
            found.extend(conjuncts(child))
    return found


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to": "to sign", "to have signed"."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def is_done_besides(clause: Token, joined: Token) -> bool:
    """Whether the parser joins to a gerund or infinitive what was done besides: "refused to arm Ostia and signed a pact"."""
    finite = joined.tag_ in {"VBD", "VBZ", "VBP"}
    bare = clause.tag_ == "VBG" or (clause.tag_ == "VB" and is_infinitive(clause))
    return finite and bare and joined.dep_ == "conj"


def _is_next_listed(child: Token) -> bool:
    """Whether the parser takes the second of a list of places for an apposition: "Norland, Ostia and Sudria signed"."""
    places = child.dep_ == "appos" and child.ent_type_ == child.head.ent_type_ == "GPE"
    return places and any(c.dep_ == "conj" and c.ent_type_ == "GPE" for c in child.rights)


def noun_roles(noun: Token) -> Roles:
    """The arguments inside a noun phrase: possessor, modifiers and prepositional phrases."""
    roles: Roles = {}
    for child in noun.children:
        if child.dep_ == "poss":
            extend(roles, "possessor", conjuncts(child))
        elif child.dep_ == "prep":
            add_prepositional(roles, child)
            for amount in _amounts_of(child):
                for inner in amount.rights:
                    if inner.dep_ == "prep" and inner.lower_ != "of":
                        add_prepositional(roles, inner)
        elif child.lower_ == "worth" and child.i > noun.i:
            # "contracts worth 400 million dollars with Ostia"
            for inner in child.subtree:
                if inner.dep_ == "prep" and inner.lower_ != "of" and inner.head.i - child.i < MOST_OF_A_SUM:
                    add_prepositional(roles, inner)
        elif child.dep_ == "agent":
            extend(roles, "by", listed_objects(child))
        elif child.lemma_ in grammar().making_verbs and _tells_of(child):
            # "waters that Ostia claims", "a draft that Ostia put forward"
            extend(roles, "by", _maker(child))
        elif child.dep_ in {"acl", "ccomp", "xcomp"} and child.tag_ == "VB":
            extend(roles, "complement", conjuncts(child))
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            # "waters claimed by Ostia", "sanctions imposed by Norland"; "chips bound for Ostia".
            if child.lemma_ in grammar().destining_verbs:
                for preposition in (c for c in child.children if c.dep_ == "prep"):
                    add_prepositional(roles, preposition)
            extend(roles, "by", (t for c in child.children if c.dep_ == "agent" for t in objects_of(c)))
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in grammar().laying_verbs and _is_laid_in(child):
            for preposition in (c for c in child.rights if c.dep_ == "prep" and c.lower_ in LAID_ON):
                add_prepositional(roles, preposition)
    if "of" not in roles:
        extend(roles, "of", _of_phrase_further_on(noun))
    modifiers = list(_modifiers(noun))
    if modifiers:
        roles["modifier"] = modifiers
    return roles


def _of_phrase_further_on(noun: Token) -> list[Token]:
    """ "The killing, in July, of an envoy", "the seizure on Friday of two ships", "the invasion by Norland of Ostia": what
    belongs to the noun stands behind a day, between commas or behind a state's name, and the parser hangs it anywhere.
    """
    doc, first = noun.doc, noun.i + 1
    commas = first < len(doc) and doc[first].text == ","
    first += commas
    if first >= len(doc) or doc[first].dep_ not in {"prep", "agent"} or doc[first].lower_ == "of":
        return []
    opening = doc[first]
    # Most nouns have none; the sentence is only asked where one stands.
    near = wording(doc).lowers[first + 2 : first + MOST_BETWEEN]
    if _OF not in near:
        return []
    end = noun.sent.end
    for of in (doc[i] for i, number in enumerate(near, first + 2) if number == _OF):
        if of.i >= end:
            break
        between = of.doc[first + 1 : of.i - commas]
        if not between or (commas and of.nbor(-1).text != ","):
            return []
        dated = between[-1].ent_type_ in {"DATE", "TIME"} and _names_a_day(between)
        stated = opening.lower_ in {"by", "in"} and len(between) <= 2 and _is_bare_name(between[-1])
        set_apart = commas and not any(t.text == "," or kind_of(t) == "verb" for t in between)
        objects = objects_of(of)
        days = any(t.ent_type_ in {"DATE", "TIME"} for t in objects)
        return objects if (dated or stated or set_apart) and not days else []
    return []


def _is_bare_name(token: Token) -> bool:
    """Whether a name is a state's or people's: "by President A of Norland", "by Bank of Norland" are whole."""
    return token.pos_ == "PROPN" and token.ent_type_ not in {"PERSON", "ORG"}


def _names_a_day(words: Span) -> bool:
    """Whether a date is a day, a month or a year, and no length of time: "two hours of talks" belong together."""
    return words[-1].pos_ in {"PROPN", "NUM"} or any(t.lower_ in {"last", "this"} for t in words)


def _amounts_of(preposition: Token) -> Iterator[Token]:
    """The amounts of "a tariff of 25 per cent on goods", on which the parser hangs what belongs to the tariff."""
    if preposition.lower_ == "of":
        for noun in preposition.children:
            if noun.dep_ == "pobj" and any(child.dep_ == "nummod" or child.is_currency for child in noun.children):
                yield noun


def _maker(clause: Token) -> list[Token]:
    """Who makes or holds the noun that a relative clause belongs to; nobody where the clause has another object."""
    subjects = [c for c in clause.children if c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"} and c.lower_ != "that"]
    others = any(c.dep_ == "dobj" and c.tag_ not in {"WDT", "WP"} and c.lower_ != "that" for c in clause.children)
    return [] if others else [noun for subject in subjects for noun in conjuncts(subject)]


def _tells_of(clause: Token) -> bool:
    """Whether a finite clause belongs to the noun before it."""
    return clause.dep_ == "relcl" or (clause.dep_ == "acl" and clause.tag_ in FINITE_TAGS)


def _is_laid_in(clause: Token) -> bool:
    """Whether a clause behind a noun has that noun as what is laid on somebody, and no other object."""
    objects = (c for c in clause.children if c.dep_ == "dobj")
    return clause.tag_ not in {"VB", "VBG"} and all(c.tag_ in {"WDT", "WP"} or c.lower_ == "that" for c in objects)


def _modifiers(noun: Token) -> Iterator[Token]:
    """What stands before a noun and modifies it, at any depth: "the Norland–Ostia defence pact", "US-led"."""
    for child in noun.lefts:
        if child.dep_ in MODIFIER_DEPS:
            yield child
            yield from _modifiers(child)
            yield from (t for t in _coordinated(child) if t.i < noun.i)
        elif child.dep_ == "nmod" or (child.dep_ == "poss" and child.pos_ == "PROPN"):
            yield from _modifiers(child)


def _coordinated(token: Token) -> Iterable[Token]:
    return conjuncts(token)[1:]


def add_prepositional(roles: Roles, preposition: Token) -> None:
    """Add what a preposition governs to ``roles``, under the preposition's name."""
    name = preposition.lower_
    nested = [] if name in grammar().no_direction else [c for c in preposition.children if c.dep_ == "prep"]
    objects = listed_objects(preposition)
    if objects:
        extend(roles, name, objects)
    for inner in nested:
        extend(roles, inner.lower_, objects_of(inner))
    clauses = [c for c in preposition.children if c.dep_ == "pcomp"]
    for clause in clauses:
        extend(roles, name, conjuncts(clause))


def objects_of(preposition: Token) -> list[Token]:
    """The nouns that a preposition governs, conjuncts included."""
    return [t for c in preposition.children if c.dep_ == "pobj" for t in conjuncts(c)]


def listed_objects(preposition: Token) -> list[Token]:
    """What a preposition governs and what it governs again: "from Norland, from Ostia and from Sudria"."""
    again = [p for p in preposition.conjuncts if p.i > preposition.i and p.dep_ == "conj" and p.lower_ == preposition.lower_]
    return [noun for one in (preposition, *again) for noun in objects_of(one)]


def extend(roles: Roles, role: str, tokens: Iterable[Token]) -> None:
    """Add ``tokens`` to a role, each once; a role that stays empty isn't there."""
    role = spelt(role)
    held = roles.setdefault(role, [])
    held.extend(t for t in tokens if t not in held)
    if not held:
        del roles[role]
