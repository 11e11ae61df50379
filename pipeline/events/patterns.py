"""Rules written as spaCy DependencyMatcher patterns: what roles and words can't say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from spacy.matcher import DependencyMatcher
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from pipeline.bounds import check_bounds

if TYPE_CHECKING:
    from pipeline.events.rules import Rule

Named = dict[str, list[Token]]


def check_pattern(pattern: Iterable[dict[str, Any]]) -> None:
    """Try a pattern out on an empty vocabulary.

    :raises ValueError: with spaCy's reason, where it is no DependencyMatcher pattern or names an unknown attribute, or
        where it could match in very many ways.
    """
    parts = list(pattern)
    check_bounds(parts)
    matcher = DependencyMatcher(Vocab(), validate=True)
    matcher.add("pattern", [parts])


class PatternMatcher:
    """The pattern rules, each a matcher for a vocabulary, looked up by the lemmas that their triggers can have.

    A DependencyMatcher takes its time on every token and for every pattern: so a sentence is only given to those rules
    of which it holds a trigger, and the other words that they name.
    """

    def __init__(self, rules: Iterable[Rule], vocab: Vocab) -> None:
        self._always: list[tuple[Rule, DependencyMatcher]] = []
        self._by_lemma: dict[int, list[tuple[Rule, DependencyMatcher]]] = defaultdict(list)
        self._needed: dict[str, list[frozenset[int]]] = {}
        for rule in rules:
            matcher = DependencyMatcher(vocab)
            matcher.add(rule.id, [[dict(part) for part in rule.pattern]])
            parts = [frozenset(map(vocab.strings.add, lemmas)) for part in rule.pattern if (lemmas := _lemmas_of(part))]
            self._needed[rule.id] = sorted(parts, key=len)
            lemmas = _lemmas_of(next(part for part in rule.pattern if part["RIGHT_ID"] == "trigger"))
            for lemma in lemmas:
                self._by_lemma[vocab.strings.add(lemma)].append((rule, matcher))
            if not lemmas:
                self._always.append((rule, matcher))

    def matches(self, doc: Doc) -> dict[int, list[tuple[Rule, Named]]]:
        """The rules that match in a Doc with the tokens of their roles, by the index of the trigger."""
        found: dict[int, list[tuple[Rule, Named]]] = defaultdict(list)
        for sentence in doc.sents if self._always or self._by_lemma else ():
            wanted = self._wanted(sentence)
            if not wanted:
                continue
            alone = _alone(sentence)
            for rule, matcher in wanted:
                for _, indices in matcher(alone):
                    named: Named = defaultdict(list)
                    for part, index in zip(rule.pattern, indices, strict=True):
                        named[part["RIGHT_ID"]].append(doc[sentence.start + index])
                    found[named["trigger"][0].i].append((rule, named))
        return found

    def _wanted(self, sentence: Span) -> list[tuple[Rule, DependencyMatcher]]:
        wanted = {rule.id: (rule, matcher) for rule, matcher in self._always}
        lemmas = [token.lemma for token in sentence]
        for lemma in lemmas:
            for rule, matcher in self._by_lemma.get(lemma, ()):
                wanted[rule.id] = (rule, matcher)
        here = frozenset(lemmas)
        return [pair for name, pair in wanted.items() if not any(map(here.isdisjoint, self._needed[name]))]


def _lemmas_of(part: Mapping[str, Any]) -> frozenset[str]:
    """The lemmas that a part of a pattern can have; empty where it doesn't say."""
    wanted = part["RIGHT_ATTRS"].get("LEMMA")
    if isinstance(wanted, str):
        return frozenset({wanted})
    return frozenset(wanted.get("IN", ())) if isinstance(wanted, dict) else frozenset()


def _alone(sentence: Span) -> Doc:
    """The sentence as a Doc of its own; ``Span.as_doc`` copies the arrays of the whole Doc each time."""
    return Doc(
        sentence.doc.vocab,
        words=[t.text for t in sentence],
        spaces=[bool(t.whitespace_) for t in sentence],
        tags=[t.tag_ for t in sentence],
        pos=[t.pos_ for t in sentence],
        lemmas=[t.lemma_ for t in sentence],
        deps=[t.dep_ for t in sentence],
        heads=[t.head.i - sentence.start for t in sentence],
    )
