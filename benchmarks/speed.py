"""How time goes with the size of the tables and rules: ratios beside the bars that they should keep."""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from spacy.tokens import Doc

from benchmarks.programs import ROOT
from benchmarks.scale import Row
from pipeline.analysis import Stages, load_stages
from pipeline.entities import find_actors, find_mentions
from pipeline.entities.gazetteer import Gazetteer, build_gazetteer
from pipeline.events import find_events
from pipeline.events.rules import Rule, Rules
from pipeline.ingest import read
from pipeline.inputs import find_sources
from pipeline.language import Passage, parse
from pipeline.records import Article
from pipeline.sentences import find_sentences
from pipeline.settings import make_settings

TIMES = 10
REPEATS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio of two times, and the most that it should be."""

    name: str
    seconds: float
    beside: float
    most: float

    @property
    def ratio(self) -> float:
        """How long it takes beside the other."""
        return self.seconds / self.beside


def measure(*runs: Callable[[], object]) -> list[float]:
    """Seconds of each run, the median of several taken in turn, so that the machine's moods fall on all alike."""
    taken: list[list[float]] = [[] for _ in runs]
    for _ in range(REPEATS):
        for seconds, run in zip(taken, runs, strict=True):
            began = time.process_time()
            run()
            seconds.append(time.process_time() - began)
    return [statistics.median(seconds) for seconds in taken]


def articles(number: int) -> list[Article]:
    """Some articles of the corpus."""
    settings = make_settings()
    sources = find_sources([ROOT / "corpus" / "articles"])[0][:number]
    found = (one for source in sources for one in read(source.path, source.root, settings))
    return [one for one in found if isinstance(one, Article)]


def grown_gazetteer(stages: Stages, times: int) -> Gazetteer:
    """The gazetteer with ``times`` as many entries: half of the new names begin like known ones."""
    source = stages.gazetteer.folder
    with TemporaryDirectory() as folder:
        models = Path(folder)
        shutil.copytree(source, models / "entities")
        (models / "ingest").mkdir()
        shutil.copy(source.parent / "ingest" / "words.txt", models / "ingest" / "words.txt")
        with (models / "entities" / "groups.csv").open("a", encoding="utf-8", newline="") as stream:
            names = invented_names(list(stages.gazetteer.forms), (times - 1) * len(stages.gazetteer.entries))
            aliases = max(1, round(len(stages.gazetteer.forms) / len(stages.gazetteer.entries)))
            for number, name in enumerate(names):
                others = ";".join(f"{name} {word()}" for _ in range(aliases - 1))
                stream.write(f"generated-{number},{name},ORG,MYS,OPP,{others},,\n")
        gazetteer, problems = build_gazetteer(models / "entities")
    assert not problems, problems[:3]
    return gazetteer


def invented_names(known: list[str], number: int) -> Iterator[str]:
    """Names of two words that stand nowhere."""
    firsts = [form.split()[0] for form in known if form[0].isupper() and "," not in form and '"' not in form]
    for count in range(number):
        first = firsts[count % len(firsts)] if count % 2 else word()
        yield f"{first} {word()}"


_RANDOM = random.Random(1)
_SYLLABLES = "ba ke di lo mu sa te ni ro vu ga pe zi ho fu la me ri to nu".split()


def word() -> str:
    """A made-up word with a capital."""
    return "".join(_RANDOM.choice(_SYLLABLES) for _ in range(4)).capitalize() + "x"


def with_other_triggers(rules: Rules, times: int) -> Rules:
    """``times`` as many rules, the new ones with trigger words that no text holds."""
    new = (_renamed(rule, f"q{n}") for n in range(times - 1) for rule in rules.all)
    return Rules([*rules.all, *new], rules.lexicon, rules.time)


def _renamed(rule: Rule, end: str) -> Rule:
    pattern = tuple(
        {**part, "RIGHT_ATTRS": {**part["RIGHT_ATTRS"], "LEMMA": end}} if part["RIGHT_ID"] == "trigger" else part
        for part in rule.pattern
    )
    return replace(rule, id=rule.id + end, words=tuple(word + end for word in rule.words), pattern=pattern)


