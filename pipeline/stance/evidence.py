"""What speaks for a stance in a sentence: cues found, events coded, and the build of the sentence.

Each source yields evidence and decides nothing; ``combine`` weighs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.events.subjects import is_passive, surface_subject
from pipeline.records import Event, Participant
from pipeline.stance.cues import Cues
from pipeline.stance.holder import SUBJECTS, Holder, HolderReader
from pipeline.stance.lexicon import Lexicon
from pipeline.stance.match import Hit
from pipeline.stance.notation import NEGATIONS

# How far an event of a type, between two states, speaks for cooperation; a reader takes two in three meetings and pledges
# for it, if nothing else is in the sentence. Giving way (a withdrawal, a resignation) is no working together.
EVENT_CERTAINTY = {"COOPERATE": 0.62, "AID": 0.62, "SUPPORT": 0.58, "AGREE": 0.56, "CONSULT": 0.53}
CONFLICT_EVENT = 0.5
# What an event loses that names one state only.
ONE_SIDED = 0.2
# What it loses that tells of a call, a session or a mediation: readers take four in five of these for no cooperation; and a
# sale or a drill beside a quarrel ("bought the missiles, for which it was punished"), which is told for the quarrel's sake.
MERE_CONTACT = 0.12
BESIDE_A_QUARREL = 0.15
RIVALS_TOGETHER = 0.7
# In a long list of partners two neighbours at odds are no choice between camps; the leading power and its rival are.
LONG_LIST = 3
LEADING = "USA"
# What a meeting is told by that is no news itself.
TIMES = frozenset({"when", "before", "after", "while", "whilst", "since", "until", "once", "as"})
OCCASIONS = frozenset({"at", "during", "before", "after", "since", "until", "in", "following", "for"})
# What stands between two of whom one is left for the other, or set against it.
SET_APART = frozenset({"than", "nor", "after", "before", "instead", "unlike"})
TIED_BY = frozenset({"with", "to", "from", "toward", "towards", "on", "for", "in", "of"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a label: how certain it makes it, by which rule, the words that carry it (token indices), their head.

    ``denial``: it speaks for its label by what it denies ("will not join a bloc"), which is no negation of the label.
    ``sides``: who faces whom, where an event tells it: whoever is of one of these is so toward those of the others;
    ``doers``: whose move it is.
    """

    label: str
    certainty: float
    rule: str
    start: int
    end: int
    head: Token
    denial: bool = False
    method: str = "rule"
    sides: tuple[tuple[Holder, ...], ...] = ()
    doers: tuple[Holder, ...] = ()


def from_cues(hits: Iterable[Hit]) -> Iterator[Evidence]:
    """A cue is evidence as certain as its file says."""
    for hit in hits:
        yield Evidence(
            hit.cue.stance, hit.cue.certainty, hit.cue.id, hit.start, hit.end, hit.head, hit.cue.denied
        )


def from_events(
    sentence: Span, events: Sequence[Event], reader: HolderReader, topic: Holder | None = None
) -> Iterator[Evidence]:
    """Affirmed cooperative events between states speak for cooperation; conflict ones are half of an offset.

    :param topic: whom the text is about: another state's move that names no other side is a move toward this one.
    """
    lexicon = reader.lexicon
    quarrel = any(event.quad_class.endswith("conflict") for event in events)
    for event in events:
        states = {p.country or p.name for p in event.participants if p.country or p.sector == "IGO"}
        span = sentence.doc.char_span(event.start, event.end, alignment_mode="expand")
        if span is None or event.polarity != "affirmed" or not states:
            continue
        if event.quad_class.endswith("conflict"):
            label, certainty = "distance", CONFLICT_EVENT
        else:
            label, certainty = "cooperation", EVENT_CERTAINTY.get(event.event_type, 0.0)
            if event.rule in lexicon.list("mere_contact") or event.event_type == "CONSULT" and _tells_when(span.root):
                certainty -= MERE_CONTACT
            if quarrel and event.event_type == "COOPERATE":
                certainty -= BESIDE_A_QUARREL
        told = label == "cooperation" and topic is not None and topic.country not in states
        if len(states) < 2 and not told:
            certainty -= ONE_SIDED
        if certainty > 0:
            sides, doers = _sides_of(event, lexicon), _doers_of(event, lexicon)
            if len(sides) > 1 and _is_host(sides[1], event, span.root, reader):
                sides, doers = sides[::-1], sides[1]
            rule = f"event.{event.event_type.lower()}"
            yield Evidence(label, certainty, rule, span.start, span.end, span.root, sides=sides, doers=doers)


