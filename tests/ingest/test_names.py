"""Names of authors."""

from __future__ import annotations

import pytest

from pipeline.ingest.names import find_authors, load_name_words
from pipeline.settings import models_folder

WORDS = load_name_words(models_folder())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Example and Ben Sample", ("Ada Example", "Ben Sample")),
        ("By Ada Example, Ben Sample & Cal Instance", ("Ada Example", "Ben Sample", "Cal Instance")),
        ("BY ADA O'EXAMPLE-SMITH", ("Ada O'Example-Smith",)),
        ("Ada Bin Example, PhD, Professor of Law, University of Vell", ("Ada Bin Example",)),
        ("Tan Sri Ada Example", ("Ada Example",)),
        ("Ada Example, PhD PEng, Department of Sea Engineering", ("Ada Example",)),
        ("Dr. Anwar bin Example", ("Anwar bin Example",)),
        ("By J. P. Example in Velostra", ("J. P. Example",)),
        ("Author: Ada Example | Ben Sample", ("Ada Example", "Ben Sample")),
        ("By Staff Reporter", ()),
        ("AWANI Columnist", ()),
        ("By Our Africa Columnist, The Coast Review", ()),
        ("By The Editorial Board", ()),
        ("Norland Institute", ()),
        ("Rose Garden", ()),
    ],
)
def test_only_persons_are_authors(text: str, names: tuple[str, ...]) -> None:
    assert find_authors(text, WORDS) == names
