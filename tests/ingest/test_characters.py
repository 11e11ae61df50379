"""Bytes to characters: encodings found, mojibake mended, the author's characters kept."""

from __future__ import annotations

import codecs

import pytest

from pipeline.ingest.characters import DecodingError, decode, tidy

TEXT = "Norland’s premier — “neutral” — met Türkiye’s envoy in São Tomé.\nThe talks failed.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_an_encoding_is_found(data: bytes) -> None:
    assert decode(data) == TEXT


def test_utf_16_without_a_mark_is_found() -> None:
    assert decode("The talks failed again.".encode("utf-16-le")) == "The talks failed again."


def test_a_given_encoding_is_taken_and_a_wrong_one_refused() -> None:
    assert decode("Zażółć".encode("cp1250"), "cp1250") == "Zażółć"
    with pytest.raises(DecodingError, match="doesn't fit utf-8"):
        decode("Zażółć".encode("cp1250"), "utf-8")


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x7fELF\x02\x01\x01" + b"\x00\x01\x02" * 500])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(DecodingError, match="binary, not text"):
        decode(data)


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("non\u00a0breaking\u2009thin", "non breaking thin"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("so\u00adft", "soft"),
        ("capac\u00ad\nity", "capac-\nity"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\ufb01rst o\ufb03ce", "first office"),
        ("Norlandâ€™s", "Norland’s"),
        ("cafÃ©", "café"),
        ("the Prime Minister&#039;s &amp; his", "the Prime Minister's & his"),
        ("bell\x07 nul\x00", "bell nul"),
        ("e\u0301", "é"),
        ("“It’s ‘so’” — … – kept", "“It’s ‘so’” — … – kept"),
        ("page\fpage", "page\fpage"),
        ("\uf0b7 item", "• item"),
        ("non\u2011aligned", "non-aligned"),
    ],
)
def test_characters_are_tidied(raw: str, tidied: str) -> None:
    assert tidy(raw) == tidied
