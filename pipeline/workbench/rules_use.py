"""Of what use the rules are on a corpus: which never match, which always give way to another, what shared names meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, Span

from pipeline.analysis import Stages
from pipeline.entities import ActorIndex, find_actors, find_mentions
from pipeline.entities.gazetteer import normal
from pipeline.events.match import find_rivals, match_patterns
from pipeline.events.participants import Parties
from pipeline.events.rules import Rule, Rules
from pipeline.ingest import read
from pipeline.inputs import find_sources
from pipeline.language import Passage, parse
from pipeline.records import Article
from pipeline.sentences import find_sentences
from pipeline.settings import Settings
from pipeline.stance.cues import Cues
from pipeline.stance.match import find_hits
from pipeline.workbench.rules_names import Names
from pipeline.workbench.rules_report import Finding


@dataclass(slots=True)
class Use:
    """What of the rules is used, in the rules' own examples and in articles.

    ``taken`` and ``beaten_by`` count triggers in both: where a rule was taken, and where it matched but another was
    taken. ``in_articles`` holds the rules that matched in an article at all.
    """

    articles: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    beaten_by: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    in_articles: set[str] = field(default_factory=set)
    cues: set[str] = field(default_factory=set)
    meanings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def note(self, doc: Doc, spans: Iterable[Span], actors: ActorIndex, rules: Rules) -> set[str]:
        """Count the rules that match in these sentences of a Doc; returns their ids."""
        parties, patterned = Parties(actors, rules.lexicon), match_patterns(doc, rules)
        matched: set[str] = set()
        for span in spans:
            for winner, others in find_rivals(span, rules, parties, patterned):
                self.taken[winner.id] += 1
                matched.add(winner.id)
                for rule in others:
                    self.beaten_by[rule.id][winner.id] += 1
                    matched.add(rule.id)
        return matched


def read_articles(paths: Sequence[Path], stages: Stages, settings: Settings, use: Use) -> None:
    """Add to ``use`` what is used in the articles under ``paths``.

    :raises InputError: if a path isn't there or holds no file.
    """
    # Made now: what a memory zone adds to the vocabulary goes with it.
    stages.rules.pattern_matcher(stages.nlp.vocab)
    for source in find_sources(paths)[0]:
        for found in read(source.path, source.root, settings):
            if not isinstance(found, Article):
                continue
            use.articles += 1
            with stages.nlp.memory_zone():
                for passage in parse(found, stages.nlp):
                    _read_passage(passage, stages, use)


def _read_passage(passage: Passage, stages: Stages, use: Use) -> None:
    doc, published = passage.doc, passage.article.published
    told = find_sentences(passage, 1)
    mentions = find_mentions(doc, told, stages.gazetteer, published)
    actors = find_actors(doc, told, mentions, stages.gazetteer, published)
    use.in_articles |= use.note(doc, doc.sents, actors, stages.rules)
    use.cues |= {hit.cue.id for span in doc.sents for hit in find_hits(span, stages.cues)}
    for mention in mentions:
        if len(stages.gazetteer.lookup(mention.text)) > 1:
            use.meanings[normal(mention.text)][mention.kb_id] += 1


def use_warnings(use: Use, rules: Sequence[Rule], cues: Cues, names: Names) -> Iterator[Finding]:
    """What is of no use, and what the names that several things share were taken for."""
    for rule in rules:
        about = (str(rule.path), rule.line)
        winners = use.beaten_by.get(rule.id)
        if winners and not use.taken[rule.id]:
            winner, times = winners.most_common(1)[0]
            message = (
                f"it always gives way, {_often(times)} to rule {winner}; make it more particular, or merge the two"
            )
            yield Finding(*about, message, f"rule {rule.id}")
        elif rule.id not in use.in_articles:
            yield Finding(*about, f"it matches nothing in {use.articles:,} articles", f"rule {rule.id}")
    for cue in cues.cues.values():
        if cue.id not in use.cues and cue.stance != "none":
            message = f"it matches nothing in {use.articles:,} articles"
            yield Finding(str(cue.path), cue.line, message, f"cue {cue.id}")
    for row in names.tables["shared"]:
        found = use.meanings.get(normal(row["alias"]))
        if found:
            told = ", ".join(f"{kb_id or 'something else'} {_often(n)}" for kb_id, n in found.most_common())
            message = f"{row['alias']!r}, which {row['kb_ids']} share, was taken for {told}"
            yield Finding(row.path, row.line, message)


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times:,} times"
