"""Stance rows: which labels a sentence carries, whose they are and toward whom, who says so, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from pipeline.entities.discourse import clause_of
from pipeline.records import Event, Mention, Sentence, Stance, content_id
from pipeline.stance.classifier import LABELS, Classifier, leading
from pipeline.stance.cues import Cues
from pipeline.stance.evidence import Evidence
from pipeline.stance.features import with_neighbours
from pipeline.stance.holder import OWNING, SUBJECTS, Actors, Holder
from pipeline.stance.qualifiers import modality
from pipeline.stance.reading import Claim, Reading, is_generic, polarity_of, read_sentences
from pipeline.stance.toward import counterparts

# The rule id of rows that only the classifier speaks for.
MODEL = "model"
NONE = LABELS[-1]


def find_stances(
    doc: Doc,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    actors: Actors,
    events: Sequence[Event],
    cues: Cues,
    published: str = "",
) -> list[Stance]:
    """The stances of a Doc's sentences, in order; a sentence that takes none has no row.

    The rules speak first, and the classifier, if the folder of the cues has one, where they find none or it is far surer of
    another label than of theirs; how sure a row is, both say together, and what is likelier wrong than right isn't written.

    :param sentences: with offsets in ``doc``, as are those of ``mentions`` and ``events``.
    :param actors: who stands behind a noun phrase.
    :param published: ISO date, for rival pairs that hold for some years only; empty where unknown.
    """
    viewed = cues.classifier is not None
    readings = read_sentences(doc, sentences, mentions, actors, events, cues, published, viewed)
    marks = with_neighbours([reading.view for reading in readings])
    return [row for reading, own in zip(readings, marks, strict=True) for row in _decide(reading, own)]


def _decide(reading: Reading, marks: Mapping[str, float]) -> list[Stance]:
    """The rows of a sentence: the rules' claims, and what the classifier is sure enough of."""
    classifier = reading.cues.classifier
    likely = classifier.probabilities(marks) if classifier is not None else {}
    claims = _led(reading, classifier, likely) if classifier is not None else reading.claims
    rows: list[Stance] = []
    for claim in claims:
        score, method = _standing(claim, classifier, likely)
        if classifier is None or score >= classifier.least:
            rows += _rows(claim, score, method, reading, primary=not rows)
    return rows


def _led(reading: Reading, classifier: Classifier, likely: Mapping[str, float]) -> list[Claim]:
    """The claims in the order in which they lead: as the rules have it, or as the classifier overrules them.

    It has no say on what the rules have struck, nor on what states in general do; and it shows the words that it goes by.
    """
    claims = reading.claims
    claimed = claims[0].label if claims else NONE
    label = classifier.answer(likely, [claim.label for claim in claims])
    if label == claimed or label in reading.struck or (not claims and is_generic(reading)):
        return claims
    if label == NONE:
        return []
    own = next((one for one in claims if one.label == label), None)
    lead = own or _told(reading, classifier, label, likely[label])
    return [lead, *(one for one in claims if one is not own)] if lead is not None else claims


def _standing(claim: Claim, classifier: Classifier | None, likely: Mapping[str, float]) -> tuple[float, str]:
    """How sure a claim is, and who makes it."""
    if classifier is None:
        return claim.strength, "rule"
    if claim.support[0].rule == MODEL:
        return classifier.by_model.score(0.5, likely[claim.label]), "model"
    score = classifier.by_rule.score(claim.strength, likely[claim.label])
    return score, "both" if leading(likely) == claim.label else "rule"


def _told(reading: Reading, classifier: Classifier, label: str, likelihood: float) -> Claim | None:
    """A claim of the classifier's, carried by the words that weigh most for it."""
    place = classifier.telling(reading.view, label)
    if place is None:
        return None
    start, end = place
    head = reading.span.doc[start:end].root
    return Claim(label, [Evidence(label, likelihood, MODEL, start, end, head)], likelihood)


def _rows(claim: Claim, score: float, method: str, reading: Reading, primary: bool) -> list[Stance]:
    best, cues = claim.support[0], reading.cues
    holders = _holders(claim.label, claim.support, reading)
    rows = []
    for i, holder in enumerate(holders or (Holder("", ""),)):
        toward = _toward(claim.support, holder, holders, reading)
        rows.append(
            Stance(
                stance_id=content_id(
                    "st", reading.sentence.article_id, reading.sentence.text, claim.label, holder.name
                ),
                article_id=reading.sentence.article_id,
                sentence_id=reading.sentence.sentence_id,
                holder=holder.name,
                holder_country=holder.country,
                toward=toward,
                stance=claim.label,
                polarity=polarity_of(best, reading),
                modality=modality(best.head, cues.grammar),
                score=round(score, 2),
                primary=primary and i == 0,
                cue=reading.span.doc[best.start : best.end].text,
                method=method,
                rule=best.rule,
            )
        )
    return rows


