"""How near each coaching question is to what was just said, by sentence vectors.

The coach's rules decide what kind of question comes next; among those that fit, nearness to the
coachee's own words decides which. Question vectors are computed once, at training.
"""

import json
from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.catalogue.coaching import load_guide
from bot.nlu.encoder import Matrix, sentence_vector, shared_encoder
from bot.nlu.trained import Trained
from bot.settings import ROOT

_IDS, _VECTORS = "ids.json", "vectors.npy"
#: Only so many questions are named, and none below this cosine similarity.
MOST, LEAST = 80, 0.15


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class QuestionRelevance(Trained):
    """Sets `relevance` on a message: question id to cosine similarity, 0.15 to 1, at most 80 of them."""

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        """Build an untrained component; it compares nothing. Vectors are (questions, 384), L2-normalised."""
        super().__init__(model_storage, resource)
        self._ids: list[str] = []
        self._vectors: Matrix = np.zeros((0, 384), dtype=np.float32)

    def _read(self, folder: Path) -> None:
        self._ids = json.loads((folder / _IDS).read_text(encoding="utf-8"))
        self._vectors = np.load(folder / _VECTORS, allow_pickle=False)

    def train(self, training_data: TrainingData) -> Resource:
        """Encode the questions of the bank: a question's vector is the mean of its wordings."""
        questions = list(load_guide(ROOT / "content").bank)
        self._ids = [question.id for question in questions]
        self._vectors = np.stack([_mean(shared_encoder().encode(list(q.text))) for q in questions])
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _IDS).write_text(json.dumps(self._ids), encoding="utf-8")
            np.save(folder / _VECTORS, self._vectors, allow_pickle=False)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Compare each message with every question."""
        for message in messages:
            vector = sentence_vector(message)
            if vector is not None and self._ids:
                near = self._vectors @ vector
                message.set("relevance", self._named(near), add_to_output=True)
        return messages

    def _named(self, near: Matrix) -> dict[str, float]:
        best = np.argsort(-near)[:MOST].tolist()
        return {
            self._ids[i]: round(value, 3) for i, value in zip(best, near[best].tolist(), strict=True) if value >= LEAST
        }


def _mean(vectors: Matrix) -> Matrix:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)
