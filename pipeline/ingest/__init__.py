"""path -> Article: files of every known format are found, read and cleaned."""

from __future__ import annotations

from pipeline.ingest.inputs import Input, find_inputs
from pipeline.ingest.read import read

__all__ = ["Input", "find_inputs", "read"]
