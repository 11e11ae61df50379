"""Collections: each record an article, all body; a bad record is a reject with its line, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.ingest import read
from pipeline.records import Article, Reject


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def records(*values: object) -> str:
    return "\n".join(json.dumps(value) for value in values) + "\n"


def test_a_record_is_all_body(tmp_path: Path) -> None:
    texts = [
        "Read more closely, the pact says nothing.",
        "By March the pact was signed",
        "Share this article",
        "The views expressed are those of the author.",
        "Conclusion",
        "Norland’s navy (left) sails. - REUTERS",
        "Xi Jinping met Najib Razak.",
    ]
    path = write(tmp_path, "notes.jsonl", records(*({"text": text} for text in texts)))
    found = list(read(path))
    assert [item.text for item in found if isinstance(item, Article)] == texts
    assert not any(p.heading for item in found if isinstance(item, Article) for p in item.paragraphs)


def test_fields_become_metadata(tmp_path: Path) -> None:
    record = {
        "id": "a/1",
        "text": "It ended.",
        "title": "T",
        "authors": ["Ada Example", "bell hooks"],
        "outlet": "O",
        "published": "3 May 2024",
    }
    path = write(
        tmp_path, "notes.jsonl", records(record, {"text": "It went on.", "authors": "A; B", "title": None})
    )
    one, two = read(path, tmp_path)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.article_id, one.path, one.format) == ("a-1", "notes.jsonl:1", "jsonl")
    assert (one.title, one.authors, one.outlet, one.published) == (
        "T",
        ("Ada Example", "bell hooks"),
        "O",
        "2024-05-03",
    )
    assert (two.article_id, two.authors, two.title) == ("notes-2", ("A", "B"), "")


def test_bad_lines_are_rejects_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        '{"text": "One."}',
        "no json",
        "[1]",
        '{"title": "x"}',
        "",
        '{"text": 5}',
        '{"text": "' + "[" * 3,
        '{"text": "Two."}',
    ]
    found = list(read(write(tmp_path, "notes.jsonl", "\n".join(lines))))
    assert [item.path for item in found if isinstance(item, Reject)] == [
        f"notes.jsonl:{n}" for n in (2, 3, 4, 6, 7)
    ]
    assert [item.text for item in found if isinstance(item, Article)] == ["One.", "Two."]


def test_csv_by_its_columns(tmp_path: Path) -> None:
    text = 'ID,Text,Published\n1,"One, and\nmore of it.",2024-05-03\n\n2,Two.,\n3,,\n4,Four.,2024,extra\n5,Five.,2023-01\n'
    found = list(read(write(tmp_path, "notes.csv", text)))
    articles = [
        (item.article_id, item.path, item.text, item.published) for item in found if isinstance(item, Article)
    ]
    assert articles == [
        ("1", "notes.csv:2", "One, and more of it.", "2024-05-03"),
        ("2", "notes.csv:5", "Two.", ""),
        ("5", "notes.csv:8", "Five.", "2023-01"),
    ]
    assert [item.path for item in found if isinstance(item, Reject)] == ["notes.csv:6", "notes.csv:7"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["notes.csv", "notes.jsonl"])
def test_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    text = (
        "text\nNorland’s “no” — café.\n" if name.endswith("csv") else '{"text": "Norland’s “no” — café."}\n'
    )
    (found,) = read(write(tmp_path, name, text, encoding))
    assert isinstance(found, Article), found
    assert found.text == "Norland’s “no” — café."


def test_a_line_in_another_encoding_is_one_bad_record(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    # Further down than the beginning that the encoding is found out from.
    line = json.dumps({"text": "The two sides met in Vell. " * 4000}) + "\n"
    path.write_bytes(line.encode() * 12 + b'{"text": "caf\xe9"}\n' + b'{"text": "Two."}\n')
    found = list(read(path))
    assert [type(item).__name__ for item in found[-3:]] == ["Article", "Reject", "Article"]
    assert len(found) == 14


def test_lines_of_a_record_are_joined_where_a_sentence_runs_on(tmp_path: Path) -> None:
    text = "The two sides, which had quarrelled for years,\nagreed on a text.\n\nIt is short."
    (found,) = read(write(tmp_path, "notes.jsonl", records({"text": text})))
    assert isinstance(found, Article)
    assert found.text.split("\n") == [
        "The two sides, which had quarrelled for years, agreed on a text.",
        "It is short.",
    ]


def test_semicolons_between_columns(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, "notes.csv", 'id;text\nx;"It ended, he said."\n'))
    assert isinstance(found, Article)
    assert (found.article_id, found.text) == ("x", "It ended, he said.")
