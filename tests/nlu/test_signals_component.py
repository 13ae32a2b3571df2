"""The component keeps what Rasa expects of it, and what the actions expect of the message."""

import inspect
import typing
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain.coaching.signals import Signals
from bot.nlu.signals import CoachingSignals
from tests.nlu.english import english

# Rasa takes seconds to import.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def component() -> CoachingSignals:
    context = ExecutionContext(GraphSchema({}), node_name="signals")
    storage: Any = typing.cast(ModelStorage, None)
    return CoachingSignals.create(CoachingSignals.get_default_config(), storage, Resource("signals"), context)


def test_signals_are_set_on_the_output_as_json_values(component: CoachingSignals) -> None:
    message = Message({TEXT: "my plant manager never comes"})
    message.set(SPACY_DOCS[TEXT], english()("my plant manager never comes"))
    component.process([message])
    read = Signals.from_dict(message.as_dict(only_output_properties=True)["signals"])
    assert read.people[0].text == "your plant manager"
    assert {"absolute", "problem-talk"} <= read.on


def test_a_relative_date_is_counted_from_the_day_of_the_turn_and_not_of_the_machine(component: CoachingSignals) -> None:
    message = Message({TEXT: "I will call him by Friday", "metadata": {"today": "2031-03-03"}})
    message.set(SPACY_DOCS[TEXT], english()("I will call him by Friday"))
    component.process([message])
    assert Signals.from_dict(message.get("signals")).dates[0].on == "2031-03-07"


def test_a_message_that_spacy_did_not_read_is_left_alone(component: CoachingSignals) -> None:
    message = Message({TEXT: ""})
    assert component.process([message]) == [message]
    assert message.get("signals") is None


def test_training_data_is_left_as_it_is(component: CoachingSignals) -> None:
    data = TrainingData([Message({TEXT: "hello"})])
    assert component.process_training_data(data) is data
    assert data.training_examples[0].get("signals") is None


def test_it_stands_after_spacy() -> None:
    assert CoachingSignals.required_components() == [SpacyNLP]


def test_every_method_is_annotated_because_rasa_reads_the_annotations() -> None:
    for name, method in inspect.getmembers(CoachingSignals, inspect.isroutine):
        if name in vars(CoachingSignals) and not name.startswith("__"):
            assert "return" in typing.get_type_hints(method), name
