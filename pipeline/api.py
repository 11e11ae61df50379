"""The way in from Python: the same tables as the command writes, as typed data frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Tables:
    """A data frame for each table, typed, its rows those of the CSV file of that name."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    entities: pd.DataFrame
    events: pd.DataFrame
    participants: pd.DataFrame
    dyads: pd.DataFrame
    stances: pd.DataFrame
    profiles: pd.DataFrame
    rejects: pd.DataFrame


def extract(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    out: str | PathLike[str] | None = None,
    **settings: Any,
) -> Tables:
    """Read articles and return their tables.

    The work is done in processes of their own, so that none of them takes this one along when it crashes; but here where
    the model is loaded already (by :func:`extract_text`) and one worker is asked for.

    :param paths: a file or folder of articles, or several.
    :param out: folder to write the tables into as well; without it nothing is left on disk.
    :param settings: fields of :class:`pipeline.settings.Settings`, such as ``model`` or ``workers``.
    :raises SettingsError: for an unknown setting; the message names the known ones.
    :raises InputError: if a path isn't there or holds no file.
    :raises OutputError: if ``out`` can't be used.

    >>> events = extract("corpus/articles").events  # doctest: +SKIP
    """
    from pipeline.run import run
    from pipeline.settings import make_settings
    from pipeline.tables import frames

    named = [paths] if isinstance(paths, str | PathLike) else list(paths)
    with TemporaryDirectory() as passing:
        folder = Path(out) if out is not None else Path(passing)
        made = make_settings(settings if out is not None else {**settings, "cache": False})
        run([path if isinstance(path, str) else Path(path) for path in named], folder, made)
        return Tables(**frames(folder))


def extract_text(text: str, published: str | None = "", title: str = "", **settings: Any) -> Tables:
    """The tables of a text as it stands, be it a single sentence: each line a paragraph, nothing left out.

    :param published: the ISO 8601 date against which "last week" and offices are read; empty or None where unknown.
    :param title: shown in the table of articles.
    :param settings: fields of :class:`pipeline.settings.Settings`, such as ``model``.
    :raises ValueError: if ``published`` is no such date.

    >>> extract_text("Norland condemned Ostia.").dyads.target[0]  # doctest: +SKIP
    'Ostia'
    """
    from datetime import date

    from pipeline.profiles import ProfileSums
    from pipeline.run import analysed_rows, load
    from pipeline.schema import TABLE, TABLES
    from pipeline.settings import make_settings
    from pipeline.tables import frame, header, joined, lines

    if published:
        try:
            date.fromisoformat(published)
        except ValueError:
            raise ValueError(f"published={published!r} is no ISO 8601 date, such as 2022-03-02") from None
    stages, states = load(make_settings(settings))
    rows = joined(analysed_rows(plain_article(text, published or "", title), stages, states))
    sums = ProfileSums()
    sums.add(rows.tallies)
    rows.lines["profiles"] = lines(TABLE["profiles"], sums.profiles())
    return Tables(
        **{table.name: frame(table, header(table) + rows.lines.get(table.name, "")) for table in TABLES}
    )


def plain_article(text: str, published: str = "", title: str = "") -> Any:
    """A text as an article, its lines its paragraphs."""
    import hashlib

    from pipeline.records import Article, Paragraph

    # Half a surrogate pair is no character: nothing can be written or looked up with it.
    text = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    paragraphs, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph(start, start + len(line)))
        start += len(line) + 1
    return Article(
        article_id="text",
        path="text",
        format="txt",
        title=title,
        authors=(),
        outlet="",
        published=published,
        language="en",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        paragraphs=tuple(paragraphs),
    )
