"""The phrases and pronouns of ``coreference.yml``: what may stand for an actor named before, and for what kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from pipeline.entities.tables import LABELS, Problem, has_shape, line_of, read_yaml_file

KINDS = frozenset({"pair", "country", "government", "body", "group", "force", "office", "treaty", "person"})
_PHRASE_KEYS = frozenset(
    {
        "id",
        "stands_for",
        "labels",
        "forms",
        "match",
        "no_match",
        "never_before",
        "narrower",
        "only",
        "sector",
        "several",
        "capital",
        "not",
        "about",
    }
)


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A phrase that may stand for an actor: of which kind, which ones only, and what must not follow it."""

    rule: str
    stands_for: str
    labels: frozenset[str]
    only: frozenset[str]
    sector: str
    never_before: frozenset[str]
    several: bool = False
    capital: bool = False


@dataclass(slots=True)
class Anaphora:
    """The phrases by form (small letters), the pronouns by form, and the words by which "it" stands for nobody."""

    phrases: dict[str, Anaphor] = field(default_factory=dict)
    phrase_ends: frozenset[str] = frozenset()
    """All ends of the last words of phrases: a word that is none of them ends no phrase."""
    pronouns: dict[str, str] = field(default_factory=dict)
    empty_verbs: frozenset[str] = frozenset()
    empty_adjectives: frozenset[str] = frozenset()
    acting_verbs: frozenset[str] = frozenset()
    possessions: frozenset[str] = frozenset()
    done_to_others: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    homelands: frozenset[str] = frozenset()
    bidding: frozenset[str] = frozenset()
    dispositions: frozenset[str] = frozenset()


Words = tuple[str, ...]


class _Phrase(BaseModel):
    """Of which kind the values of a phrase are; its keys are checked by name."""

    id: str = ""
    stands_for: str = ""
    forms: Words = ()
    labels: Words = ()
    only: Words = ()
    narrower: dict[str, Words] = {}
    never_before: Words = ()
    sector: str = ""


class _Pronoun(BaseModel):
    """Of which kind the values of a pronoun are."""

    id: str
    forms: Words = Field(min_length=1)


class _EmptyIt(BaseModel):
    """The words by which "it" stands for nobody."""

    verbs: Words = ()
    adjectives: Words = ()


class _AnaphoraFile(BaseModel):
    """Of which kind the values of ``coreference.yml`` are."""

    phrases: tuple[_Phrase, ...] = ()
    pronouns: tuple[_Pronoun, ...] = ()
    empty_it: _EmptyIt = _EmptyIt()
    acting_verbs: Words = ()
    possessions: Words = ()
    done_to_others: Words = ()
    answers: Words = ()
    homelands: Words = ()
    bidding: Words = ()
    dispositions: Words = ()


def load_anaphora(path: Path, problems: list[Problem]) -> Anaphora:
    """Read ``coreference.yml``; empty where there is none. What is wrong is added to ``problems``."""
    found = Anaphora()
    raw = read_yaml_file(path, problems)
    if not has_shape(path, raw, _AnaphoraFile, problems):
        return found
    for entry in raw.get("phrases") or ():
        wrong = _wrong(entry)
        if wrong:
            problems.append(Problem(str(path), line_of(entry), wrong))
            continue
        narrower = entry.get("narrower") or {}
        for form in entry["forms"]:
            found.phrases.setdefault(
                str(form).lower(), _anaphor(entry, narrower.get(form) or entry.get("only") or ())
            )
    last = {phrase.rpartition(" ")[2] for phrase in found.phrases}
    found.phrase_ends = frozenset(word[i:] for word in last for i in range(len(word)))
    for pronoun in raw.get("pronouns") or ():
        for form in pronoun.get("forms", ()):
            found.pronouns[str(form).lower()] = str(pronoun.get("id", ""))
    empty = raw.get("empty_it") or {}
    found.empty_verbs = frozenset(map(str, empty.get("verbs", ())))
    found.empty_adjectives = frozenset(map(str, empty.get("adjectives", ())))
    found.acting_verbs = frozenset(map(str, raw.get("acting_verbs") or ()))
    found.possessions = frozenset(map(str, raw.get("possessions") or ()))
    found.done_to_others = frozenset(map(str, raw.get("done_to_others") or ()))
    found.answers = frozenset(map(str, raw.get("answers") or ()))
    found.dispositions = frozenset(map(str, raw.get("dispositions") or ()))
    found.homelands = frozenset(map(str, raw.get("homelands") or ()))
    found.bidding = frozenset(map(str, raw.get("bidding") or ()))
    return found


def _anaphor(entry: dict[str, Any], only: Any) -> Anaphor:
    return Anaphor(
        rule=str(entry["id"]),
        stands_for=str(entry["stands_for"]),
        labels=frozenset(entry.get("labels") or ()),
        only=frozenset(map(str, only)),
        sector=str(entry.get("sector") or ""),
        never_before=frozenset(map(str, entry.get("never_before") or ())),
        several=bool(entry.get("several")),
        capital=bool(entry.get("capital")),
    )


def _wrong(entry: Any) -> str:
    if not isinstance(entry, dict) or not entry.get("id") or not entry.get("forms"):
        return "a phrase needs an id, stands_for and forms"
    unknown = set(entry) - _PHRASE_KEYS
    if unknown:
        return f"{entry['id']}: unknown key {', '.join(sorted(unknown))}; known keys: {', '.join(sorted(_PHRASE_KEYS))}"
    if entry.get("stands_for") not in KINDS:
        return f"{entry['id']}: stands_for {entry.get('stands_for')!r} isn't known; known: {', '.join(sorted(KINDS))}"
    labels = [label for label in entry.get("labels") or () if label not in LABELS]
    if labels:
        return f"{entry['id']}: unknown label {', '.join(labels)}; known labels: {', '.join(sorted(LABELS))}"
    return ""
