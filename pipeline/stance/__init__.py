"""Stance: the position of a state or bloc in a sentence (hedging, non-alignment, cooperation)."""

from pipeline.stance.combine import find_stances
from pipeline.stance.cues import Cues, load_cues

__all__ = ["Cues", "find_stances", "load_cues"]
