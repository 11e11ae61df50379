"""Shared between two processes, a look finds what one alone would find, whatever becomes of the other."""

from __future__ import annotations

import os

import pytest

from pipeline.workbench import halves
from pipeline.workbench.halves import in_halves

THINGS = range(200)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(halves.os, "cpu_count", lambda: 2)


def test_all_is_looked_at_once_by_two_processes():
    found = in_halves(THINGS, lambda some: [(one, os.getpid()) for one in some])
    assert sorted(one for one, _ in found) == list(THINGS)
    assert len({process for _, process in found}) == 2


def test_few_things_are_looked_at_here():
    assert in_halves(range(3), lambda some: [os.getpid() for _ in some]) == [os.getpid()] * 3


def test_a_fault_is_told_here():
    def look(some):
        if 7 in some:
            raise ValueError("seven")
        return list(some)

    with pytest.raises(ValueError, match="seven"):
        in_halves(THINGS, look)


def test_what_a_lost_process_had_to_do_is_done_here():
    here = os.getpid()

    def look(some):
        if os.getpid() != here:
            os._exit(1)
        return list(some)

    assert sorted(in_halves(THINGS, look)) == list(THINGS)
