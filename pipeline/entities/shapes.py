"""What a name looks like: runs of capitalised words, and the words in them that tell their kind.

The words are data (``models/entities/shapes.yml``), so that a model's gaps are mended for any name and not for listed ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from pydantic import BaseModel
from spacy.tokens import Token

from pipeline.entities.tables import Problem, has_shape, line_of, read_yaml_file

Words = frozenset[str]
_NONE: Words = frozenset()


@dataclass(frozen=True, slots=True)
class Shapes:
    """The word lists of ``shapes.yml``; every field is one of its keys."""

    organisation_last: Words = _NONE
    organisation_first: Words = _NONE
    military_last: Words = _NONE
    treaty_last: Words = _NONE
    treaty_first: Words = _NONE
    exercise_first: Words = _NONE
    summit_last: Words = _NONE
    summit_first: Words = _NONE
    programme_last: Words = _NONE
    law_last: Words = _NONE
    law_first: Words = _NONE
    place_last: Words = _NONE
    place_first: Words = _NONE
    region_last: Words = _NONE
    region_first: Words = _NONE
    facility_last: Words = _NONE
    event_last: Words = _NONE
    operation_first: Words = _NONE
    possessives: Words = _NONE
    particles: Words = _NONE
    place_nouns: Words = _NONE
    place_officers: Words = _NONE
    place_people: Words = _NONE
    people_nouns: Words = _NONE
    organisation_nouns: Words = _NONE
    organisation_leads: Words = _NONE
    lead_words: Words = _NONE
    forename_titles: Words = _NONE
    given_names: Words = _NONE
    first_surnames: Words = _NONE
    no_names: Words = _NONE
    place_prepositions: Words = _NONE
    motion_words: Words = _NONE
    office_modifiers: Words = _NONE
    former_words: Words = _NONE
    then_words: Words = _NONE
    transparent_nouns: Words = _NONE
    member_nouns: Words = _NONE
    some_of: Words = _NONE
    means: Words = _NONE
    bare_agents: Words = _NONE
    own_organs: Words = _NONE
    seldom_organs: Words = _NONE
    bare_names: Words = _NONE
    great_powers: Words = _NONE
    blocs: Words = _NONE
    on_the_move: Words = _NONE
    overthrowing: Words = _NONE
    describing: Words = _NONE
    peers: Words = _NONE
    apart: Words = _NONE
    collective: Words = _NONE
    it_carriers: Words = _NONE
    it_tells: Words = _NONE
    monarchs: Words = _NONE
    plain_agents: Words = _NONE
    seat_buildings: Words = _NONE
    directions: Words = _NONE
    relational: Words = _NONE
    from_abroad: Words = _NONE
    descents: Words = _NONE
    governments: Words = _NONE
    counts: Words = _NONE
    saying: Words = _NONE
    led: Words = _NONE
    against: Words = _NONE
    kinds: dict[str, str] = field(default_factory=dict)
    sectors: dict[str, str] = field(default_factory=dict)
    called: dict[str, Words] = field(default_factory=dict)
    unions: dict[str, str] = field(default_factory=dict)
    telling: Words = _NONE
    """The words that may tell the kind of a name beside them."""

    def sector_of(self, name: str) -> str:
        """The sector that the words of a name tell, the last of them first; empty where none does."""
        words = name.lower().split()
        for end in range(len(words), 0, -1):
            for start in (end - 2, end - 1):
                sector = self.sectors.get(" ".join(words[max(0, start) : end]), "")
                if sector:
                    return sector
        return ""

    def kind_of_last(self, words: Sequence[str]) -> str:
        """The label of a name that ends in these words (small letters), or empty."""
        for length in (3, 2, 1):
            if len(words) >= length:
                label = self.kinds.get(" ".join(words[-length:]), "")
                if label:
                    return label
        return ""


# Which list gives which label, the surest first.
_LAST = (
    ("military_last", "MILITARY"),
    ("treaty_last", "TREATY"),
    ("summit_last", "SUMMIT"),
    ("programme_last", "PROGRAMME"),
    ("law_last", "LAW"),
    ("organisation_last", "ORG"),
    ("facility_last", "FAC"),
    ("place_last", "LOC"),
    ("region_last", "GPE"),
    ("event_last", "EVENT"),
)
_FIRST = (
    ("treaty_first", "TREATY"),
    ("summit_first", "SUMMIT"),
    ("organisation_first", "ORG"),
    ("place_first", "LOC"),
    ("region_first", "GPE"),
    ("law_first", "LAW"),
)
# The lists, and the prepositions, by which the words beside a name tell its kind.
_TELLING = ("place_nouns", "place_officers", "people_nouns", "organisation_nouns", "organisation_leads")
_BESIDE = frozenset({"in", "near", "from"})


class _ShapeFile(BaseModel):
    """What of ``shapes.yml`` is more than a list of words; its lists are checked by name."""

    sector_words: dict[str, tuple[str, ...]] | None = None
    called: dict[str, tuple[str, ...]] | None = None
    unions: dict[str, str] | None = None


def load_shapes(path: Path, problems: list[Problem]) -> Shapes:
    """Read ``shapes.yml``; empty where there is none. What is wrong is added to ``problems``."""
    raw = read_yaml_file(path, problems)
    if not has_shape(path, raw, _ShapeFile, problems):
        return Shapes()
    known = {f.name for f in fields(Shapes)} - {"kinds", "sectors", "called", "unions", "telling"}
    sectors = {
        str(w): str(key) for key, words in (raw.pop("sector_words", None) or {}).items() for w in words
    }
    called = {str(word): frozenset(named) for word, named in (raw.pop("called", None) or {}).items()}
    unions = {str(region): str(body) for region, body in (raw.pop("unions", None) or {}).items()}
    lists: dict[str, Words] = {}
    for key, words in raw.items():
        if key in known and isinstance(words, list):
            lists[key] = frozenset(map(str, words))
            continue
        allowed = ", ".join(sorted(known | {"sector_words", "called", "unions"}))
        message = f"{key}: should be one of {allowed}, with a list of words"
        problems.append(Problem(str(path), line_of(raw, key), message))
    kinds: dict[str, str] = {}
    for key, label in _LAST:
        for word in lists.get(key, ()):
            kinds.setdefault(word, label)
    telling = _BESIDE.union(*(lists.get(key, _NONE) for key in _TELLING))
    return Shapes(**lists, kinds=kinds, sectors=sectors, called=called, unions=unions, telling=telling)


@dataclass(frozen=True, slots=True)
class Shape:
    """Tokens ``first`` to ``last`` (inclusive, numbers in the Doc) that look like a name of this kind."""

    first: int
    last: int
    label: str


def is_capital(token: Token) -> bool:
    """Whether a token begins with a capital letter and isn't part of a date."""
    return token.text[:1].isupper() and token.ent_type_ not in {"DATE", "TIME"}


