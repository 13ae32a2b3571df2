"""Ranks the mentor's topics for every message, as a component of the pipeline."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.catalogue.mentoring import load_knowledge
from bot.domain.mentoring import Knowledge, Ranked, Ranking, Topic, decide
from bot.nlu.encoder import Matrix, sentence_vector, shared_encoder
from bot.nlu.followups import read, without_asker
from bot.nlu.gating import may_ask
from bot.nlu.retrieval import Passage, TopicIndex, fit, probabilities, read_index, write_index
from bot.nlu.standing import mentor_spoke, waiting_slot
from bot.nlu.trained import Trained
from bot.settings import ROOT

_IDS, _INDEX = "ids.json", "index.npz"
#: What stands in a topic's answer says less about how people ask than their questions do. Measured with every question
#: left out in turn: without these passages 56 % of the first 14 examples find their topic first, with them 65 %.
BODY = 0.25
NAMED = 5
_ENOUGH = 3  # words; shorter sentences say nothing


def passages(knowledge: Knowledge) -> list[Passage]:
    """Return everything the topics are recognised by, and last the questions that none of them answers.

    Topics are numbered in the order of `knowledge.topics`; their number stands for "none of them".
    """
    found = [p for number, topic in enumerate(knowledge.topics.values()) for p in _passages(number, topic)]
    return [*found, *(Passage(len(knowledge.topics), text) for text in knowledge.elsewhere)]


def _passages(number: int, topic: Topic) -> Iterator[Passage]:
    yield from (Passage(number, text) for text in (topic.title, *topic.terms))
    yield from (Passage(number, without_asker(" ".join(question.split()))) for question in topic.questions)
    told = (topic.answer, topic.why, topic.example, *topic.perspectives.values())
    pairs = (text for barrier in (*topic.hard, *topic.soft) for text in (barrier.barrier, barrier.helps))
    yield from (Passage(number, sentence, BODY) for text in told for sentence in _sentences(text))
    for text in (*pairs, *(step.do for step in topic.how), *topic.signs, topic.hand_back):
        yield Passage(number, text, BODY)


def _sentences(text: str) -> list[str]:
    marked = text.replace("? ", "?\n").replace(". ", ".\n")
    return [line for line in marked.splitlines() if len(line.split()) >= _ENOUGH]


def encoded(found: Sequence[Passage]) -> Matrix:
    """Return the sentence vectors of passages, (n, 384), L2-normalised. About 10 ms each."""
    # Texts of like length share a batch, so that little is padded.
    order = sorted(range(len(found)), key=lambda i: len(found[i].text))
    vectors = np.empty((len(found), 384), dtype=np.float32)
    vectors[order] = shared_encoder().encode([found[i].text for i in order])
    return vectors


def rank(text: str, vector: Matrix, ids: Sequence[str], index: TopicIndex) -> Ranking:
    """Rank topics for a text.

    Args:
        vector: sentence vector of the text, (384,), L2-normalised.
        ids: topic ids in the order the index was made.
    """
    asked = read(text)
    if asked.subject != text:
        vector = shared_encoder().encode([asked.subject])[0]
    scores = probabilities(index.scores(asked.subject, vector))
    best = np.argsort(-scores[:-1])[:NAMED]
    topics = tuple(Ranked(ids[i], round(float(scores[i]), 3)) for i in best)
    decision = decide(float(scores[best[0]]), float(1 - scores[-1]))
    return Ranking(decision, topics, asked.function, asked.followup)


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    return load_knowledge(ROOT / "content")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TopicRanker(Trained):
    """Sets `topics` on a message: `bot.domain.mentoring.Ranking` as JSON values.

    Not where an answer is awaited and the text asks nothing: most turns are such, and this is a tenth of a parse.
    Stands after the sentence encoder, and before whatever wants to know whether a text asks for a topic.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        """Build an untrained component; it ranks nothing."""
        super().__init__(model_storage, resource)
        self._ids: list[str] = []
        self._index: TopicIndex | None = None

    def _read(self, folder: Path) -> None:
        self._ids, _ = json.loads((folder / _IDS).read_text(encoding="utf-8"))
        self._index = read_index(folder / _INDEX)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Tell Rasa's cache which content the index is made from."""
        return fingerprint(passages(_knowledge()))

    def train(self, training_data: TrainingData) -> Resource:
        """Encode every topic and learn to tell them apart; half a minute to two minutes.

        Raises:
            ContentError: a topic cannot be used.
        """
        knowledge = _knowledge()
        found = passages(knowledge)
        self._ids = list(knowledge.topics)
        self._index = fit(found, encoded(found), len(self._ids) + 1)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _IDS).write_text(json.dumps([self._ids, fingerprint(found)]), encoding="utf-8")
            write_index(folder / _INDEX, self._index)
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Rank the topics for each message that has text and may be for the mentor.

        Args:
            tracker: the conversation; Rasa passes it because the parameter has this name.
        """
        anything = waiting_slot(tracker) is None or mentor_spoke(tracker)
        for message in messages:
            vector = sentence_vector(message)
            if vector is not None and self._index is not None and (anything or may_ask(str(message.get(TEXT)))):
                ranking = rank(str(message.get(TEXT)), vector, self._ids, self._index)
                message.set("topics", ranking.as_dict(), add_to_output=True)
        return messages


def fingerprint(found: Sequence[Passage]) -> str:
    """Return 16 hex digits that change with anything the index is made from."""
    whole = json.dumps([[p.topic, p.text, p.weight] for p in found])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
