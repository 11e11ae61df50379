"""Paragraph -> paragraph: datelines, footnote marks, speaker labels and stage directions go, missing spaces come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from pipeline.rulefile import checked, read_yaml

# A line of hyphens and capitals may be taken apart in very many ways: no more of it is looked at than a dateline has.
_LONGEST_DATELINE = 150
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_CAPITAL_MONTH = "(?:JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
_CAPITAL_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?:[ /-][A-ZÀ-Þ.’'-]{2,}){0,3}"
_PLACE = r"[A-ZÀ-Þ][\w.’'-]+(?:[ /-](?:[A-ZÀ-Þ][\w.’'-]+|de|of|the|al|el)){0,3}"
_DASH = r"(?:[—–]|--|-(?=\s))"
_MARK = re.compile(
    r"\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,4}\]|\[(?:note|fn|i|ii|iii|iv|v|vi|vii|viii|ix|x|[a-f])\s?\d{0,3}\]|[¹²³⁰⁴-⁹]+(?![\d])|[†‡](?=\s|$)",
    re.IGNORECASE,
)
_NUMBER_MARK = re.compile(
    r"(?<=[^\W\d_][.,;:?!][”\"’')])(\d{1,3})(?=\s|$)|(?<=[a-z)”’]{2}[.,;:?!])(\d{1,3})(?=\s+[A-Z“‘\"(]|\s*$)|(?<=[a-z]{3}[”’)])(\d{1,3})(?=\s|$|[.,;])|(?<=\b(?:19|20)\d\d[.,;])(\d{1,2})(?=\s+[A-Z]|\s*$)"
)
_WORD_MARK = re.compile(r"(?<=[a-z]{3})(\d{1,2})(?=[\s,.;:]|$)")
_REFERENCE_BEFORE = re.compile(
    r"(?i:\b(?:no|nos|art|sec|vol|pp|para|fig|ch|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|eq|vs|al)\.)$"
)
_MISSING_SPACE = re.compile(r"(?<=[a-z]{2})([.?!][”\"’')]?)(?=[“‘\"(]?[A-Z][a-z’']|[“‘\"(]?(?:A|I) |[A-Z]\.)")
_MISSING_AFTER_POINTS = re.compile(r"(?<=\b[A-Z]\.[A-Z]\.)(?=[A-Z][a-z]{2,})")
_MISSING_AFTER_DIGIT = re.compile(
    r"(?<=[a-z]\s\d{4})([.])(?=[A-Z][a-z]{2,}\s)|(?<=[a-z]{2}\d)([.])(?=[A-Z][a-z]{2,}\s)|(?<=%)([.])(?=[A-Z][a-z])"
)
_MISSING_AFTER_COMMA = re.compile(r"(?<=[a-z]{2})([,;])(?=[A-Za-z]{2})")
_NET = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:com|org|net|gov|edu|int|mil|info|io|co|my|sg|uk|au|in|cn|eu|de|fr|ru|jp)\b(?:/\S*)?"
)
_BEFORE_STOP = re.compile(r" +([.,;:?!])(?=\s|$)(?!\s?\.\s?\.)")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r" {2,}")
_DASHES = re.compile(r"[—–]\s*[—–](?:\s*[—–])*")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]{1,400}?)(?<=[^\s*])\1(?![\w*])")
_SPACED_DROP_CAP = re.compile(r"^([A-Z]) ([a-z]{1,14})\b")
_CAPITAL_LABEL = re.compile(
    r"^(?:(?:[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*(?:\s(?:[A-ZÀ-Þ0-9][A-ZÀ-Þ0-9.’'-]*|bin|de|van|von)){0,7})"
    r"(?:,\s[A-ZÀ-Þ .’'-]{2,60})?(?:\s?\([^()]{1,80}\))?\s?:|Q:|A:|Q\.(?=\s[A-Z])|A\.(?=\s(?:Yes|No|Well|I|We)\b))\s*"
)
_Q_LABEL = re.compile(r"^Q\s+(?=[A-Z“\"(—–-])")
_NAME_LABEL = re.compile(
    r"^([A-ZÀ-Þ][\w.’'-]+(?:\s(?:[A-ZÀ-Þ][\w.’'-]*|bin|de|van|von|al)){0,4})(?:\s?\([^()]{1,60}\))?\s?:\s+(?=[A-Z“‘\"(])"
)
_LABEL_LINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .’'()-]{1,60}:$")
# A name before a colon is a speaker when it stands there this often.
_SPEAKS_AGAIN = 2


class _InlineFile(BaseModel):
    """What ``models/ingest/inline.yml`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agencies: tuple[str, ...]
    not_datelines: frozenset[str]
    speakers: frozenset[str]
    speaker_titles: tuple[str, ...]
    stage: tuple[str, ...]
    sign_offs: tuple[str, ...]

    @field_validator("sign_offs")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
        return patterns


@dataclass(frozen=True, slots=True)
class InlineWords:
    """The lists of models/ingest/inline.yml, compiled."""

    dateline: re.Pattern[str]
    weak_dateline: re.Pattern[str]
    not_datelines: frozenset[str]
    not_labels: frozenset[str]
    speakers: frozenset[str]
    titled_speaker: re.Pattern[str]
    stage: re.Pattern[str]
    sign_off: re.Pattern[str]


@lru_cache(maxsize=4)
def load_inline_words(models: Path) -> InlineWords:
    """Read ``models/ingest/inline.yml``.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    path = models / "ingest" / "inline.yml"
    file = checked(path, read_yaml(path), _InlineFile)
    agency = rf"\((?:{'|'.join(re.escape(name) for name in file.agencies)})(?:/[\w ]{{2,30}})?\)"
    country = r"(?:,\s(?:[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,2}))?"
    strong = (
        rf"^(?:{_PLACE}{country}(?:,\s?{_DATE})?,?\s?{agency}\s?(?:{_DASH}|:)?\s*"
        rf"|{_PLACE}{country},?\s\(?{_DATE}\)?\s?(?:{_DASH}|:)\s+"
        rf"|{_DATE},\s{_PLACE}\s?{_DASH}\s+"
        rf"|{_CAPITAL_MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?\s?[—–]\s+)"
        r"(?=[A-Z“‘\"'(0-9])"
    )
    weak = rf"^({_CAPITAL_PLACE})(?:,\s(?:[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){{0,2}}))?\s?(?:\s?{_DASH}\s*|:\s+)(?=[A-Z“‘\"'(0-9])"
    titles = "|".join(re.escape(title) for title in sorted(file.speaker_titles, key=len, reverse=True))
    stage = "|".join(re.escape(word) for word in sorted(file.stage, key=len, reverse=True))
    names = "|".join(re.escape(name) for name in file.agencies)
    sign_offs = "|".join(file.sign_offs)
    credit = rf"(?:[-–—/]+|\()\s?(?:{names})(?:\s?[/,&]\s?(?:[\w’' ]{{2,30}}))?\)?"
    sign_off = rf"(?<=[.?!”\"])\s*(?:{credit}|{sign_offs})\s*\.?$"
    return InlineWords(
        sign_off=re.compile(sign_off),
        dateline=re.compile(strong),
        weak_dateline=re.compile(weak),
        not_datelines=file.not_datelines,
        not_labels=file.not_datelines - {"Q", "A"},
        speakers=file.speakers,
        titled_speaker=re.compile(
            rf"^(?i:{titles})\.?\s[A-ZÀ-Þ][\w.’'-]+(?:\s[A-ZÀ-Þ][\w.’'-]+){{0,3}}$|^(?i:{titles})$"
        ),
        stage=re.compile(
            rf"\s*(?:\((?i:(?:[\w’' ,-]{{0,30}}\b)?(?:{stage})\b[^()]{{0,60}})\)"
            rf"|\[(?i:(?:[\w’' ,-]{{0,30}}\b)?(?:{stage})\b[^\[\]]{{0,60}})\])"
        ),
    )


def strip_dateline(text: str, words: InlineWords, first: bool) -> str:
    """Without "MANILA —" or "BEIJING, May 27 (Xinhua) --" before it.

    :param first: whether this is the first paragraph of the article; elsewhere only a dateline with an agency or a date goes.
    """
    strong = words.dateline.match(text, 0, _LONGEST_DATELINE)
    if strong:
        return text[strong.end() :]
    weak = words.weak_dateline.match(text, 0, _LONGEST_DATELINE) if first else None
    if weak and weak.group(1) not in words.not_datelines and not _dash_comes_back(text, weak.end()):
        return text[weak.end() :]
    return text


def _dash_comes_back(text: str, start: int) -> bool:
    """ "AUKUS — Australia, Britain and America — is no dateline"."""
    sentence = re.split(r"[.?!]\s", text[start:], maxsplit=1)[0]
    return bool(re.search(r"\s[—–]\s", sentence)) and "—" in text[:start]


def find_speakers(paragraphs: Sequence[str]) -> frozenset[str]:
    """Names that stand before a colon at the start of several paragraphs: the speakers of a transcript."""
    counts: dict[str, int] = {}
    for text in paragraphs:
        label = _NAME_LABEL.match(text)
        if label:
            counts[label.group(1)] = counts.get(label.group(1), 0) + 1
    return frozenset(name for name, count in counts.items() if count >= _SPEAKS_AGAIN)


def is_speaker_line(text: str, words: InlineWords) -> bool:
    """Whether the line names a speaker and holds nothing else: "PRIME MINISTER:"."""
    return bool(_LABEL_LINE.match(text)) or (
        text.endswith(":") and _is_speaker(text[:-1].strip(), words, frozenset())
    )


def strip_speaker(text: str, words: InlineWords, speakers: frozenset[str]) -> str:
    """Without a speaker's label before it: "MS. PSAKI:", "Q", "Moderator:", or a name of ``speakers``."""
    label = _CAPITAL_LABEL.match(text) or _Q_LABEL.match(text)
    if label and text[: label.end()].strip(" :") not in words.not_labels:
        return text[label.end() :]
    name = _NAME_LABEL.match(text)
    if name and _is_speaker(name.group(1), words, speakers):
        return text[name.end() :]
    return text


def _is_speaker(name: str, words: InlineWords, speakers: frozenset[str]) -> bool:
    return name in speakers or name.lower() in words.speakers or bool(words.titled_speaker.match(name))


def strip_sign_off(text: str, words: InlineWords) -> str:
    """Without an agency's sign-off behind the last sentence: "he said. — Bernama", "... a year earlier. Enditem"."""
    return words.sign_off.sub("", text)


def strip_stage_directions(text: str, words: InlineWords) -> str:
    """Without "(Applause.)" and the like."""
    if "(" not in text and "[" not in text:
        return text
    return _DASHES.sub("—", words.stage.sub("", text))


def find_marks(paragraphs: Sequence[str]) -> bool:
    """Whether numbers behind words are footnote marks: they then run 1, 2, 3 through the article."""
    numbers = [int(found.group(1)) for text in paragraphs for found in _WORD_MARK.finditer(text)]
    ordered = sum(b - a in (0, 1, 2) for a, b in zip(numbers, numbers[1:], strict=False))
    return len(numbers) >= 3 and numbers[0] <= 2 and ordered >= 0.8 * (len(numbers) - 1)


def strip_footnote_marks(text: str, behind_words: bool = False) -> str:
    """Without "[12]", superscripts, and the numbers that a superscript became: "policy.3 The" -> "policy. The"."""
    text = _MARK.sub("", text)
    if _DIGIT.search(text):
        text = _NUMBER_MARK.sub(lambda mark: _unless_reference(text, mark), text)
        if behind_words:
            text = _WORD_MARK.sub("", text)
    return text


def _unless_reference(text: str, mark: re.Match[str]) -> str:
    return mark.group() if _REFERENCE_BEFORE.search(text[max(mark.start() - 8, 0) : mark.start()]) else ""


def space_out(text: str) -> str:
    """A space after a stop where it was lost ("ended.The"), none before one, and one between words."""
    if "." in text or "?" in text or "!" in text:
        held: list[str] = []

        def hold(found: re.Match[str]) -> str:
            held.append(found.group())
            return f"\x00{len(held) - 1}\x00"

        if "." in text and _NET.search(text):
            text = _NET.sub(hold, text)
        text = _MISSING_SPACE.sub(r"\1 ", text)
        text = _MISSING_AFTER_POINTS.sub(" ", text)
        text = _MISSING_AFTER_DIGIT.sub(r". ", text)
        for number, address in enumerate(held):
            text = text.replace(f"\x00{number}\x00", address)
    if "," in text or ";" in text:
        text = _MISSING_AFTER_COMMA.sub(r"\1 ", text)
    return _SPACES.sub(" ", text).strip()


def strip_emphasis(text: str) -> str:
    """Without the stars that set words bold or in italics in a text that came from Markdown."""
    return _EMPHASIS.sub(r"\2", text) if "*" in text else text


def join_spaced_drop_cap(text: str, words: frozenset[str]) -> str:
    """ "T he talks" -> "The talks", at the start of a paragraph."""
    found = _SPACED_DROP_CAP.match(text)
    if found is None or found.group(1) in "AIO":
        return text
    joined = (found.group(1) + found.group(2)).lower()
    return found.group(1) + text[2:] if joined in words and found.group(2) not in words else text
