"""Learn what weighs how much when a pronoun's antecedent is sought, from the labelled articles.

The model is a logistic regression over the marks of each candidate of each pronoun (see ``entities.antecedents``). It is
learned twice: first the pronouns before one stand for whom the labels say, then also for whom the first model took them, as
they will where nobody has labelled anything. How good it is on articles that it has not seen is measured by
cross-validation with whole articles held out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from pipeline.analysis import Stages
from pipeline.entities import ActorIndex, Gazetteer, find_actors
from pipeline.entities.antecedents import kind_of
from pipeline.entities.marks import marks_of
from pipeline.entities.pronouns import resolved
from pipeline.entities.ranking import Weights
from pipeline.records import Mention, Sentence
from pipeline.settings import Settings
from pipeline.workbench.evaluate_actors import same_side
from pipeline.workbench.evaluate_gold import EntitySentence, GoldReference
from pipeline.workbench.evaluate_read import labelled_docs

# How likely a candidate has to be; and scikit-learn's C, which keeps weights small. Both chosen by cross-validation.
ENOUGH, C = 0.71, 0.1
FOLDS = 5
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A pronoun with its candidates: the marks of each, whether it is meant, is an actor at all, and is sure to be named."""

    marks: tuple[dict[str, float], ...]
    meant: tuple[bool, ...]
    actors: tuple[bool, ...]
    trust: tuple[float, ...]
    refers: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """A stretch of an article with the labels of its sentences, by their text."""

    article_id: str
    doc: Doc
    published: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    gold: dict[str, EntitySentence]


@dataclass(frozen=True, slots=True)
class Measured:
    """How many pronouns were answered, how many rightly, and how many refer to an actor at all."""

    answered: int
    right: int
    referring: int

    @property
    def precision(self) -> float:
        return self.right / self.answered if self.answered else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.referring if self.referring else 0.0


def read_labelled(
    gold: Sequence[EntitySentence], articles: Path, settings: Settings, stages: Stages
) -> list[Labelled]:
    """The labelled articles as the stages read them.

    :raises InputError: if the folder of articles isn't there or holds no file.
    """
    return [
        Labelled(article.article_id, read.doc, article.published, tuple(read.sentences), tuple(read.mentions), known)
        for article, read, known in labelled_docs(gold, articles, settings, stages)
    ]


def choices_of(texts: Iterable[Labelled], gazetteer: Gazetteer, weights: Weights | None) -> list[Choice]:
    """The pronouns of labelled texts with their candidates.

    :param weights: by these each pronoun is answered before the next is looked at; where there are none, by the labels.
    """
    apart = replace(gazetteer, pronoun_weights=weights)
    found: list[Choice] = []
    for text in texts:
        index = find_actors(text.doc, text.sentences, text.mentions, apart, text.published)
        for sentence in text.sentences:
            gold = text.gold.get(sentence.text)
            span = text.doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
            for token in span if gold is not None and span is not None else ():
                if token.pos_ == "PRON" and kind_of(token) and gold is not None:
                    found.append(_choice(token, _reference_at(token, sentence, gold), index, weights is None))
    return found


def _reference_at(token: Token, sentence: Sentence, gold: EntitySentence) -> GoldReference | None:
    start = token.idx - sentence.start
    return next((one for one in gold.references if one.start == start and one.end == start + len(token)), None)


def _choice(token: Token, gold: GoldReference | None, index: ActorIndex, by_label: bool) -> Choice:
    pronouns = index.coreference.pronouns
    if not by_label:
        index.at(token)
    by_rule, candidates = pronouns.by_rule(token), pronouns.candidates(token)
    meant = tuple(
        gold is not None and bool(one.actors) and same_side(gold.actors, one.actors) for one in candidates
    )
    if by_label:
        chosen = next((one.actors for one, right in zip(candidates, meant, strict=True) if right), ())
        index.know(token, resolved(chosen))
    return Choice(
        tuple(marks_of(token, one, candidates, by_rule, index) for one in candidates),
        meant,
        tuple(bool(one.actors) for one in candidates),
        tuple(one.trust for one in candidates),
        gold is not None,
    )


def learn(texts: Sequence[Labelled], gazetteer: Gazetteer) -> Weights:
    """The weights that fit labelled texts best."""
    by_label = choices_of(texts, gazetteer, None)
    return _fit([*choices_of(texts, gazetteer, _fit(by_label)), *by_label])


def _fit(choices: Sequence[Choice]) -> Weights:
    """The weights that fit the choices best."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = DictVectorizer()
    table = vectors.fit_transform([marks for choice in choices for marks in choice.marks])
    model: Any = LogisticRegression(C=C, max_iter=3000)
    model.fit(table, [right for choice in choices for right in choice.meant])
    weights = {
        name: round(float(weight), _DIGITS)
        for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    }
    base = round(float(model.intercept_[0]), _DIGITS)
    return Weights(ENOUGH, base, {name: weight for name, weight in sorted(weights.items()) if weight})


def cross_validate(texts: Sequence[Labelled], gazetteer: Gazetteer) -> Measured:
    """How good the weights are on articles that they were not learned from."""
    ids = sorted({text.article_id for text in texts})
    answered = right = referring = 0
    for fold in range(FOLDS):
        held = set(ids[fold::FOLDS])
        weights = learn([text for text in texts if text.article_id not in held], gazetteer)
        for choice in choices_of((text for text in texts if text.article_id in held), gazetteer, weights):
            best = _best(choice, weights)
            answered += best is not None
            right += best is not None and choice.meant[best]
            referring += choice.refers
    return Measured(answered, right, referring)


def _best(choice: Choice, weights: Weights) -> int | None:
    likelihoods = [
        weights.likelihood(marks) * trust for marks, trust in zip(choice.marks, choice.trust, strict=True)
    ]
    best = max(range(len(likelihoods)), key=likelihoods.__getitem__, default=None)
    if best is None or likelihoods[best] < weights.enough or not choice.actors[best]:
        return None
    return best


def write_weights(weights: Weights, measured: Measured, path: Path) -> None:
    """Write ``pronouns.yml``."""
    lines = [
        "# What each mark of a candidate weighs when the one that a pronoun means is sought. Learned: write it with make train.",
        f"# On articles held out of learning: precision {measured.precision:.3f}, recall {measured.recall:.3f}"
        f" ({measured.right} of {measured.answered} answers right, {measured.referring} pronouns refer to an actor).",
        f"enough: {weights.enough}",
        f"base: {weights.base}",
        "marks:",
        *(f'  "{name}": {weight}' for name, weight in weights.marks.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
