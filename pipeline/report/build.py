"""The report: one folder of pages that opens by double click, made of the tables of an output folder."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.cache import package_version
from pipeline.report import charts
from pipeline.report.pages import Pages, copy_assets
from pipeline.report.shards import Shards
from pipeline.report.source import Bundle, ReportError, bundles, check_tables, rows_of, run_of
from pipeline.report.states import StateCodes, load_state_codes, told_apart
from pipeline.schema import EVENT_TYPES, MODALITIES, POLARITIES, QUAD_CLASSES, TABLE, TABLES

REPORT = "report"
_MARK = ".commentariat-report"
_REJECTS_SHOWN = 50
# What the bundle leaves in the page.
_NAMED = "window.vegaEmbed = vegaEmbed;"
# What the pages of actors need beside the columns of a table: the sentence, and whom each side counts for.
_BESIDE = {
    "dyads": ("_text", "_source", "_source_name", "_target", "_target_name"),
    "stances": ("_text", "_holder"),
}
_NOTES = {
    "timeline": "By the year of the event; where the text dates none, by the year in which the article was published.",
    "stances": "By the year in which the article was published.",
    "holders": "Those who hold most.",
    "dyads": "Those with most events.",
}
# The pages of which one shows any actor or dyad, by the name in its address: what else they say.
_SIDES: dict[str, dict[str, Any]] = {
    "actor": {
        "what": "Actor",
        "charts": (("timeline", "What it does, over time", "Events with the actor as source, by year."),),
        "profile": "Says and does, by counterpart",
    },
    "dyad": {
        "what": "Dyad",
        "charts": (
            ("timeline", "From the first to the second, over time", ""),
            ("back", "From the second to the first, over time", ""),
        ),
        "profile": "Says and does",
    },
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a report holds, and where its first page is."""

    first: Path
    articles: int
    files: int
    size: int


def write_report(folder: Path, models: Path) -> Written:
    """Write the report of an output folder into its folder ``report``, in the place of an earlier one.

    :raises ReportError: if the folder has no tables or those of another version, or can't be written.
    """
    check_tables(folder)
    place, new = folder / REPORT, folder / f".{REPORT}-new"
    if place.exists() and not (place / _MARK).is_file():
        raise ReportError(f"{place}: is there, but no report of commentariat; move it away and run again")
    try:
        shutil.rmtree(new, ignore_errors=True)
        for name in ("assets", "data", "articles"):
            (new / name).mkdir(parents=True)
        (new / _MARK).write_text("commentariat writes this folder anew at each run of `commentariat report`.\n")
        articles = _write(folder, new, place, load_state_codes(models))
        if place.exists():
            shutil.rmtree(place)
        new.rename(place)
    except OSError as error:
        raise ReportError(f"{place}: can't be written ({error.strerror}); free space, or check permissions") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    sizes = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
    return Written(place / "index.html", articles, len(sizes), sum(sizes))


def _write(folder: Path, new: Path, old: Path, states: StateCodes) -> int:
    own = package_version()
    model = run_of(folder).get("model", {})
    made = f"Made by commentariat {own}" + (f" with the model {model['name']}" if "name" in model else "") + "."
    pages = Pages(own, made)
    copy_assets(new / "assets")
    with ThreadPoolExecutor(1) as pool:
        script = pool.submit(_vega, old)
        counts, articles = _write_data(folder, new, pages, states)
        _write_pages(folder, new, pages, counts, articles)
        (new / "assets" / "vega.js").write_text(script.result(), encoding="utf-8")
    return len(articles)


def _vega(old: Path) -> str:
    """Vega, Vega-Lite and Vega-Embed as one script; taken from the last report where that has the same."""
    import vl_convert

    head = f"// vega {vl_convert.get_vega_version()}, vl-convert {version('vl-convert-python')}, BSD-3-Clause\n"
    kept = old / "assets" / "vega.js"
    if kept.is_file():
        script = kept.read_text(encoding="utf-8")
        if script.startswith(head):
            return script
    # As a script of its own it would leave its names in the page.
    return f"{head}(() => {{\n{vl_convert.javascript_bundle(_NAMED)}\n}})();\n"


