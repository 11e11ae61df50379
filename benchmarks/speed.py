"""How time goes with the size of the tables and rules: ``make bench``, or ``python benchmarks/speed.py``.

Prints a table of ratios beside the bars that they should keep, and writes it to ``outputs/bench/speed.csv``. Timings
belong to a machine and its load, so nothing fails here; run it on an idle machine.
"""

from __future__ import annotations

import csv
import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from spacy.tokens import Doc

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

ROOT = Path(__file__).parents[1]
OUT = ROOT / "outputs" / "bench" / "speed.csv"
ARTICLES = 16
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


def articles() -> list[Article]:
    """Some articles of the corpus."""
    settings = make_settings()
    sources = find_sources([ROOT / "corpus" / "articles"])[0][:ARTICLES]
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


def figures() -> Iterator[Figure]:
    """Every ratio, in turn."""
    stages = load_stages(make_settings())
    texts = articles()
    passages = [passage for article in texts for passage in parse(article, stages.nlp)]
    sentences = [find_sentences(passage, 1) for passage in passages]
    published = [passage.article.published for passage in passages]
    told = list(zip([passage.doc for passage in passages], sentences, published, strict=True))

    def mentions(gazetteer: Gazetteer) -> list[object]:
        return [find_mentions(doc, listed, gazetteer, day) for doc, listed, day in told]

    grown = grown_gazetteer(stages, TIMES)
    small, large = measure(lambda: mentions(stages.gazetteer), lambda: mentions(grown))
    yield Figure(f"mentions, {len(grown.forms):,} names beside {len(stages.gazetteer.forms):,}", large, small, 1.2)

    actors = [
        find_actors(doc, listed, find_mentions(doc, listed, stages.gazetteer, day), stages.gazetteer, day)
        for doc, listed, day in told
    ]

    def events(rules: Rules) -> None:
        for (doc, listed, day), index in zip(told, actors, strict=True):
            find_events(doc, listed, index, rules, day)

    others, same = with_other_triggers(stages.rules, TIMES), with_same_triggers(stages.rules, TIMES)
    plain, other, alike = measure(lambda: events(stages.rules), lambda: events(others), lambda: events(same))
    reading, naming, parsing = measure(
        lambda: [passage for article in texts for passage in parse(article, stages.nlp)],
        lambda: mentions(stages.gazetteer),
        lambda: parsed(passages, stages),
    )
    rest = reading + naming
    count = len(stages.rules.all)
    yield Figure(f"extraction, {len(others.all):,} rules beside {count:,}, other triggers", rest + other, rest + plain, 1.1)
    yield Figure(f"extraction, {len(same.all):,} rules beside {count:,}, same triggers", rest + alike, rest + plain, 1.1)
    yield Figure("event coding beside spaCy's parse", plain, parsing, 0.2)


def parsed(passages: list[Passage], stages: Stages) -> list[Doc]:
    """The passages' lines read by the spaCy pipeline alone."""
    lines = [line for passage in passages for line in passage.doc.text.splitlines() if line.strip()]
    return list(stages.nlp.pipe(lines, batch_size=64))


def main() -> None:
    """Measure, print, write."""
    table = Table("what", "seconds", "beside", "ratio", "at most", "")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["what", "seconds", "beside", "ratio", "most"])
        for one in figures():
            row = [one.name, f"{one.seconds:.3f}", f"{one.beside:.3f}", f"{one.ratio:.2f}", f"{one.most:.2f}"]
            writer.writerow(row)
            table.add_row(*row, "kept" if one.ratio <= one.most else "BROKEN")
    Console().print(table)


if __name__ == "__main__":
    main()
