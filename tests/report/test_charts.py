import pytest

from pipeline.report import charts
from pipeline.report.source import ReportError


@pytest.fixture
def frames(tables):
    return charts.load_frames(tables)


def values(chart):
    (rows,) = chart.to_dict()["datasets"].values()
    return rows


def test_events_by_type_agree_with_the_table(frames):
    assert values(charts.draw("events", frames)) == [
        {"event_type": "ACCUSE", "quad_class": "verbal conflict", "events": 1},
        {"event_type": "SUPPORT", "quad_class": "verbal cooperation", "events": 2},
    ]


def test_an_event_stands_in_its_own_year_else_in_that_of_the_article(frames):
    frames["events"].loc[0, "date"] = "1982-05"
    found = {(row["year"], row["events"]) for row in values(charts.draw("timeline", frames))}
    assert found == {("1982", 1), ("2024", 1)}


def test_dyads_and_holders(frames):
    assert {row["dyad"] for row in values(charts.draw("dyads", frames))} == {"Norland → Ostia"}
    assert values(charts.draw("holders", frames)) == [{"holder": "Sudria", "stance": "hedging", "stances": 1}]
    assert values(charts.draw("matrix", frames)) == [{"source": "Norland", "target": "Ostia", "events": 3}]


@pytest.mark.parametrize("kind", charts.KINDS)
def test_every_kind_becomes_a_picture(kind, frames, tmp_path):
    charts.save(charts.draw(kind, frames), tmp_path / f"{kind}.svg")
    assert "<svg" in (tmp_path / f"{kind}.svg").read_text()[:200]
    assert kind in charts.TITLES


def test_png(frames, tmp_path):
    charts.save(charts.draw("events", frames), tmp_path / "events.png")
    assert (tmp_path / "events.png").read_bytes().startswith(b"\x89PNG")


def test_what_is_wrong_is_told(frames, tmp_path):
    with pytest.raises(ReportError, match="no kind of picture 'dyad'; there are events, timeline"):
        charts.draw("dyad", frames)
    chart = charts.draw("events", frames)
    with pytest.raises(ReportError, match=r"pictures are \.svg or \.png"):
        charts.save(chart, tmp_path / "events.pdf")
    with pytest.raises(ReportError, match="can't be written"):
        charts.save(chart, tmp_path / "nowhere" / "events.svg")


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [*charts.QUAD_COLOURS, *charts.STANCE_COLOURS])
@pytest.mark.parametrize("ground", ["#ffffff", "#14181d"])
def test_colours_stand_out_from_both_grounds(colour, ground):
    low, high = sorted((luminance(colour), luminance(ground)))
    assert (high + 0.05) / (low + 0.05) >= 3