def _is_host(side: tuple[Holder, ...], event: Event, trigger: Token, reader: HolderReader) -> bool:
    """Whether the other side of a visit is the one that the sentence makes act: "Norland received the Ostian envoys",
    "gave lunch to the Ostian premier".
    """
    verb = trigger.head if trigger.dep_ == "dobj" else trigger
    visited = event.event_type == "CONSULT" and not event.mutual and verb.pos_ == "VERB" and not is_passive(verb)
    return visited and reader.each(surface_subject(verb)) == side


def _sides_of(event: Event, lexicon: Lexicon) -> tuple[tuple[Holder, ...], ...]:
    """Who faces whom in an event: source and target, the two sides that it has, or each of those who do it together."""
    sources, targets = (tuple(p for p in event.participants if p.role == role) for role in ("source", "target"))
    if event.mutual and event.first_side:
        sources, targets = sources[: event.first_side], sources[event.first_side :]
    elif event.mutual:
        return tuple((one,) for one in _holders(sources, lexicon))
    return tuple(side for side in (_holders(sources, lexicon), _holders(targets, lexicon)) if side)


def _doers_of(event: Event, lexicon: Lexicon) -> tuple[Holder, ...]:
    """Who does what an event tells: those whose move it is; all who do it together, where it has no two sides."""
    sources = tuple(p for p in event.participants if p.role == "source")
    return _holders(sources[: event.first_side] if event.mutual and event.first_side else sources, lexicon)


def _holders(participants: Iterable[Participant], lexicon: Lexicon) -> tuple[Holder, ...]:
    """The states that take part, or whose people do, and the bodies of states."""
    found: list[Holder] = []
    for one in participants:
        if one.country:
            name = lexicon.states.get(one.kb_id) or lexicon.states.get(one.country, one.name)
            found.append(Holder(name, one.country))
        elif one.sector == "IGO" and not one.name.islower():
            found.append(Holder(one.name, ""))
    return tuple(dict.fromkeys(found))


def _tells_when(head: Token) -> bool:
    """Whether a meeting only tells when or where something else was ("when the two met", "during the visit")."""
    if head.dep_ == "pobj":
        return head.head.lower_ in OCCASIONS
    for token in (head, *head.ancestors):
        if token.dep_ == "advcl":
            return any(child.lower_ in TIMES for child in token.children)
        if token.dep_ == "pcomp":
            return token.head.lower_ in OCCASIONS
        if token.dep_ not in ("xcomp", "conj"):
            return False
    return False


def from_rivals(
    sentence: Span, found: list[Evidence], reader: HolderReader, cues: Cues, year: str
) -> Iterator[Evidence]:
    """A third party's dealings with two rivals: "kept ties with A, B and C", "buys jets from A and gas from B"."""
    quarrels = cues.lexicon.list("quarrels")
    dealings = [
        one
        for one in _dealings(sentence, found, reader, cues.lexicon)
        if one[1].lemma_.lower() not in quarrels
    ]
    many = len(dealings) > LONG_LIST
    for i, (first, governor, a) in enumerate(dealings):
        for second, other, b in dealings[i + 1 :]:
            if not any(cues.lexicon.are_rivals(x, y, year) for x in a for y in b):
                continue
            if _acts_on(governor, second) or _acts_on(other, first):
                continue
            own, others = ({holder.country for holder in _dealers(one, reader)} for one in (governor, other))
            if own and others and own.isdisjoint(others):
                continue
            holders = own | others
            if _compared(first, second) or _ruled_out(first, second, governor):
                continue
            if holders & (a | b) or (many and LEADING not in a | b):
                continue
            start = min(governor.i, first.i)
            end = max(second.i, other.i) + 1
            yield Evidence("hedging", RIVALS_TOGETHER, "structure.rivals_together", start, end, governor)
            return


def _compared(first: Token, second: Token) -> bool:
    """Whether the two are set against each other, or both ruled out ("more with A than with B", "with neither A nor B").

    So they are where one is dealt with alone ("sells to A and not to B") or left for the other ("switched recognition
    from A to B").
    """
    if any(token.lower_ in SET_APART for token in first.doc[first.i : second.i]):
        return True
    source, aim = _preposition(first), _preposition(second)
    if aim is not None and aim.i > first.i and aim.nbor(-1).lower_ == "not":
        return True
    return bool(source and aim and source.lower_ == "from" and aim.lower_ in ("to", "into"))


