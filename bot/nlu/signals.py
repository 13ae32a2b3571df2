"""The coaching signals of a message, as a component of the pipeline."""

from datetime import date, datetime, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.analysis.analyse import analyse
from bot.nlu.analysis.lexicon import lexicon_for
from bot.nlu.dates import parse_date
from bot.nlu.word_lists import word_lists


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class CoachingSignals(GraphComponent):
    """Sets `signals` on a message: `bot.domain.coaching.signals.Signals` as JSON values."""

    def __init__(self, cycle_days: int | None = None) -> None:
        """Keep the length of a planning cycle in days; None means a calendar month."""
        self._cycle_days = cycle_days

    @classmethod
    def required_components(cls) -> list[type]:
        """A message must have been read by spaCy."""
        return [SpacyNLP]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be importable."""
        return ["spacy", "dateparser"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """A cycle is a calendar month."""
        return {"cycle_days": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CoachingSignals":
        """Build the component for Rasa's graph.

        Raises:
            CuesError: the word lists cannot be used; the message says where and what to do.
        """
        # Otherwise the first message would wait half a second for the word lists and for dateparser.
        lexicon_for(word_lists())
        parse_date("1 January", date(2026, 1, 1))
        return cls(config.get("cycle_days"))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is: signals are not learnt."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Analyse every message that spaCy has read."""
        for message in messages:
            doc = message.get(SPACY_DOCS[TEXT])
            if doc is not None:
                read = analyse(doc, word_lists(), _day(message), cycle_days=self._cycle_days)
                message.set("signals", read.to_dict(), add_to_output=True)
        return messages


def _day(message: Message) -> date:
    """The day the turn is taken on, as the engine sends it along; today for a text that belongs to no turn."""
    sent = (message.get("metadata") or {}).get("today")
    return date.fromisoformat(sent) if sent else datetime.now(timezone.utc).date()
