"""What is fuzzed: each target takes any bytes, and raises where something is wrong that should hold for all of them."""

from __future__ import annotations

import string
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline import extract_text
from pipeline.entities.tables import COLUMNS, GazetteerError, read_tables
from pipeline.events.rules import read_rule_file
from pipeline.formats import READERS
from pipeline.ingest import read
from pipeline.ingest.clean import clean, load_rules
from pipeline.ingest.draft import Draft
from pipeline.ingest.lines import split_lines
from pipeline.records import Article
from pipeline.rulefile import RuleError, read_yaml
from pipeline.settings import Settings, models_folder
from pipeline.stance.cues import load_cues
from pipeline.stance.notation import NotationError, compile_words

ENDINGS = sorted(READERS)
# Divides by the number of endings to that of Word files, and says that a document's XML follows.
_DOCUMENT = ENDINGS.index(".docx") + 10 * len(ENDINGS)
# Words and marks that the stages look for, so that bytes become text that gets somewhere.
WORDS = (
    "Norland Ostia Sudria United States China Malaysia President Tan Lee said says told that signed condemned sanctions pact "
    "treaty will not may should has been refused to sign with against between and or but of the a an in on from by its it he "
    "she they who which Monday March 2022 2019-05-01 last week $5m 10 per cent visited hedging non-aligned neither nor U.S. "
    "ASEAN NATO ( ) [ ] “ ” ‘ ’ \" ' . , ; : ? ! - – — … * # | = > _ ~ \\ / & @ % + 1 2 3 é ı ﬁ 中 🚢 \u00a0 \u00ad \u200b "
    "\ufeff \x00"
).split(" ")
ENDS = (" ", " ", " ", "", "\n", "\n\n", "\t", "  ", ". ", "\r\n", "\f", "\u2028", "-\n", ", ", "'s ", "’s ")
_COPY = Path(TemporaryDirectory(prefix="fuzz-").name)


def as_text(data: bytes) -> str:
    """Bytes as text made of words, one byte a word and one what follows it; above them, as characters."""
    if data[:1] > b"\xe0":
        return data[1:].decode("utf-8", "replace")
    pairs = zip(data[::2], data[1::2], strict=False)
    return "".join(WORDS[word % len(WORDS)] + ENDS[end % len(ENDS)] for word, end in pairs)


def readers(data: bytes) -> None:
    """Any file of any ending is read or refused with a reason, and paragraphs lie within the text."""
    if not data:
        return
    ending, body = ENDINGS[data[0] % len(ENDINGS)], data[1:]
    if data[0] == _DOCUMENT:
        body = _as_document(body)
    _check(_file(f"a{ending}", body))


def _as_document(body: bytes) -> bytes:
    """A Word file around any XML, since the bytes of a packed file can't be guessed."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as held:
        held.writestr("[Content_Types].xml", _TYPES)
        held.writestr("_rels/.rels", _RELATIONS)
        held.writestr("word/document.xml", body)
    return packed.getvalue()


_NAMES = "http://schemas.openxmlformats.org"
_TYPES = (
    f'<Types xmlns="{_NAMES}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_NAMES}/package/2006/relationships"><Relationship Id="r" Target="word/document.xml" Type="'
    f'{_NAMES}/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def cleaners(data: bytes) -> None:
    """Any lines are cleaned: what is left has letters or digits, and no line ends in it."""
    for draft in (
        Draft(tuple(split_lines(as_text(data)))),
        Draft(tuple(split_lines(as_text(data))), laid_out=True),
        Draft(tuple(split_lines(as_text(data))), whole=True),
    ):
        pieces, _ = clean(draft, _rules())
        assert not any("\n" in piece.text or not piece.text.strip() for piece in pieces)
    _check(_file("a.txt", as_text(data).encode("utf-8", "replace")))
    _check(_file("a.md", as_text(data).encode("utf-8", "replace")))


@cache
def _rules() -> object:
    return load_rules(models_folder())


def _check(path: Path) -> None:
    for found in read(path, settings=_settings()):
        if isinstance(found, Article):
            assert all(0 <= one.start <= one.end <= len(found.text) for one in found.paragraphs)
            found.text.encode("utf-8")
        else:
            assert found.reason
            assert "\n" not in found.reason


@cache
def _settings() -> Settings:
    return Settings()


def rules(data: bytes) -> None:
    """Any rule, cue, name or YAML is read, or refused with file and line."""
    if not data:
        return
    body = data[1:]
    kind = data[0] % 5
    if kind == 0:
        with suppress(RuleError):
            assert read_yaml(_file("events/a.yml", body)).line >= 1
    elif kind == 1:
        with suppress(RuleError):
            read_rule_file(_file("events/a.yml", body), {}, shipped=models_folder() / "events")
    elif kind == 2:
        with suppress(RuleError):
            load_cues(_file("stance/a.yml", body))
    elif kind == 3:
        with suppress(NotationError):
            assert all(one.required for one in compile_words(body.decode("utf-8", "replace")[:60]))
    else:
        names = sorted(COLUMNS)
        name = names[len(body) % len(names)]
        path = _file(f"entities/{name}.csv", ",".join(COLUMNS[name]).encode() + b"\n" + body)
        with suppress(GazetteerError):
            for problem in read_tables(path.parent)[1]:
                assert problem.line >= 1
        path.unlink()


def text(data: bytes) -> None:
    """From any text tables are made, whose offsets hold and whose ids are unique."""
    given = as_text(data[:400])
    tables = extract_text(given)
    plain = given.encode("utf-8", "replace").decode("utf-8")
    for name in ("sentences", "entities"):
        for row in getattr(tables, name).itertuples():
            assert plain[row.start : row.end] == row.text
    for row in tables.events.itertuples():
        assert plain[row.start : row.end] == row.trigger
    for name, key in (("sentences", "sentence_id"), ("entities", "entity_id"), ("events", "event_id"), ("stances", "stance_id")):
        assert getattr(tables, name)[key].is_unique


def _file(name: str, body: bytes) -> Path:
    path = _COPY / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


TARGETS: dict[str, Callable[[bytes], None]] = {"readers": readers, "cleaners": cleaners, "rules": rules, "text": text}


def seeds(target: str) -> list[bytes]:
    """What a target begins with: files of the corpus and of the models, cut to a length that is tried quickly."""
    found = [bytes(range(256)), string.printable.encode()]
    corpus = Path(__file__).parents[1] / "corpus" / "articles"
    if target == "readers":
        for number, ending in enumerate(ENDINGS):
            for path in sorted(corpus.rglob(f"*{ending}"))[:3]:
                found.append(bytes([number]) + path.read_bytes()[:20_000])
        words = b"<w:body><w:p><w:r><w:t>Norland signed a pact with Ostia on Monday.</w:t></w:r></w:p></w:body></w:document>"
        document = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' + words
        found.append(bytes([_DOCUMENT]) + document)
    if target == "rules":
        for kind, paths in enumerate(("events/*.yml", "events/*.yml", "stance/*.yml")):
            found += [bytes([kind]) + path.read_bytes()[:3000] for path in sorted(models_folder().glob(paths))]
        found += [bytes([3]) + line for line in (b"tread|walk ..2 thin|fine line", b"(a b|c d)? =word/VERB NEG non-aligned")]
        found += [bytes([4]) + path.read_bytes()[:2000] for path in sorted(models_folder().glob("entities/*.csv"))]
    return found
