"""CSV tables -> the same tables as Parquet files, for DuckDB, Arrow and the like; needs the extra ``parquet``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.schema import TABLES, Table
from pipeline.settings import SettingsError

# A block holds whole rows, and a row may hold a long paragraph; larger blocks take more memory.
_BLOCK_BYTES = 8_000_000


def parquet_name(table: Table) -> str:
    """The name of a table's file."""
    return f"{table.name}.parquet"


def check_installed() -> None:
    """Look for the library before anything is read.

    :raises SettingsError: if it isn't there.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        message = "the format parquet needs pyarrow; install it with pip install 'commentariat[parquet]', or leave it out"
        raise SettingsError(message) from None


def write_parquet(folder: Path) -> None:
    """Write each CSV table of ``folder`` as a Parquet file beside it, block by block; the same tables give the same bytes."""
    for table in TABLES:
        _write(table, folder / f"{table.name}.csv", folder / parquet_name(table))


def _write(table: Table, source: Path, target: Path) -> None:
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
    with csv.open_csv(source, **options) as blocks, parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for block in blocks:
            writer.write_batch(block)