def _toward(support: Sequence[Evidence], holder: Holder, holders: Sequence[Holder], reading: Reading) -> tuple[str, ...]:
    """The counterparts' names: the other side of the event that tells it; else those who don't share the position, or who do.

    Where the surest words name nobody, the event that names the holder has the other side.
    """
    best = support[0]
    own_side = next((side for side in best.sides if holder in side), None)
    if own_side is not None and len(best.sides) > 1:
        return _across(best, holder)
    own = {holder, *(one for one in holders if one.country and one.country == holder.country)}
    others = counterparts(best, own, reading.span, reading.reader)
    apart = [one for one in others if one not in holders]
    # "Norland and Ostia have refused to take sides", "were invited": not toward each other; what they sign is.
    alone = best.label != "cooperation" or own_side is not None
    named = tuple(one.name for one in (apart if alone else apart or others))
    told = (one for one in support[1:] if len(one.sides) > 1 and any(holder in side for side in one.sides))
    return named or next((_across(one, holder) for one in told), ())


def _across(event: Evidence, holder: Holder) -> tuple[str, ...]:
    """The names on the other sides of an event than the holder's."""
    own_side = next(side for side in event.sides if holder in side)
    across = (one.name for side in event.sides if side is not own_side for one in side if one != holder)
    return tuple(dict.fromkeys(across))


def _holders(label: str, support: Sequence[Evidence], reading: Reading) -> tuple[Holder, ...]:
    """By the syntax of the surest evidence that names one, else by what the sentence and the text are about."""
    reader = reading.reader
    for one in support:
        if one.doers and not _is_pact(one.doers, reading):
            return one.doers
        found = reader.holders(_hung_on(one, reading), one.start, one.end, label == "cooperation", reading.topic)
        if label == "hedging" and set(found) <= set(_objects(one, reading)):
            # Whom the words themselves name is who is hedged against ("America for security and China for growth").
            continue
        if label == "non-alignment" and found and set(found) <= set(_neither(one, reading)):
            # "It wants neither Washington nor Beijing to decide": they are whom it keeps away from.
            continue
        if label == "cooperation" and found and set(found) <= set(_partners(one, reading)):
            # "Ties with these three have lasted": they are whom the ties are with.
            continue
        if found and not _is_pact(found, reading) and not _are_faced(found, one, reading):
            return found
    return _by_default(support[0], reading)


def _by_default(best: Evidence, reading: Reading) -> tuple[Holder, ...]:
    """Whose it is where the evidence's syntax names nobody: the main clause's subject, if it isn't the other side.

    Else the state that the text is about; in a text about none, whoever is a subject or owner anywhere in the sentence.
    """
    reader, span, topic = reading.reader, reading.span, reading.topic
    named = reader.within(span)
    below = {*reader.within(span.doc[best.start : best.end]), *reader.each(best.head.subtree)}
    others = below if len(below) < len(named) else set()
    if topic is None:
        return reader.subject(span, others) or reader.subject(span, ())
    for child in span.root.children:
        found = tuple(one for one in reader.phrase(child) if one not in others) if child.dep_ in SUBJECTS else ()
        if found and not _is_pact(found, reading) and not _are_faced(found, best, reading):
            return found
    return (topic,)


def _hung_on(one: Evidence, reading: Reading) -> Token:
    """The word whose syntax tells whose a position is.

    What the classifier goes by are words here and there: whom the sentence is about says more than their syntax.
    """
    return reading.span.root if one.rule == MODEL else one.head


def _are_faced(found: Sequence[Holder], one: Evidence, reading: Reading) -> bool:
    """Whether these are powers, in a text on another state, which that state refuses or insures itself against.

    A power holds such a position itself where it is named as the subject of its very clause ("Beijing sells to both"), and not
    where an adjective or a clause around it names it, or "the government" was taken for its own ("the Chinese tie is insurance").
    """
    powers, topic = reading.cues.lexicon.list("powers"), reading.topic
    if one.label == "cooperation" or topic is None or not topic.country or topic.country in powers:
        return False
    if any(holder.country not in powers for holder in found):
        return False
    verb = _clause(_hung_on(one, reading))
    return not any(
        child.dep_ in SUBJECTS and child.pos_ == "PROPN" and set(reading.reader.named(child)) & set(found)
        for child in (verb.children if verb is not None else ())
    )


def _clause(token: Token) -> Token | None:
    """The verb that a word is, or hangs on."""
    return token if token.pos_ in {"VERB", "AUX"} else clause_of(token)


def _objects(one: Evidence, reading: Reading) -> tuple[Holder, ...]:
    """Whom the words of a cue name, but as their subject."""
    tokens = reading.span.doc[one.start : one.end]
    return reading.reader.each(token for token in tokens if token.dep_ not in OWNING)


def _neither(one: Evidence, reading: Reading) -> tuple[Holder, ...]:
    """Whom "neither … nor" rules out, where a cue begins with it."""
    first = reading.span.doc[one.start]
    if first.lower_ != "neither" or first.i + 1 >= reading.span.end:
        return ()
    named = first.nbor()
    return reading.reader.each((named, *named.conjuncts))


def _partners(one: Evidence, reading: Reading) -> tuple[Holder, ...]:
    """Whom a tie is with."""
    phrases = (child for child in one.head.rights if child.lower_ == "with")
    return reading.reader.each(token for phrase in phrases for token in phrase.subtree)


def _is_pact(found: Sequence[Holder], reading: Reading) -> bool:
    """Whether these are pacts and groups only, which have no policy but their members'."""
    pacts = reading.cues.lexicon.list("pacts")
    return all(not one.country and one.name in pacts for one in found)
