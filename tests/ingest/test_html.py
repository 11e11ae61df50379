"""Web pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest import read
from pipeline.records import Article

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A quiet pact | Norland Times</title>
<meta property="og:site_name" content="Norland Times"><meta name="author" content="Ada Example">
<meta property="article:published_time" content="2024-05-03T08:00:00Z">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"A quiet pact",
"author":[{"@type":"Person","name":"Ada Example"},{"@type":"Person","name":"Ben Sample"}],"datePublished":"2024-05-03"}
</script></head>"""
BODY = """<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/o">Opinion</a></li></ul></nav></header>
<main><article><h1>A quiet pact</h1><p class="byline">By <a href="/ada">Ada Example</a> and Ben Sample</p><time>3 May 2024</time>
<figure><img src="x.jpg"><figcaption>Ministers pose for a photo in Vell. Photo: Reuters</figcaption></figure>
<p><span class="dropcap">N</span>orland signed a pact with <a href="/x">Ostia</a> on Friday.<sup>1</sup> It wasn’t a surprise.</p>
<p>The pact covers fisheries, border trade and joint patrols, said <em>the minister</em>.
Few had expected it so soon after the quarrel over the reef last year.</p>
<div class="ad">Advertisement</div>
<h2>Why now?</h2>
<p>Because both sides need it.<br><br>And because neither can say so aloud, as one official put it to this newspaper.</p>
<ul><li>It lets ships call at ports.</li><li>It opens a hotline.</li></ul>
<p><a href="/1">Norland</a> and <a href="/2">Ostia</a> <a href="/3">quarrelled</a>
<a href="/4">over</a> <a href="/5">reefs in 2019 and 2021</a>.</p>
<p>READ MORE: <a href="/x">Norland recalls its envoy</a></p>
<p>The opposition objects. The vote is due next week in the assembly, and it is likely to be close,
as the coalition has only a narrow majority there.</p>
<p><em>Ada Example is a senior fellow at the Norland Institute.</em></p>
</article><aside><h3>Related stories</h3><ul><li><a href="/y">Ostia votes today in a poll</a></li></ul></aside></main>
<footer>© 2024 Norland Times. All rights reserved.</footer></body></html>"""
LINES = [
    "Norland signed a pact with Ostia on Friday. It wasn’t a surprise.",
    "The pact covers fisheries, border trade and joint patrols, said the minister. "
    "Few had expected it so soon after the quarrel over the reef last year.",
    "Why now?",
    "Because both sides need it.",
    "And because neither can say so aloud, as one official put it to this newspaper.",
    "It lets ships call at ports.",
    "It opens a hotline.",
    "Norland and Ostia quarrelled over reefs in 2019 and 2021.",
    "The opposition objects. The vote is due next week in the assembly, and it is likely to be close, "
    "as the coalition has only a narrow majority there.",
]


def read_html(folder: Path, data: bytes) -> Article:
    path = folder / "page.html"
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_the_article_comes_out_whole(tmp_path: Path, encoding: str) -> None:
    page = (HEAD + BODY).replace("utf-8", "windows-1252" if encoding == "cp1252" else encoding)
    article = read_html(tmp_path, page.encode(encoding))
    assert article.text.split("\n") == LINES
    assert [p.section for p in article.paragraphs if not p.heading] == ["", "", *["Why now?"] * 6]
    assert (article.title, article.outlet, article.published) == (
        "A quiet pact",
        "Norland Times",
        "2024-05-03",
    )
    assert article.authors == ("Ada Example", "Ben Sample")


def test_metadata_is_read_off_the_text_where_the_page_has_none(tmp_path: Path) -> None:
    article = read_html(tmp_path, ("<html><head></head>" + BODY).encode())
    assert article.text.split("\n") == LINES
    assert article.title == "A quiet pact"
    assert article.published in ("2024-05-03", "")


def test_a_page_of_bare_lines_is_read_too(tmp_path: Path) -> None:
    article = read_html(
        tmp_path, b"<html><body>Norland signed the pact.<br><br>Ostia waited, as it does.</body></html>"
    )
    assert article.text.split("\n") == ["Norland signed the pact.", "Ostia waited, as it does."]


def test_notes_and_pull_quotes_by_their_class_are_no_body(tmp_path: Path) -> None:
    beside = (
        '<blockquote class="pullquote">Few had expected it.</blockquote>'
        '<div class="footnote"><a>1</a><div class="footnote-content"><p>See the archive, volume ten.</p></div></div>'
    )
    page = (HEAD + BODY).replace("</article>", f"{beside}</article>")
    text = read_html(tmp_path, page.encode()).text
    assert text == read_html(tmp_path, (HEAD + BODY).encode()).text


def test_a_page_laid_out_by_a_table_keeps_its_paragraphs_apart(tmp_path: Path) -> None:
    page = (
        b"<html><head><title>A quiet pact</title></head><body><table width=600><tr><td><h2>A quiet pact</h2>"
        b"<i>by Ada Example</i><br>June 1, 2003<p>Norland signed the pact with Ostia on Friday, and nobody was surprised."
        b"<p>Ostia waited for a week before it answered, as it always does in matters of the reef."
        b"<table><tr><td><p>Norland</p></td><td><p>12</p></td></tr></table></td></tr></table></body></html>"
    )
    found = read_html(tmp_path, page)
    assert [line for line in found.text.split("\n") if line] == [
        "Norland signed the pact with Ostia on Friday, and nobody was surprised.",
        "Ostia waited for a week before it answered, as it always does in matters of the reef.",
    ]
    assert (found.title, found.authors, str(found.published)) == (
        "A quiet pact",
        ("Ada Example",),
        "2003-06-01",
    )


def test_the_sites_name_is_no_part_of_the_title_and_a_desk_no_author(tmp_path: Path) -> None:
    head = (
        '<html><head><title>A quiet pact - Norland Times</title><meta name="author" content="Staff Reporter">'
    )
    head += '<meta property="og:site_name" content="Norland Times"></head>'
    article = read_html(
        tmp_path,
        (head + BODY.replace("<h1>A quiet pact</h1>", "").replace('<p class="byline">', "<p>")).encode(),
    )
    assert article.title == "A quiet pact"
    assert "Staff Reporter" not in article.authors
