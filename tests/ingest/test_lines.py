"""Lines and the shape of pages."""

from __future__ import annotations

import pytest

from pipeline.ingest.lines import drop_running_heads, find_shape, split_lines, strip_bullet, unspread

WRAPPED = """The two foreign ministries said that the agreement, which had been under
discussion since the spring of last year, would be signed before the end of
the month in the presence of both heads of government, who had met twice in
private and found that they agreed on more than their officials did.

A second paragraph stands below it, and it runs over three lines so that the
shape of the text can be told from the lines that break off in the middle of
a sentence."""


def texts(text: str) -> list[str]:
    return [line.text for line in drop_running_heads(split_lines(text))]


def test_wrapped_text_is_told_from_paragraphs_on_one_line() -> None:
    shape = find_shape(split_lines(WRAPPED))
    assert shape.wrapped
    assert 70 <= shape.width <= 80
    assert not find_shape(
        split_lines(
            "One paragraph.\nAnother one, longer than that.\nlist 1 of 3\nA link\nlist 2 of 3\nA link"
        )
    ).wrapped


def test_double_spaced_text_is_closed_up() -> None:
    spread = WRAPPED.replace("\n", "\n\n")
    assert find_shape(unspread(split_lines(spread))).wrapped
    assert unspread(split_lines(WRAPPED)) == split_lines(WRAPPED)


def test_empty_lines_and_pages_are_noted() -> None:
    first, second, third = split_lines("  one  \n\n \n two\n\fthree")
    assert (first.text, first.blanks, second.blanks, third.page) == ("one", 0, 2, True)


def test_running_heads_go_and_the_first_line_of_a_paragraph_stays() -> None:
    bodies = ["The sea was calm.", "Nobody sailed.", "Then a ship came.", "It left again."]
    pages = "\f".join(f"NORLAND REVIEW {number}\n\n{body}\n\n" for number, body in enumerate(bodies))
    assert texts(pages) == ["NORLAND REVIEW 0", *bodies]
    paragraph = (
        "Norland and Ostia commemorate 65 years of relations this year. While\nboth are small, they differ.\n"
    )
    assert texts("Norland and Ostia\n\n" + paragraph)[1].startswith("Norland and Ostia commemorate")


def test_the_title_on_later_pages_goes() -> None:
    text = (
        "TWO ANSWERS\nA Review\n\n"
        + "\n\n".join(f"Sentence number {n} stands here." for n in range(20))
        + "\n\nTWO ANSWERS 213\n\nmore."
    )
    assert "TWO ANSWERS 213" not in texts(text)


def test_a_sentence_said_three_times_is_no_running_head() -> None:
    assert (
        texts(
            "\n\n".join(
                ["We shall not forget.", "One.", "We shall not forget.", "Two.", "We shall not forget."]
            )
        ).count("We shall not forget.")
        == 3
    )


@pytest.mark.parametrize(
    ("line", "text", "role"),
    [
        ("• It opens ports.", "It opens ports.", "item"),
        ("- a hotline", "a hotline", "item"),
        ("2. The second point", "The second point", "number"),
        ("(a) to ratify", "to ratify", "number"),
        ("S. Jaishankar said so.", "S. Jaishankar said so.", ""),
        ("2030 is far.", "2030 is far.", ""),
        ("3.5 per cent", "3.5 per cent", ""),
        ("— he said", "— he said", ""),
    ],
)
def test_bullets_and_numbers_are_taken_off(line: str, text: str, role: str) -> None:
    assert strip_bullet(line) == (text, role)
