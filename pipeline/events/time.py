"""When a happening took place: the DATE spans of its clause, read against the article's date or the date last named.

Expressions are read by dateparser; what it can't know (how precise the text is, which date "a month after" counts from)
is settled here. Dates come out as precise as the text and no more: ``2022-03-02``, ``2021-04``, ``1982``. A week or a
"few days" is given as its month.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateparser.date import DateDataParser
from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict
from spacy.tokens import Span, Token

from pipeline.events.lexicon import Lexicon
from pipeline.rulefile import checked, read_yaml

FULL, MONTH, YEAR = "%Y-%m-%d", "%Y-%m", "%Y"
PRECISION = {"day": FULL, "week": MONTH, "month": MONTH, "year": YEAR}
BARE_YEAR = re.compile(r"(?:1[789]|20)\d\d")
RANGE = re.compile(r"((?:1[789]|20)\d\d)\s?(?:-|–|—|to|and|until)\s?(?:(?:1[789]|20)?\d\d)")
UNIT = re.compile(
    r"\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\s+(day|week|month|year)s?\b"
)
NUMBERS = {
    word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
} | {"a": 1, "an": 1}
YEAR_PREPOSITIONS = frozenset({"in", "since", "by", "from", "until", "during", "of"})
FILLERS = frozenset({"ADP", "ADV", "SCONJ", "NUM", "PART", "DET", "PUNCT"})


class TimeWords(BaseModel):
    """What ``models/events/time.yml`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    loose: tuple[str, ...]
    vague: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeReader:
    """The words of ``time.yml`` made ready for matching."""

    loose: re.Pattern[str]
    vague: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    same: re.Pattern[str]


def load_time(path: Path) -> TimeReader:
    """Read ``time.yml``.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    words = checked(path, read_yaml(path), TimeWords)

    def any_of(phrases: tuple[str, ...], anchor: str = "") -> re.Pattern[str]:
        alternatives = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
        return re.compile(rf"{anchor}(?<!\w)(?:{alternatives})(?:(?<=-)|(?!\w))\s*", re.IGNORECASE)

    return TimeReader(
        any_of(words.loose, "^"),
        any_of(words.vague),
        any_of(words.after),
        any_of(words.before),
        any_of(words.same),
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """A DATE span of a sentence, the token that it belongs to, and what it comes to."""

    span: Span
    governor: Token
    iso: str


class DatedText:
    """The dates of a text as it is read on: the article's own and the one last named.

    :param spans: the DATE spans of the Doc, in its order.
    """

    def __init__(self, reader: TimeReader, published: str = "", spans: Sequence[Span] = ()) -> None:
        self._spans = spans
        self._starts = [span.start for span in spans]
        self.reader = reader
        self.published = published
        self.last = ""
        self.dates: list[Dated] = []

    def begin(self, sentence: Span) -> None:
        """Read the dates of the next sentence."""
        self.dates = []
        for span in self._date_spans(sentence):
            iso = self.resolve(span.text, sentence, span)
            self.dates.append(Dated(span, _governor(span), iso))
            if iso and len(iso) <= len(FULL) + 2:
                self.last = iso

    def _date_spans(self, sentence: Span) -> Iterator[Span]:
        covered: set[int] = set()
        for span in self._spans[
            bisect_left(self._starts, sentence.start) : bisect_left(self._starts, sentence.end)
        ]:
            covered.update(range(span.start, span.end))
            yield span
        for token in sentence:
            bare = token.is_digit and token.i not in covered and BARE_YEAR.fullmatch(token.text)
            if (
                bare
                and token.dep_ in {"pobj", "nummod", "npadvmod"}
                and token.head.lower_ in YEAR_PREPOSITIONS
            ):
                yield sentence.doc[token.i : token.i + 1]

    def resolve(self, text: str, sentence: Span | None = None, span: Span | None = None) -> str:
        """The ISO date of an expression as it stands in the text; empty where it names none.

        :param sentence: where the expression stands, so that "a week after" can look beyond its own words.
        """
        text = " ".join(text.replace("’", "'").removesuffix("'s").split())
        window = (
            text
            if span is None or sentence is None
            else sentence.doc[span.start : min(span.end + 1, sentence.end)].text
        )
        if self.reader.same.search(text):
            return self.last[: 7 if "month" in text else 10 if "day" in text else 4]
        counted = UNIT.search(text.lower())
        if counted and "ago" not in window.lower():
            return self._counted(counted, window)
        if found := RANGE.fullmatch(_bare(text, self.reader)):
            return found.group(1)
        if re.search(r"\d0s\b", text):
            return ""
        if self.reader.vague.search(text) and not re.search(r"\d{4}|ago|\b(?:last|this|next)\b", text):
            return ""
        return _read(_bare(text, self.reader), self.published)

    def _counted(self, counted: re.Match[str], window: str) -> str:
        """ "two weeks later", "a month before": counted from the date last named."""
        sign = 1 if self.reader.after.search(window) else -1 if self.reader.before.search(window) else 0
        if not sign or not self.last:
            return ""
        number = NUMBERS.get(counted.group(1)) or int(counted.group(1))
        return _shift(self.last, sign * number, counted.group(2))


def _bare(text: str, reader: TimeReader) -> str:
    for _ in range(4):
        shorter = reader.loose.sub("", text, count=1)
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _shift(anchor: str, number: int, unit: str) -> str:
    """The anchor moved by days, weeks, months or years, no more precise than the anchor or the unit."""
    precision = {4: YEAR, 7: MONTH, 10: FULL}[len(anchor)]
    moved = datetime.strptime(anchor, precision) + relativedelta(**{unit + "s": number})  # type: ignore[arg-type]
    coarser = {"day": FULL, "week": FULL, "month": MONTH, "year": YEAR}[unit]
    return moved.strftime(min(precision, coarser, key=len))


@lru_cache(maxsize=64)
def _parser(published: str) -> Any:
    settings: dict[str, Any] = {
        "PREFER_DATES_FROM": "past",
        "PARSERS": ["relative-time", "absolute-time"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    base = (
        datetime.strptime(
            (published + "-07-01")[:10] if len(published) == 4 else (published + "-15")[:10], FULL
        )
        if published
        else datetime(2000, 1, 1)
    )
    return DateDataParser(languages=["en"], settings={**settings, "RELATIVE_BASE": base})


@lru_cache(maxsize=4096)
def _read(text: str, published: str) -> str:
    """dateparser's reading at the precision of the text; without ``published`` only what carries its own year."""
    if BARE_YEAR.fullmatch(text):
        return text
    year = BARE_YEAR.search(text)
    if not re.search(r"[A-Za-z]", text) or len(text) > 40 or (not published and not year):
        return ""
    data = _parser(published).get_date_data(text)
    if data.date_obj is None:
        return year.group() if year else ""
    if year and data.date_obj.year != int(year.group()):
        return year.group()
    return str(data.date_obj.strftime(PRECISION[data.period]))


def _governor(span: Span) -> Token:
    token = span.root
    for _ in range(6):
        if token.head is token:
            break
        token = token.head
        if token.pos_ not in FILLERS and not span.start <= token.i < span.end:
            break
    return token


def date_of(trigger: Token, light_verb: Token | None, dates: DatedText, lexicon: Lexicon) -> tuple[str, str]:
    """ISO date and its text for a happening; both empty where its clause names none.

    A date belongs to the nearest of: the trigger, its light verb, its own phrase, the clauses that it completes; never to
    the verb that only reports it ("said on Tuesday that …").
    """
    ranked = [
        (rank, index)
        for index, dated in enumerate(dates.dates)
        if (rank := _rank(dated.governor, trigger, light_verb, lexicon)) is not None
    ]
    if not ranked:
        return "", ""
    best = dates.dates[min(ranked)[1]]
    return best.iso, best.span.text


def _rank(governor: Token, trigger: Token, light_verb: Token | None, lexicon: Lexicon) -> int | None:
    if governor == trigger:
        return 0
    if light_verb is not None and governor == light_verb:
        return 1
    if _inside(governor, trigger):
        return 2
    node = trigger
    for step in range(5):
        if node.dep_ in {"relcl", "ROOT"} or (
            node.dep_ in {"ccomp", "advcl"} and lexicon.classes["verbs"].get(node.head.lemma_) == "speaking"
        ):
            return None
        node = node.head
        if node == governor:
            return None if lexicon.classes["verbs"].get(node.lemma_) == "speaking" else 3 + step
    return None


def _inside(governor: Token, trigger: Token) -> bool:
    """Whether the date hangs on a noun of the trigger's own phrase, no clause of its own between."""
    node = governor
    for _ in range(4):
        if node.pos_ in {"VERB", "AUX"}:
            return False
        node = node.head
        if node == trigger:
            return True
    return False
