"""What every test of a component of the pipeline needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder import shared_encoder


class Storage:
    """A model's folder on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def write_to(self, resource: Resource) -> Iterator[Path]:
        yield self._folder

    read_from = write_to


def message(text: str, intent: str | None = None) -> Message:
    """A message with the features that the sentence encoder gives it."""
    made = Message.build(text=text, intent=intent)
    vector = shared_encoder().encode_deep([text])
    for kind in ("sequence", "sentence"):
        made.add_features(Features(vector, kind, "text", "test"))
    return made
