"""Those who look on: people who think about a doctrine or act on their own, and speak for no state."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.stance.holder import SUBJECTS, HolderReader


def are_onlookers(doer: Token, reader: HolderReader) -> bool:
    """Whether a noun phrase stands for people who only look on at what states do: "most voters", "three of those polled"."""
    if doer.pos_ == "PRON" or reader.phrase(doer):
        return False
    within = (doer, *(one for child in doer.children if child.lower_ in ("of", "in") for one in child.subtree))
    return any(one.lemma_.lower() in reader.lexicon.list("onlookers") for one in within)


def are_people(doer: Token, reader: HolderReader) -> bool:
    """Whether a noun phrase stands for people, firms or parties who speak for no state: "most voters", "an Ostian bank"."""
    return are_onlookers(doer, reader) or (doer.pos_ != "PRON" and not reader.phrase(doer) and bool(reader.homes(doer)))


def is_of_onlookers(rule: str, head: Token, reader: HolderReader) -> bool:
    """Whether a word of doctrine is what people think about, who speak for no state ("voters are for neutrality").

    What they report or say of a state's position stays its position.
    """
    lexicon = reader.lexicon
    owned = any(child.dep_ == "poss" or reader.named(child) for child in head.children)
    if rule not in lexicon.list("doctrines") or owned:
        return False
    for token in (head, *head.ancestors):
        if token.pos_ in ("VERB", "AUX"):
            doers = [one for one in token.children if one.dep_ in SUBJECTS and head not in one.subtree]
            if doers:
                return token.lemma_.lower() not in lexicon.list("reporting") and all(
                    are_onlookers(doer, reader) for doer in doers
                )
        elif token != head and token.lemma_.lower() in lexicon.list("onlookers"):
            return not reader.phrase(token)
    return False
