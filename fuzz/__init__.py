"""Fuzzing by coverage: ``make fuzz``. What it finds is mended, and kept as a test."""
