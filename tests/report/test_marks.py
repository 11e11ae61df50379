import pytest

from pipeline.report.marks import Span, cut, mark
from pipeline.report.source import bundles

TEXT = "Norland signed a pact."


@pytest.mark.parametrize(
    ("spans", "kinds"),
    [
        ([], [("Norland signed a pact.", "")]),
        ([Span(0, 7, "m", "a", "GPE")], [("Norland", "m"), (" signed a pact.", "")]),
        (
            [Span(0, 22, "m", "a", "X"), Span(8, 14, "e", "b", "SUPPORT")],
            [("Norland ", "m"), ("signed", "e m"), (" a pact.", "m")],
        ),
        (
            [Span(0, 10, "m", "a", "X"), Span(5, 15, "m", "b", "X")],
            [("Norla", "m"), ("nd si", "m"), ("gned ", "m"), ("a pact.", "")],
        ),
        ([Span(3, 3, "m", "a", "X"), Span(20, 40, "m", "b", "X")], [("Norland signed a pac", ""), ("t.", "m")]),
    ],
)  # fmt: skip
def test_overlapping_rows_cut_the_text_and_lose_none_of_it(spans: list[Span], kinds: list[tuple[str, str]]):
    pieces = list(cut(TEXT, 0, len(TEXT), spans))
    assert [(piece.text, piece.kinds) for piece in pieces] == kinds


def test_an_event_comes_before_the_mention_that_it_lies_in():
    spans = [Span(0, 22, "m", "a", "X"), Span(8, 14, "e", "b", "SUPPORT")]
    (inner,) = (piece for piece in cut(TEXT, 0, 22, spans) if piece.text == "signed")
    assert (inner.rows, inner.label) == (("b", "a"), "SUPPORT")


def test_each_sentence_is_whole_and_has_its_rows(tables):
    for bundle in bundles(tables):
        texts = [row[-1] for row in bundle.rows["sentences"]]
        marked = [one for line in mark(bundle) for one in line.sentences]
        assert ["".join(piece.text for piece in one.pieces) for one in marked] == texts
        rows = {row for one in marked for piece in one.pieces for row in piece.rows}
        assert rows == {row[0] for name in ("entities", "events") for row in bundle.rows[name]}
    assert [one.stances for one in marked] == [(), ()]
