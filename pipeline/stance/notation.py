"""The notation in which cues are written, compiled to spaCy Matcher patterns.

``tread|walk ..2 thin|fine line`` reads: a form of tread or walk, up to two words, thin or fine, a form of line.

==================  ==========================================================================================
``word``            any form of the word (by lemma, and by its regular endings where the tagger errs)
``a|b``             either
``=word``           this very form, in any case
``word/VERB``       the word as this part of speech
``(a b|c d)``       either run of words; ``(a b)?`` may be left out
``item?``           may be left out
``..3``             up to three words, no comma or stop among them
``NEG`` ``POSS``    a negation (not, never, no, without …); a possessive (its, 's)
``STATE``           a word of a state's or people's name, as the model tags it ("Norland", "Ostian")
``ADJ`` ``NOUN`` …  any word of that part of speech
==================  ==========================================================================================

A word with a hyphen is found with any hyphen, with a space, and as one word: ``non-aligned`` finds "nonaligned" too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.lang.en.stop_words import STOP_WORDS

NEGATIONS = (
    "not",
    "n't",
    "n’t",
    "never",
    "no",
    "without",
    "nor",
    "neither",
    "cannot",
    "hardly",
    "none",
    "nobody",
)
PARTS_OF_SPEECH = ("ADJ", "ADP", "ADV", "DET", "NOUN", "NUM", "PRON", "PROPN", "VERB", "AUX")
STATE_LABELS = ("GPE", "NORP")
HYPHENS = ("-", "‐", "‑", "–")
GAP_STOPS = (",", ";", ":", ".", "?", "!", "(", ")", "—", "–", "--")
_PLAIN = re.compile(r"^(?:NEG|['’]?[^\W_A-Z]+)$")
# A form that the tagger leads back to another word than its regular one, and that word.
IRREGULAR = {
    "base": "basis", "bases": "basis", "caught": "catch", "told": "tell", "drawn": "draw", "drew": "draw", "kept":
    "keep", "broke": "break", "broken": "break", "torn": "tear", "tore": "tear", "met": "meet", "sold": "sell",
    "bought": "buy", "stood": "stand", "sat": "sit", "led": "lead", "built": "build", "held": "hold", "spoke":
    "speak", "brought": "bring", "fell": "fall", "began": "begin", "seen": "see", "been": "be", "hung": "hang",
    "lost": "lose", "won": "win", "withdrew": "withdraw", "came": "come", "taken": "take", "frozen": "freeze",
    "shed": "shed", "leant": "lean", "grown": "grow", "sought": "seek", "struck": "strike", "better": "well",
    "best": "well", "further": "far", "data": "datum", "media": "medium", "goods": "good", "bound": "bind",
    "gotten": "get", "tied": "tie", "allied": "ally",
}  # fmt: skip
MAX_EXPANSIONS = 400
ANCHOR_FORMS = 12

_GAP = re.compile(r"\.\.(\d+)")
_SOFT_Y, _HISS = re.compile(r"[^aeiou]y$"), re.compile(r"(s|x|z|ch|sh)$")
_PLURAL = re.compile(r"[^sui]s$|[^aeiou]ies$")
_SHORT = re.compile(r"[^aeiou][aeiou][bdgmnprt]$")
_PIECE = re.compile(r"\([^()]*\)\??|[^\s()]+")
_WORD = re.compile(r"^['’]?[^\W_A-Z]+(?:['’-][^\W_A-Z]+)*$")


class NotationError(ValueError):
    """A cue's words can't be read; the message says which item and what is allowed."""


@dataclass(frozen=True)
class Pattern:
    """A compiled run of words: ``tokens`` for the Matcher, ``required`` the forms of each word it can't do without, those
    first of which fewest sentences have one."""

    tokens: list[dict[str, Any]]
    required: tuple[frozenset[str], ...]

    @property
    def anchor(self) -> frozenset[str]:
        """The forms of the word by which to look the pattern up."""
        return self.required[0]

    def possible(self, words: frozenset[str]) -> bool:
        """Whether a sentence of these words can hold it at all."""
        for forms in self.required:  # noqa: SIM110 (asked for every pattern in every sentence: a generator takes twice as long)
            if forms.isdisjoint(words):
                return False
        return True


def compile_words(text: str) -> list[Pattern]:
    """Compile one line of the notation; groups and hyphens may make several patterns of it.

    :raises NotationError: when the line can't be read, has no plain word, or unfolds into too many patterns.
    """
    return [_compile_run(run, text) for run in _unfold(text)]


@lru_cache(maxsize=8192)
def word_forms(word: str) -> frozenset[str]:
    """The word, its regular endings, and each with a capital: what the tagger may take for its lemma."""
    forms = {word, IRREGULAR.get(word, word), f"{word}s", f"{word}ed", f"{word}ing"}
    if word.endswith("e"):
        forms |= {f"{word}d", f"{word[:-1]}ing"}
    elif _SOFT_Y.search(word):
        forms |= {f"{word[:-1]}ies", f"{word[:-1]}ied"}
    elif _HISS.search(word):
        forms.add(f"{word}es")
    elif word.endswith("ed"):
        forms |= {word[:-1], word[:-2]}
    elif word.endswith("ing"):
        forms |= {word[:-3], f"{word[:-3]}e"}
    elif word.endswith("est") and len(word) > 6:
        forms |= {word[:-3], word[:-2], word[:-4]}
    elif word.endswith("er") and len(word) > 5:
        forms |= {word[:-2], word[:-1]}
    if _PLURAL.search(word):
        # A cue that is written in the plural finds its lemma.
        forms.add(f"{word[:-3]}y" if word.endswith("ies") else word[:-1])
    if _SHORT.search(word):
        forms |= {f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"}
    return frozenset(forms | {form.capitalize() for form in forms})


@lru_cache(maxsize=1024)
def all_forms(words: tuple[str, ...]) -> frozenset[str]:
    """The forms of all the words."""
    return frozenset(form for word in words for form in word_forms(word))


def _unfold(text: str) -> list[list[str]]:
    """Every run of items that the line stands for, with groups, and words with hyphens, written out."""
    if re.search(r"[()]", re.sub(r"\([^()]*\)", "", text)):
        raise NotationError(f"{text!r} has a bracket without its partner, or a group within a group")
    runs: list[list[str]] = [[]]
    for piece in _PIECE.findall(text):
        choices = _choices(piece)
        if len(runs) * len(choices) > MAX_EXPANSIONS:
            raise NotationError(f"{text!r} unfolds into more than {MAX_EXPANSIONS} patterns; split it")
        runs = [run + choice for run in runs for choice in choices]
    return runs


def _choices(piece: str) -> list[list[str]]:
    optional = piece.endswith("?")
    body = piece.removesuffix("?")
    if body.startswith("("):
        choices = _group(body[1:-1].split("|"))
    elif "-" in body and "/" not in body:
        words = body.split("|")
        whole = "|".join(word for word in words if "-" not in word)
        choices = [[whole]] if whole else []
        for word in words:
            if "-" in word:
                choices += [" ~ ".join(word.split("-")).split(), [word.replace("-", "")]]
    else:
        return [[piece]]
    return [*choices, []] if optional else choices


def _group(parts: list[str]) -> list[list[str]]:
    """A group's runs; its plain single words are kept together as one item, so that long lists stay one pattern."""
    single = [part.strip() for part in parts if _PLAIN.match(part.strip())]
    runs = [["|".join(single)]] if single else []
    return runs + [run for part in parts if not _PLAIN.match(part.strip()) for run in _unfold(part)]


