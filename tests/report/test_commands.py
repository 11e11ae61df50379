import subprocess
import sys

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.report import build


def invoke(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_report_says_where_it_is(tables, monkeypatch):
    monkeypatch.setattr(build, "_vega", lambda old: "// vega\n")
    result = invoke("report", tables)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("2 articles in ")
    assert result.stdout.strip().endswith(str(tables / "report" / "index.html"))


def test_plot_writes_a_picture(tables, tmp_path):
    result = invoke("plot", "dyads", tables, "--out", tmp_path / "dyads.svg")
    assert result.exit_code == 0, result.output
    assert "Norland → Ostia" in (tmp_path / "dyads.svg").read_text(encoding="utf-8")


def test_series_is_written_beside_the_tables(tables):
    result = invoke("series", tables, "--by", "month", "--actors", "XNL, Ostia", "--types", "ACCUSE")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"54 rows of series from {tables}: {tables / 'series.csv'}\n"
    assert (tables / "series.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report", "{empty}/nowhere"], "no such folder"),
        (["report", "{empty}/text"], "holds no tables; run `commentariat extract"),
        (["plot", "pie", "{empty}"], "no kind of picture 'pie'; there are events"),
        (["plot", "events", "{empty}", "--out", "{empty}/x.pdf"], "pictures are .svg or .png"),
        (["series", "{empty}", "--actors", "MYS,Atlantis"], "no actor 'Atlantis'"),
        (["series", "{empty}", "--by", "week"], "is not one of"),
    ],
)
def test_wrong_usage_says_what_would_be_right(arguments, message, empty):
    result = invoke(*(one.format(empty=empty) for one in arguments))
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_help_loads_nothing_slow():
    code = "import sys\nfrom pipeline.cli import app\napp(['report', '--help'], standalone_mode=False)\n"
    code += "assert not {'altair', 'jinja2', 'pandas', 'vl_convert'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
