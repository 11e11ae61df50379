"""CSV tables -> the same tables as Parquet files, for DuckDB, Arrow and the like; needs the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipeline.schema import TABLES, Table
from pipeline.settings import require

# A block holds whole rows, and a row may hold a long paragraph; larger blocks take more memory.
_BLOCK_BYTES = 8_000_000
# A part of a table holds so many of them, so that it has some ten megabytes and a reader can take several at once.
_BLOCKS_A_PART = 32
# The folder of tables in parts: a folder a table in it.
PARTS = "parquet"
PART_PATTERN = f"{PARTS}/*/part-*.parquet"


def parquet_name(table: Table) -> str:
    """The name of a table's file."""
    return f"{table.name}.parquet"


def check_installed() -> None:
    """Look for the library before anything is read.

    :raises SettingsError: if it isn't there.
    """
    require(
        ("pyarrow.parquet",),
        "the format parquet needs pyarrow; install it with pip install 'commentariat[parquet]', or leave it out",
    )


def part_name(table: Table, number: int) -> str:
    """The name of a part of a table."""
    return f"{PARTS}/{table.name}/part-{number:05}.parquet"


def write_parquet(folder: Path, in_parts: bool = False) -> None:
    """Write each CSV table of ``folder`` as Parquet, block by block; the same tables give the same bytes.

    :param in_parts: as several files in a folder of its own, for tables that are too large for one; else one file beside it.
    """
    for table in TABLES:
        if in_parts:
            (folder / PARTS / table.name).mkdir(parents=True)
        _write(table, folder / f"{table.name}.csv", folder, in_parts)


def _write(table: Table, source: Path, folder: Path, in_parts: bool) -> None:
    import pyarrow as pa
    from pyarrow import csv, parquet

    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema([(column.name, types[column.type]) for column in table.columns])
    options: dict[str, Any] = {
        "read_options": csv.ReadOptions(block_size=_BLOCK_BYTES, use_threads=False),
        "parse_options": csv.ParseOptions(newlines_in_values=True),
        "convert_options": csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True, true_values=["true"], false_values=["false"]
        ),
    }
    with csv.open_csv(source, **options) as blocks:
        for number, part in enumerate(_parts(blocks) if in_parts else [blocks]):
            target = folder / (part_name(table, number) if in_parts else parquet_name(table))
            with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
                for block in part:
                    writer.write_batch(block)


def _parts(blocks: Iterator[Any]) -> Iterator[Iterator[Any]]:
    """The blocks by parts, of which there is always one; each is to be taken before the next."""
    blocks = iter(blocks)
    yield islice(blocks, _BLOCKS_A_PART)
    for first in blocks:
        yield chain([first], islice(blocks, _BLOCKS_A_PART - 1))
