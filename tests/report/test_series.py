import csv

import pytest

from pipeline.report.series import Choice, load_weights, make_series, write_series
from pipeline.report.source import ReportError
from pipeline.report.states import load_state_codes
from pipeline.schema import EVENT_TYPES
from pipeline.settings import models_folder
from tests.report.conftest import analyse, write_tables

MODELS = models_folder()


def rows(folder, **choice):
    made = make_series(folder, MODELS, Choice(**choice))
    write_series(made, folder / "series.csv")
    with (folder / "series.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_counts_by_year(tables):
    found = rows(tables)
    assert [(row["source"], row["target"], row["period"]) for row in found] == [
        ("Norland", "Ostia", year) for year in ("2022", "2023", "2024")
    ]
    assert [row["events"] for row in found] == ["1", "", "2"]
    assert (found[2]["SUPPORT"], found[2]["ACCUSE"], found[2]["ASSAULT"]) == ("1", "1", "0")
    assert (found[2]["verbal_cooperation"], found[2]["verbal_conflict"]) == ("1", "1")


def test_a_true_zero_is_told_from_no_coverage(tables):
    found = rows(tables, actors=("XNL", "Ostia", "xsu"))
    silent = [row for row in found if row["source_iso"] == "XSU" and row["target_iso"] == "XNL"]
    assert [(row["period"], row["articles"], row["coverage"], row["events"]) for row in silent] == [
        ("2022", "1", "articles", "0"), ("2023", "0", "none", ""), ("2024", "1", "articles", "0"),
    ]  # fmt: skip
    assert len(found) == 6 * 3


def test_an_event_of_a_year_without_articles_is_retrospect(tmp_path):
    article = analyse("late", ["Norland signed a pact with Ostia."], "", "2022-03-02")
    folder = write_tables(tmp_path / "tables", [article])
    path = folder / "dyads.csv"
    path.write_text(path.read_text().replace("2022-03-02,2022-03,", "2022-03-02,1982,"))
    assert [(row["period"], row["coverage"], row["events"]) for row in rows(folder)] == [
        ("1982", "retrospect", "1"), ("2022", "articles", "0"),
    ]  # fmt: skip


def test_months(tables):
    found = rows(tables, by="month")
    assert [row["period"] for row in found][:2] == ["2022-03", "2022-04"]
    assert found[-1]["period"] == "2024-05"
    assert len(found) == 27


def test_an_event_without_a_period_is_left_out_and_counted(tables):
    path = tables / "dyads.csv"
    path.write_text(path.read_text().replace("2024-05-01,2024-05,", "2024-05-01,2023,"))
    assert make_series(tables, MODELS, Choice("month")).undated == 1


def test_once_a_day(tmp_path):
    twice = analyse("twice", ["Norland condemned it.", "Again Norland condemned it."], "", "2022-03-02")
    folder = write_tables(tmp_path / "tables", [twice])
    assert [row["events"] for row in rows(folder)] == ["2"]
    assert [row["events"] for row in rows(folder, once_a_day=True)] == ["1"]


def test_only_what_happened_counts(tables):
    path = tables / "dyads.csv"
    path.write_text(path.read_text().replace("affirmed,actual", "affirmed,planned"))
    assert rows(tables) == []


def test_types(tables):
    found = rows(tables, types=("ACCUSE",))
    assert [(row["period"], row["events"], row["ACCUSE"], row["SUPPORT"]) for row in found] == [
        ("2022", "0", "0", ""), ("2023", "", "", ""), ("2024", "1", "1", ""),
    ]  # fmt: skip


def test_the_score_and_its_table(tables):
    weights = load_weights(MODELS)
    last = rows(tables)[2]
    assert float(last["goldstein_sum"]) == weights.by_type["SUPPORT"] + weights.by_type["ACCUSE"]
    assert float(last["goldstein_mean"]) == float(last["goldstein_sum"]) / 2
    assert last["goldstein_table"] == weights.table
    assert weights.table.startswith("goldstein.csv ")


def test_every_type_has_a_weight_on_goldsteins_scale():
    weights = load_weights(MODELS).by_type
    assert set(weights) == set(EVENT_TYPES)
    assert all(-10 <= weight <= 10 for weight in weights.values())
    assert weights["ASSAULT"] == min(weights.values())


@pytest.mark.parametrize(
    ("code", "year", "codes"),
    [("DEU", 2020, ("255", "260")), ("MYS", 2020, ("820", "820")), ("RUS", 1960, ("365", "365")), ("XNL", 2020, ("", ""))],
)
def test_codes_of_states_in_a_year(code, year, codes):
    assert load_state_codes(MODELS).codes(code, year) == codes


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"actors": ("MYS", "Malasia")}, r"no actor 'Malasia'.*near it are Malaysia"),
        ({"actors": ("MYS",)}, r"at least two actors"),
        ({"types": ("SANCTIONS",)}, r"no event type: SANCTIONS; known are AGREE"),
    ],
)
def test_a_wrong_choice_is_told(tables, choice, message):
    with pytest.raises(ReportError, match=message):
        make_series(tables, MODELS, Choice(**choice))


def test_a_wrong_table_of_weights_is_told(tmp_path):
    with pytest.raises(ReportError, match=r"goldstein\.csv: can't be read"):
        load_weights(tmp_path)
    (tmp_path / "goldstein.csv").write_text("event_type,cameo,weight\nAGREE,03,much\n")
    with pytest.raises(ReportError, match="the weight a number"):
        load_weights(tmp_path)
    (tmp_path / "goldstein.csv").write_text("event_type,cameo,weight\nAGREE,03,4.0\n")
    with pytest.raises(ReportError, match="has no weight for CONSULT"):
        load_weights(tmp_path)
