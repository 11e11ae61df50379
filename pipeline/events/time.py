"""When a happening took place: DATE spans of the clause, read against the article's date or the date last named."""

from __future__ import annotations

from spacy.tokens import Span, Token


class DatedText:
    """The dates of a text as it is read on: the article's own and the one last named."""

    def __init__(self, published: str) -> None:
        self.published = published
        self.last = ""

    def begin(self, sentence: Span) -> None:
        """Take note of a new sentence."""


def date_of(trigger: Token, dates: DatedText) -> tuple[str, str]:
    """ISO date and its text for a happening; both empty where the text gives none."""
    return "", ""
