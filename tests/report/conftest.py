"""Output folders with known rows, hostile ones among them, written without a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.profiles import ProfileSums, tally
from pipeline.records import Mention, Reject, Sentence, Stance
from pipeline.schema import TABLE, TABLES
from pipeline.tables import Analysis, article_rows, header, lines, reject_line
from tests.simple import STATES, make_article, make_event

HOSTILE_TITLE = "<script>document.title='owned'</script></title></style>"
HOSTILE_NAME = "A" * 300
HOSTILE = (
    f"</script><script>window.owned = 1</script> Norland signed </style><img src=x onerror=alert(1)> {HOSTILE_NAME}.",
    "\u202eNorland\u202c condemned {{ 7 * 7 }} Ostia's javascript:alert(1) & \"friends\".",
)
PLAIN = ("Norland signed a pact with Ostia.", "Sudria has kept both neighbours at arm's length.")


def analyse(article_id: str, texts: Sequence[str], title: str, published: str) -> Analysis:
    """A sentence a line: names of states are mentions, "signed" and "condemned" events of Norland toward Ostia."""
    article = make_article("\n".join(texts), article_id, f"{article_id}.txt", title=title, published=published)
    sentences, mentions, events, stances = [], [], [], []
    for number, line in enumerate(article.paragraphs, start=1):
        text = article.text[line.start : line.end]
        sentence = Sentence(f"{article_id}:{number}", article_id, number, number, "", line.start, line.end, text)
        sentences.append(sentence)
        for code, name in STATES.names.items():
            if name in text:
                start = line.start + text.index(name)
                entity = f"ent_{article_id}_{number}_{code}"
                place = (entity, article_id, sentence.sentence_id, start, start + len(name))
                mentions.append(Mention(*place, name, "GPE", name, code, code, "countries", "GOV"))
        if "signed" in text:
            events.append(make_event(sentence, "signed", "XNL", "XOS", date=published[:7]))
        if "condemned" in text:
            more = {"event_type": "ACCUSE", "quad_class": "verbal conflict", "rule": "accuse.condemn"}
            events.append(make_event(sentence, "condemned", "XNL", "XOS", speaker="Sudria", **more))
        if "arm's length" in text:
            more_of = (("Ostia",), "hedging", "affirmed", "actual", 0.9, True, "arm's length", "rule", "hedging.arm")
            stances.append(Stance(f"st_{article_id}", article_id, sentence.sentence_id, "Sudria", "XSU", *more_of))
    return Analysis(article, 10, tuple(sentences), tuple(mentions), tuple(events), tuple(stances))


def write_tables(folder: Path, analyses: Sequence[Analysis], rejects: Sequence[Reject] = ()) -> Path:
    """The tables of these articles, as a run writes them."""
    (folder / "text").mkdir(parents=True)
    written = {table.name: [header(table)] for table in TABLES}
    sums = ProfileSums()
    for one in analyses:
        records = article_rows(one)
        for name, found in records.items():
            written[name].append(lines(TABLE[name], found))
        sums.add(tally(records["dyads"], one.stances, one.mentions, STATES))
        (folder / "text" / f"{one.article.article_id}.txt").write_text(one.article.text, encoding="utf-8", newline="")
    written["profiles"].append(lines(TABLE["profiles"], sums.profiles()))
    written["rejects"] += [reject_line(reject) for reject in rejects]
    for name, texts in written.items():
        (folder / f"{name}.csv").write_text("".join(texts), encoding="utf-8", newline="")
    (folder / "run.json").write_text(json.dumps({"model": {"name": "simple"}}))
    return folder


def write_known_tables(folder: Path) -> Path:
    """Two articles, one of them hostile, and a reject with a hostile name."""
    return write_tables(
        folder,
        [analyse("plain", PLAIN, "A pact", "2022-03-02"), analyse("hostile", HOSTILE, HOSTILE_TITLE, "2024-05-01")],
        [Reject("<b>bad</b>.pdf", "read", "it holds no text; name another")],
    )


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """:func:`write_known_tables`, to change as one likes."""
    return write_known_tables(tmp_path / "tables")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """The tables of a run that read nothing."""
    return write_tables(tmp_path / "empty", [], [Reject("a.txt", "read", "the file is empty; leave it out")])
