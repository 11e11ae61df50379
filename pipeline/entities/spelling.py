"""Slips of the pen in well-known names: "Malyasia". Suggested only where a name stands that nothing else explains."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pipeline.entities.senses import Sense
from pipeline.ingest.words import is_word

# A shorter name is too near to others; one slip in six letters, two in ten.
SHORTEST, LONG = 6, 10
# So many slips in a word of a name that is short make it another.
SHORT_SLIPS = 2
MOST_REMEMBERED = 50_000


@dataclass(slots=True)
class Speller:
    """Finds the one known form that a name misspells; remembers its answers."""

    forms: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    _by_letter: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    _originals: dict[str, str] = field(default_factory=dict)
    _known: dict[str, tuple[Sense, ...]] = field(default_factory=dict)

    def meant(self, name: str, label: str) -> tuple[Sense, ...]:
        """The senses of the one form that ``name`` misspells, a person's for a person; empty where there is none."""
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        if name not in self._known:
            self._known[name] = self._search(name)
        senses = self._known[name]
        return senses if senses and (senses[0].entry.label == "PERSON") == (label == "PERSON") else ()

    def _search(self, name: str) -> tuple[Sense, ...]:
        if len(name) < SHORTEST or not name[0].isupper() or name.isupper():
            return ()
        if " " not in name and is_word(name, self.words):
            return ()
        if not all(part.isalpha() for part in name.replace("-", " ").split()):
            return ()
        allowed = 2 if len(name) >= LONG else 1
        choices = self._choices(name)
        found = process.extract(name.lower(), choices, scorer=OSA.distance, score_cutoff=allowed, limit=3)
        meant = [match for match, _, _ in found if _slips_once_a_word(name.lower(), match)]
        senses = {match: self.forms[self._originals[match]] for match in meant}
        ids = {sense[0].entry.kb_id for sense in senses.values()}
        return next(iter(senses.values())) if len(ids) == 1 else ()

    def _choices(self, name: str) -> list[str]:
        """The forms of the same first letter and number of words, small."""
        key = name[0].lower()
        if key not in self._by_letter:
            by_words: dict[int, list[str]] = {}
            for form, senses in self.forms.items():
                if (
                    form[0].lower() == key
                    and len(form) >= SHORTEST - 1
                    and self._may_be_misspelt(form, senses)
                ):
                    by_words.setdefault(form.count(" "), []).append(form.lower())
                    self._originals.setdefault(form.lower(), form)
            self._by_letter[key] = by_words
        return self._by_letter[key].get(name.count(" "), [])

    def _may_be_misspelt(self, form: str, senses: tuple[Sense, ...]) -> bool:
        """States, their adjectives, and office-holders in full; the rest is too near to other names."""
        entry = senses[0].entry
        return (entry.is_state and senses[0].kind in {"name", "adjective", "demonym", "capital"}) or (
            entry.label == "PERSON" and " " in form
        )


def _slips_once_a_word(name: str, form: str) -> bool:
    """Whether no short word of a name has two slips: "John Kirby" is nobody called Kerry."""
    pairs = zip(name.split(), form.split(), strict=False)
    return all(len(one) >= LONG or OSA.distance(one, other) < SHORT_SLIPS for one, other in pairs)
