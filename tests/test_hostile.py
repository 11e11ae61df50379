"""Input made to harm: bounded time and memory, a reject, and nothing outside the folders that were named."""

import io
import os
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from pipeline.api import extract_text
from pipeline.cache import RowStore
from pipeline.ingest import collections, read
from pipeline.inputs import find_sources
from pipeline.records import Article, Reject
from pipeline.run import run
from pipeline.settings import Settings
from pipeline.tables import frames
from pipeline.tasks import tasks


def pdf_of(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF of one page with this packed content."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters, content),
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % start for start in starts))
    out.write(b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


@pytest.mark.parametrize("filters", [b"/FlateDecode", b"[/FlateDecode /FlateDecode]"])
def test_a_page_that_unpacks_to_gigabytes_is_refused(tmp_path: Path, filters: bytes):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"BT (a) Tj ET\n" * 100_000) for _ in range(55)) + packer.flush()
    (tmp_path / "bomb.pdf").write_bytes(pdf_of(packed, filters))
    (found,) = read(tmp_path / "bomb.pdf")
    assert isinstance(found, Reject)
    assert "more than 64 MB once unpacked" in found.reason


def test_a_large_picture_is_no_bomb(tmp_path: Path):
    path = tmp_path / "picture.pdf"
    page = canvas.Canvas(str(path))
    for line in range(20):
        page.drawString(72, 700 - 20 * line, f"Norland signed a defence pact with Ostia on Monday, number {line} of them.")
    page.save()
    (found,) = read(path)
    assert not isinstance(found, Reject)


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".pdf", ".docx", ".jsonl", ".csv", ".mp4"])
def test_a_file_of_a_gigabyte_is_refused_without_reading_it(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / f"a{ending}"
    path.touch()
    os.truncate(path, 1 << 30)
    monkeypatch.setattr("pipeline.tasks.hash_file", None)
    monkeypatch.setattr("hashlib.file_digest", None)
    tracemalloc.start()
    sources, _ = find_sources([path])
    listed = list(tasks(sources, RowStore(tmp_path / "rows"), "", Settings()))
    found = list(read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(one) for one in found] == [Reject]
    assert len(listed) == (ending not in {".jsonl", ".csv"})
    assert peak < 50_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("ending", "end"), [(".jsonl", "}\n"), (".csv", '"\n')])
def test_a_record_without_an_end_is_not_held_in_memory(
    tmp_path: Path, ending: str, end: str, encoding: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(collections, "_LONGEST", 1000)
    first, begin, last = '{"text": "Norland signed a pact."}\n', '{"text": "', '{"text": "Ostia waited for it."}\n'
    if ending == ".csv":
        first, begin, last = "text\nNorland signed a pact.\n", '"', "Ostia waited for it.\n"
    path = tmp_path / f"a{ending}"
    path.write_text(first + begin + "endless lines\n" * (200 if ending == ".csv" else 0) + "x" * 5000 + end + last, encoding)
    found = list(read(path))
    assert [type(one) for one in found][:2] == [Article, Reject]
    assert "longer than 1,000 characters" in found[1].reason
    if ending == ".jsonl":
        assert found[1].path == "a.jsonl:2"
        assert found[2].text == "Ostia waited for it."


def test_control_characters_in_a_page_are_spaces(tmp_path: Path):
    path = tmp_path / "a.html"
    told = "<p>Norland signed a defence pact with Ostia on Monday, its government\x07 said.</p>" * 8
    path.write_text(f"<html><body><article>{told}<p>a<button>x</button>\x08b &#7; c\x0c</p></article></body></html>")
    (found,) = read(path)
    assert isinstance(found, Article)


def test_names_that_would_lead_elsewhere_stay_names(tmp_path: Path, simple_stages: list[str]):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("..txt", "a\nb.txt", "\x1b[2J.txt", "..\\..\\up.txt", "-rf.txt", "CON.txt", "%2e%2e%2fup.txt"):
        (folder / name).write_text("Norland signed.")
    run([folder], out, Settings())
    texts = sorted(path.name for path in (out / "text").iterdir())
    # Names that begin with a point are hidden files.
    assert texts == ["2J.txt", "2e-2e-2fup.txt", "CON_.txt", "a-b.txt", "rf.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    assert len(frames(out)["articles"]) == 5


def test_ids_of_records_lead_nowhere(tmp_path: Path):
    path = tmp_path / "all.jsonl"
    path.write_text('{"id": "../../up", "text": "Norland signed a pact."}\n{"id": "/etc/x", "text": "Ostia signed a pact."}\n')
    run([path], tmp_path / "out", Settings(cache=False))
    assert sorted(one.name for one in (tmp_path / "out" / "text").iterdir()) == ["etc-x.txt", "up.txt"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path, simple_stages: list[str]):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text("Norland signed.")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("Norland signed.")
    (folder / "file.txt").symlink_to(tmp_path / "secret" / "s.txt")
    (folder / "folder").symlink_to(tmp_path / "secret")
    (folder / "round").symlink_to(folder)
    run([folder], tmp_path / "out", Settings())
    tables = frames(tmp_path / "out")
    assert tables["articles"]["path"].tolist() == ["good.txt"]
    assert tables["rejects"]["path"].tolist() == ["file.txt"]


def test_a_sentence_without_an_end_is_read_in_bounded_time():
    # The pattern rules would try the combinations of all its words.
    words = "we want partners who said that they will not let Norland in, " * 120
    started = time.process_time()
    assert len(extract_text(f"And {words} Ostia.").sentences) == 1
    assert time.process_time() - started < 20
