"""How well mentions and references are found.

* A mention is right if its span and its label are the gold's; ``span`` asks for the span alone. ``six`` compares only
  what every English model knows (persons, nations and groups, places): there MILITARY and ALLIANCE count as ORG, and
  all other labels are left out on both sides.
* ``country_accuracy`` and ``name_accuracy`` are over the mentions found with the right span and label.
* A reference ("it", "both sides", "the government") is recalled if the actors behind the head of its words are those
  of the gold, by country or name, each of them and no other.
* Reference precision is over claims: words that name nobody and for which coreference gives a named actor. A claim is
  right if a gold reference holds it and the actors agree. Relative pronouns are left out, and so is a noun whose actor
  comes from a word that hangs on it ("its delegates" only passes on "its").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.workbench.evaluate_actors import same_side, shown
from pipeline.workbench.evaluate_gold import ENTITY_LABELS, EntitySentence, GoldReference
from pipeline.workbench.evaluate_read import BareName, Found, Pair, Word
from pipeline.workbench.evaluate_scores import Outcome

SIX = ("PERSON", "NORP", "GPE", "LOC", "FAC", "ORG")
_FOLDED = {"MILITARY": "ORG", "ALLIANCE": "ORG"}


class Told(NamedTuple):
    """What is said of a mention."""

    label: str
    name: str
    country: str


# By span.
Labelled = dict[tuple[int, int], Told]


def score_entities(pairs: Sequence[Pair[EntitySentence]]) -> Outcome:
    """Mentions and references, as the stages find them."""
    outcome = Outcome("entities")
    for pair in pairs:
        _count_mentions(outcome, pair, _named(pair.found))
        _count_references(outcome, pair)
    return outcome


def score_bare_names(pairs: Sequence[Pair[EntitySentence]]) -> Outcome:
    """Mentions as the model alone finds them, a leading article and a closing 's left off to its favour."""
    outcome = Outcome("entities")
    for pair in pairs:
        _count_mentions(outcome, pair, _bare(pair.found))
    return outcome


def _named(found: Found) -> Labelled:
    return {
        (one.start, one.end): Told(one.label, one.name, one.country)
        for one in found.mentions
        if one.label in ENTITY_LABELS
    }


def _bare(found: Found) -> Labelled:
    trimmed = (_trimmed(one, found.text) for one in found.bare if one.label in ENTITY_LABELS)
    return {(one.start, one.end): Told(one.label, "", "") for one in trimmed}


def _trimmed(name: BareName, text: str) -> BareName:
    start, end = name.start, name.end
    if text[start:end].lower().startswith("the "):
        start += len("the ")
    if text[start:end].endswith(("'s", "’s")):
        end -= len("'s")
    return BareName(start, end, name.label)


def _count_mentions(outcome: Outcome, pair: Pair[EntitySentence], found: Labelled) -> None:
    unit = pair.unit
    gold: Labelled = {
        (one.start, one.end): Told(one.label, one.name, one.country) for one in pair.gold.mentions
    }
    outcome.prf("mention", unit, len(_right(gold, found)), len(found), len(gold))
    outcome.prf("span", unit, len(gold.keys() & found.keys()), len(found), len(gold))
    for label in ENTITY_LABELS:
        _count_part(outcome, f"label.{label}", unit, gold, found, (label,))
    _count_part(outcome, "six", unit, _folded(gold), _folded(found), SIX)
    for span in _right(gold, found):
        if found[span].name:
            outcome.precision("country_accuracy", unit, gold[span].country == found[span].country, 1)
            outcome.precision("name_accuracy", unit, gold[span].name == found[span].name, 1)
    _note_mentions(outcome, pair, gold, found)


def _folded(labelled: Labelled) -> Labelled:
    """The mentions with the labels that every English model knows, where there is one."""
    return {span: one._replace(label=_FOLDED.get(one.label, one.label)) for span, one in labelled.items()}


def _right(gold: Labelled, found: Labelled) -> list[tuple[int, int]]:
    return [span for span in gold if span in found and found[span].label == gold[span].label]


