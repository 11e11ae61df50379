"""The outlet, from what stands around an article."""

from __future__ import annotations

import pytest

from pipeline.ingest.outlets import find_outlet, load_outlets
from pipeline.settings import models_folder

OUTLETS = load_outlets(models_folder())


@pytest.mark.parametrize(
    ("head", "disclaimers", "notices", "outlet"),
    [
        (["AWANI"], [], [], "Astro AWANI"),
        (
            [],
            ["The views are the author's own and do not reflect the position of Astro AWANI."],
            [],
            "Astro AWANI",
        ),
        ([], ["These views do not reflect those of the Vell Evening Post."], [], "Vell Evening Post"),
        ([], ["They do not necessarily reflect Al Jazeera’s editorial stance."], [], "Al Jazeera"),
        ([], [], ["© 2024 The New York Times Company"], "The New York Times"),
        ([], [], ["https://www.lowyinstitute.org/the-interpreter/a"], "Lowy Institute"),
        ([], [], ["Published in Dawn, March 27th, 2022"], "Dawn"),
        (["By Ada Example, The Halvenby Courier"], [], [], "The Halvenby Courier"),
        (["Ada Example, Minister of Foreign Affairs of Norland"], [], [], ""),
        ([], ["The opinions are those of the author."], [], ""),
        ([], [], [], ""),
    ],
)
def test_an_outlet_is_found(head: list[str], disclaimers: list[str], notices: list[str], outlet: str) -> None:
    assert find_outlet(head, disclaimers, notices, OUTLETS) == outlet
