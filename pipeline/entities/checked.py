"""Which tables of names have nothing wrong in them, found out beforehand, so that a start needn't look for it again."""

from __future__ import annotations

from pathlib import Path

from pipeline.entities.cities import key_of_cities
from pipeline.entities.gazetteer import build_gazetteer
from pipeline.entities.tables import files_of, key_of_tables


def told_of_names(folder: Path) -> dict[str, str]:
    """What is known of the tables of a folder (``models/entities``), as it is kept: nothing where anything is wrong."""
    try:
        gazetteer, problems = build_gazetteer(folder)
    except ValueError:
        return {}
    keys = (key_of_tables(files_of(folder)), key_of_cities(gazetteer.cities))
    return {} if problems else dict.fromkeys(keys, "true")
