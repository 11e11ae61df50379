"""English or not."""

from __future__ import annotations

import pytest

from pipeline.ingest.english import foreign_language, load_language_words
from pipeline.settings import models_folder

WORDS = load_language_words(models_folder())


@pytest.mark.parametrize(
    "text",
    [
        "Xi Jinping met Putin.",
        "Perdana Menteri Anwar Ibrahim visited Beijing.",
        "NATO",
        "Mahathir, Najib, Muhyiddin, Ismail Sabri and Anwar: Malaysia’s premiers since 1981.",
        "Jokowi, Prabowo dan Anwar met in Jakarta.",
        "Germany condemned Iran.",
        "",
    ],
)
def test_short_english_is_never_refused(text: str) -> None:
    assert foreign_language(text, WORDS) == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Perdana Menteri berkata bahawa Malaysia akan terus dengan dasar berkecuali dan tidak berpihak kepada kuasa besar.",
            "Malay",
        ),
        (
            "La France est une puissance qui ne veut pas choisir entre les blocs, mais elle a des alliés dans le monde.",
            "French",
        ),
        (
            "Die Regierung hat sich nicht entschieden, ob sie dem Bündnis beitreten wird oder auf die Neutralität setzt.",
            "German",
        ),
        (
            "El gobierno no quiere elegir entre los dos bloques, pero sus aliados esperan que lo haga muy pronto.",
            "Spanish",
        ),
        ("Hükümet bu konuda bir karar vermedi ve iki blok ile de iyi ilişkiler için çok çalıştı.", "Turkish"),
        ("外交部发言人表示，中方对此坚决反对。", "Chinese or Japanese"),
        ("外務省は反対すると述べた。これからどうなるのか。", "Japanese"),
        ("Министр заявил, что страна останется нейтральной.", "Russian"),
        ("وقال الوزير إن البلاد ستبقى محايدة", "Arabic"),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
    assert language in foreign_language(text * 3, WORDS)


def test_english_with_foreign_passages_is_english() -> None:
    text = (
        "The premier said that the policy would not change, and that it was old. «Nous ne choisissons pas», he said in French. "
        * 3
    )
    assert foreign_language(text, WORDS) == ""


def test_a_list_of_names_is_no_prose() -> None:
    assert foreign_language("Lim Tan Wong Yap Lee Chan Cheng Goh Koh Ong " * 10, WORDS) == "unknown"
