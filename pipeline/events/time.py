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

from spacy.strings import get_string_id
from spacy.tokens import Span, Token

from pipeline.events.isodates import BARE_YEAR, FULL, read_date, shift
from pipeline.events.timewords import TimeReader
from pipeline.events.wording import wording
from pipeline.grammar import grammar
from pipeline.syntax.words import is_past_perfect

ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
RANGE = re.compile(r"((?:1[789]|20)\d\d)\s?(?:-|–|—|to|and|until)\s?(?:(?:1[789]|20)?\d\d)")
# "the next day", "the month before": one unit from the date last named.
NEXT = re.compile(r"\b(?:next|following) (day|week|month|year)\b|\b(day|week|month|year) (?:after|later)\b", re.IGNORECASE)
PREVIOUS = re.compile(
    r"\b(?:previous|preceding) (day|week|month|year)\b|\b(day|week|month|year) (?:before|earlier)\b", re.IGNORECASE
)
POINTED_YEAR = re.compile(r"\b(last|this|next) year\b", re.IGNORECASE)
YEARS_ON = {"last": -1, "this": 0, "next": 1}
# For how many sentences a date names the time of which the text tells; longer, where that is history.
MEMORY, LONG_MEMORY = 3, 8
# An article that names a date this few years off tells of its own time again in the next sentence.
NEAR_YEARS = 5
YEAR_PREPOSITIONS = frozenset({"in", "since", "by", "from", "until", "during", "of"})
EACH = frozenset({"every", "each", "several", "most"})
POINTERS = frozenset({"that", "the", "same"})
# So many words are behind a pointer at most, itself included, and one more: "that same year, …".
MOST_POINTING = 4
POINTING = frozenset({"last", "this", "next", "past", "coming"})
_DIGITS = frozenset(map(get_string_id, "0123456789"))
FILLERS = frozenset({"ADP", "ADV", "SCONJ", "NUM", "PART", "DET", "PUNCT"})


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
        self._names = frozenset({*reader.months, *reader.weekdays})
        self._telling = frozenset(map(get_string_id, self._names | POINTERS))
        self.published = published
        self.last = ""
        self.precise = ""
        self._age = 0
        self._year = ""
        self.dates: list[Dated] = []

    def begin(self, sentence: Span) -> None:
        """Read the dates of the next sentence."""
        self.dates = []
        self._age += 1
        self._year = ""
        for span in self._date_spans(sentence):
            iso = self.resolve(span.text, sentence, span)
            self.dates.append(Dated(span, _governor(span, self.reader), iso))
            if iso:
                self.last = iso
                self._year = iso if iso in span.text.split() else ""
                if len(iso) > len("2022"):
                    self.precise, self._age = iso, 0

    def _date_spans(self, sentence: Span) -> Iterator[Span]:
        covered: set[int] = set()
        first, last = bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)
        for span in _joined(self._spans[first:last]):
            span = self._with_day(span)
            covered.update(range(span.start, span.end))
            yield span
        words, doc, start, end = wording(sentence.doc), sentence.doc, sentence.start, sentence.end
        for i, (lower, prefix) in enumerate(zip(words.lowers[start:end], words.prefixes[start:end], strict=True), start):
            if (lower in self._telling or prefix in _DIGITS) and i not in covered:
                unseen = self._unseen(doc[i], sentence)
                if unseen is not None:
                    yield unseen

    def _with_day(self, span: Span) -> Span:
        """The span with what the model has left out: "to meet on April 27", "On 9 September jets …", "that August"."""
        doc = span.doc
        if span.start > span.sent.start and span[0].lower_ in self.reader.months and doc[span.start - 1].lower_ == "that":
            return doc[span.start - 1 : span.end]
        if span.start and span[0].lower_ in self.reader.months and _is_day(doc[span.start - 1]):
            return doc[span.start - 1 : span.end]
        if span.end == len(doc) or span[-1].lower_ not in self.reader.months:
            return span
        return doc[span.start : span.end + 1] if _is_day(doc[span.end]) else span

    def _unseen(self, token: Token, sentence: Span) -> Span | None:
        """A year, month or weekday that the model has not seen as a date: "in 1982", "on Friday night", "In May 2024"."""
        doc = sentence.doc
        low = token.lower_
        if token.is_digit and BARE_YEAR.fullmatch(token.text):
            governed = token.dep_ in {"pobj", "nummod", "npadvmod"} and token.head.lower_ in YEAR_PREPOSITIONS
            return doc[token.i : token.i + 1] if governed else None
        if ORDINAL.fullmatch(low) and token.i > sentence.start + 1 and token.dep_ == "pobj":
            return doc[token.i : token.i + 1] if doc[token.i - 1].lower_ == "the" else None
        if low in POINTERS and token.i + 1 < sentence.end and doc[token.i + 1].lower_ in self.reader.pointed:
            said = self.reader.same.match(doc[token.i : min(token.i + MOST_POINTING, sentence.end)].text)
            if said is not None:
                return doc.char_span(token.idx, token.idx + len(said.group().rstrip()))
        if token.pos_ != "PROPN" or low not in self._names:
            return None
        before = doc[token.i - 1] if token.i > sentence.start else None
        if before is None or not (before.lower_ in self.reader.before_name or before.is_digit):
            return None
        end = token.i + 1
        while end < sentence.end and doc[end].is_digit:
            end += 1
        start = before.i if before.is_digit or before.lower_ in {"last", "this", "next", "that"} else token.i
        return doc[start:end]

    def resolve(self, text: str, sentence: Span | None = None, span: Span | None = None) -> str:
        """The ISO date of an expression as it stands in the text; empty where it names none.

        :param sentence: where the expression stands, so that "a week after" can look beyond its own words.
        """
        text = _day_of(" ".join(text.replace("’", "'").removesuffix("'s").split()), self.reader)
        window = text
        if span is not None and sentence is not None:
            window = sentence.doc[span.start : min(span.end + 1, sentence.end)].text
        if self.precise and (numbered := ORDINAL.fullmatch(text.lower().removeprefix("the "))):
            name = self.reader.months[int(self.precise[5:7]) - 1]
            return read_date(f"{numbered.group(1)} {name} {self.precise[:4]}", self.published)
        if self.reader.same.search(text):
            month = self.reader.month.search(text)
            if month is not None and self.last:
                # "in August of that year"
                return f"{self.last[:4]}-{self.reader.months.index(month.group(2).lower()) + 1:02d}"
            return self.last[: 10 if "day" in text else 7 if "month" in text or "week" in text else 4]
        counted = self.reader.counted.search(text.lower())
        if counted and "ago" not in window.lower():
            if span is not None and span.start > span.sent.start and span.doc[span.start - 1].lower_ == "for":
                # "hesitated for a month before it paid"
                return ""
            if span is not None and self.dates and _is_told_once_more(span):
                # "On 25 February, a day after the invasion began": the same day, told once more.
                return ""
            sign = 1 if span is not None and _counts_on(span) else 0
            return self._counted(counted, window, sign) or self._named_month(text)
        if said := self._beside(text, window):
            return said
        if found := RANGE.fullmatch(_bare(text, self.reader)):
            return found.group(1)
        if re.search(r"\d0s\b", text):
            return ""
        if self.reader.vague.search(text) and not re.search(r"\d{4}|ago|\b(?:last|this|next)\b", text):
            return self._named_month(text)
        before = span is not None and is_past_perfect(_governor(span, self.reader))
        found_day = self._weekday(text) or self._named_month(text, before)
        if found_day:
            return found_day
        read = self._to_the_day(read_date(_bare(text, self.reader), self.published), text, window)
        # "Thirty years later": counted from what the text hasn't dated, and not from today.
        counts_on = self.reader.after.search(text) is not None and bool(self.published)
        return "" if counts_on and read > self.published[: len(read)] else read

    def _to_the_day(self, iso: str, text: str, window: str) -> str:
        """ "Ten years ago today" is the very day of that year, "thirty years ago this month" the month."""
        words = window.lower().split()
        if len(iso) != len("2021") or "ago" not in words or len(self.published) != len("2021-01-01"):
            return iso
        if words[-1] == "today" or "today" in text.lower().split():
            return iso + self.published[4:]
        return iso + self.published[4:7] if "this" in words[-2:] else iso

    def _weekday(self, text: str) -> str:
        """A bare weekday that is the article's own day: the day itself, and not the week before."""
        name = text.lower().split()[-1] if text else ""
        if name not in self.reader.weekdays or len(self.published) != 10 or re.match(r"(?i)last|next", text):
            return ""
        today = datetime.strptime(self.published, FULL)
        return self.published if self.reader.weekdays[today.weekday()] == name else ""

    def _named_month(self, text: str, looks_back: bool = False) -> str:
        """A month or a day of one, as it is named; without a year, in the year of which the text tells.

        :param looks_back: whether it lies before the date last named ("had signed in March").
        """
        found = self.reader.month.search(text)
        if found is None:
            return ""
        before, name, after, year = found.groups()
        month = self.reader.months.index(name.lower()) + 1
        day = before or after
        pointed = POINTED_YEAR.search(text)
        if not year and pointed is not None and self.published:
            # "in October last year"
            year = str(int(self.published[:4]) + YEARS_ON[pointed.group(1).lower()])
        if not year:
            told = self._year_told(text, month, looks_back)
            if not told:
                return read_date(" ".join(part for part in (day, name) if part), self.published)
            year = told
        if day is None:
            return f"{year}-{month:02d}"
        return read_date(f"{day} {name} {year}", self.published)

    def _year_told(self, text: str, month: int, looks_back: bool) -> str:
        """The year of the date last named, where the text tells of another time than the article's own."""
        # "In the autumn of 1962 …, and by November …": in its own sentence a year alone is told of too.
        whole_year = bool(BARE_YEAR.fullmatch(self._year))
        anchor, age = (self._year, 0) if whole_year else (self.precise, self._age)
        if not anchor:
            return ""
        told = anchor[:4]
        pointed = text.lower().startswith("that ")
        near = not self.published or abs(int(self.published[:4]) - int(told)) <= NEAR_YEARS
        if age > (MEMORY if near else LONG_MEMORY) and not pointed:
            return ""
        if re.search(r"(?i)\blast\b", text) or (self.published and near and not pointed and age > 1):
            return ""
        told_month = month if whole_year else int(anchor[5:7])
        on = -(month > told_month) if looks_back and not pointed else month < told_month
        year = str(int(told) + on)
        return year if not self.published or f"{year}-{month:02d}" <= self.published[:7] else ""

    def _beside(self, text: str, window: str) -> str:
        """ "the next day", "the month before": one on or back from the date last named, where the article's own isn't meant."""
        if not text.lower().startswith("the ") or "yesterday" in window.lower():
            return ""
        for sign, pattern in ((1, NEXT), (-1, PREVIOUS)):
            found = pattern.search(window)
            unit = (found.group(1) or found.group(2)).lower() if found is not None else ""
            anchor = self.last if unit == "year" else self.precise
            if unit and anchor and (unit != "day" or len(anchor) == len("2022-01-01")):
                return shift(anchor, sign, unit)
        return ""

    def _counted(self, counted: re.Match[str], window: str, sign: int = 0) -> str:
        """ "two weeks later", "a month before": counted from the date last named."""
        within = bool(sign)
        sign = 1 if sign or self.reader.after.search(window) else -1 if self.reader.before.search(window) else 0
        unit = counted.group(2)
        anchor = self.last if unit == "year" else self.precise or self.last
        if not sign or not anchor:
            return ""
        word = counted.group(1)
        number = int(word) if word.isdigit() else grammar().numbers.get(word, 1)
        found = shift(anchor, sign * number, unit)
        # "67 years after the war": counted from something else than the date last named.
        ahead = bool(self.published) and found > self.published[: len(found)]
        return "" if ahead and not within else found


