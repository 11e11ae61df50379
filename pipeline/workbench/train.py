"""Learn everything that is learned, anew and to the same bytes: what means a pronoun, and which stance a sentence takes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.analysis import load_rules_of, load_stages
from pipeline.settings import Settings
from pipeline.workbench import train_pronouns, train_stance
from pipeline.workbench.compare_stance import Compared, compare, write_comparison
from pipeline.workbench.evaluate_gold import load_gold
from pipeline.workbench.train_pronouns import Measured


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learned, and how good it is on articles held out."""

    pronouns: Measured
    stances: list[Compared]
    marks: int
    seconds: float


def train(gold_folder: Path, articles: Path, settings: Settings) -> Trained:
    """Learn from the labelled articles, and write what was learned into the folder of models.

    Pronouns come first, since stances are learned with the actors that they stand for.

    :raises GoldError: if the gold can't be used; the message names file and line.
    :raises InputError: if the articles aren't there.
    :raises ValueError: if a rule, a name or a cue can't be read; the message names file and line.
    """
    started = time.perf_counter()
    gold = load_gold(gold_folder)
    stages = load_stages(settings, learned=False)
    texts = train_pronouns.read_labelled(gold.entities, articles, settings, stages)
    weights = train_pronouns.learn(texts, stages.gazetteer)
    measured = train_pronouns.cross_validate(texts, stages.gazetteer)
    train_pronouns.write_weights(weights, measured, settings.models / "entities" / "pronouns.yml")
    load_rules_of.cache_clear()
    stages = load_stages(settings, learned=False)
    sentences = train_stance.read_labelled(gold.stances, articles, settings, stages)
    classifier = train_stance.learn(sentences)
    train_stance.write_classifier(classifier, settings.models / "stance")
    compared = compare(sentences)
    write_comparison(compared, settings.models / "stance")
    load_rules_of.cache_clear()
    return Trained(measured, compared, len(classifier.weights), time.perf_counter() - started)
