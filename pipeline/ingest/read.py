"""One input -> its articles, or the reason why there are none. No bad file ends a run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pipeline.formats import READERS, Reader, known_endings
from pipeline.ingest.characters import DecodingError
from pipeline.ingest.clean import Piece, Rules, clean, load_rules
from pipeline.ingest.draft import BadRecord, Draft, ReadError
from pipeline.ingest.english import foreign_language, load_language_words
from pipeline.inputs import safe_id
from pipeline.records import Article, Paragraph, Reject
from pipeline.settings import Settings

STAGE = "ingest"
# The language of every article that is taken.
ENGLISH = "en"
# No English word is longer; a text of such "words" is no prose.
_LONGEST_WORD = 1000
# No paragraph is longer than a long book; such a line is a dump of many texts.
_LONGEST_LINE = 2_000_000
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines of a collection: their bytes, how many lines and records stand before, the whole file's hash."""

    data: bytes
    lines: int
    records: int
    sha256: str


def read(
    path: Path | str,
    root: Path | str | None = None,
    settings: Settings | None = None,
    stretch: Stretch | None = None,
) -> Iterator[Article | Reject]:
    """The articles of one file, in its order; what can't be used comes as a ``Reject``. Nothing is raised for a bad file.

    :param path: a file; its ending says how it is read.
    :param root: the folder that its path in the tables is relative to; by default the file's own.
    :param settings: limits, encoding, and where the rules are.
    :param stretch: read these lines of the file (JSON lines), with the numbers that they have in it; the file isn't opened.
    """
    path, settings = Path(path), settings or Settings()
    name = path.relative_to(root).as_posix() if root is not None and path.is_relative_to(root) else path.name
    try:
        yield from _read(path, name, settings, stretch)
    except (ReadError, DecodingError) as error:
        yield Reject(name, STAGE, _one_line(str(error)))
    except OSError as error:
        yield Reject(
            name,
            STAGE,
            _one_line(
                f"the file can't be read ({error.strerror or error}); check that it is there and its permissions"
            ),
        )
    except (MemoryError, RecursionError) as error:
        yield Reject(
            name,
            STAGE,
            f"the file is too large or too deeply nested to read ({type(error).__name__}); split it",
        )


def _read(path: Path, name: str, settings: Settings, stretch: Stretch | None) -> Iterator[Article | Reject]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ReadError(
            f"{path.suffix or 'no ending'} is no format that can be read; save it as one of {known_endings()}"
        )
    if path.is_dir():
        raise ReadError("it is a folder with a file's ending; rename it, or name the files in it")
    rules = load_rules(settings.models)
    before = stretch.records if stretch else 0
    for number, (draft, sha256) in enumerate(_drafts(path, reader, settings, stretch), before + 1):
        place = str(int(draft.place) + stretch.lines) if stretch else draft.place
        shown = f"{name}:{place}" if place else name
        if isinstance(draft, BadRecord):
            yield Reject(shown, STAGE, _one_line(draft.reason))
            continue
        article_id = safe_id(path.stem)
        if reader.collection:
            article_id = safe_id(draft.record) if draft.record else f"{article_id}-{number}"
        try:
            yield _article(article_id, shown, reader, draft, sha256, rules, settings)
        except ReadError as error:
            yield Reject(shown, STAGE, _one_line(str(error)))


def _drafts(
    path: Path, reader: Reader, settings: Settings, stretch: Stretch | None
) -> Iterator[tuple[Draft | BadRecord, str]]:
    """What the reader makes of the file, each with the file's SHA-256."""
    if stretch is not None and reader.read_many is not None:
        for record in reader.read_many(BytesIO(stretch.data), settings.encoding):
            yield record, stretch.sha256
    elif reader.read_many is not None:
        sha256 = ""
        with path.open("rb") as file:
            for record in reader.read_many(file, settings.encoding):
                # Only now: a large file that is refused at its beginning isn't read to its end.
                sha256 = sha256 or _hash(path)
                yield record, sha256
    elif reader.read is not None:
        data = _load(path, settings)
        sha256 = hashlib.sha256(data).hexdigest()
        for draft in reader.read(data, settings.encoding):
            yield draft, sha256


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(path: Path, settings: Settings) -> bytes:
    size = path.stat().st_size
    if settings.refuses(size):
        raise ReadError(
            f"the file has {size / 1_000_000:.0f} MB and the limit is {settings.max_document_megabytes}; "
            "split it into articles, or raise max_document_megabytes in the settings"
        )
    data = path.read_bytes()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadError("the file is empty; leave it out, or save it again from its source")
    return data


def _article(
    article_id: str, path: str, reader: Reader, draft: Draft, sha256: str, rules: Rules, settings: Settings
) -> Article:
    length = sum(len(line.text) + 1 for line in draft.lines)
    if length > settings.max_article_characters:
        raise ReadError(
            f"the text has {length:,} characters and the limit for one article is {settings.max_article_characters:,}; "
            "split it into articles, or raise max_article_characters in the settings"
        )
    _check_words(draft)
    pieces, metadata = clean(draft, rules)
    text, paragraphs = _laid_out(pieces)
    _check_prose(text, pieces, draft, settings.models)
    return Article(
        article_id=article_id,
        path=path,
        format=reader.format,
        title=metadata.title,
        authors=metadata.authors,
        outlet=metadata.outlet,
        published=metadata.published,
        language=ENGLISH,
        sha256=sha256,
        text=text,
        paragraphs=tuple(paragraphs),
    )


def _laid_out(pieces: Sequence[Piece]) -> tuple[str, list[Paragraph]]:
    paragraphs: list[Paragraph] = []
    at = 0
    for piece in pieces:
        paragraphs.append(Paragraph(at, at + len(piece.text), piece.section, piece.heading))
        at += len(piece.text) + 1
    return "\n".join(piece.text for piece in pieces), paragraphs


def _check_words(draft: Draft) -> None:
    """A text of endless "words" or lines (a program's output, a dump of data) is refused before it costs time."""
    if not draft.lines:
        raise ReadError("there is no text in it; nothing to do, or save it again from its source")
    for line in draft.lines:
        if len(line.text) > _LONGEST_WORD and any(len(word) > _LONGEST_WORD for word in line.text.split(" ")):
            raise ReadError(
                f"it holds a word of more than {_LONGEST_WORD:,} letters, so it is data and no prose; leave it out"
            )
        if len(line.text) > _LONGEST_LINE:
            raise ReadError(
                f"a single line of it has {len(line.text):,} characters and no paragraph has more than "
                f"{_LONGEST_LINE:,}; break it into paragraphs, or split it into articles"
            )


def _check_prose(text: str, pieces: Sequence[Piece], draft: Draft, models: Path) -> None:
    everything = "\n".join(line.text for line in draft.lines)
    language = foreign_language(text or everything, load_language_words(models))
    if language and not draft.whole:
        # The body may be a few words and the head say more, or the other way round.
        language = foreign_language(everything, load_language_words(models)) and language
    if language == "unknown":
        raise ReadError("it has no English prose (a list, a table or another language?); leave it out")
    if language:
        raise ReadError(f"it seems to be {language}, and only English is read; translate it or leave it out")
    words = sum(len(piece.text.split()) for piece in pieces if not piece.heading)
    if words < (1 if draft.whole else _FEWEST_WORDS):
        raise ReadError(
            "it has no prose, only titles, captions or the page's own words; leave it out, or check that its text was saved"
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())
