"""Bytes -> str, and str -> str with every character in order: what happens here happens before offsets exist.

The author's own characters stay, curly quotes and dashes among them: the language model takes "’" and "'" alike, and
people look for a passage as it was printed. What goes is what no reader sees or what a program broke: byte order
marks, invisible and control characters, mojibake, the ligatures of a typesetter, HTML escapes.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

import ftfy
from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# An encoding is guessed from this much.
_SAMPLE_BYTES = 65_536
# Too short to guess by letters' frequencies.
_FEW_BYTES = 256
# More control characters than this share of a text, and it isn't text.
_BINARY_SHARE = 0.02
# ftfy reads line by line; a "line" longer than this is handed over in pieces.
_MENDED_CHARACTERS = 100_000

_FTFY = ftfy.TextFixerConfig(
    uncurl_quotes=False,
    fix_line_breaks=True,
    fix_latin_ligatures=True,
    fix_character_width=True,
    remove_terminal_escapes=True,
    remove_control_chars=False,
    normalization="NFC",
    explain=False,
)
_LINE_ENDS = re.compile(r"\r\n?|[\v\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc\ufffe\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SOFT_HYPHEN_AT_END = re.compile(r"\u00ad(?=[ ]*(?:\n|$))")
_SHORT_ESCAPE = re.compile(
    r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|amp|quot|apos|nbsp|lsquo|rsquo|ldquo|rdquo|mdash|ndash|hellip|lt|gt);"
)
# The bullets of word processors' symbol fonts, and hyphens that look like one but aren't found as one.
_ODD = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf02d": "-", "\u2010": "-", "\u2011": "-", "\u00ad": None}
)


class DecodingError(ValueError):
    """The bytes are no text that can be read; the message says why and what to do."""


def decode(data: bytes, encoding: str = "") -> str:
    """Decode ``data``: a byte order mark decides, then ``encoding``, then UTF-8 if it fits, then a guess.

    :param encoding: the encoding to take; empty to find it out.
    :raises DecodingError: if it is binary, or doesn't fit the encoding that was asked for.
    """
    name, mark = find_encoding(data, encoding)
    if name == "utf-8" and not mark and not encoding:
        try:
            return checked_text(data.decode("utf-8"))
        except UnicodeDecodeError:
            name = _guess(data)
    return _strict(data[mark:], name)


def find_encoding(sample: bytes, encoding: str = "") -> tuple[str, int]:
    """The encoding that a file which begins with ``sample`` is likely in, and how many bytes its byte order mark takes."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name, len(bom)
    if encoding:
        return encoding, 0
    return _wide_without_mark(sample) or _utf8_or_guess(sample), 0


def _utf8_or_guess(sample: bytes) -> str:
    try:
        # The sample may end in the middle of a letter.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _guess(sample)
    return "utf-8"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return checked_text(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise DecodingError(
            f"byte {error.start} doesn't fit {encoding}; give the right one with --encoding, or leave it out to have it found"
        ) from None


def _wide_without_mark(data: bytes) -> str:
    """UTF-16 without a byte order mark, known by its many NUL bytes on one side; or an empty string."""
    sample = data[:4096]
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _guess(data: bytes) -> str:
    if data.count(0) > _BINARY_SHARE * len(data):
        raise DecodingError("it is binary, not text; give it the ending of its real format, or leave it out")
    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    # A short Western text is mistaken for far-off code pages; Windows-1252 is what such files are.
    name = best.encoding if best is not None and len(data) > _FEW_BYTES else "cp1252"
    for candidate in (name, "cp1252"):
        try:
            data.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
        return candidate
    return "latin-1"


def checked_text(text: str) -> str:
    """``text``, if it is some.

    :raises DecodingError: if control characters show it to be binary.
    """
    controls = len(_CONTROL.findall(text[:_SAMPLE_BYTES])) - text[:_SAMPLE_BYTES].count("\x00")
    nulls = text[:_SAMPLE_BYTES].count("\x00")
    length = max(len(text[:_SAMPLE_BYTES]), 1)
    if controls > _BINARY_SHARE * length or nulls > 0.2 * length:
        raise DecodingError("it is binary, not text; give it the ending of its real format, or leave it out")
    return text


def tidy(text: str) -> str:
    """Mend mojibake, and leave only characters that a reader sees; lines and form feeds (page ends) stay."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SOFT_HYPHEN_AT_END.sub("-", text)
    if _SHORT_ESCAPE.search(text):
        text = _SHORT_ESCAPE.sub(lambda escape: ftfy.fixes.unescape_html(escape.group()), text)
    if not text.isascii():
        text = "".join(_mended(text))
        text = text.translate(_ODD)
        text = _INVISIBLE.sub("", text)
        text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text)
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text))


def _mended(text: str) -> list[str]:
    pieces = []
    for line in text.splitlines(keepends=True) if "\n" in text else [text]:
        if line.isascii():
            pieces.append(line)
            continue
        for i in range(0, len(line), _MENDED_CHARACTERS):
            pieces.append(ftfy.fix_text(line[i : i + _MENDED_CHARACTERS], _FTFY))
    return pieces
