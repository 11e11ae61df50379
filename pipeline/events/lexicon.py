"""The grammar words of event coding, read from ``models/events/lexicon.yml``: light verbs and what governs what.

They are data, as the rules are: a verb that carries an event noun ("hold talks"), a noun that passes through ("a round
of talks"), and, for qualifiers, the governors that deny, plan, allow, urge or report what they govern.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from pipeline.rulefile import checked, read_yaml


class Governors(BaseModel):
    """Words of one class by part of speech; a verb may carry its preposition ("stop short", "call for")."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()


class Invasion(BaseModel):
    """An invasion that every reader knows: codes of the state invaded and of those who did it, and when (ISO date)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str
    by: tuple[str, ...]
    since: str


class Lexicon(BaseModel):
    """Everything that ``lexicon.yml`` holds, validated."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    light_verbs: frozenset[str]
    contemplating_verbs: frozenset[str]
    phrasal_verbs: frozenset[str]
    happening_verbs: frozenset[str]
    doing_verbs: frozenset[str]
    transparent_nouns: frozenset[str]
    counterpart_nouns: frozenset[str]
    unnamed_nouns: frozenset[str]
    briefing_verbs: frozenset[str]
    backing_nouns: frozenset[str]
    victim_nouns: frozenset[str]
    crew_nouns: frozenset[str]
    excluding_verbs: frozenset[str]
    casting_verbs: frozenset[str]
    journey_nouns: frozenset[str]
    asking_nouns: frozenset[str]
    undergoing_verbs: frozenset[str]
    suffering_verbs: frozenset[str]
    under_verbs: frozenset[str]
    exposed_adjectives: frozenset[str]
    answering_verbs: frozenset[str]
    coming_verbs: frozenset[str]
    later_adverbs: frozenset[str]
    proposal_nouns: frozenset[str]
    lifting_verbs: frozenset[str]
    undone_nouns: frozenset[str]
    deed_nouns: frozenset[str]
    decree_nouns: frozenset[str]
    toll_verbs: frozenset[str]
    wishing_verbs: frozenset[str]
    capacity_nouns: frozenset[str]
    holding_verbs: frozenset[str]
    peace_nouns: frozenset[str]
    sealing_verbs: frozenset[str]
    tie_nouns: frozenset[str]
    forums: frozenset[str]
    venue_nouns: frozenset[str]
    high_time: frozenset[str]
    doubt_nouns: frozenset[str]
    nameless: frozenset[str]
    negating: Governors
    planned: Governors
    possible: Governors
    urged: Governors
    factual: Governors
    speaking: Governors
    denying: Governors
    doubting: Governors
    preventing: Governors
    waged_nouns: frozenset[str]
    facing_verbs: frozenset[str]
    anniversary_nouns: frozenset[str]
    fixed_phrases: frozenset[str]
    done_phrases: frozenset[str]
    errand_verbs: frozenset[str]
    errands: frozenset[str]
    even_less_phrases: frozenset[str]
    nearly_phrases: frozenset[str]
    factive_verbs: frozenset[str]
    conditional_markers: frozenset[str]
    general_adverbs: frozenset[str]
    planned_auxiliaries: frozenset[str]
    possible_auxiliaries: frozenset[str]
    urged_auxiliaries: frozenset[str]
    invading_verbs: frozenset[str]
    invasion_nouns: frozenset[str]
    invasions: tuple[Invasion, ...]

    @field_validator("done_phrases", mode="before")
    @classmethod
    def _each_phrase(cls, phrases: object) -> object:
        """Each phrase that is meant, where "|" parts words of which any will do: "take|took the chance|opportunity to"."""
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            return phrases
        ways = (product(*(word.split("|") for word in phrase.split())) for phrase in phrases)
        return [" ".join(words) for way in ways for words in way]

    @cached_property
    def classes(self) -> dict[str, dict[str, str]]:
        """For each part of speech: word -> name of its class."""
        names = (
            "factual",
            "possible",
            "planned",
            "urged",
            "negating",
            "speaking",
            "denying",
            "doubting",
            "preventing",
        )
        table: dict[str, dict[str, str]] = {part: {} for part in Governors.model_fields}
        for name in names:
            for part, words in getattr(self, name):
                table[part].update(dict.fromkeys(words, name))
        return table


def load_lexicon(path: Path) -> Lexicon:
    """Read and check ``lexicon.yml``.

    :raises pipeline.rulefile.RuleError: naming file, line and key of what is wrong.
    """
    return checked(path, read_yaml(path), Lexicon)
