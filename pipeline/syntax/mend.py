"""Doc -> Doc: what the parser is known to read wrongly, put right before anybody asks it.

The parser takes the subject behind an opening phrase for one more item of a list in that phrase, where the two can be
told apart by their commas alone: "When troops entered Sudria, Norland and Ostia protested" has Sudria, Norland and Ostia
entered, and nobody protesting; "On 25 August Norland signed" has a day called August Norland. A finite verb that nobody
is the subject of gets those back who stand before it.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.grammar import grammar
from pipeline.syntax.clauses import (
    CLAUSE_OPENERS,
    mend_bare_infinitive,
    mend_gerund,
    mend_opened_clause,
    mend_second_clause,
    mend_whose,
)
from pipeline.syntax.days import mend_month, mend_relative
from pipeline.syntax.lists import (
    mend_both,
    mend_described,
    mend_list,
    mend_naming,
    mend_pair,
    mend_parallel,
    mend_two_names,
)
from pipeline.syntax.objects import mend_agent, mend_receiver, mend_sum
from pipeline.syntax.openings import mend_opening
from pipeline.syntax.perfects import has_before, mend_parallel_tense, mend_participle, mend_past, mend_perfect
from pipeline.syntax.words import NOUNS, is_finite


@Language.component("commentariat_syntax")
def mend_syntax(doc: Doc) -> Doc:
    """Give verbs back the subjects that the parser took for items of a list before them, and nouns their clauses."""
    for word in doc:
        if word.dep_ in {"relcl", "ccomp"}:
            mend_relative(word)
        elif word.dep_ == "conj" and word.tag_ in {"NNP", "NNPS"}:
            mend_parallel(word)
        elif word.dep_ == "conj" and word.tag_ == "NNS":
            mend_both(word)
        elif word.dep_ == "nmod" and word.tag_ == word.head.tag_ == "NNP":
            mend_two_names(word)
        elif word.dep_ == "agent":
            mend_agent(word)
        elif word.dep_ == "pcomp" and word.tag_ == "VBG":
            mend_gerund(word)
        elif word.dep_ in {"prep", "mark"} and word.lower_ in CLAUSE_OPENERS:
            mend_opened_clause(word)
        elif word.tag_ == "WP$" and word.head.dep_ == "appos":
            mend_whose(word)
        elif word.dep_ == "appos" and word.tag_ in {"NNP", "NNPS"}:
            mend_list(word)
        elif word.dep_ == "appos" and word.tag_ == "NN":
            mend_described(word)
        elif word.dep_ == "appos" and word.tag_ == "CD":
            mend_sum(word)
        elif word.dep_ == "nsubj" and word.tag_ in NOUNS:
            mend_pair(word)
        elif word.dep_ == "npadvmod" and word.tag_ in {"NNP", "NNPS"}:
            mend_naming(word)
        elif word.dep_ == "amod" and word.lower_ in grammar().pasts_alone:
            mend_past(word)
        elif word.dep_ == "amod" and word.tag_ == "VBN" and has_before(word) is not None:
            mend_perfect(word)
        elif word.dep_ == "amod" and word.tag_ in {"VBD", "VBN", "JJ"} and word.text.endswith("ed"):
            mend_participle(word)
        elif word.dep_ in {"advcl", "conj"} and word.tag_ == "VB":
            mend_bare_infinitive(word)
        elif word.dep_ == "conj" and word.tag_ in {"VBD", "VBZ", "VBP"} and is_finite(word):
            mend_second_clause(word)
        elif word.dep_ == "conj" and word.tag_ == "VBN":
            mend_parallel_tense(word)
        elif word.dep_ == "compound" and word.tag_ == "PRP":
            mend_receiver(word)
        elif word.dep_ == "compound" and word.lower_ in grammar().calendar_names:
            mend_month(word)
        if word.dep_ == "ROOT" and is_finite(word):
            mend_opening(word)
    return doc
