"""Patterns that would take forever: what could match in more ways than a sentence has words is refused when it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

# Operators that reach any distance ("somewhere below", "somewhere behind"): each multiplies what is tried by the words.
_FAR = frozenset({"<<", ">>", ".*", ";*", "$++", "$--", ">++", ">--", "<++", "<--"})
_MOST_FAR = 2
_MOST_TOKENS = 8
_WORDS = ("LEMMA", "LOWER", "ORTH", "TEXT")
_NESTED = re.compile(r"\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)[+*{]")


def check_bounds(pattern: Iterable[dict[str, Any]]) -> None:
    """Refuse a DependencyMatcher pattern that could match in very many ways.

    :raises ValueError: saying which token is why, and what would be right.
    """
    parts = list(pattern)
    if len(parts) > _MOST_TOKENS:
        raise ValueError(f"it has {len(parts)} tokens; {_MOST_TOKENS} are the most, write two rules")
    far = [part.get("RIGHT_ID") for part in parts if part.get("REL_OP") in _FAR]
    if len(far) > _MOST_FAR:
        raise ValueError(
            f"{', '.join(map(str, far))} stand at any distance; let {_MOST_FAR} do so at most, and use > or < for the others"
        )
    for part in parts:
        attributes = part.get("RIGHT_ATTRS") or {}
        if not isinstance(attributes, dict):
            raise ValueError(f"{part.get('RIGHT_ID')}: RIGHT_ATTRS should be a mapping, such as {{DEP: dobj}}")
        if "OP" in attributes:
            raise ValueError(f"{part.get('RIGHT_ID')}: OP makes a token several; leave it out, a token is one word here")
        if not attributes:
            raise ValueError(f"{part.get('RIGHT_ID')}: any word would do; give it a LEMMA, POS, TAG or DEP")
        if part.get("RIGHT_ID") == "trigger" and not any(name in attributes for name in _WORDS):
            raise ValueError(f"trigger: any word would do; name its words with {', '.join(_WORDS)}")
        for value in attributes.values():
            if isinstance(value, dict) and isinstance(value.get("REGEX"), str):
                check_expression(value["REGEX"])


def check_expression(expression: str) -> None:
    """Refuse a regular expression that repeats what is repeated: it takes forever on a word that nearly fits.

    :raises ValueError: if it does, or is none.
    """
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"{expression!r} is no regular expression: {error}") from error
    if _NESTED.search(expression):
        raise ValueError(f"{expression!r} repeats what is repeated already and may take forever; take one + or * out")
