"""Which of a sentence's dates is that of a happening: the one of its own clause, and never that of whoever reports it."""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipeline.events.lexicon import Lexicon
from pipeline.events.time import Dated, DatedText
from pipeline.syntax.words import is_past_perfect

DEADLINES = frozenset({"until", "till", "before"})
PRESENT = frozenset({"VBZ", "VBP"})


def date_of(trigger: Token, light_verb: Token | None, dates: DatedText, lexicon: Lexicon) -> tuple[str, str, bool]:
    """ISO date and its text for a happening, both empty where its clause names none; and whether it dates what was said or
    done before of it ("announced in July that it would"), so that it can't lie ahead.

    A date belongs to the nearest of: the trigger, its light verb, its own phrase, the clauses that it completes; never to
    the verb that only reports it ("said on Tuesday that …").
    """
    ranked = [
        (rank, index)
        for index, dated in enumerate(dates.dates)
        if (rank := 0 if _opens(dated.span, trigger) else _rank(dated, trigger, light_verb, lexicon)) is not None
        and not _is_of_what_is_promised(dated, trigger, dates.published)
    ]
    if not ranked:
        return "", "", False
    best = dates.dates[min(ranked, key=lambda one: (one[0], not dates.dates[one[1]].iso, one[1]))[1]]
    before = best.governor.tag_ == "VBD" and best.governor in trigger.ancestors
    return best.iso, best.span.text, before


def _is_of_what_is_promised(dated: Dated, trigger: Token, published: str) -> bool:
    """ "promised to meet again in 2024": when they will meet, and not when they promised."""
    promised = dated.governor.tag_ == "VB" and dated.governor.dep_ == "xcomp" and dated.governor.head == trigger
    return promised and bool(published) and dated.iso > published[: len(dated.iso)]


def _opens(span: Span, trigger: Token) -> bool:
    """Whether the date is told anew by the "when" of the trigger's clause: "since May 1990, when the two signed"."""
    doc, after = span.doc, span.end
    while after < len(doc) and doc[after].is_punct:
        after += 1
    return after < len(doc) and doc[after].lower_ == "when" and doc[after].head == trigger


def _rank(dated: Dated, trigger: Token, light_verb: Token | None, lexicon: Lexicon) -> int | None:
    governor = dated.governor
    if _is_deadline(dated.span) and not _comes_then(dated.span, trigger):
        return None
    if _is_counted_from(dated.span, trigger):
        return None
    if governor == trigger:
        return 0
    if light_verb is not None and governor == light_verb:
        return 1
    if _inside(governor, trigger) and not (_is_of_noun(dated) and governor.head != trigger):
        return 2
    if _goes_on(governor, trigger) or _is_at_once(governor, trigger):
        return 3
    node = trigger
    for step in range(5):
        # "said in May that it would sign" dates the saying; "declared it void in May, accusing …" dates both.
        at_once = node.dep_ == "advcl" and node.tag_ == "VBG"
        if _stands_before(node, dated.span) or _is_over(node):
            return None
        if node.dep_ in {"relcl", "ROOT"} or (
            node.dep_ in {"ccomp", "advcl"}
            and lexicon.classes["verbs"].get(node.head.lemma_) == "speaking"
            and not at_once
            and not _is_announced(node)
        ):
            return None
        if node.lemma_ in lexicon.anniversary_nouns:
            # "Next week is the anniversary of the invasion."
            return None
        announced = _is_announced(node)
        node = node.head
        if node == governor:
            if governor.tag_ == "VBD" and _is_present(trigger):
                # "signed a pact in 1996, and their navies have held drills": the drills go on, whenever that was.
                return None
            said = lexicon.classes["verbs"].get(node.lemma_) == "speaking" and not at_once and not announced
            return None if said else 4 + step
    return None


def _is_announced(clause: Token) -> bool:
    """Whether a clause is what is announced for later, which is known from that day on: "announced on Friday that it would"."""
    will = any(c.dep_ == "aux" and c.lower_ in {"will", "would"} for c in clause.children)
    return clause.dep_ == "ccomp" and will and clause.head.lemma_ in {"announce", "declare"} and clause.head.i < clause.i


