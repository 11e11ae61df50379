"""By which words a cue's line is looked up: what is known beforehand is what compiling the line would say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import compiled
from pipeline.compiled import compile_folder, key_by
from pipeline.rulefile import RuleError
from pipeline.settings import models_folder
from pipeline.stance import anchors, cues, load_cues
from pipeline.stance.anchors import anchors_of
from pipeline.stance.notation import compile_words

CUES = """stance: hedging
cues:
  - id: hedging.walk
    words: ["walk ..2 fine|thin line", "(sit|stand) on (the fence|fences)"]
    certainty: 0.5
    match: ["Norland <walks a fine line>."]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of one file of cues, of which everything is known beforehand."""
    (tmp_path / "stance").mkdir()
    (tmp_path / "stance" / "hedging.yml").write_text(CUES)
    compile_folder(tmp_path)
    known_anew()
    with monkeypatch.context() as patched:
        patched.setattr(compiled, "models_folder", lambda: tmp_path)
        anchors_of("walk")
    yield tmp_path
    known_anew()


def known_anew() -> None:
    compiled._known.cache_clear()
    anchors._known.cache_clear()


@pytest.fixture
def compiled_lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that are compiled, as they are."""
    asked: list[str] = []

    def noted(line: str) -> list[object]:
        asked.append(line)
        return compile_words(line)

    monkeypatch.setattr(anchors, "compile_words", noted)
    monkeypatch.setattr(cues, "compile_words", noted)
    return asked


def test_known_lines_are_compiled_when_their_words_are_met_and_not_before(folder: Path, compiled_lines: list[str]):
    loaded = load_cues(folder / "stance")
    assert compiled_lines == []
    assert [loaded.pattern(number) for number in loaded.numbers["hedging.walk"]] == [
        pattern for line in loaded.cues["hedging.walk"].words or [] for pattern in compile_words(line)
    ]
    # Once a line, however many patterns it makes.
    assert compiled_lines == loaded.cues["hedging.walk"].words


def test_known_cues_are_looked_up_by_the_same_words_as_others(folder: Path, monkeypatch: pytest.MonkeyPatch):
    known = load_cues(folder / "stance")
    known_anew()
    with monkeypatch.context() as patched:
        patched.setattr(compiled, "_known", dict)
        found = load_cues(folder / "stance")
    assert (known.by_word, known.anchored, known.places) == (found.by_word, found.anchored, found.places)


def test_a_line_that_was_changed_is_compiled_and_what_is_wrong_in_it_told(folder: Path, compiled_lines: list[str]):
    path = folder / "stance" / "hedging.yml"
    path.write_text(CUES.replace("thin line", "narrow line"))
    assert any("narrow" in forms for forms in load_cues(folder / "stance").pattern(0).required)
    assert compiled_lines[0] == "walk ..2 fine|narrow line"
    path.write_text(CUES.replace("thin line", "Thin line"))
    with pytest.raises(RuleError, match=r"hedging\.yml:3: hedging\.walk: .*'fine\|Thin'"):
        load_cues(folder / "stance")


def test_another_notation_knows_none_of_it(folder: Path, compiled_lines: list[str], monkeypatch: pytest.MonkeyPatch):
    anchors._known.cache_clear()
    monkeypatch.setattr(compiled, "models_folder", lambda: folder)
    monkeypatch.setattr(anchors, "_key", lambda: key_by(__file__))
    assert anchors_of("walk ..2 fine|thin line")
    assert compiled_lines == ["walk ..2 fine|thin line"]


@pytest.mark.parametrize(
    "told", ["[]", "3", '{"sets": [["a"]]}', '{"sets": [], "lines": {"walk": [0]}}', '{"sets": 1, "lines": {}}']
)
def test_what_is_damaged_is_left_alone(monkeypatch: pytest.MonkeyPatch, told: str):
    known_anew()
    with monkeypatch.context() as patched:
        patched.setattr(compiled, "_known", lambda: {anchors._key(): told})
        assert anchors_of("walk") == tuple(pattern.anchor for pattern in compile_words("walk"))
    anchors._known.cache_clear()


def test_all_shipped_lines_can_be_known(monkeypatch: pytest.MonkeyPatch, compiled_lines: list[str]):
    told = anchors.told_of_cues(models_folder() / "stance")
    compiled_lines.clear()
    anchors._known.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(compiled, "_known", lambda: told)
        loaded = load_cues(models_folder() / "stance")
    anchors._known.cache_clear()
    assert compiled_lines == []
    for number, place in list(enumerate(loaded.places))[::20]:
        assert loaded.pattern(number).anchor == anchors_of(place.line)[place.number], place
