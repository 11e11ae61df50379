"""What ``make fuzz`` tries, on what it begins with and on what it has found."""

import pytest

from fuzz.targets import TARGETS, seeds

FOUND = {
    "readers": [
        # Characters that XML forbids, before an element that is taken out of the page.
        bytes([4]) + b"<html><body><p>Norland signed.\x18<script></script>\x01 Ostia did not.</p></body></html>",
    ],
    "rules": [
        bytes([0]) + b"a: " + b"[" * 2000,
        bytes([0]) + b"!!map a",
        bytes([0]) + b"a: 2020-99-99",
        # Lists that are none.
        bytes([1]) + b"event_type: SANCTION\nlists: some words\nrules: []",
        # A type that is none, and too long for a file's name.
        bytes([1]) + b"event_type: " + b"SANCTION" * 100,
    ],
}


@pytest.mark.parametrize(("target", "data"), [(name, data) for name, listed in FOUND.items() for data in listed])
def test_what_was_found_holds(target: str, data: bytes):
    TARGETS[target](data)


@pytest.mark.parametrize("target", sorted(TARGETS.keys() - {"text"}))
def test_each_target_takes_what_it_begins_with(target: str):
    for seed in seeds(target)[::4]:
        TARGETS[target](seed)
    TARGETS[target](b"")