def _is_told_once_more(span: Span) -> bool:
    """Whether what a stretch of time is counted from is told behind it: "a day after the invasion began"."""
    doc, after = span.doc, span.end
    told = after + 1 < span.sent.end and not (doc[after + 1].is_punct or doc[after + 1].lower_ in POINTERS - {"the"})
    return told and doc[after].lower_ in {"after", "before"}


def _counts_on(span: Span) -> bool:
    """Whether a stretch of time runs on from the date last named: "Within a month", "Three months on,"."""
    doc, start, end = span.doc, span.start, span.end
    within = start == span.sent.start + 1 and doc[start - 1].lower_ == "within"
    on = end + 1 < span.sent.end and doc[end].lower_ == "on" and doc[end + 1].is_punct
    return within or on


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, those in one that make one expression: "the day before yesterday"."""
    held: Span | None = None
    for span in spans:
        if (
            held is not None
            and span.start == held.end + 1
            and span.doc[held.end].lower_ in {"before", "after"}
        ):
            held = span.doc[held.start : span.end]
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _day_of(text: str, reader: TimeReader) -> str:
    """The day alone of an expression that names a part of it."""
    said = reader.said_for.get(text.lower())
    if said is not None:
        return said
    words = text.split()
    lower = [word.lower() for word in words]
    named = [number for number, word in enumerate(lower) if word in reader.weekdays]
    if len(named) == 1 and not any(word.isdigit() or word in EACH for word in lower):
        # "before dawn on Saturday", "at a quarter past nine on Monday", "last Friday night"
        pointed = named[0] > 0 and lower[named[0] - 1] in POINTING
        return " ".join(words[named[0] - pointed : named[0] + 1])
    while len(words) > 1 and words[-1].lower() in reader.day_parts:
        words.pop()
    return " ".join(words)


def _bare(text: str, reader: TimeReader) -> str:
    for _ in range(4):
        shorter = reader.loose.sub("", text, count=1)
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _governor(span: Span, reader: TimeReader) -> Token:
    token = span.root
    for _ in range(6):
        if token.head == token:
            break
        token = token.head
        inside = span.start <= token.i < span.end
        if not inside and token.pos_ not in FILLERS and token.lemma_ not in reader.period_nouns:
            break
    return token


def _is_day(token: Token) -> bool:
    return token.text.isdigit() and 0 < int(token.text) <= 31


def still_to_come(date: str, date_text: str, published: str) -> str:
    """The date of a plan: a month or day named without its year is the next one, not the last one, from the article on."""
    if (
        not published
        or len(date) < len("2022-01")
        or BARE_YEAR.search(date_text)
        or date >= published[: len(date)]
    ):
        return date
    if re.search(r"\b(?:ago|last|yesterday|past)\b", date_text.lower()):
        return date
    if len(date) == len("2022-01-01") and re.search(r"\d", date_text):
        return shift(date, 1, "year") + date[4:]
    if len(date) == len(published) == len("2022-01-01"):
        days = (datetime.strptime(published, FULL) - datetime.strptime(date, FULL)).days
        if 0 < days <= 7:
            return shift(date, 7, "day")
    return shift(date, 12, "month")
