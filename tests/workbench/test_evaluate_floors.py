import math
from pathlib import Path

import pytest

from pipeline.rulefile import RuleError
from pipeline.workbench.evaluate_floors import broken_floors, load_floors, raised, write_floors

KNOWN = ["events.type.f1", "events.actors.f1", "stance.calibration_error"]
PINNED = "# Why.\nevents.type.f1: 0.50\n\nstance.calibration_error: 0.08\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "floors.yml").write_text(PINNED)
    return tmp_path


def test_no_file_no_floors(tmp_path: Path):
    assert load_floors(tmp_path, KNOWN) == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "events.typ.f1: 0.5",
            "floors.yml:1: unknown metric 'events.typ.f1'; known are: events.actors.f1, events.type.f1",
        ),
        ("events.type.f1: high", "floors.yml:1: events.type.f1: 'high' is no number from 0 to 1"),
        ("events.type.f1: 72", "72 is no number from 0 to 1"),
        ("events.type.f1: true", "True is no number from 0 to 1"),
    ],
)
def test_a_wrong_floor_is_named(tmp_path: Path, line: str, message: str):
    (tmp_path / "floors.yml").write_text(line)
    with pytest.raises(RuleError) as error:
        load_floors(tmp_path, KNOWN)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"events.type.f1": 0.5, "stance.calibration_error": 0.08}, []),
        ({"events.type.f1": 0.499, "stance.calibration_error": 0.0}, ["events.type.f1 is 0.499, below its floor of 0.50"]),
        ({"events.type.f1": 0.9, "stance.calibration_error": 0.1},
         ["stance.calibration_error is 0.100, above its ceiling of 0.08"]),
        ({"events.type.f1": 0.9}, ["stance.calibration_error was not measured (no gold for it); its floor is 0.08"]),
        ({"events.type.f1": math.nan, "stance.calibration_error": 0.0},
         ["events.type.f1 was not measured (no gold for it); its floor is 0.50"]),
    ],
)  # fmt: skip
def test_broken_floors_name_metric_floor_and_value(folder: Path, values: dict[str, float], told: list[str]):
    assert [str(one) for one in broken_floors(load_floors(folder, KNOWN), values)] == told


def test_floors_only_rise(folder: Path):
    floors = load_floors(folder, KNOWN)
    better = {"events.type.f1": 0.789, "stance.calibration_error": 0.041}
    assert raised(floors, better) == {"events.type.f1": 0.78, "stance.calibration_error": 0.05}
    assert raised(floors, {"events.type.f1": 0.3, "stance.calibration_error": 0.2}) == floors
    assert raised(floors, {}) == floors


def test_comments_stay(folder: Path):
    write_floors(folder, {"events.type.f1": 0.78, "stance.calibration_error": 0.05})
    assert (
        folder / "floors.yml"
    ).read_text() == "# Why.\nevents.type.f1: 0.78\n\nstance.calibration_error: 0.05\n"
