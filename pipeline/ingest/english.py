"""Is it English? Told by function words, which no article is without.

The question is only "English or not", so function words answer it better than a general language guesser does: those
take a short sentence of foreign names for the names' language. It is exact about what it counts, loads nothing, and a
short text is only refused when it shows another language's words and none of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.rulefile import checked, read_yaml

# Function words make up a third of English prose and more; captions, tables and lists of names stay far below.
_ENGLISH_SHARE = 0.12
# Below so many words the shares say little.
_FEW_WORDS = 25
_SAMPLE_CHARACTERS = 60_000
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


class LanguageWords(BaseModel):
    """The word lists of models/ingest/languages.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    english: frozenset[str]
    others: dict[str, frozenset[str]]
    scripts: dict[str, str]


@lru_cache(maxsize=4)
def load_language_words(models: Path) -> LanguageWords:
    """Read ``models/ingest/languages.yml``.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    path = models / "ingest" / "languages.yml"
    return checked(path, read_yaml(path), LanguageWords)


def foreign_language(text: str, words: LanguageWords) -> str:
    """The language that ``text`` seems to be in if it isn't English; an empty string for English.

    "unknown" stands for a text that shows neither English nor any other language known here.
    """
    sample = text if len(text) <= _SAMPLE_CHARACTERS else "".join(_spread(text))
    script = _foreign_script(sample, words)
    if script:
        return script
    tokens = Counter(token.casefold() for token in _WORD.findall(sample))
    total = tokens.total()
    if not total:
        return ""
    english = sum(tokens[word] for word in words.english)
    counts = {name: sum(tokens[word] for word in listed) for name, listed in words.others.items()}
    name, count = max(counts.items(), key=lambda pair: pair[1])
    if total < _FEW_WORDS:
        return name if english == 0 and count >= 3 and count >= 0.2 * total else ""
    if english >= _ENGLISH_SHARE * total and english >= count:
        return ""
    if count > english and count >= 0.06 * total:
        return name
    return "unknown" if english < 0.05 * total and total >= 60 else ""


def _spread(text: str) -> Iterator[str]:
    """Pieces from all over a long text."""
    size = _SAMPLE_CHARACTERS // 6
    step = len(text) // 6
    for start in range(0, len(text) - size + 1, max(step, 1)):
        yield text[start : start + size] + " "


def _foreign_script(sample: str, words: LanguageWords) -> str:
    letters = [character for character in sample if character.isalpha()]
    foreign = [character for character in letters if ord(character) > 0x36F]
    if len(foreign) < 0.4 * max(len(letters), 1):
        return ""
    names: Counter[str] = Counter()
    for character, count in Counter(foreign).items():
        name = unicodedata.name(character, "")
        names[next((language for prefix, language in words.scripts.items() if name.startswith(prefix)), "")] += count
    found = names.most_common(1)[0][0] if names else ""
    if names["Japanese"]:
        return "Japanese"
    return found or "a language in another script"
