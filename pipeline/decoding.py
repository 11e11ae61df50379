"""Docs -> the names that the model's recogniser sees in them: spaCy's own greedy search, over all words at once.

spaCy asks word by word which of its some 70 moves are allowed, and takes and frees Python's lock for each question: that
takes longer than the network itself. But outside a name the network looks at one word alone and no name reaches from one
sentence into another, so that what each word would begin is told for all of them in one product of matrices; only where a
name of several words begins it is followed on, all such names side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.tokens import Doc

# First and last token, the latter exclusive, and label.
Name = tuple[int, int, str]
# The network sees the word itself, the first of the name that is open, and the one before.
_SEEN = 3
# So many tokens at a time keep memory flat; more at once aren't faster.
_TOKENS_AT_ONCE = 6_000
_LINES_AT_ONCE = 64


def decoder_of(recogniser: Any) -> Callable[[Sequence[Doc]], Iterator[list[Name]]]:
    """What finds the names of Docs by a recogniser: the quick search, or the recogniser's own where it searches otherwise."""
    model = recogniser.model
    lower = model.get_ref("lower") if model.has_ref("lower") else None
    usual = lower is not None and lower.get_dim("nF") == _SEEN and lower.get_dim("nP") > 1 and model.attrs["has_upper"]
    quick = usual and recogniser.cfg["beam_width"] == 1 and not model.attrs["unseen_classes"]
    decoder = Decoder(recogniser) if quick else None

    def found(docs: Sequence[Doc]) -> Iterator[list[Name]]:
        if decoder is not None and not any(doc.has_annotation("ENT_IOB") for doc in docs):
            yield from decoder(docs)
            return
        for doc in recogniser.pipe(docs, batch_size=_LINES_AT_ONCE):
            yield [(name.start, name.end, name.label_) for name in doc.ents]

    return found


class Decoder:
    """The greedy search of a recogniser with its usual network, for Docs that hold no names yet."""

    def __init__(self, recogniser: Any) -> None:
        self._model = recogniser.model
        moves = [recogniser.moves.get_class_name(number) for number in range(recogniser.moves.n_moves)]
        self._labels = [move[2:] for move in moves]
        self._opening, self._single = (_numbers(moves, kind) for kind in ("B-", "U-"))
        self._outside = moves.index("O")
        known = {move: number for number, move in enumerate(moves)}
        # By the number of the move that begins a name, those that go on with it and that end it.
        self._inner, self._final = (
            np.asarray([known.get(kind + label, -1) for label in self._labels]) for kind in ("I-", "L-")
        )

    def __call__(self, docs: Sequence[Doc]) -> Iterator[list[Name]]:
        """The names of each Doc, in order."""
        for batch in _batches(docs):
            yield from self._names(batch)

    def _names(self, docs: Sequence[Doc]) -> Iterator[list[Name]]:
        ends, spaces = _ends_and_spaces(docs)
        begun, stops = self._search(self._model.get_ref("tok2vec").predict(docs), ends, spaces)
        first = 0
        for doc in docs:
            names: list[Name] = []
            last = first
            for at in begun[np.searchsorted(begun, first) : np.searchsorted(begun, first + len(doc))].tolist():
                if at >= last:
                    last, label = stops[at]
                    names.append((at - first, last - first, label))
            yield names
            first += len(doc)

    def _search(self, vectors: Any, ends: Any, spaces: Any) -> tuple[Any, dict[int, tuple[int, str]]]:
        """The tokens at which a name would begin if none were open there, and for each where that would end, and its label.

        :param ends: whether each token is the last of its sentence; ``spaces``: whether it is white space.
        """
        lower = self._model.get_ref("lower")
        sums = lower.predict(vectors)
        absent, sums = sums[0], sums[1:]
        bias = lower.get_param("b")
        scores = self._scores(sums[:, 0] + absent[1] + absent[2] + bias)
        allowed = np.zeros(scores.shape, dtype=bool)
        allowed[:, self._outside] = True
        allowed[:, self._single] = ~spaces[:, None]
        allowed[:, self._opening] = ~(spaces | ends)[:, None]
        move = np.where(allowed, scores, -np.inf).argmax(axis=1)
        begun = np.flatnonzero(move != self._outside)
        stops = {at: (at + 1, self._labels[move[at]]) for at in begun.tolist()}
        opened = begun[np.isin(move[begun], self._opening)]
        start, at = opened, opened + 1
        while len(start):
            scores = self._scores(sums[at, 0] + sums[start, 1] + sums[at - 1, 2] + bias)
            rows, going_on, ending = np.arange(len(at)), self._inner[move[start]], self._final[move[start]]
            inner, final = scores[rows, going_on], scores[rows, ending]
            over = ends[at] | (final > inner) | ((final == inner) & (ending < going_on))
            for one, end in zip(start[over].tolist(), (at[over] + 1).tolist(), strict=True):
                stops[one] = end, self._labels[move[one]]
            start, at = start[~over], at[~over] + 1
        return begun, stops

    def _scores(self, sums: Any) -> Any:
        return self._model.get_ref("upper").predict(sums.max(axis=2))


def _numbers(moves: Sequence[str], kind: str) -> list[int]:
    return [number for number, move in enumerate(moves) if move.startswith(kind) and move != kind]


def _batches(docs: Sequence[Doc]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    tokens = 0
    for doc in docs:
        if batch and tokens + len(doc) > _TOKENS_AT_ONCE:
            yield batch
            batch, tokens = [], 0
        batch.append(doc)
        tokens += len(doc)
    if batch:
        yield batch


def _ends_and_spaces(docs: Sequence[Doc]) -> tuple[Any, Any]:
    """Whether each token of the Docs is the last of its sentence, and whether it is white space."""
    rows = np.concatenate([doc.to_array([SENT_START, IS_SPACE]) for doc in docs])
    ends = np.append(rows[1:, 0] == 1, True)
    ends[np.cumsum([len(doc) for doc in docs]) - 1] = True
    return ends, rows[:, 1] == 1
