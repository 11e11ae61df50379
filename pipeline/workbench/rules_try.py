"""``rules try``: what a draft would match, as a concordance, before it is saved among the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Span

from pipeline.analysis import Stages
from pipeline.events.candidates import Candidate
from pipeline.events.match import find_candidates, match_patterns, match_rule, propose
from pipeline.events.participants import Parties
from pipeline.events.party import Party, unique
from pipeline.events.roles import check_roles, load_roles
from pipeline.events.rules import Rules, read_rule_file
from pipeline.rulefile import read_yaml
from pipeline.run import load
from pipeline.settings import Settings
from pipeline.stance.cues import Cue, Cues, load_cues
from pipeline.stance.match import find_cue
from pipeline.workbench.corpus import Forms, ReadDoc, each_article, holds_one, read_docs


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a concordance: what stands to the left, the match, what stands to the right, and who has which role.

    ``status``: what the match would come to beside the present rules.
    """

    sentence_id: str
    rule: str
    left: str
    match: str
    right: str
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    status: str = ""


@dataclass(slots=True)
class Tried:
    """What is tried: the present stages, the rules with the draft among them, the draft's rules by themselves, or its cues."""

    stages: Stages
    rules: Rules
    drafted: Rules
    cues: Sequence[Cue]
    draft_cues: Cues | None = None


def prepare(path: Path, settings: Settings) -> Tried:
    """Read a draft: a file of rules or of cues.

    :raises RuleError: naming file and line of what is wrong with it.
    :raises RunError: if the present rules can't be read.
    """
    stages = load(settings)[0]
    lexicon, time = stages.rules.lexicon, stages.rules.time
    if "stance" in read_yaml(path):
        cues = load_cues(settings.models / "stance", own=path)
        own = [cue for cue in cues.cues.values() if cue.path == path]
        return Tried(stages, stages.rules, Rules((), lexicon, time), own, cues)
    drafted = read_rule_file(path, {}, len(stages.rules.all), shipped=settings.models / "events")
    known = load_roles(settings.models / "events" / "roles.yml")
    for rule in drafted:
        check_roles(rule, known, None)
    ids = {rule.id for rule in drafted}
    others = [rule for rule in stages.rules.all if rule.id not in ids]
    return Tried(stages, Rules([*others, *drafted], lexicon, time), Rules(drafted, lexicon, time), ())


def concordance(tried: Tried, paths: Sequence[Path], settings: Settings) -> Iterator[Line]:
    """The matches of the draft in articles, in the order of the text; articles without its words aren't parsed.

    :raises InputError: if a path isn't there or holds no file.
    """
    forms = _forms(tried, settings)
    # Made now: what a memory zone adds to the vocabulary goes with it.
    for rules in (tried.rules, tried.drafted):
        rules.pattern_matcher(tried.stages.nlp.vocab)
    for article in each_article(paths, settings):
        if not holds_one(article, forms):
            continue
        with tried.stages.nlp.memory_zone():
            lines = [line for found in read_docs(article, tried.stages) for line in _lines(found, tried)]
        yield from lines


def _forms(tried: Tried, settings: Settings) -> frozenset[str] | None:
    forms = Forms(tried.stages.nlp, settings.models)
    if tried.draft_cues is None:
        return forms.of_rules(tried.drafted.all)
    ids = {cue.id for cue in tried.cues}
    words = {word for word, cues in tried.draft_cues.by_word.items() if cues & ids}
    return frozenset(form for word in words for form in forms.of(word))


def _lines(found: ReadDoc, tried: Tried) -> Iterator[Line]:
    if tried.draft_cues is not None:
        for sentence, span in found.spans():
            for cue in tried.cues:
                for hit in find_cue(span, tried.draft_cues, cue):
                    yield _line(sentence.sentence_id, span, cue.id, hit.start, hit.end)
        return
    now, then = Parties(found.actors, tried.stages.rules.lexicon), Parties(found.actors, tried.rules.lexicon)
    # The draft alone is asked first: all rules are only tried where it matches.
    matched = [(sentence, span, matches) for sentence, span in found.spans() if (matches := _matches(span, tried, then))]
    if not matched:
        return
    before, after = match_patterns(found.doc, tried.stages.rules), match_patterns(found.doc, tried.rules)
    for sentence, span, matches in matched:
        present = {c.trigger.i: c for c in find_candidates(span, tried.stages.rules, now, before)}
        proposed = {c.trigger.i: c for c in propose(span, tried.rules, then, after)}
        for match in matches:
            status = _status(match, present.get(match.trigger.i), proposed.get(match.trigger.i))
            yield _line(
                sentence.sentence_id, span, match.rule.id, match.trigger.i, match.trigger.i + 1,
                _names(match.sources), _names(match.targets), status,
            )  # fmt: skip


def _matches(span: Span, tried: Tried, parties: Parties) -> list[Candidate]:
    return [match for rule in tried.drafted.all for match in match_rule(span, rule, tried.drafted, parties)]


def _status(match: Candidate, present: Candidate | None, proposed: Candidate | None) -> str:
    if present is not None:
        return f"already {present.rule.event_type} by {present.rule.id}"
    if proposed is not None and proposed.rule.id != match.rule.id:
        return f"gives way to {proposed.rule.id}"
    return "new"


def _names(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(party.actor.name for party in unique(parties))


def _line(
    sentence_id: str, span: Span, rule: str, start: int, end: int,
    source: tuple[str, ...] = (), target: tuple[str, ...] = (), status: str = "",
) -> Line:  # fmt: skip
    doc = span.doc
    left, match, right = doc[span.start : start], doc[start:end], doc[end : span.end]
    return Line(sentence_id, rule, _flat(left), _flat(match), _flat(right), source, target, status)


def _flat(tokens: Span) -> str:
    return " ".join(tokens.text.split())
