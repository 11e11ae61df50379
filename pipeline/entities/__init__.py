"""Who and what is named, and who stands behind a noun phrase.

:func:`load_gazetteer` reads the tables of names, :func:`find_mentions` finds names in a parsed text,
:func:`find_actors` says for which actor each noun phrase stands.
"""

from pipeline.entities.actors import ActorIndex, find_actors
from pipeline.entities.gazetteer import Gazetteer, load_gazetteer
from pipeline.entities.mentions import find_mentions
from pipeline.entities.tables import GazetteerError

__all__ = ["ActorIndex", "Gazetteer", "GazetteerError", "find_actors", "find_mentions", "load_gazetteer"]