def _count_part(
    outcome: Outcome, name: str, unit: str, gold: Labelled, found: Labelled, wanted: Collection[str]
) -> None:
    """Count the mentions with wanted labels only."""
    some = {span: one for span, one in gold.items() if one.label in wanted}
    others = {span: one for span, one in found.items() if one.label in wanted}
    if some or others:
        outcome.prf(name, unit, len(_right(some, others)), len(others), len(some))


def _note_mentions(outcome: Outcome, pair: Pair[EntitySentence], gold: Labelled, found: Labelled) -> None:
    def slip(kind: str, in_gold: str = "", in_found: str = "") -> None:
        outcome.slip(kind, pair.gold.article_id, text, in_gold, in_found)

    text = pair.gold.sentence
    for span in sorted(gold.keys() | found.keys()):
        words = text[slice(*span)]
        if span not in found:
            outcome.confuse("label", gold[span].label, "")
            slip("missed", f"{words} {gold[span].label}", _beside(span, found, text))
        elif span not in gold:
            outcome.confuse("label", "", found[span].label)
            slip("false", _beside(span, gold, text), f"{words} {found[span].label}")
        else:
            outcome.confuse("label", gold[span].label, found[span].label)
            if gold[span].label != found[span].label:
                slip("label", f"{words} {gold[span].label}", f"{words} {found[span].label}")
            elif found[span].name and gold[span].country != found[span].country:
                slip(
                    "country",
                    f"{words} {gold[span].country or '(none)'}",
                    f"{words} {found[span].country or '(none)'}",
                )


def _beside(span: tuple[int, int], others: Labelled, text: str) -> str:
    """The mentions that overlap a span, in a few words."""
    met = (other for other in sorted(others) if other[0] < span[1] and span[0] < other[1])
    return "; ".join(f"{text[slice(*other)]} {others[other].label}" for other in met)


# References.


def _count_references(outcome: Outcome, pair: Pair[EntitySentence]) -> None:
    words, unit = pair.found.words, pair.unit
    article_id, text = pair.gold.article_id, pair.gold.sentence
    for reference in pair.gold.references:
        head = _head_of(reference, words)
        actors = head.actors if head else ()
        right = same_side(reference.actors, actors)
        outcome.precision("reference.recall", unit, right, 1)
        if not right:
            kind = "reference wrong" if actors else "reference missed"
            gold = f"{reference.text} = {shown(reference.actors)}"
            outcome.slip(kind, article_id, text, gold, shown(actors) if actors else "")
    for word in claims(words):
        meant = _reference_at(word, pair.gold.references)
        right = meant is not None and same_side(meant.actors, word.actors)
        outcome.precision("reference.precision", unit, right, 1)
        if meant is None:
            claim = f"{text[word.start : word.end]} = {shown(word.actors)}"
            outcome.slip("reference false", article_id, text, "", claim)


def _head_of(reference: GoldReference, words: Sequence[Word]) -> Word | None:
    """The word within a reference whose head is outside of it, or is itself."""
    within = [
        n for n, word in enumerate(words) if reference.start <= word.start and word.end <= reference.end
    ]
    for number in within:
        if words[number].head == number or words[number].head not in within:
            return words[number]
    return None


def _reference_at(word: Word, references: Iterable[GoldReference]) -> GoldReference | None:
    return next((one for one in references if one.start <= word.start and word.end <= one.end), None)


def claims(words: Sequence[Word]) -> Iterator[Word]:
    """The words for which coreference claims to know which named actor is meant."""
    for number, word in enumerate(words):
        if word.tag.startswith("W") or not any(actor.resolved_by == "coreference" for actor in word.actors):
            continue
        if any(actor.kb_id or actor.entity_id for actor in word.actors) and not _passes_on(number, words):
            yield word


def _passes_on(number: int, words: Sequence[Word]) -> bool:
    """Whether a word below this one has one of its actors."""
    own = {actor.country or actor.name for actor in words[number].actors}
    for other, word in enumerate(words):
        if other != number and own & {actor.country or actor.name for actor in word.actors}:
            above = other
            for _ in words:
                above = words[above].head
                if above == number:
                    return True
    return False
