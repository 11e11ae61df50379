"""For all input: no crash, offsets that hold, ids that are unique."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import extract_text
from pipeline.formats import READERS
from pipeline.ingest import read
from pipeline.records import Article
from pipeline.rulefile import RuleError, read_yaml
from pipeline.stance.notation import NotationError, compile_words

QUICKLY = {"derandomize": True, "deadline": None, "suppress_health_check": list(HealthCheck)}
WORDS = (
    "Norland Ostia Sudria signed condemned the a pact of with and, not will “ ” ( ) . ? ! — 's U.S. it he which \n \n\n on"
    " Monday March 2022 $5m sanctions against its \u00a0 \u200b \ufeff \x00 é 中 🚢 ’ -- ... President Tan said that"
).split(" ")
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=40).map("".join),
)


@settings(max_examples=60, **QUICKLY)
@given(TEXTS)
def test_any_text_can_be_extracted(text: str):
    tables = extract_text(text)
    for name in ("sentences", "entities"):
        for row in getattr(tables, name).itertuples():
            assert text[row.start : row.end] == row.text
    for row in tables.events.itertuples():
        assert text[row.start : row.end] == row.trigger
    for name, key in (("sentences", "sentence_id"), ("entities", "entity_id"), ("events", "event_id"), ("stances", "stance_id")):
        assert getattr(tables, name)[key].is_unique


@pytest.mark.parametrize("ending", sorted(READERS))
def test_any_bytes_can_be_read(ending: str, tmp_path: Path):
    path = tmp_path / f"a{ending}"
    heads = st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body><p>", b'{"text": "', b"text,id\n", b"\xff\xfe"])

    @settings(max_examples=25, **QUICKLY)
    @given(heads, st.one_of(st.binary(max_size=300), TEXTS.map(lambda text: text.encode("utf-8", "replace"))))
    def check(head: bytes, body: bytes) -> None:
        path.write_bytes(head + body)
        for found in read(path):
            if isinstance(found, Article):
                assert all(0 <= one.start <= one.end <= len(found.text) for one in found.paragraphs)
            else:
                assert found.reason
                assert "\n" not in found.reason

    check()


@settings(max_examples=100, **QUICKLY)
@given(st.one_of(st.text(max_size=80), st.text("-:[]{}&*!|>'\"%@`,# \n\tab1", max_size=60)))
def test_any_rule_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str):
    path = tmp_path_factory.getbasetemp() / "rules.yml"
    path.write_text(text, encoding="utf-8", errors="replace")
    with suppress(RuleError):
        assert read_yaml(path).line >= 1


@settings(max_examples=100, **QUICKLY)
@given(st.text("abc ()|/-?~*'", max_size=40))
def test_any_words_of_a_cue_are_read_or_refused(text: str):
    with suppress(NotationError):
        assert all(pattern.required for pattern in compile_words(text))
