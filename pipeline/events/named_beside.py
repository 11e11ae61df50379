"""Noun -> Party: whom the words beside a noun name, where the noun alone says little: an apposition, examples, "among them"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.strings import get_string_id
from spacy.tokens import Token

from pipeline.events.lexicon import Lexicon
from pipeline.events.party import Party, unique
from pipeline.events.wording import wording

if TYPE_CHECKING:
    from pipeline.entities.actors import ActorIndex

_AMONG = get_string_id("among")


def named_beside(token: Token, actors: ActorIndex, lexicon: Lexicon) -> list[Party]:
    """Those whom an apposition or examples name: "his friend, Premier A of Norland", "states such as Norland and Ostia".
    """
    if token.pos_ == "PRON":
        return []
    nouns = [child for child in token.rights if child.dep_ == "appos"]
    for child in token.rights:
        such = child.lower_ == "including" or (
            child.lower_ == "as" and any(c.lower_ == "such" for c in child.children)
        )
        if child.dep_ == "prep" and such:
            nouns += [noun for noun in child.children if noun.dep_ == "pobj"]
    if (first := _first_among(token)) is not None:
        nouns.append(first)
    named = [n for noun in nouns for n in (noun, *noun.conjuncts)]
    somebody = token.pos_ == "NOUN" and token.lemma_.lower() not in lexicon.deed_nouns
    if token.dep_ == "appos" and somebody and token.head.pos_ in {"PROPN", "NOUN"}:
        # "A, the man who invaded Ostia", "Norland and Ostia, the two states that signed"; not "a step that"
        listed = [n for n in (token.head, *token.head.conjuncts) if n.i < token.i]
        named += listed if token.tag_ == "NNS" else [max(listed, default=token.head)]
    found = [Party(n, actor) for n in named for actor in actors.at(n)]
    return unique(party for party in found if party.actor.country or party.actor.kb_id)


def is_office_of_named(token: Token, actors: ActorIndex) -> bool:
    """Whether a word names an office and the name behind it its holder: "whose prime minister, Viktor Orbán, has"."""
    if token.pos_ != "NOUN" or actors.agent_at(token) is None:
        return False
    mentions = (actors.mention_at(child) for child in token.rights if child.dep_ == "appos")
    return any(mention is not None and mention.label == "PERSON" and mention.country for mention in mentions)


def _first_among(noun: Token) -> Token | None:
    """The first of those named behind a noun: "its neighbours, among them Norland and Ostia"."""
    if _AMONG not in wording(noun.doc).lowers[noun.i + 1 : noun.i + 6]:
        return None
    words = [t for t in noun.doc[noun.i + 1 : noun.i + 6] if not t.is_punct][:2]
    if len(words) < 2 or words[0].lower_ != "among" or words[1].lower_ not in {"them", "whom"} or words[1].sent != noun.sent:
        return None
    behind = (t for t in (words[0].head, *words[0].rights) if t.i > words[1].i and t.pos_ == "PROPN")
    return next(behind, None)
