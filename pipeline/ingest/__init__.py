"""path -> Article: a file of any known format is read and cleaned. Which files a run reads is said in pipeline/inputs.py."""

from __future__ import annotations

from pipeline.ingest.read import read

__all__ = ["read"]
