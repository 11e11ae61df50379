"""Measurements of speed and memory: ``make bench``. Nothing fails here, since timings belong to a machine and its load."""
