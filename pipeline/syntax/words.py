"""The tags and labels by which mends find their way, and what the words around a verb are."""

from __future__ import annotations

from spacy.tokens import Token

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
# What may stand between a subject and its verb and hangs on the verb.
BETWEEN = frozenset({"aux", "auxpass", "advmod", "neg"})


def is_finite(verb: Token) -> bool:
    """Whether a verb stands as a statement has it, and has no subject."""
    finite = verb.tag_ in FINITE or any(c.tag_ in FINITE and c.dep_ in {"aux", "auxpass"} for c in verb.lefts)
    return finite and not any(c.dep_ in SUBJECTS or c.dep_ == "attr" for c in verb.children)


def subject_dep(verb: Token) -> str:
    """The label of a verb's subject, by the verb's voice."""
    return "nsubjpass" if any(c.dep_ == "auxpass" for c in verb.children) else "nsubj"


def word_before(verb: Token) -> Token | None:
    """The last word before a verb and what hangs on it."""
    before = verb.i - 1
    while before >= 0 and verb.doc[before].dep_ in BETWEEN and verb.doc[before].head == verb:
        before -= 1
    return verb.doc[before] if before >= 0 else None


def is_past_perfect(verb: Token) -> bool:
    """Whether a verb tells what was before the rest: "had signed in March"."""
    return verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_ in {"had", "'d", "’d"} for c in verb.lefts)
