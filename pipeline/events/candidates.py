"""What a rule has made of a frame, before it is known what else the sentence tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from pipeline.events.frames import Frame
from pipeline.events.party import Party
from pipeline.events.rules import Rule

# Those spared whom the sentence doesn't name: "refused to join the sanctions".
SOMEBODY = frozenset({""})


@dataclass(slots=True)
class Candidate:
    """A rule that matched a frame.

    ``swallowed`` are triggers that tell the same happening or are part of it; ``spared`` are the countries, or names, of
    those to whom something is refused to be done, and who so aren't the other side; ``turned_down`` is what was asked or
    offered all the same, ``spoken_of`` what others have done, whoever judges it; ``reciprocal`` is what several do to each
    other, though the rule knows it of one alone; ``denial`` is the word by which a rule takes for a refusal what is denied
    ("will not allow").
    """

    rule: Rule
    frame: Frame
    sources: list[Party]
    targets: list[Party]
    mode: str
    swallowed: set[int] = field(default_factory=set)
    inherited: bool = False
    spared: frozenset[str] = frozenset()
    turned_down: bool = False
    spoken_of: bool = False
    reciprocal: bool = False
    denial: Token | None = None

    @property
    def trigger(self) -> Token:
        """The token that the rule matched."""
        return self.frame.trigger


def is_complete(candidate: Candidate) -> bool:
    """Whether nobody is missing: it has a target, or is mutual among its sources."""
    return bool(candidate.targets) or (candidate.rule.mutual and len(candidate.sources) > 1)
