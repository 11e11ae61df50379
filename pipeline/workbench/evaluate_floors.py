"""Quality floors: figures that may only rise, pinned beside the gold in ``floors.yml``."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.rulefile import RuleError, read_yaml

FLOORS = "floors.yml"
# Of these figures, the lower is the better one; what is pinned is a ceiling.
_LOWER_IS_BETTER = ("calibration_error",)
_STEP = 0.01
# Figures are ratios of counts; this much may be lost in adding up.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class BrokenFloor:
    """A floor that a figure fell through; ``value`` is NaN where it wasn't measured."""

    metric: str
    floor: float
    value: float

    def __str__(self) -> str:
        if math.isnan(self.value):
            return f"{self.metric} was not measured (no gold for it); its floor is {self.floor:.2f}"
        if is_ceiling(self.metric):
            return f"{self.metric} is {self.value:.3f}, above its ceiling of {self.floor:.2f}"
        return f"{self.metric} is {self.value:.3f}, below its floor of {self.floor:.2f}"


def is_ceiling(metric: str) -> bool:
    """Whether a figure has to stay below what is pinned, and not above."""
    return metric.endswith(_LOWER_IS_BETTER)


def load_floors(folder: Path, known: Collection[str]) -> dict[str, float]:
    """The floors of a gold folder by metric; none where it has no file of them.

    :param known: names of metrics that can be pinned.
    :raises RuleError: for an unknown metric or a value that is no share; the message names file and line.
    """
    path = folder / FLOORS
    if not path.is_file():
        return {}
    raw = read_yaml(path)
    for metric, value in raw.items():
        if metric not in known:
            near = ", ".join(sorted(name for name in known if name.split(".")[0] == metric.split(".")[0]))
            message = f"unknown metric {metric!r}; known are: {near or ', '.join(sorted(known))}"
            raise RuleError(path, raw.key_lines[metric], message)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise RuleError(path, raw.key_lines[metric], f"{metric}: {value!r} is no number from 0 to 1")
    return dict(raw)


def broken_floors(floors: Mapping[str, float], values: Mapping[str, float]) -> list[BrokenFloor]:
    """The floors that the figures don't keep."""
    broken = []
    for metric, floor in floors.items():
        value = values.get(metric, math.nan)
        gap = floor - value if is_ceiling(metric) else value - floor
        if not gap >= -_ROUNDING:
            broken.append(BrokenFloor(metric, floor, value))
    return broken


def raised(floors: Mapping[str, float], values: Mapping[str, float]) -> dict[str, float]:
    """The floors, each raised to its figure rounded down to the hundredth; none is ever lowered."""
    higher = {}
    for metric, floor in floors.items():
        value = values.get(metric, math.nan)
        if math.isnan(value):
            higher[metric] = floor
        elif is_ceiling(metric):
            higher[metric] = min(floor, round(math.ceil(value / _STEP - _ROUNDING) * _STEP, 2))
        else:
            higher[metric] = max(floor, round(math.floor(value / _STEP + _ROUNDING) * _STEP, 2))
    return higher


def write_floors(folder: Path, floors: Mapping[str, float]) -> None:
    """Write changed floors back; comments and order stay as they are."""
    path = folder / FLOORS
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        metric = line.split(":")[0]
        lines.append(f"{metric}: {floors[metric]:.2f}" if metric in floors else line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
