"""The last word on the intent: is a text an answer, a control word, or a question to the mentor?

While the bot waits for free text, the text *is* the answer (intent `answer`), unless it is clearly
something else. So no answer is lost to a misclassification, and "stop" still stops.
"""

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.gating import Reading, at_menu, normalised, while_waiting

_FILE = "phrases.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerGate(GraphComponent):
    """Replaces the intent of the classifier by the decision of the gate.

    Trained on nothing but the examples of the control intents, which it knows by heart.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, phrases: dict[str, str] | None = None) -> None:
        """Keep the known phrases: normalised text to intent."""
        self._model_storage = model_storage
        self._resource = resource
        self._phrases = phrases or {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "AnswerGate":
        """Build an untrained gate for Rasa's graph."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "AnswerGate":
        """Read the known phrases back."""
        with model_storage.read_from(resource) as folder:
            phrases = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, phrases)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the examples of every intent but `answer` and `ask_mentor` by heart."""
        pairs = ((e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples)
        self._phrases = {
            normalised(text): intent for text, intent in pairs if text and intent not in ("answer", "ask_mentor")
        }
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(self._phrases), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is."""
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Decide the intent of each message, knowing what the bot waits for.

        Args:
            tracker: the conversation; Rasa passes it because the parameter has this name.
        """
        waiting = _waiting_slot(tracker)
        for message in messages:
            reading = _reading(message, self._phrases, mentor_spoke=_mentor_spoke(tracker))
            intent, confidence = while_waiting(reading) if waiting else at_menu(reading)
            message.set(INTENT, {"name": intent, "confidence": confidence}, add_to_output=True)
        return messages


def _reading(message: Message, phrases: dict[str, str], mentor_spoke: bool) -> Reading:
    ranking = message.get("intent_ranking") or []
    return Reading(
        text=str(message.get(TEXT) or ""),
        ranking={entry["name"]: float(entry["confidence"]) for entry in ranking},
        phrases=phrases,
        topics=message.get("topics") or {},
        mentor_spoke=mentor_spoke,
    )


def _waiting_slot(tracker: DialogueStateTracker | None) -> str | None:
    if tracker is None or tracker.active_loop_name is None:
        return None
    slot = tracker.get_slot(REQUESTED_SLOT)
    return str(slot) if slot else None


def _mentor_spoke(tracker: DialogueStateTracker | None) -> bool:
    """Whether the mentor answered in the last turn, so that "why?" means its topic."""
    for event in reversed(tracker.events if tracker else []):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered) and str(event.metadata.get("kind", "")).startswith("mentor."):
            return True
    return False
