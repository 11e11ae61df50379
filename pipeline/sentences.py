"""Doc -> Sentence: spaCy's boundaries, mended where they fail."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("commentariat_boundaries")
def mark_boundaries(doc: Doc) -> Doc:
    """Fix the sentence boundaries that need no parse, before the parser runs; the parser decides the rest."""
    return doc
