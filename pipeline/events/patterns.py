"""Rules written as spaCy DependencyMatcher patterns: what roles and words can't say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from spacy.matcher import DependencyMatcher
from spacy.tokens import Doc, Token
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
    """All pattern rules as one matcher for a vocabulary."""

    def __init__(self, rules: Iterable[Rule], vocab: Vocab) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._matcher = DependencyMatcher(vocab)
        for rule in self._rules.values():
            self._matcher.add(rule.id, [[dict(part) for part in rule.pattern]])

    def matches(self, doc: Doc) -> dict[int, list[tuple[Rule, Named]]]:
        """The rules that match in a Doc with the tokens of their roles, by the index of the trigger."""
        found: dict[int, list[tuple[Rule, Named]]] = defaultdict(list)
        if not self._rules:
            return found
        names = self._matcher.vocab.strings
        for match_id, indices in self._matcher(doc):
            rule = self._rules[names[match_id]]
            named: Named = defaultdict(list)
            for part, index in zip(rule.pattern, indices, strict=True):
                named[part["RIGHT_ID"]].append(doc[index])
            found[named["trigger"][0].i].append((rule, named))
        return found
