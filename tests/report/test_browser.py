"""The report as people use it: opened from the disk in a real browser, with every request and error noted."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pipeline.report.build import write_report
from pipeline.schema import TABLE
from pipeline.settings import models_folder
from tests.report.conftest import HOSTILE_NAME, HOSTILE_TITLE, analyse, write_known_tables, write_tables

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
PAGES = (
    "index.html", "actors.html", "articles.html", "tables.html#events", "actor.html#Norland", "dyad.html#Norland/Ostia",
    "articles/hostile.html", "articles/plain.html",
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"),
    reason="no Chromium here (on Debian or Ubuntu: apt install chromium)",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = write_known_tables(tmp_path_factory.mktemp("browser") / "tables")
    return write_report(tables, models_folder()).first.parent


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "no Chromium: .ci/run installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Visit:
    """A page that notes what leaves it and what goes wrong in it."""

    def __init__(self, page: Page, report: Path) -> None:
        self.page = page
        self.report = report
        self.faults: list[str] = []
        page.set_default_timeout(20_000)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", lambda dialog: self.faults.append(f"dialog {dialog.message}"))
        page.on("request", self._request)

    def _note(self, message) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def _request(self, request) -> None:
        if not request.url.startswith((self.report.as_uri() + "/", "data:", "blob:")):
            self.faults.append(f"request of {request.url}")

    def open(self, address: str) -> Page:
        self.page.goto("about:blank")
        self.faults.clear()
        self.page.goto(f"{self.report.as_uri()}/{address}")
        self._wait(address)
        return self.page

    def _wait(self, address: str) -> None:
        file = address.split("#")[0]
        if file == "index.html":
            self.page.wait_for_selector("#chart-dyads[data-drawn]")
        elif file in ("articles.html", "tables.html"):
            self.page.wait_for_selector("[data-built]")
        else:
            self.page.wait_for_selector("body[data-ready]")


@pytest.fixture
def visit(browser: Browser, report: Path) -> Iterator[Visit]:
    context = browser.new_context(accept_downloads=True)
    made = Visit(context.new_page(), report)
    yield made
    context.close()
    assert made.faults == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_pages_are_accessible_and_fit_their_width(browser: Browser, report: Path, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    visit = Visit(context.new_page(), report)
    for address in PAGES:
        page = visit.open(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        # Its fetching of styles would break the page's own policy.
        found = Axe().run(page, options={"preload": False}).response["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], address
        assert visit.faults == [], address
    context.close()


def test_an_articles_markup_is_text(visit: Visit):
    page = visit.open("articles/hostile.html")
    assert page.text_content("h1") == HOSTILE_TITLE
    assert page.title().startswith(HOSTILE_TITLE)
    text = page.inner_text(".text")
    assert "<script>window.owned = 1</script>" in text
    assert HOSTILE_NAME in page.text_content(".text")
    assert "\u202eNorland" in page.text_content(".text")
    assert page.evaluate("window.owned") is None
    assert page.locator("main img, main script:not([type])").count() == 0
    for address in ("articles.html", "tables.html#articles"):
        page = visit.open(address)
        assert page.get_by_text(HOSTILE_TITLE, exact=True).count() >= 1
        assert page.evaluate("window.owned") is None


def test_charts_have_marks_and_show_their_data(visit: Visit):
    page = visit.open("index.html")
    figures = page.locator("figure.chart")
    assert figures.count() == 5
    for number in range(5):
        figure = figures.nth(number)
        assert figure.locator(".plot svg .mark-rect.role-mark path").count() >= 1
        assert figure.locator(".plot svg[aria-label], .plot svg [aria-label]").count() >= 1
    page.click("#chart-events summary >> text=Data behind")
    assert page.locator("#chart-events details td").all_inner_texts() == [
        "ACCUSE", "verbal conflict", "1", "SUPPORT", "verbal cooperation", "2",
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_chart_is_saved(visit: Visit, kind, start):
    page = visit.open("index.html")
    with page.expect_download() as download:
        page.click(f"#chart-events [data-save={kind}]")
    assert download.value.suggested_filename == f"events.{kind}"
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(start)
    assert len(data) > 2000


def test_a_table_is_searched_sorted_and_filtered(visit: Visit):
    page = visit.open("tables.html#events")
    rows = page.locator(".tabulator-row")
    assert rows.count() == 3
    page.click("button.sort >> text=event_type")
    assert page.locator(".tabulator-cell[tabulator-field=event_type]").all_inner_texts() == [
        "ACCUSE",
        "SUPPORT",
        "SUPPORT",
    ]
    page.fill("input[type=search]", "condemn")
    expect(page.locator(".tabulator-row")).to_have_count(1)
    page.fill("input[type=search]", "")
    expect(page.locator(".tabulator-row")).to_have_count(3)
    page.locator("input[aria-label='filter article_id']").press_sequentially("plain")
    expect(page.locator(".tabulator-row")).to_have_count(1)
    assert page.locator("[role=status]").first.inner_text() == "1 of 3 rows"


def test_a_table_is_saved_as_filtered_with_the_cells_of_the_file(visit: Visit):
    page = visit.open("tables.html#sentences/condemned")
    expect(page.locator(".tabulator-row")).to_have_count(1)
    with page.expect_download() as download:
        page.click("text=Save as CSV")
    saved = Path(download.value.path()).read_bytes()
    lines = (visit.report.parent / "sentences.csv").read_bytes().splitlines(keepends=True)
    assert saved == lines[0] + next(line for line in lines if b"condemned" in line)


def test_the_list_of_articles_begins_with_titles_and_is_saved_as_the_file_is(visit: Visit):
    page = visit.open("articles.html")
    assert page.locator("button.sort").first.inner_text() == "title"
    with page.expect_download() as download:
        page.click("text=Save as CSV")
    assert Path(download.value.path()).read_bytes() == (visit.report.parent / "articles.csv").read_bytes()


def test_an_article_without_a_title_is_listed_by_its_id(browser: Browser, tmp_path: Path):
    tables = write_tables(tmp_path / "tables", [analyse("untitled", "Norland signed.\n", "", "2022-03-02")])
    visit = Visit(browser.new_page(), write_report(tables, models_folder()).first.parent)
    page = visit.open("articles.html")
    link = page.locator(".tabulator-cell[tabulator-field=title] a")
    assert (link.inner_text(), link.get_attribute("href")) == ("untitled", "articles/untitled.html")
    page.close()


def test_a_table_is_printed_with_all_its_columns(visit: Visit):
    page = visit.open("tables.html#events")
    # As wide as A4 on its side.
    page.set_viewport_size({"width": 1050, "height": 720})
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".tabulator-print-table th").all_inner_texts() == list(TABLE["events"].header)
    assert page.locator(".tabulator-print-table tbody tr").count() == 3
    assert page.locator("table.tabulator-print-table").bounding_box()["width"] <= 1050


def test_numbers_of_rows_are_labelled_once(visit: Visit):
    page = visit.open("index.html")
    # There is one stance: between 0 and 1 is nothing to count.
    shown = page.locator("#chart-stances .role-axis-label text").all_text_contents()
    numbers = [one for one in shown if one.isdigit() and len(one) < 4]
    assert numbers == sorted(set(numbers))


def test_a_mark_shows_its_row_its_rule_and_its_qualifiers(visit: Visit):
    page = visit.open("articles/hostile.html")
    page.click(".text a.e >> text=condemned")
    told = page.locator("#panel").inner_text()
    for part in (
        "ACCUSE",
        "accuse.condemn",
        "affirmed",
        "actual",
        "Sudria",
        "Norland · XNL GOV",
        "Ostia · XOS GOV",
    ):
        assert part in told
    assert page.locator(".text .chosen").inner_text().endswith("condemned")


def test_a_row_leads_to_its_sentence_and_back(visit: Visit):
    page = visit.open("tables.html#events/condemned")
    expect(page.locator(".tabulator-row")).to_have_count(1)
    page.click(".tabulator-cell[tabulator-field=event_id] a")
    page.wait_for_selector("#panel.open")
    assert "accuse.condemn" in page.locator("#panel").inner_text()
    page.click("#panel >> text=its sentence")
    assert "condemned" in page.locator(".s:target").inner_text()
    page.click("#panel >> text=in the table")
    expect(page.locator(".tabulator-row")).to_have_count(1)
    assert page.locator(".tabulator-cell[tabulator-field=trigger]").inner_text() == "condemned"


def test_actors_are_filtered_and_lead_to_their_pages(visit: Visit):
    page = visit.open("actors.html")
    assert page.inner_text("#told") == "3 of 3 rows of dyads.csv"
    assert page.locator("#chart-matrix svg .mark-rect.role-mark path").count() == 1
    page.select_option("select[name=event_type]", "ACCUSE")
    page.wait_for_selector("body[data-ready='1']")
    page.fill("input[name=to]", "2023")
    page.press("input[name=to]", "Tab")
    page.wait_for_selector("body[data-ready='0']")
    assert page.locator("#chart-matrix").is_hidden()
    page.click("button[type=reset]")
    page.wait_for_selector("body[data-ready='3']")
    page.click("#people a >> text=Norland")
    page.wait_for_selector("body[data-ready='Norland']")
    assert page.inner_text("#told").startswith("source of 3 rows of dyads.csv, target of 0 more")
    with (visit.report.parent / "profiles.csv").open(encoding="utf-8", newline="") as stream:
        (profile,) = (row for row in csv.DictReader(stream) if row["actor"] == "Norland")
    shown = page.locator("#profile .tabulator-cell[tabulator-field=events]").all_inner_texts()
    assert shown == [profile["events"]]


def test_a_page_is_drawn_once_at_a_time_and_as_last_asked_for(visit: Visit):
    page = visit.open("actors.html")
    steps = page.evaluate("""async () => {
        const steps = [];
        const later = (time) => new Promise((done) => setTimeout(done, time));
        const draw = commentariat.inTurn(async () => { steps.push("begun"); await later(30); steps.push("done"); });
        draw();
        await later(10);
        draw();
        draw();
        await later(300);
        return steps;
    }""")
    assert steps == ["begun", "done", "begun", "done"]


def test_a_dyad_has_its_events_and_stances(visit: Visit):
    page = visit.open("dyad.html#Norland/Ostia")
    assert page.inner_text("h1") == "Norland and Ostia"
    assert page.locator("#events .tabulator-row").count() == 3
    assert page.locator("#chart-timeline svg .mark-rect.role-mark path").count() >= 2
    assert page.locator("#chart-back").is_hidden()
    page = visit.open("dyad.html#Sudria/Ostia")
    assert "arm's length" in page.inner_text("#stances")


def test_marks_and_sorting_work_by_keyboard(visit: Visit):
    page = visit.open("articles/plain.html")
    page.focus(".text a.e")
    page.keyboard.press("Enter")
    assert "support.sign" in page.locator("#panel").inner_text()
    page = visit.open("tables.html#events")
    page.focus("button.sort >> text=trigger")
    page.keyboard.press("Enter")
    assert page.locator(".tabulator-cell[tabulator-field=trigger]").first.inner_text() == "condemned"


def test_an_empty_run_says_so(browser: Browser, tmp_path: Path):
    report = write_report(write_tables(tmp_path / "tables", []), models_folder()).first.parent
    visit = Visit(browser.new_page(), report)
    visit.page.goto(f"{report.as_uri()}/index.html")
    assert "no article was read" in visit.page.inner_text("#empty")
    for address in ("articles.html", "tables.html#dyads", "actors.html"):
        visit.open(address)
    assert visit.faults == []
    visit.page.close()


@pytest.mark.parametrize("address", ["actor.html", "dyad.html", "dyad.html#Norland"])
def test_a_page_of_nobody_leads_to_the_list(visit: Visit, address: str):
    page = visit.open("index.html")
    page.goto(page.url.replace("index.html", address))
    page.wait_for_url("**/actors.html")
    assert page.inner_text("h1") == "Actors and dyads"
