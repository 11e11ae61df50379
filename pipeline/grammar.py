"""The words by which grammar is read, from ``models/language/grammar.yml``: for all who have no lexicon of events at hand."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.rulefile import checked, read_yaml
from pipeline.settings import models_folder


class Grammar(BaseModel):
    """What ``models/language/grammar.yml`` holds; the file says of each list what it is for."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    number_words: tuple[str, ...]
    tens: dict[str, int]
    qualities: frozenset[str]
    ranking_words: frozenset[str]
    only_words: frozenset[str]
    making_verbs: frozenset[str]
    laying_verbs: frozenset[str]
    destining_verbs: frozenset[str]
    naming_verbs: frozenset[str]
    asking_nouns: frozenset[str]
    object_not_subject: frozenset[str]
    made_by_others: frozenset[str]
    condemning_verbs: frozenset[str]
    accusing_verbs: frozenset[str]
    never_passive: frozenset[str]
    pressing_verbs: frozenset[str]
    doing_alike: frozenset[str]
    saying_verbs: frozenset[str]
    announcing_verbs: frozenset[str]
    time_nouns: frozenset[str]
    no_motion: frozenset[str]
    no_direction: frozenset[str]
    pasts_alone: frozenset[str]
    captive_nouns: frozenset[str]
    listener_words: frozenset[str]

    @cached_property
    def calendar_names(self) -> frozenset[str]:
        """The names of months and weekdays."""
        return frozenset({*self.months, *self.weekdays})

    @cached_property
    def numbers(self) -> dict[str, int]:
        """What each word for a number comes to."""
        return {word: number for number, word in enumerate(self.number_words, start=1)} | self.tens

    @cached_property
    def blaming_or_praising(self) -> frozenset[str]:
        """Verbs whose object has done, or is said to have done, what the gerund behind it says."""
        return self.condemning_verbs | self.accusing_verbs


def load_grammar(models: Path) -> Grammar:
    """Read and check ``models/language/grammar.yml``.

    :raises pipeline.rulefile.RuleError: naming file, line and key of what is wrong.
    """
    path = models / "language" / "grammar.yml"
    return checked(path, read_yaml(path), Grammar)


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The shipped file, read once.

    :raises pipeline.rulefile.RuleError: naming file, line and key of what is wrong.
    """
    return load_grammar(models_folder())
