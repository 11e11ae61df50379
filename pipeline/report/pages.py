"""Templates and assets: the pages that are made of them, with everything escaped that came from an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.report.marks import mark
from pipeline.report.shards import pack
from pipeline.report.source import Bundle
from pipeline.schema import QUAD_CLASSES, TABLE

# Nothing but the report's own files: no code in the page, no other place, no form, no frame.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; style-src-attr 'unsafe-inline';"
    " img-src 'self' file: data: blob:; base-uri 'none'; form-action 'none'"
)
PAGES = (
    ("index.html", "Overview"),
    ("actors.html", "Actors and dyads"),
    ("articles.html", "Articles"),
    ("tables.html", "Tables"),
)
_QUAD_CLASS = dict(zip(QUAD_CLASSES, ("vc", "mc", "vx", "mx"), strict=True))


class Pages:
    """The report's templates, ready to be filled; what all pages say is given once."""

    def __init__(self, version: str, made: str) -> None:
        self._environment = Environment(
            loader=PackageLoader("pipeline.report"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        # The data behind a chart is shown in the order of its columns.
        self._environment.policies["json.dumps_kwargs"] = {"sort_keys": False}
        self._environment.globals.update(policy=POLICY, pages=PAGES, version=version, made=made)

    def fill(self, template: str, page: str, root: str = "", **values: Any) -> str:
        """A page: ``page`` is its name in the menu, ``root`` the way from it to the report's folder."""
        return self._environment.get_template(template).render(page=page, root=root, **values)

    def article(self, bundle: Bundle) -> str:
        """The page of an article."""
        events = [_as_dict("events", row) for row in bundle.rows["events"]]
        return self.fill(
            "article.html",
            "Articles",
            root="../",
            article=bundle.article,
            lines=mark(bundle),
            numbers={name: len(rows) for name, rows in bundle.rows.items()},
            quads=defaultdict(str, {one["event_id"]: _QUAD_CLASS.get(one["quad_class"], "") for one in events}),
            events=_shown_events(events, bundle),
            stances=_shown_stances(bundle),
            packed=pack(_panel_rows(bundle)),
        )


def copy_assets(folder: Path) -> None:
    """Copy the scripts and styles that come with the package."""
    for one in files("pipeline.report").joinpath("assets").iterdir():
        (folder / one.name).write_bytes(one.read_bytes())


def _as_dict(name: str, row: list[str]) -> dict[str, str]:
    return dict(zip(TABLE[name].header, row, strict=True))


def _position(sentence_id: str) -> str:
    return sentence_id.rpartition(":")[2]


def _who(sources: Iterable[str], targets: Iterable[str]) -> str:
    return f"{', '.join(sources) or '–'} → {', '.join(targets) or '–'}"


def _shown_events(events: list[dict[str, str]], bundle: Bundle) -> list[Mapping[str, str]]:
    roles: dict[str, dict[str, list[str]]] = {}
    for row in bundle.rows["participants"]:
        one = _as_dict("participants", row)
        roles.setdefault(one["event_id"], {}).setdefault(one["role"], []).append(one["name"])
    shown: list[Mapping[str, str]] = []
    for event in events:
        of_event = roles.get(event["event_id"], {})
        told = [event["polarity"], event["modality"], event["date"], event["location"]]
        if event["speaker"]:
            told.append(f"said by {event['speaker']}")
        shown.append(
            {
                **event,
                "position": _position(event["sentence_id"]),
                "who": _who(of_event.get("source", ()), of_event.get("target", ())),
                "qualifiers": " · ".join(one for one in told if one),
            }
        )
    return shown


def _shown_stances(bundle: Bundle) -> list[Mapping[str, str]]:
    shown: list[Mapping[str, str]] = []
    for row in bundle.rows["stances"]:
        stance = _as_dict("stances", row)
        told = [stance["polarity"], stance["modality"], f"score {stance['score']}", stance["method"]]
        shown.append(
            {
                **stance,
                "position": _position(stance["sentence_id"]),
                "who": _who(filter(None, [stance["holder"]]), filter(None, [stance["toward"]])),
                "qualifiers": " · ".join(one for one in told if one),
            }
        )
    return shown


def _panel_rows(bundle: Bundle) -> dict[str, Any]:
    """The rows that the panel shows, without the cell that names the article."""
    packed: dict[str, Any] = {"participants": {}}
    for name in ("events", "stances", "entities"):
        place = TABLE[name].header.index("article_id")
        packed[name] = [row[:place] + row[place + 1 :] for row in bundle.rows[name]]
    for row in bundle.rows["participants"]:
        packed["participants"].setdefault(row[0], []).append(_in_panel(row))
    return packed


_IN_PANEL = ("role", "entity_id", "name", "kb_id", "country", "sector", "resolved_by")


def _in_panel(row: list[str]) -> list[str]:
    one = _as_dict("participants", row)
    return [one[name] for name in _IN_PANEL]