def _ruled_out(first: Token, second: Token, governor: Token) -> bool:
    """Whether a denied tie is one with either of the two ("takes no orders from A or B", "nobody may talk to A or B")."""
    if not any(token.lower_ == "or" for token in first.doc[first.i : second.i]):
        return False
    for above in (governor, *governor.ancestors):
        if any(child.dep_ == "neg" or child.lower_ in NEGATIONS for child in above.children):
            return True
        if above.pos_ in ("VERB", "AUX") and any(child.dep_ in SUBJECTS for child in above.children):
            return False
    return False


def _preposition(name: Token) -> Token | None:
    """What governs a name: "to" of "to the United States"."""
    noun = name.head if name.dep_ == "compound" else name
    return noun.head if noun.dep_ == "pobj" else None


Dealing = tuple[Token, Token, frozenset[str]]


def _acts_on(governor: Token, name: Token) -> bool:
    """Whether the name belongs to who does the dealing ("firms in Ostia have helped Sudria")."""
    return any(child.dep_ in SUBJECTS and child.is_ancestor(name) for child in governor.children)


def _dealers(governor: Token, reader: HolderReader) -> tuple[Holder, ...]:
    """Whose tie it is: in "took Ostian loans" the adjective names the counterpart, and who took them is asked of the verb."""
    if governor.pos_ not in ("VERB", "AUX"):
        for verb in governor.ancestors:
            if verb.pos_ in ("VERB", "AUX"):
                if governor.dep_ not in SUBJECTS and (found := reader.holders(verb, verb.i, verb.i + 1)):
                    return found
                break
    return reader.holders(governor, governor.i, governor.i + 1)


def _dealings(
    sentence: Span, found: list[Evidence], reader: HolderReader, lexicon: Lexicon
) -> Iterator[Dealing]:
    """Each name (or "the West") that a tie is a tie with: its token, the word of the tie, and the codes it counts as."""
    engaging = {i for one in found if one.label == "cooperation" for i in range(one.start, one.end)}
    for token, codes in sides_in(sentence, reader, lexicon):
        governor = _tie_of(token, lexicon, engaging)
        if governor is not None:
            yield token, governor, codes


def sides_in(sentence: Span, reader: HolderReader, lexicon: Lexicon) -> Iterator[tuple[Token, frozenset[str]]]:
    """Each word that names states, or a camp such as "the West", with the codes that it counts as; no pronouns."""
    for token in sentence:
        codes = frozenset(holder.country for holder in reader.named(token) if holder.country)
        codes = codes or lexicon.camp(token.lower_)
        if codes and token.pos_ != "PRON":
            yield token, codes


def _tie_of(token: Token, lexicon: Lexicon, engaging: set[int]) -> Token | None:
    noun = token
    for _ in range(6):
        if noun.dep_ not in ("conj", "appos", "amod", "compound", "nmod", "poss") or noun.head.pos_ in (
            "VERB",
            "AUX",
        ):
            break
        noun = noun.head
        if (
            noun.lemma_.lower() in lexicon.list("ties")
            and noun.dep_ not in ("nsubj", "nsubjpass")
            and noun != token
        ):
            return noun
    if lexicon.camp(token.lower_) and noun != token and noun.lemma_.lower() in lexicon.list("belonging"):
        return noun
    if noun.dep_ in ("dobj", "dative") and noun.head.lemma_ in lexicon.list("dealing_verbs"):
        return noun.head
    if noun.dep_ == "dobj" and noun.head.i in engaging:
        return noun.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in TIED_BY:
        return None
    governor = noun.head.head
    if noun.head.lower_ in ("in", "of"):
        # In a camp is who belongs to it: "sits in the alliance, but courts its rival".
        within = lexicon.camp(token.lower_) and governor.lemma_.lower() in lexicon.list("belonging")
        traded = noun.head.lower_ == "in" and governor.lemma_.lower() in lexicon.list("ties")
        return governor if within or traded else None
    for _ in range(3):
        if governor.lemma_.lower() in lexicon.list("disputes"):
            return None
        if governor.lemma_.lower() in lexicon.list("ties") or governor.i in engaging:
            return governor
        if noun.head.lower_ == "from" and governor.lemma_.lower() in lexicon.list("getting"):
            return governor
        listed = governor.dep_ == "conj" and noun.head.lower_ == "from"
        if governor.dep_ not in ("prep", "dobj", "pobj", "attr", "acomp", "amod") and not listed:
            return None
        governor = governor.head
    return None
