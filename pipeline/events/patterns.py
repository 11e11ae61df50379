"""Rules written as spaCy DependencyMatcher patterns: what roles and words can't say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from spacy.matcher import DependencyMatcher
from spacy.tokens import Span, Token
from spacy.vocab import Vocab

if TYPE_CHECKING:
    from pipeline.events.rules import Rule


def check_pattern(pattern: Iterable[dict[str, Any]]) -> None:
    """Try a pattern out on an empty vocabulary.

    :raises ValueError: with spaCy's reason, where it is no DependencyMatcher pattern or names an unknown attribute.
    """
    matcher = DependencyMatcher(Vocab(), validate=True)
    matcher.add("pattern", [list(pattern)])


class PatternMatcher:
    """All pattern rules as one matcher for a vocabulary."""

    def __init__(self, rules: Iterable[Rule], vocab: Vocab) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._matcher = DependencyMatcher(vocab)
        for rule in self._rules.values():
            self._matcher.add(rule.id, [[dict(part) for part in rule.pattern]])

    def matches(self, sentence: Span) -> Iterator[tuple[Rule, dict[str, list[Token]]]]:
        """Each rule that matches in a sentence, with the tokens of its ``trigger``, ``source`` and ``target``."""
        if not self._rules:
            return
        doc, names = sentence.as_doc(), self._matcher.vocab.strings
        for match_id, indices in self._matcher(doc):
            rule = self._rules[names[match_id]]
            roles: dict[str, list[Token]] = defaultdict(list)
            for part, index in zip(rule.pattern, indices, strict=True):
                roles[part["RIGHT_ID"]].append(sentence.doc[sentence.start + index])
            yield rule, dict(roles)