def find_runs(tokens: Sequence[Token], shapes: Shapes) -> Iterator[tuple[int, int]]:
    """The runs of capitalised words in a sentence, as first and last position in ``tokens``, with what joins them inside."""
    at = 0
    while at < len(tokens):
        if not is_capital(tokens[at]):
            at += 1
            continue
        end = at
        while True:
            following = _next_in_run(tokens, end, shapes)
            if following is None:
                break
            end = following
        yield at, end
        at = end + 1


def _next_in_run(tokens: Sequence[Token], at: int, shapes: Shapes) -> int | None:
    """The next capitalised token of the run that ``at`` belongs to."""
    token = tokens[at]
    if at + 1 >= len(tokens) or (token.text[-1] in ",;:" and len(token) > 1):
        return None
    following = tokens[at + 1]
    if is_capital(following):
        return at + 1
    if at + 2 >= len(tokens):
        return None
    after = tokens[at + 2]
    if _is_hyphen(following) and after.lower_ in shapes.particles and at + 4 < len(tokens):
        # "Fazl-ur-Rehman": a particle between hyphens
        return at + 4 if _is_hyphen(tokens[at + 3]) and is_capital(tokens[at + 4]) else None
    if not is_capital(after):
        # "Abdel al - Sisi": a particle and a hyphen before the name
        if (
            following.lower_ in shapes.particles
            and after.text in "-–"
            and at + 3 < len(tokens)
            and is_capital(tokens[at + 3])
        ):
            return at + 3
        return None
    if following.text in {"-", "–", "&", "/"} and (following.text == "&" or not token.whitespace_):
        return at + 2
    if following.lower_ in shapes.particles:
        return at + 2
    if following.lower_ in {"'s", "’s", "'", "’"} and token.lower_ in shapes.possessives:
        return at + 2
    return None


