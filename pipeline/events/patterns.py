"""Rules written as spaCy DependencyMatcher patterns: what roles and words can't say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from spacy.matcher import DependencyMatcher
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

if TYPE_CHECKING:
    from pipeline.events.rules import Rule

Named = dict[str, list[Token]]


def check_pattern(pattern: Iterable[dict[str, Any]]) -> None:
    """Try a pattern out on an empty vocabulary.

    :raises ValueError: with spaCy's reason, where it is no DependencyMatcher pattern or names an unknown attribute.
    """
    matcher = DependencyMatcher(Vocab(), validate=True)
    matcher.add("pattern", [list(pattern)])


class PatternMatcher:
    """All pattern rules as one matcher for a vocabulary.

    Only sentences that hold a trigger's lemma are looked at: a DependencyMatcher takes its time on every token.
    """

    def __init__(self, rules: Iterable[Rule], vocab: Vocab) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._matcher = DependencyMatcher(vocab)
        for rule in self._rules.values():
            self._matcher.add(rule.id, [[dict(part) for part in rule.pattern]])
        lemmas = [_lemmas_of(rule) for rule in self._rules.values()]
        known = all(lemmas)
        self._lemmas = {vocab.strings.add(lemma) for group in lemmas for lemma in group} if known else None

    def matches(self, doc: Doc) -> dict[int, list[tuple[Rule, Named]]]:
        """The rules that match in a Doc with the tokens of their roles, by the index of the trigger."""
        found: dict[int, list[tuple[Rule, Named]]] = defaultdict(list)
        for sentence in self._sentences(doc):
            for rule, named in self._in_sentence(sentence):
                found[named["trigger"][0].i].append((rule, named))
        return found

    def _sentences(self, doc: Doc) -> Iterator[Span]:
        if not self._rules:
            return
        done = -1
        for token in doc:
            if token.i >= done and (self._lemmas is None or token.lemma in self._lemmas):
                sentence = token.sent
                done = sentence.end
                yield sentence

    def _in_sentence(self, sentence: Span) -> Iterator[tuple[Rule, Named]]:
        names = self._matcher.vocab.strings
        for match_id, indices in self._matcher(_alone(sentence)):
            rule = self._rules[names[match_id]]
            named: Named = defaultdict(list)
            for part, index in zip(rule.pattern, indices, strict=True):
                named[part["RIGHT_ID"]].append(sentence.doc[sentence.start + index])
            yield rule, named


def _lemmas_of(rule: Rule) -> frozenset[str]:
    """The lemmas that a rule's trigger can have; empty where its pattern doesn't say."""
    trigger = next(part for part in rule.pattern if part["RIGHT_ID"] == "trigger")
    wanted = trigger["RIGHT_ATTRS"].get("LEMMA")
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
