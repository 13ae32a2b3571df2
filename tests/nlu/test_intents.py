"""The intent classifier learns from a handful of examples, and says how sure it is."""

from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import Matrix, shared_encoder
from bot.nlu.intents import KernelIntentClassifier, Typed, kinship, sharpness, softmax, spoken
from bot.nlu.retrieval import Passage
from tests.nlu.parts import Storage, message

EXAMPLES = {
    "stop": ["stop", "please stop now", "that is enough for today", "let us end here"],
    "skip": ["skip this", "next question please", "I would rather not answer", "let us leave that one out"],
    "help": ["help", "what can I do here", "how does this work", "which commands are there"],
}
RESOURCE = Resource("intents")


def untrained(folder: Path) -> KernelIntentClassifier:
    storage = cast(ModelStorage, Storage(folder))
    return KernelIntentClassifier.create({}, storage, RESOURCE, cast(Any, None))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("intents")
    examples = [message(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    untrained(made).train(TrainingData(examples))
    return made


@pytest.fixture(scope="module")
def classifier(folder: Path) -> KernelIntentClassifier:
    return KernelIntentClassifier.load({}, cast(ModelStorage, Storage(folder)), RESOURCE, cast(Any, None))


@pytest.mark.parametrize(
    ("text", "intent"),
    [("we should stop here", "stop"), ("pls skip that questoin", "skip"), ("what are the commands?", "help")],
)
def test_other_words_find_their_intent(classifier: KernelIntentClassifier, text: str, intent: str) -> None:
    (read,) = classifier.process([message(text)])
    assert read.get("intent")["name"] == intent


def test_the_ranking_names_every_intent_best_first_and_sums_to_one(classifier: KernelIntentClassifier) -> None:
    (read,) = classifier.process([message("enough")])
    ranking = read.as_dict(only_output_properties=True)["intent_ranking"]
    shares = [entry["confidence"] for entry in ranking]
    assert {entry["name"] for entry in ranking} == set(EXAMPLES)
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    assert read.get("intent") == ranking[0]


def test_an_example_is_surer_than_a_text_about_something_else(classifier: KernelIntentClassifier) -> None:
    known, foreign = classifier.process([message("skip this"), message("the plant in Lyon makes valves")])
    assert known.get("intent")["confidence"] > foreign.get("intent")["confidence"] + 0.1


def test_the_nearest_example_of_each_intent_is_named_with_how_near_it_is(classifier: KernelIntentClassifier) -> None:
    said = ["stop", "which commands are there for me", "the plant in Lyon makes valves"]
    for text, read in zip(said, classifier.process([message(text) for text in said]), strict=True):
        vector = shared_encoder().encode([text])[0]
        for intent, texts in EXAMPLES.items():
            # Vectors are kept in half precision.
            expected = float((shared_encoder().encode(texts) @ vector).max())
            assert read.get("nearest")[intent] == pytest.approx(expected, abs=2e-3)
        assert "nearest" not in read.as_dict(only_output_properties=True)


def test_a_payload_is_nobody_s_nearest_example() -> None:
    typed = Typed(["skip", None, "stop", "skip", None])
    similar = np.array([0.1, 0.9, 0.3, 0.2, 0.8, 0.7], dtype=np.float32)
    assert typed.nearest(similar) == pytest.approx({"skip": 0.2, "stop": 0.3}), "the last is the name of an intent"
    assert Typed([None]).nearest(similar) == {} == typed.nearest(similar[:0])


def test_an_untrained_classifier_and_an_empty_text_name_no_intent(
    classifier: KernelIntentClassifier, tmp_path: Path
) -> None:
    assert untrained(tmp_path).process([message("stop")])[0].get("intent") is None
    assert classifier.process([message("")])[0].get("intent") is None


def test_training_examples_are_left_as_they_are(classifier: KernelIntentClassifier) -> None:
    data = TrainingData([message("stop", "stop")])
    assert classifier.process_training_data(data) is data


def test_a_name_is_read_as_words_whatever_joins_them() -> None:
    assert [spoken(name) for name in ("alarm_query", "Refund/not.showing-up?", "help")] == [
        "alarm query",
        "refund not showing up",
        "help",
    ]


def test_intents_whose_names_share_words_are_akin_and_others_are_not() -> None:
    kin = kinship(["alarm_set", "alarm_query", "weather"])
    assert np.allclose(np.diag(kin), 1)
    assert kin[0, 1] == kin[1, 0] == pytest.approx(0.1)
    assert kin[0, 2] == kin[2, 1] == 0


def test_an_intent_is_recognised_by_its_name_alone(tmp_path: Path) -> None:
    examples = [message(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    examples += [message(text, "volume_mute") for text in ("not so loud, my ears hurt", "I would like silence")]
    examples += [message(text, "ticket_order") for text in ("two for the late show", "I want to go to Lyon by train")]
    told = untrained(tmp_path)
    told.train(TrainingData(examples))
    (read,) = told.process([message("mute the volume")])
    assert read.get("intent")["name"] == "volume_mute"


def unit(rows: Matrix) -> Matrix:
    halves = rows.reshape(len(rows), 2, -1)
    return (halves / np.linalg.norm(halves, axis=2, keepdims=True)).reshape(rows.shape)


def test_clear_classes_are_believed_more_than_mixed_ones() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(24, 768)).astype(np.float32)
    clear = np.repeat(vectors[:3], 8, axis=0) + 0.2 * vectors
    passages = [Passage(i // 8, f"w{i}") for i in range(24)]
    alone = np.eye(3, dtype=np.float32)
    assert sharpness(passages, unit(clear), alone) > sharpness(passages, unit(vectors), alone)
    assert softmax(np.zeros((2, 4), dtype=np.float32)).sum(axis=-1) == pytest.approx([1, 1])
