import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Stance
from pipeline.schema import TABLE, TABLES
from pipeline.tables import article_rows, cell, csv_line, encode, frame, header, joined, lines, rows_of
from tests.simple import analyse_simply, make_article

HEADERS = {
    "articles": "article_id path format title authors outlet published language words sentences sha256",
    "sentences": "sentence_id article_id position paragraph section start end text",
    "entities": "entity_id article_id sentence_id start end text label name kb_id country rule",
    "events": "event_id article_id sentence_id start end trigger event_type plover_type mode quad_class polarity"
    " modality date date_text location speaker rule",
    "participants": "event_id role entity_id name kb_id country sector resolved_by",
    "dyads": "event_id article_id sentence_id published date source source_country source_sector target"
    " target_country target_sector event_type plover_type mode quad_class polarity modality",
    "stances": "stance_id article_id sentence_id holder holder_country toward stance polarity modality score primary"
    " cue method rule",
    "profiles": "actor counterpart articles events verbal_cooperation material_cooperation verbal_conflict"
    " material_conflict hedging non_alignment cooperation says does say_do_gap hedging_index",
    "rejects": "path stage reason",
}


@pytest.mark.parametrize("name", HEADERS)
def test_the_promised_columns_come_first_in_their_order(name: str):
    promised = HEADERS[name].split()
    assert list(TABLE[name].header[: len(promised)]) == promised


def test_every_table_is_there():
    assert [table.name for table in TABLES] == list(HEADERS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"), (3, "3"), (None, ""), (True, "true"), (False, "false"), (("a", "b"), "a; b"), ((), ""),
        (0.5, "0.5"), (1.0, "1"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (1 / 3, "0.333333"),
    ],
)
def test_cells(value: object, text: str):
    assert cell(value) == text


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=2, max_size=5))
def test_any_text_comes_back_from_a_line(cells: list[str]):
    line = csv_line(cells)
    assert line.endswith("\n")
    assert list(csv.reader(io.StringIO(line, newline=""))) == [cells]


def test_quotes_only_where_needed():
    assert csv_line(["a b", 'say "so"', "1,5", "x\ry", "=1+1"]) == 'a b,"say ""so""","1,5","x\ry",=1+1\n'


def test_half_a_surrogate_pair_keeps_the_length():
    assert encode("a\ud800b") == b"a?b"


def test_offsets_hold_in_every_table_of_an_article():
    article = make_article("Norland signed.\nThe Norland delegation signed – again.")
    rows = article_rows(analyse_simply(article))
    for table, field in (("sentences", "text"), ("entities", "text"), ("events", "trigger")):
        for row in rows[table]:
            assert article.text[row.start : row.end] == getattr(row, field)
    assert len(rows["events"]) == 2


def test_counts_say_what_the_lines_hold():
    (rows,) = rows_of(analyse_simply(make_article("Norland signed.\nNorland waited.")))
    assert rows.counts["sentences"] == rows.lines["sentences"].count("\n") == 2
    assert rows.counts["events SUPPORT"] == rows.counts["events"] == 1


def test_a_long_article_comes_in_parts_that_are_the_same_together(monkeypatch: pytest.MonkeyPatch):
    analysis = analyse_simply(make_article("\n".join(["Norland signed.", "Nothing.", "Norland waited."] * 3)))
    (whole,) = rows_of(analysis)
    monkeypatch.setattr("pipeline.tables.ROWS_A_PART", 2)
    parts = list(rows_of(analysis))
    assert [part.lines["sentences"].count("\n") for part in parts] == [2, 2, 2, 2, 1]
    assert [name for part in parts[1:] for name in ("articles", "stances") if name in part.lines] == []
    assert joined(parts) == whole


def test_a_frame_is_typed_and_leaves_the_unknown_out():
    kind = ("hedging", "affirmed", "actual", 0.75, True, "", "rule", "")
    stance = Stance("st_1", "a", "a:1", "NA", "", ("Ostia", "Sudria"), *kind)
    table = TABLE["stances"]
    data = frame(table, header(table) + lines(table, [stance]))
    row = data.iloc[0]
    assert row["holder"] == "NA"
    assert row["toward"] == "Ostia; Sudria"
    assert math.isclose(row["score"], 0.75)
    assert data["primary"].dtype == bool
    assert bool(data["cue"].isna()[0])


def test_an_empty_frame_has_the_same_types():
    table = TABLE["articles"]
    full = frame(table, header(table) + lines(table, article_rows(analyse_simply(make_article("Norland.")))["articles"]))
    assert dict(frame(table, header(table)).dtypes.astype(str)) == dict(full.dtypes.astype(str))
    assert (full["words"].dtype, full["published"][0]) == ("int64", "2022-03-02")
