"""Dates of publication."""

from __future__ import annotations

import pytest

from pipeline.ingest.dates import find_date, read_date, without_dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("17/11/2025 | 10:30 MYT", "2025-11-17"),
        ("November 6, 2025", "2025-11-06"),
        ("6 Nov 2025", "2025-11-06"),
        ("Thursday, 6th November 2025", "2025-11-06"),
        ("Nov. 6, 2025", "2025-11-06"),
        ("2025-11-06T08:30:00+08:00", "2025-11-06"),
        ("06.11.2025", "2025-11-06"),
        ("29 | 09 | 2023", "2023-09-29"),
        ("11/6/2025 3:00 PM EST", "2025-11-06"),
        ("11/6/2025", "2025-06-11"),
        ("12/25/2025", "2025-12-25"),
        ("Published May 2023", "2023-05"),
        ("No. 9 NOVEMBER 1961", "1961-11"),
        ("30/02/2024", ""),
        ("we march on in 2024", ""),
        ("page 12/13", ""),
        ("6 November", ""),
    ],
)
def test_a_date_is_read_as_precisely_as_it_stands(text: str, date: str) -> None:
    assert find_date(text) == date


def test_a_field_for_dates_may_say_less() -> None:
    assert read_date("2024") == "2024"
    assert read_date("2024-05") == "2024-05"
    assert read_date("20240503") == "2024-05-03"
    assert read_date("yesterday") == ""


def test_dates_are_cut_out_of_a_line() -> None:
    assert without_dates("Ada Example Published Nov 6, 2025, 08:30 AM") == "Ada Example"
