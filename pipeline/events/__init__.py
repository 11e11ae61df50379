"""Who did what to whom, whether it happened, when, and on whose word."""

from pipeline.events.find import find_events
from pipeline.events.rules import Rules, load_rules

__all__ = ["Rules", "find_events", "load_rules"]
