import base64
import csv
import gzip
import html
import json
import re

import pytest
import vl_convert

from pipeline.report import build
from pipeline.report.build import write_report
from pipeline.report.source import ReportError
from pipeline.schema import TABLES
from pipeline.settings import models_folder
from tests.report.conftest import HOSTILE_TITLE, write_known_tables

REAL_VEGA = build._vega


@pytest.fixture(autouse=True, scope="module")
def _no_bundle():
    """Making the bundle of Vega takes seconds; the tests in a browser have the real one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_vega", lambda old: "// vega\n")
        yield


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The report of the hostile tables, for the tests that change nothing."""
    return write(write_known_tables(tmp_path_factory.mktemp("written") / "tables"))


def write(folder):
    return write_report(folder, models_folder()).first.parent


def unpacked(report, name):
    rows = []
    for path in sorted((report / "data").glob(f"{name}-*.js")):
        (packed,) = re.findall(r'"([A-Za-z0-9+/=]+)"\);$', path.read_text().strip())
        rows += json.loads(gzip.decompress(base64.b64decode(packed)))
    return rows


def test_every_row_of_every_table_is_there(written):
    for table in TABLES:
        with (written.parent / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            real = list(csv.reader(stream))[1:]
        assert [row[: len(table.header)] for row in unpacked(written, table.name)] == real


def test_the_same_tables_give_the_same_report(tables):
    report = write(tables)
    before = {path.relative_to(report): path.read_bytes() for path in report.rglob("*") if path.is_file()}
    write(tables)
    assert before == {path.relative_to(report): path.read_bytes() for path in report.rglob("*") if path.is_file()}


def test_an_articles_markup_is_text_on_every_page(written):
    for path in written.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for piece in ("<script>document", "<script>window.owned", "</style>", "<img", "<b>bad", "onerror=alert(1)>"):
            assert piece not in page, path
    page = (written / "articles" / "hostile.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;" in page
    assert HOSTILE_TITLE not in page
    assert "{{ 7 * 7 }}" in page


def test_no_page_names_another_place_or_holds_code(written):
    for path in written.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in html.unescape(page)
        assert not re.findall(r"""(?:src|href)=["']?(?:https?:|//|javascript:)""", page), path
        for attributes, code in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
            assert "src=" in attributes or "type=" in attributes, path
            assert "src=" not in attributes or not code


def test_numbers_of_the_overview_are_those_of_the_tables(written):
    page = (written / "index.html").read_text(encoding="utf-8")
    told = dict(re.findall(r'data-count="(\w+)">([\d,]+)<', page))
    for table in TABLES:
        with (written.parent / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            assert int(told[table.name]) == len(list(csv.reader(stream))) - 1


def test_what_has_no_year_is_told(tables):
    path = tables / "articles.csv"
    path.write_text(path.read_text().replace(",2022-03-02,", ",,"))
    page = (write(tables) / "index.html").read_text(encoding="utf-8")
    assert "Left out: 1 of 1, for which no year is known." in page
    assert page.count("Left out:") == 1


def test_an_empty_run_is_told(empty):
    page = (write(empty) / "index.html").read_text(encoding="utf-8")
    assert "There is nothing to show: no article was read in this run." in page
    assert "1 of the inputs could not be used" in page
    assert "the file is empty; leave it out" in page


def test_an_actor_without_a_name_of_its_own_is_told_by_its_country(tables):
    path = tables / "dyads.csv"
    path.write_text(path.read_text().replace("Norland,XNL,GOV", "rebels,XNL,REB"))
    report = write(tables)
    (schema,) = re.findall(r"^commentariat\.describe\((.*)\);$", (report / "data" / "schema.js").read_text())
    columns = [one["name"] for one in json.loads(schema)["tables"]["dyads"]["columns"]]
    rows = [dict(zip(columns, row, strict=True)) for row in unpacked(report, "dyads")]
    assert {(row["_source"], row["_source_name"]) for row in rows} == {("rebels (XNL)", "rebels (XNL)")}
    assert {row["_target"] for row in rows} == {"Ostia"}


def test_a_folder_of_others_is_left_alone(tables):
    (tables / "report").mkdir()
    (tables / "report" / "mine.txt").write_text("mine")
    with pytest.raises(ReportError, match="no report of commentariat; move it away"):
        write(tables)
    assert (tables / "report" / "mine.txt").read_text() == "mine"


def test_a_report_that_fails_leaves_the_last_one(tables):
    report = write(tables)
    (tables / "text" / "plain.txt").unlink()
    with pytest.raises(ReportError):
        write(tables)
    assert (report / "index.html").is_file()
    assert not (tables / ".report-new").exists()


def test_the_bundle_of_the_last_report_is_taken_again(tables, monkeypatch):
    made = []
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda snippet: made.append(snippet) or "bundle")
    (tables / "assets").mkdir()
    (tables / "assets" / "vega.js").write_text(REAL_VEGA(tables))
    assert REAL_VEGA(tables) == (tables / "assets" / "vega.js").read_text()
    assert len(made) == 1
