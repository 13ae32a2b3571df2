"""What every component that learns has in common: how Rasa's graph makes it, and how it comes back from a model."""

from pathlib import Path
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

Made = TypeVar("Made", bound="Trained")


class Trained(GraphComponent):
    """A component with a folder of its own in the model. It adds nothing to training data, and does nothing untrained.

    Whoever inherits from it writes the folder in `train`, reads it in `_read` and begins without anything learnt.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        """Keep where the folder is."""
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls: type[Made],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Made:
        """Build an untrained component for Rasa's graph."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls: type[Made],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Made:
        """Read back what `train` stored."""
        made = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            made._read(folder)
        return made

    def _read(self, folder: Path) -> None:
        """Take what `train` wrote into the folder."""
        raise NotImplementedError

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is."""
        return training_data
