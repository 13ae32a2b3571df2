"""The last word on the intent: is a text an answer, a control word, or a question to the mentor?

While the bot waits for free text, the text *is* the answer (intent `answer`), unless it is clearly
something else. So no answer is lost to a misclassification, and "stop" still stops.
"""

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.analysis.asked import asks_a_functions_view
from bot.nlu.asking import goes_back, of_us
from bot.nlu.choosing import CHOOSING, WORDING, in_choosing, in_wording
from bot.nlu.gating import IN_ROLE, Reading, at_menu, in_role, while_waiting
from bot.nlu.guessing import GUESSING, in_guessing
from bot.nlu.known import normalised
from bot.nlu.standing import mentor_spoke, waiting_slot
from bot.nlu.trained import Trained
from bot.nlu.writing import WRITING, in_writing, noted

#: Slots of the steps that nothing else may leave, and of those in which the coach waits.
BEFORE_THE_MENU, COACHED = ("onboarding_", "privacy_"), "grow_"
#: Signals of what is asked of the coach itself: everywhere, and in these dialogues besides.
ASKS_COACH = frozenset({"asks-coach"})
ASKED_BESIDE = {"grow_form": frozenset({"asks-view", "asks-language"}), "pressure_form": frozenset({"asks-view"})}
_FILE = "examples.json"


class Memory:
    """The examples the gate was trained on."""

    def __init__(self, phrases: dict[str, str], intents: Collection[str]) -> None:
        """Keep them.

        Args:
            phrases: normalised control phrase to intent.
            intents: those that have an example a person might type.
        """
        self.phrases = phrases
        self._intents = frozenset(intents)

    def typed(self, ranking: list[dict[str, Any]]) -> dict[str, float]:
        """Return the confidence of each intent that has an example a person might type."""
        return {entry["name"]: float(entry["confidence"]) for entry in ranking if entry["name"] in self._intents}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerGate(Trained):
    """Replaces the intent of the classifier by the decision of the gate.

    Stands after the classifier, which says besides how near a text is to the nearest examples. Training remembers
    the control phrases by heart.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        """Build an untrained gate; it knows no phrase by heart."""
        super().__init__(model_storage, resource)
        self._memory = Memory({}, ())

    def _read(self, folder: Path) -> None:
        phrases, intents = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        self._memory = Memory(phrases, intents)

    def train(self, training_data: TrainingData) -> Resource:
        """Remember every example but payloads; those of all intents but `answer` and `ask_mentor` by heart."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and not e.get(TEXT).startswith("/")]
        intents = sorted({e.get(INTENT) for e in examples})
        by_heart = {
            normalised(e.get(TEXT)): e.get(INTENT) for e in examples if e.get(INTENT) not in ("answer", "ask_mentor")
        }
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps([by_heart, intents]), encoding="utf-8")
        self._memory = Memory(by_heart, intents)
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Decide the intent of each message, knowing what the bot waits for.

        Args:
            tracker: the conversation; Rasa passes it because the parameter has this name.
        """
        waiting = waiting_slot(tracker)
        for message in messages:
            ours = _of_the_coach(tracker, str(message.get(TEXT) or ""))
            reading = _reading(message, self._memory, mentor_spoke(tracker), ours)
            plain = noted(reading.text, waiting) or _asked_of_us(reading.text, waiting)
            intent, confidence = (plain, 1.0) if plain else _decide(waiting)(reading)
            message.set(INTENT, {"name": intent, "confidence": confidence}, add_to_output=True)
        return messages


def _decide(waiting: str | None) -> Callable[[Reading], tuple[str, float]]:
    """The rules for a text typed while the bot waits for a slot."""
    if not waiting:
        return at_menu
    if waiting in WRITING:
        return in_writing
    if waiting in GUESSING:
        return in_guessing
    if waiting in CHOOSING:
        return in_choosing
    if waiting in WORDING:
        return in_wording
    return in_role if waiting in IN_ROLE else while_waiting


def _asked_of_us(text: str, waiting: str | None) -> str | None:
    """What is asked of us in the middle of something and is no answer in any words."""
    if not waiting or waiting.startswith(BEFORE_THE_MENU):
        return None
    if goes_back(text):
        return "coach"
    return of_us(text) if waiting.startswith(COACHED) else None


def _of_the_coach(tracker: DialogueStateTracker | None, text: str) -> frozenset[str]:
    """The signals of what is asked of the coach itself: in other dialogues nobody answers for it."""
    form = tracker.active_loop_name if tracker else None
    if form == "grow_form" and asks_a_functions_view(text):
        # Of a person the coach knows nothing; what Sales sees in a topic, the mentor can tell.
        return ASKS_COACH
    return ASKS_COACH | ASKED_BESIDE.get(form or "", frozenset())


def _reading(message: Message, memory: Memory, after_mentor: bool, of_the_coach: frozenset[str]) -> Reading:
    on = (message.get("signals") or {}).get("on", ())
    return Reading(
        text=str(message.get(TEXT) or ""),
        ranking=memory.typed(message.get("intent_ranking") or []),
        phrases=memory.phrases,
        topics=message.get("topics") or {},
        mentor_spoke=after_mentor,
        near=message.get("nearest") or {},
        coach_asked=bool(of_the_coach & {*on}),
        asks_why="asks-why" in on,
    )