def _compile_run(run: list[str], text: str) -> Pattern:
    tokens: list[dict[str, Any]] = []
    anchors: list[frozenset[str]] = []
    for item in run:
        made, anchor = _compile_item(item, text)
        tokens += made
        if anchor:
            anchors.append(anchor)
    if not anchors:
        raise NotationError(f"{text!r} needs at least one plain word that can't be left out")
    return Pattern(tokens, tuple(sorted(anchors, key=_rareness)))


@lru_cache(maxsize=8192)
def _rareness(forms: frozenset[str]) -> tuple[bool, bool, int, str]:
    """A long word with few alternatives is rare, as a fair guess; one such as "from" is in every other sentence."""
    return not STOP_WORDS.isdisjoint(forms), len(forms) > ANCHOR_FORMS, -max(map(len, forms)), min(forms)


def _compile_item(item: str, text: str) -> tuple[list[dict[str, Any]], frozenset[str] | None]:
    gap = _GAP.fullmatch(item)
    if gap:
        if not 0 < int(gap.group(1)) <= 9:
            raise NotationError(f"{item!r} in {text!r}: a gap is of 1 to 9 words")
        return [{"LOWER": {"NOT_IN": list(GAP_STOPS)}, "OP": "?"}] * int(gap.group(1)), None
    if item == "~":
        return [{"LOWER": {"IN": list(HYPHENS)}, "OP": "?"}], None
    optional = item.endswith("?")
    body = item.removesuffix("?")
    body, _, pos = body.partition("/")
    if pos and pos not in PARTS_OF_SPEECH:
        raise NotationError(
            f"{item!r} in {text!r}: {pos!r} is no part of speech (allowed: {', '.join(PARTS_OF_SPEECH)})"
        )
    tokens: list[dict[str, Any]]
    anchor: frozenset[str] | None
    if body == "NEG":
        tokens, anchor = [{"LOWER": {"IN": list(NEGATIONS)}}], None
    elif body == "POSS":
        tokens, anchor = [{"TAG": {"IN": ["PRP$", "POS"]}}], None
    elif body == "STATE":
        tokens, anchor = [{"ENT_TYPE": {"IN": list(STATE_LABELS)}}], None
    elif all(part in PARTS_OF_SPEECH for part in body.split("|")):
        tokens, anchor = [{"POS": {"IN": body.split("|")}}], None
    else:
        tokens, anchor = _compile_word(body, text)
    if pos:
        tokens[-1]["POS"] = pos
    if optional:
        tokens[0]["OP"] = "?"
        anchor = None
    return tokens, anchor


def _compile_word(body: str, text: str) -> tuple[list[dict[str, Any]], frozenset[str]]:
    attribute, forms, anchor = _read_word(body, text)
    return [{attribute: {"IN": forms}}], anchor


@lru_cache(maxsize=8192)
def _read_word(body: str, text: str) -> tuple[str, list[str], frozenset[str]]:
    """What a token's LOWER or LEMMA may be, and the forms to look for; a line that is unfolded asks again and again."""
    exact = body.startswith("=")
    words = [
        word
        for part in body.removeprefix("=").split("|")
        for word in (NEGATIONS if part == "NEG" else (part,))
    ]
    if not all(_WORD.match(word) for word in words):
        raise NotationError(
            f"{body!r} in {text!r} is neither words in small letters nor one of NEG, POSS, STATE, {', '.join(PARTS_OF_SPEECH)}"
        )
    if exact:
        return "LOWER", words, frozenset(words)
    forms = frozenset().union(*(word_forms(word) for word in words))
    return "LEMMA", sorted(forms), frozenset(form.lower() for form in forms)
