"""The model's own steps with less work and the same outcome.

Measured on long documents, one thread: most of the model's time goes into products of matrices, and thinc's own are two
to three times slower than numpy's, its search for the largest of three numbers four times; two in three words of a text
stand in it more than once, and each is embedded anew; its attribute ruler tries each of some 180 patterns on every token,
though almost all of them ask for nothing but a token's own word, tag and dependency; and its lemmatiser looks forms up in
lists of up to 57,000.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import DEP, LOWER, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs
from thinc.api import Model, NumpyOps, Ops, Ragged
from threadpoolctl import ThreadpoolController

# What a pattern may ask of its one token, so that tokens alike in this are alike for it.
_OWN = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
_ASKED_BY_LIST = frozenset({"IN", "NOT_IN"})
# Odd numbers by which a row of numbers becomes one; rows that are not alike but come to the same are found out.
_FACTORS = np.random.default_rng(1).integers(1, 2**63, 64, dtype=np.uint64) | np.uint64(1)


class _QuickOps(NumpyOps):
    """Thinc's operations on the processor, those that take most of the time left to numpy; for reading only, not training."""

    gemm = Ops.gemm

    def maxout(self, pieces: Any) -> tuple[Any, None]:
        """The largest of each unit's pieces; which of them it is only training would ask."""
        best = np.maximum(pieces[:, :, 0], pieces[:, :, -1])
        for piece in range(1, pieces.shape[2] - 1):
            np.maximum(best, pieces[:, :, piece], out=best)
        return best, None


def use_quick_products(nlp: Language) -> None:
    """Have the models of a pipeline's components multiply by numpy, and embed words that are alike once."""
    ops = _QuickOps()
    for _, component in nlp.pipeline:
        model: Any = getattr(component, "model", None)
        for node in list(model.walk()) if hasattr(model, "walk") else ():
            if isinstance(node.ops, NumpyOps):
                node.ops = ops
            _embed_once(node)


def _embed_once(chained: Model[Any, Any]) -> None:
    """Have an embedding do its work, which looks at each word alone, on words that are all different."""
    layers: list[Any] = chained.layers
    names = [layer.name for layer in layers]
    if names[:2] == ["extract_features", "list2ragged"] and names[4:5] == ["ragged2list"]:
        layers[2:4] = [Model("different_rows", _on_different_rows, layers=layers[2:4])]


def _on_different_rows(model: Model[Any, Any], words: Ragged, is_train: bool) -> tuple[Ragged, Callable[[Any], Any]]:
    """What the layers make of each row of numbers, made once for rows that are alike."""
    rows: Any = words.dataXd
    _, first, which = np.unique(rows @ _FACTORS[: rows.shape[1]], return_index=True, return_inverse=True)
    if not np.array_equal(rows[first][which], rows):
        first = which = np.arange(len(rows))
    lengths: Any = np.asarray([len(first)], dtype="i")
    made = Ragged(rows[first], lengths)
    for layer in model.layers:
        made = layer(made, is_train)[0]
    vectors: Any = made.dataXd
    return Ragged(vectors[which], words.lengths), _not_trained


def _not_trained(_: Any) -> Any:
    raise NotImplementedError("the model is only read with here")


def use_sets_of_forms(nlp: Language) -> None:
    """Have the lemmatiser look its forms up in sets; the model has them as lists."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    forms = lemmatizer.lookups.get_table("lemma_index", {})
    for part_of_speech, listed in forms.items():
        forms[part_of_speech] = frozenset(listed)


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
        # Without one of these words or dependencies no pattern of several tokens matches; with none known, any might.
        self._needed: set[int] | None = set()
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
                if not alone:
                    self._note_needed(pattern)

    def _note_needed(self, pattern: Sequence[dict[str, Any]]) -> None:
        for asked in pattern:
            for value in (asked.get("LOWER"), asked.get("DEP")):
                if isinstance(value, str) and self._needed is not None:
                    self._needed.add(self._ruler.vocab.strings.add(value))
                    return
        self._needed = None

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
        rows = doc.to_array([LOWER, TAG, DEP])
        several = self._needed is None or not self._needed.isdisjoint(rows[:, ::2].ravel().tolist())
        further = self._matches_of_several(doc) if several else {}
        strings = doc.vocab.strings
        for i, (lower, tag, dep) in enumerate(rows.tolist()):
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
        for match, start, end in self._several(doc, allow_missing=True):
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
