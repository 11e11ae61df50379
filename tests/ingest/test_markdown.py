"""Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest import read
from pipeline.ingest.markdown import plain_inline
from pipeline.records import Article

NOTE = """---
title: "A quiet pact"
author: [Ada Example, Ben Sample]
publication: Norland Times
date: 2024-05-03
tags: [norland]
---

# A quiet pact

![The port](img/port.jpg)
*The port of Vell. Picture: Norland Archive.*

Norland signed **the pact** with [Ostia](https://example.org/a_(b)) on Friday.[^1] It wasn't
a surprise.

## Why now?

> "We chose peace," the premier said.

- It lets ships call.
- It opens a hotline.

Setext heading
--------------

```
code is no prose
```

It ended.

[^1]: A note that
    runs on.
[ref]: https://example.org
"""


def test_a_note_in_markdown(tmp_path: Path) -> None:
    path = tmp_path / "pact.md"
    path.write_text(NOTE, encoding="utf-8")
    (article,) = read(path)
    assert isinstance(article, Article), article
    assert article.text.split("\n") == [
        "Norland signed the pact with Ostia on Friday. It wasn't a surprise.",
        "Why now?",
        '"We chose peace," the premier said.',
        "It lets ships call.",
        "It opens a hotline.",
        "Setext heading",
        "It ended.",
    ]
    assert [p.heading for p in article.paragraphs] == [False, True, False, False, False, True, False]
    assert (article.title, article.authors, article.outlet, article.published, article.format) == (
        "A quiet pact",
        ("Ada Example", "Ben Sample"),
        "Norland Times",
        "2024-05-03",
        "md",
    )


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a **bold** _slanted_ `code`", "a bold slanted code"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ('[a link](https://e.org "t") ![pic](x.png)', "a link "),
        ("a<br/>b<!-- c -->", "ab"),
        ("1\\. not a list", "1. not a list"),
    ],
)
def test_marks_go(raw: str, plain: str) -> None:
    assert plain_inline(raw) == plain


def test_bad_front_matter_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "pact.md"
    path.write_text("---\n: : [\n---\n\nIt ended well for both of them.\n", encoding="utf-8")
    (article,) = read(path)
    assert isinstance(article, Article)
    assert article.text == "It ended well for both of them."


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: A quiet pact\ndate: 2019-02-03\nauthors: [Ada Example]\n---",
        "+++\ntitle = 'A quiet pact'\ndate = 2019-02-03T08:00:00Z\nauthors = ['Ada Example']\n+++",
    ],
)
def test_front_matter_in_yaml_and_in_toml(tmp_path: Path, front: str) -> None:
    path = tmp_path / "front.md"
    path.write_text(f"{front}\n\nNorland signed the pact on Friday, and nobody was surprised.\n")
    (found,) = read(path)
    assert isinstance(found, Article)
    assert (found.title, found.authors, found.published) == ("A quiet pact", ("Ada Example",), "2019-02-03")
    assert found.text == "Norland signed the pact on Friday, and nobody was surprised."
