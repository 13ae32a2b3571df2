"""Classifies intents by kernel ridge regression over sentence vectors, letters and words (bot/nlu/retrieval.py).

On a dozen examples an intent this is more often right than logistic regression on the same vectors:
`python -m benchmarks.intents.run` compares them, docs/evaluation.md has the figures. The names of the intents are read
too: "alarm_query" is a weak example of its own intent, and akin to "alarm_set".
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import Matrix, deep_vector, shared_encoder
from bot.nlu.retrieval import Mix, Passage, TopicIndex, fit, left_out, read_index, write_index
from bot.nlu.trained import Trained

#: Chosen by cross-validation on this project's examples and on training examples of two public sets (docs/adr/0016).
INTENTS = Mix(gauss=2.5, letters=0.1, words=0.07, ridge=0.1, middle=2.0)
#: Say of an intent's own name, read as an example of it; share of an intent's scores that comes from its kin.
NAME, KIN = 0.5, 0.2
#: Sharpness tried when scores are turned into probabilities.
SHARPNESS = tuple(range(2, 31))
#: Beyond so many examples, leaving each out in turn takes minutes; a part of them says as much.
MOST_LEFT_OUT = 3000
_NAMES, _INDEX = "intents.json", "index.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KernelIntentClassifier(Trained):
    """Sets `intent` and `intent_ranking` as Rasa's own classifiers do; confidences sum to 1.

    Sets `nearest` as well, for the answer gate: for each intent the cosine similarity, -1 to 1, of the nearest example
    that somebody might type. Stands after the sentence encoder. A message without text gets none of them.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        """Build an untrained component; it classifies nothing."""
        super().__init__(model_storage, resource)
        self._names: list[str] = []
        self._kinship = kinship(())
        self._sharp = 1.0
        self._typed = Typed(())
        self._index: TopicIndex | None = None

    def _read(self, folder: Path) -> None:
        self._names, self._sharp, typed = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        self._typed = Typed(typed)
        self._kinship = kinship(self._names)
        self._index = read_index(folder / _INDEX, INTENTS)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn to tell the intents of the examples apart, and how sure to be of it."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        self._names = sorted({e.get(INTENT) for e in examples})
        passages = [Passage(self._names.index(e.get(INTENT)), e.get(TEXT)) for e in examples]
        vectors = np.stack([vector for e in examples if (vector := deep_vector(e)) is not None])
        self._kinship = kinship(self._names)
        self._index = learnt(self._names, passages, vectors)
        some = slice(None, None, _step(len(passages)))
        self._sharp = sharpness(passages[some], vectors[some], self._kinship)
        typed = [None if passage.text.startswith("/") else self._names[passage.topic] for passage in passages]
        self._typed = Typed(typed)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _NAMES).write_text(json.dumps([self._names, self._sharp, typed]), encoding="utf-8")
            write_index(folder / _INDEX, self._index)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that has text."""
        for message in messages:
            vector = deep_vector(message)
            if self._index is not None and vector is not None and message.get(TEXT):
                cosines = self._index.cosines(vector)
                scores = self._index.scores(str(message.get(TEXT)), vector, cosines) @ self._kinship
                shares = softmax(self._sharp * scores)
                ranking = [
                    {"name": self._names[i], "confidence": float(shares[i])} for i in np.argsort(-shares, kind="stable")
                ]
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set("intent_ranking", ranking, add_to_output=True)
                message.set("nearest", self._typed.nearest(cosines[0]))
        return messages


class Typed:
    """Which of the first passages are examples that somebody might type, and of which intent."""

    def __init__(self, intents: Sequence[str | None]) -> None:
        """Keep them: the intent of each passage, None for a button's payload."""
        numbers = {intent: number for number, intent in enumerate(sorted({i for i in intents if i is not None}))}
        of_row = np.array([-1 if intent is None else numbers[intent] for intent in intents], dtype=np.int64)
        order = np.argsort(of_row, kind="stable")
        self._rows, self._names = order[np.count_nonzero(of_row < 0) :], list(numbers)
        self._starts = np.searchsorted(of_row[self._rows], np.arange(len(numbers)))

    def nearest(self, cosines: Matrix) -> dict[str, float]:
        """Return for each intent the similarity of its nearest example; nothing where no passages were kept.

        Args:
            cosines: those of all passages, (n,).
        """
        if not self._names or not len(cosines):
            return {}
        return dict(zip(self._names, np.maximum.reduceat(cosines[self._rows], self._starts).tolist(), strict=True))


def learnt(names: Sequence[str], passages: Sequence[Passage], vectors: Matrix) -> TopicIndex:
    """Learn intents from examples of them, and from their names as weak ones.

    Args:
        names: of the intents, in the order of the passages' numbers.
        vectors: what the encoder makes of the passages, (n, 768).
    """
    words = [spoken(name) for name in names]
    named = [Passage(number, text, NAME) for number, text in enumerate(words)]
    return fit([*passages, *named], np.vstack([vectors, shared_encoder().encode_deep(words)]), len(names), INTENTS)


def spoken(name: str) -> str:
    """Return the words of an intent's name: "alarm_query" is "alarm query"."""
    return re.sub(r"[\W_]+", " ", name).strip().lower()


def kinship(names: Sequence[str]) -> Matrix:
    """Return how much of each intent's score the others get, (n, n): a little, where their names share words."""
    words = [set(spoken(name).split()) for name in names]
    alike = [[len(a & b) / max((len(a) * len(b)) ** 0.5, 1.0) for b in words] for a in words]
    return ((1 - KIN) * np.eye(len(names)) + KIN * np.array(alike).reshape(len(names), len(names))).astype(np.float32)


def sharpness(passages: list[Passage], vectors: Matrix, kin: Matrix) -> float:
    """Return the factor on the scores at which each left-out example's own class is most likely.

    Args:
        vectors: what the encoder makes of the passages, (n, 768).
        kin: the kinship of the classes.
    """
    scores = left_out(passages, vectors, len(kin), INTENTS) @ kin
    own = [passage.topic for passage in passages]
    rows = np.arange(len(own))
    return float(max(SHARPNESS, key=lambda sharp: np.log(softmax(sharp * scores)[rows, own] + 1e-9).mean()))


def softmax(scores: Matrix) -> Matrix:
    """Return shares that sum to 1 along the last axis; same shape."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def _step(examples: int) -> int:
    return -(-examples // MOST_LEFT_OUT)
