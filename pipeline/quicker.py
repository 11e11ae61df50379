"""The model's own steps with less work and the same outcome.

Measured on long documents, one thread: most of the model's time goes into products of matrices, and thinc's own are two
to three times slower than numpy's; and its attribute ruler tries each of some 180 patterns on every token, though almost
all of them ask for nothing but a token's own word, tag and dependency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from spacy.attrs import DEP, LOWER, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs
from thinc.api import NumpyOps, Ops
from threadpoolctl import ThreadpoolController

# What a pattern may ask of its one token, so that tokens alike in this are alike for it.
_OWN = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
_ASKED_BY_LIST = frozenset({"IN", "NOT_IN"})


class _NumpyProducts(NumpyOps):
    """Thinc's operations on the processor, with the products of matrices left to numpy."""

    gemm = Ops.gemm


def use_numpy_products(nlp: Language) -> None:
    """Have the models of a pipeline's components multiply by numpy."""
    ops = _NumpyProducts()
    for _, component in nlp.pipeline:
        model: Any = getattr(component, "model", None)
        for node in model.walk() if hasattr(model, "walk") else ():
            if isinstance(node.ops, NumpyOps):
                node.ops = ops


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep the libraries of mathematics to one thread: matrices this small only wait for each other on several."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield


class QuickRuler:
    """An attribute ruler that asks what its patterns say of a word, a tag and a dependency only once.

    Patterns of several tokens are tried as ever.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        vocab = ruler.vocab
        self._ruler = ruler
        self._alone = Matcher(vocab)
        self._several = Matcher(vocab)
        self._words: set[str] = set()
        self._expressions: list[re.Pattern[str]] = []
        self._classes: dict[int, int] = {}
        self._known: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._merged: dict[tuple[int, ...], dict[Any, Any]] = {}
        entries: list[dict[str, Any]] = ruler.patterns
        for number, entry in enumerate(entries):
            for pattern in entry["patterns"]:
                alone = len(pattern) == 1 and self._asks_itself(pattern[0])
                matcher = self._alone if alone else self._several
                key = str(number)
                matcher.add(key, [*(matcher.get(key) or (None, []))[1], pattern])

    def _asks_itself(self, asked: dict[str, Any]) -> bool:
        """Whether a token's word, tag and dependency tell if it matches; notes which words make a difference."""
        for name, value in asked.items():
            lists = isinstance(value, dict) and value.keys() <= _ASKED_BY_LIST
            if name not in _OWN or not (isinstance(value, str | bool) or lists or _is_expression(name, value)):
                return False
        value = asked.get("LOWER")
        if isinstance(value, str):
            self._words.add(value)
        elif isinstance(value, dict):
            self._words.update(*(value.get(name, ()) for name in _ASKED_BY_LIST))
            if "REGEX" in value:
                self._expressions.append(re.compile(value["REGEX"]))
        return True

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes that the patterns say; where two differ, the later one counts."""
        further = self._matches_of_several(doc)
        strings = doc.vocab.strings
        for i, (lower, tag, dep) in enumerate(doc.to_array([LOWER, TAG, DEP]).tolist()):
            kind = self._classes.get(lower)
            if kind is None:
                kind = self._classes[lower] = self._class_of(strings[lower], lower)
            key = (kind, tag, dep)
            numbers = self._known.get(key)
            if numbers is None:
                found = self._alone(doc[i : i + 1], allow_missing=True)
                numbers = self._known[key] = tuple(sorted({int(strings[match]) for match, _, _ in found}))
            if i in further:
                numbers = tuple(sorted({*numbers, *further[i]}))
            if numbers:
                set_token_attrs(doc[i], self._attributes(numbers))
        return doc

    def _class_of(self, word: str, lower: int) -> int:
        """The word's own number where a pattern names it; else only whether it is white space."""
        if word in self._words or any(expression.search(word) for expression in self._expressions):
            return lower
        return int(word.isspace())

    def _matches_of_several(self, doc: Doc) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for match, start, end in self._several(doc, allow_missing=True) if len(self._several) else ():
            number = int(doc.vocab.strings[match])
            index = self._ruler.indices[number]
            found.setdefault(index + (start if index >= 0 else end), set()).add(number)
        return found

    def _attributes(self, numbers: tuple[int, ...]) -> dict[Any, Any]:
        merged = self._merged.get(numbers)
        if merged is None:
            merged = {}
            for number in numbers:
                merged.update(self._ruler.attrs[number])
            self._merged[numbers] = merged
        return merged


def _is_expression(name: str, value: Any) -> bool:
    return name == "LOWER" and isinstance(value, dict) and value.keys() == {"REGEX"}


@Language.factory("commentariat_ruler")
def make_ruler(nlp: Language, name: str) -> QuickRuler:
    """The component that stands in for the pipeline's own attribute ruler, which is to be disabled."""
    ruler: Any = nlp.get_pipe("attribute_ruler")
    return QuickRuler(ruler)