def with_same_triggers(rules: Rules, times: int) -> Rules:
    """``times`` as many rules, the new ones with the triggers of the old and a further word that no text holds."""
    new = (
        replace(rule, id=f"{rule.id}.{n}", constraints=(*rule.constraints, (role, frozenset({f"{role}q{n}"}))))
        for n, role in zip(range(times - 1), ["object", "subject", "on", "to", "with"] * times, strict=False)
        for rule in rules.all
        if not rule.pattern
    )
    return Rules([*rules.all, *new], rules.lexicon, rules.time)


class Measured:
    """Some articles, read once, by which stages are timed."""

    def __init__(self, number: int) -> None:
        self._stages = stages = load_stages(make_settings())
        self._articles = articles(number)
        self._passages = [passage for article in self._articles for passage in parse(article, stages.nlp)]
        sentences = [find_sentences(passage, 1) for passage in self._passages]
        published = [passage.article.published for passage in self._passages]
        self._told = list(zip([passage.doc for passage in self._passages], sentences, published, strict=True))
        self._actors = [
            find_actors(doc, listed, find_mentions(doc, listed, stages.gazetteer, day), stages.gazetteer, day)
            for doc, listed, day in self._told
        ]

    def _read(self) -> list[Passage]:
        return [passage for article in self._articles for passage in parse(article, self._stages.nlp)]

    def _mentions(self, gazetteer: Gazetteer) -> list[object]:
        return [find_mentions(doc, listed, gazetteer, day) for doc, listed, day in self._told]

    def _events(self, rules: Rules) -> None:
        for (doc, listed, day), index in zip(self._told, self._actors, strict=True):
            find_events(doc, listed, index, rules, day)

    def by_rules(self, times: Sequence[int]) -> Iterator[Row]:
        """Seconds of reading, naming and coding by the number of rules, half of the new ones with triggers of the old."""
        stages = self._stages
        tried = [with_same_triggers(with_other_triggers(stages.rules, (n + 1) // 2), 2 if n > 1 else 1) for n in times]
        reading, naming, *coding = measure(
            self._read, lambda: self._mentions(stages.gazetteer), *(partial(self._events, rules) for rules in tried)
        )
        for rules, seconds in zip(tried, coding, strict=True):
            yield {
                "rules": len(rules.all),
                "seconds": round(reading + naming + seconds, 3),
                "of_which_events": round(seconds, 3),
            }

    def figures(self) -> Iterator[Row]:
        """Every ratio, in turn."""
        for one in self._figures():
            yield {
                "what": one.name,
                "seconds": round(one.seconds, 3),
                "beside": round(one.beside, 3),
                "ratio": round(one.ratio, 2),
                "most": one.most,
                "bar": "kept" if one.ratio <= one.most else "BROKEN",
            }

    def _figures(self) -> Iterator[Figure]:
        stages = self._stages
        grown = grown_gazetteer(stages, TIMES)
        small, large = measure(lambda: self._mentions(stages.gazetteer), lambda: self._mentions(grown))
        yield Figure(f"mentions, {len(grown.forms):,} names beside {len(stages.gazetteer.forms):,}", large, small, 1.2)
        others, same = with_other_triggers(stages.rules, TIMES), with_same_triggers(stages.rules, TIMES)
        plain, other, alike = measure(*(partial(self._events, rules) for rules in (stages.rules, others, same)))
        reading, naming, parsing = measure(
            self._read, lambda: self._mentions(stages.gazetteer), lambda: parsed(self._passages, stages)
        )
        rest, count = reading + naming, len(stages.rules.all)
        yield Figure(f"extraction, {len(others.all):,} rules beside {count:,}, other triggers", rest + other, rest + plain, 1.1)
        yield Figure(f"extraction, {len(same.all):,} rules beside {count:,}, same triggers", rest + alike, rest + plain, 1.1)
        yield Figure("event coding beside spaCy's parse", plain, parsing, 0.2)


def parsed(passages: list[Passage], stages: Stages) -> list[Doc]:
    """The passages' lines read by the spaCy pipeline alone."""
    lines = [line for passage in passages for line in passage.doc.text.splitlines() if line.strip()]
    return list(stages.nlp.pipe(lines, batch_size=64))
