"""``commentariat rules check``: every rule, cue, name and word list is valid, and every example and near miss holds."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.analysis import Stages
from pipeline.entities import ActorIndex, find_actors, find_mentions
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.patterns import Patterns
from pipeline.events import examples as event_examples
from pipeline.events.rules import Rule
from pipeline.language import load_model
from pipeline.records import Sentence
from pipeline.rulefile import Located, read_yaml
from pipeline.settings import Settings
from pipeline.stance import examples as stance_examples
from pipeline.workbench.halves import in_halves
from pipeline.workbench.rules_files import Models, read_models
from pipeline.workbench.rules_names import name_warnings
from pipeline.workbench.rules_report import Finding, Report
from pipeline.workbench.rules_use import Use, read_articles, use_warnings

# Examples are short: the model reads this many at once without growing.
_BATCH = 256
_RECOGNISER = "ner"
_BRACKETS = re.compile(r"\[([^]]*)\]")


def check_rules(settings: Settings, articles: Sequence[Path] = ()) -> Report:
    """Check a folder of models.

    :param settings: whose ``models`` is the folder, and whose ``model`` reads the examples. With ``rules``, everything
        is read, and the examples of these own rules are checked: the shipped ones hold by themselves.
    :param articles: files and folders of articles on which to see which rules are of use; none: leave that out.
    :raises ModelsError: if the folder is none of models.
    :raises ModelError: if the spaCy pipeline can't be used.
    :raises pipeline.inputs.InputError: if there are no such articles.
    """
    began = time.perf_counter()
    models = read_models(settings.models, settings.rules)
    report = Report(settings.models, problems=models.problems, counts=models.counts())
    nlp = load_model(settings.model)
    use = Use()
    report.problems += _event_examples(models, nlp, report, use if articles else None)
    report.problems += _cue_examples(models, nlp, report)
    report.problems += _pattern_examples(models, nlp, report)
    if models.names is not None:
        found = name_warnings(models.names)
        report.warnings += [Finding(one.path, one.line, one.message) for one in found]
    if articles and report.passed:
        report.warnings += _warnings(models, nlp, settings, articles, use)
        report.counts["articles"] = use.articles
    report.problems.sort()
    report.seconds = time.perf_counter() - began
    return report


def _event_examples(models: Models, nlp: Language, report: Report, use: Use | None) -> list[Finding]:
    if models.rules is None or models.names is None:
        return []
    gazetteer = models.names.gazetteer
    rules = models.rules

    def analyse(texts: Iterable[str]) -> Iterator[tuple[Doc, ActorIndex]]:
        for doc, actors in _with_actors(texts, nlp, gazetteer):
            if use is not None:
                use.note(doc, doc.sents, actors, rules)
            yield doc, actors

    def failing(some: Sequence[Rule]) -> list[Finding]:
        return [
            Finding(str(one.rule.path), one.rule.line, one.found, f"rule {one.rule.id}", one.example)
            for one in event_examples.check_examples(rules, analyse, some)
        ]

    sound = [rule for rule in models.sound_rules if models.is_asked(rule.path)]
    report.counts["event examples"] = sum(len(rule.match) + len(rule.no_match) for rule in sound)
    rules.pattern_matcher(nlp.vocab)
    # What is used must be noted in this process.
    return failing(sound) if use is not None else in_halves(sound, failing)


def _warnings(
    models: Models, nlp: Language, settings: Settings, articles: Sequence[Path], use: Use
) -> Iterator[Finding]:
    if models.rules is None or models.cues is None or models.names is None:
        return
    asked = [rule for rule in models.sound_rules if models.is_asked(rule.path)]
    stages = Stages(nlp, models.names.gazetteer, models.rules, models.cues)
    read_articles(articles, stages, settings, use)
    yield from use_warnings(use, asked, models.cues, models.names)


def _with_actors(
    texts: Iterable[str], nlp: Language, gazetteer: Gazetteer
) -> Iterator[tuple[Doc, ActorIndex]]:
    for doc in _parsed(texts, nlp, gazetteer):
        sentences = [Sentence("example:1", "example", 1, 1, "", 0, len(doc.text), doc.text)]
        mentions = find_mentions(doc, sentences, gazetteer, "")
        yield doc, find_actors(doc, sentences, mentions, gazetteer, "")


def _parsed(texts: Iterable[str], nlp: Language, gazetteer: Gazetteer) -> Iterator[Doc]:
    """The texts as a run reads them.

    The entity recogniser takes as long as all the rest, and only guesses at names that no table knows: it is left out
    where every name is one of the tables.
    """
    recognise = nlp.get_pipe(_RECOGNISER)
    for doc in nlp.pipe(texts, batch_size=_BATCH, disable=[_RECOGNISER]):
        known = {at for match in gazetteer.find(doc.text) for at in range(match.start, match.end)}
        yield recognise(doc) if any(token.pos_ == "PROPN" and token.idx not in known for token in doc) else doc


def _cue_examples(models: Models, nlp: Language, report: Report) -> Iterator[Finding]:
    if models.cues is None:
        return
    cues = [cue for cue in models.cues.cues.values() if models.is_asked(cue.path)]
    report.counts["cue examples"] = sum(len(cue.match) + len(cue.no_match) for cue in cues)
    parse = partial(nlp.pipe, batch_size=_BATCH)
    for failure in stance_examples.check_examples(models.cues, parse, cues):
        cue = failure.cue
        yield Finding(str(cue.path), cue.line, failure.found, f"cue {cue.id}", failure.example)


def _pattern_examples(models: Models, nlp: Language, report: Report) -> Iterator[Finding]:
    """The examples of ``patterns.yml``: what is in brackets is found, and nothing in the near misses."""
    for folder in (models.folder / "entities", models.own_part("entities")):
        if folder is not None and models.is_asked(folder / "patterns.yml"):
            yield from _examples_of(folder / "patterns.yml", models, nlp, report)


def _examples_of(path: Path, models: Models, nlp: Language, report: Report) -> Iterator[Finding]:
    if models.names is None or not path.is_file() or any(one.file == str(path) for one in models.problems):
        return
    patterns = models.names.gazetteer.patterns
    entries = [entry for entry in read_yaml(path).get("patterns") or () if isinstance(entry, Located)]
    number = sum(len(_listed(e, "match") + _listed(e, "no_match")) for e in entries)
    report.counts["pattern examples"] = report.counts.get("pattern examples", 0) + number
    for entry in entries:
        for example in _listed(entry, "match"):
            missing = set(_BRACKETS.findall(example)) - _found(entry["id"], example, patterns, nlp)
            if missing:
                message = f"{', '.join(sorted(missing))} should be found, and isn't"
                yield Finding(str(path), entry.line, message, f"pattern {entry['id']}", example)
        for example in _listed(entry, "no_match"):
            found = _found(entry["id"], example, patterns, nlp)
            if found:
                message = f"a near miss should not match, but {', '.join(sorted(found))} does"
                yield Finding(str(path), entry.line, message, f"pattern {entry['id']}", example)


def _listed(entry: Located, key: str) -> list[str]:
    value = entry.get(key)
    return [str(one) for one in value] if isinstance(value, list) else []


def _found(pattern_id: str, example: str, patterns: Patterns, nlp: Language) -> set[str]:
    doc = nlp.make_doc(re.sub(r"[\[\]]", "", example))
    matches = patterns.find(list(doc))
    return {doc[first : last + 1].text for first, last, pattern in matches if pattern.rule == pattern_id}
