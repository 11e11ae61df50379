import pytest

from pipeline.workbench.evaluate_entities import claims, score_bare_names, score_entities
from pipeline.workbench.evaluate_read import BareName

TEXT = "The Ostian Navy met Perrimark in Halvenby, and it thanked both states."


def test_a_mention_needs_span_and_label(entity_pair, mention, values):
    gold = [
        mention(TEXT, "Ostian Navy", "MILITARY", "XOS"),
        mention(TEXT, "Perrimark", "PERSON", "XNL"),
        mention(TEXT, "Halvenby", "GPE", "XNL"),
    ]
    found = [
        mention(TEXT, "Ostian Navy", "ORG", "XOS"),
        mention(TEXT, "Perrimark", "PERSON", "XOS"),
        mention(TEXT, "it", "ORG"),
    ]
    outcome = score_entities([entity_pair(TEXT, gold, found)])
    figures = values(outcome)
    assert figures["mention.precision"] == pytest.approx(1 / 3)
    assert figures["span.recall"] == pytest.approx(2 / 3)
    # A force counts as an organisation among the six labels that every model knows.
    assert figures["six.recall"] == pytest.approx(2 / 3)
    assert (figures["country_accuracy"], figures["label.PERSON.f1"]) == (0.0, 1.0)
    assert [(one.kind, one.gold, one.found) for one in outcome.slips] == [
        ("label", "Ostian Navy MILITARY", "Ostian Navy ORG"),
        ("country", "Perrimark XNL", "Perrimark XOS"),
        ("missed", "Halvenby GPE", ""),
        ("false", "", "it ORG"),
    ]
    assert outcome.confusions["label", "MILITARY", "ORG"] == 1


def test_amounts_are_not_asked_for(entity_pair, mention, values):
    outcome = score_entities([entity_pair(TEXT, [], [mention(TEXT, "both", "CARDINAL")])])
    assert outcome.slips == []


def test_a_bare_name_may_keep_its_article(entity_pair, mention, values):
    text = "The Ostian Navy's boats"
    gold = [mention(text, "Ostian Navy", "ORG", "XOS")]
    figures = values(score_bare_names([entity_pair(text, gold, [], bare=(BareName(0, 17, "ORG"),))]))
    assert figures["mention.f1"] == 1.0
    assert "country_accuracy" not in figures


def reference(words: str, codes: str = "XOS", name: str = "Ostia") -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, "name": name, "country": codes}


def test_references_by_the_head_of_their_words(entity_pair, word, values):
    words = (
        word(TEXT, "it", "PRP", 0, "XOS"),
        word(TEXT, "both", "DT", 2),
        word(TEXT, "states", "NNS", 2, "XNL XOS"),
    )
    gold = [reference("it"), reference("both states", "XOS;XNL", "Ostia; Norland")]
    outcome = score_entities([entity_pair(TEXT, [], [], references=gold, words=words)])
    figures = values(outcome)
    assert (figures["reference.recall"], figures["reference.precision"]) == (1.0, 1.0)
    assert outcome.slips == []


def test_wrong_missed_and_false_references(entity_pair, word, values):
    words = (
        word(TEXT, "it", "PRP", 0, "XNL"),
        word(TEXT, "both", "DT", 2),
        word(TEXT, "states", "NNS", 2),
        word(TEXT, "Navy", "NNP", 3, "XSU"),
    )
    gold = [reference("it"), reference("both states", "XOS;XNL", "Ostia; Norland")]
    outcome = score_entities([entity_pair(TEXT, [], [], references=gold, words=words)])
    assert values(outcome)["reference.recall"] == 0.0
    assert values(outcome)["reference.precision"] == 0.0
    assert [one.kind for one in outcome.slips] == ["reference wrong", "reference missed", "reference false"]


def test_a_noun_that_only_passes_on_its_owner_is_no_claim(word):
    text = "its delegates left , which"
    its, delegates = word(text, "its", "PRP$", 1, "XOS"), word(text, "delegates", "NNS", 2, "XOS")
    left, which = word(text, "left", "VBD", 2), word(text, "which", "WDT", 2, "XOS")
    assert list(claims([its, delegates, left, which])) == [its]


def test_who_is_named_is_no_claim(word):
    assert list(claims([word("Ostia", "Ostia", "NNP", 0, "XOS", "mention")])) == []
