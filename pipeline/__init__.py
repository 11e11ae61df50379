"""commentariat: foreign-policy commentary in, tables out.

>>> from pipeline import extract, extract_text  # doctest: +SKIP
>>> extract("corpus/articles").events  # doctest: +SKIP
"""

from pipeline.api import Tables, extract, extract_text

__all__ = ["Tables", "extract", "extract_text"]
