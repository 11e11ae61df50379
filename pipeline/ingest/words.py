"""Whether a run of letters is an English word, for mending words that a line end or a drop cap broke."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

from pipeline.rulefile import RuleError

_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""),
    ("er", ""), ("er", "e"), ("ness", ""), ("ised", "ise"), ("ising", "ise"), ("isation", "ise"), ("ization", "ize"),
    ("ably", "able"), ("ally", "al"), ("ments", "ment"),
)  # fmt: skip
# Parts that make new words with a hyphen: "non-aligned" keeps it, whatever word stands behind.
_HYPHENATED_PREFIXES = frozenset(
    "non anti pro self ex well ill all half quasi pan mid post pre semi cross vice co long short high low large small "
    "so full part one two three four five six seven eight nine ten first second third short-term much ever ill by neo "
    "far near hard soft state government military man then now east west north south war peace trade".split()
)
# After a large A or I: the rest is a word as well, but the whole is meant.
_ONE_WORD = frozenset(
    "about above across after against all along also although always amid among an and any are as ask at away around again ago "
    "america asia africa iran iraq india israel italy in is it if its into indeed instead".split()
)
_BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_LONGEST_WORD = 80
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4)
def load_words(models: Path) -> frozenset[str]:
    """The words of ``models/ingest/words.txt`` in small letters, names among them."""
    return frozenset(word.lower() for word in _lines(models))


@lru_cache(maxsize=4)
def load_common_words(models: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The words of ``models/ingest/words.txt`` that a text may hold as common words, and those that are only names."""
    words = _lines(models)
    return frozenset(filter(str.islower, words)), frozenset(w.lower() for w in words if not w.islower())


def _lines(models: Path) -> list[str]:
    path = models / "ingest" / "words.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise RuleError(path, 1, "the file isn't UTF-8; save it as UTF-8") from error
    return [line.strip() for line in lines if line and not line.startswith("#")]


def is_word(text: str, words: frozenset[str]) -> bool:
    """Whether ``text`` is a word of the list, or one of it with a regular ending."""
    low = text.lower()
    if low in words:
        return True
    return any(
        low.endswith(ending) and len(low) - len(ending) > 2 and low[: -len(ending)] + stem in words
        for ending, stem in _ENDINGS
    )


def count_words(text: str) -> Counter[str]:
    """How often each word stands in ``text``, small letters, those with hyphens as one word."""
    return Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))


def ends_broken(line: str) -> bool:
    """Whether the line ends in a hyphen behind a letter, so that its last word may go on in the next."""
    return line.endswith("-") and bool(_BROKEN.search(line[-_LONGEST_WORD:]))


def join_broken(first: str, second: str, seen: Counter[str], words: frozenset[str]) -> str:
    """Join two lines of which the first ends in a hyphen.

    The hyphen goes where the line end brought it ("capac-" + "ity"), and stays in a compound ("Non-" + "Aligned").
    What the article itself writes elsewhere decides first, then the word list.

    :param seen: how often each word stands in the article (``count_words``).
    """
    broken, follows = _BROKEN.search(first[-_LONGEST_WORD:]), _FIRST_LETTERS.match(second)
    if broken is None or follows is None:
        return f"{first} {second}"
    left, right = broken.group(1), follows.group()
    return first + second if _keeps_hyphen(left, right, seen, words) else first[:-1] + second


def _keeps_hyphen(left: str, right: str, seen: Counter[str], words: frozenset[str]) -> bool:
    if right[0].isupper() and not left.isupper():
        return True
    last = left.rsplit("-", 1)[-1]
    if last != left and is_word(right, words):
        return True
    solid, compound = seen[(left + right).lower()], seen[f"{left}-{right}".lower()]
    if solid != compound:
        return compound > solid
    if is_word(last + right, words):
        return False
    if last.isupper() and len(last) > 1:
        return not right.isupper()
    if last.lower() in _HYPHENATED_PREFIXES:
        return True
    return is_word(last, words) and is_word(right, words) and len(right) > 2


def join_drop_cap(letter: str, rest: str, words: frozenset[str]) -> str:
    """Join a capital that was set large to the rest of its word: "B" + "arely", but "A" + "nation" are two words."""
    follows = _FIRST_LETTERS.match(rest)
    if follows is None:
        return f"{letter} {rest}"
    part = follows.group()
    if letter in "AI" and is_word(part, words) and (letter + part).lower() not in _ONE_WORD:
        return f"{letter} {rest}"
    if part.isupper() and len(part) > 1 and not is_word(letter + part, words) and is_word(part, words):
        return f"{letter} {rest}"
    return letter + rest
