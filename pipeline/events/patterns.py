"""Rules written as spaCy DependencyMatcher patterns: what roles and words can't say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy
from spacy.matcher import DependencyMatcher
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from pipeline.bounds import check_bounds
from pipeline.events.wording import wording

if TYPE_CHECKING:
    from pipeline.events.rules import Rule

Named = dict[str, list[Token]]
_WORDS = ("LEMMA", "LOWER")
# A DependencyMatcher tries the combinations of all words: what is longer is a list, or no sentence at all.
LONGEST_SENTENCE = 300
# What a pattern may ask of a token beside its form.
_PARSED: list[int | str] = ["TAG", "POS", "LEMMA", "DEP", "HEAD"]
_FORMS = (*_WORDS, "TAG", "POS", "DEP")
# What a link asks for: the number of a form in a pair of head and dependent, and what it can be.
Link = list[tuple[int, frozenset[int]]]
# What spaCy would let it ask for, and what no sentence here is given with: the rule would never match.
_NEVER_THERE = frozenset({"ENT_TYPE", "ENT_ID", "ENT_IOB", "ENT_KB_ID", "MORPH", "_"})


def check_pattern(pattern: Iterable[dict[str, Any]]) -> None:
    """Try a pattern out on an empty vocabulary.

    :raises ValueError: with spaCy's reason, where it is no DependencyMatcher pattern or names an unknown attribute,
        where it could match in very many ways, or where it asks for what is never there.
    """
    parts = list(pattern)
    check_bounds(parts)
    asked = {name for part in parts for name in _names_in(part.get("RIGHT_ATTRS"))} & _NEVER_THERE
    if asked:
        told = "who a name stands for is asked by the roles; here ask for POS: PROPN, or for words by LOWER or LEMMA"
        raise ValueError(f"a pattern can't ask for {', '.join(sorted(asked))}: {told}")
    matcher = DependencyMatcher(Vocab(), validate=True)
    matcher.add("pattern", [parts])


def _names_in(attributes: object) -> Iterable[str]:
    return attributes if isinstance(attributes, Mapping) else ()


class PatternMatcher:
    """The pattern rules, each a matcher for a vocabulary, looked up by the rarest words that they ask for.

    A DependencyMatcher takes its time on every token and for every pattern: so a sentence is only given to those rules
    of which it holds all words that they name, by lemma or by form, and somewhere a head and a dependent for each two
    parts that a rule wants to stand so.
    """

    def __init__(self, rules: Iterable[Rule], vocab: Vocab) -> None:
        self._always: list[tuple[Rule, DependencyMatcher]] = []
        self._by_word: dict[str, dict[int, list[tuple[Rule, DependencyMatcher]]]] = {
            name: defaultdict(list) for name in _WORDS
        }
        self._needed: dict[str, list[tuple[str, frozenset[int]]]] = {}
        self._links: dict[str, list[Link]] = {}
        for rule in rules:
            matcher = DependencyMatcher(vocab)
            matcher.add(rule.id, [[dict(part) for part in rule.pattern]])
            asked = [
                (name, frozenset(map(vocab.strings.add, words)))
                for part in rule.pattern
                for name, words in _asked(part, _WORDS)
            ]
            self._needed[rule.id] = sorted(asked, key=lambda one: len(one[1]))
            self._links[rule.id] = list(_links(rule.pattern, vocab))
            # The first that asks for the fewest words, and for none that most sentences hold.
            telling = (one for one in self._needed[rule.id] if not any(vocab[word].is_stop for word in one[1]))
            key = next(telling, next(iter(self._needed[rule.id]), None))
            if key is None:
                self._always.append((rule, matcher))
                continue
            self._needed[rule.id].remove(key)
            for word in key[1]:
                self._by_word[key[0]][word].append((rule, matcher))

    def matches(self, doc: Doc) -> dict[int, list[tuple[Rule, Named]]]:
        """The rules that match in a Doc with the tokens of their roles, by the index of the trigger."""
        found: dict[int, list[tuple[Rule, Named]]] = defaultdict(list)
        if not self._needed:
            return found
        words, rows = wording(doc), doc.to_array([*_WORDS, *_PARSED])
        for sentence in doc.sents:
            first, last = sentence.start, sentence.end
            if last - first > LONGEST_SENTENCE:
                continue
            wanted = self._wanted(words.lemmas[first:last], words.lowers[first:last])
            if not wanted:
                continue
            own = rows[first:last]
            pairs = _pairs(own)
            wanted = [(rule, matcher) for rule, matcher in wanted if _may_stand(self._links[rule.id], pairs)]
            if not wanted:
                continue
            alone = _alone(sentence, own[:, len(_WORDS) :])
            for rule, matcher in wanted:
                for _, indices in matcher(alone):
                    named: Named = defaultdict(list)
                    for part, index in zip(rule.pattern, indices, strict=True):
                        named[part["RIGHT_ID"]].append(doc[sentence.start + index])
                    found[named["trigger"][0].i].append((rule, named))
        return found

    def _wanted(self, lemmas: list[int], lowers: list[int]) -> list[tuple[Rule, DependencyMatcher]]:
        wanted = {rule.id: (rule, matcher) for rule, matcher in self._always}
        here = {"LOWER": frozenset(lowers), "LEMMA": frozenset(lemmas)}
        for name, words in here.items():
            by_word = self._by_word[name]
            for word in by_word.keys() & words:
                for rule, matcher in by_word[word]:
                    wanted[rule.id] = (rule, matcher)
        return [
            pair
            for rule_id, pair in wanted.items()
            if not any(here[name].isdisjoint(words) for name, words in self._needed[rule_id])
        ]


def _asked(part: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """What a part of a pattern can have of each of these forms; none where it doesn't say."""
    for name in names:
        wanted = part["RIGHT_ATTRS"].get(name)
        if isinstance(wanted, str):
            yield name, frozenset({wanted})
        elif isinstance(wanted, dict) and "IN" in wanted:
            yield name, frozenset(wanted["IN"])


