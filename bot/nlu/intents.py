"""Classifies intents by kernel ridge regression over sentence vectors, letters and words (bot/nlu/retrieval.py).

On a dozen examples an intent this is more often right than logistic regression on the same vectors:
`python -m benchmarks.intents.run` compares them, docs/evaluation.md has the figures.
"""

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import Matrix
from bot.nlu.retrieval import Mix, Passage, TopicIndex, fit, left_out, read_index, write_index

#: Chosen by cross-validation on this project's examples; the same mix is best on two public sets.
INTENTS = Mix(gauss=2.0, letters=0.15, words=0.1, ridge=0.1)
#: Sharpness tried when scores are turned into probabilities.
SHARPNESS = tuple(range(2, 31))
#: Beyond so many examples, leaving each out in turn takes minutes; a part of them says as much.
MOST_LEFT_OUT = 3000
_NAMES, _INDEX = "intents.json", "index.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KernelIntentClassifier(GraphComponent):
    """Sets `intent` and `intent_ranking` as Rasa's own classifiers do; confidences sum to 1.

    Stands after the sentence encoder. A message without text gets no intent.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        """Build an untrained component; it classifies nothing."""
        self._model_storage = model_storage
        self._resource = resource
        self._names: list[str] = []
        self._sharp = 1.0
        self._index: TopicIndex | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "KernelIntentClassifier":
        """Build an untrained component for Rasa's graph."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "KernelIntentClassifier":
        """Read back what `train` stored."""
        classifier = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._names, classifier._sharp = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
            classifier._index = read_index(folder / _INDEX, INTENTS)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Learn to tell the intents of the examples apart, and how sure to be of it."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        self._names = sorted({e.get(INTENT) for e in examples})
        passages = [Passage(self._names.index(e.get(INTENT)), e.get(TEXT)) for e in examples]
        vectors = np.stack([_vector(e) for e in examples])
        self._index = fit(passages, vectors, len(self._names), INTENTS)
        self._sharp = sharpness(passages[:: _step(len(passages))], vectors[:: _step(len(passages))], len(self._names))
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _NAMES).write_text(json.dumps([self._names, self._sharp]), encoding="utf-8")
            write_index(folder / _INDEX, self._index)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that has text."""
        for message in messages:
            if self._index is not None and message.get(TEXT):
                shares = softmax(self._sharp * self._index.scores(str(message.get(TEXT)), _vector(message)))
                ranking = [
                    {"name": self._names[i], "confidence": float(shares[i])} for i in np.argsort(-shares, kind="stable")
                ]
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def sharpness(passages: list[Passage], vectors: Matrix, classes: int) -> float:
    """Return the factor on the scores at which each left-out example's own class is most likely.

    Args:
        vectors: sentence vectors of the passages, (n, 384), L2-normalised.
    """
    scores = left_out(passages, vectors, classes, INTENTS)
    own = [passage.topic for passage in passages]
    rows = np.arange(len(own))
    return float(max(SHARPNESS, key=lambda sharp: np.log(softmax(sharp * scores)[rows, own] + 1e-9).mean()))


def softmax(scores: Matrix) -> Matrix:
    """Return shares that sum to 1 along the last axis; same shape."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def _step(examples: int) -> int:
    return -(-examples // MOST_LEFT_OUT)


def _vector(message: Message) -> Matrix:
    """The sentence vector that the encoder put on a message: shape (384,)."""
    return np.asarray(message.get_dense_features(TEXT)[1].features[0], dtype=np.float32)
