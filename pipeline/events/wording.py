"""The words of a whole Doc by spaCy's numbers, read at once: most words are told apart before a token is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from spacy.attrs import LEMMA, LOWER, PREFIX
from spacy.strings import StringStore, get_string_id
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.grammar import grammar

_HELD = "wording"
# So many words' texts are kept, the last asked for.
KEPT = 65_536
# From so many words on, so large a share of "you" and "your" tells a transcript; columns have next to none.
SHORT, SPOKEN = 150, 0.006


@dataclass(frozen=True, slots=True)
class Wording:
    """For each token of a Doc the numbers of its lower form, of its lemma and of its first character."""

    lowers: list[int]
    lemmas: list[int]
    prefixes: list[int]


def wording(doc: Doc) -> Wording:
    """The words of a Doc; kept with it until :func:`forget`, so that it is read once."""
    found: Wording | None = doc.user_data.get(_HELD)
    if found is None:
        found = doc.user_data[_HELD] = Wording(*doc.to_array([LOWER, LEMMA, PREFIX]).T.tolist())
    return found


def forget(doc: Doc) -> None:
    """Leave nothing of it with a Doc, which its owner may want to store."""
    doc.user_data.pop(_HELD, None)


def is_spoken(doc: Doc) -> bool:
    """Whether a text speaks to listeners, as transcripts do and columns don't; of a short one nothing can be said."""
    lowers = wording(doc).lowers
    to_listeners = sum(lowers.count(get_string_id(word)) for word in grammar().listener_words)
    return len(lowers) >= SHORT and to_listeners >= SPOKEN * len(lowers)


@lru_cache(maxsize=KEPT)
def is_currency(vocab: Vocab, number: int) -> bool:
    """Whether a number stands for the sign of a currency."""
    return bool(vocab[number].is_currency)


@lru_cache(maxsize=KEPT)
def lower_text(strings: StringStore, number: int) -> str:
    """What a number stands for, in small letters."""
    return strings[number].lower()
