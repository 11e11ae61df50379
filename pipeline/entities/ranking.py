"""Which of its candidates a pronoun means: what speaks for each is weighed, and none is taken that isn't likely enough.

The weights are learned from the project's labelled articles (``make train``, :mod:`pipeline.workbench.train_pronouns`) and
stand in ``pronouns.yml``: a logistic model of one candidate being the one meant.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipeline.entities.antecedents import Candidate
from pipeline.entities.marks import marks_of
from pipeline.entities.tables import Problem, line_of, read_yaml_file
from pipeline.records import Actor

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

_KEYS = ("enough", "base", "marks")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each mark weighs, and how likely (0 to 1) a candidate has to be."""

    enough: float
    base: float
    marks: Mapping[str, float]

    def likelihood(self, marks: Mapping[str, float]) -> float:
        """How likely a candidate with these marks is the one meant, 0 to 1."""
        total = self.base + sum(self.marks.get(name, 0.0) * value for name, value in marks.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def load_weights(path: Path, problems: list[Problem]) -> Weights | None:
    """Read ``pronouns.yml``; None where there is none. What is wrong is added to ``problems``."""
    raw = read_yaml_file(path, problems)
    if not raw:
        return None
    marks = raw.get("marks")
    numbers = [raw.get("enough"), raw.get("base"), *(marks.values() if isinstance(marks, dict) else [None])]
    if set(raw) != set(_KEYS) or not all(isinstance(n, int | float) for n in numbers):
        told = f"expected {', '.join(_KEYS)}, with a number for each and for each mark; write it anew with make train"
        problems.append(Problem(str(path), line_of(raw), told))
        return None
    return Weights(float(raw["enough"]), float(raw["base"]), {str(k): float(v) for k, v in raw["marks"].items()})


def likeliest(
    pronoun: Token,
    candidates: Sequence[Candidate],
    by_rule: tuple[Actor, ...],
    weights: Weights,
    index: ActorIndex,
) -> tuple[tuple[Actor, ...], float]:
    """The actors of the likeliest candidate (none if it is a mere thing), and how likely it is.

    One that only pronouns name nearby is at most as likely as they are to mean it. Two of one country, as a premier and
    his office, speak for each other.
    """
    weighed = [
        (weights.likelihood(marks_of(pronoun, one, candidates, by_rule, index)) * one.trust, one) for one in candidates
    ]
    if not weighed:
        return (), 0.0
    highest, best = max(weighed, key=lambda pair: pair[0])
    beside = max((likelihood for likelihood, other in weighed if _are_one_voice(best, other, index)), default=0.0)
    return best.actors, 1 - (1 - highest) * (1 - beside)


def _are_one_voice(best: Candidate, other: Candidate, index: ActorIndex) -> bool:
    """Whether one of two candidates is a state and the other somebody named of it."""
    if best is other or len(best.actors) != 1 or len(other.actors) != 1:
        return False
    one, two = best.actors[0], other.actors[0]
    state = one.kb_id in index.gazetteer.states or two.kb_id in index.gazetteer.states
    return state and bool(one.entity_id and two.entity_id) and one.country == two.country
