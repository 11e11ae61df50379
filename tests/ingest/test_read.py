"""Bad input: each file that can't be used is one reject that says what, why and what to do, and nothing is raised."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.ingest import read
from pipeline.records import Article, Reject
from pipeline.settings import Settings

PROSE = (
    "Norland signed the pact on Friday. Ostia waited, and it was right to do so.\n\nNobody was surprised.\n"
)


def reject(path: Path, settings: Settings | None = None) -> Reject:
    (found,) = read(path, path.parent, settings)
    assert isinstance(found, Reject), found
    assert found.stage == "ingest"
    assert "\n" not in found.reason
    assert ";" in found.reason, "it says what to do as well"
    return found


def article(path: Path, root: Path | None = None) -> Article:
    (found,) = read(path, root)
    assert isinstance(found, Article), found
    return found


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 130_000_000)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n\xef\xbb\xbf", "is empty"),
        ("nul.txt", b"\x00" * 400, "is empty"),
        ("junk.txt", bytes(range(1, 256)) * 50, "binary, not text"),
        ("empty.html", b"<html><body></body></html>", "no article"),
        ("empty.pdf", b"", "is empty"),
        ("broken.pdf", b"%PDF-1.7\nnothing more", "no whole PDF"),
        ("broken.docx", b"PK\x03\x04 broken", "no whole Word file"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Word file"),
        ("bomb.docx", bomb(), "unpacked it has 130 MB"),
        ("other.docx", b"", "is empty"),
        ("empty.jsonl", b"\n\n", "is empty"),
        ("empty.csv", b"", "is empty"),
        ("columns.csv", b"id,body\n1,x\n", "no column named text"),
        ("pictures.xyz", b"abc", "no format that can be read"),
        ("word.txt", b"a" * 5_000_000, "data and no prose"),
        ("line.txt", b"Norland met Ostia. " * 270_000, "break it into paragraphs"),
        ("furniture.txt", b"Share\n\nAdvertisement\n\nRead more\n", "no prose"),
        (
            "malay.txt",
            b"Perdana Menteri berkata bahawa dasar itu tidak akan berubah dan rakyat akan terus dengan kerajaan.",
            "Malay",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_used_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert reason in reject(path).reason


def test_a_document_over_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(PROSE.encode() * 16_000)
    found = reject(path, Settings(max_document_megabytes=1))
    assert "limit is 1" in found.reason
    assert "max_document_megabytes" in found.reason


def test_a_text_over_the_limit_names_the_setting(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(PROSE.encode() * 60)
    assert "max_article_characters" in reject(path, Settings(max_article_characters=1000)).reason


def test_a_very_long_line_is_read_in_bounded_time(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text(
        "The two sides met in Vell, and they agreed on a text that nobody has seen. " * 26_000,
        encoding="utf-8",
    )
    began = time.perf_counter()
    (found,) = read(path)
    assert time.perf_counter() - began < 20
    assert isinstance(found, Article)
    assert len(found.text) > 1_900_000


def test_a_missing_file_a_folder_and_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "check that it is there" in reject(tmp_path / "none.txt").reason
    (tmp_path / "folder.txt").mkdir()
    assert "is a folder" in reject(tmp_path / "folder.txt").reason

    def locked(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "locked.txt").write_text(PROSE)
    monkeypatch.setattr(Path, "read_bytes", locked)
    assert "Permission denied" in reject(tmp_path / "locked.txt").reason


def test_deeply_nested_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 20_000 + PROSE + "</div>" * 20_000 + "</body></html>")
    assert "nested" in reject(path).reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_same_text_comes_of_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "text.txt"
    text = PROSE.replace("Ostia waited", "Ostia — “a friend” — waited")
    path.write_bytes(text.encode(encoding))
    assert "Ostia — “a friend” — waited, and" in article(path).text


def test_nul_bytes_in_a_text_go(tmp_path: Path) -> None:
    path = tmp_path / "nul.txt"
    path.write_bytes(PROSE.replace("Friday", "Fri\x00day").encode())
    assert "on Friday." in article(path).text


def test_what_an_article_carries(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "er"
    folder.mkdir(parents=True)
    path = folder / "A piece (final).txt"
    path.write_text(PROSE, encoding="utf-8")
    found = article(path, tmp_path)
    assert (found.article_id, found.path, found.format, found.language) == (
        "A-piece-final",
        "in/er/A piece (final).txt",
        "txt",
        "en",
    )
    assert len(found.sha256) == 64
    assert found.text.split("\n") == [
        "Norland signed the pact on Friday. Ostia waited, and it was right to do so.",
        "Nobody was surprised.",
    ]


def test_a_first_line_with_its_date_below_is_a_title_however_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "vote.txt"
    body = "On the evening of 10 July, after a year of talks, the premier of Ostia agreed to a vote. Nobody objected to it."
    path.write_text(
        f"Ostia after the vote: what has changed and what has not\n\n19 July 2023\n\n{body}\n\n{body}\n",
        encoding="utf-8",
    )
    found = article(path)
    assert found.title == "Ostia after the vote: what has changed and what has not"
    assert found.text.startswith("On the evening")


def test_a_sentence_alone_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("Xi Jinping met Mahathir Mohamad in Beijing.", encoding="utf-8")
    assert article(path).text == "Xi Jinping met Mahathir Mohamad in Beijing."


def test_a_word_above_the_text_and_a_question_below_it_are_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text(f"Enough.\n\n{PROSE}\nWho will pay?\n")
    lines = [line for line in article(path).text.split("\n") if line]
    assert (lines[0], lines[-1]) == ("Enough.", "Who will pay?")


def test_a_question_among_links_below_the_text_is_none_of_it(tmp_path: Path) -> None:
    path = tmp_path / "links.txt"
    path.write_text(f"{PROSE}\nWhat Now?\n\nNorland recalls its envoy\n")
    assert article(path).text.endswith("Nobody was surprised.")
