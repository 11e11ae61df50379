"""Stance: the position of a state or bloc in a sentence (hedging, non-alignment, cooperation)."""

from pipeline.stance.combine import find_stances
from pipeline.stance.cues import Cues, load_cues
from pipeline.stance.lexicon import CueError

__all__ = ["CueError", "Cues", "find_stances", "load_cues"]