def _is_deadline(span: Span) -> bool:
    """Whether a date says until when, and not when: "asked it to leave before July"."""
    return span.start > span.sent.start and span.doc[span.start - 1].lower_ in DEADLINES


def _comes_then(span: Span, trigger: Token) -> bool:
    """ "did not sign the treaty until 1995": until then not, and so then."""
    until = span.doc[span.start - 1]
    denied = any(c.dep_ == "neg" for c in trigger.lefts) and any(c.lower_ == "did" for c in trigger.lefts)
    return until.lower_ in {"until", "till"} and until.head == trigger and denied


def _is_counted_from(span: Span, trigger: Token) -> bool:
    """ "came a month after the two had signed", "a week after the raid": the stretch is counted from it and dates the other."""
    after = span.doc[span.end] if span.end < span.sent.end else None
    if after is None or after.lower_ not in {"after", "before"} or span.root.head.lower_ == "for":
        return False
    told = [after.head] if after.dep_ == "mark" else [c for c in after.children if c.dep_ in {"pobj", "pcomp"}]
    return any(one == trigger or one.is_ancestor(trigger) for one in told)


def _is_present(verb: Token) -> bool:
    """Whether a verb tells what is, or has been up to now: "holds", "is holding", "has held"."""
    return verb.tag_ in PRESENT or any(c.dep_ in {"aux", "auxpass"} and c.tag_ in PRESENT for c in verb.children)


def _is_of_noun(dated: Dated) -> bool:
    """Whether a date says which one a noun is, and not when: "their treaty of 2017", "next month's review"."""
    span, doc = dated.span, dated.span.doc
    owner = span[-1].tag_ == "POS" or (span.end < len(doc) and doc[span.end].tag_ == "POS")
    of = span.start > 0 and doc[span.start - 1].lower_ == "of" and dated.governor.tag_ in {"NN", "NNS", "NNP"}
    return owner or of


def _stands_before(clause: Token, span: Span) -> bool:
    """Whether a clause is over before the date comes: "A banned it, and, as B did, C left in May" has A ban it at no date."""
    if clause.dep_ not in {"ccomp", "parataxis"} or clause.i > clause.head.i:
        return False
    marked = any(c.dep_ == "mark" for c in clause.children)
    return not marked and span.start > clause.right_edge.i


def _is_over(clause: Token) -> bool:
    """ "broke off relations in 2016, after a crowd had sacked its embassy": what was over by then was at no date that is told."""
    after = any(c.lower_ == "after" for c in clause.lefts)
    return clause.dep_ == "advcl" and after and is_past_perfect(clause)


def _is_at_once(governor: Token, trigger: Token) -> bool:
    """ "applied to join last year", "When it met in May, it signed": what one does for the sake of another or meanwhile."""
    if governor.head != trigger:
        return False
    infinitive = governor.tag_ == "VB" and governor.dep_ == "xcomp" and trigger.tag_ == "VBD"
    opened = governor.dep_ == "advcl" and governor.i < trigger.i and governor.tag_ == "VBD"
    return infinitive or (opened and any(c.lower_ == "when" for c in governor.lefts))


def _goes_on(governor: Token, trigger: Token) -> bool:
    """Whether a date hangs on a verb that goes on from the trigger, which has nothing of its own behind it: "rammed and sank
    a trawler on Saturday"."""
    shared = (
        governor.dep_ == "conj"
        and governor.head == trigger
        and not any(c.dep_ == "nsubj" for c in governor.children)
    )
    return (
        shared
        and all(child.i < governor.i for child in trigger.children if child.dep_ in {"cc", "conj"})
        and not any(child.dep_ in {"dobj", "prep"} for child in trigger.children)
    )


def _inside(governor: Token, trigger: Token) -> bool:
    """Whether the date hangs on a noun of the trigger's own phrase, no clause of its own between."""
    node = governor
    for _ in range(4):
        if node.pos_ in {"VERB", "AUX"}:
            return False
        node = node.head
        if node == trigger:
            return True
    return False
