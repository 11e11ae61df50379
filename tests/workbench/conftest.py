"""Gold and readings made by hand, for tests that need no model."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from pipeline.records import Actor, Event, Mention, Participant, Stance
from pipeline.workbench.evaluate_gold import EntitySentence, EventSentence, StanceSentence
from pipeline.workbench.evaluate_read import Found, Pair, Word

NAMES = {"XNL": "Norland", "XOS": "Ostia", "XSU": "Sudria"}
Make = Callable[..., Any]


def actors(codes: str) -> list[dict[str, str]]:
    return [{"name": NAMES[code], "country": code} for code in codes.split()]


@pytest.fixture
def mention() -> Make:
    def make(text: str, words: str, label: str, country: str = "", name: str = "") -> Mention:
        start = text.index(words)
        name = name or NAMES.get(country, words)
        return Mention("ent", "a", "a:1", start, start + len(words), words, label, name, "", country, "table")

    return make


@pytest.fixture
def entity_pair() -> Make:
    def make(
        text: str, gold: Iterable[Mention], found: Iterable[Mention], **more: Any
    ) -> Pair[EntitySentence]:
        mentions = [
            {
                "start": m.start,
                "end": m.end,
                "text": m.text,
                "label": m.label,
                "name": m.name,
                "country": m.country,
            }
            for m in gold
        ]
        raw = {
            "article_id": "a",
            "sentence": text,
            "mentions": mentions,
            "references": more.pop("references", []),
        }
        sentence = EntitySentence.model_validate(raw)
        return Pair(more.pop("unit", "a"), sentence, Found(text, mentions=tuple(found), **more))

    return make


@pytest.fixture
def word() -> Make:
    def make(text: str, form: str, tag: str, head: int, codes: str = "", by: str = "coreference") -> Word:
        start = text.index(form)
        behind = tuple(Actor("", NAMES[code], code, code, "GOV", by) for code in codes.split())
        return Word(start, start + len(form), tag, head, behind)

    return make


@pytest.fixture
def gold_event() -> Make:
    def make(
        text: str, trigger: str, event_type: str, source: str = "", target: str = "", **more: Any
    ) -> dict[str, Any]:
        start = text.index(trigger)
        return {
            "start": start, "end": start + len(trigger), "trigger": trigger, "event_type": event_type,
            "sources": actors(source), "targets": actors(target), **more,
        }  # fmt: skip

    return make


@pytest.fixture
def event() -> Make:
    def make(
        text: str, trigger: str, event_type: str, source: str = "", target: str = "", **more: Any
    ) -> Event:
        start = text.index(trigger)
        parties = tuple(
            Participant("ev", role, "", NAMES[code], code, code, "GOV", "mention")
            for role, codes in (("source", source), ("target", target))
            for code in codes.split()
        )
        given: dict[str, Any] = {
            "plover_type": event_type, "mode": "", "quad_class": "", "polarity": "affirmed", "modality": "actual",
            "date": "", "date_text": "", "location": "", "speaker": "", "rule": "a.rule", **more,
        }  # fmt: skip
        return Event(
            "ev", "a", "a:1", start, start + len(trigger), trigger, event_type, participants=parties, **given
        )

    return make


@pytest.fixture
def event_pair() -> Make:
    def make(
        text: str, gold: list[dict[str, Any]], found: Iterable[Event], unit: str = "a"
    ) -> Pair[EventSentence]:
        sentence = EventSentence.model_validate({"article_id": unit, "sentence": text, "events": gold})
        return Pair(unit, sentence, Found(text, events=tuple(found)))

    return make


@pytest.fixture
def stance_pair() -> Make:
    def make(
        text: str,
        gold: str,
        found: str,
        score: float = 0.9,
        holder: str = "XNL",
        unit: str = "a",
        toward: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
    ) -> Any:
        one = {"stance": gold, "primary": True, "holder": actors("XNL")[0], "toward": list(toward[0])}
        stances = [one] if gold else []
        sentence = StanceSentence.model_validate({"article_id": unit, "sentence": text, "stances": stances})
        rows = (
            Stance(
                "st",
                unit,
                "a:1",
                NAMES[holder],
                holder,
                toward[1],
                found,
                "affirmed",
                "actual",
                score,
                True,
                "",
                "rule",
                "r",
            ),
        )
        return Pair(unit, sentence, Found(text, stances=rows if found else ()))

    return make


@pytest.fixture
def values() -> Make:
    """The figures of an outcome by name, without its stage."""
    return lambda outcome: {one.name.split(".", 1)[1]: one.value for one in outcome.measures()}