def _write_data(
    folder: Path, new: Path, pages: Pages, states: StateCodes
) -> tuple[Counter[str], list[dict[str, str]]]:
    """The articles' pages and all data scripts, in one go through the tables."""
    shards = {table.name: Shards(new / "data", table.name) for table in TABLES}
    articles = []
    for bundle in bundles(folder):
        (new / "articles" / f"{bundle.article['article_id']}.html").write_text(pages.article(bundle), encoding="utf-8")
        articles.append(bundle.article)
        for name, rows in _with_sides(bundle, states):
            for row in rows:
                shards[name].add(row)
    for name in ("articles", "profiles", "rejects"):
        for row in rows_of(folder, name):
            shards[name].add(row)
    for one in shards.values():
        one.close()
    schema = {"tables": {table.name: _described(table.name, shards[table.name]) for table in TABLES}}
    (new / "data" / "schema.js").write_text(f"commentariat.describe({json.dumps(schema)});\n", encoding="ascii")
    return Counter({table.name: shards[table.name].rows for table in TABLES}), articles


def _described(name: str, shards: Shards) -> dict[str, Any]:
    columns: list[dict[str, Any]] = [
        {"name": one.name, "type": one.type, "enum": list(one.note.enum), "about": one.note.about}
        for one in TABLE[name].columns
    ]
    columns += [{"name": beside, "type": "string"} for beside in _BESIDE.get(name, ())]
    return {"about": TABLE[name].about, "columns": columns, "parts": shards.parts, "rows": shards.rows}


def _with_sides(bundle: Bundle, states: StateCodes) -> Iterator[tuple[str, list[list[str]]]]:
    place, text = (TABLE["sentences"].header.index(name) for name in ("sentence_id", "text"))
    texts = {row[place]: row[text] for row in bundle.rows["sentences"]}
    for name, rows in bundle.rows.items():
        if name not in _BESIDE:
            yield name, rows
            continue
        found = []
        for row in rows:
            cells = dict(zip(TABLE[name].header, row, strict=True))
            beside = [texts.get(cells["sentence_id"], "")]
            if name == "dyads":
                for side in ("source", "target"):
                    who = (cells[side], cells[f"{side}_country"])
                    beside += [states.counted_as(*who, cells[f"{side}_sector"]), told_apart(*who)]
            else:
                beside.append(states.names.get(cells["holder_country"], cells["holder"]))
            found.append([*row, *beside])
        yield name, found


def _write_pages(
    folder: Path, new: Path, pages: Pages, counts: Counter[str], articles: list[dict[str, str]]
) -> None:
    frames = charts.load_frames(folder)
    drawn = [
        _chart(kind, frames)
        for kind in charts.KINDS
        if kind != "matrix" and not frames["stances" if kind in ("stances", "holders") else "events"].empty
    ]
    dates = sorted(one["published"] for one in articles if one["published"])
    rejects = [row for _, row in zip(range(_REJECTS_SHOWN), rows_of(folder, "rejects"), strict=False)]
    filled = {
        "index.html": pages.fill(
            "index.html", "Overview",
            counts={table.name: counts[table.name] for table in TABLES},
            words=sum(int(one["words"]) for one in articles),
            published=(dates[0], dates[-1]) if dates else (),
            outlets=sorted({one["outlet"] for one in articles if one["outlet"]}),
            charts=drawn, rejects=rejects,
        ),
        "actors.html": pages.fill(
            "actors.html", "Actors and dyads", types=EVENT_TYPES, quads=QUAD_CLASSES, polarities=POLARITIES,
            modalities=MODALITIES, matrix=_spec(charts.matrix_of(charts.LATER)),
        ),
        "articles.html": pages.fill("articles.html", "Articles", articles=articles),
        "tables.html": pages.fill("tables.html", "Tables", tables=TABLES),
    }  # fmt: skip
    timeline = _spec(charts.timeline_of(charts.LATER, "quad_class", "events", "Events by year and quad class"))
    for name, told in _SIDES.items():
        filled[f"{name}.html"] = pages.fill("sides.html", "", timeline=timeline, script=f"{name}.js", **told)
    for name, text in filled.items():
        (new / name).write_text(text, encoding="utf-8")


def _chart(kind: str, frames: charts.Frames) -> dict[str, Any]:
    """A chart with its title and a note, which says what isn't in it."""
    spec, note = _spec(charts.draw(kind, frames)), _NOTES.get(kind, "")
    if kind in ("timeline", "stances"):
        what = "stances" if kind == "stances" else "events"
        (rows,) = spec["datasets"].values()
        total = len(frames[what])
        if left := total - sum(row[what] for row in rows):
            note += f" Left out: {left:,} of {total:,}, for which no year is known."
    return {"name": kind, "title": charts.TITLES[kind], "spec": spec, "note": note}


def _spec(chart: Any) -> dict[str, Any]:
    """A chart as Vega-Lite, without the address of its schema and the looks that the page gives it."""
    spec: dict[str, Any] = chart.to_dict()
    del spec["$schema"]
    spec.pop("config", None)
    return spec
