"""YAML that is made to harm, or plainly wrong, is told with its line; words stay words."""

from pathlib import Path

import pytest

from pipeline.rulefile import RuleError, read_yaml


def read(folder: Path, text: str) -> dict:
    path = folder / "a.yml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: " + "[" * 100_000, 1, "nested more than 100 deep"),
        ("a:\n " + "- " * 100_000, 2, "nested more than 100 deep"),
        ("a: 1\nb: 2020-99-99", 2, "'2020-99-99' can't be: month must be in 1..12"),
        ("a: 1\nb: !!int x", 2, "'x' can't be"),
        ("a: 1\nb: !!map [c]", 2, "it is said to be a mapping and is none"),
        ("a: !!seq {b: c}", 1, "expected a sequence node"),
        ("a: &b [*b]", 1, "it holds itself"),
        ("a: &b {c: *b}", 1, "it holds itself"),
        ("a: !!python/object:os.system b", 1, "could not determine a constructor"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, message: str, tmp_path: Path):
    with pytest.raises(RuleError) as raised:
        read(tmp_path, text)
    assert message in str(raised.value)
    assert raised.value.line == line


def test_what_is_named_many_times_is_made_once(tmp_path: Path):
    levels = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    found = read(tmp_path, "\n".join(levels))
    assert found["a59"][0] is found["a59"][1]


def test_words_stay_words_and_numbers_numbers(tmp_path: Path):
    found = read(tmp_path, "on: [no, off, yes, 1, 1.5, true, ~, 'true', \"1\"]\n2: x")
    assert found == {"on": ["no", "off", "yes", 1, 1.5, True, None, "true", "1"], "2": "x"}
    assert found.key_lines == {"on": 1, "2": 2}
