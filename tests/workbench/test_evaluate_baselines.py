from dataclasses import replace

import pytest

from pipeline.settings import models_folder
from pipeline.workbench.evaluate_baselines import (
    keyword_stances,
    load_keywords,
    with_keyword_events,
    word_model_stances,
)


@pytest.fixture(scope="module")
def keywords():
    return load_keywords(models_folder())


def test_a_keyword_takes_the_actors_beside_it(event_pair, mention, keywords):
    text = "Sudria saw that Norland condemned Ostia."
    named = tuple(
        mention(text, word, "GPE", code)
        for word, code in (("Sudria", "XSU"), ("Norland", "XNL"), ("Ostia", "XOS"))
    )
    pair = event_pair(text, [], [])
    (coded,) = with_keyword_events([replace(pair, found=replace(pair.found, mentions=named))], keywords)
    (event,) = coded.found.events
    assert (event.event_type, event.trigger) == ("ACCUSE", "condemned")
    assert [(one.role, one.country) for one in event.participants] == [("source", "XNL"), ("target", "XOS")]


def test_a_lost_sentence_has_no_events(event_pair, keywords):
    pair = replace(event_pair("Norland condemned Ostia.", [], []), lost=True)
    assert with_keyword_events([pair], keywords)[0].found.events == ()


def test_the_first_list_with_a_word_gives_the_stance(stance_pair, keywords):
    pairs = [stance_pair(text, "", "") for text in ("A neutral partnership.", "A joint drill.", "It rained.")]
    assert keyword_stances(pairs, keywords) == ["non-alignment", "cooperation", "none"]


def test_the_word_model_learns_from_other_articles_only(stance_pair):
    pairs = [
        stance_pair(text, label, "", unit=f"article-{n}")
        for n in range(6)
        for text, label in (("They will hedge their bets.", "hedging"), ("The rain fell on the plain.", ""))
    ]
    assert word_model_stances(pairs) == ["hedging", "none"] * 6
    assert word_model_stances(pairs[:2]) is None