def _links(pattern: Iterable[Mapping[str, Any]], vocab: Vocab) -> Iterator[Link]:
    """What each two parts of a pattern that are a head and its dependent ask of the one and of the other."""
    parts = {part["RIGHT_ID"]: part for part in pattern}
    for part in parts.values():
        relation = part.get("REL_OP")
        if relation not in {">", "<"}:
            continue
        ends = [parts[part["LEFT_ID"]], part]
        head, dependent = ends if relation == ">" else reversed(ends)
        yield [
            (start + _FORMS.index(name), frozenset(map(vocab.strings.add, forms)))
            for start, end in ((len(_FORMS), dependent), (0, head))
            for name, forms in _asked(end, _FORMS)
        ]


def _pairs(rows: Any) -> list[list[int]]:
    """The forms of each token's head, then its own, from a sentence's rows of ``_WORDS`` and ``_PARSED``."""
    columns = [*_WORDS, *_PARSED]
    forms = rows[:, [columns.index(name) for name in _FORMS]]
    heads = numpy.arange(len(rows)) + rows[:, columns.index("HEAD")].astype("int64")
    return numpy.hstack([forms[heads], forms]).tolist()


def _may_stand(links: Iterable[Link], pairs: Sequence[Sequence[int]]) -> bool:
    """Whether for each link some head and dependent of a sentence are what it asks for."""
    return all(any(all(pair[at] in forms for at, forms in link) for pair in pairs) for link in links)


def _alone(sentence: Span, parsed: Any) -> Doc:
    """The sentence as a Doc of its own; ``Span.as_doc`` copies the arrays of the whole Doc each time.

    :param parsed: what ``_PARSED`` names of each of its tokens.
    """
    alone = Doc(
        sentence.doc.vocab,
        words=[t.text for t in sentence],
        spaces=[bool(t.whitespace_) for t in sentence],
    )
    return alone.from_array(_PARSED, parsed)
