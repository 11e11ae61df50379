"""Names in a list that the parser takes for what one of them is, or for one's name; and what is said of them for one more."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.syntax.words import NOUNS, SUBJECTS

PLURAL = frozenset({"have", "are", "were", "do"})


def mend_parallel(name: Token) -> None:
    """ "A of Norland and B of Ostia": B stands beside A, and not beside Norland."""
    place, preposition = name.head, name.head.head
    owned = any(c.dep_ == "prep" and c.lower_ == "of" for c in name.children)
    if (
        owned
        and place.dep_ == "pobj"
        and preposition.lower_ == "of"
        and preposition.head.tag_ in {"NNP", "NNPS"}
    ):
        name.head = preposition.head


def mend_both(noun: Token) -> None:
    """ "Norland and Ostia, both members of the pact": it says what they are and is no third beside them."""
    start = noun.left_edge.i
    if start < 2 or noun.doc[start].lower_ not in {"both", "all"} or noun.doc[start - 1].text != ",":
        return
    host = noun.doc[start - 2]
    if noun not in host.ancestors:
        noun.head, noun.dep_ = host, "appos"


def mend_two_names(name: Token) -> None:
    """ "Premier A B and C D met": two people, where the parser takes "A B and C" for names of D."""
    last = name.head
    given = [c for c in name.rights if c.dep_ == "conj" and c.i == last.i - 1]
    joined = any(c.dep_ == "cc" and c.i == last.i - 2 for c in name.rights)
    # "the Hong Kong and Macau Office" has an article, as people haven't.
    full = any(c.dep_ == "compound" for c in name.lefts) and not any(c.dep_ == "det" for c in (*name.lefts, *last.lefts))
    if not (given and given[0].tag_ == "NNP" and joined and full):
        return
    head, dep = last.head, last.dep_
    name.head, name.dep_ = (name, dep) if head == last else (head, dep)
    last.head, last.dep_ = name, "conj"
    given[0].head, given[0].dep_ = last, "compound"


def mend_list(name: Token) -> None:
    """ "A, B and C met": the parser takes B and C for what A is; or B alone, in "A, B, and C met"."""
    listed = name.head.tag_ in {"NNP", "NNPS"} and name.head.i < name.i
    joined = _goes_on(name, 0) or _goes_on(name.head, name.i)
    described = any(c.dep_ in {"poss", "prep", "amod"} for c in name.children)
    # "A, the chairman and B": what has an article may say what A is; an abbreviation doesn't.
    described = described or (any(c.dep_ == "det" for c in name.children) and not name.is_upper)
    if listed and joined and not described:
        name.dep_ = "conj"


def _goes_on(name: Token, behind: int) -> bool:
    """Whether a list of names goes on from a name by "and", behind a place in the text."""
    rights = [c for c in name.rights if c.i > behind]
    return any(c.dep_ == "cc" for c in rights) and any(c.dep_ == "conj" and c.tag_ in {"NNP", "NNPS"} for c in rights)


def mend_described(noun: Token) -> None:
    """ "A, Norland's envoy, and B of Ostia have met": more than one have met, so that B isn't what A is."""
    name, verb = noun.head, noun.head.head
    plural = any(c.dep_ in {"aux", "auxpass"} and c.lower_ in PLURAL for c in verb.lefts) or verb.tag_ == "VBP"
    if name.dep_ not in SUBJECTS or name.tag_ != "NNP" or noun.tag_ != "NN" or not plural:
        return
    if any(c.dep_ == "conj" for c in name.rights):
        return
    for other in noun.rights:
        if other.dep_ == "conj" and other.tag_ == "NNP":
            other.head = name


def mend_pair(noun: Token) -> None:
    """ "President A and, later, Prime Minister B met": where the parser gives the verb two subjects, they are one list."""
    first = next((c for c in noun.head.lefts if c.dep_ == "nsubj" and c.i < noun.i and c.tag_ in NOUNS), None)
    joined = next((c for c in first.rights if c.dep_ == "cc"), None) if first is not None else None
    if first is None or joined is None:
        return
    if all(t.dep_ in {"punct", "advmod"} for t in noun.doc[joined.i + 1 : noun.left_edge.i]):
        noun.head, noun.dep_ = first, "conj"


def mend_naming(name: Token) -> None:
    """ "received both leaders, A and B, in July": the names tell who the leaders are, and not when or how."""
    start = name.left_edge.i
    if start < name.sent.start + 2 or name.doc[start - 1].text != ",":
        return
    noun = name.doc[start - 2]
    if noun.tag_ == "NNS" and noun.dep_ in {"dobj", "pobj", "nsubj", "nsubjpass"}:
        name.head, name.dep_ = noun, "appos"
