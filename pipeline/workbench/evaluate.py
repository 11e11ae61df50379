"""How good the stages are on gold: read its sentences, score each stage, set baselines and floors beside.

``evaluate`` does it all; what each figure means stands in the docstrings of ``evaluate_entities``, ``evaluate_events``
and ``evaluate_stance``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.analysis import Stages
from pipeline.run import load
from pipeline.settings import Settings, models_folder
from pipeline.workbench.evaluate_baselines import (
    keyword_stances,
    load_keywords,
    with_keyword_events,
    word_model_stances,
)
from pipeline.workbench.evaluate_entities import score_bare_names, score_entities
from pipeline.workbench.evaluate_events import score_events
from pipeline.workbench.evaluate_floors import BrokenFloor, broken_floors, load_floors, raised, write_floors
from pipeline.workbench.evaluate_gold import EVENT_TYPES, Gold, load_gold
from pipeline.workbench.evaluate_read import Readings, read_gold
from pipeline.workbench.evaluate_scores import Measure, Outcome
from pipeline.workbench.evaluate_stance import score_labels, score_stances
from pipeline.workbench.train_stance import FOLDS, held_out, read_labelled

ARTICLES = "articles"
# The figures that tell most of each stage, as they are shown and may be pinned; all others stand in the tables.
SUMMARY = {
    "entities": (
        "mention.precision", "mention.recall", "mention.f1", "span.f1", "six.f1", "country_accuracy",
        "name_accuracy", "reference.precision", "reference.recall",
    ),
    "events": (
        "actors.precision", "actors.recall", "actors.f1", "some_actor.f1", "type.precision", "type.recall",
        "type.f1", "polarity_accuracy", "modality_accuracy", "date_accuracy", "given_date_accuracy",
        "speaker_accuracy", "given_speaker_accuracy", "mutual_accuracy", "fact_share", "fact_share_any_type",
        "sides_by.mention", "sides_by.coreference", "sides_by.implied",
    ),
    "stance": (
        "macro_f1", "label.hedging.f1", "label.non-alignment.f1", "label.cooperation.f1", "any.f1",
        "holder_accuracy", "toward.f1", "polarity_accuracy", "modality_accuracy", "calibration_error",
    ),
}  # fmt: skip


@dataclass(slots=True)
class Evaluation:
    """What an evaluation found. ``baselines`` are outcomes of other means on the same gold, by stage and name."""

    sentences: Mapping[str, int]
    outcomes: list[Outcome]
    lost: list[tuple[str, str, str]]
    baselines: dict[str, dict[str, Outcome]] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)
    broken: Sequence[BrokenFloor] = ()
    seconds: float = 0.0

    def measures(self) -> dict[str, Measure]:
        """The figures of all stages by name."""
        return {measure.name: measure for outcome in self.outcomes for measure in outcome.measures()}


def evaluate(
    gold_folder: Path, articles: Path | None, settings: Settings, baseline: bool = False
) -> Evaluation:
    """Score the stages on the gold of a folder.

    :param gold_folder: holds entities.jsonl, events.jsonl, stance.jsonl (some of them) and perhaps floors.yml.
    :param articles: the folder of the articles that the gold labels; default: ``articles`` beside the gold.
    :param baseline: score bare spaCy, keyword lists and a plain word model as well.
    :raises GoldError: if the gold can't be used; the message names file and line.
    :raises RuleError: if the floors or word lists can't be read; the message names file and line.
    :raises RunError: if the model, a rule, a name or a cue can't be read; the message says which.
    :raises InputError: if the articles aren't there.
    """
    started = time.perf_counter()
    gold = load_gold(gold_folder)
    floors = load_floors(gold_folder, metrics())
    folder = articles if articles is not None else gold_folder.parent / ARTICLES
    stages = load(settings)[0]
    readings = read_gold(gold.sentences(), folder, settings, stages, apart(gold, folder, settings, stages))
    found = score(gold, readings, baseline)
    found.floors = floors
    found.broken = broken_floors(floors, {name: one.value for name, one in found.measures().items()})
    found.seconds = time.perf_counter() - started
    return found


def apart(gold: Gold, articles: Path, settings: Settings, stages: Stages) -> dict[str, Stages]:
    """For each article that the stance classifier has learned from, stages whose classifier has learned from others only."""
    classifier = stages.cues.classifier
    seen = classifier.articles if classifier is not None else frozenset()
    if not any(one.article_id in seen for one in gold.stances):
        return {}
    labelled = read_labelled(gold.stances, articles, settings, stages)
    if len({one.article_id for one in labelled}) < FOLDS:
        return {}
    return {
        article: replace(stages, cues=replace(stages.cues, classifier=own))
        for own, held in held_out(labelled)
        for article in held & seen
    }


def metrics() -> list[str]:
    """The names of all figures that can be pinned."""
    return [
        *(f"{stage}.{name}" for stage, names in SUMMARY.items() for name in names),
        *(f"events.{what}.{kind}.f1" for what in ("type", "actors") for kind in EVENT_TYPES),
    ]


def score(gold: Gold, readings: Readings, baseline: bool = False) -> Evaluation:
    """Score what was read against the gold."""
    entities, events = readings.pairs(gold.entities), readings.pairs(gold.events)
    stances = readings.pairs(gold.stances)
    found = Evaluation(
        {"entities": len(entities), "events": len(events), "stance": len(stances)},
        [],
        [
            (name, pair.gold.article_id, pair.gold.sentence)
            for name, pairs in (("entities", entities), ("events", events), ("stance", stances))
            for pair in pairs
            if pair.lost
        ],
    )
    if entities:
        found.outcomes.append(score_entities(entities))
    if events:
        found.outcomes.append(score_events(events))
    if stances:
        found.outcomes.append(score_stances(stances))
    if baseline:
        keywords = load_keywords(models_folder())
        if entities:
            found.baselines["entities"] = {"bare spaCy": score_bare_names(entities)}
        if events:
            found.baselines["events"] = {"keywords": score_events(with_keyword_events(events, keywords))}
        if stances:
            labels = {"keywords": keyword_stances(stances, keywords), "TF-IDF": word_model_stances(stances)}
            found.baselines["stance"] = {
                name: score_labels(stances, given) for name, given in labels.items() if given is not None
            }
    return found


def pin(gold_folder: Path, found: Evaluation) -> dict[str, tuple[float, float]]:
    """Raise the floors of a gold folder to the figures, rounded down; a floor is never lowered.

    :return: what was changed: the old and the new floor by metric.
    """
    higher = raised(found.floors, {name: one.value for name, one in found.measures().items()})
    changed = {name: (found.floors[name], new) for name, new in higher.items() if new != found.floors[name]}
    if changed:
        write_floors(gold_folder, higher)
    return changed
