"""Authors' names out of bylines and author notes: names only, without titles, degrees and affiliations."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.rulefile import checked, read_yaml

_BY = re.compile(
    r"^\W*(?:(?:written|authored|posted|published|contributed|reported|opinion|commentary|analysis|column|text|story|words|"
    r"guest post|guest essay|op-ed)\s+)?by[:\s]\s*"
    r"|^\W*(?:author|authors|author\(s\)|writer|contributor|contributors|speaker|name)\s*:\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|\||\s/\s|\s+and\s+|\s+AND\s+|\s*&\s*|\s+with\s+|•|·|\n)\s*")
_AFTER_NAME = re.compile(
    r"(?i:\s+(?:is|was|are|were|has|teaches|writes|works|served|serves|holds|heads|leads|directs|joined|in|from|at|for|of|on|"
    r"for|reports|contributed|currently|specialises|specializes|received|graduated|researches|covers|edits)\b.*$|\s[-–—]\s.*$|\s?\(.*$|\s?[@<\[].*$)"
)
_TOKEN = re.compile(r"^(?:[A-ZÀ-ÞŁŚŠŽČĆĐŽİŞĞŐŰ][\w’'.-]*|[A-ZÀ-Þ]\.?)$")
_LONGEST = 60


class NameWords(BaseModel):
    """The word lists of models/ingest/names.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    honorifics: frozenset[str]
    degrees: frozenset[str]
    particles: frozenset[str]
    not_names: frozenset[str]


@lru_cache(maxsize=4)
def load_name_words(models: Path) -> NameWords:
    """Read ``models/ingest/names.yml``.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    path = models / "ingest" / "names.yml"
    return checked(path, read_yaml(path), NameWords)


def find_authors(text: str, words: NameWords) -> tuple[str, ...]:
    """The persons' names in a byline, an author field or an author note, in order, each once."""
    text = _BY.sub("", text.strip().lstrip("*†‡ "))
    names: list[str] = []
    for part in _SPLIT.split(text):
        # "Ada Example, Ben Sample and …" are names; "Ada Example, Professor of Law" is one.
        for piece in part.split(","):
            name = as_name(_AFTER_NAME.sub("", piece), words)
            if name and name not in names:
                names.append(name)
    return tuple(names)


def as_name(text: str, words: NameWords) -> str:
    """``text`` as a person's name without titles and degrees, or an empty string if it doesn't look like one."""
    text = text.strip(' ,.:;*†‡|-–—"“”()[]0123456789¹²³⁴⁵')
    if not text or len(text) > _LONGEST or any(character.isdigit() for character in text):
        return ""
    tokens = text.split()
    while tokens and tokens[0].lower().rstrip(".'’") in words.honorifics and len(tokens) > 2:
        tokens.pop(0)
    if len(tokens) == 2 and tokens[0].lower().rstrip(".'’") in words.honorifics:
        return ""
    while tokens and tokens[-1].lower().strip(".,") in words.degrees:
        tokens.pop()
    if not 2 <= len(tokens) <= 6:
        return ""
    if any(token.lower().strip(".,’'") in words.not_names for token in tokens):
        return ""
    for position, token in enumerate(tokens):
        if not (_TOKEN.match(token) or (token.lower() in words.particles and 0 < position)):
            return ""
    if all(len(token.rstrip(".")) <= 2 for token in tokens):
        return ""
    return " ".join(_recase(token, words) for token in tokens) if text.isupper() else " ".join(tokens)


def is_no_person(text: str, words: NameWords) -> bool:
    """Whether an author field names a desk, a site or nobody ("Admin", "Staff Reporter", an address)."""
    tokens = [token.lower().strip(".,’'()") for token in text.split()]
    return (
        not 1 < len(tokens) <= 6
        or "@" in text
        or "/" in text
        or any(token in words.not_names for token in tokens)
    )


def _recase(token: str, words: NameWords) -> str:
    """ "O'NEIL-SMITH" as "O'Neil-Smith"."""
    if token.lower() in words.particles:
        return token.lower()
    return re.sub(
        r"[^\W\d_]+", lambda part: part.group().capitalize() if len(part.group()) > 1 else part.group(), token
    )