def _is_hyphen(token: Token) -> bool:
    return token.text in {"-", "–"} and not token.whitespace_


def find_shapes(tokens: Sequence[Token], shapes: Shapes) -> Iterator[Shape]:
    """The stretches of a sentence that look like names of organisations, forces, pacts, places …, by their own words."""
    runs = [_trimmed(tokens, run, shapes) for run in find_runs(tokens, shapes)]
    by_start = {first: (first, last) for first, last in runs if first <= last}
    for first, last in by_start.values():
        head = _head(tokens, first, last, shapes)
        opening = _opening(tokens, first, last, by_start, shapes)
        if opening is not None:
            yield opening
        elif head is not None:
            yield head


def _trimmed(tokens: Sequence[Token], run: tuple[int, int], shapes: Shapes) -> tuple[int, int]:
    """The run without the words at its beginning that only the sentence capitalises, or that are articles."""
    first, last = run
    while first <= last and (
        tokens[first].pos_ in {"DET", "PRON"}
        or (first == 0 and tokens[first].pos_ in {"ADP", "SCONJ", "CCONJ", "ADV", "AUX", "PART", "INTJ"})
        or is_lead(tokens[first], shapes)
    ):
        first += 1
    return first, last


def is_lead(token: Token, shapes: Shapes) -> bool:
    """Whether a word only leads up to a name: "Ruling" at a beginning, "NGO" anywhere."""
    return token.lower_ in shapes.lead_words and (
        token.is_upper or token.is_sent_start or (token.i > 0 and token.nbor(-1).text in {":", "—", "–", "-"})
    )


def _head(tokens: Sequence[Token], first: int, last: int, shapes: Shapes) -> Shape | None:
    words = [token.lower_.rstrip(".") for token in tokens[first : last + 1]]
    for size in range(len(words), 1, -1):
        label = shapes.kind_of_last(words[:size])
        own = 2 if size >= 2 and " ".join(words[size - 2 : size]) in shapes.kinds else 1
        if label and size > own:
            return Shape(tokens[first].i, tokens[first + size - 1].i, label)
    if len(words) > 1 and words[0] in shapes.exercise_first:
        return Shape(tokens[first].i, tokens[last].i, "EXERCISE")
    if len(words) > 1 and words[0] in shapes.operation_first:
        return Shape(tokens[first].i, tokens[last].i, "EVENT")
    if len(words) > 1 and words[0] in shapes.place_first:
        return Shape(tokens[first].i, tokens[last].i, "LOC")
    return None


def _opening(
    tokens: Sequence[Token], first: int, last: int, runs: dict[int, tuple[int, int]], shapes: Shapes
) -> Shape | None:
    """ "Ministry of Trade and Industry": a run whose last word opens a name, and the runs that it goes on with."""
    word = tokens[last].lower_
    label = next((label for key, label in _FIRST if word in getattr(shapes, key)), "")
    end, joined = last, 0
    while label and joined < 3:
        if label in {"LOC", "GPE"} and tokens[min(end + 1, len(tokens) - 1)].lower_ != "of":
            break
        after = _continued(tokens, end, runs, word, joined, shapes)
        if after is None:
            break
        end, joined = after, joined + 1
    return Shape(tokens[first].i, tokens[end].i, label) if joined else None


def _continued(
    tokens: Sequence[Token],
    end: int,
    runs: dict[int, tuple[int, int]],
    word: str,
    joined: int,
    shapes: Shapes,
) -> int | None:
    at = end + 1
    if at + 1 >= len(tokens):
        return None
    link = tokens[at].lower_
    if link not in {"of", "for", "on"} and not (
        link == "and" and joined and word in {"ministry", "department", "committee", "commission"}
    ):
        return None
    at += 1
    if link != "and" and tokens[at].lower_ == "the" and at + 1 < len(tokens):
        at += 1
    run = runs.get(at)
    if run is None or (link == "and" and tokens[run[1]].lower_ in shapes.organisation_last):
        return None
    return run[1]
